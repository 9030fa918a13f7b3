"""Exercises of notebook 05: drawing words, and testing that they are drawn rightly."""

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise

Vector = NDArray[np.float64]

COUNTS = np.array([8.0, 4.0, 1.0])
THRESHOLD = np.array([1.0, 0.75, 0.5])
ALIAS = np.array([0, 0, 1])


def noise_distribution(counts: Vector, power: float) -> Vector:
    weights = counts**power
    return weights / weights.sum()


q1 = Exercise(
    solution=noise_distribution,
    why=(
        "First raise each count to the power, then divide by the sum of what you have. "
        "With power 1 nothing changes, with power 0 all words become equally probable."
    ),
    hints=[
        "Two lines: weights from counts, then probabilities from weights.",
        "Probabilities sum to 1. What must the weights be divided by?",
    ],
    mistakes=[
        (
            lambda counts, power: counts**power / counts.sum(),
            "These do not sum to 1: divide by the sum of the weights, not by the sum of the counts.",
        ),
        (lambda counts, power: counts**power, "These are weights; divide them by their sum."),
        (
            lambda counts, power: (counts / counts.sum()) ** power,
            "After raising to a power the numbers no longer sum to 1; divide by their sum at the end.",
        ),
        (
            lambda counts, power: counts * power / (counts * power).sum(),
            "The power has no effect here: raise each count to it, counts**power.",
        ),
    ],
    trials=[(COUNTS, 0.75), (COUNTS, 0.5), (np.array([1.0, 3.0]), 2.0)],
    random_trials=lambda rng: (
        rng.integers(1, 20, rng.integers(1, 5)).astype(float),
        float(rng.choice([0.0, 0.5, 0.75, 1.0])),
    ),
)

q2 = Exercise(
    solution=20,
    why=(
        "Each comparison halves what is left: 2^19 is 524,288, too few, and 2^20 is 1,048,576, enough. "
        "The alias table still needs one comparison."
    ),
    hints=[
        "How often can a million words be halved until one is left?",
        "Look for the smallest n with 2^n of at least 1,000,000.",
    ],
    mistakes=[
        (500_000, "That is about the mean of a linear search through equally probable words."),
        (1_000_000, "That is linear search in the worst case; a binary search halves what is left."),
        (19, "2^19 is 524,288: with 19 answers of yes or no that many words can be told apart."),
        (np.log2(1_000_000), "Right idea, but comparisons are whole: round up."),
        (1, "That is what the alias table needs."),
    ],
    code="import math\n\nmath.ceil(math.log2(1_000_000))  # = 20",
)


def _any_draw(rng: np.random.Generator) -> tuple[Vector, NDArray[np.int64], int, float]:
    """Return a table, a bucket and a coin, which is now and then just the threshold."""
    buckets = int(rng.integers(1, 5))
    threshold, alias = rng.random(buckets).round(2), rng.integers(0, buckets, buckets)
    bucket = int(rng.integers(buckets))
    return threshold, alias, bucket, float(rng.choice([threshold[bucket], *rng.random(3).round(2)]))


def draw_one(threshold: Vector, alias: NDArray[np.int64], bucket: int, coin: float) -> int:
    if coin < threshold[bucket]:
        return bucket
    return int(alias[bucket])


q3 = Exercise(
    solution=draw_one,
    why=(
        "One comparison, whatever V is. The coin is below the threshold with a probability equal to the "
        "threshold, because coins are even between 0 and 1."
    ),
    hints=[
        "The lower part of bucket number `bucket` belongs to the word of that number.",
        "If the coin is below threshold[bucket], return bucket; otherwise return whom?",
    ],
    mistakes=[
        (
            lambda threshold, alias, bucket, coin: (
                bucket if coin > threshold[bucket] else int(alias[bucket])
            ),
            "The two words are exchanged: the part below the threshold is the bucket's own word.",
        ),
        (
            lambda threshold, alias, bucket, coin: int(alias[bucket]),
            "The coin is never looked at: the own word of a bucket could never be drawn.",
        ),
        (
            lambda threshold, alias, bucket, coin: bucket,
            "That draws every word equally often; the coin decides between two words.",
        ),
    ],
    trials=[
        (THRESHOLD, ALIAS, 0, 0.99),
        (THRESHOLD, ALIAS, 1, 0.2),
        (THRESHOLD, ALIAS, 1, 0.8),
        (THRESHOLD, ALIAS, 2, 0.7),
        (THRESHOLD, ALIAS, 2, 0.9),
        (THRESHOLD, ALIAS, 1, 0.75),
    ],
    random_trials=lambda rng: _any_draw(rng),
)


def probabilities(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    p = threshold.copy()
    for i, other in enumerate(alias):
        p[other] += 1 - threshold[i]
    return p / len(p)


def _one_piece_lost(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    """A usual mistake: `p[alias] += …` keeps one piece only when a word has several."""
    p = threshold.copy()
    p[alias] += 1 - threshold
    return p / len(p)


q4 = Exercise(
    solution=probabilities,
    why=(
        "A word owns the lower part of its own bucket and the upper part of every bucket of which it is "
        "the alias. A word may be the alias of many, so the pieces must add up: p[alias] += … with an "
        "index array keeps only one of them. Each bucket is chosen with probability 1/V."
    ),
    hints=[
        "Start with a copy of the thresholds: what each word has in its own bucket.",
        "Then go through the buckets, and give 1 - threshold[i] to the word alias[i].",
        "At the end divide by the number of buckets.",
    ],
    mistakes=[
        (
            lambda threshold, alias: threshold / len(threshold),
            "The upper parts of the buckets are missing; they belong to the aliases.",
        ),
        (
            _one_piece_lost,
            "When a word is the alias of two buckets, one of its pieces is lost: with an index array "
            "`+=` does not add twice. Use a loop, np.add.at or np.bincount.",
        ),
        (
            lambda threshold, alias: probabilities(threshold, alias) * len(threshold),
            "These sum to V, not to 1: each bucket is chosen with probability 1/V only.",
        ),
    ],
    trials=[
        (THRESHOLD, ALIAS),
        (np.array([0.25, 1.0, 0.5]), np.array([1, 1, 1])),
        (np.array([1.0]), np.array([0])),
    ],
    random_trials=lambda rng: _any_draw(rng)[:2],
)


def _any_observation(rng: np.random.Generator) -> tuple[Vector, Vector]:
    """Return observed counts, some of them 0, and probabilities."""
    weights = rng.integers(1, 9, rng.integers(1, 5)).astype(float)
    return rng.integers(0, 9, len(weights)) + 1.0 * (
        np.arange(len(weights)) == 0
    ), weights / weights.sum()


def chi_squared_of(observed: Vector, p: Vector) -> float:
    expected = p * observed.sum()
    return float(((observed - expected) ** 2 / expected).sum())


q5 = Exercise(
    solution=chi_squared_of,
    why=(
        "A squared difference of 100 is large where 10 draws were expected and small where a million "
        "were; dividing by the expected count puts all words on one scale."
    ),
    hints=[
        "Expected counts are probabilities times the number of draws.",
        "For each word: (observed - expected)² / expected. Then add up.",
    ],
    mistakes=[
        (
            lambda observed, p: float((((observed - p * observed.sum()) ** 2) / observed).sum()),
            "Divide by the expected counts, not by the observed ones.",
        ),
        (
            lambda observed, p: float(((observed - p * observed.sum()) ** 2).sum()),
            "Without dividing by the expected counts, frequent words drown all others.",
        ),
        (
            lambda observed, p: float(((observed / observed.sum() - p) ** 2 / p).sum()),
            "These are shares. The statistic is made of counts: multiply p by the number of draws.",
        ),
        (
            lambda observed, p: float(
                (np.abs(observed - p * observed.sum()) / (p * observed.sum())).sum()
            ),
            "Square the differences before you divide.",
        ),
    ],
    trials=[
        (np.array([60.0, 40.0]), np.array([0.5, 0.5])),
        (np.array([3.0, 5.0, 12.0]), np.array([0.25, 0.25, 0.5])),
    ],
    random_trials=lambda rng: _any_observation(rng),
)


def at_least_one(p: float, K: int) -> float:
    return 1 - (1 - p) ** K


q6 = Exercise(
    solution=at_least_one,
    why=(
        "All K draws miss with probability (1 - p)^K, because they do not influence one another; "
        "at least one hits with the rest."
    ),
    hints=[
        "First ask the opposite: how probable is it that no negative is the positive?",
        "One draw misses with probability 1 - p. All K of them?",
    ],
    mistakes=[
        (
            lambda p, K: p * K,
            "K·p is how many hits there are on average. It is a little too much for a probability, "
            "because two hits in one pair are counted twice.",
        ),
        (lambda p, K: p**K, "That is the probability that all K are the positive."),
        (lambda p, K: (1 - p) ** K, "That is the probability that none is."),
        (lambda p, K: 1 - p**K, "That is the probability that not all of them are."),
    ],
    trials=[(0.25, 2), (0.0246, 5), (1.0, 3)],
    random_trials=lambda rng: (round(float(rng.random()), 2), int(rng.integers(1, 6))),
)
