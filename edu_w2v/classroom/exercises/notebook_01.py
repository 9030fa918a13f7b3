"""Exercises of notebook 01: counting neighbours."""

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise

DOCUMENT = ["a", "b", "c", "d", "e"]
COUNTS = np.array([[0, 2, 0], [2, 0, 1], [0, 1, 0]])
FULL = np.array([[3, 1], [1, 2]])

q1 = Exercise(
    solution=14,
    why=(
        "From left to right the five words have 2, 3, 4, 3 and 2 neighbours: words near an end of the "
        "document have fewer. Pairs are ordered, so (a, b) and (b, a) are two of them."
    ),
    hints=[
        "Count the neighbours of each of the five words, then add.",
        "The first word has no neighbour on its left. How many has it on its right?",
        "The words have 2, 3, … neighbours; the numbers read the same from the right.",
    ],
    mistakes=[
        (20, "Not every word has 4 neighbours: the document ends."),
        (7, "Pairs are ordered: (a, b) and (b, a) are two pairs."),
        (19, "A word is not its own neighbour here; leave the centre out."),
        (
            10,
            "There are 4 pairs at distance 1 and 3 at distance 2, each in both orders.",
        ),
        (25, "That pairs every word with every word, itself included; the window reaches 2 words only."),
        (8, "That is radius 1. With radius 2, words two places away are neighbours too."),
    ],
    code="2 + 3 + 4 + 3 + 2  # = 14",
)


def _any_place(rng: np.random.Generator) -> tuple[list[str], int, int]:
    """Return a document in which words repeat, a place in it, and a radius."""
    document = [str(word) for word in rng.choice(list("abcd"), rng.integers(1, 8))]
    return document, int(rng.integers(len(document))), int(rng.integers(1, 5))


def neighbours(document: list[str], i: int, radius: int) -> list[str]:
    left = document[max(0, i - radius) : i]
    right = document[i + 1 : i + 1 + radius]
    return left + right


q2 = Exercise(
    solution=neighbours,
    why=(
        "Without max(0, …) a start such as 0 - 1 = -1 counts from the end of the list, and neighbours "
        "are lost without any error. A slice that runs past the end of a list simply stops there."
    ),
    hints=[
        "Take two slices, one to the left of place i and one to the right of it, and add them.",
        "The left slice ends before i, and the right slice starts at i + 1.",
        "What is document[-1:1]? Keep the start of the left slice from going below 0 with max.",
    ],
    mistakes=[
        (
            lambda document, i, radius: document[i - radius : i] + document[i + 1 : i + 1 + radius],
            "Near the left end, i - radius is negative, and Python then counts from the end of the "
            "list. Use max(0, i - radius).",
        ),
        (
            lambda document, i, radius: document[max(0, i - radius) : i + 1 + radius],
            "The word itself is among the neighbours; leave place i out.",
        ),
        (
            lambda document, i, radius: document[max(0, i - radius) : i] + document[i + 1 : i + radius],
            "One neighbour on the right is missing: the end of a slice is not part of it.",
        ),
        (
            lambda document, i, radius: document[max(0, i - radius) : i],
            "These are the neighbours on the left only.",
        ),
    ],
    trials=[
        (DOCUMENT, 2, 1),
        (DOCUMENT, 1, 2),
        (DOCUMENT, 4, 2),
        (["a", "b", "a"], 1, 1),
        (["a"], 0, 1),
    ],
    random_trials=lambda rng: _any_place(rng),
)

q3 = Exercise(
    solution=4,
    why=(
        "The row of likes holds Bob 2, pizza 1 and wings 1. Its sum counts the neighbours that the word "
        "had at all its places: likes occurs twice, each time with two neighbours."
    ),
    hints=[
        "Look at the row of likes in the plain counts.",
        "Add Bob's cell, pizza's cell and the cell of wings.",
    ],
    mistakes=[
        (3, "That is the number of cells that are not zero; add the numbers in them."),
        (2, "That is how often likes occurs, and also Bob's cell alone: add all cells of the row."),
        (6, "Do not count the word as its own neighbour: the diagonal is zero in the plain counts."),
    ],
    code=(
        "from edu_w2v.cooccurrence import cooccurrence_matrix\n"
        "from edu_w2v.corpora import BOB_PIZZA\n"
        "\n"
        "vocabulary, counts = cooccurrence_matrix(BOB_PIZZA, radius=1)\n"
        'answer = counts[vocabulary.id("likes")].sum()  # = 4'
    ),
)


def density_of(table: NDArray[np.int64]) -> float:
    return float((table != 0).mean())


q4 = Exercise(
    solution=density_of,
    why="The mean of True and False is the share of True. All V × V cells are counted, zero or not.",
    hints=[
        "How many cells are not zero, and how many cells are there?",
        "table != 0 is a table of True and False; table.size is the number of cells.",
    ],
    mistakes=[
        (
            lambda table: (table != 0).sum() / len(table),
            "You divide by the number of words V. The number of cells is V × V.",
        ),
        (
            lambda table: table.sum() / table.size,
            "You add the counts; count the cells that are not zero.",
        ),
        (lambda table: (table == 0).mean(), "That is the share of cells that are zero."),
        (lambda table: (table != 0).sum(), "That is how many cells are not zero; what share of all?"),
        (lambda table: 100 * (table != 0).mean(), "That is in percent. A share lies between 0 and 1."),
    ],
    trials=[(COUNTS,), (FULL,), (np.eye(4, dtype=np.int64),)],
    random_trials=lambda rng: (rng.integers(0, 3, rng.integers(1, 5, 2)),),
)


def _any_counts(rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a symmetric table, in which some words are their own neighbours."""
    half = rng.poisson(0.5, [rng.integers(1, 5)] * 2)
    return half + half.T


def article_table(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    table = (counts > 0).astype(np.int64)
    np.fill_diagonal(table, 1)
    return table


q5 = Exercise(
    solution=article_table,
    why=(
        "Two changes: every count above 0 becomes 1, and the diagonal becomes 1, because a word is "
        "always present in its own window."
    ),
    hints=[
        "Two things change: the size of the numbers and the diagonal.",
        "counts > 0 is a table of True and False; .astype(int) turns it into ones and zeros.",
        "np.fill_diagonal(table, 1) writes 1 into the diagonal of a table and returns nothing.",
    ],
    mistakes=[
        (lambda counts: (counts > 0).astype(int), "The diagonal is still as it was; it should be 1."),
        (
            lambda counts: counts + np.eye(len(counts), dtype=int),
            "The diagonal is set, but counts above 1 must become 1.",
        ),
        (
            lambda counts: (counts > 0) + np.eye(len(counts), dtype=int),
            "A word that already stood next to itself now has 2 in the diagonal; it should be 1.",
        ),
        (
            lambda counts: np.eye(len(counts), dtype=int),
            "Only the diagonal is left; keep the neighbours.",
        ),
    ],
    trials=[(COUNTS,), (FULL,)],
    random_trials=lambda rng: (_any_counts(rng),),
)

q6 = Exercise(
    solution=10,
    why=(
        "50,000 × 50,000 cells of 4 bytes are 10,000,000,000 bytes, which is 10 GB: four times as many "
        "cells as for half the words."
    ),
    hints=["How many cells has the table?", "Each cell takes 4 bytes, and a GB is 10⁹ bytes."],
    mistakes=[
        (0.0002, "A table has a row for each word and a column for each word: V × V cells, not V."),
        (20, "A float64 takes 8 bytes, but a float32 takes 4."),
        (80, "A float32 takes 32 bits, and that is 4 bytes."),
        (10e9, "That is in bytes; a GB is 10⁹ of them."),
        (2.5, "That is the number of cells in thousands of millions; each takes 4 bytes."),
    ],
    tolerance=0.01,
    code="50_000**2 * 4 / 1e9  # = 10.0",
)
