"""Two runs side by side: per measure the paired difference, and per case the findings lost and gained."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.cases import Case
from eval.measures import MEASURES, Measure
from eval.runs import Result, Run
from eval.statistics import Interval, bootstrap, permutation


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One measure before and after, over the cases that both runs have it for.

    ``better`` is the mean difference, turned so that above nought is better; of latency the mean logarithm of the
    ratio. ``p`` is that of a drop by chance.
    """

    measure: Measure
    cases: int
    before: float
    after: float
    better: float
    interval: Interval
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A known finding that one of two answers quotes and the other does not, with both."""

    case: Case
    statement: str
    before: Result
    after: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that changed. ``notes`` say what could not be compared, and why."""

    differences: tuple[Difference, ...]
    lost: tuple[Change, ...]
    gained: tuple[Change, ...]
    turned: tuple[tuple[Case, Result, Result], ...]
    notes: tuple[str, ...]


def compare(before: Run, after: Run, cases: Sequence[Case], *, rounds: int = 4000) -> Comparison:
    """``after`` against ``before`` on the cases that both have, alike, over documents that both hold."""
    shared, notes = _shared(before, after, cases)
    ids = {case.id for case in shared}
    old = {i: v for i, v in before.values().items() if i in ids}
    new = {i: v for i, v in after.values().items() if i in ids}
    differences = []
    for measure in MEASURES:
        both = [i for i in old if i in new and measure.name in old[i] and measure.name in new[i]]
        if both:
            differences.append(
                _difference(measure, [(old[i][measure.name], new[i][measure.name]) for i in both], rounds)
            )
    firsts = ({i: rows[0] for i, rows in run.by_case().items()} for run in (before, after))
    was, now = firsts
    lost: list[Change] = []
    gained: list[Change] = []
    turned: list[tuple[Case, Result, Result]] = []
    for case in (c for c in shared if c.id in was and c.id in now):
        a, b = was[case.id], now[case.id]
        for number, finding in enumerate(case.findings):
            if (number in a.covered) != (number in b.covered):
                change = Change(case=case, statement=finding.statement, before=a, after=b)
                (lost if number in a.covered else gained).append(change)
        if a.outcome != b.outcome:
            turned.append((case, a, b))
    return Comparison(
        differences=tuple(differences), lost=tuple(lost), gained=tuple(gained), turned=tuple(turned), notes=tuple(notes)
    )


def _difference(measure: Measure, pairs: Sequence[tuple[float, float]], rounds: int) -> Difference:
    speed = measure.family == "speed"
    if speed:
        changes = [math.log(max(a, 1e-9)) - math.log(max(b, 1e-9)) for a, b in pairs]
    else:
        changes = [measure.sign * (b - a) for a, b in pairs]
    better = sum(changes) / len(changes)
    counted = not measure.zero  # what must never happen is not tested for a drop
    return Difference(
        measure=measure, cases=len(pairs), before=sum(a for a, _ in pairs) / len(pairs),
        after=sum(b for _, b in pairs) / len(pairs), better=better,
        interval=bootstrap(changes, rounds=rounds) if counted else Interval(low=better, high=better),
        p=permutation(changes, rounds=rounds) if counted else 1.0,
    )  # fmt: skip


def _shared(before: Run, after: Run, cases: Sequence[Case]) -> tuple[list[Case], list[str]]:
    """The cases on which the two can be compared, and what is to be said of the others."""
    notes = []
    prints = [{r.case_id: r.fingerprint for r in run.results} for run in (before, after)]
    alike = [c for c in cases if all(p.get(c.id) == c.fingerprint for p in prints)]
    every = len({*prints[0], *prints[1]})
    if len(alike) < every:
        notes.append(f"The runs are of different cases: compared on the {len(alike)} of {every} that both have alike.")
    old, new = before.header.documents, after.header.documents
    if dict(old) != dict(new):
        same = {name for name in old if new.get(name) == old[name]}
        stems = {name.rpartition(".")[0] for name in same} | same
        alike = [c for c in alike if c.documents and set(c.documents) <= stems]
        notes.append(
            f"The runs are over different libraries: compared on the {len(alike)} cases whose known findings stand in "
            f"the {len(same)} documents that both hold; questions without an answer are left out."
        )
    return alike, notes
