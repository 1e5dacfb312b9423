"""From clean lines to paragraphs with number, section path and place: the shape in which a professional reads a review."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.cleaning import CleanText, PlacedLine
from ingest.headings import (
    Styles, begins_item, heading_level, heading_styles, is_date, looks_like_heading, style_of,
)  # fmt: skip
from ingest.joining import join_lines, vocabulary
from ingest.numbering import Label, Numbering, counts_through, read_label, supported_keys
from ingest.records import Anchor, Line, Paragraph, Role

_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]]*(?:\s?\d{1,3})?$")
_LEAD_IN = re.compile(r"^(?:RESOLVED|AGREED|RECOMMENDED|ORDERED|Resolved|Agreed)\b.{0,30}:$")
_CAPTION = re.compile(r"^[A-Z][\w ]{2,28}:$")


@dataclass(slots=True)
class _Section:
    level: int
    title: str


@dataclass(slots=True)
class _State:
    """Where the assembly stands: the open paragraph, the section path, the number in force."""

    open: list[PlacedLine] = field(default_factory=list)
    role: Role = "body"
    number: str | None = None
    skip: int = 0
    sections: list[_Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def read_structure(text: CleanText) -> tuple[Paragraph, ...]:
    """The document's paragraphs in order, headings among them, footnotes (role ``note``) after the text."""
    lines = _join_loose_labels(text.body)
    labels = [read_label(x.line.text) for x in lines]
    styles = heading_styles([(x.line, label) for x, label in zip(lines, labels, strict=True)], text.body_size)
    starts = [label for label in labels if label]
    assembly = _Assembly(
        lines=lines,
        labels=labels,
        styles=styles,
        numbering=Numbering(
                continuous=counts_through(starts), supported=supported_keys([x for x in labels if x])
            ),
        leading=_leading(lines),
        width=_width(lines),
        words=vocabulary((*text.body, *text.notes)),
        dated=any(is_date(x.line.text) for x in lines),
    )
    return (*assembly.run(), *_notes(text.notes, assembly.words))


def _is_plain_heading(placed: PlacedLine, label: Label, styles: Styles) -> bool:
    return placed.line.size is not None and looks_like_heading(placed.line, label, styles, alone=True)


def _leading(lines: Sequence[PlacedLine]) -> float:
    """The usual distance of two lines of a paragraph, in points; 0 where the source has no layout."""
    steps = [
        a.line.y - b.line.y
        for a, b in zip(lines, lines[1:], strict=False)
        if a.page == b.page and a.line.y is not None and b.line.y is not None and a.line.size == b.line.size
        and 0 < a.line.y - b.line.y < 40
    ]  # fmt: skip
    return median(steps) if steps else 0.0


def _width(lines: Sequence[PlacedLine]) -> int:
    """How many characters a full line of text holds."""
    lengths = sorted(len(x.line.text) for x in lines if x.line.y is not None)
    return lengths[int(0.8 * len(lengths))] if lengths else 0


def _join_loose_labels(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """A bullet or number that was set apart from its text, at the same height, goes back to the head of its line."""
    out: list[PlacedLine] = []
    for placed in lines:
        before = out[-1] if out else None
        if before and _belongs(before, placed):
            a, b = before.line, placed.line
            shift = len(a.text) + 1
            line = Line(
                text=f"{a.text} {b.text}", x=a.x, y=b.y, size=b.size, bold=b.bold, bullet=a.bullet, ends=b.ends,
                markers=tuple((s + shift, e + shift) for s, e in b.markers),
            )  # fmt: skip
            out[-1] = PlacedLine(line=line, page=before.page, index=before.index)
        else:
            out.append(placed)
    return out


def _belongs(before: PlacedLine, placed: PlacedLine) -> bool:
    a, b = before.line, placed.line
    if before.page != placed.page or a.y is None or b.y is None or abs(a.y - b.y) > 0.4 * (b.size or 10):
        return False
    label = read_label(a.text)
    loose = label is not None and label.end == len(a.text) or a.bullet and len(a.text) == 1
    return loose and (b.x or 0) > (a.x or 0)


def _same_cell(before: PlacedLine, here: PlacedLine) -> bool:
    """Whether two lines of a table's cells stand directly under each other."""
    a, b = before.line, here.line
    step = (a.y or 0.0) - (b.y or 0.0)
    return before.page == here.page and abs((a.x or 0.0) - (b.x or 0.0)) < 1.5 and 0 < step < 1.5 * (b.size or 10.0)


def _notes(lines: Sequence[PlacedLine], words: frozenset[str]) -> list[Paragraph]:
    """One paragraph a footnote; lines that begin with no number continue the note before them."""
    groups: list[list[PlacedLine]] = []
    for placed in lines:
        starts = re.match(r"^(?:\d{1,3}|[*†‡§])\s*\S", placed.line.text)
        if starts or not groups or groups[-1][-1].page != placed.page:
            groups.append([placed])
        else:
            groups[-1].append(placed)
    notes = []
    for group in groups:
        text, anchors, markers = join_lines(group, words)
        notes.append(
            Paragraph(text=text, number=None, section=("Footnotes",), role="note", kind="other", anchors=anchors, markers=markers)
        )
    return notes


@dataclass(slots=True, kw_only=True)
class _Assembly:
    """One pass over the lines of a document."""

    lines: Sequence[PlacedLine]
    labels: Sequence[Label | None]
    styles: Styles
    numbering: Numbering
    leading: float
    width: int
    words: frozenset[str]
    dated: bool
    state: _State = field(default_factory=_State)

    def run(self) -> list[Paragraph]:
        i = 0
        while i < len(self.lines):
            new = self._starts(i)
            if new and self._is_heading(i):
                i = self._take_heading(i)
                continue
            if new:
                self._close()
                self._begin(i)
            self.state.open.append(self.lines[i])
            i += 1
        self._close()
        return self.state.paragraphs

    def _starts(self, i: int) -> bool:
        """Whether line ``i`` begins a paragraph or heading, rather than going on with the one before."""
        here = self.lines[i]
        if not self.state.open:
            return True
        before = self.state.open[-1]
        a, b = before.line, here.line
        if b.row and b.y is not None:
            return not (a.row and _same_cell(before, here))
        if a.row and a.y is not None:
            return True
        if a.ends or b.heading or b.row or b.bullet:
            return not (a.ends and _LEAD_IN.match(a.text) and not b.heading)
        terminal = _TERMINAL.search(a.text) is not None
        if begins_item(b.text) and (terminal or self._gap(before, here)):
            return True
        label = self.labels[i]
        if label and (terminal or self._gap(before, here) or self._outdented(before, here)) and self._could_number(label, b):
            return True
        if a.y is None or b.y is None:
            return False
        return self._starts_by_layout(before, here, terminal)

    def _starts_by_layout(self, before: PlacedLine, here: PlacedLine, terminal: bool) -> bool:
        a, b = before.line, here.line
        short = len(a.text) < 0.75 * self.width
        opens = not b.text[:1].islower()
        if style_of(a) != style_of(b) and (a.bold != b.bold or abs((a.size or 0) - (b.size or 0)) > 1.0):
            return not (before.page == here.page and a.y == b.y) and (opens or terminal)
        if before.page != here.page:
            return terminal and opens and short
        step = (a.y or 0.0) - (b.y or 0.0)
        if step < -0.5 * (b.size or 10.0):  # back up the page: the next column, or the next cell of a table
            return terminal or -step < 6 * max(self.leading, 10.0)
        if abs(step) <= 0.5 * (b.size or 10.0):
            return True
        if self._gap(before, here):
            return opens or terminal
        if self.state.role == "bullet" and (b.x or 0) < (self.state.open[0].line.x or 0) - 2:
            return terminal
        return terminal and short and opens and len(a.text) < 0.6 * self.width

    def _gap(self, before: PlacedLine, here: PlacedLine) -> bool:
        """Whether more than the usual space stands between two lines of one page."""
        a, b = before.line, here.line
        if before.page != here.page or a.y is None or b.y is None or not self.leading:
            return False
        usual = max(self.leading, 1.05 * max(a.size or 0.0, b.size or 0.0)) if (b.size or 0) > 1.1 * (self.styles.body_size or 0) else self.leading
        return a.y - b.y > 1.25 * usual

    def _outdented(self, before: PlacedLine, here: PlacedLine) -> bool:
        """Whether the line begins further left than the one before: a number hanging in the margin."""
        return before.page == here.page and (here.line.x or 0.0) < (before.line.x or 0.0) - 4

    def _could_number(self, label: Label, line: Line) -> bool:
        """Whether the number would be accepted, or heads an item of a numbered list."""
        trial = self.numbering.copy()
        if trial.accepts(label) or _is_plain_heading(PlacedLine(line=line, page=None, index=0), label, self.styles):
            return True
        return label.depth == 1 and label.dot and line.text[label.end : label.end + 1].isupper()

    def _is_heading(self, i: int) -> bool:
        here = self.lines[i]
        label = self.labels[i]
        nxt = self.lines[i + 1].line if i + 1 < len(self.lines) else None
        alone = here.line.ends or nxt is None or here.line.y is None
        if here.line.ends and not here.line.heading and _CAPTION.match(here.line.text) and not _LEAD_IN.match(here.line.text):
            return True
        if not looks_like_heading(here.line, label, self.styles, alone=alone):
            return False
        if here.line.size is None and not here.line.heading:
            return self._plain_heading(i)
        return not (label and self._numbers_sentence(i, label))

    def _plain_heading(self, i: int) -> bool:
        """Without layout: a short line is a heading when a longer paragraph, a heading or a date follows."""
        if i + 1 >= len(self.lines):
            return False
        following = self.lines[i + 1].line
        return i == 0 or is_date(self.lines[i].line.text) or len(following.text.split()) > 8 or bool(_CAPTION.match(following.text))

    def _numbers_sentence(self, i: int, label: Label) -> bool:
        """A bold numbered line that runs on below in the same style, to a full stop, is a paragraph, not a heading."""
        here = self.lines[i]
        for following in self.lines[i + 1 : i + 12]:
            if self._gap(here, following) or style_of(following.line) != style_of(here.line):
                return False
            if _TERMINAL.search(following.line.text):
                return (label.depth > 1 or self.numbering.continuous) and here.line.size == self.styles.body_size
            here = following
        return False

    def _take_heading(self, i: int) -> int:
        """Close the open paragraph, put the heading that begins at ``i`` on the section path; the next line's index."""
        self._close()
        group = [self.lines[i]]
        label = self.labels[i]
        while i + len(group) < len(self.lines) and self._continues_heading(group, i + len(group)):
            group.append(self.lines[i + len(group)])
        text, anchors, _ = join_lines(group, self.words)
        text = text.removesuffix(":") if _CAPTION.match(text) else text
        level = heading_level(group[0].line, label, self.styles, plain_dates=self.dated)
        if label:
            self.numbering.enter_section(label)
        sections = [s for s in self.state.sections if s.level < level]
        self.state.sections = [*sections, _Section(level, text)]
        self.state.number = None
        path = tuple(s.title for s in self.state.sections)
        self._append(text, anchors, (), "heading", path[:-1])
        return i + len(group)

    def _continues_heading(self, group: Sequence[PlacedLine], j: int) -> bool:
        last, here = group[-1], self.lines[j]
        if last.line.y is None or here.line.y is None or last.page != here.page or last.line.ends or self.labels[j]:
            return False
        step = last.line.y - here.line.y
        return (
            style_of(last.line) == style_of(here.line)
            and 0 < step < 1.45 * (here.line.size or 10.0)
            and len(group) < 5
            and not here.line.bullet
            and not _TERMINAL.search(last.line.text)
        )

    def _begin(self, i: int) -> None:
        """Open a paragraph at line ``i``: its role, and its number or the one it inherits."""
        line, label = self.lines[i].line, self.labels[i]
        self.state.skip = 0
        self.state.role = "bullet" if line.bullet else "row" if line.row else "body"
        if label and not line.bullet and not line.row and self.numbering.accepts(label):
            self.state.number, self.state.skip = label.text, label.end
        elif line.bullet:
            self.state.skip = len(line.text) - len(line.text[1:].lstrip())
        elif label and label.depth == 1 and label.dot and not line.row:
            self.state.role = "bullet"

    def _close(self) -> None:
        state = self.state
        if state.open:
            text, anchors, markers = join_lines(state.open, self.words, skip=state.skip)
            if text:
                self._append(text, anchors, markers, state.role, tuple(s.title for s in state.sections))
        state.open = []

    def _append(
        self, text: str, anchors: tuple[Anchor, ...], markers: tuple[tuple[int, int], ...], role: Role, path: tuple[str, ...]
    ) -> None:
        number = None if role == "heading" else self.state.number
        self.state.paragraphs.append(
            Paragraph(text=text, number=number, section=path, role=role, kind="other", anchors=anchors, markers=markers)
        )
