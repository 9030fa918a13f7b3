"""The exercises of notebook 06: pairs, the first loss, subsampling, updates, the best score."""

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise

q1 = Exercise(
    solution=18,
    code="2 * (5 + 4)  # 5 pairs of neighbours, 4 of next-but-one neighbours, each in both orders",
    why="At distance 1 there are 5 places for a pair, at distance 2 there are 4, and each pair "
    "is used twice: once with each of its words as the centre.",
    hints=[
        "Count the pairs at distance 1 first, then those at distance 2.",
        "The words at the ends have fewer neighbours.",
    ],
    mistakes=[
        (24, "Words near the ends have fewer than 4 neighbours, and a word is not its own neighbour."),
        (9, "Each pair counts twice, since either word may be the centre."),
        (30, "That pairs every word with every other; the window reaches 2 words only."),
    ],
)

q2 = Exercise(
    solution=16 * float(np.log(2)),
    code="import numpy as np\n\n16 * np.log(2)",
    why="With C = 0 every score is 0, so each of the K + 1 = 16 questions is answered with "
    "probability 1/2, and its surprise is log 2.",
    hints=["How many questions are asked for one positive pair?", "σ(0) = 1/2, and log is natural."],
    mistakes=[
        (15 * float(np.log(2)), "You counted the negatives but forgot the positive."),
        (16.0, "The loss is in nats: use the natural logarithm, np.log."),
        (float(np.log(2)), "That is the surprise of one question; there are K + 1."),
    ],
    tolerance=1e-3,
)


def keep_probability(f: float, t: float) -> float:
    return float(min(1.0, np.sqrt(t / f) + t / f))


def _keep_without_bound(f: float, t: float) -> float:
    return float(np.sqrt(t / f) + t / f)


def _keep_of_the_paper(f: float, t: float) -> float:
    return float(min(1.0, np.sqrt(t / f)))


def _drop(f: float, t: float) -> float:
    return 1.0 - keep_probability(f, t)


q3 = Exercise(
    solution=keep_probability,
    why="The more frequent a word is above the threshold, the fewer of its occurrences are kept; "
    "a probability is never above 1.",
    hints=["Write t/f once and use it twice.", "What must happen to a word rarer than the threshold?"],
    mistakes=[
        (_keep_without_bound, "For rare words this is above 1; a probability needs min(1, …)."),
        (_keep_of_the_paper, "This is equation 5 of the paper; the program adds t/f to the root."),
        (_drop, "This is the probability of dropping the word, not of keeping it."),
    ],
    trials=[(0.084, 1e-3), (0.002, 1e-3), (1e-5, 1e-3), (0.5, 1e-4)],
    random_trials=lambda rng: (float(10 ** rng.uniform(-5, -0.5)), float(10 ** rng.uniform(-5, -2))),
)


def _any_steps(
    rng: np.random.Generator,
) -> tuple[NDArray[np.floating], NDArray[np.integer], NDArray[np.floating]]:
    """Return a matrix, rows of it that may repeat, and a step for each."""
    rows, dimension, steps = (int(n) for n in rng.integers(1, 5, 3))
    matrix, moves = rng.normal(size=(rows + steps, dimension)).round(1), slice(rows, None)
    return matrix[:rows], rng.integers(0, rows, steps), matrix[moves]


def add_steps(
    C: NDArray[np.floating], ids: NDArray[np.integer], steps: NDArray[np.floating]
) -> NDArray[np.floating]:
    np.add.at(C, ids, steps)
    return C


def _add_losing(
    C: NDArray[np.floating], ids: NDArray[np.integer], steps: NDArray[np.floating]
) -> NDArray[np.floating]:
    C[ids] += steps
    return C


def _subtract(
    C: NDArray[np.floating], ids: NDArray[np.integer], steps: NDArray[np.floating]
) -> NDArray[np.floating]:
    np.subtract.at(C, ids, steps)
    return C


q4 = Exercise(
    solution=add_steps,
    why="C[ids] += steps reads all rows, adds, and writes all rows back: of a repeated row only the "
    "last sum survives. np.add.at adds one after the other.",
    hints=[
        "Try it with ids = [1, 1] and look at row 1.",
        "A loop over ids is right; NumPy has a function with .at that does the same.",
    ],
    mistakes=[
        (_add_losing, "When an id is there twice, one of its two steps is lost."),
        (_subtract, "The steps are to be added; the sign is already in them."),
    ],
    trials=[
        (np.zeros((3, 2)), np.array([1, 1]), np.array([[1.0, 0.0], [0.0, 2.0]])),
        (np.ones((3, 2)), np.array([0, 2]), np.array([[1.0, 1.0], [3.0, 3.0]])),
    ],
    random_trials=lambda rng: _any_steps(rng),
)

q5 = Exercise(
    solution=0.0,
    code="import numpy as np\n\nnp.log(0.1 / (2 * 0.2 * 0.25))",
    why="The score that loses least is log P/Q = PMI − log K. Here pulls and pushes are equally "
    "frequent, so the best score is 0.",
    hints=["Pushes come with frequency Q = K · P(w) · p_α(c).", "The best σ is P / (P + Q)."],
    mistakes=[
        (float(np.log(2)), "That is the PMI; each positive brings K = 2 negatives, so subtract log K."),
        (0.5, "That is the best probability; the score is the number whose sigmoid it is."),
        (float(np.log(4)), "K multiplies the pushes: it stands below the line."),
    ],
    tolerance=1e-3,
)
