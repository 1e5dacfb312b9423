"""The one door to SQLAlchemy: what is held. A document is in the library exactly when its row is committed here."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from ingest.errors import LibraryError
from ingest.piece_vectors import WIDTH
from ingest.records import Document, DocumentFacts, Finding, PagesRead, Paragraph, Passage, Quality
from ingest.sentence_vectors import Bytes, PassageVectors
from ingest.stored_rows import dump_row, finding_from, paragraph_from, passage_from

_META = sql.MetaData()
_DOCUMENTS = sql.Table(
    "documents", _META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("sha256", sql.String, unique=True, nullable=False),
    sql.Column("path", sql.String, nullable=False, index=True), sql.Column("file", sql.String, nullable=False),
    sql.Column("facts", sql.Text, nullable=False), sql.Column("quality", sql.Text, nullable=False),
    sql.Column("passages", sql.Integer, nullable=False), sql.Column("added", sql.String, nullable=False),
)  # fmt: skip
_PAGES = sql.Table(
    "pages", _META,
    sql.Column("document", sql.String, primary_key=True), sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("number", sql.Integer), sql.Column("label", sql.String), sql.Column("text", sql.Text, nullable=False),
)  # fmt: skip
_PARAGRAPHS = sql.Table(
    "paragraphs", _META,
    sql.Column("document", sql.String, primary_key=True), sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("number", sql.String), sql.Column("body", sql.Text, nullable=False),
)  # fmt: skip
_PASSAGES = sql.Table(
    "passages", _META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("document", sql.String, nullable=False, index=True),
    sql.Column("ordinal", sql.Integer, nullable=False), sql.Column("body", sql.Text, nullable=False),
    sql.Column("vectors", sql.LargeBinary, nullable=False), sql.Column("pieces", sql.LargeBinary, nullable=False),
    sql.Column("counts", sql.LargeBinary, nullable=False),
)  # fmt: skip
_VECTORS = sql.Table(
    "passage_vectors", _META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("document", sql.String, nullable=False, index=True),
    sql.Column("vector", sql.LargeBinary, nullable=False),
)  # fmt: skip
_FINDINGS = sql.Table(
    "findings", _META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("document", sql.String, nullable=False, index=True),
    sql.Column("ordinal", sql.Integer, nullable=False), sql.Column("body", sql.Text, nullable=False),
)  # fmt: skip
_SETTINGS = sql.Table(
    "settings", _META, sql.Column("name", sql.String, primary_key=True), sql.Column("value", sql.String, nullable=False)
)


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
    """The catalogue of a library: SQLite in the library folder. Readers never wait for a writer."""

    def __init__(self, path: Path) -> None:
        self._engine = sql.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
        sql.event.listen(self._engine, "connect", _configure)
        try:
            _META.create_all(self._engine)
        except SQLAlchemyError as error:
            raise LibraryError(
                "the catalogue cannot be opened", thing=str(path), remedy="check its permissions and free space"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sql.Connection]:
        """A transaction. Raises LibraryError when it cannot be written, as when the disk is full."""
        try:
            with self._engine.begin() as db:
                yield db
        except SQLAlchemyError as error:
            raise LibraryError(
                f"the catalogue cannot be written: {error.__cause__ or error}", thing=str(self._engine.url.database),
                remedy="free some space and run again",
            ) from error  # fmt: skip

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def setting(self, name: str) -> str | None:
        """A stored setting of the library, None when it was never set."""
        with self._engine.connect() as db:
            return db.execute(sql.select(_SETTINGS.c.value).where(_SETTINGS.c.name == name)).scalar()

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting of the library."""
        with self._writing() as db:
            db.execute(_SETTINGS.delete().where(_SETTINGS.c.name == name))
            db.execute(_SETTINGS.insert().values(name=name, value=value))

    def add(
        self, document: Document, vectors: Mapping[str, PassageVectors], *, path: str, replaces: str | None = None
    ) -> None:
        """Make ``document`` part of the library, in the place of ``replaces`` if given: both at once or neither.

        ``vectors`` are those of each passage by its id.
        """
        with self._writing() as db:
            for old in {document.id, *([replaces] if replaces else [])}:
                _delete(db, old)
            db.execute(
                _DOCUMENTS.insert().values(
                    id=document.id, sha256=document.sha256, path=path, file=document.file,
                    facts=dump_row(document.facts), quality=dump_row(document.quality),
                    passages=len(document.passages), added=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            )  # fmt: skip
            _insert(db, _PAGES, [
                {"document": document.id, "ordinal": i, "number": p.number, "label": p.label, "text": p.text}
                for i, p in enumerate(document.pages)
            ])  # fmt: skip
            _insert(db, _PARAGRAPHS, [
                {"document": document.id, "ordinal": i, "number": p.number, "body": dump_row(p)}
                for i, p in enumerate(document.paragraphs)
            ])  # fmt: skip
            _insert(db, _PASSAGES, [
                {
                    "id": p.id, "document": document.id, "ordinal": p.ordinal, "body": dump_row(p),
                    "vectors": vectors[p.id].sentences.tobytes(),
                    "pieces": vectors[p.id].pieces.tobytes(),
                    "counts": np.array(vectors[p.id].counts, dtype=np.uint16).tobytes(),
                }
                for p in document.passages
            ])  # fmt: skip
            _insert(db, _VECTORS, [
                {"id": p.id, "document": document.id, "vector": np.array(vectors[p.id].passage, np.float32).tobytes()}
                for p in document.passages
            ])  # fmt: skip
            _insert(db, _FINDINGS, [
                {"id": f.id, "document": document.id, "ordinal": i, "body": dump_row(f)}
                for i, f in enumerate(document.findings)
            ])  # fmt: skip

    def remove(self, document_id: str) -> None:
        """Take a document out of the library."""
        with self._writing() as db:
            _delete(db, document_id)

    def documents(self) -> list[Held]:
        """All documents held, by title."""
        with self._engine.connect() as db:
            rows = db.execute(sql.select(_DOCUMENTS)).mappings().all()
        return sorted((_held(row) for row in rows), key=lambda held: (held.facts.title.lower(), held.id))

    def pages(self, document_id: str) -> list[StoredPage]:
        """The stored pages of a document in order."""
        query = sql.select(_PAGES).where(_PAGES.c.document == document_id).order_by(_PAGES.c.ordinal)
        with self._engine.connect() as db:
            rows = db.execute(query).mappings().all()
        return [StoredPage(number=r["number"], label=r["label"], text=r["text"]) for r in rows]

    def page_texts(self, document_id: str, numbers: Iterable[int | None]) -> dict[int | None, StoredPage]:
        """The pages with these numbers, by number; a document without pages has the one page None."""
        wanted = set(numbers)
        matches: sql.ColumnElement[bool] = _PAGES.c.number.in_([n for n in wanted if n is not None])
        if None in wanted:
            matches = sql.or_(matches, _PAGES.c.number.is_(None))
        query = sql.select(_PAGES).where(_PAGES.c.document == document_id, matches)
        with self._engine.connect() as db:
            rows = db.execute(query).mappings().all()
        return {r["number"]: StoredPage(number=r["number"], label=r["label"], text=r["text"]) for r in rows}

    def paragraphs(self, document_id: str) -> list[Paragraph]:
        """The paragraphs of a document in order, headings and footnotes among them."""
        table = _PARAGRAPHS.c
        query = sql.select(table.body).where(table.document == document_id).order_by(table.ordinal)
        with self._engine.connect() as db:
            return [paragraph_from(json.loads(body)) for body in db.execute(query).scalars()]

    def passages(self, ids: Sequence[str]) -> dict[str, HeldPassage]:
        """The passages with these ids that are held, by id. An index may still know others; they are not returned."""
        columns = (_PASSAGES.c.document, _PASSAGES.c.body, _PASSAGES.c.vectors, _PASSAGES.c.pieces, _PASSAGES.c.counts)
        with self._engine.connect() as db:
            rows = db.execute(sql.select(*columns).where(_PASSAGES.c.id.in_(list(ids)))).all()
        found = map(_held_passage, rows)
        return {held.passage.id: held for held in found}

    def owners(self, ids: Sequence[str]) -> dict[str, str]:
        """The document of each passage with one of these ids that is held, by the passage's id."""
        query = sql.select(_PASSAGES.c.id, _PASSAGES.c.document).where(_PASSAGES.c.id.in_(list(ids)))
        with self._engine.connect() as db:
            return {row.id: row.document for row in db.execute(query)}

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document in order."""
        query = sql.select(_PASSAGES.c.body).where(_PASSAGES.c.document == document_id).order_by(_PASSAGES.c.ordinal)
        with self._engine.connect() as db:
            return [passage_from(json.loads(body)) for body in db.execute(query).scalars()]

    def vectors(self) -> Iterator[tuple[str, list[str], list[list[float]]]]:
        """Each document's id, the ids of its passages, and their vectors: what the vector index is made from."""
        for held in self.documents():
            query = sql.select(_VECTORS.c.id, _VECTORS.c.vector).where(_VECTORS.c.document == held.id)
            with self._engine.connect() as db:
                rows = db.execute(query).all()
            yield held.id, [r[0] for r in rows], [np.frombuffer(r[1], dtype=np.float32).tolist() for r in rows]

    def findings(self) -> list[HeldFinding]:
        """The register of all documents, each document's in the order of its pages."""
        query = sql.select(_FINDINGS.c.document, _FINDINGS.c.body).order_by(_FINDINGS.c.document, _FINDINGS.c.ordinal)
        with self._engine.connect() as db:
            return [HeldFinding(document_id=d, finding=finding_from(json.loads(body))) for d, body in db.execute(query)]


def _configure(connection: Any, _: object) -> None:
    """Write-ahead logging lets readers go on while a writer works; a commit reaches the disk before it counts."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is removed is overwritten
    cursor.close()


def _insert(db: sql.Connection, table: sql.Table, rows: list[dict[str, object]]) -> None:
    if rows:
        db.execute(table.insert(), rows)


def _delete(db: sql.Connection, document_id: str) -> None:
    db.execute(_DOCUMENTS.delete().where(_DOCUMENTS.c.id == document_id))
    for table in (_PAGES, _PARAGRAPHS, _PASSAGES, _VECTORS, _FINDINGS):
        db.execute(table.delete().where(table.c.document == document_id))


def _held(row: sql.RowMapping) -> Held:
    facts, quality = json.loads(row["facts"]), json.loads(row["quality"])
    for name in ("authors", "pseudonyms"):
        facts[name] = tuple(facts[name])
    quality["readers"] = [PagesRead(reader=r["reader"], pages=tuple(r["pages"])) for r in quality.get("readers", [])]
    for name in (name for name, value in quality.items() if isinstance(value, list)):
        quality[name] = tuple(quality[name])
    return Held(
        id=row["id"], sha256=row["sha256"], path=row["path"], file=row["file"], facts=DocumentFacts(**facts),
        quality=Quality(**quality), passages=row["passages"], added=row["added"],
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
