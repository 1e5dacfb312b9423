"""What the API answers, described for the OpenAPI document with an example each. The values come from ``as_json``."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.api.cards import QualityReply
from assistant.api.jobs import JobState
from assistant.api.problems import MEDIA_TYPE
from assistant.records import Outcome
from ingest.pipeline import OutcomeKind
from ingest.records import PassageKind, SourceKind

_QUOTE = "Father was not asked about his own childhood by any of the professionals who met him."
_CITATION = {
    "id": "c1", "review_id": "888055933a71", "title": "Serious Case Review: Child D", "source_kind": "review",
    "year": 2014, "page": 12, "page_end": 12, "page_label": "10", "paragraph": "4.12",
    "section": ["4 Findings", "Fathers"], "passage_kind": "finding", "voice": None, "quote": _QUOTE,
    "passage_id": "888055933a71-5f2c",
    "url": "/reviews/888055933a71/pages/12?passage_id=888055933a71-5f2c&sentence=0#quote",
}  # fmt: skip
ANSWER_EXAMPLE: dict[str, Any] = {
    "answer_id": "0b6ec5b2c5d34b0a9d5a1d1f3f3c7d54", "conversation_id": "7d1f0f0c2b7a4a0f8f3f6d8b1d0f8a11",
    "standalone_question": "What do reviews say about fathers who were not assessed?", "outcome": "answered",
    "headline": "1 of 21 documents held bears on this",
    "statements": [{"text": _QUOTE, "support": "verbatim", "citations": ["c1"]}], "citations": [_CITATION],
    "dropped": [], "notices": [], "reason": None, "nearest": [],
    "searched": {"documents": 21, "passages": 1480, "filters": {}},
    "library_version": "3f9a1c0d22b7", "model": "extractive", "timings_ms": {"retrieve": 41.0, "total": 58.2},
}  # fmt: skip
_PASSAGE = {
    "passage_id": "888055933a71-5f2c", "review_id": "888055933a71", "title": "Serious Case Review: Child D", "page": 12,
    "page_label": "10", "paragraph": "4.12", "section": ["4 Findings", "Fathers"], "passage_kind": "finding",
    "text": _QUOTE, "score": 1.0412,
}  # fmt: skip
_REVIEW = {
    "review_id": "888055933a71", "title": "Serious Case Review: Child D", "file": "cressmouth-2014-child-d.pdf",
    "kind": "serious case review", "source_kind": "review", "year": 2014, "area": "Cressmouth", "publisher": None,
    "authors": [], "pages": 18, "passages": 74, "quality": {
        "pages": 18, "pages_without_text": [], "numbered_paragraphs": 61, "furniture_lines": 36, "reader": "pypdf",
        "notes": [], "readers": [{"reader": "pypdf", "pages": list(range(1, 19))}], "blank_pages": [],
        "garbled_pages": [], "garbled_glyphs": 0, "numbering_gaps": [], "suspected_furniture": [],
        "recommendations": 10, "announced": 10, "ocr": False,
    },
}  # fmt: skip
_PAGE = {
    "review_id": "888055933a71", "title": "Serious Case Review: Child D", "page": 12, "ordinal": 12, "page_label": "10",
    "text": "4.12 Father was not asked about his own\nchildhood by any of the professionals who met him.\n",
}  # fmt: skip
_JOB = {
    "job_id": "5c1d7e", "state": "done", "files": ["cressmouth-2014-child-d.pdf"], "problem": None, "outcomes": [
        {"file": "cressmouth-2014-child-d.pdf", "kind": "added", "review_id": "888055933a71", "pages": 18,
         "passages": 74, "reason": None},
    ],
}  # fmt: skip


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]})


class CitationReply(BaseModel):
    """Where a quote stands. ``page`` counts from 1 in the PDF file; it is null in a document without pages."""

    model_config = _example(_CITATION)

    id: str
    review_id: str
    title: str
    source_kind: SourceKind
    year: int | None
    page: int | None
    page_end: int | None
    page_label: str | None = Field(description="what is printed on the page")
    paragraph: str | None = Field(description="the document's own number")
    section: list[str]
    passage_kind: PassageKind
    voice: str | None = Field(description="whose words these are when not the document's own")
    quote: str = Field(description="a whole sentence or more, character for character as on the page")
    passage_id: str
    url: str = Field(description="the page of text with the quote marked")


class StatementReply(BaseModel):
    """One statement and the ids of the citations that carry it."""

    text: str
    support: Literal["verbatim", "verified"]
    citations: list[str]


class DroppedReply(BaseModel):
    """A statement that was not shown, and why."""

    text: str
    why: str


class NoticeReply(BaseModel):
    """Something the reader should know about the answer."""

    kind: str
    text: str


class SearchedReply(BaseModel):
    """What was searched; ``filters`` holds those that were set."""

    documents: int
    passages: int
    filters: dict[str, list[str] | int]


class AnswerReply(BaseModel):
    """An answer, or the plain word that the documents held do not answer. Every quote was found on its page."""

    model_config = _example(ANSWER_EXAMPLE)

    answer_id: str
    conversation_id: str | None
    standalone_question: str
    outcome: Outcome
    headline: str
    statements: list[StatementReply]
    citations: list[CitationReply]
    dropped: list[DroppedReply]
    notices: list[NoticeReply]
    reason: str | None = Field(description="for any outcome but answered")
    nearest: list[CitationReply] = Field(description="what came nearest when abstaining; not an answer")
    searched: SearchedReply
    library_version: str
    model: str
    timings_ms: dict[str, float]


class PassageReply(BaseModel):
    """One ranked passage; a higher ``score`` is better."""

    passage_id: str
    review_id: str
    title: str
    page: int | None
    page_label: str | None
    paragraph: str | None
    section: list[str]
    passage_kind: PassageKind
    text: str
    score: float


class PassagesReply(BaseModel):
    """Passages, best first."""

    model_config = _example({"passages": [_PASSAGE]})

    passages: list[PassageReply]


class ReviewReply(BaseModel):
    """One document held; ``file`` is the name of the original, ``pages`` 0 for a document without pages."""

    model_config = _example(_REVIEW)

    review_id: str
    title: str
    file: str
    kind: str | None
    source_kind: SourceKind
    year: int | None
    area: str | None
    publisher: str | None
    authors: list[str]
    pages: int
    passages: int
    quality: QualityReply


class ReviewsReply(BaseModel):
    """All documents held, by title."""

    model_config = _example({"reviews": [_REVIEW]})

    reviews: list[ReviewReply]


class PageReply(BaseModel):
    """The stored text of a page. ``page`` is null for a document without pages, whose whole text is its page 1."""

    model_config = _example(_PAGE)

    review_id: str
    title: str
    page: int | None
    ordinal: int
    page_label: str | None
    text: str


class FileReply(BaseModel):
    """What became of one file; ``reason`` says why and what to do."""

    file: str
    kind: OutcomeKind
    review_id: str | None
    pages: int
    passages: int
    reason: str | None


class JobReply(BaseModel):
    """A batch of files that is being added. It is finished when ``state`` is done or failed."""

    model_config = _example(_JOB)

    job_id: str
    state: JobState
    files: list[str]
    outcomes: list[FileReply]
    problem: str | None = Field(description="why the whole batch failed, and what to do")


class HealthReply(BaseModel):
    """The server answers."""

    model_config = _example({"status": "alive"})

    status: Literal["alive"]


class ReadyReply(BaseModel):
    """Model, indexes and library work together."""

    model_config = _example({"status": "ready", "documents": 21, "passages": 1480, "library_version": "3f9a1c0d22b7"})

    status: Literal["ready"]
    documents: int
    passages: int
    library_version: str


class FieldReply(BaseModel):
    """One field that is wrong."""

    field: str
    detail: str


class ProblemReply(BaseModel):
    """A problem as RFC 9457 has it. ``detail`` says what is wrong, which thing, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldReply] = []


PROBLEM_SCHEMA = {"$ref": "#/components/schemas/ProblemReply"}  # which the application adds to its document
_PROBLEMS: dict[int, dict[str, Any]] = {
    400: {"type": "/docs#request", "title": "The request cannot be met as it is", "status": 400,
          "detail": "year_from is after year_to (2020 > 2010): swap them"},
    403: {"type": "about:blank", "title": "Forbidden", "status": 403,
          "detail": "a page of another site sent this: send it from this server or from a program"},
    404: {"type": "/docs#not-held", "title": "Not in the library", "status": 404,
          "detail": "no such document is held (ffff): `reviews list` shows those that are"},
    413: {"type": "about:blank", "title": "Content Too Large", "status": 413,
          "detail": "the request is larger than 100 MB: send less, or run `reviews ingest` on the server"},
    422: {"type": "/docs#invalid", "title": "The request does not have the right shape", "status": 422,
          "detail": "question is missing; add it", "errors": [{"field": "question", "detail": "is missing; add it"}]},
    502: {"type": "/docs#remote", "title": "A model or remote service failed", "status": 502,
          "detail": "the model took too long (openai:gpt-5-mini): see that the model's server is up"},
    503: {"type": "/docs#library", "title": "The library cannot be used just now", "status": 503,
          "detail": "another ingest is writing to this library: wait until it has finished"},
}  # fmt: skip


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer, for its ``responses``."""
    return {
        status: {
            "description": _PROBLEMS[status]["title"],
            "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA, "example": _PROBLEMS[status]}},
        }
        for status in statuses
    }
