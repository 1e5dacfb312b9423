"""A collection as a paper, and its frozen copy: every quote held against the library once more."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.desk.answers import today
from assistant.desk.collections import Collection, Collections, Item
from assistant.desk.papers import Block, OwnWords, Paper, Quoted, Section, Stated
from assistant.desk.sources import sources_of
from assistant.desk.verify import STATES, standing
from assistant.notices import notices
from assistant.records import Dropped
from ingest.library import Library, library_version


def collection_paper(collection: Collection, library: Library) -> Paper:
    """A collection as it is now. What no longer stands in the library as it was collected is left out, and says why."""
    kept: list[Item] = []
    left_out: list[Dropped] = []
    for item in collection.items:
        why = next((said for quote in _quotes(item.block) if (said := _not_standing(quote, library))), None)
        if why:
            left_out.append(Dropped(text=item.block.text, why=why))
        else:
            kept.append(item)
    section = Section(title=collection.title, blocks=tuple(_blocks(kept)))
    quotes = list(section.quotes())
    return Paper(
        kind="collection", title=collection.title, sections=(section,), sources=sources_of(quotes, library),
        subtitle=f"A collection of {len(kept)} of {len(collection.items)} items",
        library_version=library_version(library.catalogue.documents()), made=today(), left_out=tuple(left_out),
        notices=notices([quote.citation for quote in quotes]),
    )  # fmt: skip


def freeze(collections: Collections, collection_id: str, library: Library) -> int:
    """Keep a frozen copy of a collection as it is now; its number. Raises NotHeldError."""
    return collections.keep_frozen(collection_id, collection_paper(collections.find(collection_id), library))


def frozen_paper(collections: Collections, collection_id: str, number: int) -> Paper:
    """A frozen copy with its number. Raises NotHeldError."""
    paper = collections.frozen(collection_id, number)
    return replace(paper, subtitle=f"Frozen copy no. {number} of {paper.made}. {paper.subtitle}")


def _blocks(items: Iterable[Item]) -> Iterable[Block]:
    for item in items:
        yield item.block
        if item.note:
            yield OwnWords(text=item.note)


def _quotes(block: Block) -> tuple[Quoted, ...]:
    return (block,) if isinstance(block, Quoted) else block.carried_by if isinstance(block, Stated) else ()


def _not_standing(quote: Quoted, library: Library) -> str | None:
    """Why a quote cannot stand in a paper made now; None when it can."""
    state, detail = standing(quote, library)
    return None if state == "unchanged" else f"{STATES[state]}: {detail}"
