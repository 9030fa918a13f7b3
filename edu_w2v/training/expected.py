"""The objective itself, without chance: averages over all pairs and draws.

On a small corpus the average can be written as sums over the table of word pairs. It
shows what the random trainers aim at, and is the oracle that they are tested against.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v.corpora import Word
from edu_w2v.objective import log_sigmoid, sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.vocabulary import Vocabulary

Matrix = NDArray[np.floating]


def pair_probabilities(
    documents: Iterable[Sequence[Word]], vocabulary: Vocabulary, radius: int
) -> NDArray[np.float64]:
    """Return P(w, c): the share of each (centre, context) in the pairs.

    In a dynamic window a neighbour at distance k counts (radius − k + 1) / radius,
    which is how often a dynamic window reaches it.

    Returns
    -------
    ndarray, shape (V, V)
        Sums to 1.

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> P = pair_probabilities(BOB_PIZZA, Vocabulary(BOB_PIZZA), radius=1)
    >>> P[0]  # Bob is a centre in 4 of 16 pairs
    array([0.   , 0.125, 0.125, 0.   , 0.   , 0.   , 0.   ])
    """
    _checks.instance(
        "vocabulary", vocabulary, Vocabulary, "make one with Vocabulary(documents)"
    )
    radius = _checks.whole_number("radius", radius)
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for document in _checks.documents_of_words(documents):
        ids = vocabulary.encode(document)
        for reach in range(1, radius + 1):  # the radii that a dynamic window may draw
            pairs = skipgram_pairs(ids, reach)
            np.add.at(counts, (pairs[:, 0], pairs[:, 1]), 1 / radius)
    if not counts.any():
        raise ValueError(
            "documents have no pairs: none has two words; pass longer documents."
        )
    return counts / counts.sum()


def expected_loss(
    W: Matrix, C: Matrix, P: Matrix, noise: Matrix, negatives: int
) -> float:
    """Return the mean loss per positive pair over all pairs and draws, in nats.

    E[L] = −Σ P(w, c) log σ(c·w) − K Σ P(w) p_α(c) log σ(−c·w)

    Parameters
    ----------
    W, C : ndarray, shape (V, d)
    P : ndarray, shape (V, V)
        From `pair_probabilities`.
    noise : ndarray, shape (V,)
        p_α, from `Vocabulary.noise_distribution`.
    negatives : int
        K.

    References
    ----------
    Levy and Goldberg 2014, "Neural word embedding as implicit matrix factorization",
    section 3.

    Examples
    --------
    >>> P, noise = np.array([[0.0, 0.5], [0.5, 0.0]]), np.array([0.5, 0.5])
    >>> W = C = np.zeros((2, 1))
    >>> round(expected_loss(W, C, P, noise, negatives=2), 4)  # 3 log 2
    2.0794
    """
    scores = W @ C.T
    Q = negatives * np.outer(P.sum(axis=1), noise)
    return float(-(P * log_sigmoid(scores)).sum() - (Q * log_sigmoid(-scores)).sum())


def expected_gradients(
    W: Matrix, C: Matrix, P: Matrix, noise: Matrix, negatives: int
) -> tuple[Matrix, Matrix]:
    """Return the gradients of `expected_loss` by W and C, each of shape (V, d)."""
    scores = W @ C.T
    Q = negatives * np.outer(P.sum(axis=1), noise)
    error = P * (sigmoid(scores) - 1) + Q * sigmoid(scores)
    return error @ C, error.T @ W


def lowest_loss(P: Matrix, noise: Matrix, negatives: int) -> float:
    """Return the loss that no vectors can beat: each score is its own best, log P / Q.

    With P(w, c) pulls and Q(w, c) = K P(w) p_α(c) pushes, the best σ is P / (P + Q).

    Examples
    --------
    >>> P, noise = np.array([[0.0, 0.5], [0.5, 0.0]]), np.array([0.5, 0.5])
    >>> round(lowest_loss(P, noise, negatives=2), 4)  # 2 log 2
    1.3863
    """
    Q = negatives * np.outer(P.sum(axis=1), noise)
    best = P / (P + Q)
    pulls = P[P > 0] * np.log(best[P > 0])
    return float(-pulls.sum() - (Q * np.log1p(-best)).sum())
