"""The plain trainer: one pair at a time, as the formulas say. Made to be read."""

import numpy as np
from numpy.typing import NDArray

from edu_w2v.alias import AliasTable
from edu_w2v.objective import unchecked_log_sigmoid as log_sigmoid
from edu_w2v.objective import unchecked_sigmoid as sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.vocabulary import EncodedCorpus

Matrix = NDArray[np.floating]


def sgns_update(
    W: Matrix, C: Matrix, centre: int, positive: int, negatives: NDArray[np.integer], rate: float
) -> float:
    """Take one step of stochastic gradient descent, in place, and return the loss before it.

    Parameters
    ----------
    W, C : ndarray, shape (V, d)
        Changed in the rows of the words that take part.
    centre, positive : int
        Ids of words.
    negatives : ndarray of int, shape (K,)
    rate : float
        The learning rate η.

    Returns
    -------
    float
        The loss of this pair, in nats.

    References
    ----------
    Jurafsky and Martin 2020, equations 6.38 to 6.40.

    Examples
    --------
    >>> W, C = np.array([[1.0, 0.0], [0.0, 0.0]]), np.zeros((2, 2))
    >>> round(sgns_update(W, C, 0, 1, np.array([0, 0]), rate=0.1), 3)  # 3 log 2
    2.079
    >>> C  # word 1 was pulled once, word 0 pushed twice
    array([[-0.1 ,  0.  ],
           [ 0.05,  0.  ]])
    """
    contexts = np.concatenate(([positive], negatives))
    w, c = W[centre], C[contexts]  # c is a copy: W's step must see C as it was
    scores = c @ w
    error = sigmoid(scores)
    error[0] -= 1
    np.subtract.at(C, contexts, rate * np.outer(error, w))  # repeated words add up
    W[centre] -= rate * (error @ c)
    return float(-log_sigmoid(scores[0]) - log_sigmoid(-scores[1:]).sum())


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
    """Go once through some documents, pair by pair; see `edu_w2v.training.train`."""
    loss, pairs = 0.0, 0
    for i in range(len(corpus)):
        document = corpus.document(i)
        rate = rates[0] + (rates[1] - rates[0]) * corpus.offsets[i] / len(corpus.ids)
        positives = skipgram_pairs(document, radius, dynamic_window=True, rng=rng)
        drawn = noise.sample((len(positives), negatives), rng)
        for (centre, context), draws in zip(positives, drawn, strict=True):
            loss += sgns_update(W, C, centre, context, draws, rate)
        pairs += len(positives)
    return loss, pairs
