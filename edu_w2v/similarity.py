"""When are two words alike? When their vectors point the same way.

The cosine of the angle between two vectors does not care how long they are, only
where they point: 1 is the same direction, 0 a right angle, −1 opposite.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.cooccurrence import Matrix
from edu_w2v.corpora import Word
from edu_w2v.vocabulary import Vocabulary


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
    return float(
        np.clip(_unit("u", u) @ _unit("v", v), -1, 1)
    )  # rounding may overstep by 1e-16


def _unit(name: str, vector: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the vector of length 1 that points the same way."""
    largest = np.abs(vector).max(initial=0.0)
    if largest == 0:
        raise ValueError(
            f"{name} is a zero vector, which points nowhere; its cosine is not defined."
        )
    scaled = vector / largest  # so that squares neither overflow nor vanish
    return scaled / np.sqrt(scaled @ scaled)


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
    unit, not_zero = _scaled_rows(vectors)
    if not not_zero.all():
        row = int(np.argmin(not_zero))
        raise ValueError(
            f"row {row} of vectors is a zero vector, which points nowhere; leave that word out."
        )
    return unit


def _scaled_rows(vectors: Matrix) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return the rows at length 1, zero rows left as they are, and which rows are not zero."""
    if sp.issparse(vectors):
        table = sp.csr_array(vectors, dtype=np.float64)
        _checks.real_array("vectors", table.data)
        lengths = np.sqrt(table.power(2).sum(axis=1))
        not_zero = lengths > 0
        return sp.csr_array(
            sp.diags_array(1 / np.where(not_zero, lengths, 1)) @ table
        ), not_zero
    table = _checks.real_array("vectors", vectors, 2)
    largest = np.abs(table).max(axis=1, initial=0)
    not_zero = largest > 0
    scaled = (
        table / np.where(not_zero, largest, 1)[:, None]
    )  # its squares do not overflow
    lengths = np.sqrt((scaled**2).sum(axis=1))
    return scaled / np.where(not_zero, lengths, 1)[:, None], not_zero


def cosine_matrix(vectors: Matrix) -> NDArray[np.floating]:
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
    return product.toarray() if sp.issparse(product) else product


def nearest_words(
    word: Word,
    vocabulary: Vocabulary,
    vectors: Matrix,
    top: int = 10,
    restrict_to: int | None = None,
) -> list[tuple[Word, float]]:
    """List the words whose vectors make the smallest angle with that of `word`.

    Parameters
    ----------
    word : str
    vocabulary : Vocabulary
    vectors : ndarray or sparse array, shape (V, d)
        One row for each word of the vocabulary.
    top : int
        How many words to list.
    restrict_to : int, optional
        Look only among so many most frequent words: the vectors of rare words are noise.

    Returns
    -------
    list of (word, cosine)
        The nearest first, without `word` itself.

    Raises
    ------
    KeyError
        If `word` is unknown.
    TypeError, ValueError
        If another argument is not of its kind.

    Examples
    --------
    >>> vocabulary = Vocabulary([["a", "b", "c"]])
    >>> nearest_words("a", vocabulary, np.array([[1, 0], [0, 1], [4, 3]]), top=1)
    [('c', 0.8)]
    """
    target = _known(vocabulary, word)[0]
    unit, candidates = _rows_of(vocabulary, vectors, [target])
    candidates[target] = False
    return _best(unit, _row(unit, target), vocabulary, candidates, top, restrict_to)


def analogy(
    a: Word,
    b: Word,
    c: Word,
    vocabulary: Vocabulary,
    vectors: Matrix,
    top: int = 10,
    restrict_to: int | None = None,
    exclude_question: bool = True,
) -> list[tuple[Word, float]]:
    """Answer "a is to b as c is to …" by 3CosAdd: the words nearest to b − a + c.

    Parameters
    ----------
    a, b, c : str
    vocabulary, vectors, top, restrict_to
        As for `nearest_words`. Rows are scaled to length 1 before they are added.
    exclude_question : bool
        Leave a, b and c out of the answers, as is the custom. Without it, the answer is
        very often b or c itself.

    Returns
    -------
    list of (word, cosine)

    Raises
    ------
    KeyError
        If a word is unknown.
    TypeError, ValueError
        If another argument is not of its kind.

    References
    ----------
    Mikolov, Yih and Zweig 2013, "Linguistic regularities in continuous space word
    representations"; the name is from Levy and Goldberg 2014.

    Examples
    --------
    >>> vocabulary = Vocabulary([["man", "king", "woman", "queen"]], order="alphabetical")
    >>> vocabulary.words
    ['king', 'man', 'queen', 'woman']
    >>> vectors = np.array([[1, 1], [0.2, 1], [1, -1], [0.2, -1]])
    >>> analogy("man", "king", "woman", vocabulary, vectors, top=1)[0][0]
    'queen'
    """
    _checks.true_or_false("exclude_question", exclude_question)
    question = _known(vocabulary, a, b, c)
    unit, candidates = _rows_of(vocabulary, vectors, question)
    minus, plus, given = (_row(unit, i) for i in question)
    target = _unit("b - a + c", plus - minus + given)
    if exclude_question:
        candidates[question] = False
    return _best(unit, target, vocabulary, candidates, top, restrict_to)


def _known(vocabulary: Vocabulary, *words: Word) -> list[int]:
    """Return the ids of the words of a question."""
    _checks.instance(
        "vocabulary", vocabulary, Vocabulary, "pass the one that the vectors belong to"
    )
    return [vocabulary.id(word) for word in words]


def _rows_of(
    vocabulary: Vocabulary, vectors: Matrix, question: list[int]
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return unit rows, and which of them are not zero; those of the question must not be."""
    unit, not_zero = _scaled_rows(vectors)
    if unit.shape[0] != len(vocabulary):
        raise ValueError(
            f"vectors must have one row a word, but have {unit.shape[0]} rows for {len(vocabulary)} "
            "words; pass the vocabulary that the vectors were made with."
        )
    for i in question:
        if not not_zero[i]:
            raise ValueError(
                f"the vector of {vocabulary.words[i]!r} is zero, so it points nowhere; take another."
            )
    return unit, not_zero


def _row(matrix: Matrix, i: int) -> NDArray[np.floating]:
    """Return row `i` as a plain vector."""
    return matrix[[i]].toarray()[0] if sp.issparse(matrix) else matrix[i]


def _best(
    unit: Matrix,
    target: NDArray[np.floating],
    vocabulary: Vocabulary,
    candidates: NDArray[np.bool_],
    top: int,
    restrict_to: int | None,
) -> list[tuple[Word, float]]:
    """List the `top` candidates with the largest dot product with `target`."""
    top = _checks.whole_number("top", top)
    limit = (
        len(vocabulary)
        if restrict_to is None
        else _checks.whole_number("restrict_to", restrict_to)
    )
    ids = vocabulary.ids_by_count(limit)
    ids = ids[candidates[ids]]
    scores = (unit @ target)[ids]
    best = np.argsort(-scores, kind="stable")[:top]
    return [(vocabulary.words[ids[i]], float(scores[i])) for i in best]
