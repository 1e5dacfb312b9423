"""Recommendations that stand in the rows of a table: number, words, and to whom they are addressed by its column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.cleaning import PlacedLine
from ingest.finding_units import Piece, Unit
from ingest.joining import join_lines, vocabulary
from ingest.records import Page, Paragraph

_NUMBER = re.compile(
    r"^(?:recommendation\s+|R)?(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?)[.):]?(?:\s+(?P<rest>\S.*))?$", re.IGNORECASE
)
# The words that head a column, longest first; what each column holds.
_HEADS: tuple[tuple[str, str], ...] = (
    (r"no\.?|number|ref\.?|#", "number"), (r"recommendations?|what we recommend", "text"),
    (r"for|to|addressed to|agency|agencies|lead(?: agency)?|owner|responsible(?: agency| body)?|organisation", "to"),
    (r"by when|when|timescales?|deadline|target date|date|due", "date"),
    (r"actions?(?: (?:required|taken|planned))?|outcomes?|status|progress|evidence|response|measure of success"
        r"|rationale", "other"),
)  # fmt: skip
_DATE = re.compile(
    r"\s+(?:(?:done|by|from|end of)[,:]?\s+)?(?:\d{1,2}\s+)?(?:(?:january|february|march|april|may|june|july|august"
    r"|september"
    r"|october|november|december|spring|summer|autumn|winter)\s+(?:19|20)\d{2}|immediate(?:ly)?|ongoing"
    r"|completed?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column of a table: what it holds and where it begins, None where the source has no layout."""

    holds: str
    x: float | None


@dataclass(slots=True, kw_only=True)
class _Row:
    """A row while it is put together: the number in its first cell, the lines of each column."""

    number: str | None
    skip: int
    cells: dict[int, list[PlacedLine]]


def table_units(pages: Sequence[Page], paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """The recommendations in tables whose head names a column of them."""
    units: list[Unit] = []
    words: frozenset[str] | None = None
    for first, last in _tables(paragraphs):
        if not any(
            re.match(r"^(?:no\.?\s+)?recommendations?\b", p.text, re.IGNORECASE) for p in paragraphs[first : first + 6]
        ):
            continue
        lines = list(_lines(pages, paragraphs[first : last + 1]))
        columns, begin = _columns(lines)
        if not any(c.holds == "text" for c in columns):
            continue
        words = words if words is not None else vocabulary(_all_lines(pages))
        context = paragraphs[first]
        for row in _rows(lines[begin:], columns):
            unit = _unit(row, columns, context, words, first)
            if unit is not None:
                units.append(unit)
    return units


def _tables(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    """(first, last) index of each run of rows."""
    start: int | None = None
    for i, paragraph in enumerate((*paragraphs, None)):
        row = paragraph is not None and paragraph.role == "row"
        if row and start is None:
            start = i
        elif not row and start is not None:
            yield start, i - 1
            start = None


def _lines(pages: Sequence[Page], rows: Sequence[Paragraph]) -> Iterator[PlacedLine]:
    """The lines of the cells, the lone numbers among them that are kept as labels of the cells beside them."""
    spans: dict[int | None, tuple[int, int]] = {}
    for row in rows:
        for anchor in row.anchors:
            low, high = spans.get(anchor.page, (anchor.line, anchor.line))
            spans[anchor.page] = (min(low, anchor.line), max(high, anchor.line))
    for page in pages:
        if page.number in spans:
            low, high = spans[page.number]
            low -= 1 if low and page.lines[low - 1].row else 0
            for i in range(low, high + 1):
                if page.lines[i].row:
                    yield PlacedLine(line=page.lines[i], page=page.number, index=i)


def _all_lines(pages: Sequence[Page]) -> list[PlacedLine]:
    return [PlacedLine(line=line, page=page.number, index=i) for page in pages for i, line in enumerate(page.lines)]


def _columns(lines: Sequence[PlacedLine]) -> tuple[list[_Column], int]:
    """The columns that the first lines name, and how many lines do. A cell may hold the heads of two columns."""
    columns: list[_Column] = []
    for i, placed in enumerate(lines[:12]):
        names = _heads(placed.line.text)
        if not names:
            return columns, i
        columns.extend(_Column(holds=name, x=placed.line.x if k == 0 else None) for k, name in enumerate(names))
    return columns, min(12, len(lines))


def _heads(text: str) -> list[str]:
    """What the columns hold that ``text`` heads: "No. Recommendation" heads two; empty when it heads none."""
    names: list[str] = []
    rest = text.strip()
    while rest:
        found = [m for pattern, _ in _HEADS if (m := re.match(rf"(?:{pattern})(?=\s|$)", rest, re.IGNORECASE))]
        if not found:
            return []
        longest = max(found, key=lambda m: m.end())
        names.append(next(name for pattern, name in _HEADS if re.fullmatch(pattern, longest.group(), re.IGNORECASE)))
        rest = rest[longest.end() :].strip()
    return names


def _rows(lines: Sequence[PlacedLine], columns: Sequence[_Column]) -> Iterator[_Row]:
    """Row by row: a new one begins with a number in the first column. The head printed again is left out.

    In a table without numbers a row begins wherever the lines come back to the first column.
    """
    row: _Row | None = None
    turn = 0
    numbers = columns[0].holds == "number"
    for placed in lines:
        if _heads(placed.line.text):
            continue
        column = _column_of(placed, columns)
        if not numbers and (row is None or (column if column is not None else turn % len(columns)) == 0 and turn != 1):
            if row:
                yield row
            row, turn = _Row(number=None, skip=0, cells={0: [placed]}), 1
            continue
        match = _NUMBER.match(placed.line.text) if numbers and column in (0, None) else None
        if match and (column == 0 or turn >= len(columns) or row is None or placed.line.text.isdigit()):
            if row:
                yield row
            row, turn = _Row(number=match["number"], skip=match.start("rest") if match["rest"] else 0, cells={}), 1
            if match["rest"]:
                row.cells[1] = [placed]
            continue
        if row is None:
            continue
        at = column if column is not None else turn
        turn = at + 1
        row.cells.setdefault(max(at, 1) if numbers else at, []).append(placed)
    if row:
        yield row


def _column_of(placed: PlacedLine, columns: Sequence[_Column]) -> int | None:
    """The column in which a line stands, by where it begins; None without layout."""
    x = placed.line.x
    if x is None:
        return None
    known = [(column.x, i) for i, column in enumerate(columns) if column.x is not None and column.x <= x + 3]
    if not known:
        return 0
    start, at = known[-1]
    nameless = at + 1 < len(columns) and columns[at + 1].x is None
    if nameless and x > start + (8 if columns[at].holds == "number" else 40):
        return at + 1
    return at


def _unit(row: _Row, columns: Sequence[_Column], context: Paragraph, words: frozenset[str], at: int) -> Unit | None:
    """The recommendation of a row; None when it has no words."""
    text_at = next(i for i, c in enumerate(columns) if c.holds == "text")
    lines = row.cells.get(text_at, [])
    if not lines:
        return None
    skip = row.skip if row.skip and lines[0] is row.cells.get(1, [None])[0] else 0
    text, anchors, markers = join_lines(lines, words, skip=skip)
    paragraph = Paragraph(
        text=text,
        number=None,
        section=context.section,
        role="row",
        kind="recommendation",
        anchors=anchors,
        markers=markers,
    )
    return Unit(
        kind="recommendation", number=row.number, title=None, pieces=(Piece(paragraph=paragraph),), at=at,
        to=_addressees(row, columns, words),
    )  # fmt: skip


def _addressees(row: _Row, columns: Sequence[_Column], words: frozenset[str]) -> tuple[str, ...]:
    """What the addressee's column says. A date drawn in one run with it is left off."""
    at = next((i for i, c in enumerate(columns) if c.holds == "to"), None)
    lines = row.cells.get(at, []) if at is not None else []
    if not lines:
        return ()
    text = join_lines(lines, words)[0]
    dated = any(c.holds == "date" for c in columns) and not any(
        row.cells.get(i) for i, c in enumerate(columns) if c.holds == "date"
    )
    text = _DATE.sub("", text) if dated else text
    return tuple(part.strip() for part in re.split(r";|\n", text) if part.strip())
