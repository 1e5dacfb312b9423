"""Ways to find passages in one library: the product's, BM25 alone, vectors alone, all over the same passages."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering import Assistant
from assistant.records import Filters
from benchmarks.quality_tables import PRODUCT
from ingest.lexical import stems
from ingest.records import Passage
from ingest.sentence_vectors import embedded_text

BM25, DENSE = "BM25", "dense"
_K1, _B = 0.9, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage found, the document it is from, and how well it fits: higher is better, ways are not comparable."""

    passage: Passage
    document: str
    score: float


Way = Callable[[str, int], list[Found]]  # query, how many at most -> best first


class Bm25:
    """BM25 (k1 0.9, b 0.4, as in Anserini) over ``texts`` by name; words are those of the product, repeats count."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._names = list(texts)
        counts = [Counter(stems(text)) for text in texts.values()]
        lengths = np.array([c.total() for c in counts], dtype=np.float64)
        damp = _K1 * (1.0 - _B + _B * lengths / max(1.0, lengths.mean() if len(lengths) else 1.0))
        where: dict[str, list[int]] = {}
        for i, count in enumerate(counts):
            for word in count:
                where.setdefault(word, []).append(i)
        self._weights: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for word, places in where.items():
            rows = np.array(places)
            often = np.array([counts[i][word] for i in places], dtype=np.float64)
            rarity = math.log(1.0 + (len(counts) - len(places) + 0.5) / (len(places) + 0.5))
            self._weights[word] = rows, rarity * often * (_K1 + 1.0) / (often + damp[rows])

    def rank(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` names with their scores, best first; those without a word of ``query`` left out."""
        scores = np.zeros(len(self._names))
        for word, times in Counter(stems(query)).items():
            if word in self._weights:
                rows, weights = self._weights[word]
                scores[rows] += times * weights
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self._names[i], float(scores[i])) for i in best if scores[i] > 0.0]


def ways(assistant: Assistant, documents: Sequence[str] | None = None) -> dict[str, Way]:
    """The product, BM25 and plain vectors over the passages of ``documents`` (None: of all that are held)."""
    catalogue = assistant.library.catalogue
    owners = documents if documents is not None else [held.id for held in catalogue.documents()]
    passages = {p.id: (p, owner) for owner in owners for p in catalogue.passages_of(owner)}
    bm25 = Bm25({name: embedded_text(p) for name, (p, _) in passages.items()})
    filters = Filters(review_ids=tuple(documents or ()))

    def product(query: str, k: int) -> list[Found]:
        found = assistant.search(query, k, filters)
        return [Found(passage=r.passage, document=r.document.id, score=r.score) for r in found]

    def words(query: str, k: int) -> list[Found]:
        return _found(bm25.rank(query, k), passages)

    def vectors(query: str, k: int) -> list[Found]:
        vector = assistant.embeddings.embed_query(query)
        hits = assistant.library.vectors.nearest(vector, k, list(documents) if documents is not None else None)
        return _found(((h.passage_id, h.cosine) for h in hits), passages)

    return {PRODUCT: product, BM25: words, DENSE: vectors}


def _found(ranked: Iterable[tuple[str, float]], passages: Mapping[str, tuple[Passage, str]]) -> list[Found]:
    return [Found(passage=passages[n][0], document=passages[n][1], score=s) for n, s in ranked]


def items_of(found: Sequence[Found]) -> list[str]:
    """The items of a pool whose passages were found, best first, each once."""
    return list(dict.fromkeys(f.passage.paragraph or "" for f in found))
