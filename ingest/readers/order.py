"""Puts the lines of a page into the order in which they are read, where the page draws its boxes and heads later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.records import Line

_STEP = 1000.0  # sizes: where columns stand side by side, a block goes on down to where the page goes up
_INDENT = 150.0  # points from the leftmost line within which the lines of one column begin
_LABEL = 6  # characters: a bullet or number drawn apart from its text stands at the height of the text


@dataclass(slots=True)
class _Block:
    """Lines drawn one after another, with the heights between which they stand."""

    lines: list[Line]
    top: float
    foot: float


def in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """``lines`` from the head of the page to its foot; columns and cells, which stand side by side, as they were drawn.

    A producer may draw all boxes of a page before or after its text (the responses of the Government do). What stands
    wholly above something else is read before it; what overlaps in height keeps the order of drawing.
    """
    blocks: list[_Block] = []
    for block in _runs_down(lines, 0.0 if _in_one_column(lines) else _STEP):
        while beside := next((b for b in blocks if b.foot <= block.top and block.foot <= b.top), None):
            at = blocks.index(beside)
            block = _together(blocks[at], block)
            del blocks[at]
        blocks.append(block)
    return tuple(line for block in sorted(blocks, key=lambda b: -b.foot) for line in block.lines)


def _in_one_column(lines: Sequence[Line]) -> bool:
    """Whether no text stands beside other text: every line has its own height, and begins near the left margin."""
    if any(line.row or line.x is None or line.y is None for line in lines):
        return False
    left = min((line.x or 0.0 for line in lines), default=0.0)
    aside = sum((line.x or 0.0) > left + _INDENT for line in lines)
    heights = sorted((line.y or 0.0, line.size or 10.0) for line in lines if len(line.text) > _LABEL)
    level = sum(b[0] - a[0] < 0.4 * b[1] for a, b in pairwise(heights))
    return aside < 3 and not level


def _runs_down(lines: Sequence[Line], together: float) -> Iterator[_Block]:
    """The lines in blocks, a new one wherever the page goes up again, or down by more than ``together`` sizes."""
    block: _Block | None = None
    for line in lines:
        y, size = line.y or 0.0, line.size or 10.0
        last = (block.lines[-1].y or 0.0) if block else 0.0
        if block is None or y > last + 0.5 * size or last - y > max(0.5, together) * size:
            if block:
                yield block
            block = _Block(lines=[line], top=y, foot=y)
            continue
        block.lines.append(line)
        block.top, block.foot = max(block.top, y), min(block.foot, y)
    if block:
        yield block


def _together(a: _Block, b: _Block) -> _Block:
    """Two blocks that overlap in height, in the order of drawing."""
    return _Block(lines=[*a.lines, *b.lines], top=max(a.top, b.top), foot=min(a.foot, b.foot))
