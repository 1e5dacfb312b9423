"""A paper as slides: a quote or two on each with its source in few words, the whole citation in the speaker's notes."""

from collections.abc import Iterator, Sequence

from assistant.desk import blocks as b
from assistant.desk.checks import citation_words, mark, short_words
from assistant.desk.pandoc import Node
from assistant.desk.papers import Block, EmptySlot, OwnWords, Paper, Quoted, Said, Section, Source, Stated
from assistant.desk.sources import reference
from assistant.desk.standing import ANONYMITY, COUNTED, EMPTY, OWN, SOURCE, WARNING, WRITTEN, at_risk, care, making

_IN_NOTES = "For the group. What the documents say to it stands in the speaker’s notes."
_ROOM = 420  # characters on one slide; a longer quote has one of its own
_SOURCES = 5  # on one slide


def slides(paper: Paper) -> list[Node]:
    """The blocks of a presentation without its title slide."""
    made = [b.plain(f"{label}: {words}") for label, words in making(paper)]
    return [
        *_slide(
            "Before you start", [b.plain(WARNING), b.plain(ANONYMITY)], [b.plain(f"{a} {w}") for a, w in care(paper)]
        ),
        *(node for section in paper.sections for node in _section(section, paper.model)),
        *_left_out(paper),
        *_sources(paper),
        *_slide("How this was made", made[:-1], [made[-1], *_hashes(paper), b.plain(at_risk())]),
    ]


def _section(section: Section, model: str) -> Iterator[Node]:
    if section.facilitator:
        yield from _for_facilitator(section)
        return
    yield from _chunked(section.title, _parts(section.blocks, model))
    for column in section.columns:
        yield from _chunked(f"{section.title}: {column.title}", _parts(column.blocks, model))


def _for_facilitator(section: Section) -> Iterator[Node]:
    """A slide that shows the question alone; its answers stand in the notes."""
    body: list[Node] = []
    notes: list[Node] = []
    for block in section.blocks:
        if isinstance(block, Quoted):
            notes += [b.exactly(f"“{block.text}”"), _cited(block)]
        elif isinstance(block, Said):
            body.append(b.plain(block.text))
        else:
            notes.append(b.plain(block.text))
    yield from _slide(section.title, [*body, b.plain(_IN_NOTES)] if notes else body, notes)


def _parts(blocks: Sequence[Block], model: str) -> list[Block]:
    """The blocks with a statement's quotes after it, each one a part that is not divided."""
    parts: list[Block] = []
    for block in blocks:
        if isinstance(block, Stated):
            label = COUNTED if model == "extractive" else WRITTEN
            parts += [Said(text=f"{label} {block.text}"), *block.carried_by]
        else:
            parts.append(block)
    return parts


def _chunked(title: str, parts: Sequence[Block]) -> Iterator[Node]:
    """As many slides as the parts need; each after the first says which it is."""
    chunks: list[list[Block]] = []
    length = 0
    for part in parts:
        size = len(part.text)
        if not chunks or length + size > _ROOM:
            chunks.append([])
            length = 0
        chunks[-1].append(part)
        length += size
    for number, chunk in enumerate(chunks, start=1):
        heading = title if len(chunks) == 1 else f"{title} ({number} of {len(chunks)})"
        notes = [_cited(part) for part in chunk if isinstance(part, Quoted)]
        yield from _slide(heading, [node for part in chunk for node in _shown(part)], notes)


def _cited(quoted: Quoted) -> Node:
    return b.exactly(f"{citation_words(quoted.citation)} {mark(quoted)}")


def _shown(part: Block) -> Iterator[Node]:
    match part:
        case Quoted():
            yield b.exactly(f"“{part.text}”")
            yield b.plain(f"{SOURCE}{short_words(part.citation)}")
        case OwnWords():
            yield b.lead(OWN, part.text)
        case EmptySlot():
            yield b.lead(EMPTY, part.text)
        case _:
            yield b.plain(part.text)


def _left_out(paper: Paper) -> Iterator[Node]:
    if paper.left_out:
        count = len(paper.left_out)
        said = f"{count} quote{' was' if count == 1 else 's were'} left out; the notes say which and why."
        yield from _slide(
            "Left out", [b.plain(said)], [b.plain(f"“{item.text}” – {item.why}") for item in paper.left_out]
        )


def _sources(paper: Paper) -> Iterator[Node]:
    sources = paper.sources
    for start in range(0, len(sources), _SOURCES):
        part = sources[start : start + _SOURCES]
        title = "Sources" if len(sources) <= _SOURCES else f"Sources ({start // _SOURCES + 1})"
        lines = [_named(source) for source in part]
        yield from _slide(
            title, [b.bullets([[b.plain(line)] for line in lines])], [b.plain(reference(s)) for s in part]
        )
    if not sources:
        yield from _slide("Sources", [b.plain("No document is quoted.")], [])


def _named(source: Source) -> str:
    """A source by its title, and its year unless the title says it."""
    return f"{source.title} ({source.year})" if source.year and str(source.year) not in source.title else source.title


def _hashes(paper: Paper) -> list[Node]:
    lines = (f"{i}. {short_words(q.citation)}: SHA-256 {q.sha256}" for i, q in enumerate(paper.quotes(), start=1))
    return [b.plain(line) for line in lines]


def _slide(title: str, body: Sequence[Node], notes: Sequence[Node]) -> list[Node]:
    spoken = [b.div("notes", "", notes)] if notes else []
    return [b.header(1, title), *body, *spoken]
