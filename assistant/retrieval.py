"""Finds passages for a question: vectors and words, scores added. As langchain's ``BaseRetriever`` in ``chains``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.listed import listed_passages
from assistant.questions import Understood
from assistant.records import Filters, Matches, Retrieved
from ingest.catalogue import Held
from ingest.embedding import SentenceEmbeddings
from ingest.lexical import stems
from ingest.library import Library, facts_text
from ingest.piece_vectors import nearest_pieces
from ingest.sentence_vectors import QuestionVectors, cosines
from ingest.themes import load_themes

POOL = 80
WORDS_WEIGHT = 0.5  # cosine + 0.5 of BM25 over its best, see docs/decisions/0010
NAMED_WEIGHT = 0.45
_THEMES, _THEME_WEIGHT = 2, 0.25  # themes whose other words are looked for too, and what such a word counts
_FEW = 8  # documents whose vectors are all read
_ALIKE = 0.9  # of the words of the longer of two passages: they differ by a number, a heading or a mark
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
    naming: float


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
    hits = _hits(question, vectors, library, within)
    found: list[Retrieved] = []
    for start in range(0, len(hits), max(k, _BATCH)):
        for item in _read(hits[start : start + max(k, _BATCH)], vectors, library, within):
            if admits is None or admits(item):
                found.append(item)
        if len(found) >= k:
            break
    return found[:k]


def _hits(question: Understood, vectors: QuestionVectors, library: Library, within: Scope) -> list[_Hit]:
    """What the two indexes find, in all of the scope and in the documents named, best first."""
    certain = [i for i in question.documents if i in within.documents]
    words = _query(question)
    near = {h.passage_id: h.cosine for h in library.vectors.nearest(vectors.whole, POOL, within.ids)}
    worded = {h.passage_id: h.score for h in library.words.search(words, POOL, within.ids)}
    if certain:
        near |= _nearest_in(certain, vectors, library)
        worded |= {h.passage_id: h.score for h in library.words.search(words, POOL, certain)}
    listed = listed_passages(question.reading, library, within.documents)
    best, floor = max(worded.values(), default=1.0), min(near.values(), default=0.0)
    named: dict[str, float] = {}
    hits = []
    for passage_id, document_id in library.catalogue.owners([*near.keys() | worded.keys() | listed.keys()]).items():
        if document_id in within.documents:
            if document_id not in named:
                named[document_id] = naming(question, within.documents[document_id])
            cosine, lexical = near.get(passage_id, floor * 0.9), worded.get(passage_id, 0.0) / best
            score = cosine + WORDS_WEIGHT * lexical + NAMED_WEIGHT * named[document_id]
            score += listed.get(passage_id, 0.0)
            hits.append(
                _Hit(passage_id=passage_id, document_id=document_id, score=score, cosine=cosine, lexical=lexical,
                     naming=named[document_id])
            )  # fmt: skip
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def _query(question: Understood) -> dict[str, float]:
    """The words to be looked for and what each counts: the question's own, and those by which its themes are put."""
    own = {t.stem: 1.0 for t in question.terms}
    themes = [t for t in load_themes() if t.id in question.reading.themes[:_THEMES]]
    other = dict.fromkeys((form for theme in themes for form in stems(" ".join(theme.words))), _THEME_WEIGHT)
    return other | own


def _nearest_in(documents: Sequence[str], vectors: QuestionVectors, library: Library) -> dict[str, float]:
    """The nearest passages of a few documents. Read from the catalogue: Chroma looks through all before it filters."""
    if len(documents) > _FEW:
        return {h.passage_id: h.cosine for h in library.vectors.nearest(vectors.whole, POOL, documents)}
    ids, held = library.catalogue.vectors_of(documents)
    if not ids:
        return {}
    found = held @ np.asarray(vectors.whole, dtype=np.float32)
    return {ids[i]: float(found[i]) for i in np.argsort(-found)[:POOL]}


def _read(hits: Sequence[_Hit], vectors: QuestionVectors, library: Library, within: Scope) -> Iterator[Retrieved]:
    held = library.catalogue.passages([hit.passage_id for hit in hits])
    for hit in hits:
        item = held.get(hit.passage_id)
        if item is not None:  # else it was removed a moment ago
            matches = Matches(words=vectors.words, cosines=nearest_pieces(vectors.pieces, item.pieces, item.counts))
            yield Retrieved(
                passage=item.passage,
                document=within.documents[hit.document_id],
                score=hit.score,
                cosine=hit.cosine,
                sentence_cosines=tuple(cosines(vectors.whole, item.vectors)),
                matches=matches,
                lexical=hit.lexical,
                naming=hit.naming,
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
    """``found`` without passages that say what an earlier one of the same document says (summary and appendix)."""
    kept: list[Retrieved] = []
    seen: dict[str, list[frozenset[str]]] = {}
    for item in found:
        words = frozenset(item.passage.text.lower().split())
        earlier = seen.setdefault(item.document.id, [])
        if not any(_alike(words, other) for other in earlier):
            earlier.append(words)
            kept.append(item)
    return kept


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two passages share nearly all their words."""
    return len(a & b) >= _ALIKE * max(len(a), len(b))
