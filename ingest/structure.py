"""From clean lines to paragraphs with number, section path and place: as a professional reads a review."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.cleaning import CleanText, PlacedLine
from ingest.headings import begins_item, heading_level, heading_styles, is_date, looks_like_heading, style_of
from ingest.joining import join_lines, vocabulary
from ingest.layout import (
    TERMINAL,
    Layout,
    begins_list_item,
    begins_lower,
    cover_page,
    goes_on_after_dash,
    is_list_item,
    join_loose_labels,
    measure_layout,
    same_cell,
)  # fmt: skip
from ingest.notes import footnotes
from ingest.numbering import Label, Numbering, counts_through, read_label, supported_keys
from ingest.records import Line, Paragraph, Role
from ingest.titles import is_title, names_post

_LEAD_IN = re.compile(r"^(?:RESOLVED|AGREED|RECOMMENDED|ORDERED|Resolved|Agreed)\b.{0,30}:$")
_CAPTION = re.compile(r"^[A-Z][\w ]{2,28}:$")
_NUMBER_CELL = re.compile(r"^\d{1,3}\.?$")
_SENTENCE_END = re.compile(r"[.!][\"'”’)\]]*(?: \(\d+(?:\.\d+)*\))?$")


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
    assembly = _Assembly(
        lines=lines,
        labels=labels,
        layout=measure_layout(lines, labels, styles),
        numbering=Numbering(continuous=counts_through(starts), supported=supported_keys(starts)),
        words=vocabulary((*text.body, *text.notes)),
        cover=cover,
        declared=sum(x.line.heading is not None for x in lines) > 1,
        dated=sum(is_date(x.line.text) for x in lines) > 1,
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
    declared: bool
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
            group = self._heading(i) if new else []
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
        return self.state.paragraphs

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
            return not (a.ends and _LEAD_IN.match(a.text) and not b.heading)
        ended = TERMINAL.search(a.text) is not None
        gap = self.layout.gap(before, here)
        if begins_item(b.text) and (ended or gap) or begins_list_item(before, here, gap):
            return True
        label = self.labels[i]
        outdented = before.page == here.page and (b.x or 0.0) < (a.x or 0.0) - 4
        if label and (ended or gap or outdented) and self._could_number(label, b):
            return True
        if a.y is None or b.y is None:
            return False
        return self.layout.breaks(before, here, self.state.open[0], self.state.hang)

    def _could_number(self, label: Label, line: Line) -> bool:
        """Whether the number would be accepted, or heads a heading or an item of a numbered list."""
        if self.numbering.copy().accepts(label):
            return True
        if line.size is not None and looks_like_heading(line, label, self.layout.styles, alone=True):
            return True
        return label.depth == 1 and label.dot and line.text[label.end : label.end + 1].isupper()

    def _heading(self, i: int) -> list[PlacedLine]:
        """The lines of the heading that begins at line ``i``; empty when none does."""
        line, label = self.lines[i].line, self.labels[i]
        if line.row or is_date(line.text) and not line.heading and not self.dated:
            return []
        if line.heading or line.ends and _CAPTION.match(line.text) and not _LEAD_IN.match(line.text):
            return [self.lines[i]]
        if self.declared and not (self.dated and is_date(line.text)):
            return []
        alone = line.ends or line.y is None or i + 1 == len(self.lines)
        if not looks_like_heading(line, label, self.layout.styles, alone=alone):
            return [self.lines[i]] if self.dated and names_post(line, self.state.paragraphs) else []
        if line.size is None:
            return [self.lines[i]] if self._plain_heading(i) else []
        group = [self.lines[i]]
        while i + len(group) < len(self.lines) and self._continues_heading(group, i + len(group)):
            group.append(self.lines[i + len(group)])
        return group if self._stands_over(group, i) else []

    def _continues_heading(self, group: Sequence[PlacedLine], j: int) -> bool:
        last, here = group[-1], self.lines[j]
        if last.line.y is None or here.line.y is None or last.page != here.page or last.line.ends or self.labels[j]:
            return False
        step = last.line.y - here.line.y
        return (
            style_of(last.line) == style_of(here.line)
            and 0 < step < 1.45 * (here.line.size or 10.0)
            and len(group) < 14
            and not here.line.bullet
            and not here.line.row
            and not begins_item(here.line.text)
            and not _SENTENCE_END.search(last.line.text)
        )

    def _stands_over(self, group: Sequence[PlacedLine], i: int) -> bool:
        """Whether lines set like a heading are one: no bold paragraph or beginning of one, no pull quote."""
        last, label = group[-1], self.labels[i]
        following = self.lines[i + len(group)] if i + len(group) < len(self.lines) else None
        same_size = last.line.size == self.layout.styles.body_size
        words = sum(len(x.line.text.split()) for x in group)
        if words > 50 or _SENTENCE_END.search(last.line.text) and (words > 8 or same_size):
            return False
        if label and same_size and self.numbering.copy().accepts(label):
            broken = following is not None and following.page != last.page and begins_lower(following.line.text)
            if len(group) > 2 or broken:
                return False
        if following is None or not same_size or not last.line.bold:
            return True
        near = following.page == last.page and (last.line.y or 0) - (following.line.y or 0) > 0
        if near and self.layout.runs_in(last, following) and begins_lower(following.line.text):
            return False
        wraps = re.search(r"(?:,|\b(?:and|or|the|of|to|a|an|in|for|with|that|by))$", last.line.text, re.IGNORECASE)
        return not (wraps and near and not following.line.bold)

    def _plain_heading(self, i: int) -> bool:
        """Without layout: a short line is a heading when a longer paragraph, a heading or a date follows."""
        if i + 1 >= len(self.lines):
            return False
        text = self.lines[i + 1].line.text
        return i == 0 or is_date(self.lines[i].line.text) or len(text.split()) > 8 or bool(_CAPTION.match(text))

    def _take_heading(self, group: Sequence[PlacedLine], label: Label | None) -> None:
        """Put a heading on the section path; the title of a box only over the box, a date only over its part."""
        state, first = self.state, group[0].line
        text, anchors, _ = join_lines(group, self.words)
        text = text.removesuffix(":") if _CAPTION.match(text) else text
        state.number, state.box, state.hang = None, None, None
        path = state.path
        body = self.layout.styles.body_size
        if is_date(text) and state.paragraphs and state.paragraphs[-1].role == "heading":
            state.dated = text
        elif not label and not first.heading and first.size == body and self.layout.apart(first):
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
            over = next((s.title for s in state.sections if is_date(s.title)), None)  # a date may stand over its posts
            state.dated = over or (None if level <= 2 else state.dated)
            path = state.path[:-1]
        state.paragraphs.append(
            Paragraph(
                text=text, number=None, section=path, role="heading", kind="other", anchors=anchors, dated=state.dated
            )
        )

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
            state.number, state.skip, state.hang = label.text, label.end, None
        elif label and label.depth == 1 and label.dot or is_list_item(line.text):
            state.role = "bullet"
        elif not self._goes_on_under_number(i):
            state.number = None

    def _goes_on_under_number(self, i: int) -> bool:
        """Whether an unnumbered paragraph belongs to the number above: at its hanging indent, or introduced by it."""
        line, before = self.lines[i].line, self.state.paragraphs[-1] if self.state.paragraphs else None
        if not self.state.number or before is None or begins_item(line.text):
            return False
        if before.text.endswith(":") or begins_lower(line.text):
            return True
        return self.state.hang is not None and line.x is not None and abs(line.x - self.state.hang) < 1.5

    def _close(self) -> None:
        state = self.state
        if state.open and state.role == "row" and _NUMBER_CELL.match(state.open[0].line.text):
            state.cell = state.open[0].line.text
        elif state.open:
            text, anchors, markers = join_lines(state.open, self.words, skip=state.skip)
            if text:
                paragraph = Paragraph(
                    text=text, number=state.number, section=state.path, role=state.role, kind="other", anchors=anchors,
                    markers=markers, dated=state.dated,
                )  # fmt: skip
                state.paragraphs.append(replace(paragraph, label=state.label or state.box))
        state.open = []
