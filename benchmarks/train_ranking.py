"""Trains the ranking of sentences on our questions and writes `assistant/ranking.yaml`.

`python -m benchmarks.train_ranking` needs the real documents beside the project; without them it says so and stops. It
prints how many of the supporting sentences are among the six best, each document's questions ranked by a model that was
trained without them.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assistant.answering import Assistant
from assistant.features import FEATURES, measure
from assistant.questions import understand
from assistant.records import Filters
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question
from benchmarks.quality_cases import Question, folded, look_up, read_cases
from benchmarks.quality_data import inquiry_files, seed_files
from benchmarks.quality_libraries import ROOT, library_of_files
from benchmarks.report import BenchmarkError

VERSION = "ranking-2"
STRENGTH = 0.03  # of the data against the pull to nought; anything from 0.003 to 0.3 ranks about alike
FOLDS, SHOWN, SEED = 5, 6, 1
OUT = ROOT / "assistant" / "ranking.yaml"
_HEAD = (
    "# Log-odds that a sentence is part of what answers, from its features (assistant/features.py).\n"
    "# Written by `python -m benchmarks.train_ranking`; not to be edited by hand.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """All sentences found for one question: their features, and for each the groups that it supports."""

    source: str
    groups: frozenset[str]
    matrix: NDArray[np.float64]
    supports: tuple[frozenset[str], ...]


def main() -> int:
    """Train, write, and print what was reached on questions that were not trained on."""
    examples = sorted((ROOT / "examples" / "questions").glob("*.yaml"))
    real = ROOT / "eval" / "questions" / "library.yaml"
    samples: list[Sample] = []
    try:
        with library_of_files("example-library", _example_files()) as assistant:
            samples += _samples(assistant, examples)
        with library_of_files("real-documents", [*seed_files(), *inquiry_files()]) as assistant:
            samples += _samples(assistant, [real])
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(samples)} questions; supporting sentences among the six best: {_crossed(samples):.3f}")
    write(samples)
    return 0


def write(samples: Sequence[Sample]) -> None:
    """Train on ``samples`` and write the model."""
    weights, constant = _fit(samples)
    said = {"version": VERSION, "data": ["examples/questions", "eval/questions/library.yaml"]}
    numbers = {name: round(float(value), 4) for name, value in zip(FEATURES, weights, strict=True)}
    body = {**said, "constant": round(constant, 4), "weights": numbers}
    OUT.write_text(_HEAD + yaml.safe_dump(body, sort_keys=False), encoding="utf-8")


def _example_files() -> list[Path]:
    return sorted(p for p in (ROOT / "examples" / "library").iterdir() if p.is_file())


def _samples(assistant: Assistant, files: Sequence[Path]) -> list[Sample]:
    """One sample for each answerable question of ``files`` that finds anything."""
    within = scope(assistant.library, Filters())
    held = list(within.documents.values())
    found = []
    for question in look_up(read_cases(files), assistant.library.catalogue):
        if not question.answerable or not question.support:
            continue
        understood = understand(read_question(question.text, held), assistant.library.words, within.passages)
        passages = dedupe(retrieve(understood, assistant.library, assistant.embeddings, within))
        whole = {t.stem: frozenset(assistant.library.words.documents_with(t.stem)) for t in understood.terms if t.named}
        measures = measure(understood, passages, whole)
        supports = tuple(
            _supported(question, m.item.document.id, m.item.passage.sentences[m.index].text) for m in measures.sentences
        )
        source = question.id.rpartition("-")[0]
        found.append(Sample(source=source, groups=question.groups, matrix=measures.matrix, supports=supports))
    return found


def _supported(question: Question, document: str, sentence: str) -> frozenset[str]:
    words = folded(sentence)
    return frozenset(
        s.group
        for s in question.support
        if s.document == document and (s.words == words or len(words) > 20 and (words in s.words or s.words in words))
    )


def _fit(samples: Sequence[Sample]) -> tuple[NDArray[np.float64], float]:
    """The weights of the features as they are, and the constant; questions with much support weigh less."""
    matrix = np.concatenate([s.matrix for s in samples])
    labels = np.concatenate([[bool(groups) for groups in s.supports] for s in samples])
    share = [1.0 / np.sqrt(1.0 + sum(map(bool, s.supports))) for s in samples]
    weight = np.concatenate([[value] * len(s.supports) for value, s in zip(share, samples, strict=True)])
    scaler = StandardScaler().fit(matrix)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(scaler.transform(matrix), labels, sample_weight=weight)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def _crossed(samples: Sequence[Sample]) -> float:
    """The mean share of what is to be said that the six best sentences support, each fold ranked by the others."""
    sources = sorted({s.source for s in samples})
    np.random.default_rng(SEED).shuffle(sources)
    fold = {source: i % FOLDS for i, source in enumerate(sources)}
    shares = []
    for number in range(FOLDS):
        weights, _ = _fit([s for s in samples if fold[s.source] != number])
        for sample in (s for s in samples if fold[s.source] == number):
            best = np.argsort(-(sample.matrix @ weights), kind="stable")[:SHOWN]
            shares.append(len(frozenset().union(*(sample.supports[i] for i in best))) / len(sample.groups))
    return float(np.mean(shares))


if __name__ == "__main__":
    sys.exit(main())
