"""Measures of a ranked list against the set of what is relevant: pure functions, each from 0 to 1."""

import math
from collections.abc import Collection, Hashable, Sequence


def ndcg(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """nDCG@k with every relevant thing worth the same (Järvelin and Kekäläinen 2002); 0 when none is relevant."""
    gained = sum(1.0 / math.log2(place + 2) for place, thing in enumerate(ranked[:k]) if thing in relevant)
    most = sum(1.0 / math.log2(place + 2) for place in range(min(k, len(relevant))))
    return gained / most if most else 0.0


def recall(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """The share of what is relevant among the first ``k``; 0 when nothing is."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """One over the rank of the first relevant thing, from 1; 0 when there is none (Voorhees 1999)."""
    return next((1.0 / rank for rank, thing in enumerate(ranked, start=1) if thing in relevant), 0.0)


def auroc(good: Sequence[float], bad: Sequence[float]) -> float:
    """How often one of ``good`` scores above one of ``bad``, ties half (Mann and Whitney 1947); 0.5 without both."""
    if not good or not bad:
        return 0.5
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return wins / (len(good) * len(bad))


def risk_coverage(confidence: Sequence[float], wrong: Sequence[float]) -> list[tuple[float, float]]:
    """(share answered, mean error among those) when the surest are answered first (El-Yaniv and Wiener 2010)."""
    order = sorted(range(len(wrong)), key=lambda i: -confidence[i])
    total, curve = 0.0, []
    for number, i in enumerate(order, start=1):
        total += wrong[i]
        curve.append((number / len(wrong), total / number))
    return curve


def aurc(confidence: Sequence[float], wrong: Sequence[float]) -> float:
    """The area under the risk–coverage curve (Geifman and El-Yaniv 2017), lower is better; 0 without cases."""
    curve = risk_coverage(confidence, wrong)
    return sum(risk for _, risk in curve) / len(curve) if curve else 0.0


def calibration(confidence: Sequence[float], right: Sequence[float], bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, how many) of each bin of equal width that holds any (Guo et al. 2017)."""
    found = []
    for number in range(bins):
        inside = [i for i, c in enumerate(confidence) if min(int(c * bins), bins - 1) == number]
        if inside:
            sure = sum(confidence[i] for i in inside) / len(inside)
            found.append((sure, sum(right[i] for i in inside) / len(inside), len(inside)))
    return found


def calibration_error(confidence: Sequence[float], right: Sequence[float], bins: int = 10) -> float:
    """The expected calibration error: the bins' gaps between confidence and share right, weighted by their size."""
    parts = calibration(confidence, right, bins)
    return sum(abs(sure - share) * n for sure, share, n in parts) / max(1, len(confidence))


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa (1960) of two people's marks of the same things; 1 when both always gave one and the same mark."""
    n = len(first)
    if not n:
        return 0.0
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    chance = sum(first.count(mark) * second.count(mark) for mark in set(first) | set(second)) / n**2
    return 1.0 if chance == 1.0 else (agreed - chance) / (1.0 - chance)
