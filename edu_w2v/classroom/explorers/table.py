"""A table of words against words, as a heat map in which a click chooses a cell."""

import json
from collections.abc import Sequence
from typing import Any

from edu_w2v.classroom.scene import TEXT, Point, Scene

STRONGEST = 0.55  # opacity: the numbers stay readable on it in a light and in a dark theme


def draw_table(
    picture: Scene,
    words: Sequence[str],
    values: Any,
    written: str,
    chosen: dict[str, str],
    corner: Point,
    side: float,
) -> None:
    """Draw a square table with its numbers.

    Parameters
    ----------
    picture : Scene
    words : list of str
        The names of the rows, and of the columns.
    values : ndarray, shape (V, V)
        The larger, the darker the cell.
    written : str
        How to write a value, as for `format`.
    chosen : dict
        The traits that hold the chosen row and column, and their values.
    corner : Point
        The upper left corner of the first cell.
    side : float
        The width of the table.
    """
    (row, chosen_row), (column, chosen_column) = chosen.items()
    cell, (left, top) = side / len(words), corner
    largest = max(float(values.max()), 1e-9)
    baseline = cell / 2 + TEXT / 3
    for i, word in enumerate(words):
        picture.text(left - 8, top + i * cell + baseline, word, "end", bold=word == chosen_row)
        picture.text(left + (i + 0.5) * cell + 4, top - 8, word, bold=word == chosen_column, turn=-40)
        for j, other in enumerate(words):
            x, y, value = left + j * cell, top + i * cell, values[i, j]
            strength = STRONGEST * max(0.0, float(value)) / largest
            sets = json.dumps({row: word, column: other})
            picture.box(x, y, cell, cell, "sky", strength, "grey", 0.5, sets)
            picture.text(x + cell / 2, y + baseline, format(value, written), "middle")
    i, j = words.index(chosen_row), words.index(chosen_column)
    picture.box(left + j * cell, top + i * cell, cell, cell, stroke="ink", stroke_width=4)
