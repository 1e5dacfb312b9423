"""The example library, ingested once and kept until the documents or the code that reads them change."""

import hashlib
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from filelock import FileLock

from assistant.settings import Settings
from assistant.wiring import reader_for
from eval.case_files import ROOT
from ingest.embedding import SentenceEmbeddings, model_folder
from ingest.errors import SetupError
from ingest.library import Library
from ingest.pipeline import fingerprint, ingest_files

DOCUMENTS = ROOT / "examples" / "library"
CACHE = ROOT / "eval" / ".cache"


def example_library(settings: Settings, tell: Callable[[str], None] = lambda text: None) -> Path:
    """The folder of the example library, built as ``settings`` say; ``tell`` is told before it takes time.

    Raises SetupError where the project's examples are not beside the code, or one of them cannot be read.
    """
    if not DOCUMENTS.is_dir():
        raise SetupError(
            "the example library is not there", thing=str(DOCUMENTS), remedy="run in the project's folder, or --library"
        )
    embeddings = SentenceEmbeddings(model_folder(settings.embedder))
    files = sorted(p for p in DOCUMENTS.iterdir() if p.is_file())
    key = hashlib.sha256(fingerprint(embeddings.fingerprint).encode())
    code = sorted(p for p in (ROOT / "ingest").rglob("*") if p.suffix in (".py", ".yaml", ".npz"))
    for path in (*code, *files):
        key.update(path.name.encode() + path.read_bytes())
    folder = CACHE / f"examples-{key.hexdigest()[:16]}"
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "examples.lock"):
        if not (folder / ".whole").exists():
            tell("Reading the example library; this takes some minutes the first time.")
            for old in CACHE.glob("examples-*"):
                shutil.rmtree(old)
            with closing(Library(folder)) as library:
                library.check_fingerprint(fingerprint(embeddings.fingerprint))
                outcomes = ingest_files(files, library, embeddings, reader_for(settings), lambda outcome: None)
            if failed := [o.path for o in outcomes if o.kind == "failed"]:
                raise SetupError("an example cannot be read", thing=failed[0], remedy="see `reviews ingest` of it")
            (folder / ".whole").touch()
    return folder
