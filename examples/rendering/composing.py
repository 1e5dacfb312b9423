"""From the blocks of a source to its content: numbers, refs, footnotes, registers and repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from examples.rendering.blocks import (
    Article,
    Block,
    Box,
    Bullets,
    Columns,
    Finding,
    Furniture,
    Heading,
    Learning,
    PageBreak,
    Paragraph,
    Quote,
    Recommendation,
    Repeat,
    Scanned,
    Source,
    Table,
    Words,
)
from examples.rendering.content import (
    BreakPart,
    Container,
    Content,
    Entry,
    Footnote,
    FurniturePart,
    GroupPart,
    HeadingPart,
    Part,
    Run,
    TablePart,
)
from examples.rendering.errors import SourceError
from examples.rendering.outline import Outline
from examples.rendering.registers import Advice, Registers, advice_of


def compose(source: Source) -> Content:
    """Return the content of `source`. Raises SourceError for a block that its output cannot carry."""
    composer = _Composer(source)
    parts = tuple(composer.parts(source.blocks, _Place()))
    return Content(facts=source.facts, parts=parts, items=composer.registers.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What holds for the blocks within a fence. A null leaves it to the headings or the paragraph."""

    container: Container = "body"
    numbered: bool = True
    kind: str | None = None
    voice: str | None = None
    article: str | None = None
    date: str | None = None
    repeated: bool = False


@dataclass(slots=True)
class _Counts:
    headings: int = 0
    unnumbered: int = 0
    tables: int = 0
    notes: int = 0
    bullets: int = 0
    refs: set[str] = field(default_factory=set)


class _Composer:
    """A walk down the blocks of one source; `above` is the paragraph to which a bullet would belong."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.outline = Outline(source.facts.layout.numbering, source.blocks)
        self.advice = advice_of(source.blocks)
        self.registers = Registers()
        self.counts = _Counts()
        self.above: Entry | None = None

    def parts(self, blocks: tuple[Block, ...], place: _Place) -> Iterator[Part]:
        for block in blocks:
            match block:
                case Heading():
                    yield self.heading(block)
                case Paragraph():
                    yield self.paragraph(block, place)
                case Bullets():
                    yield from (self.bullet(item, place) for item in block.items)
                case PageBreak():
                    yield BreakPart()
                case Furniture():
                    yield self.furniture(block)
                case Table():
                    yield self.table(block, place)
                case Repeat():
                    yield from self.repeat(block, place)
                case Finding():
                    yield from self.finding(block, place)
                case Article():
                    yield self.article(block, place)
                case Recommendation():
                    yield self.recommendation(block, place)
                case _:
                    yield self.group(block, place)

    def heading(self, heading: Heading) -> HeadingPart:
        self.above = None
        number = self.outline.heading(heading)
        return self.heading_part(heading.title, level=heading.level, number=number)

    def heading_part(self, title: str, *, level: int, number: str | None) -> HeadingPart:
        self.counts.headings += 1
        return HeadingPart(ref=f"h{self.counts.headings}", level=level, number=number, title=title)

    def paragraph(self, paragraph: Paragraph, place: _Place, *, lead: str = "") -> Entry:
        number = self.outline.paragraph() if place.numbered else None
        entry = self.entry(paragraph, place, number=number, ref=self.ref(number), lead=lead)
        self.above = entry
        self.counts.bullets = 0
        return entry

    def bullet(self, bullet: Paragraph, place: _Place) -> Entry:
        above = self.above
        self.counts.bullets += 1
        if above is None:
            ref, number = self.ref(None), None
        else:
            ref, number = f"{above.ref}-{self.counts.bullets}", above.number
            place = replace(place, kind=place.kind or above.kind, voice=place.voice or above.voice)
        container: Container = "bullet" if place.container == "body" else place.container
        return self.entry(bullet, replace(place, container=container), number=number, ref=ref)

    def ref(self, number: str | None) -> str:
        if number is None or number in self.counts.refs:
            self.counts.unnumbered += 1
            return f"p{self.counts.unnumbered}"
        self.counts.refs.add(number)
        return number

    def entry(self, words: Paragraph, place: _Place, *, number: str | None, ref: str, lead: str = "") -> Entry:
        runs: list[Run] = [Run(text=f"{lead} ", bold=True)] if lead else []
        notes: list[Footnote] = []
        for inline in words.inlines:
            if isinstance(inline, Words):
                runs.append(Run(text=inline.text, bold=inline.bold))
            elif not place.repeated:
                self.counts.notes += 1
                count = self.counts.notes
                notes.append(Footnote(ref=f"note-{count}", number=count, text=inline.text))
                runs.append(Run(text=str(count), note=count))
        if notes and place.container == "scanned":
            raise SourceError(self.source.file, words.line, "a scanned page cannot carry a footnote")
        return Entry(
            ref=ref,
            number=number,
            kind=words.kind or place.kind or self.outline.kind,
            voice=words.voice or place.voice,
            section=self.outline.path,
            container=place.container,
            runs=tuple(runs),
            marker=words.marker,
            notes=tuple(notes),
            article=place.article,
            date=place.date,
        )

    def furniture(self, block: Furniture) -> FurniturePart:
        if self.source.facts.output in ("pdf", "docx"):
            raise SourceError(self.source.file, block.line, "`::: furniture` is for html, md and txt only")
        return FurniturePart(lines=block.lines)

    def table(self, table: Table, place: _Place) -> TablePart:
        rows = tuple(self.rows([row.cells for row in table.rows], table.kind, place))
        if table.recommends:
            for entry, row in zip(rows, table.rows, strict=True):
                self.registers.add(advice_of((replace(table, rows=(row,)),))[0], [entry])
        return TablePart(head=table.head, rows=rows)

    def rows(self, rows: Sequence[tuple[str, ...]], kind: str, place: _Place) -> Iterator[Entry]:
        self.above = None
        self.counts.tables += 1
        for index, cells in enumerate(rows, start=1):
            yield Entry(
                ref=f"t{self.counts.tables}r{index}",
                number=None,
                kind=kind,
                voice=place.voice,
                section=self.outline.path,
                container="table",
                cells=cells,
                article=place.article,
                date=place.date,
            )

    def repeat(self, repeat: Repeat, place: _Place) -> Iterator[Part]:
        place = replace(place, kind="recommendation", numbered=False, repeated=True)
        if repeat.style == "table":
            cells = [(advice.number, advice.text, "; ".join(advice.addressed_to)) for advice in self.advice]
            rows = tuple(self.rows(cells, "recommendation", place))
            for advice, row in zip(self.advice, rows, strict=True):
                self.registers.add_printing(advice, [row])
            yield TablePart(head=("No.", "Recommendation", "For"), rows=rows)
            return
        for advice in self.advice:
            parts = tuple(self.advised(advice, place))
            self.registers.add_printing(advice, parts)
            yield GroupPart(name="recommendation", title=None, byline=None, parts=parts)

    def recommendation(self, block: Recommendation, place: _Place) -> GroupPart:
        place = replace(place, kind="recommendation", numbered=block.numbered and place.numbered)
        advice = advice_of((block,))[0]
        parts = tuple(self.advised(advice, place))
        self.registers.add(advice, parts)
        return GroupPart(name="recommendation", title=None, byline=None, parts=parts)

    def advised(self, advice: Advice, place: _Place) -> Iterator[Part]:
        """Yield the paragraphs of a recommendation; only the first has the lead, and a number where one is asked."""
        self.above = None
        lead = advice.lead
        for block in advice.blocks:
            if isinstance(block, Paragraph):
                yield self.paragraph(block, place, lead=lead)
                lead, place = "", replace(place, numbered=False)
            else:
                yield from self.parts((block,), replace(place, numbered=False))

    def finding(self, block: Finding, place: _Place) -> Iterator[Part]:
        title = f"Finding {block.number}: {block.title}"
        level = min(self.outline.depth + 1, 3)
        outer = self.outline.enter(title, level=level, kind="finding")
        self.above = None
        yield self.heading_part(title, level=level, number=None)
        parts = tuple(self.parts(block.blocks, place))
        self.outline.leave(outer)
        self.registers.add_finding(block, parts)
        yield from parts

    def article(self, block: Article, place: _Place) -> GroupPart:
        level = min(self.outline.depth + 1, 3)
        outer = self.outline.enter(block.title, level=level, kind=self.outline.kind)
        self.above = None
        heading = self.heading_part(block.title, level=level, number=None)
        place = replace(place, article=block.title, date=block.date, voice=block.voice or place.voice)
        parts = (heading, *self.parts(block.blocks, place))
        self.outline.leave(outer)
        byline = " | ".join(word for word in (block.date, block.voice) if word)
        return GroupPart(name="article", title=block.title, byline=byline or None, parts=parts)

    def group(self, block: Block, place: _Place) -> GroupPart:
        self.above = None
        match block:
            case Learning():
                return self.learning(block, place)
            case Box():
                inner = replace(place, container="box", numbered=False, kind=block.kind)
                return self.grouped(
                    GroupPart(name="box", title=block.title, byline=None, parts=()), block.blocks, inner
                )
            case Quote():
                name: Literal["quote", "pullquote"] = "pullquote" if block.pull else "quote"
                inner = replace(place, container=name, numbered=False, voice=block.voice or place.voice)
                return self.grouped(GroupPart(name=name, title=None, byline=None, parts=()), block.blocks, inner)
            case Scanned():
                inner = replace(place, container="scanned", numbered=False)
                return self.grouped(GroupPart(name="scanned", title=None, byline=None, parts=()), block.blocks, inner)
            case Columns():
                return self.grouped(GroupPart(name="columns", title=None, byline=None, parts=()), block.blocks, place)
            case _:
                raise SourceError(self.source.file, block.line, "this block cannot stand here")

    def grouped(self, group: GroupPart, blocks: tuple[Block, ...], place: _Place) -> GroupPart:
        parts = tuple(self.parts(blocks, place))
        self.above = None
        return replace(group, parts=parts)

    def learning(self, block: Learning, place: _Place) -> GroupPart:
        place = replace(place, container="box", kind="learning", numbered=False)
        lead, parts = block.lead, list[Part]()
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                parts.append(self.paragraph(inner, place, lead=lead))
                lead = ""
            else:
                parts.extend(self.parts((inner,), place))
        self.registers.add_learning(block, parts)
        return GroupPart(name="box", title=None, byline=None, parts=tuple(parts))
