"""Word pieces kept small, so that a question can be held to a sentence piece by piece and not only as a whole.

Each piece of the question looks for the piece of the sentence that is nearest to it, and the mean of these cosines says
how far the sentence speaks of all that is asked (late interaction: Khattab and Zaharia 2020, "ColBERT", here on the
pieces of the embedding model itself). On the example library's questions the six best sentences by cosines and words
held 0.31 of the supporting ones, with these agreements added 0.35; 64 components of 384 do as well as all.

``piece_projection.npz`` holds the mean of the pieces and the 64 directions in which they differ most, found by
``benchmarks.train_projection`` from the example library. A model of another width has directions drawn at random, from
a fixed seed.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

WIDTH = 64
_SCALE = 180.0  # a component of a unit vector of 64 is seldom beyond 0.7
_LEARNED = Path(__file__).with_name("piece_projection.npz")

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]


def small(pieces: Floats) -> Floats:
    """``pieces`` of shape (pieces, width of the model) as unit vectors of shape (pieces, 64)."""
    mean, basis = _projection(pieces.shape[1])
    found = (pieces - mean) @ basis
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(norms, 1e-9), dtype=np.float32)


def packed(pieces: Floats) -> Bytes:
    """``small`` pieces as signed bytes, 64 a piece."""
    return np.asarray(np.clip(np.rint(small(pieces) * _SCALE), -127, 127), dtype=np.int8)


def nearest_pieces(question: Floats, pieces: Bytes, counts: Sequence[int]) -> Floats:
    """How near each sentence comes to each piece of the ``question`` (shape (pieces, 64)): cosines from -1 to 1.

    Shape (sentences, pieces of the question). ``pieces`` are those of the sentences one after another, ``counts`` how
    many each has; a sentence without any has 0 throughout.
    """
    found = np.zeros((len(counts), len(question)), dtype=np.float32)
    if not len(pieces) or not len(question):
        return found
    read = pieces.astype(np.float32)
    read /= np.maximum(np.linalg.norm(read, axis=1, keepdims=True), 1e-9)
    cosines = question @ read.T
    for row, (end, count) in enumerate(zip(np.cumsum(counts), counts, strict=True)):
        if count:
            found[row] = cosines[:, end - count : end].max(axis=1)
    return found


@lru_cache(maxsize=4)
def _projection(width: int) -> tuple[Floats, Floats]:
    """The mean that is taken away and the directions that are kept, shapes (width,) and (width, 64)."""
    learned = np.load(_LEARNED)
    if learned["mean"].shape == (width,):
        return learned["mean"].astype(np.float32), learned["basis"].astype(np.float32)
    drawn = np.random.default_rng(0).standard_normal((width, WIDTH))
    basis = cast(NDArray[np.float64], np.linalg.qr(drawn)[0]) if width >= WIDTH else drawn
    return np.zeros(width, dtype=np.float32), basis.astype(np.float32)
