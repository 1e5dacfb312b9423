"""Changes that change nothing, of ingest: the same documents read again in another order or in other pieces."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assistant.settings import Settings
from assistant.wiring import open_assistant, reader_for
from eval.harmless import Bench, Change
from eval.runs import Run
from eval.systems import Product
from ingest.embedding import SentenceEmbeddings, model_folder
from ingest.library import Library
from ingest.pipeline import fingerprint, ingest_files
from ingest.records import Passage
from ingest.remembering import STORE
from ingest.sentence_vectors import PassageVectors


class _InPieces:
    """Embeds a few passages at a time."""

    def __init__(self, embeddings: SentenceEmbeddings, size: int) -> None:
        self._embeddings, self._size = embeddings, size

    @property
    def fingerprint(self) -> str:
        """That of the model."""
        return self._embeddings.fingerprint

    def prepare(self) -> None:
        """Opens the model."""
        self._embeddings.prepare()

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """The vectors, piece after piece."""
        found: list[PassageVectors] = []
        for start in range(0, len(passages), self._size):
            found += self._embeddings.embed_passages(passages[start : start + self._size])
        return found


def _originals(bench: Bench) -> list[Path]:
    """The documents held, under the names that they came with."""
    folder = bench.folder / "originals"
    folder.mkdir(exist_ok=True)
    found = []
    for held in bench.assistant.library.catalogue.documents():
        target = folder / held.file
        if not target.exists():
            shutil.copyfile(bench.assistant.library.original(held), target)
        found.append(target)
    return sorted(found)


def _ingested(*, workers: int = 2, backwards: bool = False, size: int = 0, twice: bool = False) -> Change:
    def change(bench: Bench) -> tuple[Run, Run]:
        files = _originals(bench)[:: -1 if backwards else 1]
        name = f"again-{workers}-{backwards}-{size}-{twice}"
        embeddings = SentenceEmbeddings(model_folder(bench.settings.embedder))
        settings = Settings(library=bench.folder / name, embedder=bench.settings.embedder, workers=workers)
        settings.library.mkdir()
        if not size:  # else vectors that are remembered would not be made again
            shutil.copyfile(bench.assistant.library.folder / STORE, settings.library / STORE)
        with closing(Library(settings.library)) as library:
            library.check_fingerprint(fingerprint(embeddings.fingerprint))
            for _ in range(2 if twice else 1):
                embedder = _InPieces(embeddings, size) if size else embeddings
                ingest_files(files, library, embedder, reader_for(settings), lambda outcome: None)
        with open_assistant(settings) as assistant:
            return bench.again(Product(assistant))

    return change


def _removed_and_added(bench: Bench) -> tuple[Run, Run]:
    folder = bench.folder / "changed"
    shutil.copytree(bench.assistant.library.folder, folder)
    settings = Settings(library=folder, embedder=bench.settings.embedder)
    first = _originals(bench)[0]
    with open_assistant(settings) as assistant:
        held = next(d for d in assistant.library.catalogue.documents() if d.file == first.name)
        assistant.library.remove(held.id)
        ingest_files([first], assistant.library, assistant.embeddings, reader_for(settings), lambda outcome: None)
    with open_assistant(settings) as assistant:
        return bench.again(Product(assistant))


REINGESTED: tuple[tuple[str, Change], ...] = (
    ("documents ingested in reverse order", _ingested(backwards=True)),
    ("ingested by one worker", _ingested(workers=1)),
    ("embedded five passages at a time", _ingested(size=5)),
    ("ingested twice", _ingested(twice=True)),
    ("a document removed and added again", _removed_and_added),
)
