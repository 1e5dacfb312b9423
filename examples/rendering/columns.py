"""Blocks set side by side in two columns of equal height, on a page that else has one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus.flowables import Flowable

from examples.rendering.flowables import SetParagraph, notes_height, notes_of
from examples.rendering.styles import GUTTER

_STEP = 4.0
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class _Placed:
    """A flowable and the distance of its foot from the head of its column."""

    flowable: Flowable
    column: int
    foot: float


class TwoColumns(Flowable):
    """Flowables that fill the left column, then the right, at the least height that fits them, `limit` at most."""

    def __init__(self, content: Sequence[Flowable], *, width: float, limit: float = math.inf) -> None:
        super().__init__()
        self.content = list(content)
        self.column_width = (width - GUTTER) / _COLUMNS
        self.set_width = width
        self.limit = limit
        self.set_height = 0.0

    @property
    def notes(self) -> tuple[SetParagraph, ...]:
        """The footnotes whose markers stand in either column."""
        return tuple(note for flowable in self.content for note in notes_of(flowable))

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Return the size."""
        total = sum(self._height(flowable) + flowable.getSpaceAfter() for flowable in self.content)
        height = total / _COLUMNS
        while height < self.limit and self._fill(height)[1]:
            height = min(height + _STEP, self.limit)
        self.set_height = height
        return self.set_width, height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """Return what fits into columns of the height that is left, its footnotes included, and the rest."""
        height = availHeight
        while height > _STEP * 10:
            placed, rest = self._fill(height)
            notes = [note for item in placed for note in notes_of(item.flowable)]
            if placed and height + notes_height(notes) <= availHeight:
                first = TwoColumns([item.flowable for item in placed], width=self.set_width, limit=height)
                return [first, TwoColumns(rest, width=self.set_width)] if rest else [first]
            height -= _STEP
        return []

    def _height(self, flowable: Flowable) -> float:
        return float(flowable.wrap(self.column_width, 1e6)[1])

    def _fill(self, height: float) -> tuple[list[_Placed], list[Flowable]]:
        """Return what columns of this height hold, and what is left over."""
        placed: list[_Placed] = []
        waiting = list(self.content)
        for column in range(_COLUMNS):
            used = after = 0.0
            while waiting:
                before = max(waiting[0].getSpaceBefore(), after) if used else 0.0
                needed = before + self._height(waiting[0])
                if used + needed > height:
                    parts = waiting[0].split(self.column_width, height - used - before)
                    if len(parts) < 2:
                        break
                    waiting[:1] = parts
                    needed = before + self._height(waiting[0])
                used += needed
                placed.append(_Placed(waiting[0], column, used))
                after = waiting.pop(0).getSpaceAfter()
        return placed, waiting

    def draw(self) -> None:
        """Draw the left column, then the right."""
        for item in self._fill(self.set_height)[0]:
            x = item.column * (self.column_width + GUTTER)
            item.flowable.drawOn(self.canv, x, self.set_height - item.foot)
