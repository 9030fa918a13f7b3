"""Which pairs does skip-gram learn from? Each word with each of its neighbours.

Two refinements of word2vec are here as well: the *dynamic window*, which trusts near
neighbours more than far ones, and *subsampling*, which drops most occurrences of very
frequent words before the windows are laid.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.vocabulary import EncodedCorpus


def skipgram_pairs(
    document: ArrayLike,
    radius: int,
    dynamic_window: bool = False,
    rng: np.random.Generator | int = 0,
) -> NDArray[np.int32]:
    """List the positive pairs (centre, context) of one document.

    A word is paired with every word at most `radius` places away, never with itself:
    the same *place* is excluded; the same word elsewhere is a neighbour like any other.

    Parameters
    ----------
    document : array_like of int, shape (n,)
        Ids of words.
    radius : int
        Words on either side.
    dynamic_window : bool
        Draw the radius of each centre from 1, …, `radius`, all equally probable. A
        neighbour at distance k is then used with probability (radius − k + 1) / radius.
    rng : Generator or int
        Used only with a dynamic window.

    Returns
    -------
    ndarray of int32, shape (number of pairs, 2)
        In the order of the centres; empty for a document of one word.

    References
    ----------
    Mikolov et al. 2013 (arXiv 1301.3781), section 3.2: the dynamic window.

    Examples
    --------
    >>> skipgram_pairs([0, 4, 5], radius=1).tolist()
    [[0, 4], [4, 0], [4, 5], [5, 4]]
    """
    ids = _checks.ids("document", document, 2**31)
    radius = _checks.whole_number("radius", radius, maximum=2**31 - 1)
    if _checks.true_or_false("dynamic_window", dynamic_window):
        radii = _checks.generator(rng).integers(1, radius, size=len(ids), endpoint=True)
    else:
        radii = np.full(len(ids), radius)
    pairs = [
        (ids[i], ids[j])
        for i, r in enumerate(radii)
        for j in range(max(0, i - r), min(len(ids), i + r + 1))
        if j != i
    ]
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


def keep_at_random(
    corpus: EncodedCorpus, keep_probabilities: ArrayLike, rng: np.random.Generator | int
) -> EncodedCorpus:
    """Drop each word at random, with the probability of its id; documents close up.

    Parameters
    ----------
    corpus : EncodedCorpus
    keep_probabilities : array_like, shape (V,)
        From `Vocabulary.keep_probabilities`.
    rng : Generator or int

    Returns
    -------
    EncodedCorpus
        With as many documents as before; some may be empty.

    References
    ----------
    Mikolov et al. 2013, "Distributed representations of words and phrases",
    section 2.3.

    Examples
    --------
    >>> from edu_w2v.vocabulary import encode_corpus
    >>> vocabulary, corpus = encode_corpus([["the", "cat"], ["the", "dog"]])
    >>> vocabulary.words
    ['the', 'cat', 'dog']
    >>> keep_at_random(corpus, np.array([0.0, 1.0, 1.0]), rng=0).ids
    array([1, 2], dtype=int32)
    """
    _checks.instance(
        "corpus", corpus, EncodedCorpus, "make one with encode_corpus(documents)"
    )
    keep = _checks.real_array("keep_probabilities", keep_probabilities, 1)
    needed = int(corpus.ids.max(initial=-1)) + 1
    if len(keep) < needed or (keep < 0).any() or (keep > 1).any():
        raise ValueError(
            f"keep_probabilities must be numbers from 0 to 1, one for each of {needed} "
            f"ids, but are {len(keep)}: {keep[:5].tolist()}…; take them from "
            "vocabulary.keep_probabilities()."
        )
    rng = _checks.generator(rng)
    return corpus.keep(rng.random(len(corpus.ids)) < keep[corpus.ids])
