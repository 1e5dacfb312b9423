"""Two or three documents side by side: what they are, what they found, learnt and recommended, in their own words."""

from collections.abc import Sequence

from assistant.citing import citations, cite
from assistant.desk.answers import today
from assistant.desk.papers import Block, Column, EmptySlot, Paper, Quoted, Said, Section, shown
from assistant.desk.sources import sources_of
from assistant.finding_evidence import evidence_for
from assistant.register import Entry, RegisterFilters, read_register, theme_name
from ingest.catalogue import Held
from ingest.errors import RequestError
from ingest.library import Library, library_version
from ingest.records import FindingKind

FEWEST, MOST = 2, 3
_SHOWN = 4  # quotes of one kind from one document
_KINDS: tuple[tuple[FindingKind, str], ...] = (
    ("finding", "Findings"),
    ("learning", "Learning"),
    ("recommendation", "Recommendations"),
)


def compare(library: Library, review_ids: Sequence[str], theme: str = "") -> Paper:
    """Two or three documents side by side, on one ``theme`` if it is given.

    Raises NotHeldError for a document that is not held, RequestError for another number of them or an unknown theme.
    """
    ids = tuple(dict.fromkeys(review_ids))
    if not FEWEST <= len(ids) <= MOST:
        raise RequestError(
            "two or three different documents can be compared", thing=f"{len(ids)} given", remedy="choose two or three"
        )
    documents = [library.find(name) for name in ids]
    entries = {held.id: _entries(library, held, theme) for held in documents}
    sections = [Section(title="The documents", columns=tuple(_about(held, entries[held.id]) for held in documents))]
    for kind, title in _KINDS:
        columns = (
            _column(library, held, [e for e in entries[held.id] if e.finding.kind == kind]) for held in documents
        )
        sections.append(Section(title=title, columns=tuple(columns)))
    quotes = [quote for section in sections for quote in section.quotes()]
    on = f" on {theme}" if theme else ""
    return Paper(
        kind="comparison", title=f"{len(ids)} documents side by side{on}", sections=tuple(sections), made=today(),
        subtitle="What their registers of findings hold, in their own words", sources=sources_of(quotes, library),
        library_version=library_version(library.catalogue.documents()),
    )  # fmt: skip


def _entries(library: Library, held: Held, theme: str) -> list[Entry]:
    return list(read_register(library, RegisterFilters(review_id=held.id, theme=theme)).entries)


def _about(held: Held, entries: Sequence[Entry]) -> Column:
    """What a document is: its kind, year, area, length, and what its register speaks of most."""
    facts = held.facts
    counts = {t: sum(t in e.finding.themes for e in entries) for e in entries for t in e.finding.themes}
    themes = sorted(counts, key=lambda theme: -counts[theme])[:5]
    lines = [
        facts.kind or facts.source_kind,
        f"Year: {facts.year or 'not stated'}",
        f"Area: {facts.area or 'not stated'}",
        f"Pages: {held.quality.pages or 'none'}",
        f"In the register: {len(entries)}",
        f"Most often about: {', '.join(theme_name(theme) for theme in themes) or 'no theme'}",
    ]
    return Column(title=_title(held), blocks=tuple(Said(text=line) for line in lines))


def _column(library: Library, held: Held, entries: Sequence[Entry]) -> Column:
    carried = [found.evidence for found in evidence_for(entries[:_SHOWN], library) if found]
    quotes = [Quoted(citation=citation) for citation in citations(cite(carried, library.catalogue, "c"))]
    blocks: list[Block] = [*quotes]
    if not entries:
        blocks.append(EmptySlot(text="The register holds none of this document."))
    elif len(quotes) < len(entries):
        blocks.append(Said(text=f"{len(quotes)} of {len(entries)} are shown; the register lists them all."))
    return Column(title=_title(held), blocks=tuple(blocks))


def _title(held: Held) -> str:
    year = held.facts.year
    return shown(f"{held.facts.title}{f' ({year})' if year and str(year) not in held.facts.title else ''}")
