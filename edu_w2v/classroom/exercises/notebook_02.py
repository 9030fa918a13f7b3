"""Exercises of notebook 02: cosine similarity and better weights than counts."""

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise

Vector = NDArray[np.float64]
PAIRS = [(np.array(u, float), np.array(v, float)) for u, v in [([3, 4], [4, 3]), ([1, 0, 2], [0, 5, 1])]]
OPPOSITE = np.array([[1.0, 0.0], [-1.0, 0.1], [-2.0, 1.0]])  # all cosines below 0
EQUAL = np.array([[1.0, 2.0], [3.0, 1.0], [3.0, 1.0]])  # a row that is there twice
ROWS = np.array([[1.0, 0.2], [9.0, 9.0], [2.0, 0.0], [-3.0, 0.1]])

q1 = Exercise(
    solution=0.96,
    why="The dot product is 3·4 + 4·3 = 24, and both lengths are √(9 + 16) = 5, so 24 / (5·5) = 0.96.",
    hints=[
        "Three steps: the dot product, the two lengths, the division.",
        "The length of (3, 4) is √(3² + 4²).",
    ],
    mistakes=[
        (24, "That is the dot product; divide it by both lengths."),
        (
            24 / 49,
            "The length is not the sum of the entries, but the square root of the sum of squares.",
        ),
        (24 / 625, "Divide by the lengths, not by their squares: take the square root first."),
        (4.8, "You divided by one length; divide by the other one too."),
        (
            float(np.degrees(np.arccos(0.96))),
            "That is the angle in degrees; the question is about its cosine.",
        ),
    ],
    rounded=2,
    code="(3 * 4 + 4 * 3) / (5 * 5)  # = 0.96",
)


def my_cosine(u: Vector, v: Vector) -> float:
    return float(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))


q2 = Exercise(
    solution=my_cosine,
    why="The dot product grows with both lengths; dividing by both leaves the direction only.",
    hints=[
        "Write the formula u·v / (‖u‖ ‖v‖) with NumPy.",
        "u @ v is the dot product.",
        "np.linalg.norm(u), or np.sqrt(u @ u), is the length of u. Put brackets around the product.",
    ],
    mistakes=[
        (lambda u, v: u @ v, "That is the dot product; divide it by the two lengths."),
        (
            lambda u, v: u @ v / ((u @ u) * (v @ v)),
            "u @ u is the length squared; take its square root.",
        ),
        (
            lambda u, v: u @ v / np.linalg.norm(u) * np.linalg.norm(v),
            "a / b * c is (a / b) * c in Python: put brackets around the product of the lengths.",
        ),
        (
            lambda u, v: np.linalg.norm(u - v),
            "That is the distance between the tips, which grows with the lengths.",
        ),
        (
            lambda u, v: u * v / (np.linalg.norm(u) * np.linalg.norm(v)),
            "u * v multiplies entry by entry; the dot product u @ v also adds them up.",
        ),
    ],
    trials=PAIRS,
    random_trials=lambda rng: tuple(
        rng.integers(1, 9, (2, rng.integers(1, 5))) * rng.choice([-1.0, 1.0], (2, 1))
    ),
)

q3 = Exercise(
    solution=2 / 3,
    why=(
        "At radius 2 both rows also hold Bob: kale has Bob, dislikes and kale; lettuce has Bob, "
        "dislikes and lettuce. They share two of three, so 2 / (√3·√3) = 2/3. The more neighbours they "
        "share, the less the diagonal hurts."
    ),
    hints=[
        "List the words in the row of kale at radius 2, with kale itself.",
        "Each of the two rows holds three ones. How many do they share?",
    ],
    mistakes=[
        (
            0.5,
            "That is radius 1, or radius 2 without the words themselves or without Bob: list both rows.",
        ),
        (1, "Without the diagonal it is 1; here each word is its own neighbour too."),
        (2, "That is the dot product; divide it by both lengths."),
        (2 / 9, "The length of a row of three ones is √3, not 3."),
    ],
    rounded=2,
    code="2 / (3**0.5 * 3**0.5)  # = 0.6667",
)


def pmi(n_both: float, n_word: float, n_context: float, n: float) -> float:
    return float(np.log(n_both * n / (n_word * n_context)))


q4 = Exercise(
    solution=pmi,
    why=(
        "p(w, c) / (p(w)·p(c)) = (n_both / n) / ((n_word / n)·(n_context / n)) = n_both·n / "
        "(n_word·n_context), and PMI is its logarithm."
    ),
    hints=[
        "Turn each count into a probability first: divide it by n.",
        "PMI is the logarithm of p(w, c) divided by p(w)·p(c). Here log is np.log.",
    ],
    mistakes=[
        (
            lambda n_both, n_word, n_context, n: np.log(n_both / (n_word * n_context)),
            "Counts are not probabilities; divide each of them by n.",
        ),
        (
            lambda n_both, n_word, n_context, n: n_both * n / (n_word * n_context),
            "That is the ratio itself; take its logarithm.",
        ),
        (
            lambda n_both, n_word, n_context, n: np.log2(n_both * n / (n_word * n_context)),
            "You took the logarithm to base 2; here it is the natural one, np.log.",
        ),
        (
            lambda n_both, n_word, n_context, n: np.log(n_word * n_context / (n_both * n)),
            "The fraction is upside down: words that meet often should get a large number.",
        ),
        (
            lambda n_both, n_word, n_context, n: max(0.0, np.log(n_both * n / (n_word * n_context))),
            "That is PPMI. PMI may be negative; do not cut it at 0 yet.",
        ),
    ],
    trials=[(2, 4, 4, 16), (1, 100, 100, 1000), (10, 20, 50, 100), (1, 3, 5, 7)],
    random_trials=lambda rng: tuple(int(n) for n in np.sort(rng.integers(1, 500, 4))),
)


def _any_rows(rng: np.random.Generator) -> tuple[int, Vector]:
    """Return one of a few rows of different lengths, and all of them."""
    rows = rng.normal(size=rng.integers(2, 6, 2)).round(1) + 0.05
    return int(rng.integers(len(rows))), rows * rng.choice([1.0, 2.0, 10.0], (len(rows), 1))


def nearest_row(i: int, rows: Vector) -> int:
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = unit @ unit[i]
    cosines[i] = -2  # below every cosine
    return int(np.argmax(cosines))


q5 = Exercise(
    solution=nearest_row,
    why=(
        "Rows of length 1 have their cosines as dot products. The row itself has cosine 1 and would "
        "always win, so it must be taken out before np.argmax."
    ),
    hints=[
        "Make all rows of length 1 first: then a dot product is a cosine.",
        "np.linalg.norm(rows, axis=1, keepdims=True) holds the length of each row.",
        "np.argmax gives the place of the largest number. Which row must not take part?",
    ],
    mistakes=[
        (
            lambda i, rows: i,
            "Every row is nearest to itself, with cosine 1: leave row i out.",
        ),
        (
            lambda i, rows: int(np.argmax(np.where(np.arange(len(rows)) == i, -np.inf, rows @ rows[i]))),
            "You compare dot products, so a long row wins; scale the rows to length 1 first.",
        ),
        (
            lambda i, rows: int(np.argmin(rows @ rows[i] / np.linalg.norm(rows, axis=1))),
            "That is the row that points away the most; the largest cosine is wanted.",
        ),
    ],
    trials=[(0, ROWS), (1, ROWS), (2, ROWS), (0, -np.eye(2) + 2), (0, OPPOSITE), (1, EQUAL), (2, EQUAL)],
    random_trials=lambda rng: _any_rows(rng),
)

q6 = Exercise(
    solution=100 / 11_835,
    why=(
        "V rows of 100 numbers against V rows of V numbers: 100 / V = 0.0084, less than 1 %. It is even "
        "less than the 2.2 % of the cells that are not zero."
    ),
    hints=[
        "How many numbers are in the table, and how many in the short vectors?",
        "V × 100 divided by V × V.",
    ],
    mistakes=[
        (100 * 100 / 11_835, "That is in percent. A share lies between 0 and 1."),
        (11_835 / 100, "Upside down: the short vectors take less, so the share is below 1."),
        (100 / 11_835**2, "There are 100 numbers for each word, so V × 100 in all."),
    ],
    rounded=3,
    code="100 / 11_835  # = 0.0084",
)
