"""Answers to the exercises of notebook 02."""

import math

import numpy as np


def cosines(i, rows):
    return rows @ rows[i] / (np.linalg.norm(rows, axis=1) * np.linalg.norm(rows[i]))


def by_loop(i, rows):
    best = None
    for j, row in enumerate(rows):
        if j != i:
            cosine = row @ rows[i] / math.sqrt((row @ row) * (rows[i] @ rows[i]))
            if best is None or cosine > best[0]:
                best = (cosine, j)
    return best[1]


def second_of_argsort(i, rows):
    return int(np.argsort(cosines(i, rows))[-2])


def second_of_descending(i, rows):
    return int(np.argsort(-cosines(i, rows))[1])


def second_by_value(i, rows):
    c = cosines(i, rows)
    return int(np.flatnonzero(c == np.sort(c)[-2])[0])


def own_set_to_zero(i, rows):
    c = cosines(i, rows)
    c[i] = 0
    return int(np.argmax(c))


def best_from_zero(i, rows):
    best, where = 0, 0
    for j, c in enumerate(cosines(i, rows)):
        if j != i and c > best:
            best, where = c, j
    return where


def equal_rows_dropped(i, rows):
    c = cosines(i, rows)
    c[(rows == rows[i]).all(axis=1)] = -2
    return int(np.argmax(c))


def l1(i, rows):
    unit = rows / np.abs(rows).sum(axis=1, keepdims=True)
    c = unit @ unit[i]
    c[i] = -np.inf
    return int(np.argmax(c))


def root_forgotten(i, rows):
    c = rows @ rows[i] / (rows**2).sum(axis=1)
    c[i] = -np.inf
    return int(np.argmax(c))


def wrong_axis(i, rows):
    unit = rows / np.linalg.norm(rows, axis=0, keepdims=True)
    c = unit @ unit[i]
    c[i] = -2
    return int(np.argmax(c))


def pmi_in_logarithms(n_both, n_word, n_context, n):
    return math.log(n_both) + math.log(n) - math.log(n_word) - math.log(n_context)


RIGHT = {
    "q1": [0.96, 24 / 25, np.float64(0.96), np.dot([3, 4], [4, 3]) / 25],
    "q2": [
        lambda u, v: sum(u * v) / (sum(u**2) * sum(v**2)) ** 0.5,
        lambda u, v: np.dot(u / np.linalg.norm(u), v / np.linalg.norm(v)),
        lambda u, v: np.float32(u @ v / np.sqrt((u @ u) * (v @ v))),
    ],
    "q3": [2 / 3, 0.67, 0.667, 0.6667],
    "q4": [
        pmi_in_logarithms,
        lambda n_both, n_word, n_context, n: np.log((n_both / n) / (n_word / n * n_context / n)),
    ],
    "q5": [by_loop],
    "q6": [0.0084, 0.008, 0.00845, 100 / 11_835],
}
WRONG = {
    "q1": [0.9, 1, 0.98, -0.96, 96, "0.96"],
    "q2": [
        lambda u, v: abs(u @ v) / np.sqrt((u @ u) * (v @ v)),
        lambda u, v: max(0, u @ v / np.sqrt((u @ u) * (v @ v))),
        lambda u, v: 1 - u @ v / np.sqrt((u @ u) * (v @ v)),
        lambda u, v: u @ v / (np.abs(u).sum() * np.abs(v).sum()),
        lambda u, v: np.arccos(u @ v / np.sqrt((u @ u) * (v @ v))),
    ],
    "q3": [0.66, 0.6, 0.7, 1 / 3, 0.5, 1],
    "q4": [
        lambda n_both, n_word, n_context, n: np.log(n_both * n // (n_word * n_context)),
        lambda n_both, n_word, n_context, n: np.log10(n_both * n / (n_word * n_context)),
    ],
    "q5": [
        second_of_argsort,
        second_of_descending,
        second_by_value,
        own_set_to_zero,
        best_from_zero,
        equal_rows_dropped,
        l1,
        root_forgotten,
        wrong_axis,
    ],
    "q6": [0.84, 0.01, 0.0085],
}
NOT_TOLD = {"q5": [(wrong_axis, "dot products")]}
