"""Pictures of counting: a window that slides, tables of words, an angle, how alike words are."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
import scipy.sparse as sp
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.patches import Arc, Rectangle
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import COLOURS, SEQUENTIAL, new_axes, style
from edu_w2v.cooccurrence import Matrix
from edu_w2v.corpora import Word
from edu_w2v.similarity import cosine_similarity


def sliding_window(document: Sequence[Word], radius: int = 1) -> Axes:
    """Draw each position of the window over a document: the centre filled, its neighbours framed.

    Parameters
    ----------
    document : sequence of str
        Short: every word becomes a row and a column.
    radius : int
        Words on either side.

    Returns
    -------
    Axes

    Examples
    --------
    >>> axes = sliding_window(["Bob", "likes", "pizza"])
    >>> [text.get_text() for text in axes.texts][:3]
    ['Bob', 'likes', 'pizza']
    """
    radius = _checks.whole_number("radius", radius)
    n = len(document)
    axes = new_axes(max(5.6, 1.6 * n + 1.2), 0.75 * n + 1.3)
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
    return axes


def word_table(
    words: Sequence[Word], table: ArrayLike, rows: str = "word", columns: str = "neighbour"
) -> Axes:
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
    Axes

    Raises
    ------
    TypeError, ValueError
        If `table` is not a matrix of numbers with a row and a column for each word.

    Examples
    --------
    >>> axes = word_table(["Bob", "likes"], [[0, 2], [2, 0]])
    >>> [text.get_text() for text in axes.texts]
    ['0', '2', '2', '0']
    """
    values = _checks.real_array("table", table, 2)
    n = len(words)
    if values.shape != (n, n):
        raise ValueError(
            f"table must have a row and a column for each of the {n} words, but has shape "
            f"{values.shape}; pass the words that it was made with."
        )
    whole = bool((values == values.round()).all())
    axes = new_axes(0.8 * n + 1.6, 0.55 * n + 1.4)
    with style():
        lowest, highest = min(0.0, float(values.min())), float(values.max())
        axes.imshow(values, cmap=SEQUENTIAL, aspect="auto", vmin=lowest, vmax=highest)
        middle = lowest + 0.55 * (highest - lowest)  # below it, cells are dark
        for (i, j), value in np.ndenumerate(values.round(2) + 0.0):  # + 0.0: no "-0.00"
            colour = "white" if value <= middle else "black"
            text = f"{value:.0f}" if whole else f"{value:.2f}"
            axes.text(j, i, text, ha="center", va="center", color=colour)
        axes.set_xticks(range(n), words, rotation=35, ha="left", rotation_mode="anchor")
        axes.set_yticks(range(n), words)
        axes.xaxis.set_ticks_position("top")
        axes.xaxis.set_label_position("top")
        axes.set(xlabel=columns, ylabel=rows)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    return axes


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


def filled_cells(matrix: Matrix, order: ArrayLike, blocks: int = 40) -> Axes:
    """Draw where in a large table the cells are that are not zero, frequent words first.

    Parameters
    ----------
    matrix, order, blocks
        As for `block_density`.

    Returns
    -------
    Axes

    Examples
    --------
    >>> axes = filled_cells(np.eye(6), range(6), blocks=3)
    >>> axes.get_xlabel()
    'neighbour: from frequent to rare'
    """
    share = 100 * block_density(matrix, order, blocks)
    size = matrix.shape[0]
    axes = new_axes(7.2, 5.4)
    with style():
        image = axes.imshow(
            np.maximum(share, 0.1),
            cmap=SEQUENTIAL,
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
    return axes


def angle_between(words: tuple[Word, Word], u: ArrayLike, v: ArrayLike) -> Axes:
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
    Axes

    Raises
    ------
    TypeError, ValueError
        If `u` and `v` are not vectors of one length, or one of them is zero.

    Examples
    --------
    >>> angle_between(("kale", "lettuce"), [1, 1, 0], [1, 0, 1]).get_title()
    'angle 60°, cosine 0.50'
    """
    cosine = cosine_similarity(u, v)
    turn = float(np.arccos(np.clip(cosine, -1, 1)))
    long_u, long_v = (float(np.linalg.norm(x)) for x in (u, v))
    tips = np.array([[long_u, 0.0], [long_v * np.cos(turn), long_v * np.sin(turn)]])
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
    return axes


def cosine_distributions(samples: Mapping[str, ArrayLike]) -> Axes:
    """Draw how the cosines of many pairs of words are distributed, a row for each kind of vector.

    Parameters
    ----------
    samples : mapping from str to array_like, shape (n,)
        The cosines of each kind of vector; the first is drawn on top.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError, ValueError
        If a sample is empty or is not a vector of finite numbers.

    Examples
    --------
    >>> axes = cosine_distributions({"counts": [0.7, 0.8, 0.9], "PPMI": [0.0, 0.1, 0.1]})
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['counts', 'PPMI']
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
    return axes
