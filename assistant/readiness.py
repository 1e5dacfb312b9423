"""Whether a question could be answered now: model, catalogue, both indexes and the database, each tried."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.answering import Assistant
from assistant.store.database import Database
from ingest.errors import AssistantError, LibraryError, ModelFilesError, SetupError
from ingest.library import library_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What is there to be asked."""

    documents: int
    passages: int
    library_version: str


def readiness(assistant: Assistant, database: Database) -> Ready:
    """What is there to be asked, if all works. An index may know more than the catalogue while documents are added.

    Raises SetupError that names everything that is wrong, without the places: strangers may ask this.
    """
    wrong: list[str] = []
    for check in (_model, _vectors, _words):
        _try(wrong, partial(check, assistant))
    _try(wrong, database.check)
    if wrong:
        found = "; ".join(dict.fromkeys(wrong))
        raise SetupError(f"not ready: {found}", remedy="`reviews check` on the server says more")
    held = assistant.library.catalogue.documents()
    passages = sum(document.passages for document in held)
    return Ready(documents=len(held), passages=passages, library_version=library_version(held))


def _try(wrong: list[str], check: Callable[[], None]) -> None:
    try:
        check()
    except AssistantError as error:
        wrong.append(error.wrong)


def _model(assistant: Assistant) -> None:
    """The files of the embedding model are there, and it turns words into a vector."""
    folder = assistant.embeddings.folder
    if not folder.is_dir():
        raise ModelFilesError("the folder of the embedding model is gone", thing=str(folder), remedy="put it back")
    assistant.embeddings.embed_query("ready")


def _vectors(assistant: Assistant) -> None:
    library = assistant.library
    passages, vectors = sum(d.passages for d in library.catalogue.documents()), library.vectors.count()
    if vectors < passages:
        raise LibraryError(f"{vectors} vectors for {passages} passages", thing=str(library.vectors_folder))


def _words(assistant: Assistant) -> None:
    library = assistant.library
    missing = {d.id for d in library.catalogue.documents() if d.passages} - library.words.documents()
    if missing:
        raise LibraryError(f"{len(missing)} documents are not in the word index", thing=str(library.words_folder))
