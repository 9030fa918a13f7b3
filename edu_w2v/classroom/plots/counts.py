"""Pictures of counting: a window that slides, tables of words, an angle, how alike words are."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
import scipy.sparse as sp
from matplotlib.colors import LogNorm
from matplotlib.patches import Arc, Rectangle
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import (
    COLOURS,
    SHADES,
    SIGNED,
    TINTS,
    WIDEST,
    Picture,
    new_axes,
    style,
)
from edu_w2v.classroom.plots.telling import fixed, listed, plural
from edu_w2v.cooccurrence import Matrix, windows
from edu_w2v.corpora import Word
from edu_w2v.similarity import cosine_similarity


def sliding_window(document: Sequence[Word], radius: int = 1) -> Picture:
    """Draw each position of the window over a document: the centre filled, its neighbours framed.

    Parameters
    ----------
    document : sequence of str
        Short: every word becomes a row and a column.
    radius : int
        Words on either side.

    Returns
    -------
    Picture

    Examples
    --------
    >>> sliding_window(["Bob", "likes", "pizza"]).alt.split(". ")[-1]
    'Step 3: pizza filled, likes framed.'
    """
    radius = _checks.whole_number("radius", radius)
    n = len(document)
    axes = new_axes(min(max(5.6, 1.6 * n + 1.2), WIDEST), 0.75 * n + 1.3)
    with style():
        for row in range(n):
            for place, word in enumerate(document):
                centre, near = place == row, 0 < abs(place - row) <= radius
                if centre or near:
                    face = COLOURS["blue"] if centre else "white"
                    edge = COLOURS["blue"] if centre else COLOURS["orange"]
                    axes.add_patch(
                        Rectangle((place - 0.44, row - 0.36), 0.88, 0.72, fc=face, ec=edge, lw=2.5)
                    )
                colour = "white" if centre else "black" if near else COLOURS["grey"]
                axes.text(place, row, word, ha="center", va="center", color=colour, fontsize=16)
        axes.set(xlim=(-0.6, n - 0.4), ylim=(n - 0.4, -0.6), xticks=range(n), yticks=range(n))
        axes.set_yticklabels([str(row + 1) for row in range(n)])
        axes.set(xlabel="place in the document, from 0", ylabel="step")
        axes.set_title("filled: word in the middle, framed: its neighbours", loc="left")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    steps = [
        f"Step {i}: {word} filled, {listed(near or ['no word'])} framed."
        for i, (word, near) in enumerate(windows(document, radius), start=1)
    ]
    return Picture(
        axes,
        f"A window of radius {radius} slides over {plural(n, 'word')}, one row a step; the word in the "
        f"middle is filled, its neighbours are framed. {' '.join(steps)}",
    )


def word_table(
    words: Sequence[Word], table: ArrayLike, rows: str = "word", columns: str = "neighbour"
) -> Picture:
    """Draw a table with words on both axes: a colour for each cell, and its number in it.

    Parameters
    ----------
    words : sequence of str, length V
    table : array_like, shape (V, V)
        Whole numbers are written as they are, others with two decimals.
    rows, columns : str
        What the two axes are called.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If `table` is not a matrix of numbers with a row and a column for each word.

    Examples
    --------
    >>> word_table(["Bob", "kale", "likes"], [[0, 0, 2], [0, 0, 0], [2, 0, 0]]).alt.split(". ")[-1]
    'Smallest: 0, for Bob with kale; kale with likes.'
    """
    values = _checks.real_array("table", table, 2)
    n = len(words)
    if values.shape != (n, n):
        raise ValueError(
            f"table must have a row and a column for each of the {n} words, but has shape "
            f"{values.shape}; pass the words that it was made with."
        )
    written = _written(values)
    axes = new_axes(min(0.8 * n + 1.6, WIDEST), 0.55 * n + 1.4)
    with style():
        reach = max(float(np.abs(values).max()), 1e-9)
        below = values.min() < 0  # then the colours reach as far down as up, so that white stays 0
        axes.imshow(
            values,
            cmap=SIGNED if below else TINTS,
            aspect="auto",
            vmin=-reach if below else 0,
            vmax=reach,
        )
        for (i, j), text in np.ndenumerate(written):
            axes.text(j, i, text, ha="center", va="center")
        axes.set_xticks(range(n), words, rotation=35, ha="left", rotation_mode="anchor")
        axes.set_yticks(range(n), words)
        axes.xaxis.set_ticks_position("top")
        axes.xaxis.set_label_position("top")
        axes.set(xlabel=columns, ylabel=rows)
        axes.tick_params(length=0)
        axes.spines[:].set_color("#cccccc")
    return Picture(axes, _told_table(words, written, rows, columns))


def _written(values: NDArray[np.floating]) -> NDArray[np.str_]:
    """Write whole numbers as they are, others with two decimals; never "−0.00"."""
    digits = 0 if bool((values == values.round()).all()) else 2
    return np.array(
        [[f"{x:.{digits}f}".replace("-", "−") for x in row] for row in values.round(2) + 0.0]
    )


def _told_table(words: Sequence[Word], written: NDArray[np.str_], rows: str, columns: str) -> str:
    """Tell of a table: its axes, its diagonal, and which cells have its largest and smallest numbers."""
    n, symmetric = len(words), bool((written == written.T).all())
    said = f"Table of {n} by {n} numbers, a row for each {rows}, a column for each {columns}"
    said += ": the same above and below its diagonal. " if symmetric else ". "
    level_diagonal = len(set(written.diagonal())) == 1 < n
    if level_diagonal:
        said += f"The diagonal is {written[0, 0]} throughout. "
    cells = [
        (i, j)
        for i, j in np.ndindex(n, n)
        if (i < j or not symmetric or i == j) and not (i == j and level_diagonal)
    ]
    levels = sorted(
        {str(written[cell]) for cell in cells},
        key=lambda text: float(text.replace("−", "-")),
        reverse=True,
    )
    told = levels if len(levels) <= 3 else [*levels[:2], levels[-1]]
    beside = " beside it" if level_diagonal else ""
    names = [f"Largest{beside}", *["Then"] * (len(told) - 2), "Smallest"] if len(told) > 1 else ["All"]
    for name, level in zip(names, told, strict=True):
        found = [(words[i], words[j]) for i, j in cells if written[i, j] == level]
        said += f"{name}: {level}, for {_told_cells(found, len(cells), symmetric)}. "
    return said.rstrip()


def _told_cells(found: list[tuple[Word, Word]], of: int, symmetric: bool) -> str:
    """Name cells by row and columns if they are few, or say how many there are."""
    if len(found) > 8:
        return f"{len(found)} of {of} {'pairs' if symmetric else 'cells'}"
    by_row: dict[Word, list[Word]] = {}
    for row, column in found:
        by_row.setdefault(row, []).append(column)
    return "; ".join(f"{row} with {listed(columns)}" for row, columns in by_row.items())


def block_density(matrix: Matrix, order: ArrayLike, blocks: int) -> NDArray[np.float64]:
    """Cut a table into blocks and return the share of cells in each that are not zero.

    Parameters
    ----------
    matrix : ndarray or sparse array, shape (V, V)
    order : array_like of int, shape (V,)
        Ids of the words in the order in which rows and columns are to stand.
    blocks : int
        How many blocks along each side, at most V.

    Returns
    -------
    ndarray, shape (blocks, blocks)

    Raises
    ------
    TypeError, ValueError
        If `blocks` is not a whole number from 1 to V.

    Examples
    --------
    >>> block_density(np.array([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]), range(4), 2)
    array([[0.75, 0.  ],
           [0.  , 0.25]])
    """
    table = sp.coo_array(matrix)
    size = table.shape[0]
    if _checks.whole_number("blocks", blocks) > size:
        raise ValueError(f"blocks must be at most {size}, the size of the table, but is {blocks}.")
    block = np.empty(size, dtype=np.int64)
    block[np.asarray(order)] = np.arange(size) * blocks // size
    rows, columns = table.coords
    filled = np.bincount(
        block[rows] * blocks + block[columns], weights=table.data != 0, minlength=blocks**2
    ).reshape(blocks, blocks)
    lengths = np.bincount(block, minlength=blocks)
    return filled / np.outer(lengths, lengths)


def filled_cells(matrix: Matrix, order: ArrayLike, blocks: int = 40) -> Picture:
    """Draw where in a large table the cells are that are not zero, frequent words first.

    Parameters
    ----------
    matrix, order, blocks
        As for `block_density`.

    Returns
    -------
    Picture

    Examples
    --------
    >>> filled_cells(np.eye(6), range(6), blocks=3).alt.split("; ")[-1]
    'of all cells, 17 %.'
    """
    share = 100 * block_density(matrix, order, blocks)
    size = matrix.shape[0]
    axes = new_axes(7.2, 5.4)
    with style():
        image = axes.imshow(
            np.maximum(share, 0.1),
            cmap=SHADES,
            norm=LogNorm(0.1, 100),
            extent=(0, size, size, 0),
            interpolation="nearest",
        )
        figure = axes.get_figure(root=True)
        assert figure is not None
        bar = figure.colorbar(image, ax=axes)
        bar.set_label("cells that are not zero")
        bar.set_ticks([0.1, 1, 10, 100], labels=["0.1 % or less", "1 %", "10 %", "100 %"])
        axes.set(xlabel="neighbour: from frequent to rare", ylabel="word: from frequent to rare")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(mpl.ticker.MaxNLocator(4))
            axis.set_major_formatter("{x:,.0f}")
    filled = (sp.coo_array(matrix).data != 0).sum() / size**2
    return Picture(
        axes,
        f"Map of a table of {plural(size, 'word')} by {size:,}, both from frequent to rare, in "
        f"{blocks} by {blocks} fields; the darker a field, the more of its cells are not zero, on a "
        "logarithmic scale. Not zero are, of the cells of the most frequent words with one another, "
        f"{_percent(share[0, 0])}; of the most frequent with the rarest, {_percent(share[0, -1])}; of "
        f"the rarest with one another, {_percent(share[-1, -1])}; of all cells, "
        f"{_percent(100 * float(filled))}.",
    )


def _percent(share: float) -> str:
    """Write a share with two digits."""
    return f"{share:.0f} %" if share == 0 or share >= 9.95 else f"{share:.2g} %"


def angle_between(words: tuple[Word, Word], u: ArrayLike, v: ArrayLike) -> Picture:
    """Draw two vectors of any length d in the plane that both lie in, with the angle between them.

    The first vector points to the right; the second keeps its length and its angle to the first.

    Parameters
    ----------
    words : pair of str
        The names of the two vectors.
    u, v : array_like, shape (d,)
        Neither is zero.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If `u` and `v` are not vectors of one length, or one of them is zero.

    Examples
    --------
    >>> angle_between(("kale", "lettuce"), [1, 1, 0], [1, 0, 1]).axes.get_title()
    'angle 60°, cosine 0.50'
    """
    cosine = cosine_similarity(u, v)
    u, v = np.asarray(u, dtype=np.float64), np.asarray(v, dtype=np.float64)
    long_u, long_v = float(np.linalg.norm(u)), float(np.linalg.norm(v))
    along = float(v @ (u / long_u))
    across = float(np.linalg.norm(v - along * (u / long_u)))
    turn = float(np.arctan2(across, along))  # measured in the drawing, not computed from the cosine
    tips = np.array([[long_u, 0.0], [along, across]])
    reach = max(long_u, long_v)
    axes = new_axes(6.8, 4.6)
    with style():
        for word, (x, y), colour, dash, lift in zip(
            words, tips, (COLOURS["blue"], COLOURS["orange"]), ("-", "--"), (-24, 12), strict=True
        ):
            arrow = {"arrowstyle": "-|>", "lw": 3, "color": colour, "linestyle": dash}
            axes.annotate("", (x, y), (0, 0), arrowprops=arrow | {"shrinkA": 0, "shrinkB": 0})
            name = f"{word}, length {np.hypot(x, y):.2f}"
            axes.annotate(name, (x, y), (0, lift), textcoords="offset points", ha="center", color=colour)
        axes.add_patch(
            Arc((0, 0), 0.6 * reach, 0.6 * reach, theta1=0, theta2=float(np.degrees(turn)), lw=2)
        )
        axes.set_title(f"angle {np.degrees(turn):.0f}°, cosine {cosine:.2f}".replace("-", "−"))
        left, top = min(0.0, float(tips[1, 0])), float(tips[1, 1])
        axes.set(xlim=(left - 0.7 * reach, 1.5 * reach), ylim=(-0.3 * reach, top + 0.3 * reach))
        axes.set(aspect="equal", xlabel=f"along {words[0]}", ylabel=f"across {words[0]}")
        axes.locator_params(nbins=4)
    where = {"0": "the same way", "90": "at a right angle to it", "180": "the opposite way"}
    degrees = f"{np.degrees(turn):.2f}".removesuffix(".00")
    way = where.get(degrees, f"at an angle of {np.degrees(turn):.0f}° to it")
    return Picture(
        axes,
        f"Two arrows from one point: {words[0]}, {long_u:.2f} long, points to the right; {words[1]}, "
        f"{long_v:.2f} long, points {way}. Their cosine is {fixed(cosine)}.",
    )


def cosine_distributions(samples: Mapping[str, ArrayLike]) -> Picture:
    """Draw how the cosines of many pairs of words are distributed, a row for each kind of vector.

    Parameters
    ----------
    samples : mapping from str to array_like, shape (n,)
        The cosines of each kind of vector; the first is drawn on top.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If a sample is empty or is not a vector of finite numbers.

    Examples
    --------
    >>> cosine_distributions({"counts": [0.7, 0.8, 0.9], "PPMI": [0.0, 0.1, 0.2]}).alt.split("; ")[-1]
    'PPMI, median 0.10, nine tenths from 0.01 to 0.19.'
    """
    cosines = {name: _checks.real_array(name, sample, 1) for name, sample in samples.items()}
    for name, sample in cosines.items():
        if not len(sample):
            raise ValueError(f"the sample {name!r} must hold at least one cosine, but is empty.")
    lowest = min(0.0, *(float(sample.min()) for sample in cosines.values()))
    edges = np.linspace(np.floor(lowest * 10) / 10, 1, 61)
    axes = new_axes(8.0, 1.3 * len(cosines) + 1.0)
    with style():
        for base, sample in zip(range(len(cosines))[::-1], cosines.values(), strict=True):
            heights = np.histogram(sample, edges)[0]
            axes.stairs(
                base + 0.75 * heights / heights.max(),
                edges,
                baseline=base,
                fill=True,
                color=COLOURS["sky"],
            )
            axes.axhline(base, color="black", lw=1)
            middle = float(np.median(sample))
            axes.plot([middle, middle], [base, base + 0.82], color="black", lw=2.5)
            side = "right" if middle > 0.5 else "left"
            axes.text(middle, base + 0.83, f" median {middle:.2f} ", ha=side, va="center")
        axes.set_yticks(range(len(cosines))[::-1], list(cosines))
        axes.set(xlim=(edges[0], 1), ylim=(-0.02, len(cosines)), xlabel="cosine of a pair of words")
        axes.set_ylabel("vectors")
        axes.tick_params(axis="y", length=0)
        axes.spines[:].set_visible(False)
    told = []
    for name, sample in cosines.items():
        low, middle, high = np.quantile(sample, [0.05, 0.5, 0.95])
        told.append(f"{name}, median {fixed(middle)}, nine tenths from {fixed(low)} to {fixed(high)}")
    return Picture(
        axes,
        "Histograms of the cosines of pairs of words, one above the other, from "
        f"{fixed(edges[0])} to 1: {'; '.join(told)}.",
    )
