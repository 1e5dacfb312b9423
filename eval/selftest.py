"""The harness tested: planted defects must be caught by the right measure, harmless changes must raise no alarm."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from eval.cases import Case
from eval.comparing import compare
from eval.defects import DEFECTS, Defect
from eval.gating import broken, judge
from eval.harmless import AGAIN, HARMLESS, Bench
from eval.reingested import REINGESTED
from eval.running import Progress
from eval.runs import Run
from eval.spoilt_systems import SYSTEM_DEFECTS, Slow, Spoilt, SystemDefect

_TIMED = 12  # cases that are asked for the time they take
_REDUCED, _REDUCED_AGAIN = 26, 5  # cases, and those that are asked once more for a change
_ROUNDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One thing planted. ``caught_by`` is what must hold it back, nothing for a harmless change."""

    name: str
    caught_by: tuple[str, ...]
    named: frozenset[str]

    @property
    def holds(self) -> bool:
        """Whether the gate said what it should."""
        return bool(self.named & set(self.caught_by)) if self.caught_by else not self.named


def run_selftest(
    assistant: Assistant, cases: Sequence[Case], settings: Settings, *, reduced: bool = False,
    progress: Progress = lambda done, total: None,
) -> list[Trial]:  # fmt: skip
    """Every trial in turn; ``reduced`` takes some of the cases and leaves out what must ingest again."""
    chosen = some(cases, _REDUCED) if reduced else list(cases)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(assistant, chosen, settings, Path(folder), again=_REDUCED_AGAIN if reduced else AGAIN)
        planted = [*_planted(bench), *_harmless(bench, reduced)]
        trials = []
        for number, (name, caught_by, make) in enumerate(planted, start=1):
            trials.append(Trial(name=name, caught_by=caught_by, named=_named(*make(), bench.cases)))
            progress(number, len(planted))
    return trials


def some(cases: Sequence[Case], most: int, seed: int = 4) -> list[Case]:
    """About ``most`` cases, some of every kind, the rarer kinds in full."""
    kinds: dict[str, list[Case]] = {}
    for case in cases:
        kinds.setdefault(f"{case.kind} {case.answer is not None}", []).append(case)
    share = max(2, most // max(1, len(kinds)))
    rng = random.Random(seed)
    chosen = {c.id for own in kinds.values() for c in rng.sample(own, min(share, len(own)))}
    return [case for case in cases if case.id in chosen or "identity" in case.tags]


Made = tuple[str, tuple[str, ...], Callable[[], tuple[Run, Run]]]


def _planted(bench: Bench) -> Iterator[Made]:
    def spoilt(defect: Defect) -> tuple[Run, Run]:
        return bench.base, bench.run(Spoilt(bench.system, defect, bench.shelf))

    def broken(system: SystemDefect) -> tuple[Run, Run]:
        return bench.base, bench.run(system.make(bench.assistant, bench.system))

    for defect in DEFECTS:
        yield defect.name, defect.caught_by, partial(spoilt, defect)
    for system in SYSTEM_DEFECTS:
        yield system.name, system.caught_by, partial(broken, system)
    yield "slow by a factor of three", ("latency",), lambda: bench.timed(Slow(bench.product, 3.0), _TIMED)


def _harmless(bench: Bench, reduced: bool) -> Iterator[Made]:
    for name, change in (*HARMLESS, *(() if reduced else REINGESTED)):
        yield name, (), partial(change, bench)
    yield "slower by a tenth", (), lambda: bench.timed(Slow(bench.product, 1.1), _TIMED)


def _named(before: Run, after: Run, cases: Sequence[Case]) -> frozenset[str]:
    """The measures that hold a run back, but for what the system as it is does already."""
    already = set(broken(before))
    reasons = judge(compare(before, after, cases, rounds=_ROUNDS), after).held_back
    return frozenset(reason.partition(":")[0] for reason in reasons if reason not in already)


def selftest_lines(trials: Sequence[Trial]) -> Iterator[str]:
    """The trials as a table, and their counts."""
    for title, own in (("Planted defects", True), ("Changes that change nothing", False)):
        chosen = [t for t in trials if bool(t.caught_by) == own]
        yield f"\n{title}: {sum(t.holds for t in chosen)} of {len(chosen)} as they should be"
        for trial in chosen:
            named = ", ".join(sorted(trial.named, key=lambda n: (n not in trial.caught_by, n))[:4]) or "no alarm"
            yield f"  {'ok   ' if trial.holds else 'WRONG'} {trial.name:<52} {named}"
