"""Exercises of notebook 03: the sigmoid and the loss."""

import numpy as np

from edu_w2v.classroom.exercises import Exercise
from edu_w2v.objective import log_sigmoid

q1 = Exercise(
    solution=float(np.log(9)),
    why="σ(x) = 0.9 means e^x = 0.9 / 0.1 = 9: the score is the logarithm of the odds.",
    hints=[
        "Write σ(x) = 0.9 and solve it for e^(−x).",
        "e^(−x) = 1/0.9 − 1 = 1/9. Take the logarithm of both sides.",
    ],
    mistakes=[
        (float(-np.log(9)), "The sign is wrong: a probability above 0.5 needs a score above 0."),
        (float(1 / (1 + np.exp(-0.9))), "That is σ(0.9). The probability is given; find the score."),
        (float(-np.log(0.9)), "That is the surprise at an event of probability 0.9, not a score."),
        (9.0, "That is e^x. One logarithm is left to take."),
        (float(np.log10(9)), "Take the natural logarithm, np.log, not the one to base 10."),
    ],
    rounded=1,
    code="import numpy as np\n\nnp.log(0.9 / 0.1)  # 2.1972",
)

q2 = Exercise(
    solution=float(6 * np.log(2)),
    why="At the start all scores are 0, so each of the K + 1 = 6 questions costs −log 0.5 = log 2.",
    hints=[
        "What is the score of any pair when all context vectors are 0?",
        "How many questions does one positive with five negatives make?",
    ],
    mistakes=[
        (float(5 * np.log(2)), "Do not forget the question about the positive: there are K + 1."),
        (6.0, "That is in bits (log to base 2). Losses are in nats here: use the natural logarithm."),
        (float(-6 * np.log(2)), "The sign: a loss is minus the logarithm of a probability."),
        (float(np.log(2)), "That is one question. All of them together are asked for."),
    ],
    rounded=1,
    code="import numpy as np\n\n6 * np.log(2)  # 4.1589",
)


def my_log_sigmoid(x: float) -> float:
    return float(-np.logaddexp(0, -x))


def _naive(x: float) -> float:
    with np.errstate(over="ignore", divide="ignore"):
        return float(np.log(1 / (1 + np.exp(-np.float64(x)))))


def _wrong_side(x: float) -> float:
    return float(-np.logaddexp(0, x))


def _softplus(x: float) -> float:
    return float(np.logaddexp(0, -x))


q3 = Exercise(
    solution=my_log_sigmoid,
    why="log(1 + e^(−x)) is log(e^0 + e^(−x)), which is what np.logaddexp(0, −x) computes safely.",
    hints=[
        "log σ(x) = −log(1 + e^(−x)). The 1 can be written as a power of e.",
        "np.logaddexp(a, b) is log(e^a + e^b). What are a and b here?",
    ],
    mistakes=[
        (
            _naive,
            "Right for small scores, but for x = −1000 it gives −inf: e^1000 overflows, or σ becomes 0.",
        ),
        (_wrong_side, "That is log σ(−x), the log-probability of the other answer."),
        (_softplus, "The sign: the logarithm of a probability is never above 0."),
    ],
    trials=[(0.0,), (2.0,), (-3.0,), (-1000.0,), (1000.0,)],
    random_trials=lambda rng: (round(float(rng.normal(scale=5)), 1),),
)


def loss_of_scores(x_pos: float, x_neg: list[float]) -> float:
    return float(-log_sigmoid(x_pos) - log_sigmoid(-np.array(x_neg)).sum())


def _no_minus(x_pos: float, x_neg: list[float]) -> float:
    return float(-log_sigmoid(x_pos) - log_sigmoid(x_neg).sum())


def _mean(x_pos: float, x_neg: list[float]) -> float:
    return float(-log_sigmoid(x_pos) - log_sigmoid(-np.array(x_neg)).mean())


def _log_likelihood(x_pos: float, x_neg: list[float]) -> float:
    return -loss_of_scores(x_pos, x_neg)


q4 = Exercise(
    solution=loss_of_scores,
    why="The right answer for a negative is −, whose probability is σ(−x); K + 1 surprises are added.",
    hints=[
        "Add K + 1 numbers: one for the positive, one for each negative.",
        "For the positive it is −log σ(x), for a negative −log σ(−x).",
        "−log_sigmoid(x_pos) − log_sigmoid(−x).sum(), where x is np.array(x_neg).",
    ],
    mistakes=[
        (_no_minus, "You ask for + at the negatives too: their right answer is −, with σ(−x)."),
        (_mean, "The negatives are added, not averaged."),
        (_log_likelihood, "The sign: this is what should become large. The loss is minus that."),
    ],
    trials=[(1.0, [0.5, -1.5]), (0.0, [0.0, 0.0, 0.0]), (-2.0, [3.0])],
    random_trials=lambda rng: (
        round(float(rng.normal()), 1),
        [float(x) for x in rng.normal(size=rng.integers(1, 5)).round(1)],
    ),
)

q5 = Exercise(
    solution=float(np.log(3)),
    why=(
        "The cheapest probability is the share of +, 3 out of 4. The score with σ(x) = 3/4 is log(3/1): "
        "the logarithm of how many times more often the pair is real than made up."
    ),
    hints=[
        "The total cost is −3 log σ(x) − log σ(−x). Draw it, or try a few scores.",
        "It is lowest where σ(x) is 3/4. Which x is that?",
    ],
    mistakes=[
        (0.75, "That is the best probability. The score is what the sigmoid turns into 0.75."),
        (3.0, "That is the ratio of + to −. The score is its logarithm."),
        (float(np.log(0.75)), "That is the logarithm of the probability; σ of it is not 0.75."),
        (float(-np.log(3)), "The sign: the pair is real more often than not, so the score is above 0."),
    ],
    rounded=4,
    code="import numpy as np\n\nnp.log(3 / 1)  # 1.0986",
)
