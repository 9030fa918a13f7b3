"""When are two words alike? When their vectors point the same way.

The cosine of the angle between two vectors does not care how long they are, only
where they point: 1 is the same direction, 0 a right angle, −1 opposite.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v._checks import is_sparse
from edu_w2v.corpora import Word
from edu_w2v.vocabulary import Vocabulary

Matrix: TypeAlias = Any  # an ndarray, or a scipy.sparse.csr_array
Vector: TypeAlias = NDArray[np.floating]
Answers: TypeAlias = list[tuple[Word, float]]


def cosine_similarity(u: ArrayLike, v: ArrayLike) -> float:
    """Return the cosine of the angle between two vectors: u·v / (‖u‖ ‖v‖).

    Parameters
    ----------
    u, v : array_like, shape (d,)

    Returns
    -------
    float
        Between −1 and 1.

    Raises
    ------
    TypeError, ValueError
        If `u` and `v` are not finite vectors of one length, or one of them is zero:
        a zero vector points nowhere and has no angle.

    References
    ----------
    Jurafsky and Martin 2020, *Speech and Language Processing*, equation 6.10.

    Examples
    --------
    >>> round(cosine_similarity([1, 1, 0], [1, 0, 0]), 4)
    0.7071
    """
    u, v = _checks.real_array("u", u, 1), _checks.real_array("v", v, 1)
    if u.shape != v.shape:
        raise ValueError(
            f"u and v must have the same length, but have {len(u)} and {len(v)}; "
            "take both from the same table."
        )
    cosine = _unit_vector("u", u) @ _unit_vector("v", v)
    return float(np.clip(cosine, -1, 1))  # rounding may overstep by 1e-16


def _unit_vector(name: str, vector: Vector, rounding: float = 0.0) -> Vector:
    """Return the vector of length 1 that points the same way."""
    largest = np.abs(vector).max(initial=0.0)
    if largest <= rounding:
        raise ValueError(
            f"{name} is a zero vector, which points nowhere; take one that is not zero."
        )
    scaled = vector / largest  # so that squares neither overflow nor vanish
    return scaled / np.sqrt(scaled @ scaled)


class Table(NamedTuple):
    """Rows with their lengths: measured once, each question is one product away.

    Attributes
    ----------
    rows : ndarray or csr_array, shape (n, d)
        The vectors; those whose squares would overflow or vanish are made shorter or
        longer, which changes no angle.
    lengths : ndarray, shape (n,)
        Of the rows; 0 where a vector is zero and points nowhere.
    """

    rows: Matrix
    lengths: Vector


def measured(vectors: Matrix | Table) -> Table:
    """Return the rows of a matrix, dense or sparse, with their lengths.

    Examples
    --------
    >>> measured(np.array([[3, 4], [0, 0]])).lengths
    array([5., 0.])
    """
    if isinstance(vectors, Table):
        return vectors
    if is_sparse(vectors):
        return _measured_sparse(vectors)
    rows = _checks.real_array("vectors", vectors, 2)
    with np.errstate(over="ignore", under="ignore"):
        squares = np.einsum("ij,ij->i", rows, rows)
    safe = 1e-28 if rows.dtype == np.float32 else 1e-280
    extreme = np.flatnonzero((squares < safe) | (squares > 1 / safe))
    largest = np.abs(rows[extreme]).max(axis=1, initial=0)
    extreme, largest = extreme[largest > 0], largest[largest > 0]
    if len(extreme):
        rows = rows.copy()
        rows[extreme] /= largest[:, None]
        squares[extreme] = np.einsum("ij,ij->i", rows[extreme], rows[extreme])
    return Table(rows, np.sqrt(squares))


def _measured_sparse(vectors: Matrix) -> Table:
    """Scale each row by its largest number; the caller's matrix is left alone."""
    if vectors.ndim != 2:
        raise ValueError(
            f"vectors must be a matrix (2 dimensions), but has shape {vectors.shape}; "
            "reshape it."
        )
    from scipy.sparse import csr_array  # it loads twice as long as NumPy

    rows = csr_array(vectors, copy=True)
    rows.data = _checks.real_array("vectors", rows.data).astype(np.float64)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    number, largest = rows.shape[0], np.zeros(rows.shape[0])
    row_of = np.repeat(np.arange(number), np.diff(rows.indptr))
    np.maximum.at(largest, row_of, np.abs(rows.data))
    rows.data /= largest[row_of]
    return Table(rows, np.sqrt(np.bincount(row_of, rows.data**2, minlength=number)))


def unit_rows(vectors: Matrix) -> Matrix:
    """Return each row scaled to length 1, so that dot products of rows are cosines.

    Parameters
    ----------
    vectors : ndarray or sparse array, shape (n, d)

    Returns
    -------
    ndarray or csr_array, shape (n, d)

    Raises
    ------
    TypeError, ValueError
        If `vectors` is not a finite matrix, or a row is zero.

    Examples
    --------
    >>> unit_rows(np.array([[3, 4], [0, 2]]))
    array([[0.6, 0.8],
           [0. , 1. ]])
    """
    rows, lengths = measured(vectors)
    if not lengths.all():
        raise ValueError(
            f"row {int(np.argmin(lengths))} of vectors is a zero vector, which points "
            "nowhere; leave that word out."
        )
    if is_sparse(rows):
        rows.data /= np.repeat(lengths, np.diff(rows.indptr))
        return rows
    return rows / lengths[:, None]


def cosine_matrix(vectors: Matrix) -> Vector:
    """Return the cosine of every pair of rows, shape (n, n).

    Examples
    --------
    >>> cosine_matrix(np.array([[1, 0], [0, 2], [3, 3]])).round(3)
    array([[1.   , 0.   , 0.707],
           [0.   , 1.   , 0.707],
           [0.707, 0.707, 1.   ]])
    """
    unit = unit_rows(vectors)
    product = unit @ unit.T
    return product.toarray() if is_sparse(product) else product


def cosines_of_pairs(vectors: Matrix, pairs: ArrayLike) -> Vector:
    """Return the cosine of each pair of rows.

    Parameters
    ----------
    vectors : ndarray or sparse array, shape (V, d)
        No row that is asked for may be zero.
    pairs : array_like of int, shape (n, 2)
        Numbers of rows.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    TypeError, ValueError
        If `vectors` is not a finite matrix, or `pairs` do not name two of its rows
        each, neither of them zero.

    Examples
    --------
    >>> cosines_of_pairs(np.array([[1, 0], [1, 1], [0, 2]]), [[0, 1], [0, 2]]).round(2)
    array([0.71, 0.  ])
    """
    rows, lengths = measured(vectors)
    ids = _checks.ids("pairs", pairs, rows.shape[0], ndim=2)
    if ids.shape[1] != 2:
        raise ValueError(
            f"pairs must have two rows in each, but has shape {ids.shape}; pass "
            "[[first, second], …]."
        )
    if not lengths[ids].all():
        raise ValueError(
            "pairs must name no row that is zero, which points nowhere, but "
            f"{int(ids[lengths[ids] == 0][0])} is one; leave it out."
        )
    first, second = ids.T
    dots = np.asarray((rows[first] * rows[second]).sum(axis=1)).ravel()
    return dots / (lengths[first] * lengths[second])


def nearest_words(
    query: Word | list[Word] | Vector,
    vocabulary: Vocabulary,
    vectors: Matrix | Table,
    top: int = 10,
    restrict_to: int | None = None,
) -> Answers:
    """List the words whose vectors make the smallest angle with that of a word.

    Parameters
    ----------
    query : word, list of words, or ndarray of shape (d,)
        A list stands for the mean of its words, each scaled to length 1; an array is
        the vector itself.
    vocabulary : Vocabulary
    vectors : ndarray or sparse array, shape (V, d), or `Table`
        One row for each word of the vocabulary. Who asks often, passes what `measured`
        makes of them, and is answered faster.
    top : int
        How many words to list.
    restrict_to : int, optional
        Look only among so many most frequent words: the vectors of rare words are
        noise.

    Returns
    -------
    list of (word, cosine)
        The nearest first, equals by frequency; without the words of the query.

    Examples
    --------
    >>> vocabulary = Vocabulary([["a", "b", "c"]])
    >>> nearest_words("a", vocabulary, np.array([[1, 0], [0, 1], [4, 3]]), top=1)
    [('c', 0.8)]
    """
    table = _table(vocabulary, vectors)
    target, question = _direction(query, vocabulary, table)
    return _best(table, target, vocabulary, question, top, restrict_to)


def analogy(
    a: Word,
    b: Word,
    c: Word,
    vocabulary: Vocabulary,
    vectors: Matrix | Table,
    top: int = 10,
    restrict_to: int | None = None,
    exclude_question: bool = True,
) -> Answers:
    """Answer "a is to b as c is to …" by 3CosAdd: the words nearest to b − a + c.

    Parameters
    ----------
    a, b, c : word
    vocabulary, vectors, top, restrict_to
        As for `nearest_words`. Rows are scaled to length 1 before they are added.
    exclude_question : bool
        Leave a, b and c out of the answers, as is the custom. Without it, the answer is
        very often b or c itself.

    Returns
    -------
    list of (word, cosine)

    References
    ----------
    Mikolov, Yih and Zweig 2013, "Linguistic regularities in continuous space word
    representations"; the name is from Levy and Goldberg 2014.

    Examples
    --------
    >>> words = [["man", "king", "woman", "queen"]]
    >>> vocabulary = Vocabulary(words, order="alphabetical")
    >>> vocabulary.words
    ['king', 'man', 'queen', 'woman']
    >>> vectors = np.array([[1, 1], [0.2, 1], [1, -1], [0.2, -1]])
    >>> analogy("man", "king", "woman", vocabulary, vectors, top=1)[0][0]
    'queen'
    """
    _checks.true_or_false("exclude_question", exclude_question)
    table = _table(vocabulary, vectors)
    question = [vocabulary.id(word) for word in (a, b, c)]
    minus, plus, given = _directions(table, vocabulary, question)
    answer = plus - minus + given
    target = _unit_vector("b - a + c", answer, 4 * np.finfo(answer.dtype).eps)
    left_out = question if exclude_question else []
    return _best(table, target, vocabulary, left_out, top, restrict_to)


def outsider(
    words: list[Word], vocabulary: Vocabulary, vectors: Matrix | Table
) -> Word:
    """Return the word that is farthest from the mean of all, each of length 1.

    Examples
    --------
    >>> vocabulary = Vocabulary([["cat", "dog", "kale"]])
    >>> outsider(["cat", "dog", "kale"], vocabulary, np.array([[3, 1], [4, 1], [0, 1]]))
    'kale'
    """
    table = _table(vocabulary, vectors)
    _checks.instance("words", words, list, "pass a list of words")
    question = [vocabulary.id(word) for word in words]
    if len(question) < 3:
        raise ValueError(
            f"words must be at least three, but are {len(question)}; pass more, for of "
            "two each is as far from the other."
        )
    unit = _directions(table, vocabulary, question)
    return vocabulary.words[question[int(np.argmin(unit @ unit.mean(axis=0)))]]


def _table(vocabulary: Vocabulary, vectors: Matrix | Table) -> Table:
    """Return the rows and lengths of vectors that must belong to the vocabulary."""
    _checks.instance(
        "vocabulary", vocabulary, Vocabulary, "pass the one that the vectors belong to"
    )
    table = measured(vectors)
    if table.rows.shape[0] != len(vocabulary):
        raise ValueError(
            f"vectors must have one row a word, but have {table.rows.shape[0]} rows "
            f"for {len(vocabulary)} words; pass the vocabulary that they belong to."
        )
    return table


def _direction(
    query: Word | list[Word] | Vector, vocabulary: Vocabulary, table: Table
) -> tuple[Vector, list[int]]:
    """Return where a query points, at length 1, and the ids of its words."""
    if isinstance(query, np.ndarray):
        vector = _checks.real_array("query", query, 1)
        if len(vector) != table.rows.shape[1]:
            raise ValueError(
                f"query must have the {table.rows.shape[1]} dimensions of vectors, but "
                f"has {len(vector)}; take it from the same table."
            )
        return _unit_vector("query", vector), []
    words = query if isinstance(query, list) else [query]
    if not words:
        raise ValueError("query must hold at least one word, but is []; pass a word.")
    question = [vocabulary.id(word) for word in words]
    mean = _directions(table, vocabulary, question).mean(axis=0)
    rounding = 4 * np.finfo(mean.dtype).eps
    return _unit_vector("the mean of query", mean, rounding), question


def _directions(table: Table, vocabulary: Vocabulary, ids: list[int]) -> Vector:
    """Return the vectors of some words at length 1; none may be zero."""
    for i in ids:
        if table.lengths[i] == 0:
            raise ValueError(
                f"the vector of {_checks.shown(vocabulary.words[i])} is zero, so it "
                "points nowhere; take another."
            )
    rows = table.rows[ids]
    dense = rows.toarray() if is_sparse(rows) else rows
    return dense / table.lengths[ids][:, None]


def _best(
    table: Table,
    target: Vector,
    vocabulary: Vocabulary,
    left_out: list[int],
    top: int,
    restrict_to: int | None,
) -> Answers:
    """List the `top` words with the largest cosines, equals by their frequency."""
    rows, lengths = table
    top = _checks.whole_number("top", top)
    ids = np.arange(len(vocabulary))
    if restrict_to is not None:
        ids = vocabulary.ids_by_count(_checks.whole_number("restrict_to", restrict_to))
    wanted = lengths > 0
    wanted[left_out] = False
    few = 4 * len(ids) < len(vocabulary)  # then it pays to look at their rows only
    products = (rows[ids] if few else rows) @ target.astype(rows.dtype)
    with np.errstate(invalid="ignore"):
        cosines = (products if few else products[ids]) / lengths[ids]
    cosines[~wanted[ids]] = -np.inf

    last = np.partition(cosines, -top)[-top] if top < len(ids) else -np.inf
    near = np.flatnonzero((cosines >= last) & (cosines > -np.inf))
    order = np.lexsort((ids[near], -vocabulary.counts[ids[near]], -cosines[near]))
    best = near[order[:top]]
    return [
        (vocabulary.words[i], float(cosine))
        for i, cosine in zip(ids[best], np.clip(cosines[best], -1, 1), strict=True)
    ]
