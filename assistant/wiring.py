"""Puts the parts together: settings in, a ready assistant out, everything closed at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.answering import Assistant
from assistant.chat import AskingRules, Chat
from assistant.metrics import Metrics
from assistant.records import Answer
from assistant.reranking import Reranker
from assistant.rewriting import Rewriter
from assistant.settings import Settings
from assistant.signposts import load_signposts
from assistant.store.audit import Audit
from assistant.store.database import FILE, Database
from assistant.store.erasing import Erasing
from assistant.tracing import open_tracing
from assistant.writing.model import ChatModel, ModelSettings
from assistant.writing.prompts import load_prompt
from assistant.writing.writer import Limits, Writer
from ingest.embedding import SentenceEmbeddings, model_folder
from ingest.errors import SetupError
from ingest.library import Library, Shared
from ingest.pipeline import Reader, fingerprint


@contextmanager
def open_assistant(settings: Settings) -> Iterator[Assistant]:
    """An assistant over the library that ``settings`` name; it is closed on leaving.

    Raises ModelFilesError when the model's files are not right, LibraryError when the library does not fit the model.
    """
    embeddings = SentenceEmbeddings(model_folder(settings.embedder))
    library = library_of(settings)
    try:
        library.check_fingerprint(fingerprint(embeddings.fingerprint))
        signposts = load_signposts(settings.signposts) if settings.signposts else None
        threshold = settings.abstention_threshold
        reranker = reranker_for(settings)
        yield Assistant(library, embeddings, signposts, writer_for(settings), threshold=threshold, reranker=reranker)
    finally:
        library.close()


def library_of(settings: Settings) -> Library:
    """The library that ``settings`` name: in a folder, or shared by several machines.

    Raises LibraryError when it cannot be opened, SetupError when CHROMA_URL is set without DATABASE_URL.
    """
    if settings.chroma_url is None:
        return Library(settings.library)
    if settings.database_url is None:
        raise SetupError(
            "a shared library needs a database", thing="CHROMA_URL", remedy="set DATABASE_URL to one of PostgreSQL"
        )
    place = Shared(database_url=settings.database_url.get_secret_value(), chroma_url=settings.chroma_url)
    return Library(settings.library, place)


@contextmanager
def open_store(settings: Settings) -> Iterator[Database]:
    """The database of conversations that ``settings`` name; it is closed on leaving.

    Raises StoreError when it cannot be reached or used.
    """
    url = settings.database_url
    database = Database(url.get_secret_value() if url else f"sqlite:///{settings.library / FILE}")
    try:
        yield database
    finally:
        database.close()


def chat_over(assistant: Assistant, database: Database, rules: AskingRules) -> Chat:
    """Conversations over ``assistant``, kept in ``database``; the model that writes puts follow-ups too."""
    writer = assistant.writer
    rewriter = Rewriter(writer.model, load_prompt("follow_up")) if writer else None
    return Chat(assistant, database, rewriter, rules=rules)


@contextmanager
def watched(settings: Settings, metrics: Metrics) -> Iterator[Callable[[Answer], None]]:
    """What is to be told of each answer: figures, and traces where ``settings`` name a collector.

    Raises SetupError when the exporter of traces is not installed.
    """
    tracing = open_tracing(settings.otel_url) if settings.otel_url else None

    def told(answer: Answer) -> None:
        metrics.answered(answer)
        if tracing:
            tracing.answered(answer)

    try:
        yield told
    finally:
        if tracing:
            tracing.close()


def expire_others(settings: Settings, database: Database) -> None:
    """Delete collections, frozen copies and entries of the audit trail that are past their days.

    Raises StoreError when the database fails.
    """
    Erasing(database).expire_collections(settings.collection_days)
    Audit(database).expire(settings.audit_days)


def writer_for(settings: Settings) -> Writer | None:
    """Who writes answers under ``settings``; None when no model is named, and answers are quotes.

    The model itself is opened when it is first asked. Raises SetupError when it is not named rightly, or its prompt is
    not right.
    """
    if settings.model is None:
        return None
    key = settings.model_key.get_secret_value() if settings.model_key else None
    chosen = ModelSettings(name=settings.model, url=settings.model_url, key=key, seconds=settings.model_seconds,
                           reply_tokens=settings.model_reply_tokens)  # fmt: skip
    limits = Limits(tries=settings.model_tries, seconds=2 * settings.model_seconds,
                    prompt_tokens=settings.model_prompt_tokens, on_failure=settings.model_failure)  # fmt: skip
    return Writer(ChatModel(chosen), load_prompt("statements"), limits)


def reranker_for(settings: Settings) -> Reranker | None:
    """The cross-encoder that ``settings`` name, opened; None when none is named.

    Raises SetupError when it cannot be opened.
    """
    if settings.reranker is None:
        return None
    reranker = Reranker(settings.reranker)
    reranker.prepare()
    return reranker


def reader_for(settings: Settings, *, ocr: bool = False) -> Reader:
    """How files are read under ``settings``; ``ocr``: scans too."""
    return Reader(
        model=model_folder(settings.embedder),
        workers=settings.workers,
        seconds=settings.read_seconds,
        memory=settings.read_megabytes << 20,
        ocr=ocr,
    )
