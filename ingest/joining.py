"""Joins the lines of a paragraph: hyphens at line ends, offsets back to the page, footnote references carried along."""

import re
from collections.abc import Iterable, Sequence

from ingest.cleaning import PlacedLine
from ingest.records import Anchor

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010’'][^\W\d_]+)*")
_HYPHENS = ("-", "\u2010")


def vocabulary(lines: Iterable[PlacedLine]) -> frozenset[str]:
    """Every word that stands whole within a line, in lower case, hyphenated words in whole."""
    return frozenset(
        word.lower() for placed in lines for word in _WORD.findall(placed.line.text.rstrip("-\u2010"))
    )


def join_lines(
    lines: Sequence[PlacedLine], words: frozenset[str], *, skip: int = 0
) -> tuple[str, tuple[Anchor, ...], tuple[tuple[int, int], ...]]:
    """(text, anchors, footnote references) of a paragraph set on ``lines``, its first ``skip`` characters left off."""
    text = ""
    anchors: list[Anchor] = []
    markers: list[tuple[int, int]] = []
    for i, placed in enumerate(lines):
        cut = skip if i == 0 else 0
        piece = placed.line.text[cut:]
        lead = len(piece) - len(piece.lstrip())
        piece = piece.lstrip()
        if text:
            text = _before(text, piece, words)
        anchors.append(Anchor(offset=len(text), page=placed.page, line=placed.index))
        shift = len(text) - cut - lead
        markers.extend((a + shift, b + shift) for a, b in placed.line.markers if a >= cut + lead)
        text += piece
    return text, tuple(anchors), tuple(markers)


def _before(text: str, following: str, words: frozenset[str]) -> str:
    """``text`` as it must end so that ``following`` can be written after it."""
    if not text.endswith(_HYPHENS) or not following[:1].islower():
        return text if text.endswith(("—", "/")) else text + " "
    head = re.search(r"([^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010]$", text)
    tail = re.match(r"[^\W\d_]+", following)
    if not head or not tail:
        return text
    first, second = head.group(1).lower(), tail.group().lower()
    last = re.split(r"[-\u2010]", first)[-1]
    if last + second in words or first + second in words:
        return text[:-1]
    if f"{first}-{second}" in words or (last in words and second in words and len(second) > 3 and len(last) > 2):
        return text
    return text[:-1]
