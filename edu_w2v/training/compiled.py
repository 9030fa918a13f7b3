"""The trainers that Numba compiles: the plain one, and the one made fast.

`train_pairs` is the update of `reference`, written as loops that a compiler understands; it is
the lesson. `train_block` reaches several times its speed by these steps. The numbers say how many
times as long training takes without the step, on a vocabulary of 12,000 words, and in brackets on
one of 100,000. They come from benchmarks/steps.py, and below 1.05 they are chance.

1. The m neighbours of a centre share its negatives: K that are drawn for it, and the K of the
   centre before, which are still in the cache. Each counts m/2 times, so that the expected
   gradient stays that of K for each pair, while m + 2K dot products take the place of m (K + 1).
   Without it training takes 3.1 times as long (3.4).
2. The length of a row is known when the kernel is compiled, so a loop over a row becomes a handful
   of vector instructions: 1.2 (1.1). They need leave to add in any order (`FAST`): 2.5 (2.1). Rows
   begin at cache lines, which by itself is worth nothing here: 1.0 (1.0).
3. Two rows are taken at a time where they meet the same centre: it is loaded once for both. 1.2 (1.1).
4. Every inner loop stores to one row only. The compiler makes vector instructions of two stores as
   well, so it is no faster: 1.0 (1.0). But `move` is complete before a row of C changes, so that a
   word which is there twice counts as the formula says.
5. σ is a quotient of two polynomials, which runs 16 numbers at a time; the library's
   exponential takes them one by one: 1.2 (1.2).
6. Negatives come from the alias table, which fits in the cache; the 10^8 cells of word2vec.c
   do not: 1.2 (1.1). They are drawn for 256 centres in advance, so that
7. the rows of the centre after next can be fetched from memory while this one is at work: 1.1 (1.3).
8. Threads work on different parts of the text and on the same two matrices, without locks.
   Now and then one of two simultaneous updates of a row is lost, which does no harm that can
   be measured (Recht et al. 2011, "Hogwild!"). Two are 1.6 times as fast as one (1.9).

All functions are at module level, so that Numba can keep what it has compiled on disk.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, call-arg"

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from edu_w2v.alias import AliasTable
from edu_w2v.training.rows import LINE, padded_zeros, whole_rows
from edu_w2v.vocabulary import EncodedCorpus

Matrix = NDArray[np.floating]
Ids = NDArray[np.int32]

CHUNK = 256  # centres whose windows and negatives are drawn in advance
LOSS_CENTRES = 4096  # the loss of a block is measured at about so many of its centres
FAST = {"reassoc", "contract", "nsz", "arcp", "nnan"}  # sums may be taken in any order

kernel = njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
part_of_kernel = njit(inline="always")  # copied into the kernel that uses it, and compiled there


# The lesson: one pair after another.


@kernel
def softplus(x):
    """Return log(1 + e^x), which is −log σ(−x), without overflow."""
    return max(x, 0.0) + np.log1p(np.exp(-abs(x)))


@kernel
def update_pair(W, C, w, contexts, rate, errors, move):
    """Step down the gradient of one pair: centre `w`, positive `contexts[0]`, then K negatives.

    `errors`, of K + 1 numbers, and `move`, of d, are room to work in. Returns the loss before the step.
    """
    K, d = len(contexts) - 1, W.shape[1]
    surprise = 1.0
    for e in range(d):
        move[e] = 0
    for k in range(K + 1):
        c, sign = contexts[k], np.float32(1 if k == 0 else -1)
        score = np.float32(0)
        for e in range(d):
            score += C[c, e] * W[w, e]
        odds = np.exp(-sign * score)  # against the right answer
        surprise *= 1 + odds
        errors[k] = rate * sign * odds / (1 + odds)
        for e in range(d):
            move[e] += errors[k] * C[c, e]
    for k in range(K + 1):  # only now does C change; the moves of a repeated word add up
        c, error = contexts[k], errors[k]
        for e in range(d):
            C[c, e] += error * W[w, e]
    for e in range(d):
        W[w, e] += move[e]
    return np.log(surprise)


@kernel
def _train_pairs(W, C, centres, contexts, rates):
    errors, move = np.empty(contexts.shape[1], np.float32), np.empty(W.shape[1], np.float32)
    loss = 0.0
    for n in range(len(centres)):
        loss += update_pair(W, C, centres[n], contexts[n], rates[n], errors, move)
    return loss


def train_pairs(
    W: Matrix, C: Matrix, centres: Ids, positives: Ids, negatives: Ids, rates: Matrix
) -> float:
    """Train on given pairs and negatives, one after the other, in place.

    Parameters
    ----------
    W, C : ndarray of float32, shape (V, d)
    centres, positives : ndarray of int, shape (n,)
        Ids of words.
    negatives : ndarray of int, shape (n, K)
    rates : ndarray, shape (n,)
        The learning rate of each step.

    Returns
    -------
    float
        The sum of the losses, each before its step, in nats.

    Examples
    --------
    >>> W, C = np.eye(2, dtype=np.float32), np.zeros((2, 2), dtype=np.float32)
    >>> round(train_pairs(W, C, np.array([0]), np.array([1]), np.array([[0, 0]]), np.array([0.1])), 3)
    2.079
    >>> C  # word 1 was pulled once, word 0 pushed twice
    array([[-0.1 ,  0.  ],
           [ 0.05,  0.  ]], dtype=float32)
    """
    contexts = np.column_stack([positives, negatives]).astype(np.uint32)
    return float(_train_pairs(W, C, np.asarray(centres, np.uint32), contexts, rates.astype(np.float32)))


# Random numbers: what is drawn depends on the seed and the place only, so any thread can draw it.

_GOLDEN, _MIX1, _MIX2 = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
_27, _30, _31, _32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@kernel
def random_bits(seed, n):
    """Return number `n` of the random stream `seed`: 64 bits, by SplitMix64 (Steele et al. 2014)."""
    z = seed + (np.uint64(n) + np.uint64(1)) * _GOLDEN
    z = (z ^ (z >> _30)) * _MIX1
    z = (z ^ (z >> _27)) * _MIX2
    return z ^ (z >> _31)


@kernel
def draw_negatives(threshold, alias, seed, out):
    """Fill `out` with words: half of 64 random bits takes a bucket, the other half tosses its coin."""
    buckets = np.uint64(len(threshold))
    for n in range(len(out)):
        bits = random_bits(seed, n)
        bucket = ((bits >> _32) * buckets) >> _32
        coin = np.float64(bits & _LOW) * 2.0**-32
        out[n] = np.uint32(bucket) if coin < threshold[bucket] else np.uint32(alias[bucket])


@kernel
def draw_windows(offsets, document, first, last, radius, seed, left, right):
    """Set the window of each centre, from 1 to `radius` words a side within its document.

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
def _pairwise_shard(W, C, ids, offsets, first, last, threshold, alias, radius, K, rates, seed, lines):
    """Train on every pair whose centre is at one of the places first, …, last − 1."""
    errors, move = np.empty(K + 1, np.float32), np.empty(W.shape[1], np.float32)
    contexts = np.empty(K + 1, np.uint32)
    left, right = np.empty(1, np.int64), np.empty(1, np.int64)
    document = np.searchsorted(offsets, first, side="right") - 1
    loss, pairs = 0.0, 0
    for i in range(first, last):
        document = draw_windows(offsets, document, i, i + 1, radius, seed, left, right)
        rate = np.float32(rates[0] + (rates[1] - rates[0]) * (i - first) / (last - first))
        for j in range(left[0], right[0]):
            if j != i:
                contexts[0] = ids[j]
                number = 2 * radius * first + pairs  # of no other pair, in whatever thread
                draw_negatives(threshold, alias, random_bits(seed, ~number), contexts[1:])
                loss += update_pair(W, C, np.uint32(ids[i]), contexts, rate, errors, move)
                pairs += 1
    return loss, pairs


# The fast kernel.


@intrinsic
def prefetch(typingctx, matrix, row, lines):
    """Ask the processor to fetch a row from memory; `lines` is a tuple as long as the row has lines."""

    def codegen(context, builder, signature, arguments):
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        byte, i32 = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, i32, i32, i32])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", (byte,), kind)
        stride = cgutils.unpack_tuple(builder, array.strides)[0]
        start = builder.gep(builder.bitcast(array.data, byte), [builder.mul(arguments[1], stride)])
        for line in range(signature.args[2].count):
            place = builder.gep(start, [ir.Constant(ir.IntType(64), 64 * line)])
            builder.call(fetch, [place, i32(0), i32(3), i32(1)])  # to read, keep close, data

    return types.void(matrix, types.int64, lines), codegen


@part_of_kernel
def set_scores(W, C, centre, contexts, n, scores, lines):
    """Set scores[t] = C[contexts[t]]·w for the `n` contexts of a centre, two at a time."""
    for t in range(0, n, 2):
        a, b = contexts[t], contexts[t + 1]
        score_a, score_b = np.float32(0), np.float32(0)
        for e in range(LINE * len(lines)):
            score_a += C[a, e] * W[centre, e]
            score_b += C[b, e] * W[centre, e]
        scores[t], scores[t + 1] = score_a, score_b


@part_of_kernel
def set_errors(scores, shared, n, pull, push, errors):
    """Set the error of each context: the negatives first, then positives up to `n`, then nothing.

    σ(x) = (1 + tanh(x/2)) / 2, and Lambert's continued fraction tanh y = y/(1 + y²/(3 + y²/(5 + …))),
    cut after its ninth term, is within 5e-6 of it for |x| up to 12.
    """
    for t in range(len(scores)):
        y = min(max(np.float32(0.5) * scores[t], np.float32(-6)), np.float32(6))
        q = y * y
        top = np.float32(4729725) + q * (np.float32(135135) + q * (np.float32(990) + q))
        top = y * (np.float32(34459425) + q * top)
        bottom = np.float32(945945) + q * (np.float32(13860) + q * np.float32(45))
        bottom = np.float32(34459425) + q * (np.float32(16216200) + q * bottom)
        half = np.float32(0.5) * top / bottom
        positive = pull * (np.float32(0.5) - half) if t < n else np.float32(0)
        errors[t] = -push * (np.float32(0.5) + half) if t < shared else positive


@part_of_kernel
def move_rows(W, C, centre, contexts, n, errors, move, lines):
    """Add to each vector its errors times the other vectors, all as they were before."""
    d = LINE * len(lines)
    for e in range(d):
        move[e] = 0
    for t in range(0, n, 2):
        a, b = contexts[t], contexts[t + 1]
        error_a, error_b = errors[t], errors[t + 1]
        for e in range(d):
            move[e] += error_a * C[a, e] + error_b * C[b, e]
    for t in range(n):
        a, error_a = contexts[t], errors[t]
        for e in range(d):
            C[a, e] += error_a * W[centre, e]
    for e in range(d):
        W[centre, e] += move[e]


@kernel
def _shard(W, C, ids, offsets, first, last, threshold, alias, radius, K, rates, seed, lines):
    """Train on every pair whose centre is at one of the places first, …, last − 1."""
    left, right = np.empty(CHUNK, np.int64), np.empty(CHUNK, np.int64)
    shared = 2 * K  # negatives of a centre: its own and those of the one before
    negatives = np.empty((CHUNK + 1) * K, np.uint32)
    most = -(-(shared + 2 * radius + 1) // LINE) * LINE  # contexts of a centre, at most
    contexts, errors = np.zeros(most, np.uint32), np.zeros(most, np.float32)
    scores, move = np.zeros(most, np.float32), np.zeros(LINE * len(lines), np.float32)
    loss_every = 1 + len(ids) // LOSS_CENTRES
    document = np.searchsorted(offsets, first, side="right") - 1
    loss, pairs = 0.0, 0
    for start in range(first, last, CHUNK):
        stop = min(start + CHUNK, last)
        document = draw_windows(offsets, document, start, stop, radius, seed, left, right)
        draw_negatives(threshold, alias, random_bits(seed, ~start), negatives)
        for i in range(start, stop):
            ahead = i + 2
            if ahead < stop:
                prefetch(W, ids[ahead], lines)
                for k in range(K):
                    prefetch(C, negatives[(ahead - start + 1) * K + k], lines)
                prefetch(C, ids[min(ahead + radius, last - 1)], lines)  # the others were just in use
            m = right[i - start] - left[i - start] - 1
            if m == 0:
                continue
            for k in range(shared):
                contexts[k] = negatives[(i - start) * K + k]
            n = shared
            for j in range(left[i - start], right[i - start]):
                if j != i:
                    contexts[n] = ids[j]
                    n += 1
            contexts[n] = contexts[n - 1]  # if n is odd: a partner for the last, with error 0
            even = n + n % 2
            rate = np.float32(rates[0] + (rates[1] - rates[0]) * (i - first) / (last - first))
            centre = np.uint32(ids[i])
            set_scores(W, C, centre, contexts, even, scores, lines)
            weight = np.float32(0.5 * m)  # of each negative, to make K for each pair
            set_errors(scores, shared, n, rate, rate * weight, errors)
            move_rows(W, C, centre, contexts, even, errors, move, lines)
            if i % loss_every == 0:
                pairs += m
                for t in range(n):
                    loss += weight * softplus(scores[t]) if t < shared else softplus(-scores[t])
    return loss, pairs


# What `train` calls.


def train_block(
    W: Matrix,
    C: Matrix,
    corpus: EncodedCorpus,
    noise: AliasTable,
    radius: int,
    negatives: int,
    rates: tuple[float, float],
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, centre by centre; see `edu_w2v.training.train`.

    The loss is that of a sample of the centres. Matrices made by `padded_zeros` are used where
    they are, others are copied there and back.
    """
    return _train(_shard, W, C, corpus, noise, radius, negatives, rates, rng, threads)


def train_block_pairwise(
    W: Matrix,
    C: Matrix,
    corpus: EncodedCorpus,
    noise: AliasTable,
    radius: int,
    negatives: int,
    rates: tuple[float, float],
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, pair by pair, compiled; see `edu_w2v.training.train`."""
    return _train(_pairwise_shard, W, C, corpus, noise, radius, negatives, rates, rng, threads)


def _padded(matrix: Matrix) -> NDArray[np.float32]:
    """Return the matrix with whole cache lines as rows: itself if it has them, or a copy."""
    rows = whole_rows(matrix)
    if rows is None:
        copy = padded_zeros(*matrix.shape)
        copy[:] = matrix
        rows = whole_rows(copy)
    assert rows is not None
    return rows


def _train(
    shard: Any,
    W: Matrix,
    C: Matrix,
    corpus: EncodedCorpus,
    noise: AliasTable,
    radius: int,
    negatives: int,
    rates: tuple[float, float],
    rng: np.random.Generator,
    threads: int,
) -> tuple[float, int]:
    """Run a kernel on equal parts of the text, a thread each; return the sums of loss and pairs."""
    padded = [_padded(matrix) for matrix in (W, C)]
    lines = (0,) * (padded[0].shape[1] // LINE)  # the length of a tuple is part of its type
    seed = np.uint64(rng.integers(2**63))
    settings = noise.threshold, noise.alias, radius, negatives, rates, seed, lines
    cuts = np.linspace(0, len(corpus.ids), threads + 1).astype(int).tolist()

    def run(part: tuple[int, int]) -> tuple[float, int]:
        return shard(*padded, corpus.ids, corpus.offsets, *part, *settings)

    with ThreadPoolExecutor(threads) as pool:
        losses, pairs = zip(*pool.map(run, pairwise(cuts)), strict=True)
    for matrix, rows in zip((W, C), padded, strict=True):
        if not np.may_share_memory(matrix, rows):
            matrix[:] = rows[:, : matrix.shape[1]]
    return sum(losses), sum(pairs)
