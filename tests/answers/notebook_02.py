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
    "q1": ["0.96", [0.96], 24, 4.8, 0.9, 1, 0.98, 16.26, 0.5],
    "q2": [0.66, 0.5, 1, 2, 0.7, 0.75, 0.33, "2/3"],
    "q3": [
        [[1, 0], [0, 1]],
        [[0, 1], [1, 0], [1, 0]],
        [1, 0],
        [[0, 0], [0, 0]],
        [[1], [1], [1], [1]],
        [[1, 2], [3]],
        "twins",
        [[1, 0]],
    ],
    "q4": [
        lambda cosine: 2 - 2 * cosine,
        lambda cosine: 1 - cosine,
        lambda cosine: math.acos(cosine),
        lambda cosine: math.sqrt(1 - cosine**2),
        lambda cosine: math.sqrt(2 + 2 * cosine),
        lambda cosine: math.sqrt(2) * (1 - cosine),
        lambda cosine: -math.sqrt(2 - 2 * cosine),
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
    ],
}
