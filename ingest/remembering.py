"""Vectors kept by the hash of what was embedded, so that unchanged text is never embedded again.

A cache and nothing more: it may be deleted at any time; vectors are then computed anew. It knows which documents use
each vector, so that nothing is left of one that is removed.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from ingest.errors import LibraryError
from ingest.piece_vectors import WIDTH
from ingest.records import Passage
from ingest.sentence_vectors import PassageEmbedder, PassageVectors, embedded_text, sentence_spans

STORE = "vectors.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS vectors (
    key BLOB PRIMARY KEY, passage BLOB, sentences BLOB, pieces BLOB, counts BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uses (document TEXT, key BLOB, PRIMARY KEY (document, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS uses_of ON uses (key);
"""
_UNUSED = "DELETE FROM vectors WHERE key NOT IN (SELECT key FROM uses)"


class RememberedVectors:
    """Passage vectors from ``embeddings``, each computed once and kept in the file ``store``.

    Raises LibraryError when that file cannot be opened or written. One thread at a time may use it.
    """

    def __init__(self, store: Path, embeddings: PassageEmbedder) -> None:
        self._embeddings = embeddings
        self._store = store
        self._salt = embeddings.fingerprint
        self._db = _open(store)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the vectors that are remembered."""
        return self._salt

    def prepare(self) -> None:
        """Open the model, if nothing is remembered yet: then it is sure to be needed."""
        if self._db.execute("SELECT 1 FROM vectors LIMIT 1").fetchone() is None:
            self._embeddings.prepare()

    def embed_document(self, document_id: str, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vectors of a document's passages in order; those of an earlier reading of it count as used no more."""
        vectors = self.embed_passages(passages)
        rows = [(document_id, self._key(p)) for p in passages]
        with _written(self._store), self._db:
            self._db.execute("DELETE FROM uses WHERE document = ?", (document_id,))
            self._db.executemany("INSERT OR IGNORE INTO uses VALUES (?, ?)", rows)
        return vectors

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vectors of ``passages`` in order, computed where they are not known."""
        keys = [self._key(p) for p in passages]
        found = {key: kept for key in keys if (kept := self._read(key)) is not None}
        fresh = {key: p for key, p in zip(keys, passages, strict=True) if key not in found}
        made = self._embeddings.embed_passages(list(fresh.values()))
        for key, vectors in zip(fresh, made, strict=True):
            found[key] = vectors
        rows = [(key, *_packed(found[key])) for key in fresh]
        with _written(self._store), self._db:
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?)", rows)
        return [found[key] for key in keys]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _key(self, passage: Passage) -> bytes:
        content = f"{self._salt}\n{WIDTH}\n{embedded_text(passage)}\n{sentence_spans(passage)}"
        return hashlib.sha256(content.encode()).digest()

    def _read(self, key: bytes) -> PassageVectors | None:
        row = self._db.execute(
            "SELECT passage, sentences, pieces, counts FROM vectors WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        whole = np.frombuffer(row[0], dtype=np.float32)
        return PassageVectors(
            passage=[float(v) for v in whole],
            sentences=np.frombuffer(row[1], dtype=np.int8).reshape(-1, len(whole)),
            pieces=np.frombuffer(row[2], dtype=np.int8).reshape(-1, WIDTH),
            counts=tuple(np.frombuffer(row[3], dtype=np.uint16).tolist()),
        )


def _packed(vectors: PassageVectors) -> tuple[bytes, bytes, bytes, bytes]:
    return (
        np.asarray(vectors.passage, dtype=np.float32).tobytes(), vectors.sentences.tobytes(), vectors.pieces.tobytes(),
        np.array(vectors.counts, dtype=np.uint16).tobytes(),
    )  # fmt: skip


def forget_all_but(store: Path, document_ids: Iterable[str]) -> None:
    """Delete every vector in the file ``store``, if it is there, that none of these documents uses.

    Raises LibraryError when it cannot be opened or written.
    """
    if not store.is_file():
        return
    with closing(_open(store)) as db, _written(store), db:
        held = set(document_ids)
        gone = [row for row in db.execute("SELECT DISTINCT document FROM uses") if row[0] not in held]
        db.executemany("DELETE FROM uses WHERE document = ?", gone)
        db.execute(_UNUSED)


def _open(store: Path) -> sqlite3.Connection:
    try:
        db = sqlite3.connect(store, timeout=60, check_same_thread=False)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
        if len(db.execute("PRAGMA table_info(vectors)").fetchall()) not in (0, 5):  # an earlier version's
            db.execute("DROP TABLE vectors")
        db.executescript(_TABLES)
    except sqlite3.Error as error:
        raise LibraryError(
            f"the store of vectors cannot be opened: {error}", thing=str(store), remedy="delete that file"
        ) from error
    return db


@contextmanager
def _written(store: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(
            f"the store of vectors cannot be written: {error}", thing=str(store),
            remedy="free some space and run again",
        ) from error  # fmt: skip
