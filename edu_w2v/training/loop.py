"""The heart of training: epoch after epoch, block after block, one step each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edu_w2v.skipgram import keep_at_random
from edu_w2v.training.model import Matrix, Model
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary

BLOCK = 100_000  # words between two looks at the loss
LAST_RATE = 1e-4  # of the learning rate at the start, as in word2vec.c

Rates = NDArray[np.float64]

Step = Callable[[Model, EncodedCorpus, Rates, np.random.Generator], tuple[float, int]]
"""A trainer: ``step(model, text, rates, rng)`` goes through some documents once.

It changes the matrices of the model in place. `rates` has the learning rate at each
word of the text. It returns the sum of the losses of the pairs, or of a sample of them,
and their number.
"""


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
    vocabulary : Vocabulary
    W, C : ndarray, shape (V, d)
        The matrices themselves, not copies: look, or copy to keep, but do not change.
    """

    epoch: int
    words: int
    total_words: int
    loss: float
    learning_rate: float
    vocabulary: Vocabulary
    W: Matrix
    C: Matrix


def steps(
    step: Step,
    model: Model,
    vocabulary: Vocabulary,
    corpus: EncodedCorpus,
    keep: NDArray[np.float64],
    epochs: int,
    learning_rate: float,
    rng: np.random.Generator,
) -> Iterator[Progress]:
    """Train, and say after each block that had a pair how far it is.

    Before a block is trained on, its words are thinned out by their `keep`
    probabilities.
    """
    words, total = 0, epochs * len(corpus.ids)
    for epoch in range(1, epochs + 1):
        for block in blocks(corpus):
            part = np.array([words, words + len(block.ids)]) / total
            first, last = learning_rate * (1 - (1 - LAST_RATE) * part)
            text = keep_at_random(block, keep, rng)
            rates = np.linspace(first, last, len(text.ids), endpoint=False)
            with np.errstate(over="ignore", invalid="ignore"):  # watched by `train`
                loss, pairs = step(model, text, rates, rng)
            words += len(block.ids)
            if pairs:
                at = epoch, words, total, float(loss / pairs), float(last)
                yield Progress(*at, vocabulary, model.W, model.C)


def blocks(corpus: EncodedCorpus) -> Iterator[EncodedCorpus]:
    """Cut a corpus between documents into blocks of about `BLOCK` words."""
    ends = np.searchsorted(corpus.offsets, np.arange(BLOCK, len(corpus.ids), BLOCK))
    for first, last in pairwise(np.unique([0, *ends, len(corpus)])):
        yield corpus.between(first, last)
