"""Records as the catalogue writes them into its rows, in JSON, and back."""

import json
from dataclasses import asdict
from typing import Any

from ingest.records import (
    Anchor,
    DocumentFacts,
    Finding,
    FindingPlace,
    PagesRead,
    Paragraph,
    Passage,
    Quality,
    Sentence,
)


def dump_row(value: DocumentFacts | Quality | Paragraph | Passage | Finding) -> str:
    """A record as JSON."""
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"))


def paragraph_from(row: dict[str, Any]) -> Paragraph:
    """The paragraph that ``dump_row`` wrote."""
    row["anchors"] = tuple(Anchor(**a) for a in row["anchors"])
    row["markers"] = tuple((a, b) for a, b in row["markers"])
    row["section"] = tuple(row["section"])
    row["spoken"] = tuple((a, b, voice) for a, b, voice in row["spoken"])
    return Paragraph(**row)


def passage_from(row: dict[str, Any]) -> Passage:
    """The passage that ``dump_row`` wrote."""
    row["sentences"] = tuple(Sentence(**s) for s in row["sentences"])
    row["section"] = tuple(row["section"])
    return Passage(**row)


def finding_from(row: dict[str, Any]) -> Finding:
    """The finding that ``dump_row`` wrote."""
    places = tuple(FindingPlace(**{**place, "section": tuple(place["section"])}) for place in row.pop("places"))
    for name in ("parts", "addressed_to", "agencies", "themes"):
        row[name] = tuple(row[name])
    return Finding(**row, places=places)


def facts_from(row: dict[str, Any]) -> DocumentFacts:
    """The facts that ``dump_row`` wrote."""
    for name in ("authors", "pseudonyms"):
        row[name] = tuple(row[name])
    return DocumentFacts(**row)


def quality_from(row: dict[str, Any]) -> Quality:
    """How well a document was read, as ``dump_row`` wrote it."""
    row["readers"] = [PagesRead(reader=r["reader"], pages=tuple(r["pages"])) for r in row.get("readers", [])]
    for name in (name for name, value in row.items() if isinstance(value, list)):
        row[name] = tuple(row[name])
    return Quality(**row)
