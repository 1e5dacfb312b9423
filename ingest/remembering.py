"""Vectors kept by the hash of what was embedded, so that unchanged text is never embedded again.

A cache and nothing more: it may be deleted at any time; vectors are then computed anew.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.errors import LibraryError
from ingest.records import Passage
from ingest.sentence_vectors import PassageEmbedder, PassageVectors, embedded_text, sentence_spans


class RememberedVectors:
    """Passage vectors from ``embeddings``, each computed once and kept in the file ``store``."""

    def __init__(self, store: Path, embeddings: PassageEmbedder) -> None:
        self._embeddings = embeddings
        self._store = store
        self._salt = embeddings.fingerprint
        try:
            self._db = sqlite3.connect(store, timeout=60)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, passage BLOB, sentences BLOB) WITHOUT ROWID"
            )
        except sqlite3.Error as error:
            raise LibraryError(
                f"the store of vectors cannot be opened: {error}", thing=str(store), remedy="delete that file"
            ) from error

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the vectors that are remembered."""
        return self._salt

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vectors of ``passages`` in order, computed where they are not known."""
        keys = [self._key(p) for p in passages]
        found = {key: kept for key in keys if (kept := self._read(key)) is not None}
        fresh = {key: p for key, p in zip(keys, passages, strict=True) if key not in found}
        made = self._embeddings.embed_passages(list(fresh.values()))
        for key, vectors in zip(fresh, made, strict=True):
            found[key] = vectors
        rows = [
            (key, np.asarray(found[key].passage, dtype=np.float32).tobytes(), found[key].sentences.tobytes())
            for key in fresh
        ]
        try:
            with self._db:
                self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise LibraryError(
                f"the store of vectors cannot be written: {error}", thing=str(self._store),
                remedy="free some space and run again",
            ) from error  # fmt: skip
        return [found[key] for key in keys]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _key(self, passage: Passage) -> bytes:
        content = f"{self._salt}\n{embedded_text(passage)}\n{sentence_spans(passage)}"
        return hashlib.sha256(content.encode()).digest()

    def _read(self, key: bytes) -> PassageVectors | None:
        row = self._db.execute("SELECT passage, sentences FROM vectors WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        whole = np.frombuffer(row[0], dtype=np.float32)
        packed = np.frombuffer(row[1], dtype=np.int8).reshape(-1, len(whole))
        return PassageVectors(passage=[float(v) for v in whole], sentences=packed)
