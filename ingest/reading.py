"""One file read whole: reader, cleaning, structure, kinds, passages. Runs in a worker process; touches no store."""

import hashlib
from dataclasses import replace
from pathlib import Path

from ingest.cleaning import clean
from ingest.embedding import WordPieceCounter
from ingest.facts import read_facts
from ingest.kinds import with_kinds
from ingest.passages import make_passages
from ingest.readers import read_file
from ingest.records import Document, Quality
from ingest.structure import read_structure

RULES = "reading-1"


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_document(path: Path, model: Path) -> Document:
    """The document in ``path`` with its passages cut for the embedding model in the folder ``model``.

    Raises UnreadableError when the file cannot be read as a document.
    """
    raw = read_file(path)
    text = clean(raw)
    structure = read_structure(text)
    facts = read_facts(path, raw, text, structure)
    paragraphs = with_kinds(structure, facts.kind)
    sha256 = file_hash(path)
    passages = make_passages(sha256[:12], facts.title, paragraphs, WordPieceCounter(model))
    pages = tuple(replace(page, label=label, lines=()) for page, label in zip(raw.pages, text.labels, strict=True))
    return Document(
        id=sha256[:12],
        sha256=sha256,
        file=path.name,
        facts=facts,
        pages=pages,
        paragraphs=paragraphs,
        passages=passages,
        quality=Quality(
            pages=len(pages) if raw.paged else 0,
            pages_without_text=tuple(p.number for p in raw.pages if p.number is not None and not p.text.strip()),
            numbered_paragraphs=len({(p.number, p.section[:1]) for p in paragraphs if p.number}),
            furniture_lines=text.furniture,
            reader=raw.reader,
            notes=raw.notes,
        ),
    )
