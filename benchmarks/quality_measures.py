"""The measures of retrieval and answering, on plain values; each from 0 to 1, higher is better."""

import math
from collections.abc import Collection, Hashable, Sequence


def ndcg(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """nDCG@k with every relevant thing worth the same (Järvelin and Kekäläinen 2002); 0 when none is relevant."""
    gained = sum(1.0 / math.log2(place + 2) for place, thing in enumerate(ranked[:k]) if thing in relevant)
    most = sum(1.0 / math.log2(place + 2) for place in range(min(k, len(relevant))))
    return gained / most if most else 0.0


def recall(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """The share of the relevant things among the first ``k``; 0 when none is relevant."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def hit(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """1 when a relevant thing is among the first ``k``, else 0."""
    return float(any(thing in relevant for thing in ranked[:k]))


def reciprocal_rank(ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """One over the rank of the first relevant thing; 0 when there is none."""
    return next((1.0 / rank for rank, thing in enumerate(ranked, 1) if thing in relevant), 0.0)


def auroc(above: Sequence[float], below: Sequence[float]) -> float:
    """How often a score of ``above`` exceeds one of ``below``, ties counting half (Mann and Whitney 1947).

    Raises ValueError when one of them is empty: nothing is to be told apart then.
    """
    if not above or not below:
        raise ValueError("scores of both kinds are needed")
    won = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a in above for b in below)
    return won / (len(above) * len(below))


def f1(chosen: Collection[Hashable], right: Collection[Hashable]) -> float:
    """The harmonic mean of precision and recall of ``chosen``; 0 when the two share nothing."""
    shared = len(set(chosen) & set(right))
    return 2.0 * shared / (len(set(chosen)) + len(set(right))) if shared else 0.0


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return math.fsum(values) / len(values) if values else 0.0
