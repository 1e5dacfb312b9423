"""What outside programs see of the library: the shapes of the contract for passages, documents and outcomes.

An answer's own shape is ``Answer.as_json``; ``answer_from`` reads it back.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Literal, cast

from assistant.records import Answer, Citation, Dropped, Filters, Json, Notice, Retrieved, Searched, Statement
from assistant.records import Outcome as Decision
from ingest.catalogue import Held, StoredPage
from ingest.pipeline import OUTCOMES, Outcome


def passage_json(item: Retrieved, label: str | None) -> Json:
    """One ranked passage."""
    passage = item.passage
    return {
        "passage_id": passage.id, "review_id": item.document.id, "title": item.document.facts.title,
        "page": passage.page, "page_label": label, "paragraph": passage.paragraph, "section": list(passage.section),
        "passage_kind": passage.kind, "text": passage.text, "score": round(item.score, 4),
    }  # fmt: skip


def document_json(held: Held) -> Json:
    """One document held, with its quality card."""
    facts = held.facts
    return {
        "review_id": held.id, "title": facts.title, "file": held.file, "kind": facts.kind,
        "source_kind": facts.source_kind, "year": facts.year, "area": facts.area, "publisher": facts.publisher,
        "authors": list(facts.authors), "pages": held.quality.pages, "passages": held.passages,
        "quality": {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(held.quality).items()},
    }  # fmt: skip


def page_json(held: Held, ordinal: int, page: StoredPage) -> Json:
    """The stored text of one page."""
    return {
        "review_id": held.id, "title": held.facts.title, "page": page.number, "ordinal": ordinal,
        "page_label": page.label, "text": page.text,
    }  # fmt: skip


def outcomes_json(outcomes: Sequence[Outcome]) -> Json:
    """The outcomes of an ingest with their counts."""
    counts = Counter(o.kind for o in outcomes)
    return {"counts": {kind: counts.get(kind, 0) for kind in OUTCOMES}, "files": [asdict(o) for o in outcomes]}


def answer_from(body: Json) -> Answer:
    """The answer whose ``as_json`` is ``body``."""
    return Answer(
        answer_id=_text(body["answer_id"]),
        conversation_id=_text_or_none(body["conversation_id"]),
        standalone_question=_text(body["standalone_question"]),
        outcome=cast(Decision, body["outcome"]),
        headline=_text(body["headline"]),
        statements=tuple(statement_from(item) for item in _objects(body["statements"])),
        citations=tuple(citation_from(item) for item in _objects(body["citations"])),
        dropped=tuple(Dropped(text=_text(d["text"]), why=_text(d["why"])) for d in _objects(body["dropped"])),
        notices=tuple(Notice(kind=_text(n["kind"]), text=_text(n["text"])) for n in _objects(body["notices"])),
        reason=_text_or_none(body["reason"]),
        nearest=tuple(citation_from(item) for item in _objects(body["nearest"])),
        searched=_searched(cast(Json, body["searched"])),
        library_version=_text(body["library_version"]),
        model=_text(body["model"]),
        timings_ms=dict(cast(dict[str, float], body["timings_ms"])),
    )


def statement_from(body: Json) -> Statement:
    """The statement whose ``as_json`` is ``body``."""
    support = cast(Literal["verbatim", "verified"], body["support"])
    return Statement(text=_text(body["text"]), support=support, citations=_texts(body["citations"]))


def citation_from(body: Json) -> Citation:
    """The citation whose ``as_json`` is ``body``."""
    values = {name: body[name] for name in (f.name for f in fields(Citation))}
    return Citation(**{**values, "section": _texts(body["section"])})  # type: ignore[arg-type]  # as ``as_json`` wrote it


def _searched(body: Json) -> Searched:
    filters = {
        name: tuple(value) if isinstance(value, list) else value for name, value in cast(Json, body["filters"]).items()
    }
    return Searched(
        documents=cast(int, body["documents"]), passages=cast(int, body["passages"]), filters=Filters(**filters)  # type: ignore[arg-type]  # as ``as_json`` wrote it
    )  # fmt: skip


def _objects(value: object) -> list[Json]:
    return cast(list[Json], value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(cast(list[str], value))


def _text(value: object) -> str:
    return cast(str, value)


def _text_or_none(value: object) -> str | None:
    return cast(str | None, value)
