"""The values of asking and answering. Frozen, without I/O; ``as_json`` gives the shapes of the HTTP contract."""

from dataclasses import asdict, dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.catalogue import Held
from ingest.records import Passage, PassageKind, Sentence, SourceKind

Outcome = Literal["answered", "abstained", "declined", "signposted"]
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an answer may rest on. An empty tuple or None leaves that side open."""

    review_ids: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    source_kinds: tuple[str, ...] = ()
    passage_kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    def admits(self, held: Held) -> bool:
        """Whether a document may be used."""
        facts = held.facts
        year = facts.year
        return (
            (not self.review_ids or held.id in self.review_ids)
            and (not self.areas or _same(facts.area, self.areas))
            and (not self.kinds or _same(facts.kind, self.kinds))
            and (not self.source_kinds or facts.source_kind in self.source_kinds)
            and (self.year_from is None or year is not None and year >= self.year_from)
            and (self.year_to is None or year is not None and year <= self.year_to)
        )

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Filters()

    def as_json(self) -> Json:
        """Those filters that are set."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items() if v not in ((), None)}


def _same(value: str | None, wanted: tuple[str, ...]) -> bool:
    return value is not None and value.lower() in {w.lower() for w in wanted}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """How near the sentences of a passage come to each word piece of a question, see ``ingest.piece_vectors``.

    ``cosines`` has shape (sentences, pieces), from -1 to 1; ``words`` has for each piece the word it is part of.
    """

    words: tuple[str, ...]
    cosines: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A passage found for a question, ranked by ``score`` (0 to about 1.6, higher is better).

    ``sentence_cosines`` has one figure a sentence, ``matches`` one for each word piece of the question; ``lexical`` is
    BM25 over the best found, ``naming`` how far the question names the document, each from 0 to 1.
    """

    passage: Passage
    document: Held
    score: float
    cosine: float
    sentence_cosines: tuple[float, ...] = ()
    matches: Matches | None = field(default=None, compare=False, repr=False)
    lexical: float = 0.0
    naming: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A whole sentence that an answer may rest on, with those before or after it that it needs to be understood.

    ``coverage`` is the share of the question's weighted words that it covers, from 0 to 1; ``asked`` and ``named`` are
    the same of the words that are no names, and of those that are. ``fits`` says whether it holds something of the kind
    asked for (None: any kind will do). ``core`` is the sentence for which it was chosen, if there is one.
    """

    sentences: tuple[Sentence, ...]
    passage: Passage
    document: Held
    score: float
    coverage: float
    cosine: float
    asked: float = 1.0
    named: float = 1.0
    fits: bool | None = None
    core: Sentence | None = None

    @property
    def quote(self) -> str:
        """The words to be quoted."""
        return " ".join(s.text for s in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a quote stands, as a professional would write it down."""

    id: str
    review_id: str
    title: str
    source_kind: SourceKind
    year: int | None
    page: int | None
    page_end: int | None
    page_label: str | None
    paragraph: str | None
    section: tuple[str, ...]
    passage_kind: PassageKind
    voice: str | None
    quote: str
    passage_id: str
    url: str

    def as_json(self) -> Json:
        """The citation in the shape of the contract."""
        return {**asdict(self), "section": list(self.section)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of an answer and the citations that carry it."""

    text: str
    support: Literal["verbatim", "verified"]
    citations: tuple[str, ...]

    def as_json(self) -> Json:
        """The statement in the shape of the contract."""
        return {"text": self.text, "support": self.support, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A statement that was not shown, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the reader should know about the answer."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was searched for an answer."""

    documents: int
    passages: int
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer whole: what is shown, what it rests on, what was left out, and what was searched."""

    answer_id: str
    standalone_question: str
    outcome: Outcome
    headline: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    searched: Searched
    library_version: str
    conversation_id: str | None = None
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[Notice, ...] = ()
    reason: str | None = None
    nearest: tuple[Citation, ...] = ()
    model: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> Json:
        """The body of ``POST /v1/ask``."""
        return {
            "answer_id": self.answer_id,
            "conversation_id": self.conversation_id,
            "standalone_question": self.standalone_question,
            "outcome": self.outcome,
            "headline": self.headline,
            "statements": [s.as_json() for s in self.statements],
            "citations": [c.as_json() for c in self.citations],
            "dropped": [asdict(d) for d in self.dropped],
            "notices": [asdict(n) for n in self.notices],
            "reason": self.reason,
            "nearest": [c.as_json() for c in self.nearest],
            "searched": {
                "documents": self.searched.documents,
                "passages": self.searched.passages,
                "filters": self.searched.filters.as_json(),
            },
            "library_version": self.library_version,
            "model": self.model,
            "timings_ms": self.timings_ms,
        }
