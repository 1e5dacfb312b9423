"""Joins the lines of a paragraph: hyphens at line ends, offsets back to the page, footnote references carried along."""

import re
from collections.abc import Iterable, Sequence

from ingest.cleaning import PlacedLine
from ingest.records import Anchor

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010’'][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?:|www\.|@)\S*$")  # a hyphen in an address is part of it
_HYPHENS = ("-", "\u2010")
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_ONES = frozenset("one two three four five six seven eight nine first second third fourth fifth sixth seventh".split())
_PREFIXES = frozenset(
    "non self half ex multi co well cross long short high low full part step great life child family trauma evidence"
    " community hospital school home".split()
)
_BEFORE_WORDS = frozenset("pre post anti re mid semi".split())  # part words of many kinds: only before a known word
_SECONDS = frozenset(
    "term based led related threatening making wide level specific old going standing free focused driven saving"
    " changing limiting round being known aged year time face hand house care centred informed effective depth".split()
)


def vocabulary(lines: Iterable[PlacedLine]) -> frozenset[str]:
    """Every word that stands whole within a line, in lower case, hyphenated words in whole.

    What a hyphen at a line's end cuts off, on either side, is no word.
    """
    words: set[str] = set()
    broken = False
    for placed in lines:
        text = placed.line.text
        found = _WORD.findall(text)
        if broken and text[:1].islower():
            found = found[1:]
        broken = text.endswith(_HYPHENS)
        words.update(word.lower() for word in (found[:-1] if broken else found))
    return frozenset(words)


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
    if re.search(r"\w[-\u2010]$", text) and (following[:1].isupper() or following[:1].isdigit()):
        return text
    if not text.endswith(_HYPHENS) or not following[:1].islower():
        return text if text.endswith(("—", "/")) else text + " "
    head = re.search(r"([^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010]$", text)
    tail = re.match(r"[^\W\d_]+", following)
    if not head or not tail or _ADDRESS.search(text):
        return text
    return text if _keeps_hyphen(head.group(1).lower(), tail.group().lower(), words) else text[:-1]


def _keeps_hyphen(first: str, second: str, words: frozenset[str]) -> bool:
    """Whether the hyphen between ``first`` and ``second`` belongs to the word, as the document writes it elsewhere."""
    last = re.split(r"[-\u2010]", first)[-1]
    if last + second in words or first + second in words:
        return False
    if f"{first}-{second}" in words or (last in _TENS and second in _ONES):
        return True
    if last in _PREFIXES and (second in words or len(second) > 5) or last in _BEFORE_WORDS and second in words:
        return True
    if second in _SECONDS and (last in _PREFIXES or last in words and len(last) > 2):
        return True
    return last in words and second in words and len(second) > 3 and len(last) > 2
