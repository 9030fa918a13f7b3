"""The fast kernel. It reaches several times the speed of `compiled` by these steps.

The numbers say how many times as long training takes without the step, on a vocabulary
of 12,000 words, and in brackets on one of 100,000. They come from benchmarks/steps.py,
and below 1.05 they are chance.

1. The m neighbours of a centre share its negatives: K that are drawn for it, and the K
   of the centre before, which are still in the cache. Each counts m/2 times, so that
   the expected gradient stays that of K for each pair, while m + 2K dot products take
   the place of m (K + 1). Without it training takes 3.1 times as long (3.4).
2. The length of a row is known when the kernel is compiled, so a loop over a row
   becomes a handful of vector instructions: 1.2 (1.1). They need leave to add in any
   order: 2.5 (2.1).
3. Two rows are taken at a time where they meet the same centre: it is loaded once for
   both. 1.2 (1.1).
4. Every inner loop stores to one row only. The compiler makes vector instructions of
   two stores as well, so it is no faster: 1.0 (1.0). But `move` is complete before a
   row of C changes, so that a word which is there twice counts as the formula says.
5. σ is a quotient of two polynomials, which runs 16 numbers at a time; the library's
   exponential takes them one by one: 1.2 (1.2).
6. Negatives come from the alias table, which fits in the cache; the 10^8 cells of
   word2vec.c do not: 1.2 (1.1). They are drawn for 256 centres in advance, so that
7. the rows of the centre after next can be fetched from memory while this one is at
   work: 1.1 (1.3).
8. Threads work on different parts of the text: two are 1.6 times as fast as one (1.9).
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, call-arg"

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from edu_w2v.training.compiling import kernel, part_of_kernel
from edu_w2v.training.kernels import (
    draw_negatives,
    draw_windows,
    length,
    on_threads,
    random_bits,
    softplus,
)
from edu_w2v.training.loop import Rates
from edu_w2v.training.model import Model
from edu_w2v.vocabulary import EncodedCorpus

__all__ = ["step"]  # it checks what it is given; the compiled functions trust theirs

CHUNK = 256  # centres whose windows and negatives are drawn in advance
LOSS_CENTRES = 4096  # the loss of a block is measured at about so many of its centres
VECTOR = 16  # float32 numbers in a cache line, and in the longest vector instruction


def step(
    model: Model,
    text: EncodedCorpus,
    rates: Rates,
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, centre by centre; the loss is of a sample."""
    return on_threads(_shard, model, text, rates, rng, threads)


@kernel
def _shard(work, first, last, row):
    """Train on every pair whose centre is at one of the places first, …, last − 1."""
    ids, radius, K = work.ids, work.radius, work.negatives
    left, right = np.empty(CHUNK, np.int64), np.empty(CHUNK, np.int64)
    negatives = np.empty((CHUNK + 1) * K, np.uint32)
    shared = 2 * K  # negatives of a centre: its own and those of the one before
    room = -(-(shared + work.widest + 1) // VECTOR) * VECTOR
    contexts, errors = np.zeros(room, np.uint32), np.zeros(room, np.float32)
    scores, move = np.zeros(room, np.float32), np.zeros(work.W.shape[1], np.float32)
    loss_every = 1 + len(ids) // LOSS_CENTRES
    document = np.searchsorted(work.offsets, first, side="right") - 1
    loss, pairs = 0.0, 0
    for start in range(first, last, CHUNK):
        stop = min(start + CHUNK, last)
        rate = np.float32(work.rates[start])  # near enough for the whole chunk
        document = draw_windows(
            work.offsets, document, start, stop, radius, work.seed, left, right
        )
        draws = random_bits(work.seed, ~start)
        draw_negatives(work.threshold, work.alias, draws, negatives)
        for i in range(start, stop):
            place = i - start
            if i + 2 < stop:
                fetch_rows(work, i + 2, last, negatives, (place + 3) * K, row)
            begin, end = left[place], right[place]
            m = end - begin - 1
            if m == 0:
                continue
            drawn = place * K
            set_contexts(ids, i, begin, end, negatives, drawn, shared, contexts)
            n, centre = shared + m, np.uint32(ids[i])
            weight = np.float32(0.5 * m)  # of each negative, to make K for each pair
            set_scores(work.W, work.C, centre, contexts, n, scores, row)
            set_errors(scores, shared, n, rate, rate * weight, errors)
            move_rows(work.W, work.C, centre, contexts, n, errors, move, row)
            if i % loss_every == 0:
                loss += surprise(scores, shared, n, weight)
                pairs += m
    return loss, pairs


@part_of_kernel
def fetch_rows(work, i, last, negatives, first, row):
    """Ask for the rows that centre `i` will need, and that were not in use just now."""
    prefetch(work.W, work.ids[i], row)
    for k in range(work.negatives):
        prefetch(work.C, negatives[first + k], row)
    prefetch(work.C, work.ids[min(i + work.radius, last - 1)], row)


@part_of_kernel
def set_contexts(ids, i, begin, end, negatives, first, shared, contexts):
    """List the contexts of centre `i`: the shared negatives, then its neighbours."""
    for k in range(shared):
        contexts[k] = negatives[first + k]
    n = shared
    for j in range(begin, end):
        if j != i:
            contexts[n] = ids[j]
            n += 1
    contexts[n] = contexts[n - 1]  # a partner for the last, if n is odd; its error is 0


@part_of_kernel
def set_scores(W, C, centre, contexts, n, scores, row):
    """Set scores[t] = C[contexts[t]]·w for the `n` contexts, two at a time."""
    for t in range(0, n, 2):
        a, b = contexts[t], contexts[t + 1]
        score_a, score_b = np.float32(0), np.float32(0)
        for e in range(length(row)):
            score_a += C[a, e] * W[centre, e]
            score_b += C[b, e] * W[centre, e]
        scores[t], scores[t + 1] = score_a, score_b


@part_of_kernel
def set_errors(scores, shared, n, pull, push, errors):
    """Set the error of each context: the shared negatives, the positives, then nothing.

    σ(x) = (1 + tanh(x/2)) / 2, and Lambert's continued fraction tanh y = y/(1 + y²/(3 +
    y²/(5 + …))), cut after its ninth term, is within 5e-6 of it for |x| up to 12.
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
def move_rows(W, C, centre, contexts, n, errors, move, row):
    """Add to each vector its errors times the others, as they were before."""
    for e in range(length(row)):
        move[e] = 0
    for t in range(0, n, 2):
        a, b = contexts[t], contexts[t + 1]
        error_a, error_b = errors[t], errors[t + 1]
        for e in range(length(row)):
            move[e] += error_a * C[a, e] + error_b * C[b, e]
    for t in range(n):
        a, error_a = contexts[t], errors[t]
        for e in range(length(row)):
            C[a, e] += error_a * W[centre, e]
    for e in range(length(row)):
        W[centre, e] += move[e]


@part_of_kernel
def surprise(scores, shared, n, weight):
    """Return the loss of one centre: each shared negative counts `weight` times."""
    loss = 0.0
    for t in range(n):
        loss += weight * softplus(scores[t]) if t < shared else softplus(-scores[t])
    return loss


@intrinsic
def prefetch(typingctx, matrix, i, row):
    """Ask the processor for row `i` from memory; `row` says how long it is."""

    def codegen(context, builder, signature, arguments):
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        byte, i32 = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, i32, i32, i32])
        ask = builder.module.declare_intrinsic("llvm.prefetch", (byte,), kind)
        stride = cgutils.unpack_tuple(builder, array.strides)[0]
        offset = builder.mul(arguments[1], stride)
        start = builder.gep(builder.bitcast(array.data, byte), [offset])
        hundreds, ones = signature.args[2]
        bytes_of_row = 4 * (100 * hundreds.count + ones.count)
        for place in range(0, bytes_of_row, 64):  # each cache line
            line = builder.gep(start, [ir.Constant(ir.IntType(64), place)])
            to_read, keep_close, data = i32(0), i32(3), i32(1)
            builder.call(ask, [line, to_read, keep_close, data])

    return types.void(matrix, types.int64, row), codegen
