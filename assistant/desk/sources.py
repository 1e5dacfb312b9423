"""The documents quoted as a list of references has them, with the licence and copyright lines they print themselves."""

import re
from collections.abc import Iterable

from assistant.desk.papers import Quoted, Source, shown
from ingest.catalogue import Held, StoredPage
from ingest.library import Library

FRONT, BACK = 6, 2  # pages at either end on which a publication prints its licence
_LONGEST = 240
_LICENCE = re.compile(
    r"open (?:government|parliament|justice) licen[cs]e|creative commons|\bcc[ -]by\b|all rights reserved|"
    r"licen[cs]ed under|may (?:be|not be) (?:re-?used|reproduced)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)(?= ?[A-Z\d])|\bcopyright(?= ©))\s*(?:copyright\s*)?[^\n]{4,120}", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z©])")


def sources_of(quotes: Iterable[Quoted], library: Library) -> tuple[Source, ...]:
    """One source for each document quoted, by title; of one no longer held only what its citations say."""
    held = {document.id: document for document in library.catalogue.documents()}
    found: dict[str, Source] = {}
    for quote in quotes:
        citation = quote.citation
        if citation.review_id in found:
            continue
        document = held.get(citation.review_id)
        found[citation.review_id] = (
            source_of(document, library)
            if document
            else Source(review_id=citation.review_id, title=shown(citation.title), year=citation.year)
        )
    return tuple(sorted(found.values(), key=lambda source: (source.title.lower(), source.review_id)))


def source_of(held: Held, library: Library) -> Source:
    """A document held as a source."""
    facts = held.facts
    pages = library.catalogue.pages(held.id)
    return Source(
        review_id=held.id, title=shown(facts.title), authors=tuple(shown(name) for name in facts.authors),
        publisher=shown(facts.publisher) if facts.publisher else None, area=facts.area, year=facts.year,
        kind=facts.kind or facts.source_kind, file=shown(held.file),
        licence=licence_line(pages), attribution=copyright_line(pages),
    )  # fmt: skip


def licence_line(pages: list[StoredPage]) -> str | None:
    """The sentence in which a document states its licence, as printed in its first or last pages; None: not stated."""
    for page in _ends(pages):
        lines = (line for line in page.text.splitlines() if _LICENCE.search(line) or not _COPYRIGHT.match(line.strip()))
        for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
            for sentence in _SENTENCE.split(shown(paragraph)):
                if _LICENCE.search(sentence):
                    return _cut(sentence)
    return None


def copyright_line(pages: list[StoredPage]) -> str | None:
    """The copyright line that a document prints in its first or last pages; None when it prints none."""
    for page in _ends(pages):
        found = _COPYRIGHT.search(page.text)
        if found:
            return _cut(_SENTENCE.split(shown(found.group()))[0])
    return None


def reference(source: Source) -> str:
    """A source as a list of references has it, its attribution and licence last."""
    who = ", ".join(source.authors) or source.publisher or source.area or ""
    publisher = source.publisher if source.authors and source.publisher else ""
    year = f"({source.year})" if source.year else "(year not stated)"
    parts = [f"{who} {year}".strip(), source.title, publisher, source.kind]
    said = ". ".join(part.rstrip(".") for part in parts if part)
    held = f"{said}. File: {source.file}." if source.file else f"{said}."
    rights = " ".join(f"{line.rstrip('.')}." for line in (source.attribution, licence_words(source)) if line)
    return f"{held} {rights}"


def licence_words(source: Source) -> str:
    """The document's own line on its licence, or that it states none."""
    return f"Licence, as printed: “{source.licence}”" if source.licence else "Licence not stated in the document"


def _ends(pages: list[StoredPage]) -> list[StoredPage]:
    return pages[:FRONT] + pages[max(FRONT, len(pages) - BACK) :]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
