"""A word by the company it keeps: count which words stand near which.

Raw counts first; then PPMI, which asks how much more often than by chance two words
meet; then the singular value decomposition, which squeezes the table into short
vectors.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import svds

from edu_w2v import _checks
from edu_w2v.corpora import Word
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary, encode_corpus

DENSE_LIMIT = 1_000  # words; up to here a table is a plain array, above it a sparse one

Matrix: TypeAlias = Any  # an ndarray, or a scipy.sparse.csr_array
Item = TypeVar("Item")  # a word, or an id of one


def windows(document: Sequence[Item], radius: int = 1) -> list[tuple[Item, list[Item]]]:
    """List each word of a document with its neighbours on either side.

    Parameters
    ----------
    document : sequence of str
        Any sequence will do, of ids for example.
    radius : int
        The largest distance of a neighbour.

    Returns
    -------
    list of (word, neighbours)

    Examples
    --------
    >>> windows(["Bob", "likes", "pizza"])
    [('Bob', ['likes']), ('likes', ['Bob', 'pizza']), ('pizza', ['likes'])]
    """
    radius = _checks.whole_number("radius", radius)
    document = _checks.document_of_words(document)
    return [
        (word, [*document[max(0, i - radius) : i], *document[i + 1 : i + 1 + radius]])
        for i, word in enumerate(document)
    ]


def cooccurrence_matrix(
    documents: Iterable[Sequence[Word]],
    radius: int = 1,
    scope: str = "window",
    presence: bool = False,
    include_self: bool = False,
    min_count: int = 1,
) -> tuple[Vocabulary, Matrix]:
    """Count how often each word stands near each other word.

    Parameters
    ----------
    documents : iterable of list of str
    radius : int
        How many words on either side are near, with ``scope="window"``.
    scope : {"window", "document"}
        Near means in the window, or anywhere in the same document.
    presence : bool
        Write 1 where there is any count at all.
    include_self : bool
        Let each occurrence of a word count as its own neighbour.
    min_count : int
        Rarer words are left out before windows are laid.

    Returns
    -------
    vocabulary : Vocabulary, in alphabetical order
    matrix : ndarray of int64, shape (V, V), or csr_array for V above 1,000

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> vocabulary, counts = cooccurrence_matrix(BOB_PIZZA)
    >>> vocabulary.words
    ['Bob', 'dislikes', 'kale', 'lettuce', 'likes', 'pizza', 'wings']
    >>> counts[vocabulary.id("Bob")]
    array([0, 2, 0, 0, 2, 0, 0])
    """
    radius = _checks.whole_number("radius", radius)
    _checks.one_of("scope", scope, ("window", "document"))
    _checks.true_or_false("presence", presence)
    _checks.true_or_false("include_self", include_self)
    vocabulary, corpus = encode_corpus(documents, min_count, order="alphabetical")
    counts = _counts(scope, corpus, radius, len(vocabulary))
    if include_self:
        counts = counts + sp.diags_array(vocabulary.counts, dtype=np.int64)
    counts = _canonical(counts)
    if presence:
        counts.data[:] = 1
    return vocabulary, counts.toarray() if len(vocabulary) <= DENSE_LIMIT else counts


def _canonical(table: Matrix) -> sp.csr_array:
    """Return a table with sorted rows and without zeros: older SciPys do not sort."""
    table = sp.csr_array(table)
    table.sum_duplicates()
    table.eliminate_zeros()
    return table


def svd_vectors(matrix: Matrix, dimension: int) -> NDArray[np.float64]:
    """Make short vectors from a long table: the rows of U·√Σ of its truncated SVD.

    Parameters
    ----------
    matrix : ndarray or sparse array, shape (V, V)
    dimension : int
        The length of the vectors, below V.

    Returns
    -------
    ndarray, shape (V, dimension)
        The largest entry of each column is positive, so that the result does not depend
        on the sign that the solver happens to choose.

    References
    ----------
    Levy, Goldberg and Dagan 2015, section 3.3 (the square root of Σ).

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> vocabulary, counts = cooccurrence_matrix(BOB_PIZZA)
    >>> svd_vectors(counts, 2).shape
    (7, 2)
    """
    dimension = _checks.whole_number("dimension", dimension)
    table = _table_of_numbers(matrix, dimension)
    start = np.random.default_rng(0).random(min(table.shape))  # fixed: runs repeat
    u, singular, _ = svds(table, k=dimension, v0=start)
    order = np.argsort(-singular)
    vectors = u[:, order] * np.sqrt(singular[order])
    size = np.abs(vectors)
    # The first of those that are as good as largest: rounding must not choose.
    near_largest = size >= (1 - 1e-6) * size.max(axis=0)
    largest = vectors[near_largest.argmax(axis=0), np.arange(dimension)]
    return vectors * np.sign(largest + (largest == 0))


def _counts(scope: str, corpus: EncodedCorpus, radius: int, size: int) -> Matrix:
    if scope == "document":
        return _document_counts(corpus, size)
    return _window_counts(corpus, radius, size)


def _window_counts(corpus: EncodedCorpus, radius: int, size: int) -> sp.csr_array:
    """Pair each word with those at each distance to its right; then mirror."""
    ids, number = corpus.ids, corpus.document_numbers()
    counts = sp.csr_array((size, size), dtype=np.int64)
    longest = int(np.diff(corpus.offsets).max())
    for distance in range(1, min(radius, longest - 1) + 1):
        same = number[:-distance] == number[distance:]
        left, right = ids[:-distance][same], ids[distance:][same]
        ones = np.ones(len(left), dtype=np.int64)
        counts = counts + sp.csr_array((ones, (left, right)), shape=(size, size))
    return counts + counts.T


def _document_counts(corpus: EncodedCorpus, size: int) -> sp.csr_array:
    """Pair all words of a document: XᵀX of its table of words, without self-pairs."""
    ones = np.ones(len(corpus.ids), dtype=np.int64)
    by_document = sp.csr_array(
        (ones, corpus.ids, corpus.offsets), shape=(len(corpus), size)
    )
    by_document.sum_duplicates()
    self_pairs = np.bincount(corpus.ids, minlength=size)
    return by_document.T @ by_document - sp.diags_array(self_pairs, dtype=np.int64)


def ppmi(counts: Matrix, shift: float = 1.0, smoothing: float = 1.0) -> Matrix:
    """Return how much more often than by chance two words meet.

    Positive pointwise mutual information, PPMI(w, c) = max(0, log p(w, c) − log p(w) −
    log p_s(c) − log `shift`), in nats, where p_s(c) is in proportion to the count of c
    raised to `smoothing`.

    Parameters
    ----------
    counts : ndarray or sparse array, shape (V, V)
        Not negative, not all zero.
    shift : float
        K here gives the table that skip-gram with K negatives approximates.
    smoothing : float
        0.75 makes rare contexts less loud; 1 leaves them as they are.

    Returns
    -------
    ndarray or csr_array, shape (V, V)
        Dense in, dense out; sparse in, sparse out. Cells with count 0 are 0.

    References
    ----------
    Levy, Goldberg, Dagan 2015, "Improving distributional similarity", 2.1 and 3.2.

    Examples
    --------
    Words that never meet have 0; with two words that always meet, the ratio is 2.

    >>> ppmi(np.array([[0, 3], [3, 0]])).round(3)
    array([[0.   , 0.693],
           [0.693, 0.   ]])
    """
    shift = _checks.real_number("shift", shift, above=True)
    smoothing = _checks.real_number("smoothing", smoothing, maximum=10, above=True)
    table = _table_of_counts(counts)
    total = table.data.sum()
    rows, columns = (
        np.asarray(table.sum(axis=1)).ravel(),
        np.asarray(table.sum(axis=0)).ravel(),
    )
    contexts = columns**smoothing / (columns**smoothing).sum()
    i, j = table.coords
    expected = rows[i] / total * contexts[j]
    values = np.maximum(
        0.0, np.log(table.data / total) - np.log(expected) - np.log(shift)
    )
    result = sp.csr_array((values, (i, j)), shape=table.shape)
    result.eliminate_zeros()
    return result if sp.issparse(counts) else result.toarray()


def _table_of_counts(counts: Matrix) -> sp.coo_array:
    """Return counts as a sparse table of floats that neither overflow nor vanish."""
    if sp.issparse(counts) and counts.ndim == 2:
        cells = sp.coo_array(counts)
        entries = _checks.real_array("counts", cells.data)
        table = sp.coo_array((entries, cells.coords), shape=cells.shape, dtype=float)
    else:
        table = sp.coo_array(_checks.real_array("counts", counts, 2), dtype=float)
    table.sum_duplicates()
    table.eliminate_zeros()
    if table.nnz == 0 or not 1e-25 <= table.data.min() <= table.data.max() <= 1e25:
        raise ValueError(
            "counts must be finite, not negative and not all zero, and from 1e-25 to "
            "1e25; pass cooccurrence_matrix(...)[1]."
        )
    return table


def _table_of_numbers(matrix: Matrix, dimension: int) -> Matrix:
    """Return the matrix in float64, if it can have so many singular vectors."""
    if sp.issparse(matrix):
        table, entries = matrix, _checks.factors("matrix", matrix.data, 1)
    else:
        table = entries = _checks.factors("matrix", matrix, 2)
    if np.abs(entries).max(initial=0) < 1e-77:  # whose squares would vanish
        raise ValueError("matrix must not be all zero; pass ppmi(counts), for example.")
    if dimension >= min(table.shape):
        raise ValueError(
            f"dimension must be below {min(table.shape)}, the size of the table, but "
            f"is {dimension}; pass a smaller one."
        )
    return table.astype(np.float64)
