"""Small linear models over named features, read from committed files; their training is in ``eval``."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic model: log-odds are ``constant`` and the sum of each feature times its weight.

    ``version`` names the training run, ``data`` the lists of questions that it was trained on.
    """

    version: str
    data: tuple[str, ...]
    constant: float
    weights: Mapping[str, float]

    def log_odds(self, names: Sequence[str], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of each row of ``matrix``, whose columns are ``names``."""
        return np.asarray(matrix @ np.array([self.weights.get(n, 0.0) for n in names]) + self.constant)


def probability(log_odds: float) -> float:
    """The probability, from 0 to 1, that goes with log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, log_odds))))


@lru_cache(maxsize=8)
def load_weights(name: str) -> Weights:
    """The committed model ``name``: ``ranking`` or ``abstention``."""
    said = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return Weights(
        version=str(said["version"]),
        data=tuple(said["data"]),
        constant=float(said["constant"]),
        weights={str(key): float(value) for key, value in said["weights"].items()},
    )
