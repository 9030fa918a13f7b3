"""Pairs and subsampling against brute force and against their expected numbers.

What each mutation of ``edu_w2v/skipgram.py`` breaks (each was made, seen to fail here, and undone):

* ``if j != i`` deleted: a word becomes its own positive;
* ``max(0, i - r)`` made ``i - r``: places before the start wrap round to the end;
* ``i + r + 1`` made ``i + r``: the last neighbour on the right is lost;
* centre and context exchanged: pairs in the order of their centres;
* radii drawn from 0 up, without the largest, or one for the whole document: their distribution;
* ``<`` made ``>``, or the keep probabilities of other words used: the expected counts.
"""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chisquare

from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.skipgram import keep_at_random, skipgram_pairs
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary, encode_corpus

documents = st.lists(st.integers(0, 5), max_size=12)
radii = st.integers(1, 15)


def brute_force(document, radius):
    """List every pair of different places at most `radius` apart: the definition, word for word."""
    places = range(len(document))
    return [(document[i], document[j]) for i in places for j in places if 1 <= abs(i - j) <= radius]


# Pairs with a fixed radius


@given(documents, radii)
def test_pairs_are_those_of_the_definition(document, radius):
    pairs = skipgram_pairs(document, radius)
    assert pairs.dtype == np.int32
    assert pairs.shape == (len(pairs), 2)
    assert [tuple(pair) for pair in pairs.tolist()] == brute_force(document, radius)


@given(st.integers(0, 30), radii)
def test_a_place_is_never_its_own_positive(length, radius):
    pairs = skipgram_pairs(np.arange(length), radius)  # each place has an id of its own
    assert (pairs[:, 0] != pairs[:, 1]).all()


@given(documents, radii)
def test_pairs_are_symmetric(document, radius):
    pairs = skipgram_pairs(document, radius).tolist()
    assert Counter(map(tuple, pairs)) == Counter((c, w) for w, c in pairs)


@given(st.integers(0, 40), radii)
def test_the_number_of_pairs_is_the_closed_form(length, radius):
    expected = sum(2 * (length - k) for k in range(1, radius + 1) if k < length)
    assert len(skipgram_pairs(np.arange(length), radius)) == expected


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4])
def test_documents_shorter_than_the_window(length):
    pairs = skipgram_pairs(np.arange(length), radius=5)
    everyone = [[i, j] for i in range(length) for j in range(length) if i != j]
    assert pairs.tolist() == everyone


def test_the_same_word_at_another_place_is_a_neighbour():
    assert skipgram_pairs([3, 3], radius=1).tolist() == [[3, 3], [3, 3]]


def test_the_words_of_the_article_around_example():
    sentence = ["This", "is", "an", "example", "sentence"]
    vocabulary = Vocabulary([sentence])
    pairs = skipgram_pairs(vocabulary.encode(sentence), radius=1)
    positives = [c for w, c in pairs if w == vocabulary.id("example")]
    assert vocabulary.decode(positives) == ["an", "sentence"]


def test_radius_one_and_two_differ():
    assert len(skipgram_pairs(range(5), 1)) == 8
    assert len(skipgram_pairs(range(5), 2)) == 14


def test_pairs_of_bob_and_pizza():
    vocabulary, corpus = encode_corpus(BOB_PIZZA)
    pairs = [
        tuple(vocabulary.decode(pair))
        for i in range(len(corpus))
        for pair in skipgram_pairs(corpus.document(i), radius=1)
    ]
    assert Counter(pairs)["Bob", "likes"] == 2
    assert Counter(pairs)["Bob", "pizza"] == 0
    assert len(pairs) == 16


# Pairs with a dynamic window


@given(st.integers(0, 25), radii, st.integers(0, 2**32))
def test_each_centre_has_a_whole_window_of_some_radius(length, radius, seed):
    document = np.arange(length)
    pairs = skipgram_pairs(document, radius, dynamic_window=True, rng=seed).tolist()
    for centre in range(length):
        neighbours = [c for w, c in pairs if w == centre]
        windows = [[j for j in range(length) if 1 <= abs(centre - j) <= r] for r in range(1, radius + 1)]
        assert neighbours in windows


@pytest.mark.parametrize("radius", [1, 2, 5])
def test_radii_are_equally_probable_and_far_neighbours_are_used_less(radius):
    n = 20_000
    pairs = skipgram_pairs(np.arange(n), radius, dynamic_window=True, rng=0)
    inside = pairs[(pairs[:, 0] >= radius) & (pairs[:, 0] < n - radius)]
    centres = n - 2 * radius
    drawn = np.bincount(np.bincount(inside[:, 0])[radius:] // 2, minlength=radius + 1)
    assert drawn[0] == 0
    assert len(drawn) == radius + 1
    if radius > 1:
        assert chisquare(drawn[1:]).pvalue > 0.001
    for k in range(1, radius + 1):
        for side in (-k, k):
            used = int((inside[:, 1] - inside[:, 0] == side).sum())
            share = (radius - k + 1) / radius
            assert abs(used - centres * share) <= 4 * np.sqrt(centres * share * (1 - share))


def test_neighbouring_centres_draw_their_radii_independently():
    pairs = skipgram_pairs(np.arange(20_000), 2, dynamic_window=True, rng=1)
    drawn = np.bincount(pairs[:, 0])[2:-2] // 2
    both = np.bincount(2 * (drawn[:-1:2] - 1) + drawn[1::2] - 1, minlength=4)
    assert chisquare(both).pvalue > 0.001


def test_same_seed_same_pairs_and_a_generator_goes_on():
    first = skipgram_pairs(range(200), 5, dynamic_window=True, rng=3)
    assert np.array_equal(first, skipgram_pairs(range(200), 5, dynamic_window=True, rng=3))
    assert not np.array_equal(first, skipgram_pairs(range(200), 5, dynamic_window=True, rng=4))
    rng = np.random.default_rng(3)
    assert np.array_equal(first, skipgram_pairs(range(200), 5, dynamic_window=True, rng=rng))
    assert not np.array_equal(first, skipgram_pairs(range(200), 5, dynamic_window=True, rng=rng))


# Subsampling


def corpus_of(documents):
    ids = [np.array(document, dtype=np.int32) for document in documents]
    return EncodedCorpus(
        np.concatenate([*ids, np.empty(0, np.int32)]), np.cumsum([0] + [len(d) for d in ids])
    )


def test_observed_counts_are_the_expected_ones():
    counts = {"the": 60_000, "of": 20_000, "gold": 900, "kale": 40}
    vocabulary = Vocabulary.from_counts(counts)
    keep = vocabulary.keep_probabilities(1e-2)
    ids = np.random.default_rng(0).permutation(np.repeat(np.arange(4), vocabulary.counts))
    kept = np.bincount(keep_at_random(corpus_of([ids]), keep, rng=1).ids, minlength=4)
    assert keep[2:].tolist() == [1, 1]
    assert kept[2:].tolist() == [900, 40]
    for observed, n, p in zip(kept[:2], vocabulary.counts, keep, strict=False):
        assert 0.0005 < binom.cdf(observed, n, p) < 0.9995


def test_words_are_dropped_independently_of_each_other():
    kept = keep_at_random(corpus_of([[0]] * 40_000), [0.5], rng=0)
    survived = np.diff(kept.offsets)
    assert chisquare(np.bincount(2 * survived[::2] + survived[1::2])).pvalue > 0.001


@given(st.lists(documents, max_size=6), st.integers(0, 2**32))
def test_documents_close_up_in_order(documents, seed):
    flat = [word for document in documents for word in document]
    places = iter(range(len(flat)))
    traced = [[next(places) for _ in document] for document in documents]  # an id for each place
    keep = np.random.default_rng(seed).random(len(flat))
    kept = keep_at_random(corpus_of(traced), keep, rng=seed)
    assert len(kept) == len(documents)
    for i, document in enumerate(traced):
        rest = kept.document(i).tolist()
        assert rest == [place for place in document if place in rest]


@given(st.lists(documents, max_size=6))
def test_one_keeps_all_and_zero_keeps_none(documents):
    corpus = corpus_of(documents)
    everything = keep_at_random(corpus, np.ones(6), rng=0)
    assert np.array_equal(everything.ids, corpus.ids)
    assert np.array_equal(everything.offsets, corpus.offsets)
    nothing = keep_at_random(corpus, np.zeros(6), rng=0)
    assert len(nothing.ids) == 0
    assert nothing.offsets.tolist() == [0] * (len(documents) + 1)


def test_same_seed_same_words_and_the_corpus_is_left_alone():
    corpus = corpus_of([np.arange(1000)])
    first = keep_at_random(corpus, np.full(1000, 0.5), rng=0).ids
    assert np.array_equal(first, keep_at_random(corpus, np.full(1000, 0.5), rng=0).ids)
    assert not np.array_equal(first, keep_at_random(corpus, np.full(1000, 0.5), rng=1).ids)
    assert np.array_equal(corpus.ids, np.arange(1000))


def test_windows_reach_across_the_gaps():
    kept = keep_at_random(corpus_of([[0, 1, 2]]), [1.0, 0.0, 1.0], rng=0)
    assert skipgram_pairs(kept.document(0), radius=1).tolist() == [[0, 2], [2, 0]]


# What users see


@pytest.mark.parametrize(
    ("document", "radius", "error", "sentence"),
    [
        (["Bob", "likes"], 1, TypeError, "document must be a list of word ids, but is"),
        ("Bob", 1, TypeError, "document must be a list of word ids"),
        ([0.5, 1.0], 1, TypeError, "document must be a list of word ids"),
        ([[0, 1], [2, 3]], 1, TypeError, "document must be a list of word ids"),
        ([[0, 1], [2]], 1, TypeError, "document must be a list of word ids"),
        ([True, False], 1, TypeError, "document must be a list of word ids"),
        (None, 1, TypeError, "document must be a list of word ids"),
        ([0, -1], 1, ValueError, "document must hold ids from 0 to 2147483647, but one is -1"),
        (
            [0, 2**31],
            1,
            ValueError,
            "document must hold ids from 0 to 2147483647, but one is 2147483648",
        ),
        ([0, 1], 0, ValueError, "radius must be at least 1, but is 0"),
        ([0, 1], 2**64, ValueError, "radius must be at most 2,147,483,647, but is 18446744073709551616"),
        ([0, 1], -2, ValueError, "radius must be at least 1, but is -2"),
        ([0, 1], 1.5, TypeError, "radius must be a whole number, but is 1.5"),
    ],
)
def test_bad_pairs_get_a_sentence(document, radius, error, sentence):
    with pytest.raises(error, match=sentence):
        skipgram_pairs(document, radius)


@pytest.mark.parametrize("rng", [None, "0", -1, 0.5])
def test_a_bad_seed_gets_a_sentence(rng):
    with pytest.raises(TypeError, match=r"rng must be a numpy.random.Generator or a whole number"):
        skipgram_pairs([0, 1], 1, dynamic_window=True, rng=rng)
    with pytest.raises(TypeError, match=r"rng must be a numpy.random.Generator or a whole number"):
        keep_at_random(corpus_of([[0]]), [0.5], rng=rng)


@pytest.mark.parametrize(
    ("keep", "error", "sentence"),
    [
        ([0.5], ValueError, "keep_probabilities must be numbers from 0 to 1, one for each of 2 ids"),
        ([0.5, 1.5], ValueError, "keep_probabilities must be numbers from 0 to 1"),
        ([-0.5, 0.5], ValueError, "keep_probabilities must be numbers from 0 to 1"),
        ([0.5, np.nan], ValueError, "keep_probabilities must be finite numbers"),
        ("half", TypeError, "keep_probabilities must be an array of numbers"),
    ],
)
def test_bad_keep_probabilities_get_a_sentence(keep, error, sentence):
    with pytest.raises(error, match=sentence):
        keep_at_random(corpus_of([[0, 1]]), keep, rng=0)


def test_something_that_is_no_corpus_gets_a_sentence():
    with pytest.raises(TypeError, match="corpus must be of type EncodedCorpus"):
        keep_at_random([[0, 1]], [0.5, 0.5], rng=0)
