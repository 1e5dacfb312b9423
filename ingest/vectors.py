"""The one door to Chroma: passage vectors on disk, found by nearness."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_NAME = "passages"
_BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorHit:
    """A passage near to the question; ``cosine`` from -1 to 1, higher is nearer."""

    passage_id: str
    cosine: float


class VectorIndex:
    """Passage vectors in a Chroma collection in ``folder``, cosine distance. One process may write at a time."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        try:
            client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            self._collection: Collection = client.get_or_create_collection(
                _NAME, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
            )
        except (ChromaError, ValueError, RuntimeError, OSError) as error:
            raise LibraryError(
                f"the vector index cannot be opened: {error}", thing=str(folder), remedy="see `reviews check`"
            ) from error

    def add(self, document_id: str, passage_ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Store one vector a passage; adding the same again changes nothing."""
        for start in range(0, len(passage_ids), _BATCH):
            ids = list(passage_ids[start : start + _BATCH])
            batch: list[Sequence[float]] = list(vectors[start : start + _BATCH])
            self._collection.upsert(
                ids=ids,
                embeddings=batch,
                metadatas=[{"document": document_id} for _ in ids],
            )

    def keep(self, document_id: str, passage_ids: Iterable[str]) -> None:
        """Delete the vectors of a document's earlier passages: all but these."""
        stored = self._collection.get(where={"document": document_id}, include=[])["ids"]
        old = sorted(set(stored) - set(passage_ids))
        for start in range(0, len(old), _BATCH):
            self._collection.delete(ids=old[start : start + _BATCH])

    def remove(self, document_ids: Iterable[str]) -> None:
        """Delete every vector of these documents."""
        for document_id in document_ids:
            self._collection.delete(where={"document": document_id})

    def nearest(self, vector: Sequence[float], k: int, documents: Sequence[str] | None = None) -> list[VectorHit]:
        """At most ``k`` passages, nearest first, of these ``documents`` (None: of all)."""
        held = self.count()
        if not held or documents is not None and not documents:
            return []
        queries: list[Sequence[float]] = [vector]
        where = None if documents is None else {"document": {"$in": list(documents)}}
        found = self._collection.query(
            query_embeddings=queries,
            n_results=min(k, held),
            where=where,  # type: ignore[arg-type]  # Chroma's Where type does not admit a plain dict of lists
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [
            VectorHit(passage_id=i, cosine=1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)
        ]

    def count(self) -> int:
        """How many vectors are stored."""
        return self._collection.count()

    def documents(self) -> Counter[str]:
        """How many vectors are stored of each document, by its id."""
        found: Counter[str] = Counter()
        offset = 0
        while rows := self._collection.get(include=["metadatas"], limit=_BATCH, offset=offset)["metadatas"]:
            found.update(str(row["document"]) for row in rows)
            offset += len(rows)
        return found
