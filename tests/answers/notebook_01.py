"""Answers to the exercises of notebook 01."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import scipy.sparse as sp


def by_loop(document, i, radius):
    found = []
    for j in range(i - radius, i + radius + 1):
        if j != i and 0 <= j < len(document):
            found.append(document[j])
    return found


def by_enumerate(document, i, radius):
    return [word for j, word in enumerate(document) if 0 < abs(i - j) <= radius]


def filtered_by_word(document, i, radius):
    return [w for w in document[max(0, i - radius) : i + radius + 1] if w != document[i]]


def by_remove(document, i, radius):
    window = document[max(0, i - radius) : i + radius + 1]
    window.remove(document[i])
    return window


def by_index(document, i, radius):
    i = document.index(document[i])
    return document[max(0, i - radius) : i] + document[i + 1 : i + 1 + radius]


def left_by_abs(document, i, radius):
    return document[abs(i - radius) : i] + document[i + 1 : i + 1 + radius]


def set_diagonal(counts):
    table = np.minimum(counts, 1)
    for i in range(len(table)):
        table[i, i] = 1
    return table


RIGHT = {
    "q1": [14, 14.0, np.int64(14), np.array(14), Fraction(14), Decimal(14), np.float32(14), 2 * (4 + 3)],
    "q2": [by_loop, by_enumerate, lambda document, i, radius: tuple(by_loop(document, i, radius))],
    "q3": [4, 4.0, np.int64(4)],
    "q4": [
        lambda table: np.count_nonzero(table) / table.size,
        lambda table: 1 - np.mean(table == 0),
        lambda table: sum(bool(cell) for row in table for cell in row) / (len(table) * len(table[0])),
        lambda table: sp.csr_array(table).nnz / table.size,
    ],
    "q5": [
        set_diagonal,
        lambda counts: ((counts + np.eye(len(counts))) > 0).astype(int),
        lambda counts: np.where(np.eye(len(counts)) == 1, 1, np.sign(counts)),
        lambda counts: sp.csr_array(set_diagonal(counts)),
        lambda counts: pd.DataFrame(set_diagonal(counts)),
        lambda counts: set_diagonal(counts).tolist(),
    ],
    "q6": [10, 10.0, 50_000**2 * 4 / 1e9],
}
WRONG = {
    "q1": [
        "14",
        [14],
        (14,),
        {14},
        [[14]],
        np.array([14]),
        13,
        15,
        28,
        16,
        10,
        12,
        -14,
        14.5,
        True,
        "x",
    ],
    "q2": [
        filtered_by_word,
        by_remove,
        by_index,
        left_by_abs,
        lambda document, i, radius: sorted(by_loop(document, i, radius)),
        lambda document, i, radius: by_loop(document, i, radius)[::-1],
        lambda document, i, radius: set(by_loop(document, i, radius)),
        lambda document, i, radius: by_loop(document, i, 1),
        lambda document, i, radius: " ".join(by_loop(document, i, radius)),
        lambda document, i, radius: print(by_loop(document, i, radius)),
    ],
    "q3": ["4", [4], 5, 8, 2, 3],
    "q4": [
        lambda table: (table > 1).mean(),
        lambda table: np.count_nonzero(table) / (table.size - 1),
        lambda table: round(np.mean(table != 0), 1),
        lambda table: np.count_nonzero(table) // table.size,
    ],
    "q5": [
        lambda counts: counts,
        lambda counts: set_diagonal(counts) > 0,
        lambda counts: np.ones_like(counts),
        lambda counts: np.fill_diagonal(counts, 1),
    ],
    "q6": [1, 100, 10e6, 9.3],
}
NOT_TOLD = {"q2": [(left_by_abs, "counts from the end")]}
