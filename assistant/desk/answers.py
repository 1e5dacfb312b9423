"""An answer as a paper."""

from datetime import UTC, datetime

from assistant.desk.checks import short_words
from assistant.desk.papers import Block, Paper, Quoted, Said, Section, Stated, shown
from assistant.desk.sources import sources_of
from assistant.records import Answer
from ingest.library import Library


def answer_paper(answer: Answer, library: Library) -> Paper:
    """What an export of ``answer`` shows: its quotes in order, what was left out, what was searched."""
    sections = [Section(title=answer.headline, blocks=tuple(_blocks(answer)))]
    if answer.nearest:
        said = Said(text="These sentences share words with the question. They do not answer it.")
        nearest = tuple(Quoted(citation=citation) for citation in answer.nearest)
        sections.append(Section(title="What came nearest (not an answer)", blocks=(said, *nearest)))
    quotes = [quote for section in sections for quote in section.quotes()]
    searched = answer.searched
    return Paper(
        kind="answer", title=shown(answer.standalone_question), sections=tuple(sections),
        subtitle=f"What {searched.documents} documents held say: {searched.passages} passages searched",
        sources=sources_of(quotes, library), library_version=answer.library_version, made=today(),
        model=answer.model, notices=answer.notices, left_out=answer.dropped,
    )  # fmt: skip


def today() -> str:
    """The date in ISO form."""
    return datetime.now(UTC).date().isoformat()


def _blocks(answer: Answer) -> list[Block]:
    """Each quote once: with the first statement that it carries."""
    citations = {citation.id: citation for citation in answer.citations}
    blocks: list[Block] = [Said(text=line) for line in (answer.reason or "").splitlines() if line.strip()]
    seen: set[str] = set()
    for statement in answer.statements:
        new = [Quoted(citation=citations[name]) for name in statement.citations if name not in seen]
        above = [short_words(citations[name]) for name in statement.citations if name in seen]
        seen.update(statement.citations)
        if statement.support == "verified":
            blocks.append(Stated(text=statement.text, carried_by=tuple(new)))
            blocks += [Said(text=f"It also rests on what is quoted above: {'; '.join(above)}.")] if above else []
        else:
            blocks += new
    return blocks
