"""What outside programs see of the library: the shapes of the contract for passages, documents and outcomes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from assistant.records import Json, Retrieved
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
