"""How far the sentences of a passage, alone and with those around them, speak of what a question asks."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.questions import Term, Understood
from assistant.records import Matches, Retrieved
from ingest.lexical import stems
from ingest.records import Sentence

# Of these columns the ranking sees how far a sentence is behind the best of all that was found.
MATCHES = ("asked_match", "near_match", "paragraph_match", "near_cosine", "paragraph_cosine")
_PLAIN = 0.15  # what a piece of a word counts that no index holds ("how", "not") beside 1 for the rarest of a question
_BESIDE = 0.1  # cosine by which a piece found in the sentence before or after is worth less

Matrix = NDArray[np.float64]


def match_columns(question: Understood, item: Retrieved, cosines: Sequence[float]) -> Matrix:
    """The columns ``MATCHES`` of each sentence of a passage, shape (sentences, 5).

    A match is the mean over the question's word pieces, each weighed by how rare its word is, of how near the sentence
    comes to it. Names are left out: they lead to the document, and only the other words say what is asked of it.
    """
    sentences = item.passage.sentences
    runs = _paragraphs(sentences)
    alone = np.array(cosines, dtype=np.float64)
    before, after = np.append(alone[:1], alone[:-1]), np.append(alone[1:], alone[-1:])
    near_cosine = alone / 2.0 + before / 4.0 + after / 4.0
    paragraph_cosine = np.zeros(len(sentences))
    for run in runs:
        paragraph_cosine[run] = alone[run].mean()
    return np.column_stack(
        [*_piece_columns(question, item.matches, runs, len(sentences)), near_cosine, paragraph_cosine]
    )


def agreements(matches: Matches | None, sentences: int) -> list[float]:
    """How far each sentence speaks of all pieces of the question alike, from -1 to 1."""
    if matches is None or not matches.words:
        return [0.0] * sentences
    return [float(value) for value in matches.cosines.mean(axis=1)]


def _piece_columns(
    question: Understood, matches: Matches | None, runs: Sequence[Sequence[int]], sentences: int
) -> tuple[Matrix, Matrix, Matrix]:
    """The match of each sentence alone, with the one before and after it, and with its paragraph."""
    if matches is None or not matches.words:
        nothing = np.zeros(sentences)
        return nothing, nothing, nothing
    found = matches.cosines.astype(np.float64)
    near = found.copy()
    near[1:] = np.maximum(near[1:], found[:-1] - _BESIDE)
    near[:-1] = np.maximum(near[:-1], found[1:] - _BESIDE)
    whole = np.zeros_like(found)
    for run in runs:
        whole[run] = found[run].max(axis=0)
    weights = _piece_weights(question.terms, tuple(matches.words))
    return found @ weights, near @ weights, whole @ weights


@lru_cache(maxsize=64)
def _piece_weights(terms: tuple[Term, ...], words: tuple[str, ...]) -> Matrix:
    """What each piece of the question counts; all sum to 1. The same for every passage, so that it is kept."""
    known: Mapping[str, float] = {t.stem: t.weight for t in terms}
    named = {t.stem for t in terms if t.named}
    rarest = max(known.values(), default=1.0) or 1.0
    forms = {word: next(iter(stems(word)), "") for word in set(words)}
    weights = np.array([0.0 if forms[w] in named else _PLAIN + known.get(forms[w], 0.0) / rarest for w in words])
    if not weights.any():
        weights = np.ones(len(words))
    return np.asarray(weights / weights.sum())


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[int]]:
    """The places of the sentences that stand under one paragraph number."""
    runs: dict[str | None, list[int]] = {}
    for place, sentence in enumerate(sentences):
        runs.setdefault(sentence.paragraph, []).append(place)
    return list(runs.values())
