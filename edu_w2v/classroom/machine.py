"""How fast are the trainers on this machine, and how fast could they be? Measured, not looked up."""

import time
from collections.abc import Callable

import numpy as np

from edu_w2v.training import Progress, train
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary

SECONDS = 0.1  # each measurement goes on for so long


def words_per_second(encoded: tuple[Vocabulary, EncodedCorpus], backend: str) -> float:
    """Measure how many words of a text a trainer goes through in a second.

    Where there are several blocks, the time of the first is left out: it compiles, too.

    Examples
    --------
    >>> from edu_w2v.corpora import toy_world
    >>> from edu_w2v.vocabulary import encode_corpus
    >>> words_per_second(encode_corpus(toy_world(100)), "numpy") > 100
    True
    """
    ticks = [(0, time.perf_counter())]

    def tick(progress: Progress) -> None:
        ticks.append((progress.words, time.perf_counter()))

    train(encoded, epochs=1, subsample=1e-3, backend=backend, callback=tick)
    (n0, t0), (n1, t1) = ticks[len(ticks) > 2], ticks[-1]
    return (n1 - n0) / (t1 - t0)


def arithmetic_rate() -> float:
    """Measure the floating-point operations per second of one core, in products of matrices.

    Small float32 matrices stay in the cache, and one call multiplies many, so that hardly
    anything else takes time. A product of two n×n matrices is n³ multiplications and as many additions.

    Examples
    --------
    >>> arithmetic_rate() > 1e7
    True
    """
    n, several = 48, 50
    a = np.ones((several, n, n), dtype=np.float32)
    product = np.empty_like(a)
    return 2 * several * n**3 * _calls_per_second(lambda: np.matmul(a, a, out=product))


def transfer_rate() -> float:
    """Measure the bytes per second that one core moves between its cache and its registers.

    Adding one array to another loads two and stores one; both fit in the cache.

    Examples
    --------
    >>> transfer_rate() > 1e7
    True
    """
    a, b = np.zeros(16_384, dtype=np.float32), np.ones(16_384, dtype=np.float32)
    return 3 * a.nbytes * _calls_per_second(lambda: np.add(a, b, out=a))


def _calls_per_second(function: Callable[[], object]) -> float:
    """Return the rate of the fastest tenth of a measurement: others share the machine."""
    rates = []
    for _ in range(10):
        calls, start = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - start) < SECONDS / 10:
            function()
            calls += 1
        rates.append(calls / elapsed)
    return max(rates)
