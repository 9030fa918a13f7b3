"""Exercises of notebook 02: rows of counts, angles, PPMI."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise, OpenQuestion
from edu_w2v.cooccurrence import cooccurrence_matrix
from edu_w2v.corpora import state_of_the_union
from edu_w2v.similarity import cosine_matrix

Table = NDArray[Any]

q1 = Exercise(
    solution=0.96,
    why="The dot product is 3 · 4 + 4 · 3 = 24, both lengths are √(9 + 16) = 5, and 24 / 25 = 0.96.",
    hints=[
        "Three steps: the dot product, the two lengths, the division.",
        "The dot product is 12 + 12. By Pythagoras each length is 5.",
    ],
    mistakes=[
        (24, "That is the dot product. Divide it by both lengths."),
        (24 / 49, "You took 3 + 4 as the length. By Pythagoras it is the root of 9 + 16."),
        (4.8, "You divided by one length only. Divide by both, 5 · 5."),
        (1.0, "That would be so if both pointed the same way. (3, 4) and (4, 3) have different slopes."),
        (2.4, "You divided by the sum of the lengths, 10. Divide by their product, 25."),
        (
            0.0384,
            "You forgot the roots: the length is the root of the sum of the squares, 5 and not 25.",
        ),
    ],
    code="(3 * 4 + 4 * 3) / (5 * 5)  # = 0.96",
)

q2 = Exercise(
    solution=2 / 3,
    why=(
        "With radius 2 each word of a document of three is a neighbour of the two others. Kale has "
        "Bob, dislikes and itself; lettuce has Bob, dislikes and itself. They share two of three, and "
        "both lengths are √3."
    ),
    hints=[
        "Which neighbours has kale with radius 2? Do not forget kale itself.",
        "Both rows have three ones. How many of them stand in the same column?",
    ],
    mistakes=[
        (0.5, "That is the result with radius 1. With radius 2, Bob becomes a neighbour of both."),
        (1.0, "So it is without the diagonal. With it, kale has itself and lettuce has itself."),
        (2.0, "That is the dot product. Divide it by both lengths, √3 · √3."),
        (0.0, "They share dislikes, and with radius 2 also Bob."),
        (
            1 / 3,
            "They share two words of three, dislikes and Bob, not one. Or did you divide 2 by 3 + 3? "
            "The lengths are √3, and you divide by their product.",
        ),
        (2 / 9, "You forgot the roots: both lengths are √3 and not 3."),
    ],
    rounded=2,
    code="""\
from edu_w2v.cooccurrence import cooccurrence_matrix
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.similarity import cosine_similarity

words, wide = cooccurrence_matrix(BOB_PIZZA, radius=2, presence=True, include_self=True)
answer = cosine_similarity(*wide[words.encode(["kale", "lettuce"])])""",
)


def _faulty_nearest(i: int, table: Any) -> int:
    return int(np.argsort(-cosine_matrix(np.array(table, dtype=float))[i], kind="stable")[1])


def _shows_the_fault(table: Any, right: Any) -> bool:
    return 2 <= len(table) <= 3 and _faulty_nearest(1, table) == 1


def _is_table(table: Any) -> bool:
    try:
        return bool(np.asarray(table, dtype=float).ndim == 2)
    except (TypeError, ValueError):  # a text, or rows of different lengths
        return False


def _fails_because(table: Any) -> str:
    """Say why a table of two or three rows does not show the fault."""
    rows = np.array(table, dtype=float)
    answer = _faulty_nearest(1, rows)
    if answer == 1:
        return ""
    twin = cosine_matrix(rows) > 1 - 1e-12
    if twin[1, 0]:
        return "rounding"
    if len(rows) == 3 and twin[1, 2]:
        return "later twin"
    if len(rows) == 3 and twin[0, 2]:
        return "twins elsewhere"
    return f"no twin, {answer}"


def _no_row_is_zero(table: Any) -> bool:
    return bool(np.asarray(table, dtype=float).any(axis=1).all())


q3 = Exercise(
    solution=[[1, 0], [1, 0]],
    why=(
        "Rows 0 and 1 point the same way, so both have cosine 1 with row 1. The sort keeps the order "
        "of equal ones: row 0 comes first, and row 1 itself is the second. Twins are just the words "
        "that one looks for. Take row i out before the maximum is taken."
    ),
    hints=[
        "When is row 1 itself not the first of the sorted rows?",
        "Row 1 has cosine 1 with itself. Which other row has cosine 1 too, and comes before it?",
    ],
    mistakes=[
        (
            [[1, 0], [0, 1]],
            "Here row 1 has the largest cosine with itself alone. It stands first, and the function "
            "answers 0.",
        ),
        (
            [[0, 1], [1, 0], [1, 0]],
            "You have twins, rows 1 and 2. But row 1 comes before its twin, so it is still the first, "
            "and the function answers 2.",
        ),
    ],
    must=[
        (
            _is_table,
            "The answer should be a table: a list of rows, all with as many numbers.",
        ),
        (lambda table: 2 <= len(table) <= 3, "The table should have two or three rows."),
        (_no_row_is_zero, "A row of zeros points nowhere and has no cosine."),
        (
            lambda table: _fails_because(table) != "later twin",
            "Row 2 points the same way as row 1. But it comes after row 1, so row 1 is still the first, "
            "and the function answers 2.",
        ),
        (
            lambda table: _fails_because(table) != "twins elsewhere",
            "Rows 0 and 2 point the same way, but row 1 does not: it has the largest cosine with itself "
            "alone. It stands first, and the function answers 0.",
        ),
        *(
            (
                lambda table, answer=answer: _fails_because(table) != f"no twin, {answer}",
                "No other row points the same way as row 1, so row 1 itself stands first. The function "
                f"answers {answer}.",
            )
            for answer in (0, 2)
        ),
        (
            lambda table: _fails_because(table) != "rounding",
            "Row 0 points the same way as row 1, or nearly. But rounding decides here which comes "
            "first, and row 1 is not the second. Take small whole numbers.",
        ),
        (
            lambda table: _faulty_nearest(1, table) == 1,
            "For this table the function answers another row than 1.",
        ),
    ],
    same=_shows_the_fault,
    code="answer = [[1, 0], [1, 0]]",
)


def distance_of_tips(cosine: float) -> float:
    """Return how far apart the tips of two arrows of length 1 are."""
    return np.sqrt(2 - 2 * cosine)


q4 = Exercise(
    solution=distance_of_tips,
    why=(
        "(u − v)·(u − v) = u·u − 2 u·v + v·v = 1 − 2x + 1, and the distance is its root. It falls as "
        "the cosine rises, so on vectors of length 1 the nearest words by distance and by cosine are "
        "the same."
    ),
    hints=[
        "(u − v)·(u − v) is u·u − 2 u·v + v·v.",
        "Both vectors have length 1, so u·u = v·v = 1, and u·v is the cosine.",
        "The distance is the root of (u − v)·(u − v).",
    ],
    mistakes=[
        (lambda cosine: 2 - 2 * cosine, "That is the square of the distance; take the root."),
        (
            lambda cosine: 1 - cosine,
            "That is 1 − cosine, which is called the cosine distance; the tips are mostly further "
            "apart. Or did you write ** 1/2? Python takes the power first; write ** 0.5.",
        ),
        (
            lambda cosine: np.sqrt(2 - 2 * np.cos(cosine)),
            "You took the cosine of the cosine: the argument is the cosine already, not the angle.",
        ),
        *(
            (
                lambda cosine, digits=digits: round(float(distance_of_tips(cosine)), digits),
                f"Right, but rounded to {digits} digits: return all of them.",
            )
            for digits in (2, 3, 4)
        ),
        (
            lambda cosine: np.sqrt(1 - cosine),
            "A factor is missing: u·u and v·v give 1 each, and u·v comes twice.",
        ),
        (
            lambda cosine: np.sqrt(max(0, 1 - 2 * cosine)),
            "Both u·u and v·v give 1; you have one of them.",
        ),
        (
            lambda cosine: np.sqrt(2 + 2 * cosine),
            "That is the length of u + v. For u − v the mixed term is minus.",
        ),
        (
            lambda cosine: np.arccos(cosine),
            "That is the angle, the way along the circle. The tips are joined by a straight line.",
        ),
        (
            lambda cosine: np.sqrt(max(0, 1 - cosine**2)),
            "That is the sine: the height of one tip above the other arrow, not the distance of the "
            "tips.",
        ),
        (lambda cosine: np.sqrt(2 - cosine), "The mixed term comes twice: −2 u·v."),
    ],
    must=[
        (
            lambda d, cosine: np.isrealobj(d) and not np.isnan(d),
            "nan, or a complex number: usually the root of a negative number. Look at the signs.",
        ),
        (lambda d, cosine: d >= 0, "A distance is never below 0."),
    ],
    trials=[(1.0,), (0.0,), (-1.0,), (0.5,), (0.96,)],
    random_trials=lambda rng: (float(rng.uniform(-1, 1).__round__(2)),),
)


def my_ppmi(counts: Table) -> Table:
    """Return max(0, log(n(w, c) n / (n(w) n(c)))), and 0 where a count is 0."""
    counts = np.asarray(counts, dtype=float)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    table = np.zeros(counts.shape)
    seen = counts > 0
    table[seen] = np.maximum(0, np.log(counts[seen] / expected[seen]))
    return table


def _pmi(counts: Table, uncut: bool = False, base: float = np.e, transposed: bool = False) -> Table:
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    expected = (np.outer(columns, rows) if transposed else np.outer(rows, columns)) / counts.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.log(counts / expected) / np.log(base)
    return table if uncut else np.maximum(0, table)


def _random_counts(rng: np.random.Generator) -> tuple[Table]:
    counts = rng.integers(0, 5, size=rng.integers(2, 5, size=2))
    counts[0, 0] += 1  # not all of them are zero
    return (counts,)


def _of_speeches() -> Table:
    vocabulary, counts = cooccurrence_matrix(state_of_the_union(1990), radius=5, min_count=5)
    frequent = vocabulary.ids_by_count(100)
    return counts[frequent][:, frequent].toarray()


def _without_total(counts: Table) -> Table:
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.log(counts / np.outer(counts.sum(axis=1), counts.sum(axis=0)))
    return np.where(counts > 0, np.maximum(0, table), 0)


def _mended(counts: Table, rows: bool) -> Table:
    table = _pmi(np.asarray(counts, float))
    if rows:
        table[counts.sum(axis=1) == 0] = 0
    else:
        table[:, counts.sum(axis=0) == 0] = 0
    return table


def _of_rows_alone(counts: Table, by_index: bool) -> Table:
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=1)) / counts.sum()
    if not by_index:
        return np.where(counts > 0, np.maximum(0, np.log(counts / expected)), 0)
    table, seen = np.zeros(counts.shape), counts > 0
    table[seen] = np.maximum(0, np.log(counts[seen] / expected[seen]))
    return table


def _exchanged_by_index(counts: Table) -> Table:
    expected = np.outer(counts.sum(axis=0), counts.sum(axis=1)) / counts.sum()
    table, seen = np.zeros(counts.shape), counts > 0
    table[seen] = np.maximum(0, np.log(counts[seen] / expected[seen]))
    return table


def _unasked_log(counts: Table) -> Table:
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    table = np.zeros(counts.shape)
    for i, j in np.ndindex(*counts.shape):
        table[i, j] = max(0, math.log(counts[i, j] * counts.sum() / (rows[i] * columns[j])))
    return table


def _log_of_counts(counts: Table) -> Table:
    return np.log(np.maximum(counts, 1))


q5 = Exercise(
    solution=my_ppmi,
    why=(
        "np.outer of the row sums and the column sums, divided by the sum of all, is the table of what "
        "chance would give. Only where a count is above 0 is the logarithm taken; elsewhere PPMI is 0, "
        "also where a whole row or column is 0 and the division would have no result."
    ),
    hints=[
        "First make the table of what chance would give: row sum times column sum, divided by the sum "
        "of all.",
        "np.outer(rows, columns) multiplies each row sum by each column sum.",
        "Fill a table of zeros only where counts > 0: there the logarithm exists.",
    ],
    mistakes=[
        (
            lambda counts: _pmi(np.asarray(counts, float)),
            "Right where all counts are above 0. A row or a column of zeros gives nan: 0 divided by 0. "
            "PPMI is 0 there.",
        ),
        (
            lambda counts: np.where(counts > 0, _pmi(np.asarray(counts, float), uncut=True), 0),
            "The negative ones are left. PPMI is max(0, PMI).",
        ),
        (
            lambda counts: np.where(counts > 0, _pmi(np.asarray(counts, float), base=2), 0),
            "That is in bits. Use the natural logarithm, np.log.",
        ),
        (
            lambda counts: _mended(counts, rows=True),
            "Rows of zeros are mended, columns of zeros still give nan.",
        ),
        (
            lambda counts: _mended(counts, rows=False),
            "Columns of zeros are mended, rows of zeros still give nan.",
        ),
        (
            _without_total,
            "Your table is 0 everywhere. Did you divide n(w) n(c) by n, the sum of all counts? Did you "
            "write the values into the table?",
        ),
        (
            lambda counts: _of_rows_alone(counts, by_index=False),
            "The sums of the rows are taken twice: the second should be the sums of the columns.",
        ),
        (
            lambda counts: _of_rows_alone(counts, by_index=True),
            "You multiply the sums of the rows with themselves. The second should be those of the "
            "columns.",
        ),
        (
            _exchanged_by_index,
            "The sums of rows and of columns have changed places: in np.outer the rows come first.",
        ),
        (
            _unasked_log,
            "Where a count is 0 your function stops, since 0 has no logarithm. PPMI is 0 there: ask "
            "for it before you take the logarithm.",
        ),
        (
            lambda counts: np.where(counts > 0, _pmi(np.asarray(counts, float), transposed=True), 0),
            "Row sums and column sums are exchanged: the sum of a row belongs to the word of that row.",
        ),
        (
            lambda counts: np.where(counts > 0, np.exp(_pmi(np.asarray(counts, float), uncut=True)), 0),
            "That is the ratio. PMI is its logarithm.",
        ),
        (
            _log_of_counts,
            "That is the logarithm of the count. Divide it first by what chance would give.",
        ),
    ],
    must=[
        (
            lambda table, counts: np.shape(table) == np.shape(counts),
            "The result should have the shape of the counts.",
        ),
        (
            lambda table, counts: np.isfinite(table).all(),
            "There is an infinite number or nan in your table; PPMI is 0 there.",
        ),
        (lambda table, counts: np.min(table) >= 0, "PPMI is never below 0."),
    ],
    trials=[
        (np.array([[2, 1], [1, 4]]),),
        (np.array([[0, 2], [2, 0]]),),
        (np.array([[3, 0, 1], [1, 1, 0]]),),
        (np.array([[0, 0], [1, 2]]),),
        (np.array([[1, 0], [2, 0]]),),
        (np.array([[1, 2], [4, 1]]),),
        (np.array([[0, 0, 0], [1, 0, 2], [0, 3, 1]]),),
        (np.array([[0, 1, 0], [0, 2, 1], [0, 0, 3]]),),
        (_of_speeches(),),
    ],
    random_trials=_random_counts,
    times=40,
    seconds=60,
)

q6 = OpenQuestion(
    "A cell such as:\n"
    'interact(lambda d: nearest_words("gold", vocabulary, short[:, :d], top=5), d=(2, 100));\n'
    "With 2 numbers the list is as good as chance. With 10 silver comes first, beside circulation, "
    "specie and debt: the first lines keep coarse differences, such as between the themes of the "
    "speeches, here money. From 30 on, and some steps before, the five are the same as with 100: "
    "silver, coin, bullion, circulation, specie. More numbers tell finer differences apart; too few "
    "let words of one theme fall together.",
    hints=["Look at d = 2, 5, 10, 30 and 100, and say for each which theme the five words share."],
)
