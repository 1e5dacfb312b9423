"""From the parts of a document to the flowables that reportlab puts on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportlab.platypus.doctemplate import NextPageTemplate
from reportlab.platypus.flowables import CondPageBreak, Flowable, PageBreak, PageBreakIfNotEmpty, Spacer
from reportlab.platypus.tables import Table

from examples.rendering.columns import TwoColumns
from examples.rendering.content import (
    BreakPart,
    Content,
    Entry,
    GroupPart,
    HeadingPart,
    Part,
    Run,
    TablePart,
    leaves,
)
from examples.rendering.flowables import Matter, SetParagraph, Target
from examples.rendering.frames import Pages
from examples.rendering.grid import set_table, start_of_table
from examples.rendering.lines import break_lines, words_of
from examples.rendering.scanned import ScannedPage, sheets_of
from examples.rendering.styles import BOTTOM, TOP, Style

_BULLET_INDENT = 14.0


class Typesetter:
    """Sets the parts of one document in columns of one width; the pages give it styles, ledger and running lines."""

    def __init__(self, content: Content, pages: Pages, *, width: float) -> None:
        self.content = content
        self.pages = pages
        self.styles = pages.styles
        self.width = width
        self._text_indent = 0.0
        self.footnotes: dict[int, SetParagraph] = {}
        for leaf in leaves(content.parts):
            for note in leaf.notes if isinstance(leaf, Entry) else ():
                matter = self.matter((Run(text=note.text),), self.styles.note, tag=str(note.number), ref=note.ref)
                self.footnotes[note.number] = self.set(matter)

    def story(self, parts: Sequence[Part]) -> list[Flowable]:
        """Return the flowables of `parts`, with breaks that keep headings together with what follows."""
        return list(_kept_together(list(self._flowables(_without_needless_breaks(parts)))))

    def matter(self, runs: Iterable[Run], style: Style, *, tag: str = "", ref: str = "", prefix: str = "") -> Matter:
        """Return `runs` broken into the lines of this column."""
        room = self.width - style.indent - style.right
        lines = break_lines(words_of(runs), width=room, setting=style.setting)
        target = Target(ref=ref, prefix=prefix) if ref else None
        return Matter(lines=lines, style=style, width=self.width, tag=tag, target=target)

    def set(self, matter: Matter) -> SetParagraph:
        """Return a flowable that writes into the ledger of these pages."""
        return SetParagraph(matter, ledger=self.pages.ledger, footnotes=self.footnotes)

    def plain(self, text: str, style: Style) -> SetParagraph:
        """Return a paragraph that is no part of the document's text (a title, a byline)."""
        return self.set(self.matter((Run(text=text),), style))

    def _flowables(self, parts: Iterable[Part]) -> Iterator[Flowable]:
        for part in parts:
            match part:
                case HeadingPart():
                    yield self._heading(part)
                case Entry():
                    yield self._entry(part, self._style_of(part))
                case TablePart():
                    yield from set_table(part, styles=self.styles, width=self.width, ledger=self.pages.ledger)
                case BreakPart():
                    yield PageBreakIfNotEmpty()
                case GroupPart():
                    yield from self._group(part)

    def _heading(self, part: HeadingPart) -> SetParagraph:
        style = self.styles.headings[part.level - 1]
        indent = self.styles.number_indent if part.number else 0
        self._text_indent = indent or self._text_indent
        matter = self.matter(
            (Run(text=part.title),), replace(style, indent=indent), tag=part.number or "", ref=part.ref
        )
        if matter.target is not None and part.number:
            matter = replace(matter, target=replace(matter.target, prefix=part.number))
        return self.set(matter)

    def _style_of(self, entry: Entry, *, advice: bool = False) -> Style:
        """Return the style of an entry in the text; `advice` lines up with the paragraphs around it."""
        if not advice and not entry.marker:
            self._text_indent = self.styles.number_indent if entry.number else 0
        indent = self._text_indent
        if entry.marker:
            return replace(self.styles.bullet, indent=indent + _BULLET_INDENT, tag_indent=indent + 1)
        return replace(self.styles.body, indent=indent)

    def _entry(self, entry: Entry, style: Style) -> SetParagraph:
        dot = "." if self.content.facts.layout.dot else ""
        tag = entry.marker or (f"{entry.number}{dot}" if entry.number else "")
        return self.set(self.matter(entry.runs, style, tag=tag, ref=entry.ref, prefix=entry.label or ""))

    def _group(self, group: GroupPart) -> Iterator[Flowable]:
        match group.name:
            case "columns":
                yield from self._columns(group)
            case "scanned":
                yield from self._scanned(group)
            case "article":
                yield from self._flowables(group.parts[:1])
                if group.byline:
                    yield self.plain(group.byline, self.styles.byline)
                yield from self._flowables(group.parts[1:])
            case "box" | "quote" | "pullquote":
                yield from self._framed(group)
            case "recommendation":
                yield from self._recommendation(group)

    def _recommendation(self, group: GroupPart) -> Iterator[Flowable]:
        for part in group.parts:
            if isinstance(part, Entry):
                yield self._entry(part, self._style_of(part, advice=True))
            else:
                yield from self._flowables((part,))

    def _framed(self, group: GroupPart) -> Iterator[Flowable]:
        """Set a box or a quotation; tables and headings within stand as they would outside."""
        base = {"box": self.styles.box, "quote": self.styles.quote, "pullquote": self.styles.pull}[group.name]
        yield Spacer(1, self.styles.body.after * 0.5)
        if group.title:
            yield self.plain(group.title, self.styles.box_title)
        for part in group.parts:
            if isinstance(part, Entry) and not part.cells:
                bullet = replace(base, indent=base.indent + _BULLET_INDENT, tag_indent=base.indent)
                yield self._entry(part, bullet if part.marker else base)
            else:
                yield from self._flowables((part,))
        yield Spacer(1, self.styles.body.after * (1.3 if group.name == "box" else 0.5))

    def _columns(self, group: GroupPart) -> Iterator[Flowable]:
        if self.content.facts.layout.columns > 1:
            yield from self._flowables(group.parts)
            return
        inner = Typesetter(self.content, self.pages, width=self.styles.column_width(2, self.width))
        inner.footnotes = self.footnotes
        yield TwoColumns(list(inner._flowables(group.parts)), width=self.width)
        yield Spacer(1, self.styles.body.after)

    def _scanned(self, group: GroupPart) -> Iterator[Flowable]:
        yield NextPageTemplate("scanned")
        yield PageBreak()
        for sheet in sheets_of(group.parts):
            yield ScannedPage(sheet, edges=self.pages.edges, ledger=self.pages.ledger)
        yield NextPageTemplate("body")
        yield PageBreak()


def _without_needless_breaks(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield `parts` without page breaks beside a scanned page, which begins and ends a page of its own."""
    for index, part in enumerate(parts):
        beside = (*parts[max(index - 1, 0) : index], *parts[index + 1 : index + 2])
        scanned = any(isinstance(other, GroupPart) and other.name == "scanned" for other in beside)
        if not (isinstance(part, BreakPart) and scanned):
            yield part


def _kept_together(flowables: list[Flowable]) -> Iterator[Flowable]:
    """Yield `flowables` with a conditional break before each run of headings, as high as run and start of text."""
    index = 0
    while index < len(flowables):
        end = index
        while end < len(flowables) and _keeps(flowables[end]):
            end += 1
        if end > index:
            needed = sum(_height(flowable) for flowable in flowables[index:end])
            needed += _start(flowables[end]) if end < len(flowables) else 0
            yield CondPageBreak(min(needed, (TOP - BOTTOM) * 0.6))
        yield from flowables[index : end + 1]
        index = end + 1


def _keeps(flowable: Flowable) -> bool:
    return isinstance(flowable, SetParagraph) and flowable.matter.style.keep


def _height(flowable: Flowable) -> float:
    if not isinstance(flowable, SetParagraph):
        return 0.0
    return flowable.getSpaceBefore() + flowable.set_height + flowable.getSpaceAfter()


def _start(flowable: Flowable) -> float:
    if isinstance(flowable, SetParagraph):
        return flowable.getSpaceBefore() + flowable.start_height()
    return start_of_table(flowable) if isinstance(flowable, Table) else 60.0
