"""Libraries to measure on, made by the product's own parts and kept in ``benchmarks/.cache`` until their content or
the code of ingest changes; vectors are kept by the hash of their text, so that building one anew is quick.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from ingest.embedding import DEFAULT_MODEL, SentenceEmbeddings, WordPieceCounter, model_folder
from ingest.library import Library
from ingest.passages import make_passages, sentences_of
from ingest.pipeline import Reader, fingerprint, ingest_files
from ingest.records import Anchor, Document, DocumentFacts, Page, Paragraph, Passage, Quality
from ingest.remembering import RememberedVectors
from ingest.sentence_vectors import PassageVectors

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "benchmarks" / ".cache"
_BATCH = 256  # passages whose vectors are kept at once: an interrupted run goes on from there

Build = Callable[[Library, RememberedVectors], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A text of a public pool, without structure. Its passages carry its id as the number of their paragraph."""

    id: str
    title: str
    text: str


@contextmanager
def library_of_files(name: str, files: Sequence[Path]) -> Iterator[Assistant]:
    """An assistant over ``files``, ingested as the product does. Files that hold no text are simply not found."""

    def build(library: Library, remembered: RememberedVectors) -> None:
        ingest_files(files, library, remembered, Reader(model=model_folder(DEFAULT_MODEL)), lambda outcome: None)

    with _opened(name, [hashlib.sha256(f.read_bytes()).hexdigest() + f.name for f in files], build) as assistant:
        yield assistant


@contextmanager
def library_of_items(
    name: str, items: Sequence[Item], *, apart: bool, whole: bool = False, cache: Path = CACHE
) -> Iterator[Assistant]:
    """An assistant over ``items``: each a document of its own when they are ``apart``, else all in one.

    ``whole``: one passage an item, whatever its length; else they are cut as the product cuts paragraphs.
    """

    def build(library: Library, remembered: RememberedVectors) -> None:
        count = WordPieceCounter(model_folder(DEFAULT_MODEL))
        passages = [_whole(item) if whole else _cut(item, count) for item in items]
        if apart:
            for item, own in zip(items, passages, strict=True):
                _add(library, remembered, _document(item.id, item.title, own, item.text))
        else:
            numbered = (p for own in passages for p in own)
            run = tuple(replace(p, ordinal=i) for i, p in enumerate(numbered))
            _add(library, remembered, _document(name, name, run, "\n".join(i.text for i in items)))

    content = [f"{apart} {whole}", *(f"{i.id}\n{i.title}\n{i.text}" for i in items)]
    with _opened(name, content, build, cache) as assistant:
        yield assistant


@contextmanager
def _opened(name: str, content: Sequence[str], build: Build, cache: Path = CACHE) -> Iterator[Assistant]:
    embeddings = SentenceEmbeddings(model_folder(DEFAULT_MODEL))
    digest = hashlib.sha256(f"{fingerprint(embeddings.fingerprint)}\n{_code()}\n".encode())
    for text in content:
        digest.update(hashlib.sha256(text.encode()).digest())
    folder = cache / f"{name}-{digest.hexdigest()[:16]}"
    cache.mkdir(exist_ok=True)
    with FileLock(cache / f"{name}.lock"):
        if not (folder / ".whole").exists():
            for old in cache.glob(name + "-" + 16 * "?"):
                shutil.rmtree(old)
            with closing(Library(folder)) as library:
                library.check_fingerprint(fingerprint(embeddings.fingerprint))
                with closing(RememberedVectors(cache / "vectors.sqlite", embeddings)) as remembered:
                    build(library, remembered)
            (folder / ".whole").touch()
        with open_assistant(Settings(library=folder)) as assistant:
            yield assistant


def _code() -> str:
    """The hash of everything that decides what is stored."""
    digest = hashlib.sha256()
    for path in sorted(p for p in (ROOT / "ingest").rglob("*") if p.suffix in (".py", ".yaml", ".npz")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _paragraph(item: Item) -> Paragraph:
    return Paragraph(
        text=item.text, number=item.id, section=(), role="body", kind="other",
        anchors=(Anchor(offset=0, page=None, line=0),),
    )  # fmt: skip


def _whole(item: Item) -> tuple[Passage, ...]:
    name = hashlib.sha256(f"{item.id}\n{item.text}".encode()).hexdigest()[:16]
    return (
        Passage(
            id=name, ordinal=0, kind="other", section=(), context=item.title, text=item.text,
            sentences=tuple(sentences_of(_paragraph(item))),
        ),
    )  # fmt: skip


def _cut(item: Item, count: WordPieceCounter) -> tuple[Passage, ...]:
    return make_passages(item.id, item.title, [_paragraph(item)], count)


def _document(name: str, title: str, passages: tuple[Passage, ...], text: str) -> Document:
    sha256 = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
    facts = DocumentFacts(title=title, kind=None, source_kind="other", year=None, area=None)
    quality = Quality(pages=1, pages_without_text=(), numbered_paragraphs=0, furniture_lines=0, reader="plain")
    return Document(
        id=sha256[:12], sha256=sha256, file=f"{name}.txt", facts=facts, paragraphs=(), passages=passages,
        pages=(Page(number=None, lines=(), text=text),), quality=quality,
    )  # fmt: skip


def _add(library: Library, remembered: RememberedVectors, document: Document) -> None:
    vectors: list[PassageVectors] = []
    for start in range(0, len(document.passages), _BATCH):
        vectors += remembered.embed_passages(document.passages[start : start + _BATCH])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / document.file
        source.write_text(document.pages[0].text, encoding="utf-8")
        library.add(document, vectors, source=source, replaces=None)
