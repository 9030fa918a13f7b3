"""Answers to the exercises of notebook 04."""

from fractions import Fraction

import numpy as np

from edu_w2v.gradcheck import central_difference
from edu_w2v.objective import sigmoid


def boxes_by_differences(w, c_pos):
    s = 1 / (1 + np.exp(-np.dot(w, c_pos)))
    return [s**-1, central_difference(lambda c: sigmoid(c @ w), c_pos, 1e-5), -sigmoid(-(c_pos @ w))]


def boxes_in_exponentials(w, c_pos):
    E = np.exp(-sum(a * b for a, b in zip(w, c_pos, strict=True)))
    return 1 + E, np.array([x * E / (1 + E) ** 2 for x in w]), -E / (1 + E)


def gradients_cell_by_cell(W, C, P, Q):
    dW, dC = np.zeros_like(W), np.zeros_like(C)
    for i, j in np.ndindex(P.shape):
        s = sigmoid(C[j] @ W[i])
        error = P[i, j] * (s - 1) + Q[i, j] * s
        dW[i] += error * C[j]
        dC[j] += error * W[i]
    return [dW, dC]


def gradients_by_sums(W, C, P, Q):
    x = np.einsum("id,jd->ij", W, C)
    error = (P + Q) / (1 + np.exp(-x)) - P
    return np.einsum("ij,jd->id", error, C), np.einsum("ij,id->jd", error, W)


def boxes(a="1 / s", b="w * s * (1 - s)", c="s - 1"):
    return lambda w, c_pos: eval(
        f"({a}, {b}, {c})", {"w": w, "c_pos": c_pos, "s": sigmoid(c_pos @ w), "np": np}
    )


def boxes_of_products(w, c_pos):
    s = sigmoid(w * c_pos)
    return 1 / s, w * s * (1 - s), s - 1


def boxes_falling(w, c_pos):
    s = 1 / (1 + np.exp(c_pos @ w))
    return 1 / s, w * s * (1 - s), s - 1


def boxes_of_an_array(w, c_pos):
    s = sigmoid([c_pos @ w])
    return 1 / s, w * s * (1 - s), s - 1


def gradients_of_the_real_text(W, C, P, Q):
    P_real = Q_real = np.full((191, 191), 0.1)
    s = sigmoid(W @ C.T)
    error = P_real * (s - 1) + Q_real * s
    return error @ C, error.T @ W


def gradients(error, by_w="error @ C", by_c="error.T @ W"):
    def given(W, C, P, Q):
        names = {"W": W, "C": C, "P": P, "Q": Q, "s": sigmoid(W @ C.T)}
        names["error"] = eval(error, names)
        return eval(by_w, names), eval(by_c, names)

    return given


RIGHT = {
    "q1": [
        [0.5, 0.5, -2],
        (0.5, 0.5, -2.0),
        np.array([1, 1, -4]) / 2,
        [Fraction(1, 2), 0.5, Fraction(-2)],
    ],
    "q2": [-0.69, -0.693, -0.6931, np.log(0.5), -np.log(2), np.log(1 / 3) - np.log(2 / 3)],
    "q3": [5, 5.0, np.int64(5)],
    "q4": [boxes_by_differences, boxes_in_exponentials, boxes(b="(s - s**2) * w", c="-(1 - s)")],
    "q5": [gradients_cell_by_cell, gradients_by_sums],
}
WRONG = {
    "q1": [
        [0.5, 0.5, 1],
        [-0.5, -0.5, -1],
        [-0.5, -0.5, 2],
        [1.5, 1.5, 0],
        [1, 1, -1],
        [1.5, 1, -0.5],
        [0, 0.5, -2.5],
        [2.5, 1.5, 1],
        [-0.5, 0.5, -3],
        [1.5, 0, -1.5],
        [0.5, 1.5, -1],
        [1, 1, -2.5],
        [1.5, 0.5, 0.5],
        [5 / 6, 5 / 6, -4 / 3],
        [1, 0.75, -1.25],
        [2, 1, 0],
        [0, 0, -3],
        [0.5, -2],
        "0.5, 0.5, -2",
        0.5,
    ],
    "q2": [
        0,
        0.69,
        1 / 3,
        0.33,
        -1.1,
        -0.7,
        0.5,
        -0.3,
        0.25,
        2 / 3,
        1,
        -1,
        "-0.69",
        2,
        np.log(3),
        np.log(1 / 3),
        np.log(0.5 / 1.5),
    ],
    "q3": [1, 2, 3, 4, 6, 7, 0, 8, [5], "line 5", [5, 6, 7]],
    "q4": [
        boxes(b="c_pos * s * (1 - s)"),
        boxes(b="s * (1 - s)"),
        boxes(b="w * s"),
        boxes(c="1 - s"),
        boxes(c="s"),
        boxes(a="s"),
        boxes(a="np.log(s)"),
        boxes(a="1 / (1 - s)"),
        boxes(a="-1 / s"),
        boxes(a="1 / s", b="w * (1 - s)"),
        boxes(c="w * (s - 1)"),
        boxes(b="-w * s * (1 - s)"),
        boxes(a="-1 / s", b="-w * s * (1 - s)"),
        boxes_of_products,
        boxes(b="w @ c_pos * s * (1 - s)"),
        lambda w, c_pos: (1 / sigmoid(c_pos @ w), w),
        boxes(a="np.inf * s", b="0 * w"),
        boxes_falling,
        boxes_of_an_array,
        lambda w, c_pos: w * (sigmoid(c_pos @ w) - 1),
    ],
    "q5": [
        gradients("P * (s - 1)"),
        gradients("Q * s"),
        gradients("P * (1 - s) - Q * s"),
        gradients("P * (s - 1) + Q * (1 - s)"),
        gradients("P * (1 - s) + Q * s"),
        gradients("P * (s - 1) + 5 * Q * s"),
        gradients("P * (s.T - 1) + Q * s.T"),
        gradients("P * (s - 1) + Q * s", "W - error @ C", "C - error.T @ W"),
        gradients_of_the_real_text,
        gradients("P * (s - 1) + Q * s", by_c="error @ W"),
        gradients("P * (s - 1) + Q * s", "error @ W", "error.T @ C"),
        gradients("P * (s - 1) + Q * s", "error.T @ W", "error @ C"),
        gradients("(P - Q) * (s - 1)"),
        gradients("P * (s - 1) + Q * s", "error * C"),
        gradients("P * np.log(s) + Q * np.log(1 - s)".replace("np.", "__import__('numpy').")),
        gradients("P * (s - 1) + Q * s", "(error @ C).mean(axis=0)"),
        lambda W, C, P, Q: (P * (sigmoid(W @ C.T) - 1) + Q * sigmoid(W @ C.T)) @ C,
    ],
}
NOT_TOLD = {
    "q1": [([-0.5, -0.5, 2], "order")],
    "q2": [(np.log(1 / 3), "At σ = 1/4"), (0.5, "That is e to the power")],
    "q4": [(boxes_of_products, "an array with one number"), (boxes_of_an_array, "Lines 6 and 10")],
}
