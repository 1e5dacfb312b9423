"""Passages that the register points to: recommendations asked for by number, or by the body that they are made to."""

import re
from collections.abc import Mapping

from assistant.finding_evidence import evidence_for
from assistant.known import is_addressed, is_numbered
from assistant.register import Entry
from assistant.understanding import Reading
from ingest.catalogue import Held
from ingest.library import Library
from ingest.records import Finding, FindingKind

_UNITS: dict[str, tuple[FindingKind, ...]] = {
    "recommendation": ("recommendation",), "finding": ("finding",), "learning point": ("learning",),
    "consideration": ("learning", "recommendation"),
}  # fmt: skip
_DEMANDS = re.compile(
    r"\b(?:recommend\w*|should|ask(?:s|ed)?|told|tells?|requir\w+|wants?|wanted|actions?|call(?:s|ed)? (?:on|for|upon)"
    r"|expect\w*|urge[sd]?|needs? to|must)\b",
    re.IGNORECASE,
)
_MOST = 12  # entries whose passages are looked up
_BY_NUMBER, _BY_BODY = 1.5, 0.6  # added to the score of a passage; a fair one without has about 1


def listed_passages(reading: Reading, library: Library, documents: Mapping[str, Held]) -> dict[str, float]:
    """By the ids of the passages that hold what is asked of the register of the documents named, what is added to each.

    Without a number or a body in the question, or a document named, none.
    """
    named = [i for i in reading.named if i in documents]
    by_body = reading.agencies and not reading.numbers and _DEMANDS.search(reading.text)
    if not named or not (reading.numbers or by_body):
        return {}
    test = _numbered if reading.numbers else _made_to
    entries = [
        Entry(finding=row.finding, document=documents[row.document_id])
        for row in library.catalogue.findings(named)
        if test(row.finding, reading)
    ]
    carried = evidence_for(entries[:_MOST], library) if entries else []
    added = _BY_NUMBER if reading.numbers else _BY_BODY
    return {c.evidence.passage.id: added for c in carried if c}


def _made_to(finding: Finding, reading: Reading) -> bool:
    return finding.kind == "recommendation" and any(is_addressed(finding, body) for body in reading.agencies)


def _numbered(finding: Finding, reading: Reading) -> bool:
    return any(
        finding.kind in _UNITS.get(asked.unit, ()) and is_numbered(finding, asked.number.lower())
        for asked in reading.numbers
    )
