"""Builds libraries for tests once and keeps them between runs in ``tests/.cache``, so that real parts stay quick."""

import hashlib
import shutil
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
from filelock import FileLock
from langchain_core.embeddings import Embeddings

from ingest.embedding import SentenceEmbeddings
from ingest.library import Library
from ingest.pipeline import Outcome, Reader, fingerprint, ingest_files

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "tests" / ".cache"
EXAMPLES = ROOT / "examples" / "library"
QUESTIONS = ROOT / "examples" / "questions"
TRUTH = ROOT / "examples" / "truth"
SHARED = ROOT.parent / "shared"


class RememberedEmbeddings(Embeddings):
    """The product's own vectors, each computed once: a text that was embedded before comes from a file in the cache."""

    def __init__(self, folder: Path, store: Path) -> None:
        self.real = SentenceEmbeddings(folder)
        self._salt = f"{self.real.fingerprint} {version('torch')} {version('sentence-transformers')}"
        store.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(store, timeout=60)
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, in order."""
        keys = [hashlib.sha256(f"{self._salt}\n{text}".encode()).hexdigest() for text in texts]
        found = {key: vector for key in keys if (vector := self._read(key)) is not None}
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if fresh:
            made = self.real.embed_documents(list(fresh.values()))
            found.update(zip(fresh, made, strict=True))
            rows = [
                (key, np.asarray(vector, dtype=np.float32).tobytes()) for key, vector in zip(fresh, made, strict=True)
            ]
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            self._db.commit()
        return [found[key] for key in keys]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; never remembered."""
        return self.real.embed_query(text)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _read(self, key: str) -> list[float] | None:
        row = self._db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return None if row is None else [float(v) for v in np.frombuffer(row[0], dtype=np.float32)]


def built_library(name: str, files: Sequence[Path], model: Path, target: Path) -> list[Outcome]:
    """Put a library of ``files`` into ``target``; the outcomes of those that failed or need attention.

    It is built once and kept in the cache under the hash of its files and of ingest's code, then copied, so that a test
    run never opens the folder of another.
    """
    key = f"{name}-{_key(files, model)}"
    kept, notes = CACHE / key, CACHE / f"{key}.outcomes"
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / f"{name}.lock"):
        if not notes.exists():
            for old in CACHE.glob(f"{name}-*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            outcomes = _build(files, model, kept)
            lines = (f"{o.kind}\t{o.path}\t{o.reason or ''}" for o in outcomes if o.kind not in ("added", "unchanged"))
            notes.write_text("\n".join(lines), encoding="utf-8")
        shutil.copytree(kept, target)
        rows = [line.split("\t") for line in notes.read_text(encoding="utf-8").splitlines()]
    return [Outcome(path=path, kind=kind, reason=reason or None) for kind, path, reason in rows]  # type: ignore[arg-type]  # kinds as written


def _build(files: Sequence[Path], model: Path, folder: Path) -> list[Outcome]:
    library = Library(folder)
    embeddings = RememberedEmbeddings(model, CACHE / "vectors.sqlite")
    try:
        library.check_fingerprint(fingerprint(embeddings.real.fingerprint))
        return ingest_files(files, library, embeddings, Reader(model=model, workers=2), lambda outcome: None)
    finally:
        embeddings.close()
        library.close()


def _key(files: Sequence[Path], model: Path) -> str:
    digest = hashlib.sha256(fingerprint(SentenceEmbeddings(model).fingerprint).encode())
    for path in (*sorted((ROOT / "ingest").rglob("*.py")), *sorted(files)):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
