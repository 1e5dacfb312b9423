"""The pages before the text: the cover, and the contents with dot leaders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, HRFlowable, Spacer

from examples.rendering.content import HeadingPart, Run
from examples.rendering.facts import Facts
from examples.rendering.frames import PageNumbers
from examples.rendering.ledger import Ledger
from examples.rendering.lines import break_lines, words_of
from examples.rendering.story import Typesetter
from examples.rendering.styles import PAGE_HEIGHT, TEXT_WIDTH, Style, Styles

_DEEPEST_IN_CONTENTS = 2
_COVERLESS = {"press_report", "committee_minutes", "blog", "opinion"}


def has_cover(facts: Facts) -> bool:
    """Whether a document has a cover; newspaper pages, minutes and posts begin with a title instead."""
    return facts.kind not in _COVERLESS


def cover(facts: Facts, typesetter: Typesetter) -> Iterator[Flowable]:
    """Yield the cover: publisher, title, authors, date."""
    styles = typesetter.styles
    publisher = replace(styles.headings[1], colour=styles.accent, keep=False)
    yield Spacer(1, 32 * mm)
    yield typesetter.plain(facts.publisher, publisher)
    yield HRFlowable(width="100%", thickness=2.5, color=styles.accent, spaceBefore=4, spaceAfter=26 * mm)
    yield typesetter.plain(facts.title, styles.title)
    yield Spacer(1, 18 * mm)
    for author in facts.authors:
        yield typesetter.plain(author, replace(styles.body, justify=False))
    yield Spacer(1, 4 * mm)
    yield typesetter.plain(facts.date, replace(styles.headings[1], before=0))


def title_block(facts: Facts, typesetter: Typesetter) -> Iterator[Flowable]:
    """Yield what stands above the text of a document without a cover."""
    styles = typesetter.styles
    title = replace(styles.title, setting=replace(styles.title.setting, size=facts.layout.size * 1.9))
    title = replace(title, leading=facts.layout.size * 2.4, after=4)
    yield typesetter.plain(facts.publisher, replace(styles.headings[1], before=0, keep=False))
    yield typesetter.plain(facts.title, title)
    yield typesetter.plain(" | ".join((*facts.authors, facts.date)), styles.byline)
    yield HRFlowable(width="100%", thickness=1, color=styles.accent, spaceBefore=2, spaceAfter=10)


def height_of(flowables: Iterable[Flowable]) -> float:
    """Return the height of flowables set beneath one another, spaces included, and a little to spare."""
    return 6.0 + sum(
        flowable.wrap(TEXT_WIDTH, PAGE_HEIGHT)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
        for flowable in flowables
    )


def contents(
    headings: Sequence[HeadingPart], typesetter: Typesetter, *, ledger: Ledger, numbers: PageNumbers
) -> Iterator[Flowable]:
    """Yield the contents page; the pages come from `ledger`, that of the drawing before this one."""
    yield typesetter.plain("Contents", replace(typesetter.styles.headings[0], before=0, keep=False))
    for heading in headings:
        if heading.level <= _DEEPEST_IN_CONTENTS:
            page = ledger.page_of(heading.ref)
            label = numbers.label(page) if page is not None else "0"
            yield ContentsLine(heading, label, styles=typesetter.styles, width=typesetter.width)


class ContentsLine(Flowable):
    """One heading in the contents: its number and title, dots, the label of its page."""

    def __init__(self, heading: HeadingPart, label: str, *, styles: Styles, width: float) -> None:
        super().__init__()
        self.label = label
        self.number = heading.number or ""
        self.set_width = width
        body = styles.body.setting
        setting = replace(body, hyphenate=False, font=styles.face.bold if heading.level == 1 else styles.face.regular)
        step = styles.number_indent if styles.number_indent > 0 else 4 * mm
        self.tag_indent = step * (heading.level - 1) * (0.7 if heading.number else 1)
        indent = self.tag_indent + (max(step, 24.0) if heading.number else 0)
        before = body.size * (0.5 if heading.level == 1 else 0.1)
        self.style = Style(setting=setting, leading=body.size * 1.4, indent=indent, right=16 * mm, before=before)
        room = width - indent - self.style.right
        self.lines = break_lines(words_of((Run(text=heading.title),)), width=room, setting=setting)

    def getSpaceBefore(self) -> float:
        """Return the space above, in points."""
        return self.style.before

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Return the size."""
        return self.set_width, len(self.lines) * self.style.leading

    def draw(self) -> None:
        """Draw number, title, dots and page in the order in which they are read."""
        setting = self.style.setting
        self.canv.setFillColor(self.style.colour)
        self.canv.setFont(setting.font, setting.size)
        last = len(self.lines) - 1
        for index, line in enumerate(self.lines):
            y = (last - index) * self.style.leading + 0.24 * self.style.leading
            if not index and self.number:
                self.canv.drawString(self.tag_indent, y, self.number)
            self.canv.drawString(self.style.indent, y, setting.face.drawn(line.text.rstrip()))
        end = self.set_width - setting.width(Run(text=self.label)) - 4
        dot = setting.width(Run(text=" ."))
        dots = int((end - self.style.indent - self.lines[-1].width - 4) / dot)
        self.canv.drawRightString(end, 0.24 * self.style.leading, " ." * dots)
        self.canv.drawRightString(self.set_width, 0.24 * self.style.leading, self.label)
