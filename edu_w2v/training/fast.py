"""The fast kernel. It reaches several times the speed of `compiled` by these steps.

Undone one by one, by benchmarks/steps.py, they show what each of them is worth.

1. A group of 6 neighbouring centres takes one step together, and shares 4 K negatives.
   Each counts m/4 times for a centre with m neighbours, so that the expected gradient
   stays that of K for each pair, while m + 4 K dot products take the place of
   m (K + 1).
2. The length of a row is known when the kernel is compiled, so it is cut into pieces
   that stay in registers while other rows pass by; see `rows`.
3. σ is a quotient of two polynomials, which runs 16 numbers at a time; the library's
   exponential takes them one by one.
4. Negatives come from the alias table, which fits in the cache; the 10^8 cells of
   word2vec.c do not. They are drawn one group in advance, so that
5. the rows of the next group can be fetched from memory while this one is at work.
6. Threads work on different parts of the text, and share no counter.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, call-arg"

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edu_w2v.training.compiling import kernel, loop_of_kernel, part_of_kernel
from edu_w2v.training.kernels import (
    LOSS_CENTRES,
    draw_negatives,
    draw_windows,
    on_threads,
    random_bits,
    softplus,
)
from edu_w2v.training.loop import Rates
from edu_w2v.training.model import Model
from edu_w2v.training.rows import VECTOR, add_rows, copy_row, prefetch, set_products
from edu_w2v.vocabulary import EncodedCorpus

__all__ = ["step"]  # it checks what it is given; the compiled functions trust theirs

CENTRES = 6  # neighbouring centres that take a step together and share negatives
SHARED = 4  # times K negatives are drawn for them, fewer than one K for each


class Room(NamedTuple):
    """Where a group is worked on; centre g of the group has row g of most of these."""

    w: NDArray[np.float32]  # the vectors of the centres as they were before the step
    rows: NDArray[np.uint32]  # 0, 1, 2, …: the numbers of its rows
    scores: NDArray[np.float32]  # of the shared negatives, then of the window
    errors: NDArray[np.float32]  # the same, times the learning rate
    left: NDArray[np.int64]  # the window of each centre is left[g], …, right[g] − 1
    right: NDArray[np.int64]
    negatives: NDArray[np.uint32]  # of this group
    coming: NDArray[np.uint32]  # of the next


def step(
    model: Model,
    text: EncodedCorpus,
    rates: Rates,
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, group by group; the loss is of a sample."""
    return on_threads(_shard, model, text, rates, rng, threads)


@kernel
def _shard(work, first, last, row):
    """Train on every pair whose centre is at one of the places first, …, last − 1."""
    room = make_room(SHARED * work.negatives, work.widest + 1, work.W.shape[1])
    return _groups(work, first, last, room, row)


@loop_of_kernel
def _groups(work, first, last, room, row):
    """Train on one group of centres after the other."""
    negatives, coming = room.negatives, room.coming
    draw_shared(work, first, coming)
    loss_every = 1 + len(work.ids) // LOSS_CENTRES
    document = np.searchsorted(work.offsets, first, side="right") - 1
    loss, pairs, group = 0.0, 0, min(CENTRES, work.centres)  # fewer among few words
    for start in range(first, last, group):
        stop = min(start + group, last)
        negatives, coming = coming, negatives
        draw_shared(work, stop, coming)
        fetch_rows(work, stop, min(stop + group, last), coming, row)
        document = set_windows(work, document, start, stop, room)
        set_scores(work, start, stop, negatives, room, row)
        set_errors(room, start, stop, len(negatives), np.float32(work.rates[start]))
        if start // group % loss_every == 0:
            group_loss, group_pairs = surprise(room, start, stop, len(negatives))
            loss += group_loss
            pairs += group_pairs
        move_centres(work, start, stop, negatives, room, row)
        move_contexts(work, start, stop, negatives, room, row)
    return loss, pairs


@kernel
def make_room(shared, widest, d):
    """Return room for a group with so many shared negatives, and so wide windows."""
    width = -(-(shared + widest) // VECTOR) * VECTOR
    return Room(
        np.zeros((CENTRES, d), np.float32),
        np.arange(CENTRES).astype(np.uint32),
        np.zeros(CENTRES * width, np.float32),
        np.zeros(CENTRES * width, np.float32),
        np.empty(CENTRES, np.int64),
        np.empty(CENTRES, np.int64),
        np.empty(shared, np.uint32),
        np.empty(shared, np.uint32),
    )


@part_of_kernel
def draw_shared(work, start, out):
    """Draw the negatives of the group that begins at the place `start`."""
    draws = random_bits(work.seed, ~start)
    draw_negatives(work.buckets, draws, out)


@part_of_kernel
def set_windows(work, document, start, stop, room):
    """Draw the windows of a group; return the document of its last centre."""
    offsets, left, right = work.offsets, room.left, room.right
    return draw_windows(
        offsets, document, start, stop, work.radius, work.seed, left, right
    )


@part_of_kernel
def fetch_rows(work, start, stop, negatives, row):
    """Ask for the rows that a group will need, and that were not in use just now."""
    if start < stop:
        for t in range(len(negatives)):
            prefetch(work.C, negatives[t], row)
    for i in range(start, stop):
        prefetch(work.W, work.ids[i], row)
        prefetch(work.C, work.ids[min(i + work.radius, len(work.ids) - 1)], row)


@part_of_kernel
def set_scores(work, start, stop, negatives, room, row):
    """Keep the centres as they are; multiply each by its negatives and its window.

    The window is taken whole, with the centre itself in it, whose error will be 0.
    """
    shared, width = len(negatives), len(room.scores) // CENTRES
    scores = room.scores
    for i in range(start, stop):
        g = i - start
        copy_row(room.w, g, work.W, work.ids[i], row)
        at, left, n = g * width, room.left[g], room.right[g] - room.left[g]
        set_products(scores, at, room.w, g, work.C, negatives, 0, shared, row)
        set_products(scores, at + shared, room.w, g, work.C, work.ids, left, n, row)


@part_of_kernel
def set_errors(room, start, stop, shared, rate):
    """Set how far each product is from what it should be, times the learning rate.

    σ(x) = (1 + tanh(x/2)) / 2, and Lambert's continued fraction tanh y = y/(1 + y²/(3 +
    y²/(5 + …))), cut after its ninth term, is within 5e-6 of it for |x| up to 12.
    """
    width = len(room.scores) // CENTRES
    for i in range(start, stop):
        g = i - start
        at, m = g * width, room.right[g] - room.left[g] - 1
        push = rate * np.float32(m) / np.float32(SHARED)  # makes K for each pair
        for t in range(at, at + width):
            half = half_tanh(np.float32(0.5) * room.scores[t])
            pushed = -push * (np.float32(0.5) + half)
            pulled = rate * (np.float32(0.5) - half)
            room.errors[t] = pushed if t < at + shared else pulled
        room.errors[at + shared + i - room.left[g]] = 0


@part_of_kernel
def half_tanh(x):
    """Return tanh(x) / 2, within 2.5e-6 of it."""
    y = min(max(x, np.float32(-6)), np.float32(6))
    q = y * y
    top = np.float32(4729725) + q * (np.float32(135135) + q * (np.float32(990) + q))
    top = y * (np.float32(34459425) + q * top)
    bottom = np.float32(945945) + q * (np.float32(13860) + q * np.float32(45))
    bottom = np.float32(34459425) + q * (np.float32(16216200) + q * bottom)
    return np.float32(0.5) * top / bottom


@part_of_kernel
def move_centres(work, start, stop, negatives, room, row):
    """Add to each centre its errors times the contexts, which are as they were."""
    errors, width, shared = room.errors, len(room.errors) // CENTRES, len(negatives)
    for i in range(start, stop):
        g = i - start
        at, left, n = g * width, room.left[g], room.right[g] - room.left[g]
        w = work.ids[i]
        add_rows(work.W, w, work.C, negatives, 0, shared, errors, at, 1, row)
        add_rows(work.W, w, work.C, work.ids, left, n, errors, at + shared, 1, row)


@part_of_kernel
def move_contexts(work, start, stop, negatives, room, row):
    """Add to each context its errors times the centres, as they were before."""
    errors, width, shared = room.errors, len(room.errors) // CENTRES, len(negatives)
    for i in range(start, stop):
        g = i - start
        for j in range(room.left[g], room.right[g]):
            if j != i:
                at, c = g * width + shared + j - room.left[g], work.ids[j]
                add_rows(work.C, c, room.w, room.rows, g, 1, errors, at, 1, row)
    n = stop - start
    for t in range(shared):
        c = negatives[t]
        add_rows(work.C, c, room.w, room.rows, 0, n, errors, t, width, row)


@part_of_kernel
def surprise(room, start, stop, shared):
    """Return the loss of the group before it moves, and the number of its pairs."""
    loss, pairs, width = 0.0, 0, len(room.scores) // CENTRES
    for i in range(start, stop):
        g = i - start
        m = room.right[g] - room.left[g] - 1
        pairs += m
        for t in range(shared):  # each counts m / SHARED times
            loss += softplus(room.scores[g * width + t]) * m / SHARED
        for j in range(room.left[g], room.right[g]):
            if j != i:
                loss += softplus(-room.scores[g * width + shared + j - room.left[g]])
    return loss, pairs
