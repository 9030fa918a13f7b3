"""Exercises of notebook 04: gradients."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise
from edu_w2v.objective import sgns_gradients, sigmoid

Vector = NDArray[np.floating]

q1 = Exercise(
    solution=np.array([-1.0, 0.5]),
    why="The score is 0, so σ − 1 = −0.5: half wrong. Times the other vector, w = (2, −1).",
    hints=[
        "∂L/∂c_pos = w (σ(c_pos·w) − 1). What is the dot product here?",
        "The dot product is 1·2 + 2·(−1) = 0, and σ(0) = 0.5.",
    ],
    mistakes=[
        (np.array([1.0, -0.5]), "The sign: σ − 1 is below 0. Yours is the step that the vector takes."),
        (
            np.array([-0.5, -1.0]),
            "That is ∂L/∂w. The gradient of c_pos is a multiple of the other vector.",
        ),
        (np.array([0.0, 0.0]), "A score of 0 is not an error of 0: σ(0) is 0.5, and the answer is +."),
    ],
    code="import numpy as np\n\nnp.array([2, -1]) * (0.5 - 1)",
)


def gradient_c_neg(w: Vector, c_neg: Vector) -> Vector:
    return w * sigmoid(c_neg @ w)


def _as_positive(w: Vector, c_neg: Vector) -> Vector:
    return w * (sigmoid(c_neg @ w) - 1)


def _of_w(w: Vector, c_neg: Vector) -> Vector:
    return c_neg * sigmoid(c_neg @ w)


def _minus(w: Vector, c_neg: Vector) -> Vector:
    return -w * sigmoid(c_neg @ w)


q2 = Exercise(
    solution=gradient_c_neg,
    why="How wrong, σ(c_neg·w), times the other vector, w: the last line of chain N1.",
    hints=[
        "How wrong is a model that gives + the probability σ, when the answer is −?",
        "Multiply that by the vector that is not c_neg.",
    ],
    mistakes=[
        (_as_positive, "That is the gradient of a positive. The error of a negative is σ itself."),
        (_of_w, "The other vector is w: c_neg is the one that you differentiate by."),
        (
            _minus,
            "The sign: your result is the direction of the step, the gradient points the other way.",
        ),
    ],
    trials=[
        (np.array([1.0, 0.5]), np.array([1.0, -1.0])),
        (np.array([1.0, 2.0, -1.0]), np.array([0.5, -2.0, 1.0])),
    ],
    random_trials=lambda rng: tuple(rng.normal(size=(2, rng.integers(1, 4))).round(1)),
)


def slope_of(f: Callable[[float], float], x: float) -> float:
    h = 1e-5
    return float((f(x + h) - f(x - h)) / (2 * h))


def _one_sided(f: Callable[[float], float], x: float) -> float:
    h = 1e-5
    return float((f(x + h) - f(x)) / h)


def _not_halved(f: Callable[[float], float], x: float) -> float:
    h = 1e-5
    return float((f(x + h) - f(x - h)) / h)


def _backwards(f: Callable[[float], float], x: float) -> float:
    return -slope_of(f, x)


q3 = Exercise(
    solution=slope_of,
    why="Two points, 2h apart; as they lie on both sides, the error falls with h², not with h.",
    hints=[
        "Evaluate f on both sides of x, at x + h and at x − h, with a small h such as 1e-5.",
        "The slope is the difference of the two values over the distance of the two points.",
    ],
    mistakes=[
        (_one_sided, "You look on one side only: the error falls with h, not with h². Use x − h too."),
        (_not_halved, "The two points are 2h apart, not h."),
        (_backwards, "The sign: the value on the right minus the value on the left."),
    ],
    trials=[(abs, 0.0), (np.exp, 0.0), (np.sin, 2.0), (sigmoid, 1.0)],
    tolerance=1e-4,  # h may be 0.01; looking on one side only is found out at the kink of abs
)

q4 = Exercise(
    solution=float(2 * sigmoid(0.5) - 1),
    why="The pull σ − 1 and the push σ act on one vector and add up to 2σ − 1: zero at the score 0.",
    hints=[
        "The word has two roles. Write down the factor of w in each role.",
        "As the positive it is σ − 1, as the negative σ. The vector is the same: add.",
    ],
    mistakes=[
        (float(sigmoid(0.5) - 1), "That is the positive alone. The word is a negative too."),
        (0.5, "That is the score; what is asked for is made of σ of it."),
        (float(sigmoid(0.5)), "That is the negative alone. The word is the positive too."),
        (0.0, "Pull and push cancel only when the score is 0."),
        (
            float(2 * sigmoid(0.5)),
            "That is two negatives. One of the two roles is that of the positive.",
        ),
    ],
    rounded=2,
    code="from edu_w2v.objective import sigmoid\n\n2 * sigmoid(0.5) - 1  # 0.2449",
)


def _any_vectors(rng: np.random.Generator) -> tuple[Vector, Vector, Vector, float]:
    """Return vectors of a few dimensions, with one negative or more, and a learning rate."""
    negatives, dimension = (int(n) for n in rng.integers(1, 4, 2))
    vectors = rng.normal(size=(negatives + 2, dimension)).round(1)
    return vectors[0], vectors[1], vectors[2:], float(rng.choice([0.1, 0.5, 1.0]))


def sgd_step(w: Vector, c_pos: Vector, C_neg: Vector, rate: float) -> tuple[Vector, Vector, Vector]:
    dw, dc_pos, dC_neg = sgns_gradients(w, c_pos, C_neg)
    return w - rate * dw, c_pos - rate * dc_pos, C_neg - rate * dC_neg


def _early(w: Vector, c_pos: Vector, C_neg: Vector, rate: float) -> tuple[Vector, Vector, Vector]:
    new = w - rate * sgns_gradients(w, c_pos, C_neg)[0]
    _, dc_pos, dC_neg = sgns_gradients(new, c_pos, C_neg)
    return new, c_pos - rate * dc_pos, C_neg - rate * dC_neg


def _uphill(w: Vector, c_pos: Vector, C_neg: Vector, rate: float) -> tuple[Vector, Vector, Vector]:
    return sgd_step(w, c_pos, C_neg, -rate)


def _only_w(w: Vector, c_pos: Vector, C_neg: Vector, rate: float) -> tuple[Vector, Vector, Vector]:
    return sgd_step(w, c_pos, C_neg, rate)[0], c_pos, C_neg


q5 = Exercise(
    solution=sgd_step,
    why="All three gradients are taken at the old vectors; only then do all three vectors move.",
    hints=[
        "Call sgns_gradients once, before anything changes.",
        "Each new vector is the old one minus rate times its gradient; return the three as a tuple.",
    ],
    mistakes=[
        (_early, "You use the new w for the gradients of the context vectors: take all of them first."),
        (_uphill, "The loss rises: a gradient points uphill, so subtract it."),
        (_only_w, "The context vectors must move as well as w."),
    ],
    trials=[
        (np.array([1.0, 0.5]), np.array([0.2, 1.6]), np.array([[1.0, -1.0], [-1.0, -1.0]]), 0.5),
        (np.array([1.0]), np.array([-2.0]), np.array([[0.5]]), 0.1),
    ],
    random_trials=lambda rng: _any_vectors(rng),
)
