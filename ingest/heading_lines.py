"""Finds the headings among the lines of a document: one or several lines that look like one and stand over text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cleaning import PlacedLine
from ingest.headings import (
    asks_something,
    begins_chapter,
    begins_item,
    in_capitals,
    is_date,
    is_quiet,
    is_set_apart,
    looks_like_heading,
    reads_as_quiet_heading,
    style_of,
)  # fmt: skip
from ingest.layout import TERMINAL, Layout, begins_lower
from ingest.numbering import Label, Numbering
from ingest.records import Line, Paragraph
from ingest.titles import names_post

LEAD_IN = re.compile(r"^(?:RESOLVED|AGREED|RECOMMENDED|ORDERED|Resolved|Agreed)\b.{0,30}:$")
CAPTION = re.compile(r"^[A-Z][\w ]{2,28}:$")
_SENTENCE_END = re.compile(r"[.!][\"'”’)\]]*(?: \(\d+(?:\.\d+)*\))?$")
_RECOMMENDS = re.compile(r"^(?i:recommendation)\b.*(?:: (?:That|We)\b|\b(?:should|must|shall)\b)")
_WRAPS = re.compile(r"(?:,|\b(?:and|or|the|of|to|a|an|in|for|with|that|by))$", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z][A-Za-z]+ [A-Za-z]")
_CLOSING = {"“": "”", "‘": "’", '"': '"', "'": "'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingLines:
    """The lines of a document with the number that each begins with, and how they are laid out.

    ``declared``: the source says itself what is a heading. ``dated``: dates stand over the parts.
    """

    lines: Sequence[PlacedLine]
    labels: Sequence[Label | None]
    layout: Layout
    declared: bool
    dated: bool

    def at(self, i: int, numbering: Numbering, before: Sequence[Paragraph]) -> list[PlacedLine]:
        """The lines of the heading that begins at line ``i``, empty when none does. ``before``: what was read."""
        line, label = self.lines[i].line, self.labels[i]
        if line.row or is_date(line.text) and not line.heading and not self.dated:
            return []
        if line.heading or line.ends and CAPTION.match(line.text) and not LEAD_IN.match(line.text):
            return [self.lines[i]]
        if self.declared and not (self.dated and is_date(line.text)):
            return []
        alone = line.ends or line.y is None or i + 1 == len(self.lines)
        if not looks_like_heading(line, label, self.layout.styles, alone=alone):
            named = self.dated and names_post(line, before) or self._leads_to_number(i, numbering, before)
            named = named or self._is_next(i, numbering)
            return [self.lines[i]] if named else []
        if line.size is None:
            return [self.lines[i]] if self._plain(i) else []
        group = [self.lines[i]]
        while i + len(group) < len(self.lines) and self._continues(group, i + len(group)):
            group.append(self.lines[i + len(group)])
        if _opens_quotation(group):
            return []
        if is_quiet(line, self.layout.styles):
            return group if self._stands_alone(group, i) else []
        return group if self._stands_over(group, i, numbering) else []

    def outranks(self, line: Line) -> bool:
        """Whether a line says by itself that it is no text: "CHAPTER 3: …", "Response:"."""
        return in_capitals(line.text) or begins_chapter(line.text) or CAPTION.match(line.text) is not None

    def _continues(self, group: Sequence[PlacedLine], j: int) -> bool:
        last, here = group[-1], self.lines[j]
        if last.line.y is None or here.line.y is None or last.page != here.page or last.line.ends or self.labels[j]:
            return False
        step = last.line.y - here.line.y
        return (
            style_of(last.line) == style_of(here.line)
            and in_capitals(last.line.text) >= in_capitals(here.line.text)
            and 0 < step < 1.45 * (here.line.size or 10.0)
            and len(group) < 14
            and not here.line.bullet
            and not here.line.row
            and not begins_item(here.line.text)
            and not _SENTENCE_END.search(last.line.text)
        )

    def _stands_over(self, group: Sequence[PlacedLine], i: int, numbering: Numbering) -> bool:
        """Whether lines set like a heading are one: no bold paragraph or beginning of one, no pull quote."""
        last, label = group[-1], self.labels[i]
        following = self._after(group, i)
        same_size = last.line.size == self.layout.styles.body_size
        words = sum(len(x.line.text.split()) for x in group)
        if same_size and begins_item(group[0].line.text) and _RECOMMENDS.search(" ".join(x.line.text for x in group)):
            return False
        if words > 50 or _SENTENCE_END.search(last.line.text) and (words > 8 or same_size):
            return False
        if label and same_size and numbering.copy().accepts(label):
            broken = following is not None and following.page != last.page and begins_lower(following.line.text)
            if len(group) > 2 or broken:
                return False
        if following is None or not same_size or not last.line.bold:
            return True
        near = following.page == last.page and (last.line.y or 0) - (following.line.y or 0) > 0
        if near and self.layout.runs_in(last, following) and begins_lower(following.line.text):
            return False
        return not (_WRAPS.search(last.line.text) and near and not following.line.bold)

    def _stands_alone(self, group: Sequence[PlacedLine], i: int) -> bool:
        """Whether lines that only slope or first words tell from the text have space around them, and text beneath."""
        first, last, following = group[0], group[-1], self._after(group, i)
        text = " ".join(x.line.text for x in group)
        if following is None or len(group) > 3 or not reads_as_quiet_heading(text) or begins_lower(following.line.text):
            return False
        if following.page != last.page:
            return False
        above = self.lines[i - 1] if i else None
        spaced = above is None or above.page != first.page or self.layout.gap(above, first)
        return spaced and (self.layout.gap(last, following) or bool(self.labels[i + len(group)]))

    def _is_next(self, i: int, numbering: Numbering) -> bool:
        """Whether a short line set like a heading has the number after that of the last, though it ends in a stop."""
        line, label = self.lines[i].line, self.labels[i]
        last = numbering.headed.get(label.depth) if label else None
        if not label or not last or line.bullet or not is_set_apart(line, self.layout.styles):
            return False
        follows = label.key[:-1] == last[:-1] and label.key[-1] == last[-1] + 1
        above = self.lines[i - 1] if i else None
        spaced = above is not None and (above.page != self.lines[i].page or self.layout.gap(above, self.lines[i]))
        return follows and spaced and len(line.text.split()) <= 14 and not asks_something(line.text)

    def _leads_to_number(self, i: int, numbering: Numbering, before: Sequence[Paragraph]) -> bool:
        """Whether a line set like the text stands by itself before a numbered paragraph, behind one that has ended."""
        here, label = self.lines[i], self.labels[i + 1] if i + 1 < len(self.lines) else None
        line, above = here.line, self.lines[i - 1] if i else None
        if not label or self.labels[i] or above is None or not before or line.bullet or line.row or line.size is None:
            return False
        reads = _CAPITAL.match(line.text) and reads_as_quiet_heading(line.text) and TERMINAL.search(before[-1].text)
        alike = abs(line.size - (above.line.size or 0.0)) < 1
        near = self.lines[i + 1].page == here.page and (above.page != here.page or self.layout.gap(above, here))
        return bool(reads) and alike and near and label.depth > 1 and numbering.copy().accepts(label)

    def _after(self, group: Sequence[PlacedLine], i: int) -> PlacedLine | None:
        return self.lines[i + len(group)] if i + len(group) < len(self.lines) else None

    def _plain(self, i: int) -> bool:
        """Without layout: a short line is a heading when a longer paragraph, a heading or a date follows."""
        if i + 1 >= len(self.lines):
            return False
        text = self.lines[i + 1].line.text
        return i == 0 or is_date(self.lines[i].line.text) or len(text.split()) > 8 or bool(CAPTION.match(text))


def _opens_quotation(group: Sequence[PlacedLine]) -> bool:
    """Whether a quotation begins with these lines and does not end with them: it is a heading of what is quoted."""
    text = " ".join(x.line.text for x in group)
    closing = _CLOSING.get(text[:1])
    return closing is not None and closing not in text[1:]
