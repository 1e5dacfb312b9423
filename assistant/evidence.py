"""From passages to evidence: every sentence found, ranked by how likely it is part of what answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.features import FEATURES, Measured, Measures, measure
from assistant.questions import Understood
from assistant.records import Evidence, Retrieved
from assistant.weights import load_weights, probability
from ingest.lexical import LexicalIndex

# Chosen on the tuning half of our questions, see docs/decisions/0007.
_DECIDING = 2.0  # log-odds for a sentence that holds the word on which "who chaired…" hangs, and a name
_MISFIT = 3.5  # log-odds against a sentence without a name for "who chaired…", without a figure for "how many…"
_FOOTNOTE = 3.0  # log-odds that a footnote, known by its number, is behind text: it seldom answers, and reads badly
_NOTE = re.compile(r"\d{1,3} [^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """All sentences found as evidence, best first, and the log-odds of every sentence by passage and place in it.

    The odds are without what rules add: a sentence that gives no name may still stand beside the one that does.
    """

    evidence: tuple[Evidence, ...]
    odds: dict[tuple[str, int], float]
    measures: Measures


def rank_sentences(question: Understood, found: Sequence[Retrieved], words: LexicalIndex) -> Ranked:
    """Every sentence of the passages ``found`` as evidence, best first."""
    whole = {t.stem: frozenset(words.documents_with(t.stem)) for t in question.terms if t.named}
    measures = measure(question, found, whole)
    trained = load_weights("ranking").log_odds(FEATURES, measures.matrix)
    odds = trained + np.array([_by_rule(m) for m in measures.sentences])
    column = FEATURES.index("around")
    evidence = [
        _evidence(measured, float(value), float(row[column]))
        for measured, value, row in zip(measures.sentences, odds, measures.matrix, strict=True)
    ]
    by_place = {
        (m.item.passage.id, m.index): float(value) for m, value in zip(measures.sentences, trained, strict=True)
    }
    order = sorted(evidence, key=lambda e: (-e.score, e.document.id, e.passage.ordinal, e.sentences[0].start))
    return Ranked(evidence=tuple(order), odds=by_place, measures=measures)


def _by_rule(measured: Measured) -> float:
    """What rules add to the log-odds of a sentence: for a deciding word, against what does not fit or is a note."""
    sentence = measured.item.passage.sentences[measured.index]
    note = sentence.paragraph is None and _NOTE.match(sentence.text)
    misfit = measured.short and measured.fits is False
    added = 0.0 if misfit else _DECIDING * measured.decides
    return added - (_MISFIT if misfit else 0.0) - (_FOOTNOTE if note else 0.0)


def _evidence(measured: Measured, odds: float, coverage: float) -> Evidence:
    item, index = measured.item, measured.index
    return Evidence(
        sentences=(item.passage.sentences[index],),
        core=item.passage.sentences[index],
        passage=item.passage,
        document=item.document,
        score=probability(odds),
        coverage=coverage,
        cosine=item.sentence_cosines[index] if item.sentence_cosines else item.cosine,
        asked=1.0 if measured.asked is None else measured.asked,
        named=1.0 if measured.named is None else measured.named,
        fits=measured.fits,
    )
