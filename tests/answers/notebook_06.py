"""Answers to the exercises of notebook 06."""

import math

import numpy as np


def by_loop(C, ids, steps):
    for i, step in zip(ids, steps, strict=True):
        C[i] = C[i] + step
    return C


RIGHT = {
    "q1": [18, 18.0, 2 * (5 + 4)],
    "q2": [16 * math.log(2), 11.09, 11.0904],
    "q3": [
        lambda f, t: 1 if f <= t else min(1, math.sqrt(t / f) + t / f),
        lambda f, t: np.minimum((np.sqrt(f / t) + 1) * t / f, 1),
    ],
    "q4": [by_loop, lambda C, ids, steps: by_loop(C.copy(), ids, steps).tolist()],
    "q5": [0, 0.0, 8.9e-16, -1e-17, np.log(0.1 / 0.05) - np.log(2)],
}
WRONG = {
    "q1": ["18", 17, 36, 24],
    "q2": [11, 16, 10.4, -11.09],
    "q3": [lambda f, t: min(1, t / f), lambda f, t: math.sqrt(t / f)],
    "q4": [
        lambda C, ids, steps: np.add.at(C, ids, steps),
        lambda C, ids, steps: steps,
    ],
    "q5": [False, 0j, np.ma.masked, "0", [0], 1, 0.1, None],
}
NOT_TOLD = {"q4": [(WRONG["q4"][0], "Not attempted")]}
