"""Finds passages for a question: vectors and words, scores added. As langchain's ``BaseRetriever`` in ``chains``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.questions import Understood
from assistant.records import Filters, Retrieved
from ingest.catalogue import Held
from ingest.embedding import SentenceEmbeddings
from ingest.lexical import stems
from ingest.library import Library, facts_text
from ingest.piece_vectors import agreements
from ingest.sentence_vectors import QuestionVectors, cosines

POOL = 80
WORDS_WEIGHT = (
    0.6  # cosine + 0.6 of BM25 over its best: the sum that did best on SciFact (0.735 against 0.711 for ranks)
)
NAMED_WEIGHT = 0.45
_BATCH = 40  # passages read at once, while some are left out by what they are about

Admits = Callable[[Retrieved], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The documents that may be used for a question, by id, and how many passages they hold."""

    documents: Mapping[str, Held]
    passages: int
    total: int

    @property
    def ids(self) -> list[str] | None:
        """The ids to filter by, None when every document held may be used."""
        return None if len(self.documents) == self.total else list(self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A passage by its id, its document's, and its scores, before it is read."""

    passage_id: str
    document_id: str
    score: float
    cosine: float
    lexical: float


def scope(library: Library, filters: Filters) -> Scope:
    """What ``filters`` leave of the library."""
    held = library.catalogue.documents()
    admitted = {d.id: d for d in held if filters.admits(d)}
    return Scope(documents=admitted, passages=sum(d.passages for d in admitted.values()), total=len(held))


def retrieve(
    question: Understood, library: Library, embeddings: SentenceEmbeddings, within: Scope, k: int = 40,
    *, admits: Admits | None = None,
) -> list[Retrieved]:  # fmt: skip
    """At most ``k`` passages for ``question``, best first; only those that ``admits`` lets pass."""
    vectors = embeddings.embed_question(question.text)
    named = {d.id: naming(question, d) for d in within.documents.values()}
    hits = _hits(question, vectors, library, within, named)
    found: list[Retrieved] = []
    for start in range(0, len(hits), max(k, _BATCH)):
        for item in _read(hits[start : start + max(k, _BATCH)], vectors, library, within, named):
            if admits is None or admits(item):
                found.append(item)
        if len(found) >= k:
            break
    return found[:k]


def _hits(
    question: Understood, vectors: QuestionVectors, library: Library, within: Scope, named: Mapping[str, float]
) -> list[_Hit]:
    """What the two indexes find, in all of the scope and in the documents named, best first."""
    certain = [i for i in question.documents if i in within.documents]
    words = [t.stem for t in question.terms]
    near: dict[str, float] = {}
    worded: dict[str, float] = {}
    for ids in (within.ids, certain) if certain else (within.ids,):
        near |= {h.passage_id: h.cosine for h in library.vectors.nearest(vectors.whole, POOL, ids)}
        worded |= {h.passage_id: h.score for h in library.words.search(words, POOL, ids)}
    best, floor = max(worded.values(), default=1.0), min(near.values(), default=0.0)
    owners = library.catalogue.owners([*near.keys() | worded.keys()])
    hits = []
    for passage_id, document_id in owners.items():
        if document_id in within.documents:
            cosine, lexical = near.get(passage_id, floor * 0.9), worded.get(passage_id, 0.0) / best
            score = cosine + WORDS_WEIGHT * lexical + NAMED_WEIGHT * named[document_id]
            hits.append(
                _Hit(passage_id=passage_id, document_id=document_id, score=score, cosine=cosine, lexical=lexical)
            )
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def _read(
    hits: Sequence[_Hit], vectors: QuestionVectors, library: Library, within: Scope, named: Mapping[str, float]
) -> Iterator[Retrieved]:
    held = library.catalogue.passages([hit.passage_id for hit in hits])
    for hit in hits:
        item = held.get(hit.passage_id)
        if item is not None:  # else it was removed a moment ago
            yield Retrieved(
                passage=item.passage,
                document=within.documents[hit.document_id],
                score=hit.score,
                cosine=hit.cosine,
                sentence_cosines=tuple(cosines(vectors.whole, item.vectors)),
                agreements=tuple(agreements(vectors.pieces, item.pieces, item.counts)),
                lexical=hit.lexical,
                naming=named[hit.document_id],
            )


def naming(question: Understood, document: Held) -> float:
    """How far the question names this document by title, place, body, pseudonym or year: 0 not at all, 1 in full."""
    if document.id in question.documents:
        return 1.0
    weights = {t.stem: t.weight for t in question.terms if t.named or t.stem.isdigit()}
    if not weights:
        return 0.0
    facts = set(stems(facts_text(document.facts)))
    return sum(w for s, w in weights.items() if s in facts) / sum(weights.values())


def dedupe(found: Sequence[Retrieved]) -> list[Retrieved]:
    """``found`` without passages whose words repeat an earlier one of the same document (summary and appendix)."""
    kept: list[Retrieved] = []
    seen: set[tuple[str, str]] = set()
    for item in found:
        key = (item.document.id, item.passage.text)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept
