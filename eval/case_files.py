"""The door for cases: YAML files, validated. ``docs/evaluation.md`` describes the format."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from assistant.records import Filters, Outcome
from eval.cases import KINDS, Case, KnownFinding, Place, split_of
from ingest.errors import RequestError

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE_CASES = (ROOT / "examples" / "questions", ROOT / "eval" / "cases")
_REMEDY = "see docs/evaluation.md for the format"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Place(_Row):
    """One sentence: of ``document`` or ``file``, in words or by digest."""

    document: str | None = None
    file: str | None = None
    page: int | None = Field(default=None, ge=1)
    paragraph: str | None = None
    group: int | str | None = None
    sentence: str | None = Field(default=None, min_length=1)
    digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{16}$")

    @model_validator(mode="after")
    def _names_one(self) -> "_Place":
        if (self.document is None) == (self.file is None):
            raise ValueError("name a document")
        if (self.sentence is None) == (self.digest is None):
            raise ValueError("give a sentence, or its digest")
        return self

    def place(self) -> Place:
        return Place(
            document=(self.document or self.file or ""), sentence=self.sentence, digest=self.digest,
            page=self.page, paragraph=self.paragraph,
        )  # fmt: skip


class _Finding(_Row):
    statement: str = Field(min_length=1)
    support: tuple[_Place, ...] = Field(min_length=1)


class _Filters(_Row):
    review_ids: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    source_kinds: tuple[str, ...] = ()
    passage_kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None


class _Case(_Row):
    """A case as written. ``support`` is short for findings of one sentence each, or one a ``group``."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    question: str = Field(min_length=1, max_length=2000)
    kind: str
    expect: Outcome
    why: str | None = None
    answer: int | str | None = None
    turns: tuple[str, ...] = ()
    filters: _Filters = _Filters()
    findings: tuple[_Finding, ...] = ()
    support: tuple[_Place, ...] = ()
    nearest: tuple[_Place, ...] = ()
    forbidden: tuple[str | _Place, ...] = ()
    tags: tuple[str, ...] = ()
    split: Literal["tune", "held"] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "_Case":
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        if self.expect == "abstained" and (self.findings or self.support):
            raise ValueError("nothing can support what is not to be answered")
        return self

    def case(self) -> Case:
        return Case(
            id=self.id, question=self.question, kind=self.kind, expect=self.expect,
            split=self.split or split_of(self.id), why=self.why,
            answer=None if self.answer is None else str(self.answer), turns=self.turns,
            filters=Filters(**self.filters.model_dump()),
            findings=(*_grouped(self.support), *map(_known, self.findings)),
            forbidden=tuple(
                Place(document="", sentence=f) if isinstance(f, str) else f.place() for f in self.forbidden
            ),
            tags=self.tags,
        )  # fmt: skip


def _known(finding: _Finding) -> KnownFinding:
    return KnownFinding(statement=finding.statement, support=tuple(p.place() for p in finding.support))


def _grouped(support: Iterable[_Place]) -> list[KnownFinding]:
    groups: dict[str, list[Place]] = {}
    for number, item in enumerate(support):
        groups.setdefault(str(item.group if item.group is not None else f"#{number}"), []).append(item.place())
    return [KnownFinding(statement=g[0].sentence or f"digest {g[0].digest}", support=tuple(g)) for g in groups.values()]


def read_cases(paths: Sequence[Path] = EXAMPLE_CASES) -> list[Case]:
    """The cases of files, and of all YAML files of folders, in order.

    Raises RequestError when one is missing or wrong, or when two have the same id.
    """
    cases: list[Case] = []
    for path in _files(paths):
        try:
            rows = TypeAdapter(list[_Case]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise RequestError(f"a case is wrong: {where}: {first['msg']}", thing=str(path), remedy=_REMEDY) from error
        except (OSError, yaml.YAMLError) as error:
            raise RequestError("a file of cases cannot be read", thing=str(path), remedy=_REMEDY) from error
        cases += [row.case() for row in rows]
    ids = [case.id for case in cases]
    if twice := next((i for i in ids if ids.count(i) > 1), None):
        raise RequestError("two cases have the same id", thing=twice, remedy="give each an id of its own")
    return cases


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise RequestError("no such file of cases", thing=str(path), remedy="name one with --cases")
        found += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return found


def case_yaml(cases: Iterable[Case]) -> str:
    """Cases as they are written in a file."""
    return yaml.safe_dump([_written(c) for c in cases], allow_unicode=True, sort_keys=False, width=118)


def _written(case: Case) -> dict[str, object]:
    row: dict[str, object] = {"id": case.id, "question": case.question, "kind": case.kind, "expect": case.expect}
    filters = case.filters.as_json()
    optional = (("why", case.why), ("answer", case.answer), ("turns", list(case.turns)), ("filters", filters),
                ("tags", list(case.tags)))  # fmt: skip
    row |= {name: value for name, value in optional if value}
    row["split"] = case.split
    if case.findings:
        row["findings"] = [
            {"statement": f.statement, "support": [_place_row(p) for p in f.support]} for f in case.findings
        ]
    if case.forbidden:
        row["forbidden"] = [_place_row(p) for p in case.forbidden]
    return row


def _place_row(place: Place) -> dict[str, object]:
    pairs = (("document", place.document), ("page", place.page), ("paragraph", place.paragraph),
             ("sentence", place.sentence), ("digest", place.digest))  # fmt: skip
    return {name: value for name, value in pairs if value is not None}
