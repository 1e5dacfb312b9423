"""From clean lines to paragraphs with number, section path and place: as a professional reads a review."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.cleaning import CleanText, PlacedLine
from ingest.heading_lines import CAPTION, LEAD_IN, HeadingLines
from ingest.headings import (
    begins_item,
    heading_level,
    heading_styles,
    is_caption,
    is_date,
    is_quiet,
    looks_like_heading,
    style_of,
)  # fmt: skip
from ingest.joining import join_lines, vocabulary
from ingest.layout import (
    TERMINAL,
    Layout,
    begins_list_item,
    begins_lower,
    cover_page,
    follows_item,
    goes_on_after_dash,
    is_list_item,
    join_loose_labels,
    measure_layout,
    same_cell,
)  # fmt: skip
from ingest.notes import footnotes
from ingest.numbering import Label, Numbering, counts_through, read_label, supported_keys
from ingest.records import Line, Paragraph, Role
from ingest.titles import is_title

_WORD_LABEL = re.compile(r"^(?:conclusion|recommendation)$", re.IGNORECASE)  # small capitals over a committee's words
_NEAR = 24  # paragraphs before and after among which that stands from which a pull quote is drawn
_NUMBER_CELL = re.compile(r"^\d{1,3}\.?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    level: int
    title: str


@dataclass(slots=True, kw_only=True)
class _State:
    """Where the assembly stands: the open paragraph, the section path, the number, box and date in force."""

    open: list[PlacedLine] = field(default_factory=list)
    role: Role = "body"
    number: str | None = None
    hang: float | None = None
    skip: int = 0
    label: str | None = None
    cell: str | None = None
    box: str | None = None
    dated: str | None = None
    sections: list[_Section] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    large: set[int] = field(default_factory=set)
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(section.title for section in self.sections)


def read_structure(text: CleanText) -> tuple[Paragraph, ...]:
    """The document's paragraphs in order, headings among them, footnotes (role ``note``) after the text."""
    lines = join_loose_labels(text.body)
    labels = [None if x.line.row else read_label(x.line.text) for x in lines]
    cover = cover_page(lines)
    inside = [(x.line, label) for x, label in zip(lines, labels, strict=True) if cover is None or x.page != cover]
    styles = heading_styles(inside, text.body_size)
    starts = [label for label in labels if label]
    layout = measure_layout(lines, labels, styles)
    declared, dated = sum(x.line.heading is not None for x in lines) > 1, sum(is_date(x.line.text) for x in lines) > 1
    assembly = _Assembly(
        lines=lines,
        labels=labels,
        layout=layout,
        headings=HeadingLines(lines=lines, labels=labels, layout=layout, declared=declared, dated=dated),
        numbering=Numbering(continuous=counts_through(starts), supported=supported_keys(starts)),
        words=vocabulary((*text.body, *text.notes)),
        cover=cover,
        dated=dated,
    )
    return (*assembly.run(), *footnotes(text.notes, assembly.words))


@dataclass(slots=True, kw_only=True)
class _Assembly:
    """One pass over the lines of a document."""

    lines: Sequence[PlacedLine]
    labels: Sequence[Label | None]
    layout: Layout
    numbering: Numbering
    words: frozenset[str]
    cover: int | None
    headings: HeadingLines
    dated: bool
    state: _State = field(default_factory=_State)

    def run(self) -> list[Paragraph]:
        """The paragraphs in order."""
        i = 0
        while i < len(self.lines):
            if self.cover is not None and i and self.lines[i - 1].page == self.cover != self.lines[i].page:
                self._close()
                self.state.sections = []
            new = self._starts(i)
            group = self.headings.at(i, self.numbering, self.state.paragraphs) if new else []
            if group:
                self._close()
                self._take_heading(group, self.labels[i])
                i += len(group)
                continue
            if new:
                self._close()
                self._begin(i)
            self.state.open.append(self.lines[i])
            if len(self.state.open) == 2 and self.state.hang is None and self._hangs():
                self.state.hang = self.lines[i].line.x
            i += 1
        self._close()
        return list(_without_drawn_out(self.state.paragraphs, self.state.large))

    def _hangs(self) -> bool:
        """Whether the open paragraph begins with its number and is set to the right of it from the second line on."""
        first, second = self.state.open[0], self.state.open[1]
        if not (self.state.number and self.state.skip) or self.state.role != "body" or first.page != second.page:
            return False
        return (second.line.x or 0.0) > (first.line.x or 0.0) + 4 and (second.line.y or 0.0) < (first.line.y or 0.0)

    def _starts(self, i: int) -> bool:
        """Whether line ``i`` begins a paragraph or heading, rather than going on with the one before."""
        here = self.lines[i]
        if not self.state.open:
            return True
        before = self.state.open[-1]
        a, b = before.line, here.line
        if b.y is not None and (a.row or b.row):
            return not (a.row and b.row and same_cell(before, here))
        if a.ends or b.heading or b.row or b.bullet and not goes_on_after_dash(before, here):
            return not (a.ends and LEAD_IN.match(a.text) and not b.heading)
        ended = TERMINAL.search(a.text) is not None
        gap = self.layout.gap(before, here)
        if begins_item(b.text) and (ended or gap) or begins_list_item(before, here, gap):
            return True
        if follows_item(self.state.open[0], here):
            return True
        label = self.labels[i]
        if before.page != here.page and self._heads_page(i):
            return True
        outdented = before.page == here.page and (b.x or 0.0) < (a.x or 0.0) - 4
        if label and (ended or gap or outdented or a.italic and not b.italic) and self._could_number(label, b):
            return True
        if a.y is None or b.y is None:
            return False
        return self.layout.breaks(before, here, self.state.open[0], self.state.hang)

    def _heads_page(self, i: int) -> bool:
        """Whether line ``i``, the first of its page, is a heading, or begins with the number after that in force."""
        before, here, label = self.state.open[-1], self.lines[i], self.labels[i]
        if label:
            last = read_label(self.state.open[0].line.text)
            follows = last is not None and last.key[:-1] == label.key[:-1] and label.key[-1] == last.key[-1] + 1
            return follows and self.layout.stands_with_numbers(here.line) and self._could_number(label, here.line)
        other = style_of(before.line) != style_of(here.line) or self.headings.outranks(here.line)
        return other and bool(self.headings.at(i, self.numbering, self.state.paragraphs))

    def _could_number(self, label: Label, line: Line) -> bool:
        """Whether the number would be accepted, or heads a heading or an item of a numbered list."""
        if self.numbering.copy().accepts(label):
            return True
        if line.size is not None and looks_like_heading(line, label, self.layout.styles, alone=True):
            return True
        return label.depth == 1 and label.dot and line.text[label.end : label.end + 1].isupper()

    def _take_heading(self, group: Sequence[PlacedLine], label: Label | None) -> None:
        """Put a heading on the section path; the title of a box only over the box, a date only over its part."""
        state, first = self.state, group[0].line
        text, anchors, _ = join_lines(group, self.words)
        text = text.removesuffix(":") if CAPTION.match(text) else text
        state.number, state.box, state.hang = None, None, None
        path = state.path
        if is_date(text) and state.paragraphs and state.paragraphs[-1].role == "heading":
            state.dated = text
        elif not first.heading and self._is_boxed(first, label, text):
            state.box = text
        elif not label and is_title(
            first, self.lines, state.paragraphs, self.layout.styles, placed=bool(state.sections)
        ):
            path = ()
        else:
            level = heading_level(first, label, self.layout.styles, plain_dates=self.dated)
            if label:
                self.numbering.enter_section(label)
            state.sections = [*(s for s in state.sections if s.level < level), _Section(level=level, title=text)]
            state.forms.add(re.sub(r"\d+", "#", text))
            over = next((s.title for s in state.sections if is_date(s.title)), None)  # a date may stand over its posts
            state.dated = over or (None if level <= 2 else state.dated)
            path = state.path[:-1]
        state.paragraphs.append(
            Paragraph(
                text=text, number=None, section=path, role="heading", kind="other", anchors=anchors, dated=state.dated
            )
        )

    def _is_boxed(self, first: Line, label: Label | None, text: str) -> bool:
        """Whether a heading is the title of a box, figure or table: it ends with it, and stands on no section path."""
        before = self.state.paragraphs[-1] if self.state.paragraphs else None
        if is_caption(text) or before and before.role == "heading" and is_caption(before.text, bare=True):
            return True
        apart = not label and first.size == self.layout.styles.body_size and self.layout.apart(first)
        quiet = first.size is not None and is_quiet(first, self.layout.styles)
        return apart and not quiet and re.sub(r"\d+", "#", text) not in self.state.forms

    def _begin(self, i: int) -> None:
        """Open a paragraph at line ``i``: its role, and its number or the one it inherits."""
        state, line, label = self.state, self.lines[i].line, self.labels[i]
        state.skip, state.label = 0, None
        state.role = "bullet" if line.bullet else "row" if line.row else "body"
        if line.row:
            state.number, state.hang, state.label, state.cell = None, None, state.cell, None
            return
        if not (self.layout.apart(line) or line.bullet):
            state.box = None
        if line.bullet:
            state.skip = len(line.text) - len(line.text[1:].lstrip())
        elif label and self.numbering.accepts(label):
            self._leave_box(label)
            state.number, state.skip, state.hang = label.text, label.end, None
        elif label and label.depth == 1 and label.dot or is_list_item(line.text):
            state.role = "bullet"
        elif not self._goes_on_under_number(i):
            state.number = None

    def _leave_box(self, label: Label) -> None:
        """End the section of a recommendation in a box: the numbers go on from before it, and its words had none."""
        state = self.state
        path = state.path
        if label.depth == 1 or not path or not begins_item(path[-1]):
            return
        within = [p for p in state.paragraphs if p.section == path and p.role != "heading"]
        if within and not any(p.number for p in within):
            state.sections.pop()

    def _goes_on_under_number(self, i: int) -> bool:
        """Whether an unnumbered paragraph belongs to the number above: at its hanging indent, or introduced by it."""
        line, before = self.lines[i].line, self.state.paragraphs[-1] if self.state.paragraphs else None
        if not self.state.number or before is None or begins_item(line.text):
            return False
        if before.text.endswith(":") or begins_lower(line.text):
            return True
        if line.x is None or self.state.role == "row":
            return False
        if self.state.hang is not None and abs(line.x - self.state.hang) < 1.5:
            return True
        hanging = self.layout.hanging
        return bool(hanging) and self.layout.hangs_on(line, hanging) and not self.layout.stands_with_numbers(line)

    def _close(self) -> None:
        state = self.state
        if state.open and state.role == "row" and _NUMBER_CELL.match(state.open[0].line.text):
            state.cell = state.open[0].line.text
        elif state.open:
            word = state.open[0].line.text[state.skip :]
            if len(state.open) > 1 and _WORD_LABEL.match(word):
                state.open, state.skip, state.label = state.open[1:], 0, word
            text, anchors, markers = join_lines(state.open, self.words, skip=state.skip)
            if text:
                paragraph = Paragraph(
                    text=text, number=state.number, section=state.path, role=state.role, kind="other", anchors=anchors,
                    markers=markers, dated=state.dated,
                )  # fmt: skip
                if self._is_large(state.open):
                    state.large.add(len(state.paragraphs))
                state.paragraphs.append(replace(paragraph, label=state.label or state.box))
        state.open = []

    def _is_large(self, lines: Sequence[PlacedLine]) -> bool:
        size = self.layout.styles.body_size
        return size is not None and all((x.line.size or 0.0) > 1.05 * size for x in lines)


def _without_drawn_out(paragraphs: Sequence[Paragraph], large: set[int]) -> Iterator[Paragraph]:
    """``paragraphs`` but those in ``large`` type that only repeat words of one nearby, as a pull quote does."""
    for i, here in enumerate(paragraphs):
        words = here.text.strip(" “”‘’\"'.…")
        near = (*paragraphs[max(0, i - _NEAR) : i], *paragraphs[i + 1 : i + 1 + _NEAR])
        drawn = i in large and here.role == "body" and not here.number and len(words.split()) > 5
        if not drawn or not any(words in p.text for p in near if p.role != "heading"):
            yield here
