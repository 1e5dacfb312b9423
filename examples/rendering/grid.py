"""Tables: columns as wide as their words ask for, a head that is repeated on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import Flowable, Spacer
from reportlab.platypus.tables import Table, TableStyle

from examples.rendering.content import Run, TablePart
from examples.rendering.errors import LayoutError
from examples.rendering.flowables import Matter, SetParagraph, Target
from examples.rendering.ledger import Ledger
from examples.rendering.lines import break_lines, words_of
from examples.rendering.styles import BOTTOM, RULE, TOP, Style, Styles

_PAD = 4.0
_STRIPE = HexColor("#f6f7f8")


def set_table(part: TablePart, *, styles: Styles, width: float, ledger: Ledger) -> Iterator[Flowable]:
    """Yield the flowables of a table `width` points wide. Raises LayoutError for a row taller than a page."""
    widths = _column_widths(part, styles=styles, width=width)
    head = [
        _cell(text, styles.cell_head, width=room, ledger=ledger) for text, room in zip(part.head, widths, strict=True)
    ]
    rows: list[list[SetParagraph]] = [head]
    for row in part.rows:
        cells = enumerate(zip(row.cells, widths, strict=True))
        rows.append(
            [
                _cell(text, styles.cell, width=room, ledger=ledger, target=Target(ref=row.ref, cell=index))
                for index, (text, room) in cells
            ]
        )
    table = Table(
        rows, colWidths=list(widths), repeatRows=1, spaceBefore=styles.body.after, spaceAfter=styles.body.after * 2
    )
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), styles.accent),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [HexColor("#ffffff"), _STRIPE]),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
                ("BOX", (0, 0), (-1, -1), 0.5, RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    _check_heights(part, table, width)
    yield table
    yield Spacer(1, 1)


def start_of_table(table: Table) -> float:
    """Return the height of the head and the first row."""
    return float(sum(_row_heights(table, 1000.0)[:2])) + 10.0


def _cell(text: str, style: Style, *, width: float, ledger: Ledger, target: Target | None = None) -> SetParagraph:
    room = width - 2 * _PAD
    lines = break_lines(words_of((Run(text=text),)), width=room, setting=style.setting)
    return SetParagraph(
        Matter(lines=lines, style=replace(style, indent=0), width=room, target=target), ledger=ledger, footnotes={}
    )


def _column_widths(part: TablePart, *, styles: Styles, width: float) -> Sequence[float]:
    """Return widths that add up to `width`: room for the longest word, the rest by how much text a column holds."""
    least: list[float] = []
    widest: list[float] = []
    weights: list[float] = []
    for index, title in enumerate(part.head):
        cells = [(title, styles.cell_head), *((row.cells[index], styles.cell) for row in part.rows)]
        words = [style.setting.width(Run(text=word)) for text, style in cells for word in text.split()]
        least.append(min(max(words, default=0.0), width / 3) + 2 * _PAD + 1)
        widest.append(max(style.setting.width(Run(text=text)) for text, style in cells) + 2 * _PAD + 1)
        weights.append((sum(len(text) for text, _ in cells) / len(cells) + 1) ** 0.8)
    return _shared_out(width, least=least, widest=widest, weights=weights)


def _shared_out(
    width: float, *, least: Sequence[float], widest: Sequence[float], weights: Sequence[float]
) -> Sequence[float]:
    """Share `width` out by weight, each column between its least and widest, as far as they leave a choice."""
    spare = width - sum(least)
    if spare < 0:
        return [room * width / sum(least) for room in least]
    growing = [index for index, room in enumerate(least) if widest[index] > room] or list(range(len(least)))
    total = sum(weights[index] for index in growing)
    shares = {index: least[index] + spare * weights[index] / total for index in growing}
    full = [index for index in growing if shares[index] > widest[index]]
    if not full or len(full) == len(growing):
        return [shares.get(index, room) for index, room in enumerate(least)]
    settled = [widest[index] if index in full else room for index, room in enumerate(least)]
    return _shared_out(width, least=settled, widest=widest, weights=weights)


def _row_heights(table: Table, width: float) -> Sequence[float]:
    table.wrap(width, 1e6)
    return tuple(float(height) for height in table._rowHeights)  # type: ignore[attr-defined]


def _check_heights(part: TablePart, table: Table, width: float) -> None:
    head, *rows = _row_heights(table, width)
    for entry, height in zip(part.rows, rows, strict=True):
        if head + height > TOP - BOTTOM:
            raise LayoutError(f"a table row is taller than a page; split it in the source: {entry.text[:60]}…")
