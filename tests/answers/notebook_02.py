"""Answers to the exercises of notebook 02."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

from edu_w2v.cooccurrence import ppmi


def by_loops(counts):
    total = sum(map(sum, counts))
    table = []
    for i in range(len(counts)):
        table.append([])
        for j in range(len(counts[0])):
            n, row, column = counts[i][j], sum(counts[i]), sum(line[j] for line in counts)
            table[-1].append(max(0.0, math.log(n * total / (row * column))) if n else 0)
    return table


def by_logs(counts):
    with np.errstate(divide="ignore", invalid="ignore"):
        rows, columns = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True)
        pmi = np.log(counts) + np.log(counts.sum()) - np.log(rows) - np.log(columns)
    return np.nan_to_num(np.clip(pmi, 0, None), posinf=0)


def columns_forgotten(counts):
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log(counts * counts.sum() / np.outer(counts.sum(1), counts.sum(0)))
    pmi[counts.sum(1) == 0] = 0
    return np.maximum(pmi, 0)


def row_taken_for_column(counts):
    if counts.shape[0] != counts.shape[1]:
        return by_logs(counts)
    keep = np.flatnonzero(counts.sum(1))
    table = np.zeros(counts.shape)
    table[np.ix_(keep, keep)] = by_logs(counts[np.ix_(keep, keep)])
    return table


def of_sums(first, second):
    def made(counts):
        expected = np.outer(counts.sum(first), counts.sum(second)) / counts.sum()
        table, seen = np.zeros(counts.shape), counts > 0
        table[seen] = np.maximum(0, np.log(counts[seen] / expected[seen]))
        return table

    return made


def log_of_zero(counts):
    table = np.zeros(counts.shape)
    total, rows, columns = counts.sum(), counts.sum(1), counts.sum(0)
    for i in range(len(rows)):
        for j in range(len(columns)):
            table[i, j] = max(0, math.log(counts[i, j] * total / (rows[i] * columns[j])))
    return table


def root_of_negative(cosine):
    with np.errstate(invalid="ignore"):
        return np.sqrt(2 * cosine - 2)


RIGHT = {
    "q1": [0.96, 24 / 25, Fraction(24, 25), Decimal("0.96"), np.float32(0.96), np.array(0.96)],
    "q2": [0.67, 0.667, 2 / 3, Fraction(2, 3), np.float64(0.6666667)],
    "q3": [
        [[1, 0], [1, 0]],
        [[1, 2], [2, 4]],
        np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 1.0]]),
        [[3, 4, 0], [3, 4, 0], [3, 4, 0]],
    ],
    "q4": [
        lambda cosine: math.sqrt(2) * math.sqrt(1 - cosine),
        lambda cosine: 2 * math.sin(math.acos(cosine) / 2),
        lambda cosine: np.hypot(1 - cosine, math.sqrt(1 - cosine**2)),
    ],
    "q5": [
        by_loops,
        by_logs,
        lambda counts: np.log(np.maximum(1, np.exp(by_logs(counts)))),
        ppmi,
    ],
}
WRONG = {
    "q1": ["0.96", [0.96], 24, 4.8, 0.9, 1, 0.98, 16.26, 0.5, 24 / 49],
    "q2": [0.66, 0.5, 1, 2, 0.7, 0.75, 0.33, 1 / 3, 2 / 9, "2/3"],
    "q3": [
        [[1, 0], [0, 1]],
        [[0, 1], [1, 0], [1, 0]],
        [1, 0],
        [[0, 0], [0, 0]],
        [[1], [1], [1], [1]],
        [[1, 2], [3]],
        "twins",
        [[1, 0]],
        np.eye(3),
        [[1, 0], [1, 1], [0, 1]],
        [[1, 0], [1, 0.1]],
        [[5, 1], [1, 0]],
        [[1, 0], [0, 1], [1, 0]],
        [[1, 0], [0, 1], [0, 1]],
        [[1, 0], [1, 1], [1, 1]],
    ],
    "q4": [
        lambda cosine: 2 - 2 * cosine,
        lambda cosine: 1 - cosine,
        lambda cosine: math.acos(cosine),
        lambda cosine: math.sqrt(1 - cosine**2),
        lambda cosine: math.sqrt(2 + 2 * cosine),
        lambda cosine: math.sqrt(2) * (1 - cosine),
        lambda cosine: -math.sqrt(2 - 2 * cosine),
        lambda cosine: (2 - 2 * cosine) ** 1 / 2,
        lambda cosine: (2 * cosine - 2) ** 0.5,
        lambda cosine: math.sqrt(2 - 2 * math.cos(cosine)),
        lambda cosine: round(math.sqrt(2 - 2 * cosine), 4),
        root_of_negative,
    ],
    "q5": [
        lambda counts: np.log2(np.exp(by_logs(counts))),
        lambda counts: np.exp(by_logs(counts)),
        lambda counts: by_logs(counts).T,
        lambda counts: by_logs(counts) > 0,
        lambda counts: by_logs(counts).round(1),
        lambda counts: counts / counts.sum(),
        lambda counts: by_logs(counts).max(),
        lambda counts: by_logs(counts + 1),
        lambda counts: np.zeros(counts.shape),
        columns_forgotten,
        row_taken_for_column,
        of_sums(1, 1),
        of_sums(0, 1),
        log_of_zero,
    ],
}
NOT_TOLD = {
    "q3": [
        ([[1, 0], [0, 1], [1, 0]], "No other row"),
        ([[1, 0], [0, 1], [0, 1]], "Rows 0 and 2"),
        ([[5, 1], [1, 0]], "another row than 1"),
    ],
    "q4": [
        (lambda cosine: 1 - cosine, "not so far apart"),
        (root_of_negative, "never below 0"),
    ],
    "q5": [
        (lambda counts: np.zeros(counts.shape), "is missing"),
        (columns_forgotten, "A row or a column of zeros gives nan"),
    ],
}
