"""The plain trainer, compiled: the update of `minimal`, as loops for a compiler.

It is the lesson. What makes the fast kernel fast, with the same objective, is in
`fast`.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, assignment, call-arg"

import numpy as np
from numpy.typing import ArrayLike

from edu_w2v import _checks
from edu_w2v.training.compiling import kernel, part_of_kernel
from edu_w2v.training.kernels import (
    check_matrices,
    draw_negatives,
    draw_windows,
    on_threads,
    random_bits,
    row_of,
)
from edu_w2v.training.loop import Rates
from edu_w2v.training.model import MAX_NEGATIVES, Matrix, Model
from edu_w2v.training.rows import add_rows, copy_row, set_products
from edu_w2v.vocabulary import EncodedCorpus

__all__ = ["step", "train_pairs"]

ONLY = np.zeros(1, np.uint32)  # the number of the row of a matrix with one row


@part_of_kernel
def _update(W, C, w, contexts, rate, scores, errors, before, row):
    """Step down the gradient of one pair, and return the loss before the step.

    The centre is `w`, the positive `contexts[0]`; K negatives follow. `scores` and
    `errors`, of K + 1 numbers, and `before`, of one row, are room to work in.
    """
    K = len(contexts) - 1
    copy_row(before, 0, W, w, row)
    set_products(scores, 0, before, 0, C, contexts, 0, K + 1, row)
    loss, odds = 0.0, 1.0
    for k in range(K + 1):
        sign = np.float32(1 if k == 0 else -1)
        x = sign * scores[k]  # the right answer has probability σ(x)
        small = np.exp(-abs(x))  # at most 1: cannot overflow
        wrong = (np.float32(1) if x < 0 else small) / (1 + small)
        loss += max(-x, np.float32(0))  # −log σ(x) = max(−x, 0) + log(1 + small)
        odds *= 1 + small
        errors[k] = rate * sign * wrong
    add_rows(W, w, C, contexts, 0, K + 1, errors, 0, 1, row)
    for k in range(K + 1):  # only now does C change; repeated words add up
        add_rows(C, contexts[k], before, ONLY, 0, 1, errors, k, 1, row)
    return loss + np.log(odds)


@kernel
def _shard(work, first, last, row):
    """Train on every pair whose centre is at one of the places first, …, last − 1."""
    W, C, ids, K = work.W, work.C, work.ids, work.negatives
    scores, errors = np.empty(K + 1, np.float32), np.empty(K + 1, np.float32)
    before = np.empty((1, W.shape[1]), np.float32)
    contexts = np.empty(K + 1, np.uint32)
    left, right = np.empty(1, np.int64), np.empty(1, np.int64)
    document = np.searchsorted(work.offsets, first, side="right") - 1
    loss, pairs = 0.0, 0
    for i in range(first, last):
        document = draw_windows(
            work.offsets, document, i, i + 1, work.radius, work.seed, left, right
        )
        for j in range(left[0], right[0]):
            if j != i:
                contexts[0] = ids[j]
                number = 2 * work.radius * first + pairs  # this pair's alone
                draws = random_bits(work.seed, ~number)
                draw_negatives(work.buckets, draws, contexts[1:])
                rate = np.float32(work.rates[i])
                centre = np.uint32(ids[i])
                loss += _update(
                    W, C, centre, contexts, rate, scores, errors, before, row
                )
                pairs += 1
    return loss, pairs


def step(
    model: Model,
    text: EncodedCorpus,
    rates: Rates,
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, pair by pair."""
    return on_threads(_shard, model, text, rates, rng, threads)


@kernel
def _train_pairs(W, C, centres, contexts, rates, row):
    scores, errors = np.empty((2, contexts.shape[1]), np.float32)
    before = np.empty((1, W.shape[1]), np.float32)
    loss = 0.0
    for n in range(len(centres)):
        w, rate = centres[n], rates[n]
        loss += _update(W, C, w, contexts[n], rate, scores, errors, before, row)
    return loss


def train_pairs(
    W: Matrix,
    C: Matrix,
    centres: ArrayLike,
    positives: ArrayLike,
    negatives: ArrayLike,
    rates: ArrayLike,
) -> float:
    """Train on given pairs and negatives, one after the other, in place.

    Parameters
    ----------
    W, C : ndarray of float32, shape (V, d)
    centres, positives : array_like of int, shape (n,)
    negatives : array_like of int, shape (n, K)
    rates : array_like, shape (n,)
        The learning rate of each step.

    Returns the sum of the losses, each before its step, in nats.

    Examples
    --------
    >>> W, C = np.eye(2, dtype=np.float32), np.zeros((2, 2), dtype=np.float32)
    >>> round(train_pairs(W, C, [0], [1], [[0, 0]], rates=[0.1]), 3)  # 3 log 2
    2.079
    >>> C  # word 1 was pulled once, word 0 pushed twice
    array([[-0.1 ,  0.  ],
           [ 0.05,  0.  ]], dtype=float32)
    """
    check_matrices(W, C)
    centres = _checks.ids("centres", centres, len(W)).astype(np.uint32)
    positives = _checks.ids("positives", positives, len(W))
    negatives = _checks.ids("negatives", negatives, len(W), ndim=2)
    K = negatives.shape[1]
    _checks.whole_number("negatives a pair", K, minimum=0, maximum=MAX_NEGATIVES)
    with np.errstate(over="ignore"):  # what float32 cannot hold is refused as infinite
        rates = _checks.real_array("rates", rates, 1).astype(np.float32)
    rates = _checks.real_array("rates", rates, 1)
    if not len(centres) == len(positives) == len(negatives) == len(rates):
        raise ValueError(
            f"centres, positives, negatives and rates must be of one length, but have "
            f"{len(centres)}, {len(positives)}, {len(negatives)} and {len(rates)}; "
            "pass one of each for each pair."
        )
    contexts = np.column_stack([positives, negatives]).astype(np.uint32)
    return float(_train_pairs(W, C, centres, contexts, rates, row_of(W)))
