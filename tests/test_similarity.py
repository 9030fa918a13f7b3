"""Cosines against SciPy, neighbours and analogies against gensim."""

from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial import distance

from edu_w2v.cooccurrence import cooccurrence_matrix
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.similarity import (
    analogy,
    cosine_matrix,
    cosine_similarity,
    cosines_of_pairs,
    measured,
    nearest_words,
    unit_rows,
)
from edu_w2v.vocabulary import Vocabulary

NUMBERS = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)
PAIRS = st.integers(1, 6).flatmap(lambda d: hnp.arrays(np.float64, (2, d), elements=NUMBERS))
TABLES = hnp.arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=NUMBERS)

# ---------------------------------------------------------------- cosine


@given(PAIRS.filter(lambda pair: pair.any(axis=1).all()))
def test_cosine_similarity_is_one_minus_scipys_distance(pair: np.ndarray) -> None:
    cosine = cosine_similarity(*pair)
    assert cosine == pytest.approx(1 - distance.cosine(*pair), abs=1e-12)
    assert -1 <= cosine <= 1
    assert cosine == cosine_similarity(*pair[::-1])


@given(
    PAIRS.filter(lambda pair: pair.any(axis=1).all()),
    st.sampled_from([1e-300, 1e-150, 1e-5, 3.0, 1e150, 1e300]),
)
def test_cosine_similarity_does_not_care_for_length(pair: np.ndarray, factor: float) -> None:
    scaled = pair[0] / np.abs(pair[0]).max() * factor
    assert cosine_similarity(scaled, pair[1]) == pytest.approx(cosine_similarity(*pair), abs=1e-9)
    both = np.array([scaled, pair[1]])
    assert cosine_matrix(both)[0, 1] == pytest.approx(cosine_similarity(*pair), abs=1e-9)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=50).filter(any))
def test_cosine_of_a_vector_with_itself_and_its_opposite(numbers: list[float]) -> None:
    vector = np.array(numbers)
    assert cosine_similarity(vector, vector) == pytest.approx(1, abs=1e-15)
    assert cosine_similarity(vector, vector) <= 1, "so that its arc cosine exists"
    assert cosine_similarity(vector, -vector) == -cosine_similarity(vector, vector)


@pytest.mark.parametrize(
    ("a", "b", "article"),
    [("lettuce", "kale", 0.5), ("pizza", "wings", 0.5), ("lettuce", "wings", 0), ("pizza", "kale", 0)],
)
def test_the_four_cosines_of_the_article(a: str, b: str, article: float) -> None:
    vocabulary, table = cooccurrence_matrix(BOB_PIZZA, presence=True, include_self=True)
    cosine = cosine_similarity(table[vocabulary.id(a)], table[vocabulary.id(b)])
    assert cosine == pytest.approx(article, abs=1e-15)


def test_without_the_diagonal_twins_have_cosine_one() -> None:
    vocabulary, table = cooccurrence_matrix(BOB_PIZZA, presence=True)
    kale, lettuce = vocabulary.encode(["kale", "lettuce"])
    assert cosine_similarity(table[kale], table[lettuce]) == 1


@given(TABLES)
def test_unit_rows_and_cosine_matrix_against_scipy(table: np.ndarray) -> None:
    if not table.any(axis=1).all():
        row = int(np.flatnonzero(~table.any(axis=1))[0])
        for vectors in (table, sp.csr_array(table)):
            with pytest.raises(ValueError, match=f"^row {row} of vectors is a zero vector"):
                unit_rows(vectors)
        return
    expected = 1 - distance.cdist(table, table, "cosine")
    np.testing.assert_allclose(np.linalg.norm(unit_rows(table), axis=1), 1, atol=1e-12)
    np.testing.assert_allclose(cosine_matrix(table), expected, atol=1e-12)
    np.testing.assert_allclose(cosine_matrix(sp.csr_array(table)), expected, atol=1e-12)
    np.testing.assert_allclose(unit_rows(sp.csr_array(table)).toarray(), unit_rows(table), atol=1e-12)


def test_single_precision_stays_single() -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    assert unit_rows(vectors).dtype == cosine_matrix(vectors).dtype == np.float32
    np.testing.assert_allclose(cosine_matrix(vectors), cosine_matrix(vectors.astype(float)), atol=1e-6)


def test_vectors_are_not_changed() -> None:
    vectors = np.array([[3.0, 4.0], [1.0, 0.0]])
    nearest_words("a", Vocabulary([["a", "b"]]), vectors)
    unit_rows(vectors)
    assert vectors.tolist() == [[3, 4], [1, 0]]


# ---------------------------------------------------------------- neighbours and analogies

SIZE = 60
NAMES = [f"w{i:02}" for i in range(SIZE)]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Words in alphabetical order, with counts in another."""
    counts = np.random.default_rng(1).permutation(SIZE) + 1
    return Vocabulary.from_counts(dict(zip(NAMES, counts.tolist(), strict=True)), order="alphabetical")


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return np.random.default_rng(2).normal(size=(SIZE, 5))


@pytest.fixture(scope="module")
def gensim_vectors(vectors: np.ndarray):  # type: ignore[no-untyped-def]
    keyed = pytest.importorskip("gensim.models").KeyedVectors(5)
    keyed.add_vectors(NAMES, vectors.astype(np.float32))
    return keyed


def assert_same_answers(ours: list[tuple[str, float]], theirs: list[tuple[str, float]]) -> None:
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], abs=1e-6)


@pytest.mark.parametrize("word", NAMES[::7])
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_nearest_words_are_gensims(word, sparse, vocabulary, vectors, gensim_vectors) -> None:  # type: ignore[no-untyped-def]
    table = sp.csr_array(vectors) if sparse else vectors
    assert_same_answers(
        nearest_words(word, vocabulary, table, top=7), gensim_vectors.most_similar(word, topn=7)
    )


@pytest.mark.parametrize("start", range(0, SIZE - 3, 9))
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_analogies_are_gensims(start, sparse, vocabulary, vectors, gensim_vectors) -> None:  # type: ignore[no-untyped-def]
    a, b, c = NAMES[start : start + 3]
    table = sp.csr_array(vectors) if sparse else vectors
    theirs = gensim_vectors.most_similar(positive=[b, c], negative=[a], topn=7)
    assert_same_answers(analogy(a, b, c, vocabulary, table, top=7), theirs)


def test_question_words_may_be_answers_if_asked_for(vocabulary: Vocabulary, vectors: np.ndarray) -> None:
    a, b, c = NAMES[:3]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    target = unit[1] - unit[0] + unit[2]
    cosines = unit @ target / np.linalg.norm(target)
    expected = [NAMES[i] for i in np.argsort(-cosines)]
    everything = analogy(a, b, c, vocabulary, vectors, top=SIZE, exclude_question=False)
    assert [word for word, _ in everything] == expected
    without = analogy(a, b, c, vocabulary, vectors, top=SIZE)
    assert [word for word, _ in without] == [word for word in expected if word not in (a, b, c)]


def test_restrict_to_looks_among_the_most_frequent_words(
    vocabulary: Vocabulary, vectors: np.ndarray
) -> None:
    frequent = set(sorted(NAMES, key=lambda word: -vocabulary.counts[vocabulary.id(word)])[:20])
    everything = nearest_words("w05", vocabulary, vectors, top=SIZE)
    some = nearest_words("w05", vocabulary, vectors, top=SIZE, restrict_to=20)
    assert some == [answer for answer in everything if answer[0] in frequent]
    assert len(everything) == SIZE - 1
    question = analogy("w00", "w01", "w02", vocabulary, vectors, top=SIZE)
    restricted = analogy("w00", "w01", "w02", vocabulary, vectors, top=SIZE, restrict_to=20)
    assert restricted == [answer for answer in question if answer[0] in frequent]


def test_a_word_with_a_zero_vector_is_never_an_answer_and_cannot_be_asked_for() -> None:
    vocabulary = Vocabulary([["a", "b", "c", "d"]])
    vectors = np.array([[1.0, 0.0], [0.0, 0.0], [-1.0, 0.1], [0.5, 1.0]])
    for table in (vectors, sp.csr_array(vectors)):
        assert [word for word, _ in nearest_words("a", vocabulary, table)] == ["d", "c"]
        with pytest.raises(ValueError, match=r"^the vector of 'b' is zero, so it points nowhere"):
            nearest_words("b", vocabulary, table)
        with pytest.raises(ValueError, match=r"^the vector of 'b' is zero"):
            analogy("a", "b", "c", vocabulary, table)


def test_an_analogy_whose_target_is_zero_says_so() -> None:
    vectors = np.array([[1.0, 0.0], [0.5, 3**0.5 / 2], [0.5, -(3**0.5) / 2], [0.0, 1.0]])
    vectors[0] = vectors[1] + vectors[2]  # exactly a = b + c
    with pytest.raises(ValueError, match=r"^b - a \+ c is a zero vector, which points nowhere"):
        analogy("a", "b", "c", Vocabulary([["a", "b", "c", "d"]]), vectors)


def test_equal_answers_come_by_frequency() -> None:
    vocabulary = Vocabulary([["q", "x", "y", "y", "z", "z", "z"]])
    vectors = np.ones((4, 2))
    assert [word for word, _ in nearest_words("q", vocabulary, vectors)] == ["z", "y", "x"]


# ---------------------------------------------------------------- nothing shared, nothing lost

UNSORTED = ([9, 1, 1, 9, 1, 1, 1, 1], [2, 1, 0, 2, 1, 0, 2, 0], [0, 2, 5, 8])


@pytest.mark.parametrize("kind", ["csr", "csc", "coo", "lil", "dok", "bsr"])
@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.float32, np.float64])
@pytest.mark.parametrize("function", [unit_rows, cosine_matrix, "nearest"])
def test_a_sparse_matrix_is_left_as_it_was(kind: str, dtype: type, function: object) -> None:
    """Unsorted, as SciPy's products are, and with one cell in two parts."""
    table = sp.csr_array((np.array(UNSORTED[0], dtype), *UNSORTED[1:]), shape=(3, 3)).asformat(kind)
    vocabulary = Vocabulary([["a", "b", "c"]])
    call = function if callable(function) else lambda x: nearest_words("a", vocabulary, x)
    before = table.toarray().astype(float)
    parts = [getattr(table, name, np.empty(0)).copy() for name in ("data", "indices", "indptr")]
    first, again, dense = call(table), call(table), call(before)
    after = [getattr(table, name, np.empty(0)) for name in ("data", "indices", "indptr")]
    assert (table.toarray() == before).all()
    assert all((x == y).all() for x, y in zip(parts, after, strict=True))
    if function == "nearest":
        assert first == again
        assert [word for word, _ in first] == [word for word, _ in dense]
    else:
        as_array = [x.toarray() if sp.issparse(x) else x for x in (first, again, dense)]
        assert (as_array[0] == as_array[1]).all()
        np.testing.assert_allclose(as_array[0], as_array[2], atol=1e-12)


@pytest.mark.parametrize("factor", [1e-320, 1e-300, 1e-200, 1e-160, 1.0, 1e160, 1e200, 1e300])
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_rows_of_any_length_have_their_cosines(factor: float, sparse: bool) -> None:
    table = np.array([[3.0, 4.0, 0.0], [4.0, 3.0, 0.0], [0.0, 0.0, 2.0]])
    scaled = table * np.array([[factor], [1.0], [1 / factor if 1 / factor < 1e300 else 1.0]])
    vectors = sp.csr_array(scaled) if sparse else scaled
    expected = [[1, 0.96, 0], [0.96, 1, 0], [0, 0, 1]]
    rounding = 1e-3 if factor < 1e-310 else 1e-12  # such numbers have few digits
    np.testing.assert_allclose(cosine_matrix(vectors), expected, atol=rounding)
    answers = nearest_words("a", Vocabulary([["a", "b", "c"]]), vectors)
    assert [word for word, _ in answers] == ["b", "c"]
    assert [cosine for _, cosine in answers] == pytest.approx([0.96, 0], abs=rounding)


@given(TABLES, st.integers(0, 5), st.integers(1, 8), st.none() | st.integers(1, 8), st.booleans())
def test_neighbours_are_the_sorted_cosines(table, i, top, restrict_to, sparse) -> None:  # type: ignore[no-untyped-def]
    """By brute force: all cosines, sorted by size, then by count, then by id."""
    names, counts = "abcdef"[: len(table)], [2, 1, 2, 1, 3, 1]
    vocabulary = Vocabulary.from_counts(dict(zip(names, counts, strict=False)), order="alphabetical")
    i %= len(table)
    if not table[i].any():
        return
    frequent = vocabulary.words_by_count(restrict_to or 6)
    vectors = measured(sp.csr_array(table) if sparse else table)
    answers = nearest_words(names[i], vocabulary, vectors, top, restrict_to)
    cosines = {
        name: cosine_similarity(table[i], row)
        for name, row in zip(names, table, strict=True)
        if row.any() and name in frequent and name != names[i]
    }
    assert len(answers) == min(top, len(cosines))
    assert [c for _, c in answers] == pytest.approx(
        sorted(cosines.values(), reverse=True)[:top], abs=1e-9
    )
    assert [c for _, c in answers] == pytest.approx([cosines[word] for word, _ in answers], abs=1e-9)
    for (one, c), (two, d) in pairwise(answers):
        assert c > d or frequent.index(one) < frequent.index(two)


def test_equals_at_the_last_place_come_by_frequency() -> None:
    counts = {f"w{i}": i * 7 % 50 + 1 for i in range(50)}
    vocabulary = Vocabulary.from_counts(counts, order="given")
    by_count = vocabulary.words_by_count(50)
    assert by_count[:3] == ["w7", "w14", "w21"]
    answers = nearest_words("w0", vocabulary, np.ones((50, 2)), top=3)
    assert [word for word, _ in answers] == ["w7", "w14", "w21"]
    few = nearest_words("w0", vocabulary, np.ones((50, 2)), top=3, restrict_to=2)
    assert [word for word, _ in few] == ["w7", "w14"]


def test_measured_vectors_give_the_same_answers(vocabulary: Vocabulary, vectors: np.ndarray) -> None:
    table = measured(vectors)
    assert measured(table) is table
    for word in NAMES[::9]:
        assert nearest_words(word, vocabulary, table) == nearest_words(word, vocabulary, vectors)
    with pytest.raises(ValueError, match="vectors must have one row a word, but have 59 rows for 60"):
        nearest_words("w00", vocabulary, measured(vectors[1:]))


def test_cosines_of_pairs_are_those_of_each_pair() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(20, 5)) * rng.uniform(0.1, 1e3, size=(20, 1))
    pairs = rng.integers(20, size=(50, 2))
    expected = [cosine_similarity(vectors[i], vectors[j]) for i, j in pairs]
    for form in (vectors, sp.csr_array(vectors), vectors * 1e190):
        assert np.allclose(cosines_of_pairs(form, pairs), expected, rtol=0, atol=1e-12)
    with pytest.raises(ValueError, match="row that is zero"):
        cosines_of_pairs(np.eye(3) * [[1], [1], [0]], [[0, 2]])
    with pytest.raises(ValueError, match="two rows in each"):
        cosines_of_pairs(np.eye(3), [[0, 1, 2]])
