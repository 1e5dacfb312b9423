"""May it ship? Held back by what must never happen, by a drop beyond a margin, or by one shown to be real."""

import math
from dataclasses import dataclass
from typing import Literal

from eval.comparing import Comparison, Difference
from eval.measures import MEASURES
from eval.runs import Run
from eval.statistics import cases_needed, holm

ALPHA = 0.05
Standing = Literal["better", "no worse", "worse", "not shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One measure as the gate sees it; ``p`` is corrected for the number of measures."""

    difference: Difference
    p: float
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says. ``held_back`` are the reasons, none when it passes; ``warnings`` do not hold it back."""

    judged: tuple[Judged, ...]
    held_back: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing holds the change back."""
        return not self.held_back

    @property
    def measures(self) -> frozenset[str]:
        """The names of the measures that hold it back."""
        return frozenset(reason.partition(":")[0] for reason in self.held_back)


def judge(comparison: Comparison, after: Run, *, alpha: float = ALPHA) -> Verdict:
    """The verdict on a run, given how it compares with the one before.

    A measure is *no worse* when the interval of its difference lies above its margin (non-inferiority). Else it is
    *worse* when the drop is beyond the margin, or is real after Holm's correction; else it is *not shown* either way.
    """
    counted = [d for d in comparison.differences if not d.measure.zero]
    corrected = holm([d.p for d in counted])
    judged = [
        Judged(difference=d, p=p, standing=_standing(d, p, alpha)) for d, p in zip(counted, corrected, strict=True)
    ]
    held_back = [*broken(after), *(_said(j) for j in judged if j.standing == "worse")]
    warnings = [
        f"{j.difference.measure}: {j.difference.cases} cases cannot show that it is no worse; "
        f"about {_enough(j.difference)} would"
        for j in judged
        if j.standing == "not shown"
    ]
    return Verdict(judged=tuple(judged), held_back=tuple(held_back), warnings=tuple(warnings))


def _standing(difference: Difference, p: float, alpha: float) -> Standing:
    margin = _margin(difference)
    if difference.better >= 0.0 and difference.interval.low >= 0.0:
        return "better" if difference.better > 0.0 else "no worse"
    if difference.interval.low > -margin:
        return "no worse"
    real = p <= alpha and difference.measure.family != "speed"  # another machine is really slower, by less than that
    if difference.better < -margin - 1e-12 or (difference.better < 0.0 and real):
        return "worse"
    return "not shown"


def _margin(difference: Difference) -> float:
    margin = difference.measure.margin
    return math.log1p(margin) if difference.measure.family == "speed" else margin


def broken(run: Run) -> list[str]:
    """What must not happen at all, or not beyond an allowed rate, whatever was before: each with its measure first."""
    found = []
    values = run.values()
    for measure in MEASURES:
        own = {case_id: v[measure.name] for case_id, v in values.items() if measure.name in v}
        if measure.zero and any(own.values()):
            where = ", ".join([i for i, v in own.items() if v][:5])
            found.append(f"{measure}: {sum(own.values()):g} where none is allowed ({where})")
        mean = sum(own.values()) / max(1, len(own))
        if measure.allowed is not None and mean > measure.allowed:
            found.append(f"{measure}: {mean:.3f} where at most {measure.allowed:g} is allowed")
    return found


def _said(judged: Judged) -> str:
    d = judged.difference
    unit = "in log time " if d.measure.family == "speed" else ""
    return (
        f"{d.measure}: {d.before:.3f} → {d.after:.3f}, worse by {-d.better:.3f} {unit}"
        f"(95 % between {-d.interval.high:.3f} and {-d.interval.low:.3f}; {d.measure.margin:g} is let pass; "
        f"p = {judged.p:.3g} over {d.cases} cases)"
    )


def _enough(difference: Difference) -> int:
    spread = (difference.interval.high - difference.interval.low) / 3.92 * math.sqrt(difference.cases)
    return cases_needed(max(_margin(difference), 1e-3), spread)
