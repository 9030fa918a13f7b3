"""Answers to the exercises of notebook 03."""

from collections import Counter
from decimal import Decimal
from math import exp, inf, log, log1p

import numpy as np
from scipy.special import xlogy
from scipy.stats import entropy


def by_entropy(n, m):
    return (n + m) * entropy([n, m])


def by_xlogy(n, m):
    return -xlogy(n, n / (n + m)) - xlogy(m, m / (n + m))


def by_search(n, m):
    """Try a million scores; nowhere exact, but near enough where n and m are moderate."""
    x = np.linspace(-6, 6, 1_000_001)
    return (n * np.logaddexp(0, -x) + m * np.logaddexp(0, x)).min()


def floor_by_union(positives, negatives):
    real, made_up = Counter(positives), Counter(negatives)
    return sum(by_xlogy(real[pair], made_up[pair]) for pair in real | made_up) / real.total()


def floor_by_scores(positives, negatives):
    real, made_up = Counter(positives), Counter(negatives)
    total = 0
    for pair, n in real.items():
        if m := made_up[pair]:
            score = log(n / m)
            total += n * log1p(exp(-score)) + m * log1p(exp(score))
    return total / len(positives)


def floor_by_list_count(positives, negatives):
    each = ((positives.count(pair), negatives.count(pair)) for pair in set(positives))
    return sum(by_xlogy(n, m) for n, m in each) / len(positives)


def by_math(n, m):
    p = n / (n + m)
    return -n * log(p) - m * log(1 - p)


def with_epsilon(n, m):
    p = n / (n + m)
    return -n * log(p + 1e-3) - m * log(1 - p + 1e-3)


RIGHT = {
    "q1": [2.197, 2.2, np.log(9), Decimal("2.197224577"), np.array(2.1972)],
    "q2": [1.0217, 1.02, 1.022, -np.log(0.36), float(np.log(1 / 0.36))],
    "q3": [40, 37, 50.0, 100, -60, np.float64(45), -100.0],
    "q4": [by_entropy, by_xlogy, lambda n, m: np.array(by_xlogy(n, m))],
    "q5": [
        floor_by_union,
        floor_by_scores,
        floor_by_list_count,
        lambda positives, negatives: np.float64(floor_by_union(positives, negatives)),
    ],
}
WRONG = {
    "q1": ["2.2", [2.2], 2.1, 2.3, 0.9, 0.95, -2.2, 0.1, 9, 3.17, 1.0, 2.3026],
    "q2": [
        0.34,
        0.36,
        2.2,
        -1.02,
        1.47,
        3.06,
        0.64,
        2.9,
        1.1,
        0.0,
        1,
        1.0,
        1.01,
        2.08,
        [0.22, 0.69, 0.11],
    ],
    "q3": ["40", 0, 5, -5, 15, 30, 36, 800, -800, inf, None, [40]],
    "q4": [
        lambda n, m: n / (n + m),
        lambda n, m: -log(n / (n + m)) if n else 0.0,
        lambda n, m: entropy([n, m]),
        lambda n, m: (n + m) * log(2),
        lambda n, m: by_entropy(n, m) / log(2),
        lambda n, m: n * log(n) + m * log(m),
        lambda n, m: by_entropy(n, m) / max(n, 1),
        lambda n, m: 0.0,
        by_math,
        with_epsilon,
        lambda n, m: np.log(n / m) if n and m else 0.0,
        lambda n, m: -n * log(n / m) - m * log(1 - n / m),
        lambda n, m: -n * np.log(n / (n + m)) - (m and m * np.log(m / (n + m))),
        lambda n, m: by_xlogy(n, m) if n and m else None,
    ],
    "q5": [
        lambda positives, negatives: 0.0,
        lambda positives, negatives: floor_by_union(positives, negatives) * len(positives),
        lambda positives, negatives: floor_by_union(positives, negatives) / 2,
        lambda positives, negatives: floor_by_union(set(positives), set(negatives)),
        lambda positives, negatives: floor_by_union(positives, negatives[: len(positives)]),
        lambda positives, negatives: floor_by_union(negatives, positives),
        lambda positives, negatives: 3 * log(2),
        lambda positives, negatives: (
            sum(by_entropy(positives.count(pair), negatives.count(pair)) for pair in positives)
            / len(positives)
        ),
        lambda positives, negatives: floor_by_union(
            [tuple(sorted(pair)) for pair in positives], [tuple(sorted(pair)) for pair in negatives]
        ),
    ],
}


def log_of_a_negative_number(positives, negatives):
    return float("nan")


NOT_TOLD = {
    "q1": [(0.1, "surprise"), (1.0, "base 10"), (1, "base 10")],
    "q2": [(1.01, "square"), (1.04, "square"), (0.98, "upside down"), (0.979, "upside down")],
    "q4": [
        (lambda n, m: np.log(n / m) if n and m else 0.0, "never below 0"),
        (lambda n, m: log(n) if n else 0.0, "best score"),
        (with_epsilon, "never below 0"),
    ],
    "q5": [(log_of_a_negative_number, "never made up")],
}
