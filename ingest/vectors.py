"""The one door to Chroma: passage vectors on disk, found by nearness.

Chroma 1.5.9 keeps an index in memory and never learns what another process wrote: measured, a query then misses every
new vector, without an error, until the folder is opened anew. So processes take turns, and one that finds that another
has written opens the folder anew before it goes on. A process killed while Chroma saves its index leaves it unreadable
(seen with SIGKILL: "Failed to apply logs to the hnsw segment writer"). So a mark stands in the folder during each
write, and who finds it makes the index anew from the vectors in the catalogue.
"""

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ingest.errors import LibraryError
from ingest.turns import Turns

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

NAME = "passages"
SPACE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 200}}
_BATCH = 2000
_WRITE = 500  # a question waits while so many are written: about a third of a second


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorHit:
    """A passage near to the question; ``cosine`` from -1 to 1, higher is nearer."""

    passage_id: str
    cosine: float


Stored = Iterable[tuple[str, Sequence[str], Sequence[Sequence[float]]]]  # document, passages, their vectors


def _nothing() -> Stored:
    return ()


class VectorIndex:
    """Passage vectors in a Chroma collection in ``folder``, cosine distance. Threads and processes may share it.

    ``stored`` gives all vectors that the index is to have, for when it was left half written.
    """

    def __init__(self, folder: Path, stored: Callable[[], Stored] = _nothing) -> None:
        self._folder = folder
        self._stored = stored
        self._opening = threading.Lock()
        self._client: Client | None = None
        self._counted: tuple[str, int] | None = None  # how many vectors there are, and after which writing
        try:
            self._turns = Turns(folder)
            with self._turns.hold(alone=True):
                self._open()
        except OSError as error:
            raise self._error("opened", error) from error

    def close(self) -> None:
        """Give back what is open."""
        with self._opening:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _open(self) -> None:
        """Open the folder, anew if it was open. To be called with the folder held alone."""
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        try:
            if self._client is not None:
                self._client.close()
                self._client = None
            half_written = self._turns.marked() or not self._kept() and any(True for _ in self._stored())
            if half_written:
                self._empty()
            settings = Settings(anonymized_telemetry=False)
            client = cast("Client", chromadb.PersistentClient(str(self._folder), settings=settings))
            self._client = client
            self._collection: Collection = client.get_or_create_collection(
                NAME, embedding_function=None, configuration=SPACE
            )
            if half_written:
                for document_id, ids, vectors in self._stored():
                    upsert(self._collection, document_id, ids, vectors)
                self._turns.renew()
                self._turns.unmark()
            self._seen = self._turns.stamp()
        except (ChromaError, ValueError, RuntimeError, OSError) as error:
            raise self._error("opened", error) from error

    def _fresh(self) -> bool:
        """Whether what is open here is what the last writer left, whole."""
        return self._client is not None and self._turns.stamp() == self._seen and not self._turns.marked()

    def _kept(self) -> bool:
        """Whether Chroma keeps anything here: its folder may have been lost."""
        return (self._folder / "chroma.sqlite3").is_file()

    def _empty(self) -> None:
        """Delete what Chroma keeps, and nothing else."""
        for path in self._folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name.startswith("chroma."):
                path.unlink()

    @contextmanager
    def _reading(self) -> "Iterator[Collection]":
        """The collection as the last writer left it; nobody writes meanwhile.

        Raises LibraryError when it cannot be read, as when its files are damaged.
        """
        from chromadb.errors import ChromaError

        try:
            while True:
                with self._turns.hold(alone=False):
                    if self._fresh():
                        yield self._collection
                        return
                with self._opening, self._turns.hold(alone=True):
                    if not self._fresh():
                        self._open()
        except (ChromaError, OSError) as error:
            raise self._error("read", error) from error

    @contextmanager
    def _writing(self) -> "Iterator[Collection]":
        """The collection, to write to it alone.

        Raises LibraryError when it cannot be written, as when the disk is full.
        """
        from chromadb.errors import ChromaError

        try:
            with self._opening, self._turns.hold(alone=True):
                if not self._fresh():
                    self._open()
                self._seen = self._turns.renew()
                self._turns.mark()
                yield self._collection
                self._turns.unmark()
        except (ChromaError, OSError) as error:
            raise self._error("written", error) from error

    def _error(self, done: str, error: Exception) -> LibraryError:
        remedy = "free some space and run again" if done == "written" else "make it anew with `reviews rebuild`"
        return LibraryError(f"the vector index cannot be {done}: {error}", thing=str(self._folder), remedy=remedy)

    @staticmethod
    @contextmanager
    def still(folder: Path) -> Iterator[None]:
        """Nobody uses the index in ``folder`` meanwhile: Chroma writes to its files even as it reads."""
        with Turns(folder).hold(alone=True):
            yield

    @staticmethod
    def distrust(folder: Path) -> None:
        """Have the index in ``folder`` made anew, from the vectors stored, by whoever uses it next."""
        turns = Turns(folder)
        with turns.hold(alone=True):
            turns.mark()

    @staticmethod
    def stamp(folder: Path) -> str:
        """Changes with every write to the index in ``folder``, whoever writes. Opens nothing."""
        return Turns(folder).stamp()

    def add(self, document_id: str, passage_ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Store one vector a passage; adding the same again changes nothing."""
        for start in range(0, len(passage_ids), _WRITE):
            part = slice(start, start + _WRITE)
            with self._writing() as collection:
                upsert(collection, document_id, passage_ids[part], vectors[part])

    def keep(self, document_id: str, passage_ids: Iterable[str]) -> None:
        """Delete the vectors of a document's earlier passages: all but these."""
        with self._reading() as collection:
            stored = collection.get(where={"document": document_id}, include=[])["ids"]
        old = sorted(set(stored) - set(passage_ids))
        for start in range(0, len(old), _WRITE):
            with self._writing() as collection:
                collection.delete(ids=old[start : start + _WRITE])

    def remove(self, document_ids: Iterable[str]) -> None:
        """Delete every vector of these documents."""
        for document_id in document_ids:
            with self._writing() as collection:
                collection.delete(where={"document": document_id})

    def nearest(self, vector: Sequence[float], k: int, documents: Sequence[str] | None = None) -> list[VectorHit]:
        """At most ``k`` passages, nearest first, of these ``documents`` (None: of all)."""
        if documents is not None and not documents:
            return []
        with self._reading() as collection:
            held = self._count(collection)
            return nearest_in(collection, vector, min(k, held), documents) if held else []

    def _count(self, collection: "Collection") -> int:
        """How many vectors there are. Chroma takes as long to count them as to search them."""
        counted = self._counted
        if counted is None or counted[0] != self._seen:
            counted = self._counted = (self._seen, collection.count())
        return counted[1]

    def count(self) -> int:
        """How many vectors are stored."""
        with self._reading() as collection:
            return collection.count()

    def documents(self) -> Counter[str]:
        """How many vectors are stored of each document, by its id."""
        with self._reading() as collection:
            return count_by_document(collection)


def nearest_in(
    collection: "Collection", vector: Sequence[float], k: int, documents: Sequence[str] | None
) -> list[VectorHit]:
    """At most ``k`` passages of a collection, nearest first, of these ``documents`` (None: of all)."""
    queries: list[Sequence[float]] = [vector]
    where = None if documents is None else {"document": {"$in": list(documents)}}
    found = collection.query(
        query_embeddings=queries,
        n_results=k,
        where=where,  # type: ignore[arg-type]  # Chroma's Where type does not admit a plain dict of lists
        include=["distances"],
    )
    distances = found["distances"] or [[]]
    return [VectorHit(passage_id=i, cosine=1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]


def count_by_document(collection: "Collection") -> Counter[str]:
    """How many vectors a collection has of each document, by its id."""
    found: Counter[str] = Counter()
    offset = 0
    while rows := collection.get(include=["metadatas"], limit=_BATCH, offset=offset)["metadatas"]:
        found.update(str(row["document"]) for row in rows)
        offset += len(rows)
    return found


def upsert(
    collection: "Collection", document_id: str, passage_ids: Sequence[str], vectors: Sequence[Sequence[float]]
) -> None:
    """Store one vector a passage in a collection; adding the same again changes nothing."""
    for start in range(0, len(passage_ids), _BATCH):
        ids = list(passage_ids[start : start + _BATCH])
        batch: list[Sequence[float]] = list(vectors[start : start + _BATCH])
        collection.upsert(ids=ids, embeddings=batch, metadatas=[{"document": document_id} for _ in ids])
