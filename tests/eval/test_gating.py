"""Comparing and gating: what holds a change back, what does not, and what cannot be compared."""

from dataclasses import replace

import pytest

from eval.comparing import compare
from eval.gating import judge
from eval.power import power_lines
from tests.eval.made import HEADER, case, run_of

CASES = [case(n) for n in range(60)]
GOOD = [{"findings": 1.0, "off-page": 0.0, "latency": 100.0} for _ in CASES]


def worse(share: float) -> list[dict[str, float]]:
    missed = int(share * len(CASES))
    return [{**v, "findings": 0.0} if n < missed else v for n, v in enumerate(GOOD)]


def test_a_run_is_no_worse_than_itself() -> None:
    run = run_of(CASES, GOOD)
    compared = compare(run, run, CASES)
    assert judge(compared, run).passes
    assert compared.lost == compared.gained == ()


def test_a_drop_beyond_the_margin_holds_back_and_lists_what_was_lost_with_both_answers() -> None:
    before, after = run_of(CASES, GOOD), run_of(CASES, worse(0.2))
    compared = compare(before, after, CASES)
    verdict = judge(compared, after)
    assert verdict.measures == {"findings"}
    assert [c.statement for c in compared.lost] == [f"Finding {n}" for n in range(12)]
    assert compared.lost[0].before.quotes
    assert compare(after, before, CASES).gained[0].statement == "Finding 0"
    assert judge(compare(after, before, CASES), before).passes


def test_one_case_lost_among_many_is_not_called_worse_but_not_shown() -> None:
    after = run_of(CASES, worse(1 / 60))
    verdict = judge(compare(run_of(CASES, GOOD), after, CASES), after)
    assert verdict.passes
    assert verdict.warnings[0].startswith("findings: 60 cases cannot show")


def test_a_single_quote_off_its_page_holds_back_however_good_the_rest() -> None:
    after = run_of(CASES, [{**GOOD[0], "off-page": 1.0}, *GOOD[1:]])
    verdict = judge(compare(run_of(CASES, GOOD), after, CASES), after)
    assert verdict.held_back == ("off-page: 1 where none is allowed (case-0)",)


def test_answering_beyond_the_allowed_rate_holds_back_even_if_it_was_so_before() -> None:
    run = run_of(CASES, [{"answers-anyway": float(n % 3 == 0)} for n in range(60)])
    assert judge(compare(run, run, CASES), run).measures == {"answers-anyway"}


def test_three_times_as_slow_holds_back_and_a_tenth_slower_does_not() -> None:
    before = run_of(CASES, GOOD)
    for factor, passes in ((3.0, False), (1.1, True)):
        after = run_of(CASES, [{**v, "latency": factor * 100.0} for v in GOOD])
        assert judge(compare(before, after, CASES), after).passes is passes


def test_other_cases_are_compared_on_what_is_shared_and_it_is_said() -> None:
    changed = replace(CASES[0], question="Another question?")
    after = run_of([changed, *CASES[1:50]], GOOD[:50])
    compared = compare(run_of(CASES, GOOD), after, [changed, *CASES[1:]])
    assert compared.differences[0].cases == 49
    assert "compared on the 49 of 60" in compared.notes[0]


def test_other_libraries_are_compared_on_the_documents_that_both_hold() -> None:
    cases = [case(n, document="a" if n % 2 else "b") for n in range(10)]
    other = replace(HEADER, documents={"a.pdf": "1", "b.pdf": "changed"})
    compared = compare(run_of(cases, GOOD[:10]), run_of(cases, GOOD[:10], other), cases)
    assert compared.differences[0].cases == 5
    assert "different libraries" in compared.notes[0]


@pytest.mark.parametrize("second", [False, True])
def test_power_says_how_many_cases_a_drop_needs(second: bool) -> None:
    before, after = run_of(CASES, worse(0.5)), run_of(CASES, worse(0.6))
    lines = list(power_lines(before, after if second else None, 0.05))
    row = next(line.split() for line in lines if line.startswith("findings"))
    assert row[1] == "60"
    assert int(row[2]) > 60
