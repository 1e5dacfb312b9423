"""Builds libraries for tests once and keeps them between runs in ``tests/.cache``, so that real parts stay quick."""

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from filelock import FileLock

from ingest.embedding import SentenceEmbeddings
from ingest.library import Library
from ingest.pipeline import Outcome, Reader, fingerprint, ingest_files
from ingest.remembering import RememberedVectors

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "tests" / ".cache"
EXAMPLES = ROOT / "examples" / "library"
QUESTIONS = ROOT / "examples" / "questions"
TRUTH = ROOT / "examples" / "truth"
SHARED = ROOT.parent / "shared"


def built_library(
    name: str, files: Sequence[Path], model: Path, target: Path, reader: Reader | None = None
) -> list[Outcome]:
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
            outcomes = _build(files, reader or Reader(model=model, workers=2), kept)
            lines = (f"{o.kind}\t{o.path}\t{o.reason or ''}" for o in outcomes if o.kind not in ("added", "unchanged"))
            notes.write_text("\n".join(lines), encoding="utf-8")
        shutil.copytree(kept, target)
        rows = [line.split("\t") for line in notes.read_text(encoding="utf-8").splitlines()]
    return [Outcome(path=path, kind=kind, reason=reason or None) for kind, path, reason in rows]  # type: ignore[arg-type]  # kinds as written


def _build(files: Sequence[Path], reader: Reader, folder: Path) -> list[Outcome]:
    library = Library(folder)
    embeddings = SentenceEmbeddings(reader.model)
    try:
        library.check_fingerprint(fingerprint(embeddings.fingerprint))
        with closing(RememberedVectors(CACHE / "vectors.sqlite", embeddings)) as remembered:
            return ingest_files(files, library, remembered, reader, lambda outcome: None)
    finally:
        library.close()


def _key(files: Sequence[Path], model: Path) -> str:
    digest = hashlib.sha256(fingerprint(SentenceEmbeddings(model).fingerprint).encode())
    for path in (*sorted((ROOT / "ingest").rglob("*.py")), *sorted(files)):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
