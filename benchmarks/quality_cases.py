"""Questions with their supporting sentences, read from case files and found in the library that they are asked of.

Two formats. Over the example library a supporting sentence is written out. Over real documents, whose words are not to
be copied, it is named: ``file``, ``page`` and ``digest``, see there; what shares a ``group`` says the same thing, and
one of it is enough.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from benchmarks.report import BenchmarkError
from ingest.catalogue import Catalogue, Held

_LONGEST = 200  # words of one sentence


class Support(BaseModel):
    """One supporting sentence: of a document by its file's name with or without ending, in words or by digest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str | None = None
    file: str | None = None
    page: int | None = None
    paragraph: str | None = None
    group: int | str | None = None
    sentence: str | None = None
    digest: str | None = None


class Case(BaseModel):
    """A question and what is expected of the answer. Without groups each supporting sentence is a group of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    kind: str
    expect: Literal["answered", "abstained", "declined", "signposted"]
    why: str | None = None
    answer: int | str | None = None
    support: tuple[Support, ...] = ()
    nearest: tuple[Support, ...] = ()
    forbidden: tuple[str | Support, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting:
    """A supporting sentence as it stands in a document held, its words folded (see ``folded``)."""

    document: str
    words: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A case whose supporting sentences were looked up; those not found count as groups that nothing supports."""

    id: str
    text: str
    kind: str
    answerable: bool
    support: tuple[Supporting, ...]
    missing: tuple[str, ...] = ()

    @property
    def groups(self) -> frozenset[str]:
        """The things that an answer is to say."""
        return frozenset(s.group for s in self.support) | frozenset(self.missing)


def read_cases(paths: Sequence[Path]) -> list[Case]:
    """The cases of all files in order. Raises BenchmarkError when a file is missing or wrong."""
    cases: list[Case] = []
    for path in paths:
        try:
            cases += TypeAdapter(list[Case]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, yaml.YAMLError, ValidationError) as error:
            raise BenchmarkError(f"{path} cannot be read as questions: {error}") from error
    return cases


def digest(sentence: str) -> str:
    """The name of a sentence: the first 16 hexadecimal digits of its SHA-256, white space folded."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def folded(text: str) -> str:
    """Lower-case letters and digits of ``text``, all else one space: what two prints of a sentence share."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def look_up(cases: Sequence[Case], catalogue: Catalogue) -> list[Question]:
    """The cases with their supporting sentences as they stand in the documents held."""
    held = catalogue.documents()
    index = _Sentences(catalogue, held)
    return [_question(case, index) for case in cases]


def _question(case: Case, index: "_Sentences") -> Question:
    support, missing = [], []
    for number, item in enumerate(case.support):
        group = str(item.group if item.group is not None else number)
        document = index.document(item)
        words = item.sentence if item.sentence is not None else index.sentence(document, item)
        if document and words:
            support.append(Supporting(document=document, words=folded(words), group=group))
        else:
            missing.append(group)
    return Question(
        id=case.id, text=case.question, kind=case.kind, answerable=case.expect == "answered",
        support=tuple(support), missing=tuple(missing),
    )  # fmt: skip


class _Sentences:
    """Finds sentences by digest. Rules that cut sentences may change; a digest does not name a cut but words."""

    def __init__(self, catalogue: Catalogue, held: Sequence[Held]) -> None:
        self._catalogue = catalogue
        self._ids = {name: d.id for d in held for name in (Path(d.file).stem, d.file)}
        self._known: dict[str, dict[str, str]] = {}

    def document(self, item: Support) -> str | None:
        """The id of the document that ``item`` is in, None when it is not held."""
        return self._ids.get(item.file or item.document or "")

    def sentence(self, document: str | None, item: Support) -> str | None:
        """The words that the digest of ``item`` names, None when they do not stand on its page."""
        if document is None or item.digest is None:
            return None
        if document not in self._known:
            passages = self._catalogue.passages_of(document)
            self._known[document] = {digest(s.text): s.text for p in passages for s in p.sentences}
        if item.digest not in self._known[document]:
            return next((t for t in self._runs(document, item.page) if digest(t) == item.digest), None)
        return self._known[document][item.digest]

    def _runs(self, document: str, page: int | None) -> Iterator[str]:
        """Every run of whole words, up to a length, of the paragraphs that touch a page."""
        for paragraph in self._catalogue.paragraphs(document):
            if page is None or any(anchor.page == page for anchor in paragraph.anchors):
                words = paragraph.text.split()
                for start in range(len(words)):
                    for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                        yield " ".join(words[start:end])
