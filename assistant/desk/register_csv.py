"""The register as CSV for a spreadsheet. No cell of it can be a formula, whatever a document says."""

import csv
import io
from collections.abc import Sequence

from assistant.desk.papers import shown
from assistant.place import source_label
from assistant.register import Entry, theme_name

COLUMNS = (
    "finding_id", "review_id", "title", "source_kind", "year", "area", "kind", "number", "text", "addressed_to",
    "agencies", "themes", "page", "page_end", "paragraph", "section", "also_at",
)  # fmt: skip
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")  # with which a spreadsheet may begin to calculate


def register_csv(entries: Sequence[Entry]) -> bytes:
    """The entries as CSV in UTF-8 with the mark by which Excel knows it, one a row under ``COLUMNS``."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([cell(value) for value in _row(entry)])
    return written.getvalue().encode("utf-8-sig")


def cell(value: str) -> str:
    """``value`` as a spreadsheet shows it and never calculates it: an apostrophe before what would begin a formula.

    After https://owasp.org/www-community/attacks/CSV_Injection.
    """
    text = shown(value)
    return f"'{text}" if text.startswith(_STARTS) else text


def _row(entry: Entry) -> list[str]:
    finding, facts, main = entry.finding, entry.document.facts, entry.finding.places[0]
    also = "; ".join(_place(place.page, place.paragraph) for place in finding.places[1:])
    return [
        finding.id, entry.document.id, facts.title, source_label(facts.source_kind), _text(facts.year),
        facts.area or "", finding.kind, finding.number or "", finding.text, "; ".join(finding.addressed_to),
        "; ".join(finding.agencies), "; ".join(theme_name(theme) for theme in finding.themes), _text(main.page),
        _text(main.page_end), main.paragraph or "", " › ".join(main.section), also,
    ]  # fmt: skip


def _place(page: int | None, paragraph: str | None) -> str:
    return ", ".join(filter(None, (f"page {page}" if page else "", f"paragraph {paragraph}" if paragraph else "")))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
