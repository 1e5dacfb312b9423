"""Footnotes as paragraphs of their own, apart from the text that refers to them."""

import re
from collections.abc import Sequence

from ingest.cleaning import PlacedLine
from ingest.joining import join_lines
from ingest.records import Paragraph

_BEGINS = re.compile(r"^(?:\d{1,3}|[*†‡§])\s*\S")


def footnotes(lines: Sequence[PlacedLine], words: frozenset[str]) -> list[Paragraph]:
    """One paragraph a footnote; lines that begin with no number continue the note before them."""
    groups: list[list[PlacedLine]] = []
    for placed in lines:
        if _BEGINS.match(placed.line.text) or not groups or groups[-1][-1].page != placed.page:
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
                section=("Footnotes",),
                role="note",
                kind="other",
                anchors=anchors,
                markers=markers,
            )
        )
    return notes
