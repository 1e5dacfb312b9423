"""The table over ClapNQ: telling answerable questions from others, and quoting the sentences that people chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering import Assistant
from assistant.records import Filters
from benchmarks.quality_answerability import answerability
from benchmarks.quality_cases import folded
from benchmarks.quality_data import Asked, clapnq
from benchmarks.quality_libraries import library_of_items
from benchmarks.quality_measures import auroc, f1, mean
from benchmarks.quality_tables import PRODUCT, Aim, Row, Table
from benchmarks.quality_ways import BM25, DENSE, Bm25, ways

_BEST = 3  # sentences that the plain ways quote
TELLS, REFUSES, ABSTAINS = "AUROC", "refuses", "abstains"
QUOTES, QUOTES_OF_ALL = "F1 of quotes", "F1, all passages"
AIMS = {TELLS: Aim(value=0.90), REFUSES: Aim(value=0.05, at_most=True), QUOTES: Aim(value=0.62)}

Choice = Callable[[Asked], frozenset[str]]  # a question -> the sentences of its passage that are quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the product did with a question over all passages: answered or not, and the sentences quoted."""

    asked: Asked
    answered: bool
    quoted: frozenset[str]


def clapnq_table() -> Table:
    """Each question over all passages; its quotes also over its own passage alone, as the task is set."""
    items, asked = clapnq()
    with library_of_items("clapnq", items, apart=True) as assistant:
        ids = {d.file.removesuffix(".txt"): d.id for d in assistant.library.catalogue.documents()}
        choices = {PRODUCT: _product_choice(assistant, ids), BM25: _word_choice, DENSE: _vector_choice(assistant)}
        rows = []
        for name, way in ways(assistant).items():
            if name == PRODUCT:
                scores = [answerability(assistant, q.text) for q in asked]
            else:
                scores = [max((f.score for f in way(q.text, 1)), default=0.0) for q in asked]
            values = {TELLS: _apart(asked, scores)}
            if name == PRODUCT:
                told = [_tell(assistant, q) for q in asked]
                values |= _shares(told) | {QUOTES_OF_ALL: _f1([(t.asked, t.quoted) for t in told])}
            values[QUOTES] = _f1([(q, choices[name](q)) for q in asked if q.answerable])
            rows.append(Row(way=name, values=values))
    rows.append(Row(way="all sentences", values={QUOTES: _f1([(q, frozenset(q.sentences)) for q in asked])}))
    yes = sum(q.answerable for q in asked)
    over = f"{yes} answerable and {len(asked) - yes} unanswerable questions over {len(items)} passages"
    return Table(name="ClapNQ", over=over, rows=rows, aims=AIMS)


def _apart(asked: Sequence[Asked], scores: Sequence[float]) -> float:
    pairs = list(zip(asked, scores, strict=True))
    return auroc([s for q, s in pairs if q.answerable], [s for q, s in pairs if not q.answerable])


def _f1(quoted: Sequence[tuple[Asked, frozenset[str]]]) -> float:
    """The mean over answerable questions of the mean over annotators; a question without quotes counts 0."""
    return mean([mean([f1(found, right) for right in q.chosen]) for q, found in quoted if q.answerable])


def _shares(told: Sequence[Told]) -> dict[str, float]:
    return {
        REFUSES: mean([float(not t.answered) for t in told if t.asked.answerable]),
        ABSTAINS: mean([float(not t.answered) for t in told if not t.asked.answerable]),
    }


def _tell(assistant: Assistant, asked: Asked, filters: Filters | None = None) -> Told:
    answer = assistant.ask(asked.text, filters)
    quotes = [folded(c.quote) for c in answer.citations if c.paragraph == asked.id]
    # Sentences of other passages count against the product, each as itself.
    strange = frozenset(c.quote for c in answer.citations if c.paragraph != asked.id)
    own = frozenset(s for s in asked.sentences if any(folded(s) in quote or quote in folded(s) for quote in quotes))
    return Told(asked=asked, answered=answer.outcome == "answered", quoted=own | strange)


def _product_choice(assistant: Assistant, ids: dict[str, str]) -> Choice:
    return lambda asked: _tell(assistant, asked, Filters(review_ids=(ids[asked.id],))).quoted


def _word_choice(asked: Asked) -> frozenset[str]:
    return frozenset(s for s, _ in Bm25({s: s for s in asked.sentences}).rank(asked.text, _BEST))


def _vector_choice(assistant: Assistant) -> Choice:
    """The sentences nearest to the question, each read alone."""

    def choose(asked: Asked) -> frozenset[str]:
        vectors = np.array(assistant.embeddings.embed_documents(asked.sentences))
        cosines = vectors @ np.array(assistant.embeddings.embed_query(asked.text))
        return frozenset(asked.sentences[i] for i in np.argsort(-cosines)[:_BEST])

    return choose
