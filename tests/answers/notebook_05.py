"""Answers to the exercises of notebook 05."""

from fractions import Fraction

import numpy as np

from edu_w2v.alias import AliasTable
from edu_w2v.classroom.exercises.notebook_05 import SAMPLERS

# 4: the pieces


def read_after_write(threshold, alias):
    mass = list(threshold)
    for i, other in enumerate(alias):
        mass[other] += 1 - mass[i]
    return mass


def with_lists(threshold, alias):
    mass = [0] * len(alias)
    for i in range(len(alias)):
        mass[i] += threshold[i]
        mass[alias[i]] += 1 - threshold[i]
    return mass


def with_add_at(threshold, alias):
    np.add.at(threshold, alias, 1 - threshold)  # and the caller's table is gone
    return threshold


def prints_them(threshold, alias):
    print(with_lists(threshold, alias))


def by_transfers_only(threshold, alias):
    mass = list(threshold)
    for i, other in enumerate(alias):
        if other != i:
            mass[other] = 1
    return mass


def with_if(threshold, alias):
    mass = list(threshold)
    for i, other in enumerate(alias):
        if other != i:
            mass[other] += 1 - threshold[i]
    return mass


def without_minlength(threshold, alias):
    return threshold + np.bincount(alias, 1 - threshold)


def exchanged_parts(threshold, alias):
    mass = 1 - threshold
    np.add.at(mass, alias, threshold)
    return mass


def in_whole_numbers(threshold, alias):
    mass = np.zeros_like(alias)
    for i, other in enumerate(alias):
        mass[i] += threshold[i]
        mass[other] += 1 - threshold[i]
    return mass


def what_is_in_buckets(threshold, alias):
    return threshold + (1 - threshold)


# 5: samplers


def by_search(p, size, seed):
    return np.searchsorted(np.cumsum(p)[:-1], np.random.default_rng(seed).random(size), side="right")


def from_the_right(p, size, seed):
    ends = np.cumsum(p[::-1])[:-1]
    u = np.random.default_rng(seed).random(size)
    return len(p) - 1 - np.searchsorted(ends, u, side="right")


def with_one_number(p, size, seed):
    table = AliasTable(p)
    bucket, rest = divmod(np.random.default_rng(seed).random(size) * len(p), 1)
    bucket = bucket.astype(int)
    return np.where(rest < table.threshold[bucket], bucket, table.alias[bucket]).tolist()


def by_rejection(p, size, seed):
    rng, drawn = np.random.default_rng(seed), []
    while len(drawn) < size:
        words = rng.integers(len(p), size=1_000_000)
        drawn.extend(words[rng.random(1_000_000) < p[words] / max(p)])
    return drawn[:size]


def as_floats(p, size, seed):
    return by_search(p, size, seed).astype(float)


def sorted_draws(p, size, seed):
    return sorted(by_search(p, size, seed))


def quotas(p, size, seed):
    words = np.repeat(np.arange(len(p)), np.round(np.asarray(p) * size).astype(int))
    words = np.resize(words, size)
    return np.random.default_rng(seed).permutation(words)


def each_twice(p, size, seed):
    return np.repeat(by_search(p, size // 2, seed), 2)


def with_alternating_halves(p, size, seed):
    drawn = np.sort(by_search(p, size, seed).reshape(-1, 10), axis=1)
    return drawn.ravel()


def counted_from_1(p, size, seed):
    return by_search(p, size, seed) + 1


def no_own_part(p, size, seed):
    table = AliasTable(p)
    return table.alias[np.random.default_rng(seed).integers(len(p), size=size)]


def one_u_for_both(p, size, seed):
    table = AliasTable(p)
    u = np.random.default_rng(seed).random(size)
    bucket = (u * len(p)).astype(int)
    return np.where(u < table.threshold[bucket], bucket, table.alias[bucket])


def the_rarest_never(p, size, seed):
    return by_search(np.asarray(p[:-1]) / sum(p[:-1]), size, seed)


def one_less(p, size, seed):
    return by_search(p, size - 1, seed)


def only_one(p, size, seed):
    return int(by_search(p, 1, seed)[0])


def squared(p, size, seed):
    return by_search(np.square(p) / np.square(p).sum(), size, seed)


def the_words_themselves(p, size, seed):
    return [f"word {i}" for i in by_search(p, size, seed)]


def digits(p, size, seed):
    return [str(i) for i in by_search(p, size, seed)]


def of_another_p(p, size, seed):
    return by_search(np.full(7, 1 / 7), size, seed)


def without_the_seed(p, size, seed):
    return by_search(p, size, None)


def with_one_seed(p, size, seed):
    return by_search(p, size, 1)


def words_in_order(p, size, seed):
    return np.arange(size) % len(p)


def ranks(p, size, seed):
    order = np.argsort(-np.asarray(p), kind="stable")
    u = np.random.default_rng(seed).random(size)
    return np.searchsorted(np.cumsum(np.asarray(p)[order])[:-1], u, side="right")


def with_16_bits(p, size, seed):
    u = np.random.default_rng(seed).integers(2**16, size=size) / 2**16
    return np.searchsorted(np.cumsum(p)[:-1], u, side="right")


def with_two_seeds(p, size, seed):
    return by_search(p, size, seed % 2)


def with_two_equal_generators(p, size, seed):
    table = AliasTable(p)
    bucket = (np.random.default_rng(seed).random(size) * len(p)).astype(int)
    own = np.random.default_rng(seed).random(size) < table.threshold[bucket]
    return np.where(own, bucket, table.alias[bucket])


def and_something(p, size, seed):
    return by_search(p, size, seed), AliasTable(p).threshold


def as_generator(p, size, seed):
    return (int(i) for i in by_search(p, size, seed))


def as_map(p, size, seed):
    return map(int, by_search(p, size, seed))


def power_once_more(p, size, seed):
    weights = np.asarray(p) ** 0.75
    return by_search(weights / weights.sum(), size, seed)


def shifted_round(p, size, seed):
    return (by_search(p, size, seed) + 1) % len(p)


def stops_when_empty(p, size, seed):
    return [].pop()


def one_index_too_far(p, size, seed):
    return np.arange(len(p))[np.random.default_rng(seed).integers(len(p) + 1, size=size)]


RIGHT = {
    "q1": [
        (0.2, 0.7, 1, 1, 0.9),
        np.array([0.2, 0.7, 1.0, 1.4 - 0.3 - 0.1, 1.7 - 0.8]),
        [Fraction(1, 5), Fraction(7, 10), 1, 1, Fraction(9, 10)],
    ],
    "q2": [1 / 2, Fraction(1, 2), np.log(4) / np.log(16), np.float32(0.5)],
    "q3": ["d", " D "],
    "q4": [
        with_lists,
        with_if,
        lambda threshold, alias: with_add_at(threshold.copy(), alias),
        lambda threshold, alias: threshold + np.bincount(alias, 1 - threshold, len(alias)),
        lambda threshold, alias: (
            AliasTable.probabilities(  # its own way to read a table
                type(
                    "Table",
                    (),
                    {"threshold": threshold, "alias": alias, "__len__": lambda t: len(alias)},
                )()
            )
            * len(alias)
        ),
    ],
    "q5": [by_search, from_the_right, with_one_number, by_rejection, as_floats],
}
WRONG = {
    "q1": [
        [0.2, 0.7, 1.0, 1.0, 0.8],
        [0.2, 0.7, 1.0, 0.9, 1.0],
        [0.2, 0.3, 1.0, 1.0, 0.9],
        [1.0, 1.0, 1.0, 1.0, 1.0],
        [0.2, 0.7, 0.9, 1.0],
        [0.2, 0.7, 0.0, 0.0, 0.9],
        [0.04, 0.14, 0.2, 0.2, 0.18],
        0.9,
        "0.2, 0.7, 1, 1, 0.9",
        ["0.2", "0.7", "1", "1", "0.9"],
    ],
    "q2": [0.25, 2, "0.5", [0.5], -0.5, 4 / 16, 0.75, 1.5, 0.6],
    "q3": ["A", "B", "C", "E", "F", "AD", "none", 4, SAMPLERS["D"], ["A", "D"]],
    "q4": [
        read_after_write,
        with_add_at,
        prints_them,
        by_transfers_only,
        without_minlength,
        exchanged_parts,
        in_whole_numbers,
        what_is_in_buckets,
        lambda threshold, alias: threshold / threshold.sum(),
        lambda threshold, alias: threshold + threshold[alias],
        lambda threshold, alias: 1 - threshold,
        lambda threshold, alias: with_lists(threshold, alias)[:-1],
        lambda threshold, alias: sum(with_lists(threshold, alias)),
        lambda threshold, alias: np.ones(len(alias)),
    ],
    "q5": [
        sorted_draws,
        quotas,
        each_twice,
        with_alternating_halves,
        counted_from_1,
        no_own_part,
        one_u_for_both,
        the_rarest_never,
        one_less,
        only_one,
        squared,
        words_in_order,
        the_words_themselves,
        digits,
        of_another_p,
        without_the_seed,
        with_one_seed,
        ranks,
        with_16_bits,
        with_two_seeds,
        with_two_equal_generators,
        and_something,
        as_generator,
        as_map,
        power_once_more,
        shifted_round,
        stops_when_empty,
        one_index_too_far,
    ],
}
NOT_TOLD = {
    "q1": [
        ([0.2, 0.7, 1.0, 1.0, 0.8], "one step is missing"),
        ([1.0] * 5, "first step"),
        ("0.2, 0.7, 1, 1, 0.9", "five thresholds"),
    ],
    "q3": [("C", "enough"), ("A", "was small"), ("none", "one letter")],
    "q4": [(read_after_write, "piece is lost"), (prints_them, "Not attempted")],
    "q5": [
        (sorted_draws, "counts do not fit"),
        (with_alternating_halves, "counts do not fit"),
        (counted_from_1, "exchanged"),
        (one_u_for_both, "exchanged"),
        (squared, "equally often"),
        (the_words_themselves, "of this p"),
        (of_another_p, "not text"),
        (without_the_seed, "seeds 0 and 1"),
        (with_one_seed, "same seed draw"),
        (no_own_part, "u itself"),
        (counted_from_1, "counts do not fit"),
        (ranks, "counts do not fit"),
        (with_16_bits, "of this p"),
        (with_two_seeds, "same seed draw"),
    ],
}
