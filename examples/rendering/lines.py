"""Breaking a paragraph into lines.

A word is what stands between two spaces: pieces of text and the markers of footnotes that cling to it. A line may
end within a word, at a hyphen of the word's own or, where the document asks for it, at one that the line adds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyphen

from examples.rendering.content import Run
from examples.rendering.fonts import Face

MARKER_SCALE = 0.62
_SHORTEST_BROKEN_WORD = 6
_SHORTEST_PIECE = 3
_LONGEST_LADDER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a paragraph is set in; sizes are points."""

    face: Face
    font: str
    size: float
    hyphenate: bool = False

    def font_of(self, run: Run) -> tuple[str, float]:
        """Return the font and the size of a run; markers of footnotes are small."""
        size = self.size * MARKER_SCALE if run.note is not None else self.size
        return (self.face.bold if run.bold else self.font), size

    def width(self, run: Run) -> float:
        """Return the width of a run as drawn."""
        return self.face.width(run.text, *self.font_of(run))

    @property
    def space(self) -> float:
        """The width of a space."""
        return self.face.width(" ", self.font, self.size)


@dataclass(frozen=True, slots=True)
class Word:
    """Runs without a space between them."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The letters, without markers."""
        return "".join(run.text for run in self.runs if run.note is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `hyphen` is drawn at its end but is not part of the text; with `joined` its last word goes on."""

    words: tuple[Word, ...]
    width: float
    hyphen: bool = False
    joined: bool = False
    last: bool = False

    @property
    def text(self) -> str:
        """The words of the line, as they read: with a space at the end unless the last word goes on."""
        return " ".join(word.text for word in self.words) + ("" if self.joined or self.last else " ")

    @property
    def notes(self) -> tuple[int, ...]:
        """The numbers of the footnotes whose markers stand in this line."""
        return tuple(run.note for word in self.words for run in word.runs if run.note is not None)


def words_of(runs: Iterable[Run]) -> tuple[Word, ...]:
    """Return the words of `runs`. A run may end in the middle of a word."""
    words: list[list[Run]] = [[]]
    for run in runs:
        if run.note is not None:
            words[-1].append(run)
            continue
        for index, text in enumerate(run.text.split(" ")):
            if index:
                words.append([])
            if text:
                words[-1].append(Run(text=text, bold=run.bold))
    return tuple(Word(tuple(word)) for word in words if word)


def break_lines(words: Iterable[Word], *, width: float, setting: Setting) -> tuple[Line, ...]:
    """Return the lines of a paragraph that is `width` points wide; no words, no lines."""
    waiting = deque(words)
    lines: list[Line] = []
    while waiting:
        ladder = len(lines) >= _LONGEST_LADDER and all(line.hyphen for line in lines[-_LONGEST_LADDER:])
        lines.append(_next_line(waiting, width=width, setting=setting, hyphenate=setting.hyphenate and not ladder))
    return tuple(lines)


def _next_line(waiting: deque[Word], *, width: float, setting: Setting, hyphenate: bool) -> Line:
    taken: list[Word] = []
    used = 0.0
    hyphen = joined = False
    while waiting:
        gap = setting.space if taken else 0.0
        needed = sum(setting.width(run) for run in waiting[0].runs)
        if used + gap + needed <= width:
            used += gap + needed
            taken.append(waiting.popleft())
            continue
        room = width - used - gap
        broken = _broken(waiting[0], room=room, setting=setting, hyphenate=hyphenate and room > 0.06 * width)
        if broken is None and not taken:
            broken = _cut(waiting[0], room=room, setting=setting)
        if broken is not None:
            first, rest, hyphen = broken
            joined = True
            taken.append(first)
            used += (
                gap + sum(setting.width(run) for run in first.runs) + (setting.width(Run(text="-")) if hyphen else 0.0)
            )
            waiting[0] = rest
        break
    return Line(words=tuple(taken), width=used, hyphen=hyphen, joined=joined, last=not waiting)


def _broken(word: Word, *, room: float, setting: Setting, hyphenate: bool) -> tuple[Word, Word, bool] | None:
    """Return the two parts of a word of which the first fills `room` best, and whether a hyphen is added."""
    best: tuple[Word, Word, bool] | None = None
    done = 0.0
    for index, run in enumerate(word.runs):
        if run.note is None:
            for at, hyphen in _breaks(run.text, hyphenate=hyphenate):
                first, rest = Run(text=run.text[:at], bold=run.bold), Run(text=run.text[at:], bold=run.bold)
                if done + setting.width(first) + (setting.width(Run(text="-")) if hyphen else 0.0) <= room:
                    best = (Word((*word.runs[:index], first)), Word((rest, *word.runs[index + 1 :])), hyphen)
        done += setting.width(run)
    return best


def _breaks(text: str, *, hyphenate: bool) -> Iterator[tuple[int, bool]]:
    """Yield the places where `text` may be broken, in order, each with whether a hyphen must be added."""
    places: dict[int, bool] = {}
    core = text.strip(".,;:!?()[]‘’“”\"'")
    if hyphenate and core.isalpha() and len(core) >= _SHORTEST_BROKEN_WORD and core[1:].islower():
        start = text.index(core)
        places |= {start + at: True for at in _dictionary().positions(core)}
        places = {at: add for at, add in places.items() if _SHORTEST_PIECE <= at <= len(text) - _SHORTEST_PIECE}
    for at, letter in enumerate(text[:-1], start=1):
        if letter in "-–/" and at > 1 and text[at].isalpha() and text[at - 2].isalpha():
            places[at] = False
    yield from sorted(places.items())


def _cut(word: Word, *, room: float, setting: Setting) -> tuple[Word, Word, bool] | None:
    """Return a word that is wider than a whole line (a web address) cut where the line ends; null where it fits."""
    first, *others = word.runs
    for at in range(len(first.text) - 1, 0, -1):
        head = Run(text=first.text[:at], bold=first.bold)
        if setting.width(head) <= room:
            return Word((head,)), Word((Run(text=first.text[at:], bold=first.bold), *others)), False
    return None


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=_SHORTEST_PIECE, right=_SHORTEST_PIECE)
