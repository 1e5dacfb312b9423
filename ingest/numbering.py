"""Paragraph numbers as reviews print them: 4.12, 4.2.7, 6.166., A.3, or 1, 2, 3 through the whole report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_LABEL = re.compile(
    r"^(?P<label>(?:\d{1,2}|[A-Z]\d{0,2})(?:\.\d{1,3}){1,3}|\d{1,3})(?P<dot>\.?)(?=\s|$)"
    r"(?!\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)\s*"
)
Key = tuple[int, ...]
_LETTER = 1000  # what a letter counts for in a key, above all numbers: "A" of an appendix, and "A1"
_STEP = 6  # a page whose numbers were not read may leave so many out


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A number at the head of a line: as printed without its final stop, as a key that sorts, and where text begins."""

    text: str
    key: Key
    end: int
    dot: bool

    @property
    def depth(self) -> int:
        """How many parts the number has: 1 for "12", 2 for "4.12"."""
        return len(self.key)


def read_label(text: str) -> Label | None:
    """The number that ``text`` begins with, None when it begins with none."""
    match = _LABEL.match(text)
    if not match:
        return None
    parts = match.group("label").split(".")
    key = tuple(int(part) if part.isdigit() else _LETTER * ord(part[0]) + int(part[1:] or 0) for part in parts)
    return Label(text=match.group("label"), key=key, end=match.end(), dot=bool(match.group("dot")))


def part_in_print(part: int) -> str:
    """A part of a key as it is printed: "4", "A", "A1"."""
    return f"{chr(part // _LETTER)}{part % _LETTER or ''}" if part >= _LETTER else str(part)


def counts_through(labels: Sequence[Label]) -> bool:
    """Whether the single numbers among ``labels`` (in document order) count the paragraphs of the whole document.

    Numbered lists start again at 1; a report's own count goes on. At least eight must follow one another, and they
    must be most of what is numbered so.
    """
    singles = [label.key[0] for label in labels if label.depth == 1]
    deeper = len(supported_keys(labels))
    last = length = 0
    for number in singles:
        if number == 1 and length < 8:
            last, length = 1, 1
        elif last < number <= last + _STEP:
            last, length = number, length + 1
    return length >= 8 and length >= 0.5 * len(singles) and length > 0.5 * deeper


def supported_keys(labels: Sequence[Label]) -> frozenset[Key]:
    """Numbers of two parts or more that a neighbour confirms: 4.163 near 4.162 or 4.164. Such may follow a gap."""
    deep = [label.key for label in labels if label.depth > 1]
    found = set()
    for i, key in enumerate(deep):
        near = deep[max(0, i - 3) : i] + deep[i + 1 : i + 4]
        if any((*key[:-1], key[-1] + step) in near for step in (-1, 1)):
            found.add(key)
    return frozenset(found)


@dataclass(slots=True)
class Numbering:
    """Decides which numbers at the head of a line number a paragraph, from those accepted before.

    Paragraphs and headings may share one count (heading 4.2, then paragraph 4.3) or have one each (heading 4.2, then
    paragraphs 4.2, 4.3): a number may follow either.
    """

    continuous: bool
    supported: frozenset[Key] = frozenset()
    last: dict[int, Key] = field(default_factory=dict)
    headed: dict[int, Key] = field(default_factory=dict)
    sections: set[Key] = field(default_factory=set)

    def copy(self) -> "Numbering":
        """The same state apart, to try a number on."""
        return Numbering(self.continuous, self.supported, dict(self.last), dict(self.headed), set(self.sections))

    def enter_section(self, label: Label) -> None:
        """Take note that a heading carries ``label``; paragraphs beneath may start anew from it."""
        self.sections.add(label.key)
        for depth in [d for d in self.headed if d > label.depth]:
            del self.headed[depth]
        self.headed[label.depth] = label.key

    def accepts(self, label: Label) -> bool:
        """Whether ``label`` follows from what came before; if so it becomes the last one."""
        if label.depth == 1 and not self.continuous:
            return False
        if not self._follows(label.key):
            return False
        for depth in [d for d in self.last if d > label.depth]:
            del self.last[depth]
        self.last[label.depth] = label.key
        return True

    def _follows(self, key: Key) -> bool:
        before, heading = self.last.get(len(key)), self.headed.get(len(key))
        if len(key) == 1:
            return before is None and key[0] <= 3 or before is not None and 0 < key[0] - before[0] <= _STEP
        if key[-1] == 0:
            return False
        reach = 200 if key in self.supported else _STEP
        siblings = [k for k in (before, heading) if k and k[:-1] == key[:-1]]
        if before in siblings and before:
            return 0 < key[-1] - before[-1] <= reach
        if siblings:
            return 0 <= key[-1] - siblings[0][-1] <= reach or key[-1] == 1
        if key[-1] > 4 and key not in self.supported:
            return False
        return key[:-1] in self.sections or before is None or key in self.supported or key[-1] == 1
