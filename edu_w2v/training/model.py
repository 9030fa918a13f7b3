"""What a trainer works on: two matrices, the noise, and two settings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edu_w2v.alias import AliasTable

MAX_DIMENSION, MAX_NEGATIVES = 10_000, 1_000
MAX_RADIUS = 2**31 - 1  # a window is cut to its document anyway

Matrix = NDArray[np.floating]


@dataclass(frozen=True)
class Model:
    """A word2vec model while it is trained; the trainers change W and C in place.

    Attributes
    ----------
    W, C : ndarray, shape (V, d)
        The vectors of the words as centres, and as contexts.
    noise : AliasTable
        Of V words: what negatives are drawn from.
    radius : int
        The largest distance of a neighbour, on either side.
    negatives : int
        K, how many words are drawn for each positive pair.
    """

    W: Matrix
    C: Matrix
    noise: AliasTable
    radius: int
    negatives: int


def start_matrices(
    size: int, dimension: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return W, uniform in ±0.5/√d, and C, all zeros.

    With C = 0 every score is 0, so the first loss is (K + 1)·log 2 whatever the data.
    The rows of W are about 0.3 long, whatever d. word2vec.c has ±0.5/d: from rows so
    short the first gradients of C are small too, and part of the text is spent before
    learning sets in.
    """
    W = rng.random((size, dimension), dtype=np.float32) - np.float32(0.5)
    W /= np.sqrt(dimension, dtype=np.float32)
    return W, np.zeros_like(W)
