"""Counts against brute force, PPMI against its definition, vectors against NumPy's own SVD."""

import math
import tracemalloc
from collections import Counter

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from edu_w2v import cooccurrence
from edu_w2v.cooccurrence import cooccurrence_matrix, ppmi, svd_vectors, windows
from edu_w2v.corpora import BOB_PIZZA, Document, toy_world

WORDS = st.sampled_from(["a", "b", "c", "d", "e"])
CORPORA = st.lists(st.lists(WORDS, max_size=9), min_size=1, max_size=6).filter(any)
RADII = st.integers(1, 12)  # up to more than any document is long


def count_by_hand(
    documents: list[Document], near: float, presence: bool, include_self: bool
) -> Counter[tuple[str, str]]:
    """Look at each pair of places in each document."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for i, word in enumerate(document):
            for j, other in enumerate(document):
                if (i == j and include_self) or (i != j and abs(i - j) <= near):
                    counts[word, other] += 1
    return Counter(dict.fromkeys(counts, 1)) if presence else counts


# ---------------------------------------------------------------- windows


@given(st.lists(WORDS, max_size=9), RADII)
def test_windows_by_their_definition(document: Document, radius: int) -> None:
    found = windows(document, radius)
    assert [word for word, _ in found] == document
    for i, (_, neighbours) in enumerate(found):
        near = [j for j in range(len(document)) if 0 < abs(i - j) <= radius]
        assert neighbours == [document[j] for j in near]


def test_windows_of_the_articles_example() -> None:
    found = dict(windows(["This", "is", "an", "example", "sentence"], radius=1))
    assert found["example"] == ["an", "sentence"]


def test_windows_of_a_document_shorter_than_the_window() -> None:
    assert windows(["a", "b"], radius=5) == [("a", ["b"]), ("b", ["a"])]
    assert windows(["a"], radius=5) == [("a", [])]
    assert windows([], radius=5) == []


def test_windows_of_ids() -> None:
    assert windows(np.array([7, 8, 9]), 1) == windows(range(7, 10), 1) == windows([7, 8, 9], 1)


# ---------------------------------------------------------------- counts

ARTICLE = """\
          Bob dislikes kale lettuce likes pizza wings
Bob         1        1    0       0     1     0     0
dislikes    1        1    1       1     0     0     0
kale        0        1    1       0     0     0     0
lettuce     0        1    0       1     0     0     0
likes       1        0    0       0     1     1     1
pizza       0        0    0       0     1     1     0
wings       0        0    0       0     1     0     1
"""


def test_the_table_of_the_article() -> None:
    header, *rows = [line.split() for line in ARTICLE.splitlines()]
    vocabulary, table = cooccurrence_matrix(BOB_PIZZA, radius=1, presence=True, include_self=True)
    assert vocabulary.words == header == [row[0] for row in rows]
    assert isinstance(table, np.ndarray)
    assert table.tolist() == [[int(cell) for cell in row[1:]] for row in rows]


def test_the_plain_counts_and_the_documents_of_bob_and_pizza() -> None:
    vocabulary, counts = cooccurrence_matrix(BOB_PIZZA)
    bob, likes, pizza = vocabulary.encode(["Bob", "likes", "pizza"])
    assert counts[bob, likes] == 2, "they stand side by side twice"
    assert counts[bob, pizza] == 0
    assert counts[bob, bob] == 0
    _, together = cooccurrence_matrix(BOB_PIZZA, scope="document")
    assert together[bob, likes] == 2
    assert together[bob, pizza] == 1
    _, with_self = cooccurrence_matrix(BOB_PIZZA, include_self=True)
    assert with_self[bob, bob] == 4, "each occurrence counts itself once"


@given(
    CORPORA, RADII, st.sampled_from(["window", "document"]), st.booleans(), st.booleans(), st.booleans()
)
@settings(max_examples=300)
def test_counts_are_those_of_brute_force(
    documents: list[Document],
    radius: int,
    scope: str,
    presence: bool,
    include_self: bool,
    sparse: bool,
) -> None:
    expected = count_by_hand(
        documents, radius if scope == "window" else math.inf, presence, include_self
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cooccurrence, "DENSE_LIMIT", 0 if sparse else 1000)
        vocabulary, table = cooccurrence_matrix(documents, radius, scope, presence, include_self)
    assert vocabulary.words == sorted({word for document in documents for word in document})
    assert sp.issparse(table) == sparse
    assert table.shape == (len(vocabulary), len(vocabulary))
    assert table.dtype == np.int64
    if sparse:
        assert table.nnz == len(expected), "no zero is stored"
        table = table.toarray()
    found = {
        (vocabulary.words[i], vocabulary.words[j]): int(table[i, j])
        for i, j in np.argwhere(table).tolist()
    }
    assert found == expected


UNSORTED = sp.csr_array(([9, 1, 1, 9, 1, 1, 1, 1], [2, 1, 0, 2, 1, 0, 2, 0], [0, 2, 5, 8]))


@pytest.mark.parametrize("scope", ["window", "document"])
def test_the_table_is_sorted_whatever_the_sums_of_scipy_are(
    scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SciPy 1.13 leaves them unsorted, and much that reads such tables expects them sorted."""

    def unsorted(*_: object) -> sp.csr_array:
        return UNSORTED.copy()

    monkeypatch.setattr(cooccurrence, f"_{scope}_counts", unsorted)
    monkeypatch.setattr(cooccurrence, "DENSE_LIMIT", 0)
    _, table = cooccurrence_matrix([["a", "b", "c"]], scope=scope)
    for row in range(3):
        places = table.indices[table.indptr[row] : table.indptr[row + 1]]
        assert places.tolist() == sorted(set(places.tolist()))
    assert table.toarray().tolist() == [[0, 1, 9], [1, 1, 9], [2, 0, 1]]
    assert table.has_canonical_format


@pytest.mark.parametrize("kind", [np.int64, np.float32, np.float64])
@pytest.mark.parametrize("shape", ["csr", "csc", "coo"])
def test_an_unsorted_table_is_understood_and_left_alone(kind: type, shape: str) -> None:
    table = UNSORTED.astype(kind).asformat(shape)
    arrays = [name for name in ("data", "indices", "indptr", "row", "col") if hasattr(table, name)]
    before = [getattr(table, name).copy() for name in arrays]
    for _ in range(2):
        assert ppmi(table).toarray() == pytest.approx(ppmi(UNSORTED.toarray()), abs=1e-6)
        vectors = np.abs(svd_vectors(table, 2))
        assert vectors == pytest.approx(np.abs(svd_vectors(UNSORTED.toarray(), 2)), abs=1e-5)
    after = [getattr(table, name) for name in arrays]
    assert all((a == b).all() for a, b in zip(before, after, strict=True))


@given(CORPORA, RADII, st.integers(1, 3))
def test_rare_words_are_left_out_before_windows_are_laid(
    documents: list[Document], radius: int, min_count: int
) -> None:
    counts = Counter(word for document in documents for word in document)
    if max(counts.values()) < min_count:
        return
    shorter = [[word for word in document if counts[word] >= min_count] for document in documents]
    with_min_count = cooccurrence_matrix(documents, radius, min_count=min_count)
    assert with_min_count[0].words == cooccurrence_matrix(shorter, radius)[0].words
    assert with_min_count[1].tolist() == cooccurrence_matrix(shorter, radius)[1].tolist()


@given(CORPORA, RADII, st.sampled_from(["window", "document"]))
def test_counts_are_symmetric_and_grow_with_the_radius(
    documents: list[Document], radius: int, scope: str
) -> None:
    _, table = cooccurrence_matrix(documents, radius, scope)
    _, wider = cooccurrence_matrix(documents, radius + 1, scope)
    _, whole = cooccurrence_matrix(documents, scope="document")
    assert (table == table.T).all()
    assert (table <= wider).all()
    assert (wider <= whole).all()
    assert table.sum() <= 2 * radius * sum(map(len, documents)) or scope == "document"


def test_windows_and_counts_tell_the_same() -> None:
    documents = toy_world(50)
    vocabulary, table = cooccurrence_matrix(documents, radius=3)
    expected = np.zeros_like(table)
    for document in documents:
        for word, neighbours in windows(document, radius=3):
            for other in neighbours:
                expected[vocabulary.id(word), vocabulary.id(other)] += 1
    assert table.tolist() == expected.tolist()


def test_documents_may_be_a_stream() -> None:
    _, once = cooccurrence_matrix(document for document in BOB_PIZZA)
    assert once.tolist() == cooccurrence_matrix(BOB_PIZZA)[1].tolist()


def test_a_radius_of_any_size_takes_no_longer_than_the_longest_document() -> None:
    _, table = cooccurrence_matrix([["a", "b"]] * 50_000, radius=10**9)
    assert table.tolist() == [[0, 50_000], [50_000, 0]]


def test_a_large_vocabulary_never_becomes_a_dense_table() -> None:
    size = 20_000
    documents = [[f"w{i}", f"w{i + 1}"] for i in range(size)]
    tracemalloc.start()
    vocabulary, table = cooccurrence_matrix(documents, radius=2)
    weights = ppmi(table)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(table, sp.csr_array)
    assert isinstance(weights, sp.csr_array)
    assert table.nnz == 2 * size
    assert peak < len(vocabulary) ** 2 / 10, "bytes: a tenth of one byte a cell"


# ---------------------------------------------------------------- PPMI

TABLES = hnp.arrays(
    np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 30)
).filter(np.any)
SHIFTS, SMOOTHINGS = st.sampled_from([0.5, 1.0, 2.0, 5.0]), st.sampled_from([0.5, 0.75, 1.0])


def ppmi_by_hand(counts: np.ndarray, shift: float, smoothing: float) -> np.ndarray:
    result = np.zeros(counts.shape)
    total = sum(map(sum, counts.tolist()))
    contexts = [sum(column) ** smoothing for column in counts.T.tolist()]
    for i, j in np.ndindex(counts.shape):
        if counts[i, j]:
            together = counts[i, j] / total
            by_chance = sum(counts[i].tolist()) / total * contexts[j] / sum(contexts)
            result[i, j] = max(0, math.log(together / by_chance / shift))
    return result


@given(TABLES, SHIFTS, SMOOTHINGS)
def test_ppmi_by_its_definition(counts: np.ndarray, shift: float, smoothing: float) -> None:
    expected = ppmi_by_hand(counts, shift, smoothing)
    dense, sparse = ppmi(counts, shift, smoothing), ppmi(sp.csr_array(counts), shift, smoothing)
    assert isinstance(dense, np.ndarray)
    assert isinstance(sparse, sp.csr_array)
    np.testing.assert_allclose(dense, expected, atol=1e-12)
    np.testing.assert_array_equal(sparse.toarray(), dense)
    assert (sparse.data > 0).all(), "no zero is stored"


@given(TABLES, SHIFTS)
def test_a_shift_lowers_every_cell_by_its_logarithm(counts: np.ndarray, shift: float) -> None:
    """Levy and Goldberg 2014: with K negatives, skip-gram's table is PMI − log K."""
    pmi = ppmi(counts, shift=1e-300) + math.log(1e-300)  # shifted so far down that nothing is cut off
    expected = np.where(counts > 0, np.maximum(0, pmi - math.log(shift)), 0)
    np.testing.assert_allclose(ppmi(counts, shift), expected, atol=1e-9)


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
)
def test_words_that_meet_as_often_as_by_chance_have_zero(rows: list[int], columns: list[int]) -> None:
    np.testing.assert_allclose(ppmi(np.outer(rows, columns)), 0, atol=1e-12)


def test_ppmi_adds_up_a_cell_that_is_stored_in_parts() -> None:
    whole = np.array([[0, 3], [3, 0]])
    in_parts = sp.coo_array(([1, 2, 3], ([0, 0, 1], [1, 1, 0])), shape=(2, 2))
    np.testing.assert_array_equal(ppmi(in_parts).toarray(), ppmi(whole))
    assert in_parts.nnz == 3, "the argument is not changed"


def test_ppmi_leaves_its_argument_alone() -> None:
    counts = sp.csr_array(np.array([[0, 3], [3, 1]]))
    before = counts.toarray()
    ppmi(counts, shift=5)
    np.testing.assert_array_equal(counts.toarray(), before)


# ---------------------------------------------------------------- SVD

MATRICES = hnp.arrays(
    np.float64, st.tuples(st.integers(2, 8), st.integers(2, 8)), elements=st.integers(-5, 5).map(float)
).filter(np.any)


@given(MATRICES, st.data())
def test_svd_vectors_against_the_whole_decomposition(matrix: np.ndarray, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, min(matrix.shape) - 1))
    singular = np.linalg.svd(matrix, compute_uv=False)
    for table in (matrix, sp.csr_array(matrix)):
        vectors = svd_vectors(table, k)
        # U has orthonormal columns, so the columns of U·√Σ are orthogonal and their squares are Σ.
        np.testing.assert_allclose(vectors.T @ vectors, np.diag(singular[:k]), atol=1e-8)
        # Each is a left singular vector: M·Mᵀ stretches it by σ².
        np.testing.assert_allclose(matrix @ matrix.T @ vectors, vectors * singular[:k] ** 2, atol=1e-6)


def test_svd_vectors_equal_numpys_up_to_sign() -> None:
    matrix = np.random.default_rng(0).normal(size=(30, 30))
    u, singular, _ = np.linalg.svd(matrix)
    expected = (u * np.sqrt(singular))[:, :5]
    vectors = svd_vectors(matrix, 5)
    assert vectors.shape == (30, 5)
    signs = np.sign((vectors * expected).sum(axis=0))
    np.testing.assert_allclose(vectors, expected * signs, atol=1e-10)


@given(MATRICES)
def test_the_sign_of_svd_vectors_is_fixed(matrix: np.ndarray) -> None:
    vectors = svd_vectors(matrix, 1)[:, 0]
    largest = np.flatnonzero(np.abs(vectors) > np.abs(vectors).max() - 1e-9)
    assert vectors[largest[0]] > 0, "the first of the largest entries is positive"


@pytest.mark.parametrize(
    "matrix",
    [np.array([[1.0, -1.0], [-1.0, 1.0]]), np.ones((6, 6)) - np.eye(6), np.roll(np.eye(5), 1, axis=0)],
    ids=["rows that sum to zero", "rows that sum to one number", "permutation"],
)
def test_svd_of_matrices_that_are_hard_for_the_solver(matrix: np.ndarray) -> None:
    vectors = svd_vectors(matrix, 1)
    assert (vectors**2).sum() == pytest.approx(np.linalg.norm(matrix, 2))


def test_svd_repeats() -> None:
    matrix = ppmi(cooccurrence_matrix(toy_world(300), radius=2)[1])
    np.testing.assert_array_equal(svd_vectors(matrix, 5), svd_vectors(matrix, 5))
