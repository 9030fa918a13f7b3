"""A picture of points in a plane, and of the line through the origin that keeps most of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import COLOURS, Picture, new_axes, style
from edu_w2v.classroom.plots.telling import listed, number, pair, plural
from edu_w2v.corpora import Word


def points_in_plane(words: Sequence[Word], points: ArrayLike) -> Picture:
    """Draw words as points of a plane, their best line through the origin, and how far each is from it.

    The best line is the one with the smallest sum of squared distances: the first direction of the
    singular value decomposition. Its other name is the line that keeps most of the squared lengths.

    Parameters
    ----------
    words : sequence of str, length V
    points : array_like, shape (V, 2)
        Words that lie on one spot get one label.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If `points` is not a matrix with two numbers for each word, or all of them are 0.

    Examples
    --------
    >>> points_in_plane(["kale", "pizza"], [[1, 1], [2, 2]]).alt.split(". ")[-1]
    'It keeps 100 % of the squared lengths.'
    """
    at = _checks.real_array("points", points, 2).astype(np.float64)
    if at.shape != (len(words), 2):
        raise ValueError(
            f"points must have two numbers for each of the {len(words)} words, but has shape {at.shape}."
        )
    _, lengths, directions = np.linalg.svd(at, full_matrices=False)
    if lengths[0] == 0:
        raise ValueError("points must not all be at the origin: then no line is better than another.")
    best = directions[0] * (1 if directions[0].sum() >= 0 else -1)
    feet = np.outer(at @ best, best)
    away = np.linalg.norm(at - feet, axis=1)
    reach = 1.25 * float(np.linalg.norm(at, axis=1).max())
    axes = new_axes(8, 6)
    with style():
        axes.axline((0, 0), tuple(best), color=COLOURS["orange"], ls="--", label="best line")
        for point, foot in zip(at, feet, strict=True):
            axes.plot(*zip(point, foot, strict=True), ":", color=COLOURS["grey"], lw=1.8)
        axes.plot(*at.T, "o", ms=11, color=COLOURS["blue"])
        spots: dict[tuple[float, float], list[Word]] = {}
        for word, point in zip(words, at, strict=True):
            x, y = (point / reach).round(2) * reach
            spots.setdefault((x, y), []).append(word)
        across = np.array([-best[1], best[0]])
        middle = float(at[:, 0].min() + at[:, 0].max()) / 2
        for (x, y), here in spots.items():
            above = np.dot((x, y), across) >= -1e-9 * reach  # away from the line
            axes.annotate(
                ", ".join(here), (x, y), (0, 12 if above else -24), textcoords="offset points",
                ha="left" if x < middle else "right",
            )  # fmt: skip
        axes.axhline(0, color=COLOURS["grey"], lw=0.8)
        axes.axvline(0, color=COLOURS["grey"], lw=0.8)
        axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
        axes.margins(0.3, 0.2)
        axes.legend(loc="best")
    kept = float(lengths[0] ** 2 / (lengths**2).sum())
    told = [f"{listed(here)} at {pair(spot)}" for spot, here in spots.items()]
    slope = f"slope {number(best[1] / best[0])}" if abs(best[0]) > 1e-9 else "upright"
    far = int(away.argmax())
    off = f" Farthest from it is {words[far]}, {number(away[far])}." if away[far] > 1e-9 else ""
    return Picture(
        axes,
        f"{plural(len(words), 'word')} as points in a plane: {'; '.join(told)}. The best line "
        f"through the origin, {slope}, is dashed.{off} It keeps {100 * kept:.0f} % of the squared "
        "lengths.",
    )
