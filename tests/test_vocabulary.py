"""Words, ids, counts and the two probabilities, against plain Python and gensim."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_w2v._checks import shown
from edu_w2v.corpora import BOB_PIZZA, Document, toy_world
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary, encode_corpus

WORDS = st.sampled_from(["a", "b", "c", "d", "é", "zz", "A"])
CORPORA = st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=8).filter(any)


def count_all(documents: list[Document]) -> Counter[str]:
    return Counter(word for document in documents for word in document)


# ---------------------------------------------------------------- counting and order


@given(CORPORA, st.integers(1, 4))
def test_counts_are_those_of_a_counter(documents: list[Document], min_count: int) -> None:
    counted = {word: n for word, n in count_all(documents).items() if n >= min_count}
    if not counted:
        with pytest.raises(ValueError, match=f"no word occurs {min_count} times"):
            Vocabulary(documents, min_count)
        return
    vocabulary = Vocabulary(documents, min_count)
    assert dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)) == counted
    assert vocabulary.id_of == {word: i for i, word in enumerate(vocabulary.words)}
    assert vocabulary.counts.dtype == np.int64


@given(CORPORA)
def test_order_is_by_frequency_then_alphabet_or_by_alphabet_alone(documents: list[Document]) -> None:
    counts = count_all(documents)
    by_frequency = sorted(counts, key=lambda word: (-counts[word], word))
    assert Vocabulary(documents).words == by_frequency
    assert Vocabulary(documents, order="alphabetical").words == sorted(counts)
    assert Vocabulary.from_counts(counts, order="given").words == list(counts)


@given(CORPORA, st.integers(1, 9))
def test_ids_by_count_whatever_the_order_of_ids(documents: list[Document], top: int) -> None:
    expected = Vocabulary(documents).words[:top]
    alphabetical = Vocabulary(documents, order="alphabetical")
    assert alphabetical.words_by_count(top) == expected
    assert alphabetical.decode(alphabetical.ids_by_count(top)) == expected


@pytest.mark.parametrize("min_count", [1, 2, 50])
def test_gensim_keeps_the_same_words_in_the_same_order(min_count: int) -> None:
    word2vec = pytest.importorskip("gensim.models.word2vec")
    documents = toy_world(500)
    model = word2vec.Word2Vec(min_count=min_count)
    model.build_vocab(documents)
    vocabulary = Vocabulary(documents, min_count)
    theirs = {word: model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key}
    assert dict(zip(vocabulary.words, vocabulary.counts, strict=True)) == theirs
    # gensim leaves open which of two equally frequent words comes first
    assert sorted(theirs.values(), reverse=True) == vocabulary.counts.tolist()
    assert [theirs[word] for word in model.wv.index_to_key] == vocabulary.counts.tolist()


def test_a_vocabulary_looks_like_a_collection_of_words() -> None:
    vocabulary = Vocabulary(BOB_PIZZA)
    assert len(vocabulary) == 7
    assert list(vocabulary) == vocabulary.words
    assert "pizza" in vocabulary
    assert "Pizza" not in vocabulary
    assert repr(vocabulary) == "Vocabulary of 7 words, 12 occurrences"


# ---------------------------------------------------------------- encoding


@given(CORPORA)
def test_decode_undoes_encode(documents: list[Document]) -> None:
    vocabulary = Vocabulary(documents)
    for document in documents:
        ids = vocabulary.encode(document)
        assert ids.dtype == np.int32
        assert vocabulary.decode(ids) == document


@given(CORPORA, st.integers(1, 3), st.sampled_from(["frequency", "alphabetical"]))
def test_an_encoded_corpus_is_the_corpus_without_its_rare_words(
    documents: list[Document], min_count: int, order: str
) -> None:
    counts = count_all(documents)
    if max(counts.values()) < min_count:
        return
    vocabulary, corpus = encode_corpus((document for document in documents), min_count, order)
    assert vocabulary.words == Vocabulary(documents, min_count, order).words
    assert vocabulary.counts.tolist() == Vocabulary(documents, min_count, order).counts.tolist()
    kept = [[word for word in document if counts[word] >= min_count] for document in documents]
    assert len(corpus) == len(documents)
    assert [vocabulary.decode(corpus.document(i)) for i in range(len(corpus))] == kept
    numbers = [i for i, document in enumerate(kept) for _ in document]
    assert corpus.document_numbers().tolist() == numbers


def test_an_encoded_corpus_takes_four_bytes_a_word() -> None:
    documents = toy_world(2000)
    _, corpus = encode_corpus(documents)
    assert corpus.ids.nbytes == 4 * sum(map(len, documents))
    assert corpus.offsets.dtype == np.int64
    assert corpus.offsets.nbytes == 8 * (len(documents) + 1)


@given(CORPORA, st.data())
def test_keep_closes_up_the_documents(documents: list[Document], data: st.DataObject) -> None:
    vocabulary, corpus = encode_corpus(documents)
    n = len(corpus.ids)
    chosen = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    flags = iter(chosen)
    expected = [[word for word in document if next(flags)] for document in documents]
    kept = corpus.keep(np.array(chosen))
    assert [vocabulary.decode(kept.document(i)) for i in range(len(kept))] == expected
    assert kept.ids.dtype == np.int32


@given(CORPORA, st.data())
def test_between_gives_some_documents(documents: list[Document], data: st.DataObject) -> None:
    vocabulary, corpus = encode_corpus(documents)
    first = data.draw(st.integers(0, len(documents)))
    last = data.draw(st.integers(first, len(documents)))
    part = corpus.between(first, last)
    assert [vocabulary.decode(part.document(i)) for i in range(len(part))] == documents[first:last]


def test_an_encoded_corpus_refuses_what_would_be_read_wrongly() -> None:
    corpus = EncodedCorpus(np.array([5, 6, 7], dtype=np.int32), np.array([0, 1, 3]))
    for number in (2, -1):  # -1 would be an empty document, without a word
        with pytest.raises(ValueError, match="i must be"):
            corpus.document(number)
    for chosen in ([1, 0, 1], [True, False]):  # numbers would be taken for places
        with pytest.raises(ValueError, match="chosen must be 3 times True or False"):
            corpus.keep(np.array(chosen))


# ---------------------------------------------------------------- unknown words


@pytest.mark.parametrize(
    ("word", "end"),
    [
        ("pizzas", "did you mean 'pizza'?"),
        ("bob", "did you mean 'Bob'?"),
        ("like", "did you mean 'likes' or 'dislikes'?"),
        ("xyz", "its most frequent words are Bob, dislikes, likes, kale, lettuce."),
        ("", "its most frequent words are Bob, dislikes, likes, kale, lettuce."),
    ],
)
def test_an_unknown_word_is_named_with_the_nearest_known_ones(word: str, end: str) -> None:
    vocabulary = Vocabulary(BOB_PIZZA)
    for look_up in (vocabulary.id, lambda word: vocabulary.encode(["Bob", word])):
        with pytest.raises(KeyError) as error:
            look_up(word)
        assert error.value.args[0] == f"{word!r} is not in the vocabulary of 7 words; {end}"


# ---------------------------------------------------------------- probabilities

COUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=20)


def of_counts(counts: list[int]) -> Vocabulary:
    return Vocabulary.from_counts({f"w{i}": n for i, n in enumerate(counts)}, order="given")


@given(COUNTS, st.floats(0, 2))
def test_noise_distribution_by_its_definition(counts: list[int], power: float) -> None:
    expected = [n**power / sum(m**power for m in counts) for n in counts]
    noise = of_counts(counts).noise_distribution(power)
    assert noise == pytest.approx(expected, rel=1e-12)
    assert noise.sum() == pytest.approx(1, abs=1e-12)


def test_noise_distribution_between_equal_shares_and_frequencies() -> None:
    vocabulary = of_counts([4, 2, 1, 1])
    assert vocabulary.noise_distribution(0) == pytest.approx([0.25] * 4)
    assert vocabulary.noise_distribution(1) == pytest.approx([0.5, 0.25, 0.125, 0.125])
    assert vocabulary.noise_distribution().tolist() == vocabulary.noise_distribution(0.75).tolist()
    frequent, rare = vocabulary.noise_distribution(0.75)[[0, 3]]
    assert 0.125 < rare < 0.25 < frequent < 0.5, "the power moves mass from the frequent to the rare"


@given(COUNTS, st.floats(1e-9, 1))
def test_keep_probabilities_by_their_definition(counts: list[int], threshold: float) -> None:
    shares = [n / sum(counts) for n in counts]
    expected = [min(1, (threshold / f) ** 0.5 + threshold / f) for f in shares]
    assert of_counts(counts).keep_probabilities(threshold) == pytest.approx(expected, rel=1e-12)


def test_without_subsampling_every_word_is_kept() -> None:
    assert of_counts([1000, 1]).keep_probabilities(0).tolist() == [1, 1]


@pytest.mark.parametrize("threshold", [1e-1, 1e-2, 1e-3, 1e-5])
def test_gensim_keeps_words_with_the_same_probability(threshold: float) -> None:
    word2vec = pytest.importorskip("gensim.models.word2vec")
    documents = toy_world(500)
    model = word2vec.Word2Vec(min_count=1, sample=threshold)
    model.build_vocab(documents)
    vocabulary = Vocabulary(documents)
    ours = vocabulary.keep_probabilities(threshold)
    # gensim stores the probability as a whole number, in parts of 2^32
    theirs = [model.wv.get_vecattr(word, "sample_int") / 2**32 for word in vocabulary.words]
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert threshold > 1e-2 or ours.min() < 1, (
        "some words are dropped, so that there is something to compare"
    )


@pytest.mark.parametrize("power", [0.75, 1.0, 0.25])
def test_gensim_draws_negatives_with_the_same_probability(power: float) -> None:
    word2vec = pytest.importorskip("gensim.models.word2vec")
    documents = toy_world(500)
    model = word2vec.Word2Vec(min_count=1, ns_exponent=power)
    model.build_vocab(documents)
    vocabulary = Vocabulary(documents)
    table = np.diff(model.cum_table, prepend=0) / model.cum_table[-1]  # of their words, cumulated
    ours = vocabulary.noise_distribution(power)
    theirs = [table[model.wv.key_to_index[word]] for word in vocabulary.words]
    assert ours == pytest.approx(theirs, abs=1e-8)


# ---------------------------------------------------------------- words of any kind

ANYTHING = st.one_of(
    st.integers(-5, 5), st.text("abé", max_size=2), st.tuples(st.integers(0, 3)), st.none(), st.binary()
)


@given(st.lists(st.lists(ANYTHING, max_size=6), min_size=1, max_size=6).filter(any))
def test_words_may_be_whatever_a_dict_can_have_as_a_key(documents: list[list[object]]) -> None:
    vocabulary, corpus = encode_corpus(documents)
    counts = Counter(word for document in documents for word in document)
    assert dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)) == counts
    assert [vocabulary.decode(corpus.document(i)) for i in range(len(corpus))] == documents
    try:
        expected = sorted(counts)
    except TypeError:  # by first appearance, where there is no other order
        expected = list(counts)
    assert vocabulary.words == sorted(expected, key=lambda word: -counts[word])
    assert Vocabulary(documents, order="given").words == list(counts)


def test_an_array_of_ids_is_a_list_of_numbers() -> None:
    vocabulary = Vocabulary(np.array([[7, 5], [7, 9]]))
    assert vocabulary.words == [7, 5, 9]
    assert all(type(word) is int for word in vocabulary.words)
    assert vocabulary.encode(np.array([9, 7])).tolist() == [2, 0]


def test_unknown_words_of_other_kinds() -> None:
    vocabulary = Vocabulary([[7, "pizza", (1, 2), "two\nlines"]])
    for word in (8, (2, 1), None, "x" * 1000):
        with pytest.raises(KeyError) as error:
            vocabulary.id(word)
        assert error.value.args[0].startswith(
            f"{shown(word)} is not in the vocabulary of 4 words; its most"
        )
        assert error.value.args[0].endswith(r"are 7, pizza, (1, 2), 'two\nlines'.")
    with pytest.raises(KeyError, match="did you mean 'pizza'"):
        vocabulary.id("pizzas")
    with pytest.raises(
        TypeError, match=r"^a word must be hashable, such as a string, but is \[7\]; pass"
    ):
        vocabulary.id([7])


@pytest.mark.parametrize("missing", [float("nan"), np.float64("nan"), np.datetime64("NaT")])
def test_what_stands_for_something_missing_is_no_word(missing: object) -> None:
    for make in (Vocabulary, encode_corpus):
        with pytest.raises(ValueError, match=r"^words must equal themselves, but one is .*(nan|NaT)"):
            make([["a", missing]])


def test_missing_values_of_pandas_are_no_words() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(ValueError, match=r"^words must equal themselves, but one is <NA>; leave it out"):
        Vocabulary([["a", pandas.NA]])


@pytest.mark.parametrize("document", [b"Bob", {"Bob"}, frozenset({"Bob"}), {"Bob": 1}, np.array("Bob")])
def test_what_has_no_order_is_no_document(document: object) -> None:
    vocabulary = Vocabulary(BOB_PIZZA)
    with pytest.raises(TypeError, match=r"^document must be a list of words, but is"):
        vocabulary.encode(document)
    for make in (Vocabulary, encode_corpus):
        with pytest.raises(
            TypeError, match=r"^each document must be a list of words, but document 1 is"
        ):
            make([["Bob"], document])
        with pytest.raises(TypeError, match=r"^documents must be a list of lists of words, but is"):
            make(document)


def test_counts_keep_the_rows_that_the_user_gave() -> None:
    counts = {"b": 1, "c": 5, "a": 1}
    assert Vocabulary.from_counts(counts).words == ["b", "c", "a"]
    assert Vocabulary.from_counts(counts, order="frequency").words == ["c", "a", "b"]
    assert Vocabulary.from_counts(counts, min_count=2).words == ["c"]


# ---------------------------------------------------------------- encoded by hand


@pytest.mark.parametrize(
    ("ids", "offsets", "error", "sentence"),
    [
        ([0, 1], [0, 3], ValueError, "offsets must begin at 0, not fall, and end at 2"),
        ([0, 1], [1, 2], ValueError, "offsets must begin at 0, not fall, and end at 2"),
        ([0, 1], [0, 2, 1, 2], ValueError, "offsets must begin at 0, not fall, and end at 2"),
        ([0, 1], [], ValueError, "offsets must begin at 0, not fall, and end at 2"),
        ([0, 1], [0.0, 2.0], TypeError, "offsets must be a list of word ids"),
        ([0, -1], [0, 2], ValueError, "ids must hold ids from 0 to 2147483647, but one is -1"),
        (
            [0, 2**31],
            [0, 2],
            ValueError,
            "ids must hold ids from 0 to 2147483647, but one is 2147483648",
        ),
        (["Bob"], [0, 1], TypeError, "ids must be a list of word ids"),
        ([[0], [1]], [0, 2], TypeError, "ids must be a list of word ids"),
    ],
)
def test_a_corpus_made_by_hand_is_checked(
    ids: list[int], offsets: list[int], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=rf"^{sentence}"):
        EncodedCorpus(ids, offsets)


def test_a_corpus_made_by_hand_has_the_usual_types() -> None:
    corpus = EncodedCorpus([0, 1, 1], [0, 1, 3])
    assert (corpus.ids.dtype, corpus.offsets.dtype) == (np.int32, np.int64)
    assert corpus.document(1).tolist() == [1, 1]
    ids = np.arange(3, dtype=np.int32)
    assert EncodedCorpus(ids, np.array([0, 3])).ids is ids, "nothing is copied without need"


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (-1, 1, ValueError),
        (1, 0, ValueError),
        (0, 3, ValueError),
        (0.0, 1, TypeError),
        (0, "1", TypeError),
    ],
)
def test_documents_that_are_not_there(first: int, last: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^(first|last) must be"):
        EncodedCorpus([0, 1], [0, 1, 2]).between(first, last)


@pytest.mark.parametrize("chosen", [[[True], [True, False]], "yes", None, [1, 0]])
def test_a_choice_that_is_none(chosen: object) -> None:
    with pytest.raises(ValueError, match=r"^chosen must be 2 times True or False"):
        EncodedCorpus([0, 1], [0, 2]).keep(chosen)
