"""Footnotes as paragraphs of their own, apart from the text that refers to them."""

import re
from collections.abc import Sequence

from ingest.cleaning import PlacedLine
from ingest.furniture import NOTE
from ingest.joining import join_lines
from ingest.records import FOOTNOTES, Paragraph

_ALIGNED = 10.0  # points: numbers of one digit and of three may end at the same place


def _is_next(first: PlacedLine, placed: PlacedLine) -> bool:
    """Whether a line begins the note after the one that ``first`` begins: 109 after 108, not "17 December 2024"."""
    if not NOTE.match(placed.line.text) or abs((placed.line.x or 0.0) - (first.line.x or 0.0)) > _ALIGNED:
        return False
    before, here = (re.match(r"\d+", x.line.text) for x in (first, placed))
    return not before or not here or 0 < int(here.group()) - int(before.group()) <= 3


def footnotes(lines: Sequence[PlacedLine], words: frozenset[str]) -> list[Paragraph]:
    """One paragraph a footnote; lines that begin with no number, or with none that could follow, continue it."""
    groups: list[list[PlacedLine]] = []
    for placed in lines:
        if not groups or groups[-1][-1].page != placed.page or _is_next(groups[-1][0], placed):
            groups.append([placed])
        else:
            groups[-1].append(placed)
    notes = []
    for group in groups:
        text, anchors, markers = join_lines(group, words)
        notes.append(
            Paragraph(
                text=text,
                number=None,
                section=FOOTNOTES,
                role="note",
                kind="other",
                anchors=anchors,
                markers=markers,
            )
        )
    return notes
