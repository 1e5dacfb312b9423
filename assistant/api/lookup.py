"""Finds what an address names: a document by its whole id, a page of it, a quoted place."""

from collections.abc import Sequence

from ingest.catalogue import Held, StoredPage
from ingest.errors import NotHeldError
from ingest.library import Library
from ingest.records import Sentence


def document(library: Library, review_id: str) -> Held:
    """The document with exactly this id; an address is not an abbreviation.

    Raises NotHeldError.
    """
    held = library.find(review_id)
    if held.id != review_id:
        raise NotHeldError("no such document is held", thing=review_id, remedy="/v1/reviews lists those that are")
    return held


def page(library: Library, held: Held, number: int) -> StoredPage:
    """Page ``number``, counted from 1; a document without pages has its whole text as page 1.

    Raises NotHeldError.
    """
    pages = held.quality.pages
    if 1 <= number <= (pages or 1):  # a number beyond what SQLite takes never reaches it
        key = page_key(held, number)
        found = library.catalogue.page_texts(held.id, [key]).get(key)
        if found is not None:
            return found
    last = f"it has pages 1 to {pages}" if pages else "it has no pages; its whole text is page 1"
    raise NotHeldError("the document has no such page", thing=f"page {number}", remedy=last)


def page_key(held: Held, number: int) -> int | None:
    """The number under which a page is stored."""
    return number if held.quality.pages else None


def quoted(library: Library, held: Held, passage_id: str, first: int, count: int) -> Sequence[Sentence]:
    """The ``count`` sentences of a passage from ``first`` on; none when the document holds no such place."""
    found = library.catalogue.passages([passage_id]).get(passage_id)
    if found is None or found.document_id != held.id:
        return ()
    chosen = found.passage.sentences[first : first + count]
    return chosen if len(chosen) == count else ()
