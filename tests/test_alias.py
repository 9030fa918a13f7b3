"""The alias table against exact fractions and SciPy, and the tests against samplers that are wrong.

What each mutation of ``edu_w2v/alias.py`` breaks (each was made, seen to fail here, and undone):

* ``mass[j] -= FULL - mass[i]`` without the ``FULL -``: the exact probabilities;
* ``if mass[j] < FULL`` made ``!=``, or ``large.pop()`` made ``large[-1]``: nobody is left to give, or
  the loop does not end;
* the line that gives back what rounding lost, deleted: "pop from empty list" on half of all inputs;
* ``p / p.max()`` deleted: equal weights no longer stay free of transfers, and sums overflow;
* ``<`` made ``>`` in ``sample``, the alias not looked up, one uniform number for bucket and coin, or
  buckets drawn from V − 1: χ²;
* ``self.alias`` not used in ``probabilities``: the reconstruction; ``coarse = rest``, so that rounding
  adds up: a heavy word among a million, by 3e-12.

The wrong samplers below are kept as tests, so that the tests themselves stay tested.
"""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from math import fsum, inf, nan

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import chisquare, kstest

from edu_w2v.alias import AliasTable, fill_buckets
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.vocabulary import Vocabulary

V_LARGE = 1_000_000
BOB = Vocabulary(BOB_PIZZA).noise_distribution()
ZIPF = np.arange(1, 201) ** -0.75 / (np.arange(1, 201) ** -0.75).sum()


def weights(min_size=1, max_size=60):
    """Return a strategy for weights of many kinds, at least one of them not zero."""
    number = st.one_of(
        st.just(0.0),
        st.integers(1, 10).map(float),
        st.floats(0, 1),
        st.floats(-150, 150).map(lambda x: 10.0**x),
        st.sampled_from([0.1, 0.2, 0.7, 1 / 3, 5e-324, 1e300]),
    )
    return st.lists(number, min_size=min_size, max_size=max_size).filter(any)


def exact_probabilities(table):
    """Add up the buckets in fractions: the oracle for what the table draws."""
    total = [Fraction(0)] * len(table)
    for bucket, (threshold, other) in enumerate(
        zip(table.threshold.tolist(), table.alias.tolist(), strict=True)
    ):
        total[bucket] += Fraction(threshold)
        total[other] += 1 - Fraction(threshold)
    return [x / len(table) for x in total]


def check_structure(table):
    assert table.threshold.dtype == np.float64
    assert table.alias.dtype == np.int32
    assert table.threshold.min() >= 0
    assert table.threshold.max() <= 1
    assert table.alias.min() >= 0
    assert table.alias.max() < len(table)


# What the table holds


@given(weights())
@example([1.0])
@example([0.7, 0.2, 0.1])
@example([0.6, 0.2, 0.1, 0.1])
@example([1 / 49] * 49)
@example([0.0, 0.0, 1e-300, 0.0])
@example([1e300, 1e300, 5e-324])
@example([1e308, 1e308, 1e308])
def test_the_buckets_hold_exactly_the_probabilities(w):
    table = AliasTable(w)
    check_structure(table)
    total = sum(map(Fraction, w))
    for held, weight in zip(exact_probabilities(table), w, strict=True):
        assert abs(held - Fraction(weight) / total) < Fraction(1, 10**15)
    assert table.probabilities() == pytest.approx(
        [float(x) for x in exact_probabilities(table)], rel=0, abs=1e-15
    )


@given(weights())
def test_all_buckets_together_hold_one_exactly(w):
    assert sum(exact_probabilities(AliasTable(w))) == 1


@given(weights(), st.integers(0, 2**32))
def test_zero_weights_are_never_drawn(w, seed):
    table = AliasTable(w)
    held = exact_probabilities(table)
    zeros = [i for i, weight in enumerate(w) if weight == 0]
    assert all(held[i] == 0 for i in zeros)
    assert not set(zeros) & set(table.sample(500, seed).tolist())


@given(weights(), st.randoms(use_true_random=False))
def test_the_order_of_the_words_does_not_matter(w, random):
    order = list(range(len(w)))
    random.shuffle(order)
    p = AliasTable(w).probabilities()
    shuffled = AliasTable([w[i] for i in order]).probabilities()
    assert shuffled == pytest.approx(p[order], rel=0, abs=1e-15)


@given(weights(), st.integers(-100, 100))
def test_a_common_factor_does_not_matter(w, exponent):
    w = [x for x in w if x == 0 or 1e-100 < x < 1e100] or [1.0]
    if any(w):
        scaled = AliasTable([x * 2.0**exponent for x in w])
        assert (scaled.threshold == AliasTable(w).threshold).all()


def test_one_word_has_one_full_bucket():
    for w in (1.0, 1e-300, 1e308, 17):
        table = AliasTable([w])
        assert table.threshold.tolist() == [1]
        assert table.sample(5, rng=0).tolist() == [0] * 5


@pytest.mark.parametrize("size", [2, 3, 7, 10, 49, 1000, 12_345])
@pytest.mark.parametrize("weight", [1, 0.1, 1 / 3, 1e-200])
def test_equal_weights_need_no_transfer(size, weight):
    assert fill_buckets(np.full(size, weight)) == []
    assert (AliasTable(np.full(size, weight)).threshold == 1).all()


@pytest.mark.parametrize("place", [0, 3, 6])
def test_one_hot_is_always_drawn(place):
    table = AliasTable(np.eye(7)[place])
    assert table.probabilities().tolist() == np.eye(7)[place].tolist()
    assert set(table.sample(1000, rng=0).tolist()) == {place}


def test_weights_over_300_orders_of_magnitude():
    w = 10.0 ** np.linspace(-150, 150, 301)
    table = AliasTable(w)
    check_structure(table)
    assert np.abs(table.probabilities() - w / fsum(w)).max() < 1e-15


LARGE = {
    "Zipf": 1 / np.arange(1, V_LARGE + 1),
    "Zipf, power 0.75": np.arange(1, V_LARGE + 1) ** -0.75,
    "one word as heavy as all others": np.r_[np.ones(V_LARGE - 1), V_LARGE - 1],
    "two heavy words, awkward fractions": np.r_[V_LARGE / 3, 2 * V_LARGE, np.full(V_LARGE - 2, 0.7)],
}


@pytest.mark.parametrize("name", LARGE)
def test_no_rounding_adds_up_over_a_million_words(name):
    w = LARGE[name]
    table = AliasTable(w)
    check_structure(table)
    p = w / fsum(w)
    pieces = defaultdict(list)
    for other, threshold in zip(table.alias.tolist(), table.threshold.tolist(), strict=True):
        pieces[other].append(1 - threshold)
    heavy = np.argsort(-p)[:100]  # the words that gave most often, added up without rounding
    held = [fsum([table.threshold[i], *pieces[i]]) / V_LARGE for i in heavy.tolist()]
    assert np.abs(np.array(held) - p[heavy]).max() < 1e-15
    assert np.abs(table.probabilities() - p).max() < 1e-15


# How it is filled


@given(weights())
def test_the_transfers_are_the_table_and_each_finishes_one_bucket(w):
    table, transfers = AliasTable(w), fill_buckets(w)
    assert len(transfers) < len(w)
    finished = [t.small for t in transfers]
    assert len(set(finished)) == len(finished)
    for t in transfers:
        assert table.threshold[t.small] == t.threshold < 1
        assert table.alias[t.small] == t.large != t.small
    alone = sorted(set(range(len(w))) - set(finished))
    assert (table.threshold[alone] == 1).all()
    assert (table.alias[alone] == alone).all()


@given(weights())
def test_a_word_gives_only_while_it_has_a_bucket_and_never_after_it_is_finished(w):
    transfers = fill_buckets(w)
    finished = set()
    mass = dict(enumerate(np.array(w) / max(w) * len(w) / fsum(np.array(w) / max(w))))
    for t in transfers:
        assert t.large not in finished
        assert t.small not in finished
        assert mass[t.large] >= 1 - 1e-9
        assert t.threshold == pytest.approx(mass[t.small], rel=1e-9, abs=1e-9)
        assert t.left == pytest.approx(mass[t.large] - (1 - t.threshold), rel=1e-9, abs=1e-9)
        finished.add(t.small)
        mass[t.large] = t.left


def test_the_six_transfers_of_bob_and_pizza():
    words = Vocabulary(BOB_PIZZA).words
    transfers = [
        (words[t.small], words[t.large], round(t.threshold, 4), round(t.left, 4))
        for t in fill_buckets(BOB)
    ]
    assert transfers == [
        ("wings", "likes", 0.6868, 0.8419),
        ("likes", "dislikes", 0.8419, 0.9970),
        ("dislikes", "Bob", 0.9970, 1.9396),
        ("pizza", "Bob", 0.6868, 1.6264),
        ("lettuce", "Bob", 0.6868, 1.3132),
        ("kale", "Bob", 0.6868, 1.0),
    ]


def test_random_distributions_on_which_equality_runs_dry_are_built():
    rng = np.random.default_rng(0)
    for _ in range(500):
        w = rng.random(rng.integers(3, 201))
        assert np.abs(AliasTable(w).probabilities() - w / fsum(w)).max() < 1e-15


def test_input_is_left_alone():
    w = np.array([3.0, 1.0])
    AliasTable(w)
    assert w.tolist() == [3, 1]


# What is drawn


@pytest.mark.parametrize(
    ("size", "shape"),
    [(0, (0,)), (5, (5,)), (np.int64(3), (3,)), ((2, 3), (2, 3)), ((0, 4), (0, 4)), ((), ())],
)
def test_draws_have_the_shape_asked_for(size, shape):
    draws = AliasTable(BOB).sample(size, rng=0)
    assert np.shape(draws) == shape
    assert draws.dtype == np.int32


def test_same_seed_same_bits_and_a_generator_goes_on():
    table = AliasTable(ZIPF)
    first = table.sample(1000, rng=7)
    assert (AliasTable(ZIPF).sample(1000, rng=7) == first).all()
    assert (table.sample(1000, rng=8) != first).any()
    rng = np.random.default_rng(7)
    assert (table.sample(1000, rng) == first).all()
    assert (table.sample(1000, rng) != first).any()


def p_value(draws, p):
    """Return the p-value of χ² on the counts of the draws."""
    return chisquare(np.bincount(draws, minlength=len(p)), p * len(draws)).pvalue


def pair_p_value(draws, p):
    """Return the p-value of χ² on successive pairs, which sees the order."""
    return p_value(draws[::2].astype(np.int64) * len(p) + draws[1::2], np.outer(p, p).ravel())


def uniformity(sampler, p, n=100_000, seeds=100, statistic=p_value):
    """Return the p-value of the test that p-values over seeds are uniform (Kolmogorov–Smirnov)."""
    values = [statistic(sampler(n, np.random.default_rng(seed)), p) for seed in range(seeds)]
    return kstest(values, "uniform").pvalue


@pytest.mark.parametrize("p", [BOB, ZIPF, np.full(10, 0.1)], ids=["Bob", "Zipf", "equal"])
def test_a_million_draws_pass_chi_squared(p):
    assert p_value(AliasTable(p).sample(1_000_000, rng=0), p) > 0.001


@pytest.mark.parametrize("p", [BOB, ZIPF], ids=["Bob", "Zipf"])
def test_p_values_over_a_hundred_seeds_are_uniform(p):
    assert uniformity(AliasTable(p).sample, p) > 0.001


def test_successive_draws_are_independent():
    assert uniformity(AliasTable(BOB).sample, BOB, statistic=pair_p_value) > 0.001


# Samplers that are wrong, and are seen to be


def threshold_ignored(n, rng):
    table = AliasTable(BOB)
    return table.alias[rng.integers(len(BOB), size=n)]


def coin_reversed(n, rng):
    table = AliasTable(BOB)
    bucket = rng.integers(len(BOB), size=n)
    return np.where(rng.random(n) > table.threshold[bucket], bucket, table.alias[bucket])


def coin_not_tossed(n, rng):
    return rng.integers(len(BOB), size=n)


def last_bucket_forgotten(n, rng):
    table = AliasTable(BOB)
    bucket = rng.integers(len(BOB) - 1, size=n)
    return np.where(rng.random(n) < table.threshold[bucket], bucket, table.alias[bucket])


def one_number_for_bucket_and_coin(n, rng):
    table = AliasTable(BOB)
    coin = rng.random(n)
    bucket = (coin * len(BOB)).astype(int)  # right would be: the coin is what is left of coin * V
    return np.where(coin < table.threshold[bucket], bucket, table.alias[bucket])


def foods_one_per_cent_too_often(n, rng):
    return AliasTable(BOB * np.r_[1, 1, 1, np.full(4, 1.01)]).sample(n, rng)


def thresholds_rounded_to_one_decimal(n, rng):
    table = AliasTable(BOB)
    table.threshold = table.threshold.round(1)
    return table.sample(n, rng)


def power_forgotten(n, rng):
    return AliasTable(Vocabulary(BOB_PIZZA).noise_distribution(power=1)).sample(n, rng)


def drawn_by_quota(n, rng):
    counts = np.floor(n * BOB).astype(int)
    counts[0] += n - counts.sum()
    return rng.permutation(np.repeat(np.arange(7), counts))


WRONG = [
    threshold_ignored,
    coin_reversed,
    coin_not_tossed,
    last_bucket_forgotten,
    one_number_for_bucket_and_coin,
    foods_one_per_cent_too_often,
    thresholds_rounded_to_one_decimal,
    power_forgotten,
    drawn_by_quota,
]


@pytest.mark.parametrize("sampler", WRONG)
def test_wrong_samplers_fail_the_test_of_uniform_p_values(sampler):
    with np.errstate(all="ignore"):
        assert uniformity(sampler, BOB, n=300_000, seeds=40) < 1e-6


def sorted_draws(n, rng):
    return np.sort(AliasTable(BOB).sample(n, rng))


def each_draw_twice(n, rng):
    return np.repeat(AliasTable(BOB).sample(n // 2, rng), 2)


@pytest.mark.parametrize("sampler", [sorted_draws, each_draw_twice])
def test_draws_that_depend_on_each_other_fail_the_test_of_pairs(sampler):
    assert uniformity(sampler, BOB, seeds=10, statistic=pair_p_value) < 1e-6


def test_sorted_draws_have_the_counts_of_good_ones():
    values = [p_value(sampler(1000, np.random.default_rng(0)), BOB)
              for sampler in (AliasTable(BOB).sample, sorted_draws)]  # fmt: skip
    assert all(a == b for a, b in pairwise(values))


# What users see


@pytest.mark.parametrize("make", [AliasTable, fill_buckets])
@pytest.mark.parametrize(
    ("bad", "error", "sentence"),
    [
        ([], ValueError, "probabilities must be at least one number"),
        ([0.0, 0.0], ValueError, "not all zero"),
        ([0.5, -0.1], ValueError, "none negative"),
        ([0.5, nan], ValueError, "probabilities must be finite numbers, but has NaN"),
        ([0.5, inf], ValueError, "probabilities must be finite numbers, but has infinity"),
        ([[0.5, 0.5]], ValueError, r"probabilities must be a vector .* shape \(1, 2\)"),
        (0.5, ValueError, r"probabilities must be a vector .* shape \(\)"),
        ("pizza", TypeError, "probabilities must be an array of numbers"),
        (None, TypeError, "probabilities must be an array of numbers"),
        ({"pizza": 1}, TypeError, "probabilities must be an array of numbers"),
    ],
)
def test_bad_weights_get_a_sentence(make, bad, error, sentence):
    with pytest.raises(error, match=sentence):
        make(bad)


@pytest.mark.parametrize(
    ("size", "rng", "error", "sentence"),
    [
        (-1, 0, ValueError, "size must be at least 0, but is -1"),
        (2.0, 0, TypeError, "size must be a whole number, but is 2.0"),
        ((2, -3), 0, ValueError, "size must be at least 0, but is -3"),
        ("many", 0, TypeError, "size must be a whole number, but is 'many'"),
        (1, None, TypeError, "rng must be a numpy.random.Generator or a whole number"),
        (1, -1, TypeError, "rng must be a numpy.random.Generator or a whole number"),
        (1, 0.5, TypeError, "rng must be a numpy.random.Generator or a whole number"),
    ],
)
def test_bad_draws_get_a_sentence(size, rng, error, sentence):
    with pytest.raises(error, match=sentence):
        AliasTable(BOB).sample(size, rng)
