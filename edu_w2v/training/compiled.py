"""The plain trainer, compiled: the update of `minimal`, as loops for a compiler.

It is the lesson. What makes the fast kernel fast, with the same objective, is in
`fast`.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, assignment, call-arg"

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.training.compiling import kernel, loop_of_kernel, part_of_kernel
from edu_w2v.training.kernels import (
    LOSS_CENTRES,
    check_matrices,
    draw_negatives,
    draw_windows,
    on_threads,
    random_bits,
    row_of,
    softplus,
)
from edu_w2v.training.loop import Rates
from edu_w2v.training.model import MAX_NEGATIVES, Matrix, Model
from edu_w2v.training.rows import add_rows, copy_row, prefetch, set_products
from edu_w2v.vocabulary import EncodedCorpus

__all__ = ["step", "train_pairs"]

ONLY = np.zeros(1, np.uint32)  # the number of the row of a matrix with one row


class Room(NamedTuple):
    """Where a pair is worked on."""

    scores: NDArray[np.float32]  # of the positive, then of the K negatives
    errors: NDArray[np.float32]  # the same, times the learning rate
    before: Matrix  # the vector of the centre as it was before the step
    contexts: NDArray[np.uint32]  # the positive and the negatives of this pair
    coming: NDArray[np.uint32]  # of the next
    left: NDArray[np.int64]  # the window of the centre is left[0], …, right[0] − 1
    right: NDArray[np.int64]


@kernel
def _make_room(K, d):
    """Return room for a pair with K negatives."""
    return Room(
        np.empty(K + 1, np.float32),
        np.empty(K + 1, np.float32),
        np.empty((1, d), np.float32),
        np.empty(K + 1, np.uint32),
        np.empty(K + 1, np.uint32),
        np.empty(1, np.int64),
        np.empty(1, np.int64),
    )


@part_of_kernel
def _update(W, C, w, contexts, rate, room, row):
    """Step down the gradient of one pair; its scores before the step stay in `room`.

    The centre is `w`, the positive `contexts[0]`; K negatives follow.
    """
    scores, errors, before = room.scores, room.errors, room.before
    copy_row(before, 0, W, w, row)
    set_products(scores, 0, before, 0, C, contexts, 0, len(contexts), row)
    for k in range(len(contexts)):
        sign = np.float32(1 if k == 0 else -1)
        x = sign * scores[k]  # the right answer has probability σ(x)
        small = np.exp(-abs(x))  # at most 1: cannot overflow
        wrong = (np.float32(1) if x < 0 else small) / (1 + small)
        errors[k] = rate * sign * wrong
    add_rows(W, w, C, contexts, 0, len(contexts), errors, 0, 1, row)
    for k in range(len(contexts)):  # only now does C change; repeated words add up
        add_rows(C, contexts[k], before, ONLY, 0, 1, errors, k, 1, row)


@part_of_kernel
def _surprise(scores):
    """Return the loss of one pair: of its positive, and of each negative."""
    loss = softplus(-scores[0])
    for k in range(1, len(scores)):
        loss += softplus(scores[k])
    return loss


@part_of_kernel
def _draw(work, number, contexts, row):
    """Draw the negatives of pair `number`, and ask for their rows from memory."""
    draw_negatives(work.buckets, random_bits(work.seed, ~number), contexts[1:])
    for k in range(1, len(contexts)):
        prefetch(work.C, contexts[k], row)


@kernel
def _shard(work, first, last, row):
    """Train on every pair whose centre is at one of the places first, …, last − 1."""
    return _pairs(work, first, last, _make_room(work.negatives, work.W.shape[1]), row)


@loop_of_kernel
def _pairs(work, first, last, room, row):
    """Train on one pair after the other."""
    ids, left, right = work.ids, room.left, room.right
    contexts, coming = room.contexts, room.coming
    document = np.searchsorted(work.offsets, first, side="right") - 1
    number = 2 * work.radius * first  # of a pair, and of no other
    _draw(work, number, coming, row)
    loss_every = 1 + len(ids) // LOSS_CENTRES
    loss, pairs = 0.0, 0
    for i in range(first, last):
        document = draw_windows(
            work.offsets, document, i, i + 1, work.radius, work.seed, left, right
        )
        w, rate = np.uint32(ids[i]), np.float32(work.rates[i])
        measured = i % loss_every == 0
        for j in range(left[0], right[0]):
            if j != i:
                number += 1
                contexts, coming = coming, contexts
                _draw(work, number, coming, row)  # of the next pair
                contexts[0] = ids[j]
                _update(work.W, work.C, w, contexts, rate, room, row)
                if measured:
                    loss += _surprise(room.scores)
                    pairs += 1
    return loss, pairs


def step(
    model: Model,
    text: EncodedCorpus,
    rates: Rates,
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, pair by pair; the loss is of a sample."""
    return on_threads(_shard, model, text, rates, rng, threads)


@kernel
def _train_pairs(W, C, centres, contexts, rates, row):
    room = _make_room(contexts.shape[1] - 1, W.shape[1])
    loss = 0.0
    for n in range(len(centres)):
        _update(W, C, centres[n], contexts[n], rates[n], room, row)
        loss += _surprise(room.scores)
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
