"""One positive pair, K negatives, and the loss that trains them.

A dot product becomes a bet by the sigmoid; the loss is the surprise, in nats, at the
answers to K + 1 yes-or-no questions; its gradients say which way each vector should
move.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks

Vector = NDArray[np.floating]


@dataclass(frozen=True)
class Example:
    """One positive pair with its negatives, as rows of two small matrices.

    Parameters
    ----------
    words : tuple of str, length V
    W, C : ndarray, shape (V, d)
        A centre vector and a context vector for each word.
    centre, positive : int
        Ids of words.
    negatives : tuple of int, length K
    """

    words: tuple[str, ...]
    W: Vector
    C: Vector
    centre: int
    positive: int
    negatives: tuple[int, ...]

    @property
    def w(self) -> Vector:
        """The vector of the centre word, shape (d,)."""
        return self.W[self.centre].copy()

    @property
    def c_pos(self) -> Vector:
        """The vector of the positive, shape (d,)."""
        return self.C[self.positive].copy()

    @property
    def C_neg(self) -> Vector:  # noqa: N802 (the name in the formulas)
        """The vectors of the negatives, shape (K, d)."""
        return self.C[list(self.negatives)]

    @property
    def contexts(self) -> list[str]:
        """The words that the K + 1 questions are about, the positive first."""
        return [self.words[i] for i in (self.positive, *self.negatives)]


BY_HAND = Example(
    words=("Bob", "dislikes", "kale", "likes", "pizza", "wings"),
    W=np.array(
        [[0.3, 0.9], [-0.8, 0.4], [-0.6, -0.5], [1.0, 0.5], [0.7, -0.6], [0.2, -0.9]]
    ),
    C=np.array(
        [[0.6, 0.1], [-1.0, -1.0], [1.0, -1.0], [0.5, -0.7], [0.2, 1.6], [0.9, 0.8]]
    ),
    centre=3,  # likes
    positive=4,  # pizza, which stands beside it
    negatives=(2, 1),  # kale and dislikes, which were drawn at random
)
"""The worked example of notebooks 03, 04 and 06: V = 6 words, d = 2, K = 2.

The words are those of the first three documents of Bob and pizza. The numbers are made
up, so that the three dot products are 1.0, 0.5 and −1.5.
"""
BY_HAND.W.setflags(write=False)
BY_HAND.C.setflags(write=False)


def sigmoid(x: ArrayLike) -> NDArray[np.floating]:
    """Return σ(x) = 1 / (1 + e^(−x)), for any x and without overflow.

    The exponent is never positive: for x < 0 it is written e^x / (1 + e^x).

    Parameters
    ----------
    x : array_like
        float32 stays float32; everything else becomes float64.

    Returns
    -------
    ndarray or scalar of the shape of `x`

    References
    ----------
    Mikolov et al. 2013, "Distributed representations of words and phrases", section 2.

    Examples
    --------
    >>> sigmoid([-10_000, 0, 2]).round(4)
    array([0.    , 0.5   , 0.8808])
    """
    x = _checks.real_array("x", x, infinite=True)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e)[()] / (1 + e)


def log_sigmoid(x: ArrayLike) -> NDArray[np.floating]:
    """Return log σ(x) = −log(1 + e^(−x)), exact even where σ(x) is rounded to 0.

    ``np.logaddexp(a, b)`` is log(e^a + e^b), computed so that neither power overflows.

    Parameters, errors and types are those of `sigmoid`.

    Examples
    --------
    >>> log_sigmoid([-800, 0, 2]).round(4)
    array([-8.000e+02, -6.931e-01, -1.269e-01])
    """
    x = _checks.real_array("x", x, infinite=True)
    return -np.logaddexp(x.dtype.type(0), -x)


def sgns_loss(w: ArrayLike, c_pos: ArrayLike, C_neg: ArrayLike) -> float:
    """Return the loss of one positive pair and its K negatives, in nats.

    L = −[ log σ(c_pos·w) + Σ log σ(−c_neg·w) ]

    Parameters
    ----------
    w : array_like, shape (d,)
        The vector of the centre word.
    c_pos : array_like, shape (d,)
        The vector of the positive context word.
    C_neg : array_like, shape (K, d)
        The vectors of the negatives, one a row.

    Returns
    -------
    float
        (K + 1)·log 2 when all dot products are 0.

    References
    ----------
    Mikolov et al. 2013, equation 4; Jurafsky and Martin 2020, equation 6.34.

    Examples
    --------
    >>> round(sgns_loss([1, 2], [1, 0], [[0, 1], [2, -1]]), 4)
    3.1333
    """
    w, c_pos, C_neg = _checks.pair(w, c_pos, C_neg)
    return float(-(log_sigmoid(c_pos @ w) + log_sigmoid(-(C_neg @ w)).sum()))


def sgns_gradients(
    w: ArrayLike, c_pos: ArrayLike, C_neg: ArrayLike
) -> tuple[Vector, Vector, Vector]:
    """Return the gradients of `sgns_loss` by w, by c_pos and by each row of C_neg.

    Each is *how wrong* times *the other vector*:

    ∂L/∂w = c_pos (σ(c_pos·w) − 1) + Σ c_neg σ(c_neg·w),
    ∂L/∂c_pos = w (σ(c_pos·w) − 1),
    ∂L/∂c_neg = w σ(c_neg·w).

    The K + 1 context vectors count as different variables. Where they belong to the
    same word, the gradient of that word is the sum: see `sgns_matrix_gradients`.

    Parameters
    ----------
    w, c_pos, C_neg
        As for `sgns_loss`.

    Returns
    -------
    dw : ndarray, shape (d,)
    dc_pos : ndarray, shape (d,)
    dC_neg : ndarray, shape (K, d)

    References
    ----------
    Jurafsky and Martin 2020, equations 6.35 to 6.37; Goldberg and Levy 2014.

    Examples
    --------
    >>> dw, dc_pos, dC_neg = sgns_gradients([0, 0], [1, 0], [[0, 1], [2, -1]])
    >>> dw
    array([0.5, 0. ])
    """
    w, c_pos, C_neg = _checks.pair(w, c_pos, C_neg)
    error_pos = sigmoid(c_pos @ w) - 1  # how wrong: 0 when the positive is certain
    error_neg = sigmoid(C_neg @ w)  # 0 when the negatives are certainly refused
    return c_pos * error_pos + error_neg @ C_neg, w * error_pos, np.outer(error_neg, w)


def sgns_matrix_gradients(
    W: ArrayLike, C: ArrayLike, centre: int, positive: int, negatives: ArrayLike
) -> tuple[Vector, Vector]:
    """Return the gradients of the loss of one pair by the whole of W and of C.

    A word that is drawn twice as a negative, or is both the positive and a negative,
    stands for one row of C: its gradients add up.

    Parameters
    ----------
    W, C : array_like, shape (V, d)
    centre, positive : int
        Ids of words.
    negatives : array_like of int, shape (K,)

    Returns
    -------
    dW, dC : ndarray, shape (V, d)
        Zero except in the rows of the words that took part.

    Examples
    --------
    >>> dW, dC = sgns_matrix_gradients([[1.0], [2.0]], [[0.0], [0.0]], 0, 1, [1, 1])
    >>> dC.ravel()  # one pull of -0.5, two pushes of +0.5
    array([0. , 0.5])
    """
    W, C, contexts = _check_matrices(W, C, centre, positive, negatives)
    dw, dc_pos, dC_neg = sgns_gradients(W[centre], C[positive], C[contexts[1:]])
    dW, dC = np.zeros_like(W), np.zeros_like(C)
    dW[centre] = dw
    # += would keep only one of repeated rows.
    np.add.at(dC, contexts, np.vstack([dc_pos, dC_neg]))
    return dW, dC


def _check_matrices(
    W: ArrayLike, C: ArrayLike, centre: int, positive: int, negatives: ArrayLike
) -> tuple[Vector, Vector, NDArray[np.integer]]:
    """Return W, C and the ids of the contexts, the positive first."""
    W, C = _checks.factors("W", W, 2), _checks.factors("C", C, 2)
    _checks.same_shape(W=W, C=C)
    drawn = _checks.ids("negatives", negatives, len(W))
    for name, i in (("centre", centre), ("positive", positive)):
        _checks.whole_number(name, i, 0, len(W) - 1)
    return W, C, np.array([positive, *drawn], dtype=np.int64)
