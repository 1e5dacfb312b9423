"""Where a quoted sentence stands in the text of its page, so that it can be shown marked.

The stored text is as its reader gave it: lines break anywhere, words are hyphenated at line ends, ligatures are single
glyphs. A quote is compared without white space; a hyphen at a line's end may be there or not, as in ``ingest.text``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.catalogue import StoredPage
from ingest.records import Sentence
from ingest.text import resolve_glyphs

Span = tuple[int, int]
Part = Literal["whole", "beginning", "end"]

_LINE_END = re.compile(r"(?<=\w)[-\u2010](?=[ \t\xa0]*\r?\n\s*\w)")
_BREAK = "\ue000"
_MOST_LOST = 40  # characters at a page's end that may read otherwise than in the sentence, as in assistant.verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """The characters of a page that a quote covers, in order. ``part`` is what of the quote stands on this page.

    ``times`` counts how often the same words stand on the page; every one of them is marked.
    """

    spans: tuple[Span, ...]
    part: Part = "whole"
    times: int = 1


def locate(quote: str, page_text: str) -> list[Span]:
    """Every place, from start to end in ``page_text``, where ``quote`` stands character for character."""
    return _Folded(page_text).find(_fold_quote(quote))


def mark(sentences: Sequence[Sentence], number: int | None, pages: Mapping[int | None, StoredPage]) -> Marking | None:
    """What the quote of ``sentences`` covers on page ``number``; None when any part of it cannot be located exactly.

    ``pages`` holds the pages on which the quote begins and ends.
    """
    if number not in pages or not sentences or {n for s in sentences for n in (s.page, s.page_end)} - pages.keys():
        return None
    text = pages[number].text
    whole = [s for s in sentences if s.page == s.page_end == number]
    over = [s for s in sentences if s.page != s.page_end and number in (s.page, s.page_end)]
    spans: list[Span] = []
    times = 1
    if whole:
        together = locate(" ".join(s.text for s in whole), text)
        found = [together] if together else [locate(s.text, text) for s in whole]
        if not all(found):
            return None
        times = max(len(places) for places in found)
        spans += [span for places in found for span in places]
    for sentence in over:
        piece = _piece(sentence, number, pages)
        if piece is None:
            return None
        spans.append(piece)
    if not spans:
        return None
    return Marking(spans=_merged(spans), part=_part(sentences, number), times=times)


def segments(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """``text`` cut at ``spans`` (in order, apart): each piece and whether it is marked. Joined they are ``text``."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, marked) for piece, marked in (*pieces, (text[at:], False)) if piece]


def _part(sentences: Sequence[Sentence], number: int | None) -> Part:
    begins, ends = sentences[0].page == number, sentences[-1].page_end == number
    if begins and ends:
        return "whole"
    return "beginning" if begins else "end"


def _piece(sentence: Sentence, number: int | None, pages: Mapping[int | None, StoredPage]) -> Span | None:
    """The part on page ``number`` of a sentence that runs over the page; both parts must be found, or None."""
    quote = _fold_quote(sentence.text)
    first, last = _Folded(pages[sentence.page].text), _Folded(pages[sentence.page_end].text)
    low, high = 0, len(quote)
    while low < high:  # the longest beginning that the first page holds; shorter beginnings are held too
        middle = (low + high + 1) // 2
        if first.find(quote[:middle]):
            low = middle
        else:
            high = middle - 1
    for cut in range(low, max(0, low - _MOST_LOST), -1):
        rest = last.find(quote[cut:].lstrip("-\u2010"))
        if rest:
            return first.find(quote[:cut])[-1] if number == sentence.page else rest[0]
    return None


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _fold_quote(quote: str) -> str:
    return "".join(resolve_glyphs(quote).split())


class _Folded:
    """A page's text without white space, each letter with its position in the original."""

    def __init__(self, text: str) -> None:
        breaks = {m.start() for m in _LINE_END.finditer(text)}
        letters: list[str] = []
        self._positions: list[int] = []
        for position, char in enumerate(text):
            for letter in _BREAK if position in breaks else resolve_glyphs(char):
                if not letter.isspace():
                    letters.append(letter)
                    self._positions.append(position)
        self._text = "".join(letters)

    def find(self, folded: str) -> list[Span]:
        """The places of a quote without white space, as start and end in the original text."""
        if not folded:
            return []
        letters = (f"[-\u2010{_BREAK}]" if c in "-\u2010" else re.escape(c) for c in folded)
        pattern = f"{_BREAK}?".join(letters)
        return [
            (self._positions[m.start()], self._positions[m.end() - 1] + 1) for m in re.finditer(pattern, self._text)
        ]
