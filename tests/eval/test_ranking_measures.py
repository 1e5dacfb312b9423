"""Measures of ranking, abstention and agreement: against figures worked by hand and against ir-measures."""

import math
import random

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from eval.measures import MEASURES, parse_measure
from eval.ranking_measures import aurc, auroc, calibration_error, kappa, ndcg, recall, reciprocal_rank, risk_coverage
from ingest.errors import RequestError

PAIRS = [(nDCG @ 10, lambda r, ok: ndcg(r, ok, 10)), (R @ 5, lambda r, ok: recall(r, ok, 5)),
         (R @ 20, lambda r, ok: recall(r, ok, 20)), (RR, reciprocal_rank)]  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), PAIRS, ids=[str(m) for m, _ in PAIRS])
def test_measures_of_ranking_agree_with_ir_measures(theirs: ir_measures.Measure, ours: object) -> None:
    rng = random.Random(5)
    for _ in range(40):
        ranked = rng.sample([f"p{i}" for i in range(60)], 30)
        relevant = set(rng.sample([f"p{i}" for i in range(60)], rng.randint(1, 12)))
        qrels = [ir_measures.Qrel("q", name, 1) for name in relevant]
        run = [ir_measures.ScoredDoc("q", name, 100.0 - i) for i, name in enumerate(ranked)]
        value = ir_measures.calc_aggregate([theirs], qrels, run)[theirs]
        assert ours(ranked, relevant) == pytest.approx(value)  # type: ignore[operator]


def test_figures_worked_by_hand() -> None:
    ranked = ["a", "b", "c", "d"]
    gained, most = 1 / math.log2(3) + 1 / math.log2(5), 1 + 1 / math.log2(3)
    assert ndcg(ranked, {"b", "d"}, 10) == pytest.approx(gained / most)
    assert recall(ranked, {"b", "z"}, 2) == 0.5
    assert reciprocal_rank(ranked, {"c"}) == pytest.approx(1 / 3)
    assert auroc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert risk_coverage([0.9, 0.2, 0.5], [0.0, 1.0, 0.0]) == [(1 / 3, 0.0), (2 / 3, 0.0), (1.0, pytest.approx(1 / 3))]
    assert aurc([0.9, 0.2, 0.5], [0.0, 1.0, 0.0]) == pytest.approx(1 / 9)
    assert calibration_error([0.75, 0.75, 0.25, 0.25], [1.0, 1.0, 0.0, 1.0]) == pytest.approx(0.25)


def test_kappa_is_cohens() -> None:
    # Cohen's own kind of table: 20 both yes, 5 and 10 apart, 15 both no: 0.7 agreed, 0.5 by chance.
    first = ["y"] * 25 + ["n"] * 25
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(["y", "y"], ["y", "y"]) == 1.0


def test_a_measure_prints_as_it_parses_and_is_documented() -> None:
    for measure in MEASURES:
        assert parse_measure(str(measure)) is measure
        assert measure.says
        assert measure.source
    with pytest.raises(RequestError, match="no such measure"):
        parse_measure("nDCG@11")


def test_a_question_without_anything_found_still_counts() -> None:
    assert (ndcg([], {"a"}, 10), recall([], {"a"}, 5), reciprocal_rank([], {"a"})) == (0.0, 0.0, 0.0)
