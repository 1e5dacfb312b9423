"""A paper as one text from top to bottom: what Word, HTML and Markdown are made from. Each citation is a footnote."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.desk import blocks as b
from assistant.desk.checks import citation_words, mark, short_words
from assistant.desk.pandoc import Node
from assistant.desk.papers import Block, Column, EmptySlot, OwnWords, Paper, Quoted, Said, Section, Stated
from assistant.desk.sources import reference
from assistant.desk.standing import COUNTED, EMPTY, OWN, SOURCE, WRITTEN, at_risk, care, making


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a format wants it: the level of a section's heading, named styles or none, columns side by side or not."""

    level: int = 1
    styled: bool = True
    quote_style: bool = False
    tables: bool = True


def flow(paper: Paper, manner: Manner) -> list[Node]:
    """The blocks of a paper without its title."""
    return [
        *_set("care", "Care", [b.lead(label, words) for label, words in care(paper)], manner),
        *(node for section in paper.sections for node in _section(section, manner, paper.model)),
        *_left_out(paper, manner),
        b.header(manner.level, "References"),
        *_references(paper),
        b.header(manner.level, "How this was made"),
        *_set("made", "Small Print", [b.lead(f"{label}:", words) for label, words in making(paper)], manner),
        *_hashes(paper, manner),
        *_set("risk", "Care", [b.para([b.strong(at_risk())])], manner),
    ]


def _section(section: Section, manner: Manner, model: str) -> Iterator[Node]:
    yield b.header(manner.level + section.level - 1, section.title)
    yield from _blocks(section.blocks, manner, model)
    if section.columns and manner.tables:
        cells = [list(_blocks(column.blocks, manner, model)) for column in section.columns]
        yield b.table([column.title for column in section.columns], cells)
    else:
        yield from _stacked(section.columns, manner, model)


def _stacked(columns: tuple[Column, ...], manner: Manner, model: str) -> Iterator[Node]:
    for column in columns:
        yield b.header(manner.level + 1, column.title)
        yield from _blocks(column.blocks, manner, model)


def _blocks(blocks: tuple[Block, ...], manner: Manner, model: str) -> Iterator[Node]:
    for block in blocks:
        match block:
            case Quoted():
                yield _quote(block, manner)
            case Stated():
                label = COUNTED if model == "extractive" else WRITTEN
                yield from _set("stated", "Statement", [b.lead(label, block.text)], manner)
                yield from (_quote(quote, manner) for quote in block.carried_by)
            case OwnWords():
                yield from _set("own", "Own Words", [b.lead(OWN, block.text)], manner)
            case Said():
                yield b.plain(block.text)
            case EmptySlot():
                yield from _set("empty", "Empty Slot", [b.lead(EMPTY, block.text)], manner)


def _quote(quoted: Quoted, manner: Manner) -> Node:
    inside = b.para(
        [*b.words(f"“{quoted.text}”", exact=True), b.note(f"{citation_words(quoted.citation)} {mark(quoted)}")]
    )
    source = b.plain(f"{SOURCE}{short_words(quoted.citation)}")
    if manner.quote_style:
        return b.div("quoted", "", [b.div("", "Quotation", [inside]), b.div("", "Quotation Source", [source])])
    return b.block_quote([inside, source])


def _left_out(paper: Paper, manner: Manner) -> Iterator[Node]:
    if paper.left_out:
        yield b.header(manner.level, "Left out")
        yield b.bullets([[b.plain(f"“{item.text}” – {item.why}")] for item in paper.left_out])


def _references(paper: Paper) -> Iterator[Node]:
    if paper.sources:
        yield b.numbered([[b.plain(reference(source))] for source in paper.sources])
    else:
        yield b.plain("No document is quoted.")


def _hashes(paper: Paper, manner: Manner) -> Iterator[Node]:
    quotes = paper.quotes()
    if quotes:
        yield b.header(manner.level + 1, "The quotes by their SHA-256")
        items = [b.plain(f"{i}. {short_words(q.citation)}: {q.sha256}") for i, q in enumerate(quotes, start=1)]
        yield from _set("hashes", "Small Print", items, manner)


def _set(name: str, style: str, blocks: list[Node], manner: Manner) -> list[Node]:
    """Blocks in the style of that name where the format has styles."""
    return [b.div(name, style, blocks)] if manner.styled else blocks
