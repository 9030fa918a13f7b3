"""From documents to embeddings: one function, `train`, and its trainers.

All trainers minimise the same objective with the same kinds of pairs, draws and learning rates:
`reference` is made to be read, `batched` to be quick without a compiler, `compiled` to be fast.
"""

import importlib.util
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from edu_w2v import _checks
from edu_w2v.alias import AliasTable
from edu_w2v.corpora import Word, stream
from edu_w2v.embeddings import Embeddings
from edu_w2v.skipgram import subsample as keep_at_random
from edu_w2v.training import batched, reference
from edu_w2v.training.rows import padded_zeros
from edu_w2v.vocabulary import EncodedCorpus, encode_corpus

__all__ = ["Progress", "train"]

BLOCK = 100_000  # words between two looks at the loss
LAST_RATE = 1e-4  # the learning rate ends at this part of where it began, as in word2vec.c

BACKENDS = ("auto", "reference", "numpy", "numba_pairs", "numba")

TrainBlock = Callable[..., tuple[float, int]]


@dataclass(frozen=True)
class Progress:
    """How far training has come; what `callback` receives after each block.

    Attributes
    ----------
    epoch : int
        The epoch under way, counted from 1.
    words, total_words : int
        Words read so far, and in all epochs together.
    loss : float
        The mean loss per positive pair in this block, in nats.
    learning_rate : float
        At the end of this block.
    W, C : ndarray, shape (V, d)
        The matrices themselves, not copies: look, or copy to keep, but do not change.
    """

    epoch: int
    words: int
    total_words: int
    loss: float
    learning_rate: float
    W: NDArray[np.float32]
    C: NDArray[np.float32]


def train(
    documents: Iterable[Sequence[Word]] | str | Path,
    dimension: int = 100,
    radius: int = 5,
    negatives: int = 5,
    epochs: int = 5,
    learning_rate: float = 0.025,
    subsample: float = 0.0,
    min_count: int = 1,
    noise_power: float = 0.75,
    seed: int = 0,
    callback: Callable[[Progress], object] | None = None,
    progress: bool = False,
    backend: str = "auto",
    threads: int = 1,
) -> Embeddings:
    """Learn embeddings by skip-gram with negative sampling.

    For each word and each of its neighbours in a dynamic window, the two vectors are pulled
    together and K words drawn from the noise distribution are pushed away, by stochastic
    gradient descent with a learning rate that falls linearly to almost 0. A draw that happens
    to be the neighbour itself counts like any other.

    Parameters
    ----------
    documents : iterable of list of str, or path
        A corpus, which may be a generator; or the name of a text file or folder to stream.
    dimension : int
        d, the length of the vectors.
    radius : int
        The largest distance of a neighbour, in words on either side. (gensim: `window`)
    negatives : int
        K, how many words are drawn for each positive pair.
    epochs : int
        How often the corpus is gone through.
    learning_rate : float
        η at the start. (gensim: `alpha`)
    subsample : float
        The threshold t above which frequent words lose occurrences; 0 keeps all. For large
        corpora 1e-3 is usual. (gensim: `sample`)
    min_count : int
        Rarer words are left out. For large corpora 5 is usual.
    noise_power : float
        α of the noise distribution. (gensim: `ns_exponent`)
    seed : int
        The same seed gives the same bits on one machine.
    callback : function of one `Progress`, optional
        Called after each block of about 100,000 words, and at the end of each epoch.
    progress : bool
        Show a progress bar with words per second.
    backend : {"auto", "reference", "numpy", "numba_pairs", "numba"}
        The trainer: a loop to be read; products of matrices; the loop compiled; the fast one,
        which is also the default where Numba is installed, as products of matrices are elsewhere.
    threads : int
        How many threads share the work, with the compiled trainers. With more than one the
        result is as good, but not the same from run to run.

    Returns
    -------
    Embeddings
        With both matrices, the vocabulary and the history of the mean loss. Interrupting
        (Ctrl-C, or the kernel's stop button) keeps what was learned so far.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind, the corpus has no pairs, or the loss runs away.

    References
    ----------
    Mikolov et al. 2013, "Distributed representations of words and phrases and their
    compositionality", arXiv 1310.4546.

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> model = train(BOB_PIZZA, dimension=3, radius=1, negatives=2, epochs=400, learning_rate=0.5)
    >>> model
    Embeddings of 7 words in 3 dimensions
    >>> model.most_similar("pizza", top=1)[0][0]
    'wings'
    """
    dimension = _checks.whole_number("dimension", dimension)
    radius = _checks.whole_number("radius", radius)
    negatives = _checks.whole_number("negatives", negatives)
    epochs = _checks.whole_number("epochs", epochs)
    learning_rate = _checks.real_number("learning_rate", learning_rate, above=True)
    subsample = _checks.real_number("subsample", subsample)
    noise_power = _checks.real_number("noise_power", noise_power, minimum=-10, maximum=10)
    rng = _checks.generator(seed, "seed")
    threads = _checks.whole_number("threads", threads)
    train_block = trainer(backend, threads)
    if callback is not None:
        _checks.function("callback", callback)

    source = stream(documents) if isinstance(documents, str | Path) else documents
    vocabulary, corpus = encode_corpus(source, min_count)
    if np.diff(corpus.offsets).max() < 2:
        raise ValueError("documents have no pairs: none has two known words; pass longer documents.")
    noise = AliasTable(vocabulary.noise_distribution(noise_power))
    keep = vocabulary.keep_probabilities(subsample)
    W, C = start_matrices(len(vocabulary), dimension, rng)
    total = epochs * len(corpus.ids)

    def rate_after(words: int) -> float:
        return learning_rate * (1 - (1 - LAST_RATE) * words / total)

    history: list[float] = []
    words = 0
    bar = tqdm(total=total, unit=" words", unit_scale=True, disable=not progress)
    try:
        for epoch in range(1, epochs + 1):
            for block in _blocks(corpus):
                rates = rate_after(words), rate_after(words + len(block.ids))
                kept = keep_at_random(block, keep, rng)
                with np.errstate(over="ignore", invalid="ignore"):  # looked for in the next lines
                    loss, pairs = train_block(W, C, kept, noise, radius, negatives, rates, rng, threads)
                if not np.isfinite(loss):
                    raise ValueError(
                        f"training ran away in epoch {epoch} with learning_rate={learning_rate}: the "
                        "loss is no longer a number; pass a smaller learning_rate."
                    )
                words += len(block.ids)
                bar.update(len(block.ids))
                if pairs:
                    history.append(loss / pairs)
                    bar.set_postfix(loss=f"{history[-1]:.3f}")
                    if callback is not None:
                        callback(Progress(epoch, words, total, history[-1], rates[1], W, C))
    except KeyboardInterrupt:
        warnings.warn(
            f"stopped after {words:,} of {total:,} words; the embeddings hold what was learned so far.",
            stacklevel=2,
        )
    finally:
        bar.close()
    if words == total and not history:
        raise ValueError(
            f"subsample={subsample} dropped so many words that no pair was left; pass a larger one."
        )
    return Embeddings(vocabulary, W, C, history)


def trainer(backend: str, threads: int = 1) -> TrainBlock:
    """Return the function that trains on one block of documents.

    Raises
    ------
    ModuleNotFoundError
        If a compiled trainer is wanted and Numba is not installed.
    ValueError
        If there is no such trainer, or it has one thread and several are wanted.

    Examples
    --------
    >>> trainer("numpy").__module__
    'edu_w2v.training.batched'
    """
    _checks.one_of("backend", backend, BACKENDS)
    has_numba = importlib.util.find_spec("numba") is not None
    if backend == "auto":
        backend = "numba" if has_numba else "numpy"
    if backend in ("reference", "numpy"):
        if threads > 1:
            raise ValueError(
                f"threads must be 1 with the trainer {backend!r}, but is {threads}; "
                "pass threads=1, or install numba and pass backend='numba'."
            )
        return reference.train_block if backend == "reference" else batched.train_block
    if not has_numba:
        raise ModuleNotFoundError(
            f"backend={backend!r} needs numba; run: pip install numba, or pass backend='numpy'."
        )
    from edu_w2v.training import compiled  # Numba takes longer to import than all the rest

    return compiled.train_block if backend == "numba" else compiled.train_block_pairwise


def start_matrices(
    size: int, dimension: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return W, uniform in ±0.5/√d, and C, all zeros.

    With C = 0 every score is 0, so the first loss is (K + 1)·log 2 whatever the data. The rows
    of W are about 0.3 long, whatever d. word2vec.c has ±0.5/d: from rows so short the first
    gradients of C are small too, and part of the text is spent before learning sets in.
    """
    W, C = padded_zeros(size, dimension), padded_zeros(size, dimension)
    W[:] = (rng.random((size, dimension), dtype=np.float32) - 0.5) / np.sqrt(dimension, dtype=np.float32)
    return W, C


def _blocks(corpus: EncodedCorpus) -> Iterator[EncodedCorpus]:
    """Cut a corpus between documents into blocks of about `BLOCK` words."""
    ends = np.searchsorted(corpus.offsets, np.arange(BLOCK, len(corpus.ids), BLOCK))
    cuts = np.unique([0, *ends, len(corpus)])
    for first, last in pairwise(cuts):
        yield corpus.between(first, last)
