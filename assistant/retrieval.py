"""Finds passages for a question: vectors and words, scores added. As langchain's ``BaseRetriever`` in ``chains``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from assistant.questions import Understood
from assistant.records import Filters, Retrieved
from ingest.catalogue import Held
from ingest.lexical import stems
from ingest.library import Library, facts_text
from ingest.sentence_vectors import cosines

POOL = 80
WORDS_WEIGHT = (
    0.6  # cosine + 0.6 of BM25 over its best: the sum that did best on SciFact (0.735 against 0.711 for ranks)
)
NAMED_WEIGHT = 0.45


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


def scope(library: Library, filters: Filters) -> Scope:
    """What ``filters`` leave of the library."""
    held = library.catalogue.documents()
    admitted = {d.id: d for d in held if filters.admits(d)}
    return Scope(documents=admitted, passages=sum(d.passages for d in admitted.values()), total=len(held))


def retrieve(
    question: Understood, library: Library, embeddings: Embeddings, within: Scope, filters: Filters, k: int = 24
) -> list[Retrieved]:
    """At most ``k`` passages for ``question``, best first."""
    vector = embeddings.embed_query(question.text)
    near = {h.passage_id: h.cosine for h in library.vectors.nearest(vector, POOL, within.ids)}
    worded = library.words.search([t.stem for t in question.terms], POOL, within.ids)
    best = max((h.score for h in worded), default=1.0)
    lexical = {h.passage_id: h.score / best for h in worded}
    held = library.catalogue.passages([*near.keys() | lexical.keys()])
    named = {d.id: naming(question, d) for d in within.documents.values()}
    floor = min(near.values(), default=0.0)
    found = []
    for passage_id, item in held.items():
        document = within.documents.get(item.document_id)
        if document is None or filters.passage_kinds and item.passage.kind not in filters.passage_kinds:
            continue
        cosine = near.get(passage_id, floor * 0.9)
        score = cosine + WORDS_WEIGHT * lexical.get(passage_id, 0.0) + NAMED_WEIGHT * named[document.id]
        found.append(
            Retrieved(
                passage=item.passage,
                document=document,
                score=score,
                cosine=cosine,
                sentence_cosines=tuple(cosines(vector, item.vectors)),
            )
        )
    found.sort(key=lambda r: (-r.score, r.passage.id))
    return found[:k]


def naming(question: Understood, document: Held) -> float:
    """How far the question names this document by title, place, body, pseudonym or year: 0 not at all, 1 in full."""
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
