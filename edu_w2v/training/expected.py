"""The objective itself, without chance: averages over all pairs and draws.

On a small corpus the average can be written as sums over the table of word pairs. It
shows what the random trainers aim at, and is the oracle that they are tested against.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import rel_entr

from edu_w2v import _checks
from edu_w2v.corpora import Word
from edu_w2v.objective import log_sigmoid, sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.vocabulary import Vocabulary

Matrix = NDArray[np.floating]

MOST = 20_000  # words: the table of pairs has the square of it


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
    _checks.whole_number("the number of words in vocabulary", len(vocabulary), 1, MOST)
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for document in _checks.documents_of_words(documents):
        ids = vocabulary.encode(document)
        widest = max(1, min(radius, len(ids) - 1))  # a wider window reaches no further
        for reach in range(1, widest + 1):  # the radii that a dynamic window may draw
            pairs = skipgram_pairs(ids, reach)
            times = 1 if reach < widest else radius - widest + 1
            np.add.at(counts, (pairs[:, 0], pairs[:, 1]), times / radius)
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
    P, Q = _pulls_and_pushes(P, noise, negatives)
    W, C, scores = _all_scores(W, C, len(P))
    return float(-(P * log_sigmoid(scores)).sum() - (Q * log_sigmoid(-scores)).sum())


def expected_gradients(
    W: Matrix, C: Matrix, P: Matrix, noise: Matrix, negatives: int
) -> tuple[Matrix, Matrix]:
    """Return the gradients of `expected_loss` by W and C, each of shape (V, d).

    Examples
    --------
    >>> P, noise = np.array([[0.0, 0.5], [0.5, 0.0]]), np.array([0.5, 0.5])
    >>> dW, dC = expected_gradients(np.eye(2), np.zeros((2, 2)), P, noise, negatives=1)
    >>> dC  # each word pulls the other one and pushes itself
    array([[ 0.125, -0.125],
           [-0.125,  0.125]])
    """
    P, Q = _pulls_and_pushes(P, noise, negatives)
    W, C, scores = _all_scores(W, C, len(P))
    error = P * (sigmoid(scores) - 1) + Q * sigmoid(scores)
    return error @ C, error.T @ W


def descend(
    W: Matrix,
    C: Matrix,
    P: Matrix,
    noise: Matrix,
    negatives: int,
    learning_rate: float,
    steps: int,
) -> list[tuple[Matrix, Matrix]]:
    """Return (W, C) at the start and after each step of gradient descent.

    Both gradients of `expected_loss` are taken first; then both matrices move, against
    their gradient, by `learning_rate` times it.

    Examples
    --------
    >>> P, noise = np.array([[0.0, 0.5], [0.5, 0.0]]), np.array([0.5, 0.5])
    >>> path = descend(np.eye(2), np.zeros((2, 2)), P, noise, 2, 1.0, steps=100)
    >>> round(expected_loss(*path[-1], P, noise, 2), 2)  # its floor is 1.39
    1.39
    """
    rate = _checks.real_number("learning_rate", learning_rate, maximum=1e6, above=True)
    path = [(W, C)]
    for _ in range(_checks.whole_number("steps", steps, maximum=1_000_000)):
        dW, dC = expected_gradients(W, C, P, noise, negatives)
        W, C = W - rate * dW, C - rate * dC
        path.append((W, C))
    return path


def lowest_loss(P: Matrix, noise: Matrix, negatives: int) -> float:
    """Return the loss that no vectors can beat: each score is its own best, log P / Q.

    With P(w, c) pulls and Q(w, c) = K P(w) p_α(c) pushes, the best σ is P / (P + Q), so
    the loss is −Σ [P log P / (P + Q) + Q log Q / (P + Q)].

    Examples
    --------
    >>> P, noise = np.array([[0.0, 0.5], [0.5, 0.0]]), np.array([0.5, 0.5])
    >>> round(lowest_loss(P, noise, negatives=2), 4)  # 2 log 2
    1.3863
    """
    P, Q = _pulls_and_pushes(P, noise, negatives)
    return float(-(rel_entr(P, P + Q) + rel_entr(Q, P + Q)).sum())


def _pulls_and_pushes(
    P: Matrix, noise: Matrix, negatives: int
) -> tuple[Matrix, Matrix]:
    """Return P and Q(w, c) = K P(w) p_α(c): the pulls and the pushes of each pair."""
    P, noise = _checks.factors("P", P, 2), _checks.factors("noise", noise, 1)
    negatives = _checks.whole_number("negatives", negatives)
    if P.shape != (len(noise), len(noise)) or min(P.min(), noise.min()) < 0:
        raise ValueError(
            "P and noise must be probabilities of V x V pairs and V words, but have "
            f"shapes {P.shape} and {noise.shape}, or numbers below 0; take them from "
            "pair_probabilities() and noise_distribution()."
        )
    return P, negatives * np.outer(P.sum(axis=1), noise)


def _all_scores(W: Matrix, C: Matrix, size: int) -> tuple[Matrix, Matrix, Matrix]:
    """Return W, C and the scores of all pairs of words."""
    W, C = _checks.factors("W", W, 2), _checks.factors("C", C, 2)
    _checks.same_shape(W=W, C=C)
    if len(W) != size:
        raise ValueError(
            f"W must have one row a word, but has {len(W)} rows for P of {size} words; "
            "make P with the same vocabulary."
        )
    return W, C, W @ C.T
