"""Puts the parts together: settings in, a ready assistant out, everything closed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.signposts import load_signposts
from ingest.embedding import SentenceEmbeddings, model_folder
from ingest.library import Library
from ingest.pipeline import Reader, fingerprint


@contextmanager
def open_assistant(settings: Settings) -> Iterator[Assistant]:
    """An assistant over the library that ``settings`` name; it is closed on leaving.

    Raises ModelFilesError when the model's files are not right, LibraryError when the library does not fit the model.
    """
    embeddings = SentenceEmbeddings(model_folder(settings.embedder))
    library = Library(settings.library)
    try:
        library.check_fingerprint(fingerprint(embeddings.fingerprint))
        signposts = load_signposts(settings.signposts) if settings.signposts else None
        yield Assistant(library, embeddings, signposts)
    finally:
        library.close()


def reader_for(settings: Settings, *, ocr: bool = False) -> Reader:
    """How files are read under ``settings``; ``ocr``: scans too."""
    return Reader(
        model=model_folder(settings.embedder),
        workers=settings.workers,
        seconds=settings.read_seconds,
        memory=settings.read_megabytes << 20,
        ocr=ocr,
    )
