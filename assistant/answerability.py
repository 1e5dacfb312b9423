"""How likely it is that the evidence answers, from a few plain figures: two small logistic models, multiplied.

The first says whether the evidence speaks of the subject at all, the second whether it says what is asked of it: the
right child and a missing fact are near in every way but one. Their weights, ``answerability_subject.yaml`` and
``answerability_said.yaml``, are trained by ``benchmarks.train_abstention``; see docs/decisions/0009.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.evidence import Ranked
from assistant.features import FEATURES, Measured
from assistant.questions import Term, Understood
from assistant.weights import load_weights, probability
from ingest.lexical import LexicalIndex, stems

SUBJECT = ("cosine", "agreement")
FLOOR = "named_subject"  # the chance that the subject is spoken of is never taken for less
SAID = ("absent", "reached", "asked_of_subject", "asked_elsewhere")
_FEW_ASKED = 3  # words
_TOGETHER = 0.25  # share of what is asked, times that of the names, from which a sentence speaks of both
_FEW_OF_TOPIC, _SAID_WHOLE, _TOPIC = 2, 0.8, 0.12  # words, share of them in a sentence, what it is then worth
_FIRST = 3  # sentences whose agreement counts
_SPOKEN_OF = 0.99  # share of a question's names from which a sentence speaks of whom it names
_TELLING = 15.0  # weight of the words asked from which it tells something that they are said of another subject
# Words for the kind of answer wanted ("what was her background?"): an answer is one, and seldom says so.
_OF_ANSWERS = frozenset(
    s
    for word in (
        "often long background role view opinion reason cause purpose aim way kind sort type word write author job"
    ).split()
    for s in stems(word)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The probabilities, from 0 to 1, that the evidence speaks of the ``subject`` and that it says what is asked.

    ``absent`` are the words asked that the documents in question do not hold anywhere.
    """

    subject: float
    said: float
    absent: tuple[Term, ...] = ()

    @property
    def both(self) -> float:
        """The probability that the evidence answers."""
        return self.subject * self.said


def apart(question: Understood, ranked: Ranked) -> bool:
    """Whether a short question for a person, number, date or place finds none in a sentence that speaks of its names.

    "Who chaired the review of Child Q?" is not answered by a sentence on another review's chair.
    """
    names = any(term.named for term in question.terms)
    if question.wanted is None or not names or not 0 < len(question.asked) <= _FEW_ASKED:
        return False
    fitting = [m for _, m in _about(question, ranked) if m.fits is not False]
    return max((_whole(m.asked) * _whole(m.named) for m in fitting), default=0.0) < _TOGETHER


def chance(question: Understood, ranked: Ranked, words: LexicalIndex) -> Chance:
    """How likely the evidence ``ranked`` answers ``question``; ``words`` say which documents hold a word at all."""
    absent = absent_terms(question, ranked, words)
    figures = answer_figures(question, ranked, absent)
    subject, said = (_probability(name, figures) for name in ("answerability_subject", "answerability_said"))
    return Chance(subject=max(subject, figures[FLOOR]), said=said, absent=absent)


def _probability(name: str, figures: Mapping[str, float]) -> float:
    row = np.array([list(figures.values())])
    return probability(float(load_weights(name).log_odds(list(figures), row)[0]))


def absent_terms(question: Understood, ranked: Ranked, words: LexicalIndex) -> tuple[Term, ...]:
    """The words that say what is asked, of which no document in question holds any form."""
    documents = {m.item.document.id for _, m in _about(question, ranked)}
    telling = [term for term in question.asked if term.stem not in _OF_ANSWERS]
    return tuple(term for term in telling if not documents & words.documents_with(term.stem))


def answer_figures(question: Understood, ranked: Ranked, absent: tuple[Term, ...]) -> dict[str, float]:
    """The figures of ``SUBJECT`` and ``SAID`` by name, cosines and shares; all 0 when there is no evidence.

    ``cosine``: that of the nearest sentence. ``agreement``: the mean of the three sentences that agree best piece by
    piece. ``absent``: the weighted share of the words asked that no document in question holds; ``reached``: how near
    the evidence comes to these words in meaning. ``asked_of_subject``: the most of what is asked that stands in or near
    one sentence, times the share of the names that go with it; ``asked_elsewhere``: how much more of it stands together
    without the names. ``named_subject``: ``asked_of_subject`` where the question has names, for where a name stands
    with what is asked, its sentence may be far from the question in all else; a little for a topic of a word or two
    that a sentence says; else 0. Of a named document only its own sentences count, and those of others that hold its
    name.
    """
    about = _about(question, ranked)
    if not about:
        return dict.fromkeys((*SUBJECT, *SAID, FLOOR), 0.0)
    matrix = ranked.measures.matrix[[row for row, _ in about]]
    column = {name: matrix[:, FEATURES.index(name)] for name in SUBJECT}
    whole = sum(term.weight for term in question.asked)
    of_any = max(_whole(m.asked) for _, m in about)
    of_subject = max(_whole(m.asked) * _whole(m.named) for _, m in about)
    return {
        "cosine": float(column["cosine"].max()),
        "agreement": float(np.sort(column["agreement"])[-_FIRST:].mean()),
        "absent": sum(term.weight for term in absent) / whole if whole else 0.0,
        "reached": _reached(question, about),
        "asked_of_subject": of_subject,
        FLOOR: _floor(question, of_subject),
        "asked_elsewhere": (of_any - of_subject) * min(1.0, whole / _TELLING),
    }


def _floor(question: Understood, of_subject: float) -> float:
    if any(term.named for term in question.terms):
        return of_subject
    return _TOPIC if len(question.asked) <= _FEW_OF_TOPIC and of_subject >= _SAID_WHOLE else 0.0


def _reached(question: Understood, about: Sequence[tuple[int, Measured]]) -> float:
    """How near the evidence comes in meaning to each word asked; the mean by weight, 1 when nothing is asked."""
    matches = [item.matches for item in {m.item.passage.id: m.item for _, m in about}.values() if item.matches]
    forms = [_form(word) for word in matches[0].words] if matches else []
    terms = [term for term in question.asked if term.stem in forms]
    if not terms:
        return 1.0
    nearest = np.concatenate([m.cosines for m in matches])
    pieces = [[form == term.stem for form in forms] for term in terms]
    best = [float(nearest[:, own].mean(axis=1).max()) for own in pieces]
    return float(np.average(best, weights=[term.weight for term in terms]))


@lru_cache(maxsize=4096)
def _form(word: str) -> str:
    return next(iter(stems(word)), "")


def _about(question: Understood, ranked: Ranked) -> list[tuple[int, Measured]]:
    """The rows of the sentences of documents that are named, or that speak of all the names; of all found if none does.

    A press report on a review may have the name in its title; another that quotes the review speaks of it as well.
    """
    rows = list(enumerate(ranked.measures.sentences))
    named = {m.item.document.id for _, m in rows if m.item.document.id in question.documents}
    if named:
        named |= {m.item.document.id for _, m in rows if m.named is not None and m.named >= _SPOKEN_OF}
    return [(i, m) for i, m in rows if m.item.document.id in named] or rows


def _whole(share: float | None) -> float:
    """A share of nothing is whole."""
    return 1.0 if share is None else share
