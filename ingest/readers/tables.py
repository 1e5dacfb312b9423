"""Finds the cells of tables among the lines of a page: text that stands side by side, row under row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.records import Line

_LEVEL = 2.0  # points by which the first lines of two cells of a row may differ in height
_ASIDE = 15.0  # points that a cell stands at least to the right of the one before
_DEEPEST = 24  # lines that one cell holds at most


def column_starts(runs: Sequence[tuple[float, float]]) -> frozenset[float]:
    """Places (x, to half a point) at which the cells of a table could begin.

    ``runs`` are (x, y) of everything drawn on the page, in order. Text begins at such a place in three lines that
    follow one another; words that merely stand inside a line begin anywhere.
    """
    rows: list[set[float]] = []
    height: float | None = None
    for x, y in runs:
        if height is None or abs(y - height) > _LEVEL:
            rows.append(set())
            height = y
        rows[-1].add(half(x))
    aside = [row - {min(row)} if row else row for row in rows]
    counts = Counter(x for row in rows for x in row)
    found: set[float] = set()
    for a, b, c in zip(aside, rows[1:], rows[2:], strict=False):
        found |= {x for x in a if x in b and x in c}
    return frozenset(found | {x for row in aside for x in row if counts[x] >= 6})


def half(x: float) -> float:
    """``x`` to half a point."""
    return round(2 * x) / 2


def with_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """``lines``, those that stand in the cells of a table marked as rows.

    A table is two rows or more whose cells begin at the same two places; text in columns never comes back to the first
    place after the second, lower on the page, and so is not taken for one.
    """
    pairs = list(_neighbours(lines))
    counted = Counter((half(lines[i].x or 0), half(lines[j].x or 0)) for i, j in pairs)
    marked: set[int] = set()
    places: set[float] = set()
    for i, j in pairs:
        if counted[half(lines[i].x or 0), half(lines[j].x or 0)] >= 2:
            marked.update(range(i, j + 1))
            places.update((half(lines[i].x or 0), half(lines[j].x or 0)))
    if not marked:
        return tuple(lines)
    _spread(lines, marked, places)
    return tuple(replace(line, row=True) if i in marked else line for i, line in enumerate(lines))


def _neighbours(lines: Sequence[Line]) -> Iterable[tuple[int, int]]:
    """(index of a cell's first line, index of the first line of the cell beside it), as drawn cell by cell."""
    for i, first in enumerate(lines):
        if first.x is None or first.y is None:
            continue
        for j in range(i + 1, min(i + 1 + _DEEPEST, len(lines))):
            x, y = lines[j].x or 0.0, lines[j].y or 0.0
            if abs(y - first.y) <= _LEVEL and x > first.x + _ASIDE:
                yield i, j
                break
            if y >= first.y - _LEVEL or x < first.x - 1 or x > first.x + 40:
                break


def _spread(lines: Sequence[Line], marked: set[int], places: set[float]) -> None:
    """Add to ``marked`` the further lines of marked cells, and whole rows of one cell between marked rows."""
    for i in range(1, len(lines)):
        a, b = lines[i - 1], lines[i]
        if i in marked or i - 1 not in marked or b.y is None or a.y is None:
            continue
        step = a.y - b.y
        under = abs((a.x or 0) - (b.x or 0)) <= 1 and 0 < step < 1.6 * (b.size or 10.0)
        between = half(b.x or 0) in places and i + 1 in marked and a.size == b.size
        if under or between:
            marked.add(i)
