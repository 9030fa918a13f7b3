"""Answers to the exercises of notebook 03."""

import math

import numpy as np
from scipy.special import log_expit


def branches(x):
    return -math.log1p(math.exp(-x)) if x >= 0 else x - math.log1p(math.exp(x))


def rounded_away(x):
    with np.errstate(all="ignore"):
        return float(np.log(np.float64(1) / (1 + np.exp(np.float64(-x)))))


RIGHT = {
    "q1": [math.log(9), 2.2, 2.197, 2.1972, -math.log(1 / 9)],
    "q2": [6 * math.log(2), 4.2, 4.16, 4.159],
    "q3": [branches, log_expit, lambda x: min(x, 0) - math.log1p(math.exp(-abs(x)))],
    "q4": [
        lambda x_pos, x_neg: np.logaddexp(0, -x_pos) + sum(np.logaddexp(0, x) for x in x_neg),
        lambda x_pos, x_neg: math.log1p(math.exp(-x_pos)) + sum(math.log1p(math.exp(x)) for x in x_neg),
    ],
    "q5": [math.log(3), 1.0986],
}
WRONG = {
    "q1": [2, 2.3, 0.9, -2.2],
    "q2": [4, 5, 3.466],
    "q3": [rounded_away, lambda x: x if x < 0 else 0, lambda x: -math.log1p(math.exp(-x))],
    "q4": [
        lambda x_pos, x_neg: np.logaddexp(0, -x_pos) + np.logaddexp(0, x_neg[0]),
        lambda x_pos, x_neg: np.logaddexp(0, -x_pos),
    ],
    "q5": [1.1, 1.09, 1, 3, 0.75],
}
