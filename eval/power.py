"""How many cases are needed to see a drop, and what drop the present ones show."""

import math
from collections.abc import Iterator

from eval.measures import MEASURES
from eval.runs import Run
from eval.statistics import cases_needed, drop_seen

_MOVED = 0.15  # share of the cases whose value a change moves, where no second run shows how many


def deviation_of(before: list[float], after: list[float] | None) -> float:
    """The standard deviation of paired differences; without a second run as if a share of the cases were drawn anew."""
    if after is not None:
        changes = [b - a for a, b in zip(before, after, strict=True)]
        mean = sum(changes) / len(changes)
        return math.sqrt(sum((c - mean) ** 2 for c in changes) / max(1, len(changes) - 1))
    mean = sum(before) / len(before)
    variance = sum((v - mean) ** 2 for v in before) / max(1, len(before) - 1)
    return math.sqrt(2.0 * _MOVED * variance)


def power_lines(before: Run, after: Run | None, drop: float) -> Iterator[str]:
    """One line a measure: cases there are, cases needed for ``drop``, and the drop that those there are show."""
    source = "two runs" if after else f"one run, {_MOVED:.0%} of the cases moved"
    yield f"To see a drop of {drop:g} in 4 of 5 changes (one-sided, 5 %); spread from {source}."
    yield f"{'measure':<20} {'cases':>6} {'needed':>7} {'drop seen':>10}"
    old, new = before.values(), after.values() if after else None
    for measure in MEASURES:
        ids = [i for i, v in old.items() if measure.name in v and (new is None or measure.name in new.get(i, {}))]
        if not ids or measure.zero or measure.family == "speed":
            continue
        values = [old[i][measure.name] for i in ids]
        spread = deviation_of(values, [new[i][measure.name] for i in ids] if new is not None else None)
        if spread == 0.0:
            yield f"{measure.name:<20} {len(ids):>6} {'–':>7} {'none varied':>11}"
        else:
            needed, seen = cases_needed(drop, spread), drop_seen(len(ids), spread)
            yield f"{measure.name:<20} {len(ids):>6} {needed:>7} {seen:>10.3f}"
