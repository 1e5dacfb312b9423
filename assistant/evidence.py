"""From passages to evidence: the whole sentences that answer, each with what it needs to be understood."""

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from assistant.features import FEATURES, Measured, Measures, measure
from assistant.questions import Understood
from assistant.records import Evidence, Retrieved
from assistant.weights import load_weights, probability
from ingest.lexical import LexicalIndex, stems
from ingest.records import Passage, Sentence

# Chosen on the tuning half of our questions, see docs/decisions/0007.
_NEIGHBOUR = 2.0  # log-odds that a sentence of the same paragraph may be behind and still be shown with the best
_MOST_WORDS = 120  # of one quote with its neighbours
_WEAKEST = 3.0  # log-odds behind the best at which evidence is no longer shown
_DECIDING = 2.0  # log-odds for a sentence that holds the word on which "who chaired…" hangs, and a name
_MISFIT = 3.5  # log-odds against a sentence without a name for "who chaired…", without a figure for "how many…"
_FOOTNOTE = 3.0  # log-odds that a footnote, known by its number, is behind text: it seldom answers, and reads badly
_NOTE = re.compile(r"\d{1,3} [^\W\d_]")
_SAME = 0.8  # two sentences that share so many of their words say the same
_LEANS = re.compile(
    r"^(?:this|these|those|that|it|they|he|she|his|her|their|such|both|however|instead|therefore|as a result|nor"
    r"|neither|the latter|the former|here|there was|there were)\b",
    re.IGNORECASE,
)
_MOST_CHARACTERS = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """All sentences found as evidence, best first, and the log-odds of every sentence by passage and place in it."""

    evidence: tuple[Evidence, ...]
    odds: dict[tuple[str, int], float]
    measures: Measures


def rank_sentences(question: Understood, found: Sequence[Retrieved], words: LexicalIndex) -> Ranked:
    """Every sentence of the passages ``found`` as evidence, best first."""
    whole = {t.stem: frozenset(words.documents_with(t.stem)) for t in question.terms if t.named}
    measures = measure(question, found, whole)
    odds = load_weights("ranking").log_odds(FEATURES, measures.matrix)
    odds += np.array([_by_rule(m) for m in measures.sentences])
    column = FEATURES.index("around")
    evidence = [
        _evidence(measured, float(value), float(row[column]))
        for measured, value, row in zip(measures.sentences, odds, measures.matrix, strict=True)
    ]
    by_place = {(m.item.passage.id, m.index): float(value) for m, value in zip(measures.sentences, odds, strict=True)}
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


def choose(ranked: Ranked, most: int, *, across: bool) -> list[Evidence]:
    """At most ``most`` pieces of evidence, each finding once, without the far weaker ones.

    ``across``: the question names no document, so that no document may take more than half of the places.
    """
    chosen: list[Evidence] = []
    forms: list[frozenset[str]] = []
    taken: set[tuple[str, int, int]] = set()
    share = max(1, -(-most // 2)) if across else most
    for item in ranked.evidence:
        if len(chosen) == most or chosen and _log_odds(item) < _log_odds(chosen[0]) - _WEAKEST:
            break
        if sum(1 for other in chosen if other.document.id == item.document.id) >= share:
            continue
        words = frozenset(stems(item.quote))
        if _places(item) & taken or any(_overlap(words, other) > _SAME for other in forms):
            continue
        chosen.append(with_neighbours(item, ranked, taken))
        taken |= _places(chosen[-1])
        forms.append(words)
    return chosen


def _log_odds(item: Evidence) -> float:
    p = min(max(item.score, 1e-12), 1.0 - 1e-12)
    return math.log(p / (1.0 - p))


def _places(item: Evidence) -> set[tuple[str, int, int]]:
    return {(item.passage.id, s.start, s.end) for s in item.sentences}


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def with_neighbours(item: Evidence, ranked: Ranked, taken: Set[tuple[str, int, int]] = frozenset()) -> Evidence:
    """``item`` with the sentences of its paragraph that bear on the question almost as much, and one it leans on.

    Only sentences that stand together on the page, spoken by the same voice, are joined; none of those ``taken``.
    """
    passage = item.passage
    first = last = passage.sentences.index(item.sentences[0])
    floor = ranked.odds[passage.id, first] - _NEIGHBOUR
    size = len(passage.sentences[first].text.split())
    while True:
        sides = [i for i in (first - 1, last + 1) if 0 <= i < len(passage.sentences)]
        sides = [i for i in sides if not _places(replace(item, sentences=(passage.sentences[i],))) & taken]
        sides = [i for i in sides if _joined(passage, min(i, first), max(i, last))]
        sides = [i for i in sides if size + len(passage.sentences[i].text.split()) <= _MOST_WORDS]
        leans = first > 0 and first - 1 in sides and _LEANS.match(passage.sentences[first].text)
        best = max(sides, key=lambda i: ranked.odds[passage.id, i] + (9.0 if leans and i < first else 0.0), default=-1)
        if best < 0 or not (leans and best < first) and ranked.odds[passage.id, best] < floor:
            return replace(item, sentences=passage.sentences[first : last + 1])
        first, last = min(first, best), max(last, best)
        size += len(passage.sentences[best].text.split())


def _joined(passage: Passage, first: int, last: int) -> bool:
    """Whether the sentences from ``first`` to ``last`` stand one after another in one paragraph, in one voice."""
    run: Sequence[Sentence] = passage.sentences[first : last + 1]
    return all(
        a.end + 1 == b.start and a.paragraph == b.paragraph and a.voice == b.voice and a.page_end == b.page
        for a, b in zip(run, run[1:], strict=False)
    )
