"""Trains the decision to abstain and writes `assistant/answerability_subject.yaml` and `answerability_said.yaml`.

`python -m benchmarks.train_abstention` needs the real documents and ClapNQ beside the project; without them it says so
and stops. It prints what each threshold refuses, each document's questions judged by models trained without them. The
first model learns from ClapNQ and from what our questions have in common with what answers them; the second from our
questions and the near misses of `benchmarks/near_misses.yaml`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.abstention import by_rule
from assistant.answerability import FLOOR, SAID, SUBJECT, absent_terms, answer_figures
from assistant.answering import Assistant
from assistant.evidence import rank_sentences
from assistant.questions import understand
from assistant.records import Filters
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question
from benchmarks.near_misses import near_misses
from benchmarks.quality_cases import read_cases
from benchmarks.quality_data import clapnq, inquiry_files, seed_files
from benchmarks.quality_libraries import ROOT, library_of_files, library_of_items
from benchmarks.report import BenchmarkError

VERSION = "abstention-1"
DATA = ("examples/questions", "eval/questions/library.yaml", "benchmarks/near_misses.yaml", "ClapNQ, public half")
THRESHOLDS = (0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
FOLDS, SEED = 5, 1
_STRENGTH = {"subject": 0.3, "said": 0.3}
_LEARNT = ("answered", "missing_fact", "missing_attribute", "near_miss")  # premises and documents are for rules
_FOREIGN = ("clapnq", "out_of_scope")
_HEAD = (
    "# Log-odds that the evidence {what}, from its figures (assistant/answerability.py).\n"
    "# Written by `python -m benchmarks.train_abstention`; not to be edited by hand.\n"
)
_WHAT = {"subject": "speaks of the subject", "said": "says what is asked"}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One question: of which set and document, why it has no answer ("answered" if it has), its figures by name.

    ``ruled``: a rule refuses it, whatever the figures.
    """

    of: str
    source: str
    why: str
    figures: dict[str, float]
    ruled: bool

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return self.why == "answered"


def main() -> int:
    """Train, write, and print what was reached on questions that were not trained on."""
    try:
        samples = gather()
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    report(samples, crossed(samples))
    for name, features in (("subject", SUBJECT), ("said", SAID)):
        weights, constant = _fit(samples, name)
        numbers = {feature: round(float(w), 4) for feature, w in zip(features, weights, strict=True)}
        body = {"version": VERSION, "data": list(DATA), "constant": round(constant, 4), "weights": numbers}
        out = ROOT / "assistant" / f"answerability_{name}.yaml"
        out.write_text(_HEAD.format(what=_WHAT[name]) + yaml.safe_dump(body, sort_keys=False), encoding="utf-8")
    return 0


def gather() -> list[Sample]:
    """The samples of all questions. Raises BenchmarkError when data is missing."""
    samples: list[Sample] = []
    examples = sorted((ROOT / "examples" / "questions").glob("*.yaml"))
    real = [ROOT / "eval" / "questions" / "library.yaml"]
    libraries = (
        ("examples", sorted((ROOT / "examples" / "library").iterdir()), examples),
        ("real", [*seed_files(), *inquiry_files()], real),
    )
    for of, documents, cases in libraries:
        with library_of_files(of, documents) as assistant:
            asked = [(c.id.rpartition("-")[0], c.question, c.why or c.expect)
                     for c in read_cases(cases) if c.expect in ("answered", "abstained")]  # fmt: skip
            asked += [(n.source, n.text, "near_miss") for n in near_misses(assistant.library.catalogue)]
            samples += _samples(assistant, of, asked)
    items, questions = clapnq()
    with library_of_items("clapnq", items, apart=True) as assistant:
        rows = [(q.id, q.text, "answered" if q.answerable else "clapnq") for q in questions]
        samples += _samples(assistant, "clapnq", rows)
    return samples


def _samples(assistant: Assistant, of: str, asked: Sequence[tuple[str, str, str]]) -> list[Sample]:
    """The samples of questions as (source, text, why)."""
    library = assistant.library
    within = scope(library, Filters())
    held = list(within.documents.values())
    found = []
    for source, text, why in asked:
        question = understand(read_question(text, held), library.words, within.passages)
        passages = dedupe(retrieve(question, library, assistant.embeddings, within))
        ranked = rank_sentences(question, passages, library.words)
        figures = answer_figures(question, ranked, absent_terms(question, ranked, library.words))
        ruled = by_rule(question, ranked, held).reason is not None
        found.append(Sample(of=of, source=source, why=why, figures=figures, ruled=ruled))
    return found


def _fit(samples: Sequence[Sample], name: str) -> tuple[Floats, float]:
    """The weights of one model for the figures as they are, and its constant."""
    features = SUBJECT if name == "subject" else SAID
    share = np.array([_share(s, name) for s in samples])
    used = share > 0.0
    matrix = np.array([[s.figures[f] for f in features] for s in samples])[used]
    labels = np.array([s.answerable for s in samples])[used]
    scaler = StandardScaler().fit(matrix)
    model = LogisticRegression(C=_STRENGTH[name], max_iter=1000)
    model.fit(scaler.transform(matrix), labels, sample_weight=share[used])
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def _share(sample: Sample, name: str) -> float:
    """How much a question counts for a model; 0 when it is not what the model is to tell apart."""
    if name == "subject":
        known = sample.answerable or sample.why in _FOREIGN
        return 0.0 if not known else 1.0 if sample.of == "clapnq" else 0.1
    if sample.of == "clapnq":
        return 0.3 if sample.answerable else 0.0
    return float(sample.why in _LEARNT)


def crossed(samples: Sequence[Sample]) -> Floats:
    """The probability that each question is answerable, each fold of documents judged by models of the others."""
    sources = sorted({s.source for s in samples})
    np.random.default_rng(SEED).shuffle(sources)
    fold = {source: i % FOLDS for i, source in enumerate(sources)}
    found = {name: np.ones(len(samples)) for name in _STRENGTH}
    for number in range(FOLDS):
        rest = [s for s in samples if fold[s.source] != number]
        own = [i for i, s in enumerate(samples) if fold[s.source] == number]
        for name, features in (("subject", SUBJECT), ("said", SAID)):
            weights, constant = _fit(rest, name)
            matrix = np.array([[samples[i].figures[f] for f in features] for i in own])
            found[name][own] = 1.0 / (1.0 + np.exp(-(matrix @ weights + constant)))
    floor = np.array([s.figures[FLOOR] for s in samples])
    both: Floats = np.maximum(found["subject"], floor) * found["said"]
    return both


def report(samples: Sequence[Sample], chances: Floats) -> None:
    """Print the trade-off of the thresholds by set, rules and models together, and how the chances hold."""
    ruled = np.array([s.ruled for s in samples])
    groups = sorted({(s.of, "near misses" if s.why == "near_miss" else "answerable" if s.answerable
                      else "unanswerable") for s in samples})  # fmt: skip
    print("refused at threshold", *(f"{t:>6}" for t in (0.0, *THRESHOLDS)))
    for of, group in groups:
        own = np.array([_in_group(s, of, group) for s in samples])
        shares = [float((ruled | (chances < t))[own].mean()) for t in (0.0, *THRESHOLDS)]
        print(f"{of:9} {group:13} {own.sum():4}", *(f"{share:6.3f}" for share in shares))
    answerable = np.array([s.answerable for s in samples])
    for of in sorted({s.of for s in samples}):
        own = np.array([s.of == of for s in samples])
        print(f"AUROC {of}: {roc_auc_score(answerable[own], (chances * ~ruled)[own]):.3f}")
    for low in np.arange(0.0, 1.0, 0.2):
        within = (chances >= low) & (chances < low + 0.2) & ~ruled
        if within.any():
            share = answerable[within].mean()
            print(f"chance {low:.1f} to {low + 0.2:.1f}: {within.sum()} questions, {share:.2f} answerable")


def _in_group(sample: Sample, of: str, group: str) -> bool:
    kind = "near misses" if sample.why == "near_miss" else "answerable" if sample.answerable else "unanswerable"
    return sample.of == of and kind == group


if __name__ == "__main__":
    sys.exit(main())
