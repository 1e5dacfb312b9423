"""One file read whole: lines, paragraphs, passages, the register. Runs in a worker process; touches no store."""

import hashlib
from dataclasses import replace
from pathlib import Path

from ingest.cleaning import clean
from ingest.embedding import WordPieceCounter
from ingest.facts import read_facts
from ingest.findings import read_findings
from ingest.kinds import with_kinds
from ingest.overrides import FILE, Overrides, with_facts, with_passages
from ingest.passages import make_passages
from ingest.quality import measure_quality
from ingest.readers import read_file
from ingest.records import Document
from ingest.structure import read_structure
from ingest.voices import with_voices

RULES = "reading-4"


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; with what ``reviews.yaml`` beside it says of it, where it does.

    Raises RequestError when that file is wrong.
    """
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    if said := overrides_for(path):
        digest.update(said.digest.encode())
    return digest.hexdigest()


def document_id(sha256: str) -> str:
    """The id of the document whose file has this hash."""
    return sha256[:12]


def overrides_for(path: Path) -> Overrides | None:
    """What ``reviews.yaml`` in the folder of ``path`` says of it; None when there is none or it says nothing.

    Raises RequestError when that file is wrong, naming the key and what is allowed.
    """
    beside = path.parent / FILE
    if not beside.is_file():
        return None
    from ingest.override_files import read_overrides

    return read_overrides(beside).get(path.name)


def read_document(path: Path, model: Path, *, ocr: bool = False) -> Document:
    """The document in ``path`` with its passages cut for the embedding model in the folder ``model``.

    ``ocr``: pages without text are read by tesseract. Raises UnreadableError when the file cannot be read as a
    document, SetupError when tesseract is asked for and not installed.
    """
    raw = read_file(path, ocr=ocr)
    text = clean(raw)
    structure = read_structure(text)
    said = overrides_for(path)
    facts = with_facts(read_facts(path, raw, text, structure), said)
    paragraphs, unmatched = with_passages(with_voices(with_kinds(structure, facts.kind), facts), said)
    raw = replace(raw, notes=(*raw.notes, *unmatched))
    sha256 = file_hash(path)
    passages = make_passages(document_id(sha256), facts.title, paragraphs, WordPieceCounter(model))
    findings = read_findings(raw.pages, paragraphs, facts, document_id(sha256))
    made = sum(finding.kind == "recommendation" for finding in findings)
    quality = measure_quality(raw, text, paragraphs, source_kind=facts.source_kind, recommendations=made, ocr=ocr)
    pages = tuple(replace(page, label=label, lines=()) for page, label in zip(raw.pages, text.labels, strict=True))
    return Document(
        id=document_id(sha256),
        sha256=sha256,
        file=path.name,
        facts=facts,
        pages=pages,
        paragraphs=paragraphs,
        passages=passages,
        quality=quality,
        findings=findings,
    )
