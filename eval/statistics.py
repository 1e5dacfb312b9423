"""Paired statistics: intervals, tests and power over differences case by case. All seeds are fixed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

SEED = 20
ROUNDS = 4000
_EXACT = 12  # differences other than nought up to which every pattern of signs is tried
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval."""

    low: float
    high: float


def bootstrap(values: Sequence[float], *, level: float = 0.95, rounds: int = ROUNDS, seed: int = SEED) -> Interval:
    """The percentile bootstrap interval of a mean (Efron and Tibshirani 1993), cases drawn with replacement."""
    data = np.asarray(values, dtype=np.float64)
    if len(data) == 0:
        return Interval(low=math.nan, high=math.nan)
    if np.ptp(data) == 0.0:
        return Interval(low=float(data[0]), high=float(data[0]))
    drawn = np.random.default_rng(seed).integers(0, len(data), (rounds, len(data)), dtype=np.int32)
    means = data[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval(low=float(low), high=float(high))


def permutation(differences: Sequence[float], *, rounds: int = ROUNDS, seed: int = SEED) -> float:
    """The p-value that the mean of paired differences is so far below nought by chance: signs are exchanged.

    Fisher's randomisation test (Smucker et al. 2007), one-sided; exact up to twelve differences other than nought.
    """
    data = np.asarray([d for d in differences if d], dtype=np.float64)
    if len(data) == 0:
        return 1.0
    seen = data.sum()
    if len(data) <= _EXACT:
        patterns = (np.arange(2 ** len(data))[:, None] >> np.arange(len(data))) & 1
        sums = (np.where(patterns == 1, 1.0, -1.0) * np.abs(data)).sum(axis=1)
        return float(np.mean(sums <= seen + 1e-12))
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(rounds, len(data)))
    below = int(np.sum((signs * np.abs(data)).sum(axis=1) <= seen + 1e-12))
    return (below + 1.0) / (rounds + 1.0)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values corrected for their number (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    corrected = [1.0] * len(p_values)
    highest = 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        corrected[i] = highest
    return corrected


def cases_needed(drop: float, deviation: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """How many paired cases show a mean drop of ``drop`` when differences have this standard deviation.

    The normal approximation for one-sided paired tests: ((z_alpha + z_power) · deviation / drop)².
    """
    z = NormalDist().inv_cdf(1.0 - alpha) + NormalDist().inv_cdf(power)
    return max(2, math.ceil((z * deviation / drop) ** 2))


def drop_seen(cases: int, deviation: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest mean drop that so many paired cases show."""
    z = NormalDist().inv_cdf(1.0 - alpha) + NormalDist().inv_cdf(power)
    return z * deviation / math.sqrt(max(1, cases))
