"""Passage vectors on a Chroma server, which many machines may ask and write to at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from ingest.errors import VectorServerError
from ingest.vectors import NAME, SPACE, Stored, VectorHit, count_by_document, nearest_in, upsert

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


class VectorServer:
    """The collection of a library on the Chroma server at ``url``. It keeps nothing here; threads may share it.

    Whatever the server does wrong, or not at all, is a VectorServerError; so is that it has nothing although the
    catalogue ``holds_any``: a server that lost its disk would else be a silent second best.
    """

    def __init__(self, url: str, holds_any: Callable[[], bool]) -> None:
        self._url = url
        self._holds_any = holds_any

    def close(self) -> None:
        """Give back what is open."""
        if "_client" in vars(self):
            self._client.close()

    @cached_property
    def _client(self) -> "Client":
        import chromadb
        from chromadb.config import Settings

        place = urlsplit(self._url)
        secure = place.scheme == "https"
        port = place.port or (443 if secure else 8000)
        settings = Settings(anonymized_telemetry=False)
        return cast("Client", chromadb.HttpClient(place.hostname or "", port, secure, settings=settings))

    @cached_property
    def _collection(self) -> "Collection":
        return self._client.get_or_create_collection(NAME, embedding_function=None, configuration=SPACE)

    @contextmanager
    def _asking(self) -> "Iterator[Collection]":
        import httpx
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield self._collection
        except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
            if isinstance(error, NotFoundError):
                vars(self).pop("_collection", None)  # made anew by another
            raise VectorServerError(
                f"the vector server failed: {str(error).splitlines()[0]}", thing=self._url,
                remedy="check that it runs and that CHROMA_URL is its address, then try again",
            ) from error  # fmt: skip

    def add(self, document_id: str, passage_ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Store one vector a passage; adding the same again changes nothing."""
        with self._asking() as collection:
            upsert(collection, document_id, passage_ids, vectors)

    def keep(self, document_id: str, passage_ids: Iterable[str]) -> None:
        """Delete the vectors of a document's earlier passages: all but these."""
        with self._asking() as collection:
            stored = collection.get(where={"document": document_id}, include=[])["ids"]
            if old := sorted(set(stored) - set(passage_ids)):
                collection.delete(ids=old)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Delete every vector of these documents."""
        with self._asking() as collection:
            for document_id in document_ids:
                collection.delete(where={"document": document_id})

    def nearest(self, vector: Sequence[float], k: int, documents: Sequence[str] | None = None) -> list[VectorHit]:
        """At most ``k`` passages, nearest first, of these ``documents`` (None: of all)."""
        if documents is not None and not documents:
            return []
        with self._asking() as collection:
            found = nearest_in(collection, vector, k, documents)
        if not found and documents is None and self._holds_any():
            raise VectorServerError(
                "the vector server has lost its vectors", thing=self._url, remedy="run `reviews rebuild`"
            )
        return found

    def count(self) -> int:
        """How many vectors are stored."""
        with self._asking() as collection:
            return collection.count()

    def documents(self) -> Counter[str]:
        """How many vectors are stored of each document, by its id."""
        with self._asking() as collection:
            return count_by_document(collection)

    def make_anew(self, stored: Callable[[], Stored]) -> None:
        """Delete all vectors and store those given."""
        with self._asking() as collection:
            for document_id in count_by_document(collection):
                collection.delete(where={"document": document_id})
            for document_id, ids, vectors in stored():
                upsert(collection, document_id, ids, vectors)
