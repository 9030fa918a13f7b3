"""What the two compiled trainers share: threads, checks, draws.

All compiled functions are at module level, so that Numba can keep on disk what it has
compiled. They trust their arguments: what is public, the `step` of each trainer, checks
them first.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, call-arg"

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v._interrupts import interrupts_wait
from edu_w2v.alias import AliasTable
from edu_w2v.training.batched import FEW, safe_centres
from edu_w2v.training.compiling import kernel, part_of_kernel
from edu_w2v.training.loop import Rates
from edu_w2v.training.model import MAX_NEGATIVES, MAX_RADIUS, Matrix, Model
from edu_w2v.vocabulary import EncodedCorpus


class Work(NamedTuple):
    """All that a kernel needs, in a form that Numba knows."""

    W: Matrix
    C: Matrix
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    rates: Rates
    buckets: NDArray[np.uint64]  # the alias table, as `pack` makes it
    radius: int
    negatives: int
    seed: np.uint64
    widest: int  # no centre has more neighbours
    centres: int = 1_024  # no more of them may take a step together


LOSS_CENTRES = 4096  # the loss of a block is measured at about so many of its centres

Row = tuple[tuple[None, ...], tuple[None, ...]]
Shard = Callable[[Work, int, int, Row], tuple[float, int]]
"""A kernel: trains on the centres from one place in the text up to another."""


def row_of(matrix: Matrix) -> Row:
    """Say how long a row is, by the lengths of two tuples: its hundreds and its ones.

    The length of a tuple is part of its type, so the compiler knows it.
    """
    hundreds, ones = divmod(matrix.shape[1], 100)
    return (None,) * hundreds, (None,) * ones


@part_of_kernel
def length(row):
    """Return the length of a row, as `row_of` says it."""
    return 100 * len(row[0]) + len(row[1])


def on_threads(
    shard: Shard,
    model: Model,
    text: EncodedCorpus,
    rates: Rates,
    rng: np.random.Generator,
    threads: int,
) -> tuple[float, int]:
    """Run a kernel on equal parts of the text, a thread each; add up losses and pairs.

    The threads work on the same two matrices, without locks. Now and then one of two
    simultaneous updates of a row is lost, which does no harm that can be measured
    (Recht et al. 2011, "Hogwild!").
    """
    check(model, text, rates)
    rng = _checks.generator(rng)
    threads = _checks.whole_number("threads", threads, maximum=1_024)
    rates = np.asarray(rates, dtype=np.float64)
    W, C, noise, radius, negatives = vars(model).values()
    seed = np.uint64(rng.integers(2**63))
    widest = min(2 * radius, text.longest)
    whole = text.ids, text.offsets, rates
    few, rate = len(W) <= FEW, float(rates.max(initial=1e-9))
    centres = safe_centres(model, text, rate) if few else 1_024
    work = Work(W, C, *whole, pack(noise), radius, negatives, seed, widest, centres)
    cuts = np.linspace(0, len(text.ids), threads + 1).astype(int).tolist()
    with interrupts_wait(), ThreadPoolExecutor(threads) as pool:
        done = list(pool.map(lambda cut: shard(work, *cut, row_of(W)), pairwise(cuts)))
    losses, pairs = zip(*done, strict=True)
    return sum(losses), sum(pairs)


def check(model: Model, text: EncodedCorpus, rates: Rates) -> None:
    """Refuse what would make a kernel read or write memory that is not its own."""
    _checks.instance("model", model, Model, "make one with Model(W, C, noise, …)")
    _checks.instance("text", text, EncodedCorpus, "make one with encode_corpus()")
    _checks.real_array("rates", rates, 1)
    check_matrices(model.W, model.C)
    _checks.whole_number("radius", model.radius, maximum=MAX_RADIUS)
    _checks.whole_number("negatives", model.negatives, maximum=MAX_NEGATIVES)
    check_noise(model.noise)
    size = len(model.noise)
    if len(model.W) != size:
        raise ValueError(
            f"W must have a row for each of the {size} words of the noise, but has "
            f"{len(model.W)}; make both from one vocabulary."
        )
    ids = _checks.ids("text", text.ids, size)
    EncodedCorpus(
        text.ids, text.offsets
    )  # its arrays may have changed since it was made
    if np.shape(rates) != ids.shape:
        raise ValueError(
            f"rates must be {len(ids)} learning rates, one a word, but have shape "
            f"{np.shape(rates)}; pass np.full(len(text.ids), rate)."
        )


def check_noise(noise: AliasTable) -> None:
    """Refuse a table that would lead out of the matrices, if it was changed."""
    _checks.instance("noise", noise, AliasTable, "make one of probabilities")
    parts = noise.threshold, noise.alias
    kinds = [part.dtype for part in parts if type(part) is np.ndarray]
    if kinds != [np.float64, np.int32] or np.shape(parts[0]) != np.shape(parts[1]):
        raise TypeError(
            "noise must have a threshold (float64) and an alias (int32) for each word, "
            "but was changed; make a new AliasTable of probabilities."
        )
    _checks.ids("noise.alias", noise.alias, len(noise))


def check_matrices(W: Matrix, C: Matrix) -> None:
    """Refuse matrices of another form than the kernels were compiled for."""
    _checks.float32_matrix("W", W)
    _checks.float32_matrix("C", C)
    _checks.same_shape(W=W, C=C)


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_27, _30, _31, _32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

# What is drawn depends on the seed and the place only, so any thread can draw it.


@kernel
def random_bits(seed, n):
    """Return number `n` of the random stream `seed`: 64 bits, by SplitMix64.

    Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
    """
    z = seed + (np.uint64(n) + np.uint64(1)) * _GOLDEN
    z = (z ^ (z >> _30)) * _MIX1
    z = (z ^ (z >> _27)) * _MIX2
    return z ^ (z >> _31)


@lru_cache(maxsize=1)  # it is the same for all blocks of a training
def pack(table: AliasTable) -> NDArray[np.uint64]:
    """Return each bucket as one number: the threshold, of 32 bits, then the alias.

    A coin of 32 bits shows less than the threshold as often as in the table, to within
    2^(−32). A draw is five times as fast as from two arrays with a fraction: it loads
    one number, and needs no branch that the processor would have to guess.
    """
    sides = np.ceil(table.threshold * 2.0**32).astype(np.uint64)
    return np.minimum(sides, _LOW) << _32 | table.alias.astype(np.uint64)


@kernel
def draw_negatives(buckets, seed, out):
    """Fill `out` with words: half of 64 bits takes a bucket, half tosses its coin."""
    size = np.uint64(len(buckets))
    for n in range(len(out)):
        bits = random_bits(seed, n)
        number = ((bits >> _32) * size) >> _32
        bucket = buckets[number]
        own = (bits & _LOW) < (bucket >> _32)
        out[n] = np.uint32(number) if own else np.uint32(bucket)


@kernel
def draw_windows(offsets, document, first, last, radius, seed, left, right):
    """Set the window of each centre: up to `radius` words a side, within its document.

    Returns the document of the last centre, to go on from.
    """
    for i in range(first, last):
        while i >= offsets[document + 1]:
            document += 1
        reach = np.int64(((random_bits(seed, i) >> _32) * np.uint64(radius)) >> _32) + 1
        left[i - first] = max(offsets[document], i - reach)
        right[i - first] = min(offsets[document + 1], i + reach + 1)
    return document


@kernel
def softplus(x):
    """Return log(1 + e^x), which is −log σ(−x), without overflow."""
    return max(x, 0.0) + np.log1p(np.exp(-abs(x)))
