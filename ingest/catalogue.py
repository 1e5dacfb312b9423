"""What is held: a document is in the library exactly when its row is committed here."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sql
from numpy.typing import NDArray

from ingest.database import open_database, reading, transaction
from ingest.piece_vectors import WIDTH
from ingest.records import Document, DocumentFacts, Finding, Paragraph, Passage, Quality
from ingest.sentence_vectors import Bytes, PassageVectors
from ingest.stored_rows import dump_row, facts_from, finding_from, paragraph_from, passage_from, quality_from
from ingest.stored_tables import DOCUMENTS, FINDINGS, PAGES, PARAGRAPHS, PASSAGES, SETTINGS, VECTORS

_CHANGE = "change"  # the setting that names the last change of what is held


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A document as the catalogue lists it: its facts and quality, without its text."""

    id: str
    sha256: str
    path: str
    file: str
    facts: DocumentFacts
    quality: Quality
    passages: int
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """The text of one page as its reader gave it. ``number`` is None where the source has no pages."""

    number: int | None
    label: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPassage:
    """A passage, the document that it is from, and the packed vectors of its sentences and of their word pieces."""

    document_id: str
    passage: Passage
    vectors: Bytes
    pieces: Bytes
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFinding:
    """A finding and the document that it is from."""

    document_id: str
    finding: Finding


class Catalogue:
    """The catalogue of a library: the file ``place``, or a database of PostgreSQL. Readers never wait for a writer.

    Everything here raises LibraryError when the database fails: it is away, its disk is full, its file is damaged.
    """

    def __init__(self, place: Path | str) -> None:
        self.engine = open_database(place)
        self._listed: tuple[str, tuple[Held, ...]] | None = None  # what was read last, and after which change
        self._register: tuple[str, tuple[HeldFinding, ...]] | None = None

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def setting(self, name: str) -> str | None:
        """A stored setting of the library, None when it was never set."""
        with reading(self.engine) as db:
            return db.execute(sql.select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar()

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting of the library."""
        with transaction(self.engine) as db:
            db.execute(SETTINGS.delete().where(SETTINGS.c.name == name))
            db.execute(SETTINGS.insert().values(name=name, value=value))

    def add(
        self, document: Document, vectors: Mapping[str, PassageVectors], *, path: str, replaces: str | None = None
    ) -> None:
        """Make ``document`` part of the library, in the place of ``replaces`` if given: both at once or neither.

        ``vectors`` are those of each passage by its id.
        """
        with transaction(self.engine) as db:
            for old in {document.id, *([replaces] if replaces else [])}:
                _delete(db, old)
            _changed(db)
            db.execute(
                DOCUMENTS.insert().values(
                    id=document.id, sha256=document.sha256, path=path, file=document.file,
                    facts=dump_row(document.facts), quality=dump_row(document.quality),
                    passages=len(document.passages), added=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            )  # fmt: skip
            _insert(db, PAGES, [
                {"document": document.id, "ordinal": i, "number": p.number, "label": p.label,
                 "text": p.text.replace("\0", " ")}
                for i, p in enumerate(document.pages)
            ])  # fmt: skip
            _insert(db, PARAGRAPHS, [
                {"document": document.id, "ordinal": i, "number": p.number, "body": dump_row(p)}
                for i, p in enumerate(document.paragraphs)
            ])  # fmt: skip
            _insert(db, PASSAGES, [
                {
                    "id": p.id, "document": document.id, "ordinal": p.ordinal, "body": dump_row(p),
                    "vectors": vectors[p.id].sentences.tobytes(),
                    "pieces": vectors[p.id].pieces.tobytes(),
                    "counts": np.array(vectors[p.id].counts, dtype=np.uint16).tobytes(),
                }
                for p in document.passages
            ])  # fmt: skip
            _insert(db, VECTORS, [
                {"id": p.id, "document": document.id, "vector": np.array(vectors[p.id].passage, np.float32).tobytes()}
                for p in document.passages
            ])  # fmt: skip
            _insert(db, FINDINGS, [
                {"id": f.id, "document": document.id, "ordinal": i, "body": dump_row(f)}
                for i, f in enumerate(document.findings)
            ])  # fmt: skip

    def remove(self, document_id: str) -> None:
        """Take a document out of the library."""
        with transaction(self.engine) as db:
            _delete(db, document_id)
            _changed(db)

    def change(self) -> str | None:
        """The name of the last change of what is held; None before the first."""
        with reading(self.engine) as db:
            return _last_change(db)

    def documents(self) -> list[Held]:
        """All documents held, by title. They are read anew only after a change, whoever made it."""
        with reading(self.engine) as db:  # the change first: rows newer than it are only read once more
            change, listed = _last_change(db), self._listed
            if change is not None and listed is not None and listed[0] == change:
                return list(listed[1])
            rows = db.execute(sql.select(DOCUMENTS)).mappings().all()
        held = sorted((_held(row) for row in rows), key=lambda held: (held.facts.title.lower(), held.id))
        self._listed = (change, tuple(held)) if change is not None else None
        return held

    def pages(self, document_id: str) -> list[StoredPage]:
        """The stored pages of a document in order."""
        query = sql.select(PAGES).where(PAGES.c.document == document_id).order_by(PAGES.c.ordinal)
        with reading(self.engine) as db:
            rows = db.execute(query).mappings().all()
        return [StoredPage(number=r["number"], label=r["label"], text=r["text"]) for r in rows]

    def page_texts(self, document_id: str, numbers: Iterable[int | None]) -> dict[int | None, StoredPage]:
        """The pages with these numbers, by number; a document without pages has the one page None."""
        wanted = set(numbers)
        matches: sql.ColumnElement[bool] = PAGES.c.number.in_([n for n in wanted if n is not None])
        if None in wanted:
            matches = sql.or_(matches, PAGES.c.number.is_(None))
        query = sql.select(PAGES).where(PAGES.c.document == document_id, matches)
        with reading(self.engine) as db:
            rows = db.execute(query).mappings().all()
        return {r["number"]: StoredPage(number=r["number"], label=r["label"], text=r["text"]) for r in rows}

    def paragraphs(self, document_id: str) -> list[Paragraph]:
        """The paragraphs of a document in order, headings and footnotes among them."""
        table = PARAGRAPHS.c
        query = sql.select(table.body).where(table.document == document_id).order_by(table.ordinal)
        with reading(self.engine) as db:
            return [paragraph_from(json.loads(body)) for body in db.execute(query).scalars()]

    def passages(self, ids: Sequence[str]) -> dict[str, HeldPassage]:
        """The passages with these ids that are held, by id. An index may still know others; they are not returned."""
        columns = (PASSAGES.c.document, PASSAGES.c.body, PASSAGES.c.vectors, PASSAGES.c.pieces, PASSAGES.c.counts)
        with reading(self.engine) as db:
            rows = db.execute(sql.select(*columns).where(PASSAGES.c.id.in_(list(ids)))).all()
        found = map(_held_passage, rows)
        return {held.passage.id: held for held in found}

    def owners(self, ids: Sequence[str]) -> dict[str, str]:
        """The document of each passage with one of these ids that is held, by the passage's id."""
        query = sql.select(PASSAGES.c.id, PASSAGES.c.document).where(PASSAGES.c.id.in_(list(ids)))
        with reading(self.engine) as db:
            return {row.id: row.document for row in db.execute(query)}

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document in order."""
        query = sql.select(PASSAGES.c.body).where(PASSAGES.c.document == document_id).order_by(PASSAGES.c.ordinal)
        with reading(self.engine) as db:
            return [passage_from(json.loads(body)) for body in db.execute(query).scalars()]

    def vectors(self) -> Iterator[tuple[str, list[str], list[list[float]]]]:
        """Each document's id, the ids of its passages, and their vectors: what the vector index is made from."""
        for held in self.documents():
            query = sql.select(VECTORS.c.id, VECTORS.c.vector).where(VECTORS.c.document == held.id)
            with reading(self.engine) as db:
                rows = db.execute(query).all()
            yield held.id, [r[0] for r in rows], [np.frombuffer(r[1], dtype=np.float32).tolist() for r in rows]

    def vectors_of(self, documents: Sequence[str]) -> tuple[list[str], NDArray[np.float32]]:
        """The ids of all passages of ``documents`` and their unit vectors, shape (passages, width)."""
        query = sql.select(VECTORS.c.id, VECTORS.c.vector).where(VECTORS.c.document.in_(list(documents)))
        with reading(self.engine) as db:
            rows = db.execute(query).all()
        return [r[0] for r in rows], np.frombuffer(b"".join(r[1] for r in rows), np.float32).reshape(
            len(rows), -1 if rows else 0
        )

    def findings(self, documents: Sequence[str] | None = None) -> list[HeldFinding]:
        """The register of these ``documents`` (None: of all), each document's in the order of its pages.

        That of all is read anew only after a change.
        """
        query = sql.select(FINDINGS.c.document, FINDINGS.c.body).order_by(FINDINGS.c.document, FINDINGS.c.ordinal)
        if documents is not None:
            query = query.where(FINDINGS.c.document.in_(list(documents)))
        with reading(self.engine) as db:
            change, register = _last_change(db), self._register
            if documents is None and change is not None and register is not None and register[0] == change:
                return list(register[1])
            rows = db.execute(query).all()
        found = [HeldFinding(document_id=d, finding=finding_from(json.loads(body))) for d, body in rows]
        if documents is None and change is not None:
            self._register = (change, tuple(found))
        return found


def _last_change(db: sql.Connection) -> str | None:
    """The name of the last change of what is held; None in a library from before changes were named."""
    return db.execute(sql.select(SETTINGS.c.value).where(SETTINGS.c.name == _CHANGE)).scalar()


def _insert(db: sql.Connection, table: sql.Table, rows: list[dict[str, object]]) -> None:
    if rows:
        db.execute(table.insert(), rows)


def _changed(db: sql.Connection) -> None:
    """Name this change, so that who has read the documents before knows."""
    db.execute(SETTINGS.delete().where(SETTINGS.c.name == _CHANGE))
    db.execute(SETTINGS.insert().values(name=_CHANGE, value=uuid.uuid4().hex))


def _delete(db: sql.Connection, document_id: str) -> None:
    db.execute(DOCUMENTS.delete().where(DOCUMENTS.c.id == document_id))
    for table in (PAGES, PARAGRAPHS, PASSAGES, VECTORS, FINDINGS):
        db.execute(table.delete().where(table.c.document == document_id))


def _held(row: sql.RowMapping) -> Held:
    return Held(
        id=row["id"], sha256=row["sha256"], path=row["path"], file=row["file"],
        facts=facts_from(json.loads(row["facts"])), quality=quality_from(json.loads(row["quality"])),
        passages=row["passages"], added=row["added"],
    )  # fmt: skip


def _held_passage(row: sql.Row[Any, Any, Any, Any, Any]) -> HeldPassage:
    passage = passage_from(json.loads(row.body))
    return HeldPassage(
        document_id=row.document,
        passage=passage,
        vectors=np.frombuffer(row.vectors, dtype=np.int8).reshape(len(passage.sentences), -1),
        pieces=np.frombuffer(row.pieces, dtype=np.int8).reshape(-1, WIDTH),
        counts=tuple(np.frombuffer(row.counts, dtype=np.uint16).tolist()),
    )
