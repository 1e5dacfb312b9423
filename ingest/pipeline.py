"""Files into a library: each file ends in a stated outcome, and one bad file never stops the others."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Expired
from concurrent.futures import wait as wait_for
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any, Literal

from ingest.errors import AssistantError, StoppedError, UnreadableError
from ingest.library import Library
from ingest.overrides import FILE as CORRECTIONS
from ingest.passages import RULES as PASSAGE_RULES
from ingest.quality import attention
from ingest.readers import SUFFIXES
from ingest.readers.ocr import require_tesseract
from ingest.reading import RULES as READING_RULES
from ingest.reading import document_id, file_hash, read_document
from ingest.records import Document, Quality
from ingest.remembering import STORE, RememberedVectors
from ingest.sentence_vectors import PassageEmbedder, PassageVectors

OutcomeKind = Literal["added", "updated", "unchanged", "needs attention", "failed"]
OUTCOMES: tuple[OutcomeKind, ...] = ("added", "updated", "unchanged", "needs attention", "failed")
READ_SECONDS = 600.0
READ_BYTES = 1 << 30
_LEAST_SECONDS, _SECONDS_A_MEGABYTE = 60.0, 120.0  # none of the hostile files in tests takes 10 on a busy machine
_LOOK_UP_SECONDS = 0.5  # how soon a wish to stop is seen
_OCR_FACTOR = 20  # tesseract takes some seconds a page, pypdf a fortieth of one; scans are large files


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file. ``reason`` says why and what to do, for any outcome that needs it."""

    path: str
    kind: OutcomeKind
    review_id: str | None = None
    pages: int = 0
    passages: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Where and how files are read: ``workers`` processes, each file within limits of time and memory.

    ``seconds`` is the most that any file may take, small ones get less, all get more with ``ocr``, which has pages
    without text read by tesseract. ``memory`` is in bytes of address space.
    """

    model: Path
    workers: int = 2
    seconds: float = READ_SECONDS
    memory: int = READ_BYTES
    ocr: bool = False

    def seconds_for(self, file: Path) -> float:
        """The time limit of one file: two minutes a megabyte, one at least; twenty times that with OCR."""
        by_size = max(_LEAST_SECONDS, _SECONDS_A_MEGABYTE * file.stat().st_size / 1e6)
        factor = _OCR_FACTOR if self.ocr else 1
        return min(self.seconds, by_size) * factor


def fingerprint(weights: str) -> str:
    """What a library's vectors and passages depend on."""
    return f"{weights[:16]} {PASSAGE_RULES} {READING_RULES}"


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in the folders named, in order of name; hidden ones and files of ours left out.

    Raises UnreadableError for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise UnreadableError("there is no such file or folder", thing=str(path), remedy="check the path")
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            parts = file.relative_to(path).parts if path.is_dir() else ()
            if any(part.startswith(".") or part == CORRECTIONS for part in parts):
                continue
            found[file] = None
    return list(found)


def ingest_files(
    files: Sequence[Path], library: Library, embeddings: PassageEmbedder, reader: Reader,
    on_outcome: Callable[[Outcome], None], *, wait: float = 600.0, stop: Event | None = None,
) -> list[Outcome]:  # fmt: skip
    """Read, embed and store ``files``; the outcome of each, in their order. Each is told to ``on_outcome`` at once.

    Raises LibraryError when another process still writes to the library after ``wait`` seconds, or the folder cannot be
    written; StoppedError once ``stop`` is set, between two documents; SetupError when OCR is asked for and tesseract is
    not installed.
    """
    if reader.ocr:
        require_tesseract()
    outcomes: dict[Path, Outcome] = {}

    def tell(file: Path, outcome: Outcome) -> None:
        outcomes[file] = outcome
        on_outcome(outcome)

    with library.writing(wait=wait):
        whole = library.settle()
        held = {d.sha256: d.id for d in whole if not _wants_ocr(d.quality, reader)}
        fresh: dict[str, list[Path]] = {}
        for file in files:
            outcome, sha256 = _without_reading(file, held)
            if outcome:
                tell(file, outcome)
            else:
                fresh.setdefault(sha256, []).append(file)
        stored = set(held.values())
        if fresh:
            with closing(RememberedVectors(library.folder / STORE, embeddings)) as vectors:
                stored |= _add_all(fresh, library, _Source(reader=reader, vectors=vectors, stop=stop or Event()), tell)
        library.settled(stored | {d.id for d in whole})
    return [outcomes[file] for file in files]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Where documents and their vectors come from, until ``stop`` is set."""

    reader: Reader
    vectors: RememberedVectors
    stop: Event


def _add_all(
    fresh: Mapping[str, Sequence[Path]], library: Library, source: _Source, tell: Callable[[Path, Outcome], None]
) -> set[str]:
    """Read and store files, each content once; the ids of the documents stored. ``fresh`` are files by their hash."""
    by_path = {d.path: d.id for d in library.catalogue.documents()}
    known = set(by_path.values())
    stored: set[str] = set()

    def add(files: Sequence[Path]) -> None:
        for file, result, vectors in _prepared(files, source):
            if isinstance(result, Document):
                before = by_path.get(str(file.resolve())) or (result.id if result.id in known else None)
                result = _store(file, result, vectors, library, before)
                if result.kind != "failed" and result.review_id:
                    stored.add(result.review_id)
            tell(file, result)

    add([files[0] for files in fresh.values()])
    for sha256, files in fresh.items():
        if document_id(sha256) not in stored:
            add(files[1:])
            continue
        for file in files[1:]:
            same = "same content as another file"
            tell(file, Outcome(path=str(file), kind="unchanged", review_id=document_id(sha256), reason=same))
    return stored


def _wants_ocr(quality: Quality, reader: Reader) -> bool:
    """Whether a document was read without OCR and has pages that OCR, asked for now, could read."""
    return reader.ocr and not quality.ocr and bool(quality.scans)


def _without_reading(file: Path, held: dict[str, str]) -> tuple[Outcome | None, str]:
    """The outcome of a file that need not be read, unchanged or of a kind that is not read; and its hash if known."""
    if file.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(sorted(SUFFIXES))
        reason = f"not a kind of file that is read ({kinds})"
        return Outcome(path=str(file), kind="needs attention", reason=reason), ""
    try:
        sha256 = file_hash(file)
    except OSError as error:
        reason = f"the file cannot be opened: {error.strerror}"
        return Outcome(path=str(file), kind="failed", reason=reason), ""
    if sha256 in held:
        return Outcome(path=str(file), kind="unchanged", review_id=held[sha256]), sha256
    return None, sha256


Prepared = tuple[Path, Document | Outcome, "Future[list[PassageVectors]] | None"]


def _prepared(files: Sequence[Path], source: _Source) -> Iterator[Prepared]:
    """Each file with its document and its vectors, or with the outcome that says why there is none; as they come.

    Worker processes read, the largest files first, so that none is left to one of them at the end; a thread embeds what
    was read, and whoever asks stores the one before meanwhile. A few files are read ahead, never all: a document waits
    in memory until it is stored.
    """
    from pebble import ProcessPool

    if not files:
        return
    reader, vectors_of = source.reader, source.vectors
    workers = max(1, min(reader.workers, len(files)))
    waiting = iter(sorted(files, key=_size, reverse=True))
    reading: dict[Future[Document], Path] = {}
    embedding: dict[Future[list[PassageVectors]], tuple[Path, Document]] = {}
    pool = ProcessPool(max_workers=workers, context=get_context("spawn"), initializer=_limit, initargs=[reader.memory])
    embedder = ThreadPoolExecutor(1)
    embedder.submit(vectors_of.prepare)
    try:
        while True:
            for file in islice(waiting, 2 * workers - len(reading) - len(embedding)):
                arguments = [file, reader.model, reader.ocr]
                reading[pool.schedule(_read, args=arguments, timeout=reader.seconds_for(file))] = file
            if not reading and not embedding:
                return
            underway: list[Future[Any]] = [*reading, *embedding]
            done, _ = wait_for(underway, timeout=_LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
            if source.stop.is_set():
                raise StoppedError("the ingest was stopped", remedy="run the same again to go on")
            for future in [f for f in reading if f in done]:
                file = reading.pop(future)
                if failure := future.exception():
                    yield file, _failed(file, failure, reader), None
                else:
                    document = future.result()
                    embedding[embedder.submit(vectors_of.embed_document, document.id, document.passages)] = (
                        file,
                        document,
                    )
            for vectors in [f for f in embedding if f in done]:
                yield *embedding.pop(vectors), vectors
    finally:  # also when the one who asks stops asking: what is still being read is of no use then
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
        pool.join()
        embedder.shutdown(cancel_futures=True)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # gone meanwhile; its reader says so


def _failed(file: Path, failure: BaseException, reader: Reader) -> Outcome:
    """The outcome of a file on which its reader ended with ``failure``.

    Raises SetupError and whatever else is not the file's doing.
    """
    from pebble import ProcessExpired

    anew = "save it anew, for example by printing to PDF"
    match failure:
        case UnreadableError():
            reason = str(failure)
        case AssistantError():
            raise failure
        case Expired():
            reason = f"reading it took over {reader.seconds_for(file):.0f} seconds: {anew}"
        case MemoryError() | ProcessExpired():
            reason = f"reading it took over {reader.memory >> 20} MB or ended the reader: {anew}"
        case _:  # whatever a library lets out for a damaged file; the file is to blame, and the others go on
            reason = f"it cannot be read ({type(failure).__name__}: {failure}): {anew}"
    return Outcome(path=str(file), kind="failed", reason=reason)


def _read(file: Path, model: Path, ocr: bool) -> Document:
    """Run in a worker. One that ran out of memory ends and is replaced: what it holds would fail the next file."""
    try:
        return read_document(file, model, ocr=ocr)
    except MemoryError:
        os._exit(1)


def _limit(memory: int) -> None:
    """Run in each worker as it starts: hold its address space to ``memory`` bytes where the system can."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _store(
    file: Path, document: Document, vectors: "Future[list[PassageVectors]] | None", library: Library, before: str | None
) -> Outcome:
    assert vectors  # whatever was read is embedded
    try:
        library.add(document, vectors.result(), source=file, replaces=before)
    except AssistantError:
        raise
    except OSError as error:
        why = f"it cannot be stored: {error.strerror or error}; free some space and run again"
        return Outcome(path=str(file), kind="failed", reason=why)
    quality = document.quality
    empty = not document.passages or quality.pages and len(quality.pages_without_text) == quality.pages
    kind: OutcomeKind = "needs attention" if empty else "updated" if before else "added"
    return Outcome(
        path=str(file), kind=kind, review_id=document.id, pages=quality.pages, passages=len(document.passages),
        reason=attention(quality, len(document.passages)),
    )  # fmt: skip
