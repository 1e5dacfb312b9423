"""The order in which passages are shown to someone who searches: each by its best sentence, and by how it was found."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import rank_sentences
from assistant.questions import Understood
from assistant.records import Retrieved
from assistant.reranking import Reranker
from assistant.weights import probability
from ingest.lexical import LexicalIndex

LOOKED_AT = 80  # passages whose sentences are ranked
_FOUND = 4.0  # log-odds that a score of 1 is worth, see docs/decisions/0010
_CENTRE = 4.0  # so that scores spread between 0 and 1
_ASKS = re.compile(
    r"\?|^\W*(?:and |but |so )?(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have"
    r"|had|can|could|should|would|will|tell|give|show|list|name|explain|describe|summarise|compare|find)\b",
    re.IGNORECASE,
)


def best_first(
    question: Understood, found: Sequence[Retrieved], words: LexicalIndex, reranker: Reranker | None = None
) -> list[Retrieved]:
    """``found`` in the order of ``reranker``; without one a question's by best sentence, anything else's as it is.

    The model of sentences was trained on questions. On statements it is worse than the scores of the passages: SciFact
    nDCG@10 0.725 against 0.735. Raises what the reranker raises.
    """
    if reranker is not None:
        return reranker.rank(question.text, found)
    return by_best_sentence(question, found, words) if _ASKS.search(question.text) else list(found)


def by_best_sentence(question: Understood, found: Sequence[Retrieved], words: LexicalIndex) -> list[Retrieved]:
    """``found`` by the log-odds of each passage's best sentence and by its score; the new scores are from 0 to 1."""
    best: dict[str, float] = {}
    for (passage_id, _), odds in rank_sentences(question, found, words).odds.items():
        best[passage_id] = max(best.get(passage_id, odds), odds)
    values = {r.passage.id: best.get(r.passage.id, -_CENTRE) + _FOUND * r.score for r in found}
    order = sorted(found, key=lambda r: (-values[r.passage.id], r.passage.id))
    return [replace(r, score=probability(values[r.passage.id] - _CENTRE)) for r in order]
