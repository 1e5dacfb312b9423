"""The statistics, tested by simulation with fixed seeds: coverage of intervals, size and power of tests."""

import numpy as np
import pytest

from eval.statistics import bootstrap, cases_needed, drop_seen, holm, permutation


def test_the_intervals_hold_the_true_mean_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for number in range(300):
        interval = bootstrap(rng.beta(2.0, 1.0, 60).tolist(), rounds=400, seed=number)
        held += interval.low <= 2.0 / 3.0 <= interval.high
    assert 0.91 <= held / 300 <= 0.98


def test_the_test_raises_a_false_alarm_no_more_often_than_it_says() -> None:
    rng = np.random.default_rng(2)
    alarms = sum(permutation(rng.normal(0.0, 0.3, 50).tolist(), rounds=400, seed=n) <= 0.05 for n in range(400))
    assert alarms / 400 <= 0.08


def test_the_test_sees_a_drop_as_often_as_the_power_says() -> None:
    rng = np.random.default_rng(3)
    cases = cases_needed(0.1, 0.3)
    seen = sum(permutation(rng.normal(-0.1, 0.3, cases).tolist(), rounds=400, seed=n) <= 0.05 for n in range(300))
    assert 0.72 <= seen / 300 <= 0.88
    assert drop_seen(cases, 0.3) == pytest.approx(0.1, abs=0.002)


def test_few_differences_are_tested_exactly() -> None:
    assert permutation([-1.0, -1.0, -1.0]) == pytest.approx(1 / 8)
    assert permutation([-1.0, -1.0, 1.0, 0.0]) == pytest.approx(4 / 8)
    assert permutation([0.0, 0.0]) == 1.0


def test_holm_corrects_as_in_his_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_among_many_measures_that_did_not_change_hardly_ever_one_is_called_worse() -> None:
    rng = np.random.default_rng(4)
    alarms = 0
    for number in range(120):
        found = [permutation(rng.normal(0.0, 1.0, 40).tolist(), rounds=400, seed=number * 9 + m) for m in range(8)]
        alarms += min(holm(found)) <= 0.05
    assert alarms / 120 <= 0.10


def test_an_interval_of_equal_values_is_that_value() -> None:
    interval = bootstrap([0.5, 0.5, 0.5])
    assert (interval.low, interval.high) == (0.5, 0.5)
