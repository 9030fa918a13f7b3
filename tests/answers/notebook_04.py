"""Answers to the exercises of notebook 04."""

import numpy as np

from edu_w2v.objective import sgns_gradients, sigmoid


def slope(h):
    return lambda f, x: (f(x + h) - f(x - h)) / (2 * h)


def one_sided(h):
    return lambda f, x: (f(x + h) - f(x)) / h


def in_place(w, c_pos, C_neg, rate):
    dw, dc_pos, dC_neg = sgns_gradients(w, c_pos, C_neg)
    w -= rate * dw
    c_pos -= rate * dc_pos
    C_neg -= rate * dC_neg
    return [w, c_pos, C_neg]


def without_rate(w, c_pos, C_neg, rate):
    dw, dc_pos, dC_neg = sgns_gradients(w, c_pos, C_neg)
    return w - dw, c_pos - dc_pos, C_neg - dC_neg


RIGHT = {
    "q1": [np.array([-1, 0.5]), [-1, 0.5], (-1.0, 0.5), np.array([2, -1]) * -0.5],
    "q2": [lambda w, c_neg: [x / (1 + np.exp(-np.dot(w, c_neg))) for x in w]],
    "q3": [slope(1e-3), slope(1e-4), slope(1e-5), slope(1e-6), slope(1e-8)],
    "q4": [0.24, 0.245, 0.2449, 2 * sigmoid(0.5) - 1, np.tanh(0.25)],
    "q5": [in_place],
}
WRONG = {
    "q1": [[1, -0.5], [0.5, -1], [-1], [[-1], [0.5]], "-1, 0.5", -1],
    "q2": [lambda w, c_neg: sigmoid(c_neg @ w), lambda w, c_neg: w * sigmoid(-(c_neg @ w))],
    "q3": [
        one_sided(1e-3),
        one_sided(1e-5),
        one_sided(1e-8),
        lambda f, x: (f(x) - f(x - 1e-8)) / 1e-8,
        lambda f, x: f(x + 1e-5) - f(x - 1e-5),
    ],
    "q4": [0.2, 0.25, -0.24, 1],
    "q5": [without_rate, lambda w, c_pos, C_neg, rate: in_place(w, c_pos, C_neg, rate)[0]],
}
