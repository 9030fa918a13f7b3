"""Exercises of notebook 04: gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise, OpenQuestion
from edu_w2v.corpora import state_of_the_union
from edu_w2v.derivations import Chain, Line
from edu_w2v.objective import sigmoid
from edu_w2v.training.expected import pair_probabilities
from edu_w2v.vocabulary import Vocabulary

Matrix = NDArray[np.floating]

q1 = Exercise(
    solution=np.array([0.5, 0.5, -2.0]),
    why="All scores are 0, so all errors are one half in size. The gradient is −0.5·(1, 0, 1) "
    "+ 0.5·(0, 2, 2) + 0.5·(2, −1, 1) = (0.5, 0.5, 1), and the step goes against it.",
    hints=[
        "Begin with the three scores. How wrong is the model at a score of 0, about a +, about a −?",
        "∂L/∂w = c_pos·(0.5 − 1) + c_neg_1·0.5 + c_neg_2·0.5. Then w moves by minus that.",
    ],
    mistakes=[
        (np.array([0.5, 0.5, 1.0]), "That is the gradient: now take the step, w minus η times it."),
        (np.array([-0.5, -0.5, -1.0]), "That is the step; add it to w to say where w is after it."),
        (np.array([-0.5, -0.5, 2.0]), "All signs are the other way round."),
        (np.array([1.5, 1.5, 0.0]), "That is uphill: the step goes against the gradient."),
        (np.array([1.0, 1.0, -1.0]), "A score of 0 is no error of 0: σ(0) is one half."),
        (np.array([1.5, 1.0, -0.5]), "That is the pull of the positive alone; the negatives push."),
        (np.array([0.0, 0.5, -2.5]), "Those are the pushes of the negatives alone; the positive pulls."),
        (np.array([2.5, 1.5, 1.0]), "You let the negatives pull: their error is σ, so they push."),
        (np.array([-0.5, 0.5, -3.0]), "You let the positive push: its error is σ − 1, so it pulls."),
        (np.array([1.5, 0.0, -1.5]), "That is without the second negative, (2, −1, 1)."),
        (np.array([0.5, 1.5, -1.0]), "That is without the first negative, (0, 2, 2)."),
        (np.array([1.0, 1.0, -2.5]), "A pull goes along c_pos, not towards its mark; a push likewise."),
        (np.array([1.5, 0.5, 0.5]), "That is where c_pos is after the step; w was asked for."),
        (
            np.array([5, 5, -8]) / 6,
            "The loss is the sum of the surprises, not their mean.",
        ),
        (
            np.array([1.0, 0.75, -1.25]),
            "The pushes of the two negatives are added, not averaged.",
        ),
        (
            np.array([2.0, 1.0, 0.0]),
            "You added all of c_pos: its error is one half, and the negatives push too.",
        ),
        (np.array([0.0, 0.0, -3.0]), "Each error is one half, since σ(0) = 0.5; you took 1."),
    ],
    code="import numpy as np\n\nw, c_pos = np.array([1, 1, -1]), np.array([1, 0, 1])\n"
    "C_neg = np.array([[0, 2, 2], [2, -1, 1]])\n"
    "answer = w - (c_pos * (0.5 - 1) + C_neg[0] * 0.5 + C_neg[1] * 0.5)",
)

q2 = Exercise(
    solution=float(-np.log(2)),
    why="One pull, σ − 1, and two pushes, 2σ, act on one row of C and add up to 3σ − 1. That is 0 where "
    "σ(x) = 1/3, one part + to two parts −, so e to the power x is 1/2.",
    hints=[
        "The row of the word plays three roles. Write down the factor of w in each and add.",
        "3σ(x) − 1 = 0, so σ(x) = 1/3. Which x has the sigmoid 1/3?",
    ],
    mistakes=[
        (0.0, "That would be right for one negative: 2σ − 1. Here the word is drawn twice."),
        (float(np.log(2)), "The sign: two pushes need a probability below one half."),
        (1 / 3, "That is the probability σ(x) at which it stays; the score x was asked for."),
        (
            float(-np.log(3)),
            "That is log(1/3). If 1/3 is your probability: the score is the logarithm of the odds, "
            "σ/(1 − σ). If 1/3 are your odds, with σ = 1/4: there are two pushes, not three.",
        ),
        (0.25, "That is a probability, not a score; and it would belong to three pushes and one pull."),
        (2 / 3, "That is the probability of −, 1 − σ(x); the score x was asked for."),
        (-0.7, "You are right, but rounded to one decimal: give two."),
        (
            0.5,
            "0.5 is not the score. As a probability it would belong to one pull and one push; as the "
            "odds, one + to two −, take its logarithm.",
        ),
    ],
    rounded=2,
    code="import numpy as np\n\nanswer = np.log((1 / 3) / (2 / 3))  # σ = 1/3",
)

DW = r"\frac{\partial}{\partial w}"
# fmt: off
SQUARED = Chain(
    "squared error",
    (
        Line(rf"{DW}(1-s)^2", "the loss",
             lambda p: p.partial(lambda q: (1 - q.s) * (1 - q.s), "w")),
        Line(rf"«2(1-s)»\;{DW}«(1-s)»", "chain rule, square",
             lambda p: 2 * (1 - p.s) * p.partial(lambda q: 1 - q.s, "w")),
        Line(rf"«-»2(1-s)\;{DW}«s»", "the derivative of 1 is 0",
             lambda p: -2 * (1 - p.s) * p.partial(lambda q: q.s, "w")),
        Line(r"-2(1-s)\,«c_{pos}\,s(1-s)»", "by W4",
             lambda p: -2 * (1 - p.s) * (p.c_pos * p.s * (1 - p.s))),
        Line(r"-2\,c_{pos}\,s\,«(1-s^2)»", "the two brackets together",
             lambda p: -2 * p.c_pos * p.s * (1 - p.s * p.s)),
        Line(r"-2\,c_{pos}\,«(s-s^3)»", "multiply out",
             lambda p: -2 * p.c_pos * (p.s - p.s * p.s * p.s)),
        Line(r"«2\,c_{pos}\,(s^3-s)»", "the minus sign goes inside",
             lambda p: 2 * p.c_pos * (p.s * p.s * p.s - p.s)),
    ),
    lambda p: (1 - p.s) * (1 - p.s),
    "w",
    rf"{DW}(1-s)^2",
)
"""A derivation with a fault in line 5, which must be (1 − s)², not 1 − s²: exercise 3."""
# fmt: on

q3 = Exercise(
    solution=5,
    why="(1 − s)(1 − s) is (1 − s)², not 1 − s². Lines 6 and 7 follow rightly from the wrong line 5. "
    "The true end, −2·c_pos·s·(1 − s)², also says what is bad about this loss: where the model is sure "
    "and wrong, s is near 0, and so is the gradient. With −log s it is near −c_pos there.",
    hints=[
        "Do not trust your eye. Choose w and c_pos, and compute line after line with NumPy.",
        "Where a line has a ∂, use central_difference for what stands under it. The value of lines 1 to "
        "4 is one vector; which line has another?",
    ],
    mistakes=[
        (1, "Line 1 is what is to be derived: it has no line before."),
        (2, "Line 2 is the chain rule: the derivative of u² is 2u times that of u, with u = 1 − s."),
        (3, "Line 3 is right: 1 does not change, and the minus before s moves out."),
        (4, "Line 4 is right: it puts in the last line of W4."),
        (6, "Line 6 is wrong as a gradient, but it equals line 5. Which line was wrong first?"),
        (7, "Line 7 is wrong as a gradient, but it equals line 6. Which line was wrong first?"),
        ([5, 6, 7], "Of these give the first alone: one number."),
    ],
    code="""import numpy as np

from edu_w2v.gradcheck import central_difference
from edu_w2v.objective import BY_HAND, sigmoid

w, c = BY_HAND.w, BY_HAND.c_pos
s = sigmoid(c @ w)
print(1, central_difference(lambda w: (1 - sigmoid(c @ w)) ** 2, w))
print(2, 2 * (1 - s) * central_difference(lambda w: 1 - sigmoid(c @ w), w))
print(3, -2 * (1 - s) * central_difference(lambda w: sigmoid(c @ w), w))
print(4, -2 * (1 - s) * c * s * (1 - s))
print(5, -2 * c * s * (1 - s**2))
answer = 5""",
)


def boxes(w: Matrix, c_pos: Matrix) -> tuple[Any, ...]:
    s = sigmoid(c_pos @ w)
    return 1 / s, w * s * (1 - s), s - 1


def _boxes_of_products(w: Matrix, c_pos: Matrix) -> tuple[Any, ...]:
    """Return the boxes with the products of the coordinates in place of the score."""
    s = sigmoid(w * c_pos)
    return 1 / s, w * s * (1 - s), s - 1


def _lines_agree(result: Any, w: Matrix, c_pos: Matrix) -> bool:
    """Return whether −A·B = w·C, whatever stands in the boxes."""
    a, b, c = (np.asarray(box) for box in result)
    with np.errstate(all="ignore"):
        return bool(np.allclose(-a * b, w * c))


Box = Callable[[Any, Any, Any], Any]


def _filled(
    a: Box = lambda w, c, s: 1 / s,
    b: Box = lambda w, c, s: w * s * (1 - s),
    c: Box = lambda w, c, s: s - 1,
) -> Any:
    """Return `boxes` with some box filled in another way: with a function of w, c_pos and s."""
    return lambda w, c_pos: tuple(box(w, c_pos, sigmoid(c_pos @ w)) for box in (a, b, c))


q4 = Exercise(
    solution=boxes,
    why="That is P1, and by the same steps N1: only the names of the vectors differ from W2 and W3. The "
    "gradient of a context vector is how wrong, s − 1, times the other vector, w.",
    hints=[
        "A is what the rule for log gives. B is W4 with w and c_pos exchanged. C follows from both.",
        "W4 ends in the other vector times σ(1 − σ). The other vector of c_pos is w.",
        "−A·B = −w(1 − s). Take the minus sign inside.",
    ],
    mistakes=[
        (
            _filled(b=lambda w, c, s: c * s * (1 - s)),
            "B: you differentiate by c_pos, so the other vector, w, is left over.",
        ),
        (
            _filled(b=lambda w, c, s: s * (1 - s)),
            "B: the derivative by a vector is a vector; the other vector is missing.",
        ),
        (
            _filled(b=lambda w, c, s: w * s),
            "B: the derivative of σ is σ(1 − σ); you have only σ.",
        ),
        (
            _filled(b=lambda w, c, s: w * (1 - s)),
            "B: the derivative of σ is σ(1 − σ); you have only 1 − σ.",
        ),
        (
            _filled(b=lambda w, c, s: w),
            "B: that is the derivative of the score; σ has a slope as well, σ(1 − σ).",
        ),
        (
            _filled(c=lambda w, c, s: 1 - s),
            "C: the minus sign before the bracket has to go inside.",
        ),
        (
            _filled(c=lambda w, c, s: s),
            "C: of the positive the error is s − 1; s is the error of a negative.",
        ),
        (_filled(c=lambda w, c, s: w * (s - 1)), "C: w stands before the box already."),
        (_filled(a=lambda w, c, s: s), "A: the derivative of log s is 1/s times that of s."),
        (_filled(a=lambda w, c, s: 1 / (1 - s)), "A: under the logarithm stands s, not 1 − s."),
        (_filled(a=lambda w, c, s: -1 / s), "A: the minus sign stands before the bracket already."),
        (
            _filled(a=lambda w, c, s: -1 / s, b=lambda w, c, s: -w * s * (1 - s)),
            "A and B: two minus signs cancel, but neither belongs: the derivative of log s is +1/s "
            "times that of s, and σ rises.",
        ),
        (
            _filled(lambda w, c, s: 1 / (1 - s), lambda w, c, s: w * s * (1 - s), lambda w, c, s: -s),
            "Your s falls where the score rises: σ(x) is 1/(1 + e to the power −x), with the minus.",
        ),
        (
            _boxes_of_products,
            "The score is one number, the dot product: write c_pos @ w. A product with * has a number "
            "for each coordinate.",
        ),
    ],
    must=[
        (
            _lines_agree,
            "Lines 6 and 10 must be equal: −A·B = w·C. With your boxes they are not.",
        ),
        (
            lambda result, w, c_pos: (
                len(w) == 1 or (1,) not in (np.shape(result[0]), np.shape(result[2]))
            ),
            "A and C are numbers. Yours, or one of them, is an array with one number in it.",
        ),
    ],
    trials=[(np.array([1.0, 0.5]), np.array([0.2, 1.6])), (np.array([2.0]), np.array([-1.0]))],
    random_trials=lambda rng: tuple(rng.normal(size=(2, rng.integers(1, 5))).round(1) + 0.0),
)


def a_real_text() -> tuple[list[str], Matrix, Matrix]:
    """Return 191 words of recent State of the Union messages, and P and Q of their pairs.

    Q(w, c) = K P(w) p_α(c), with K = 5 and α = 0.75; the window reaches two words to either side.

    Examples
    --------
    >>> words, P, Q = a_real_text()
    >>> len(words), P.shape, round(float(Q.sum()), 6)
    (191, (191, 191), 5.0)
    """
    documents = state_of_the_union(2001, 2026)
    vocabulary = Vocabulary(documents, min_count=100)
    known = [[word for word in document if word in vocabulary] for document in documents]
    P = pair_probabilities(known, vocabulary, radius=2)
    return list(vocabulary.words), P, 5 * np.outer(P.sum(axis=1), vocabulary.noise_distribution())


def mean_gradients(W: Matrix, C: Matrix, P: Matrix, Q: Matrix) -> tuple[Matrix, Matrix]:
    p = sigmoid(W @ C.T)
    error = P * (p - 1) + Q * p
    return error @ C, error.T @ W


def _draw(rng: np.random.Generator) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    V, d = rng.integers(1, 5), rng.integers(1, 4)
    W, C = rng.normal(size=(2, V, d)).round(1) + 0.0  # no -0.0
    P, Q = rng.uniform(size=(2, V, V)).round(2)
    return W, C, P, Q


def _built(
    error: Box = lambda P, Q, p: P * (p - 1) + Q * p,
    by_w: Box = lambda error, W, C: error @ C,
    by_c: Box = lambda error, W, C: error.T @ W,
) -> Any:
    """Return `mean_gradients` with another matrix of errors, or other products of it."""

    def gradients(W: Matrix, C: Matrix, P: Matrix, Q: Matrix) -> tuple[Any, Any]:
        errors = error(P, Q, sigmoid(W @ C.T))
        return by_w(errors, W, C), by_c(errors, W, C)

    return gradients


GOING_DOWN = """from ipywidgets import interact

from edu_w2v.classroom.exercises.notebook_04 import a_real_text
from edu_w2v.classroom.plots import learning_rates
from edu_w2v.objective import log_sigmoid

words, P_real, Q_real = a_real_text()


def real_losses(rate, steps=100):
    W_real, C_real = np.random.default_rng(0).normal(scale=0.05, size=(191, 20)), np.zeros((191, 20))
    losses = []
    for _ in range(steps + 1):
        x = W_real @ C_real.T
        losses.append(-(P_real * log_sigmoid(x) + Q_real * log_sigmoid(-x)).sum())
        dW, dC = mean_gradients(W_real, C_real, P_real, Q_real)
        W_real, C_real = W_real - rate * dW, C_real - rate * dC
    return losses


@interact(rate=(1.0, 25.0, 2.0))
def look_real(rate=15.0):
    return learning_rates({rate: real_losses(rate)}, 2.365)"""
"""What exercise 5 goes on to do with the gradients: the descent, the mean loss and a slider."""

q5 = Exercise(
    solution=mean_gradients,
    why="Each cell of P pulls its pair with weight P·(σ − 1), each cell of Q pushes it with weight Q·σ. "
    "All cells together are one matrix of errors; times C it gives the gradient of W, and turned round, "
    "times W, that of C. A rate near 15 does well on this text; 1 has hardly begun after 100 steps, "
    "and 25 jumps about. The rate may be larger than for six words because a row moves by its share of "
    "the mean. The largest share is 0.08 here, that of *the*, and 0.33 there, that of *likes*; and in "
    "the run with 25 the loss begins to rise at step 16, and it is the context vector of *the* that "
    "jumps farthest.",
    hints=[
        "Begin with one cell: what is the derivative of −P log σ(x) − Q log σ(−x) by the score x?",
        "error = P·(σ − 1) + Q·σ, a matrix with a row for each centre and a column for each context.",
        "The gradient of row w of W is the sum over c of error[w, c]·C[c]: a matrix product.",
    ],
    mistakes=[
        (_built(lambda P, Q, p: P * (p - 1)), "These are the pulls alone; Q pushes, with the error σ."),
        (_built(lambda P, Q, p: Q * p), "These are the pushes alone; P pulls, with the error σ − 1."),
        (
            _built(lambda P, Q, p: P * (1 - p) - Q * p),
            "The sign: that is the step downhill, not the gradient.",
        ),
        (
            _built(lambda P, Q, p: (P + Q) * (p - 1)),
            "A pair of Q is answered −, so its error is σ, not σ − 1.",
        ),
        (
            _built(lambda P, Q, p: (P + Q) * p),
            "A pair of P is answered +, so its error is σ − 1, not σ.",
        ),
        (
            _built(lambda P, Q, p: P * (p - 1) - Q * p),
            "The pushes have the error +σ: they go the other way.",
        ),
        (
            _built(lambda P, Q, p: P * (p - 1) + Q * (1 - p)),
            "A pair of Q is answered −, so its error is σ, not 1 − σ.",
        ),
        (
            _built(lambda P, Q, p: P * (1 - p) + Q * p),
            "A pair of P is answered +, so its error is σ − 1, not 1 − σ: it pulls.",
        ),
        (
            _built(lambda P, Q, p: (p - 1) + p),
            "Each cell counts with its weight: the pulls with P, the pushes with Q.",
        ),
        (_built(lambda P, Q, p: P * (p - 1) + 5 * Q * p), "K is in Q already: do not multiply by it."),
        (
            _built(lambda P, Q, p: P * (p.T - 1) + Q * p.T),
            "The rows of P and Q are centres: the scores are W @ C.T. Yours are turned round.",
        ),
        (
            lambda W, C, P, Q: [
                M - dM for M, dM in zip((W, C), mean_gradients(W, C, P, Q), strict=True)
            ],
            "Those are W and C after a step; return the gradients alone.",
        ),
        (
            _built(by_c=lambda error, W, C: error @ W),
            "C: a row of C is a column of the errors; transpose them.",
        ),
        (
            _built(by_w=lambda error, W, C: error.T @ C),
            "W: its rows are the rows of the errors; do not transpose them.",
        ),
        (
            _built(
                by_w=lambda error, W, C: error @ W,
                by_c=lambda error, W, C: error.T @ C,
            ),
            "How wrong times the *other* vector: exchange W and C.",
        ),
        (
            _built(
                by_w=lambda error, W, C: error.T @ W,
                by_c=lambda error, W, C: error @ C,
            ),
            "The order: first the gradient of W, then that of C.",
        ),
    ],
    must=[
        (
            lambda result, *_: isinstance(result, tuple | list) and len(result) == 2,
            "Return two matrices: the gradient of W, and that of C.",
        )
    ],
    code=GOING_DOWN,
    trials=[(np.eye(2), np.array([[0.0, 1.0], [2.0, 0.0]]), np.eye(2) / 2, np.full((2, 2), 0.3))],
    random_trials=_draw,
)

q6 = OpenQuestion(
    "At least four things. (1) Other cases: a word drawn twice, a negative that is the positive, "
    "scores so large that a float overflows. The lost accumulation passes wherever no id stands "
    "twice. (2) The loss itself: the check compares a gradient with the function that it is given; if "
    "both forget a term, they agree. (3) What is done with the gradient: a sign, the order of the "
    "updates, the wrong row. The loss may fall all the same, as with the update that comes a step too "
    "early. (4) What is drawn: wrong windows, or negatives from the wrong distribution, make another "
    "loss, and its gradient may be right. So one also tests repeated words, the update itself on one "
    "pair by hand, and the draws by counting them.",
    hints=[
        "What does check_gradients get to see, and what not?",
        "Follow a word through the whole program: window, draw, loss, gradient, update.",
    ],
)
