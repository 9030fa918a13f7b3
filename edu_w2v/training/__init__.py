"""From documents to embeddings: one function, `train`, and its trainers.

The road of a text through training: `train` checks and prepares; `loop.steps` goes
through the text, block after block; a *trainer* makes the steps. All trainers minimise
the same objective with the same kinds of pairs, draws and learning rates: `reference`
is made to be read, `batched` to be quick without a compiler; `compiled` is `reference`
for a compiler, and `fast` is fast.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from edu_w2v import _checks
from edu_w2v._interrupts import nothing_learned
from edu_w2v.alias import AliasTable
from edu_w2v.corpora import Word, stream
from edu_w2v.embeddings import Embeddings
from edu_w2v.training.loop import Progress, Step, steps
from edu_w2v.training.model import (
    MAX_DIMENSION,
    MAX_NEGATIVES,
    MAX_RADIUS,
    Model,
    start_matrices,
)
from edu_w2v.training.trainers import trainer
from edu_w2v.training.watch import follow, watched
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary, encode_corpus

__all__ = ["Model", "Progress", "train", "trainer"]

Encoded: TypeAlias = tuple[Vocabulary, EncodedCorpus]


def train(
    documents: Iterable[Sequence[Word]] | str | Path | Encoded,
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
    backend: str | Step = "auto",
    threads: int = 1,
) -> Embeddings:
    """Learn embeddings by skip-gram with negative sampling (Mikolov et al. 2013).

    For each word and each of its neighbours in a dynamic window, the two vectors are
    pulled together and K words drawn from the noise distribution are pushed away, by
    stochastic gradient descent with a learning rate that falls linearly to almost 0. A
    draw that happens to be the neighbour itself counts like any other.

    Parameters
    ----------
    documents : iterable of list of words, path, or what `encode_corpus` returns
        A path is that of a file or folder of prose, which is read a piece at a time.
        Where each line is a document, pass `corpora.stream_lines(path)`.
    dimension : int
        d, the length of the vectors. (gensim: `vector_size`)
    radius : int
        The largest distance of a neighbour, on either side. (gensim: `window`)
    negatives : int
        K, how many words are drawn for each positive pair.
    epochs : int
        How often the corpus is gone through.
    learning_rate : float
        η at the start. (gensim: `alpha`)
    subsample : float
        t, the share of the text above which a word loses occurrences; 0 keeps all. For
        large corpora 1e-3 is usual. (gensim: `sample`)
    min_count : int
        Rarer words are left out. For large corpora 5 is usual.
    noise_power : float
        α of the noise distribution. (gensim: `ns_exponent`)
    seed : int
        The same seed gives the same bits on one machine, with one thread.
    callback : function of one `Progress`, optional
        Called after each block of about 100,000 words, and at the end of each epoch.
    progress : bool
        Show in bars how much of a file is read, then words per second.
    backend : {"auto", "reference", "numpy", "numba_pairs", "numba"} or function
        The trainer: a loop to be read; products of matrices; the loop compiled; the
        fast one, which is "auto" where Numba is installed. Or your own `loop.Step`.
    threads : int
        How many threads share the work, with the compiled trainers.

    Returns
    -------
    Embeddings
        After Ctrl-C (or the kernel's stop button), with what was learned so far.

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> model = train(BOB_PIZZA, dimension=3, radius=1, epochs=400, learning_rate=0.5)
    >>> model.most_similar("pizza", top=1)[0][0]
    'wings'
    """
    _check(dimension, radius, negatives, epochs, learning_rate, subsample, noise_power)
    _checks.true_or_false("progress", progress)
    if callback is not None:
        _checks.function("callback", callback)
    radius, negatives, epochs = int(radius), int(negatives), int(epochs)
    with nothing_learned():
        rng, step = _checks.generator(seed, "seed"), trainer(backend, threads)
        vocabulary, corpus = _encoded(documents, min_count, progress)
        keep = vocabulary.keep_probabilities(subsample)
        noise = AliasTable(vocabulary.noise_distribution(noise_power))
        W, C = start_matrices(len(vocabulary), dimension, rng)
    model = Model(W, C, noise, radius, negatives)

    def embeddings(history: list[float]) -> Embeddings:
        W.flags.writeable = C.flags.writeable = False  # so they need not be copied
        return Embeddings(vocabulary, W, C, history)

    going = steps(step, model, vocabulary, corpus, keep, epochs, learning_rate, rng)
    return follow(
        watched(going, negatives, learning_rate, subsample),
        embeddings,
        epochs * len(corpus.ids),
        callback,
        progress,
    )


def _check(
    dimension: int,
    radius: int,
    negatives: int,
    epochs: int,
    learning_rate: float,
    subsample: float,
    noise_power: float,
) -> None:
    """Refuse settings that cannot be trained with, before any text is read."""
    _checks.whole_number("dimension", dimension, maximum=MAX_DIMENSION)
    _checks.whole_number("radius", radius, maximum=MAX_RADIUS)
    _checks.whole_number("negatives", negatives, maximum=MAX_NEGATIVES)
    _checks.whole_number("epochs", epochs, maximum=10**9)
    _checks.real_number("learning_rate", learning_rate, above=True)
    _checks.real_number("subsample", subsample)
    _checks.real_number("noise_power", noise_power, -10, 10)


def _encoded(
    documents: Iterable[Sequence[Word]] | str | Path | Encoded,
    min_count: int,
    progress: bool,
) -> Encoded:
    """Return the vocabulary and the encoded text of whatever `train` is given."""
    if isinstance(documents, str | Path):
        documents = stream(documents, progress)
    match documents:
        case tuple((Vocabulary() as vocabulary, EncodedCorpus() as corpus)):
            if min_count != 1:
                raise ValueError(
                    f"min_count must be 1 for a text that is encoded already, but is "
                    f"{min_count}; pass it to encode_corpus."
                )
        case _:
            vocabulary, corpus = encode_corpus(documents, min_count)
    if corpus.longest < 2:
        raise ValueError(
            "documents have no pairs: none has two known words; pass longer documents."
        )
    return vocabulary, corpus
