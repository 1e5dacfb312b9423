"""How a document is laid out: its usual spacing and margins, and what a change of them says about paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.cleaning import PlacedLine
from ingest.headings import Styles, style_of
from ingest.labels import roman_value
from ingest.numbering import Label, read_label
from ingest.records import Line

TERMINAL = re.compile(
    r"[.!?:;…][\"'”’)\]]*(?:\s?\d{1,3}(?:,\d{1,3})*)?$|\((?:[A-Z]\w+, )?[Pp]aragraphs? [\d., and–-]+\)$"
)
_ITEM = re.compile(r"^(?:\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|(?:[a-z]|[ivx]{1,5}|\d{1,2})\)|[a-z]\.)\s+\S")
_MARK = re.compile(r"^\(?([a-z]|[ivx]{1,5})[.)]\s+\S")
_LETS_ITEM_FOLLOW = re.compile(r"(?:[.:;,!?]|\b(?:and|or))[\"'”’)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The usual distance of lines (``leading``, points, 0 without layout), characters in a full line, usual margins.

    ``margins`` are the places where lines usually begin, ``numbers`` those where numbered paragraphs do; ``hanging``
    is how far to the right of its number a paragraph is usually set, 0 when it is not.
    """

    styles: Styles
    leading: float
    width: int
    margins: frozenset[float]
    numbers: frozenset[float]
    hanging: float = 0.0

    def gap(self, before: PlacedLine, here: PlacedLine) -> bool:
        """Whether more than the usual space stands between two lines of one page."""
        a, b = before.line, here.line
        if before.page != here.page or a.y is None or b.y is None or not self.leading:
            return False
        size = b.size or 0.0
        large = size > 1.1 * (self.styles.body_size or 0.0)
        usual = max(self.leading, 1.05 * max(a.size or 0.0, size)) if large else self.leading
        return a.y - b.y > 1.25 * usual

    def breaks(self, before: PlacedLine, here: PlacedLine, first: PlacedLine, hang: float | None) -> bool:
        """Whether the place of ``here`` says that a paragraph begins.

        ``first`` is the open paragraph's first line, ``hang`` where its further lines begin when its number hangs out.
        """
        a, b = before.line, here.line
        ended = TERMINAL.search(a.text) is not None
        short = len(a.text) < 0.75 * self.width
        opens = not b.text[:1].islower()
        if style_of(a) != style_of(b) and (a.bold != b.bold or abs((a.size or 0) - (b.size or 0)) > 1.0):
            return not self.runs_in(before, here) and (opens or ended) and not (before.page == here.page and a.y == b.y)
        jumps = before.page != here.page or (b.y or 0.0) > (a.y or 0.0) + 0.5 * (b.size or 10.0)
        if jumps and hang is not None and ended and opens:
            return not self.hangs_on(b, hang - (first.line.x or 0.0))
        if before.page != here.page:
            return ended and opens and short
        step = (a.y or 0.0) - (b.y or 0.0)
        if step < -0.5 * (b.size or 10.0):  # back up the page: the next column, or the next cell of a table
            return ended or -step < 6 * max(self.leading, 10.0)
        if abs(step) <= 0.5 * (b.size or 10.0):
            return True
        if self.gap(before, here):
            return opens or ended
        if first.line.bullet and (b.x or 0) < (first.line.x or 0) - 2:
            return ended
        return ended and short and opens and len(a.text) < 0.6 * self.width

    def hangs_on(self, line: Line, indent: float) -> bool:
        """Whether a line stands ``indent`` to the right of where numbers stand, also on another page or in a column."""
        return any(abs((line.x or 0.0) - indent - place) < 1.5 for place in self.numbers)

    def stands_with_numbers(self, line: Line) -> bool:
        """Whether a line begins where the document's numbered paragraphs do."""
        return any(abs((line.x or 0.0) - place) < 1.5 for place in self.numbers)

    def runs_in(self, before: PlacedLine, here: PlacedLine) -> bool:
        """Whether a bold beginning and the text after it, on the next line, are one paragraph."""
        a, b = before.line, here.line
        if a.size != b.size or not a.bold or b.bold or self.gap(before, here):
            return False
        if before.page == here.page and abs((a.x or 0) - (b.x or 0)) > 45:
            return False
        return begins_lower(b.text) or not TERMINAL.search(a.text) or begins_item_head(a.text)

    def apart(self, line: Line) -> bool:
        """Whether a line begins at none of the document's usual margins, as the text of a box does."""
        return line.x is not None and not any(abs(line.x - margin) < 3 for margin in self.margins)


def begins_lower(text: str) -> bool:
    """Whether ``text`` begins with a small letter."""
    return text[:1].islower()


def begins_item_head(text: str) -> bool:
    """Whether ``text`` begins as "Recommendation 3: Standing agreements." does."""
    return re.match(r"^[A-Z][a-z]+(?: [a-z]+)? \d{1,3}[.:]", text) is not None


def begins_list_item(before: PlacedLine, here: PlacedLine, gap: bool) -> bool:
    """Whether ``here`` begins with a) or (iv) as an item of a list, not as part of "section 17(1)"."""
    if not _ITEM.match(here.line.text) or not _LETS_ITEM_FOLLOW.search(before.line.text):
        return False
    return gap or here.line.x is None or before.page != here.page or abs((here.line.x or 0) - (before.line.x or 0)) > 1


def follows_item(first: PlacedLine, here: PlacedLine) -> bool:
    """Whether ``here`` is marked with the letter or numeral after that of ``first``, at its indent: "c)" after "b)"."""
    a, b = _MARK.match(first.line.text), _MARK.match(here.line.text)
    if not a or not b or first.line.x is None or abs(first.line.x - (here.line.x or 0.0)) > 1.5:
        return False
    letters = len(a[1]) == len(b[1]) == 1 and ord(b[1]) == ord(a[1]) + 1
    return letters or (roman_value(b[1]) or 0) == (roman_value(a[1]) or -9) + 1


def goes_on_after_dash(before: PlacedLine, here: PlacedLine) -> bool:
    """Whether a line that begins with a dash goes on with the sentence of the one above it, at the same margin."""
    a, b = before.line, here.line
    inside = b.text[:1] in "–—-" and begins_lower(b.text[1:].lstrip()) and not a.bullet
    return inside and a.x is not None and a.x == b.x and before.page == here.page and not TERMINAL.search(a.text)


def is_list_item(text: str) -> bool:
    """Whether ``text`` begins with a) or (iv)."""
    return _ITEM.match(text) is not None


def measure_layout(lines: Sequence[PlacedLine], labels: Sequence[Label | None], styles: Styles) -> Layout:
    """The layout of a document, from all its ``lines`` with the number that each begins with."""
    numbered = Counter(
        round(x.line.x) for x, label in zip(lines, labels, strict=True) if label and x.line.x is not None
    )
    numbers = frozenset(x for x, n in numbered.items() if n >= 3)
    margins = _margins(lines, styles) | numbers
    return Layout(
        styles=styles, leading=_leading(lines), width=_width(lines), margins=margins, numbers=numbers,
        hanging=_hanging(lines, labels, numbers),
    )  # fmt: skip


def _hanging(lines: Sequence[PlacedLine], labels: Sequence[Label | None], numbers: frozenset[float]) -> float:
    """How far the second lines of most numbered paragraphs stand to the right of the first."""
    steps = [
        round(b.line.x - a.line.x, 1)
        for a, b, label in zip(lines, lines[1:], labels, strict=False)
        if label and a.page == b.page and a.line.x is not None and b.line.x is not None and round(a.line.x) in numbers
    ]
    usual, count = Counter(steps).most_common(1)[0] if steps else (0.0, 0)
    return usual if usual > 4 and count > 0.4 * len(steps) else 0.0


def _leading(lines: Sequence[PlacedLine]) -> float:
    steps = [
        a.line.y - b.line.y
        for a, b in zip(lines, lines[1:], strict=False)
        if a.page == b.page and a.line.y is not None and b.line.y is not None and a.line.size == b.line.size
        and 0 < a.line.y - b.line.y < 40
    ]  # fmt: skip
    return median(steps) if steps else 0.0


def _width(lines: Sequence[PlacedLine]) -> int:
    lengths = sorted(len(x.line.text) for x in lines if x.line.y is not None and not x.line.row)
    return lengths[int(0.8 * len(lengths))] if lengths else 0


def _margins(lines: Sequence[PlacedLine], styles: Styles) -> frozenset[float]:
    """Where headings in large type and at least every fifth line begin."""
    counts = Counter(round(x.line.x) for x in lines if x.line.x is not None and not x.line.row)
    large = {
        round(x.line.x)
        for x in lines
        if x.line.x is not None and not x.line.row and (x.line.size or 0) > 1.07 * (styles.body_size or 0)
    }
    return frozenset(large | {x for x, n in counts.items() if n > counts.total() / 5})


def cover_page(lines: Sequence[PlacedLine]) -> int | None:
    """The first page when it is a cover: few words, and pages of text after it."""
    first = lines[0].page if lines else None
    if first is None or lines[-1].page in (None, first):
        return None
    words = sum(len(x.line.text.split()) for x in lines if x.page == first)
    pages = len({x.page for x in lines})
    return first if pages > 2 and words < 120 else None


def join_loose_labels(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """A bullet or number that was set apart from its text, at the same height, goes back to the head of its line."""
    out: list[PlacedLine] = []
    for placed in lines:
        before = out[-1] if out else None
        if before and _belongs(before, placed):
            a, b = before.line, placed.line
            shift = len(a.text) + 1
            line = Line(
                text=f"{a.text} {b.text}", x=a.x, y=b.y, size=b.size, bold=b.bold, italic=b.italic, bullet=a.bullet,
                ends=b.ends, markers=tuple((s + shift, e + shift) for s, e in b.markers),
            )  # fmt: skip
            out[-1] = PlacedLine(line=line, page=before.page, index=before.index)
        else:
            out.append(placed)
    return out


def _belongs(before: PlacedLine, placed: PlacedLine) -> bool:
    a, b = before.line, placed.line
    if b.row or before.page != placed.page or a.y is None or b.y is None or abs(a.y - b.y) > 0.6 * (b.size or 10):
        return False
    label = read_label(a.text)
    loose = label is not None and label.end == len(a.text) or a.bullet and len(a.text) == 1
    return loose and (b.x or 0) > (a.x or 0)


def same_cell(before: PlacedLine, here: PlacedLine) -> bool:
    """Whether two lines of a table's cells stand directly under each other."""
    a, b = before.line, here.line
    step = (a.y or 0.0) - (b.y or 0.0)
    return before.page == here.page and abs((a.x or 0.0) - (b.x or 0.0)) < 1.5 and 0 < step < 1.5 * (b.size or 10.0)
