"""The front matter of a source: what is true of the document as a whole, and how its PDF is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, cast, get_args

import yaml

from examples.rendering.errors import SourceError

DocumentKind = Literal[
    "serious_case_review",
    "local_child_safeguarding_practice_review",
    "national_review",
    "press_report",
    "committee_minutes",
    "blog",
    "opinion",
    "guidance",
    "partnership_response",
]
SourceKind = Literal["review", "press", "commentary", "minutes", "guidance", "other"]
Output = Literal["pdf", "html", "docx", "md", "txt"]
Numbering = Literal["none", "continuous", "section", "subsection"]
PassageKind = Literal[
    "finding", "recommendation", "learning", "good_practice", "chronology", "response", "narrative", "other"
]
PASSAGE_KINDS: tuple[str, ...] = get_args(PassageKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the PDF looks. `size` is in points; `head` and `foot` may hold {page}, {pages} and {label}."""

    face: Literal["serif", "sans"] = "serif"
    size: float = 10.5
    numbering: Numbering = "none"
    dot: bool = False
    head: str = ""
    foot: str = "Page {page} of {pages}"
    front: Literal["roman", "none"] = "none"
    contents: bool = False
    columns: int = 1
    hyphenate: bool = False
    ligatures: bool = False
    justify: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The front matter as its author wrote it."""

    id: str
    title: str
    kind: DocumentKind
    source_kind: SourceKind
    publisher: str
    area: str | None
    year: int
    date: str
    authors: tuple[str, ...]
    pseudonyms: tuple[str, ...]
    announced_recommendations: int | None
    output: Output
    layout: Layout


_CHOICES: Mapping[str, tuple[object, ...]] = {
    "kind": get_args(DocumentKind),
    "source_kind": get_args(SourceKind),
    "output": get_args(Output),
    "face": ("serif", "sans"),
    "numbering": get_args(Numbering),
    "front": ("roman", "none"),
    "columns": (1, 2),
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "title": (str,),
    "publisher": (str,),
    "area": (str, type(None)),
    "year": (int,),
    "date": (str,),
    "authors": (list,),
    "pseudonyms": (list,),
    "announced_recommendations": (int, type(None)),
    "layout": (dict, type(None)),
    "size": (int, float),
    "head": (str,),
    "foot": (str,),
    **dict.fromkeys(("dot", "contents", "hyphenate", "ligatures", "justify"), (bool,)),
}


def read_facts(text: str, *, file: str) -> Facts:
    """Return the facts in `text`, the YAML between the two lines of `---`.

    Raises SourceError, naming the line, for broken YAML, a missing or unknown key, or a value outside its choices.
    """
    try:
        loaded = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise SourceError(file, line, f"the front matter is not YAML: {error.problem}") from error
    if not isinstance(loaded, dict):
        raise SourceError(file, 1, "the front matter is not a list of keys and values")
    front = cast(Mapping[str, object], loaded)
    required = {field.name for field in fields(Facts)} - {"layout"}
    for key in required - front.keys():
        raise SourceError(file, 1, f"the front matter lacks `{key}`")
    _check(front, {field.name for field in fields(Facts)}, text, file)
    layout = cast(Mapping[str, object], front.get("layout") or {})
    _check(layout, {field.name for field in fields(Layout)}, text, file)
    values = dict(front) | {"layout": Layout(**layout)}  # type: ignore[arg-type]
    for key in ("authors", "pseudonyms"):
        values[key] = tuple(str(name) for name in cast(list[object], values[key]))
    facts = Facts(**values)  # type: ignore[arg-type]
    if not 9.5 <= facts.layout.size <= 12:
        raise SourceError(file, _line_of("size", text), "`size` is outside 9.5 to 12 points")
    return facts


def _check(values: Mapping[str, object], known: set[str], text: str, file: str) -> None:
    for key, value in values.items():
        line = _line_of(str(key), text)
        if key not in known:
            raise SourceError(
                file, line, f"`{key}` is no key of the front matter; known are {', '.join(sorted(known))}"
            )
        if key in _CHOICES and value not in _CHOICES[key]:
            raise SourceError(file, line, f"`{key}` is {value!r}; it must be one of {_CHOICES[key]}")
        if key in _TYPES and not isinstance(value, _TYPES[key]):
            names = " or ".join(kind.__name__ for kind in _TYPES[key])
            raise SourceError(file, line, f"`{key}` is {value!r}; it must be {names} (dates go in quotes)")


def _line_of(key: str, text: str) -> int:
    for index, line in enumerate(text.splitlines()):
        if line.strip().startswith(f"{key}:"):
            return index + 2
    return 1
