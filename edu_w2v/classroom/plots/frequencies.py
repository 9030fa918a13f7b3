"""Pictures of how often words come: ranks and counts, the line that a draw falls on, χ² by chance."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike
from scipy.stats import chi2

from edu_w2v import _checks
from edu_w2v.classroom.plots.sampler import PIECES
from edu_w2v.classroom.plots.style import (
    COLOURS,
    LINES,
    WIDEST,
    Picture,
    large_powers,
    new_axes,
    style,
)
from edu_w2v.classroom.plots.telling import fixed, listed, number, plural
from edu_w2v.corpora import Word


def word_frequencies(words: Sequence[Word], counts: ArrayLike, marked: Sequence[Word] = ()) -> Picture:
    """Draw the count of each word against its rank, 1 for the most frequent, both axes logarithmic.

    Parameters
    ----------
    words : sequence of str, length V
    counts : array_like, shape (V,)
        How often each word occurs, at least once; in any order.
    marked : sequence of str
        Words to name on the curve.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If there is not one count of at least 1 for each word, or a marked word is not among them.

    Examples
    --------
    >>> word_frequencies(["a", "the", "ox"], [3, 5, 1]).alt.split(". ")[-1]
    'The most frequent word makes up half of all occurrences; 1 word occurs once.'
    """
    n = _checks.real_array("counts", counts, 1)
    if len(n) != len(words) or not len(n) or n.min() < 1:
        raise ValueError(
            f"counts must have a number of at least 1 for each of the {len(words)} words; "
            "pass the words and the counts of one vocabulary."
        )
    if missing := [word for word in marked if word not in words]:
        raise ValueError(f"marked must name words that are counted, but {missing[0]!r} is not.")
    order = np.argsort(-n, kind="stable")
    ranked, names = n[order], [words[i] for i in order]
    axes = new_axes(8, 4.8)
    with style():
        axes.loglog(np.arange(1, len(n) + 1), ranked, color=COLOURS["blue"])
        for word in marked:
            at = names.index(word)
            axes.plot(at + 1, ranked[at], "o", ms=9, color=COLOURS["orange"])
            axes.annotate(word, (at + 1, ranked[at]), (8, 5), textcoords="offset points")
        axes.set(xlabel="rank of the word (1 = most frequent)", ylabel="how often it occurs")
        large_powers(axes)
    ranks = [1, *(10**e for e in range(1, 7) if 10**e < len(n)), len(n)]
    told = [f"rank {rank:,}, {names[rank - 1]}, {number(ranked[rank - 1])}" for rank in ranks]
    told += [
        f"{word}, rank {names.index(word) + 1:,}, {number(ranked[names.index(word)])}"
        for word in marked
        if names.index(word) + 1 not in ranks
    ]
    half = 1 + int(np.searchsorted(ranked.cumsum(), ranked.sum() / 2))
    most = "The most frequent word makes" if half == 1 else f"The {half:,} most frequent words make"
    once = plural(int((n == 1).sum()), "word occurs", "words occur")
    return Picture(
        axes,
        f"How often each of {plural(len(n), 'word')} occurs against its rank, on logarithmic axes: a "
        f"curve that falls. On it: {'; '.join(told)}. {most} up half of all occurrences; {once} once.",
    )


def noise_line(words: Sequence[Word], probabilities: ArrayLike, u: float | None = None) -> Picture:
    """Draw the line from 0 to 1, cut into a piece for each word, and where a number u falls.

    Parameters
    ----------
    words : sequence of str, length V
        Few: every piece has a name.
    probabilities : array_like, shape (V,)
        The lengths of the pieces; they are divided by their sum.
    u : float, optional
        From 0 to 1, 1 excluded: the number that a draw begins with.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If there is not one positive probability for each word, or u is not from 0 to below 1.

    Examples
    --------
    >>> noise_line(["a", "b"], [0.25, 0.75], u=0.5).alt.split(". ")[-1]
    'The number u = 0.50 falls into the piece of b.'
    """
    p = _checks.real_array("probabilities", probabilities, 1)
    if len(p) != len(words) or not len(p) or p.min() <= 0:
        raise ValueError(
            f"probabilities must have a positive number for each of the {len(words)} words; "
            "pass both of one length."
        )
    p = p / p.sum()
    ends = np.array([0, *p.cumsum()[:-1], 1])
    axes = new_axes(WIDEST, 3.0)
    with style():
        for i, (word, start, length) in enumerate(zip(words, ends, p, strict=False)):
            colour, hatch = PIECES[i % len(PIECES)]
            axes.add_patch(
                Rectangle((start, 0), length, 1, fc=colour, hatch=hatch, ec="#555555", lw=1.2)
            )
            level = 0.11 * len(word) < 0.9 * WIDEST * length
            axes.text(
                start + length / 2, 0.5, word, ha="center", va="center", rotation=0 if level else 90,
                bbox={"fc": colour, "ec": "none", "pad": 0.8},
            )  # fmt: skip
        said = ""
        if u is not None:
            u = _checks.real_number("u", u, 0, 1)
            if u == 1:
                raise ValueError("u must be below 1, as NumPy draws it; pass a number from 0 to 0.999….")
            hit = int(np.searchsorted(ends, u, side="right")) - 1
            arrow = {"arrowstyle": "-|>", "lw": 3, "color": COLOURS["orange"], "mutation_scale": 24}
            axes.annotate("", (u, 1), (u, 1.5), arrowprops=arrow)
            side = "left" if u < 0.75 else "right"
            axes.text(u, 1.55, f"u = {u:.2f}: {words[hit]}", ha=side, color=COLOURS["orange"])
            said = f" The number u = {u:.2f} falls into the piece of {words[hit]}."
        axes.set(xlim=(-0.01, 1.01), ylim=(0, 2), yticks=[], xlabel="a number from 0 to 1")
        axes.set_xticks(ends, [f"{end:.2f}".removesuffix(".00") for end in ends])
        axes.spines[:].set_visible(False)
    pieces = [
        f"{word} from {fixed(start)} to {fixed(end)}"
        for word, start, end in zip(words, ends[:-1], ends[1:], strict=True)
    ]
    return Picture(
        axes, f"The line from 0 to 1, cut into {plural(len(p), 'piece')}: {listed(pieces)}.{said}"
    )


def chi_squared_histogram(by_chance: ArrayLike, degrees: int, ours: Mapping[str, float]) -> Picture:
    """Draw how χ² is spread over many samplers that are right, with that of ours marked.

    Parameters
    ----------
    by_chance : array_like, shape (n,)
        χ² of each of n right samplers.
    degrees : int
        The degrees of freedom: words − 1. Their distribution is drawn as a line.
    ours : mapping from str to float
        χ² of the samplers to judge; at most four.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If there is no χ² by chance, or a number is not finite or is negative.

    Examples
    --------
    >>> chi_squared_histogram([3, 5, 6, 8], 6, {"sampler A": 7}).alt.split(". ")[-1]
    'sampler A, 7: 3 of 4 right samplers are below it.'
    """
    values = _checks.real_array("by_chance", by_chance, 1)
    degrees = _checks.whole_number("degrees", degrees)
    if not len(values) or values.min() < 0:
        raise ValueError("by_chance must hold at least one χ², none of them negative.")
    marks = {name: _checks.real_number(f"ours {name!r}", value) for name, value in ours.items()}
    reach = float(max(chi2.ppf(0.9999, degrees), values.max(), *marks.values())) * 1.08
    shown = np.linspace(0, reach, 400)
    axes = new_axes(8, 4.8)
    with style():
        edges = np.linspace(0, reach, 61)
        heights = np.histogram(values, edges, density=True)[0]
        axes.stairs(heights, edges, fill=True, color=COLOURS["sky"], label="right samplers")
        axes.plot(shown, chi2.pdf(shown, degrees), color="black", lw=1.8, label="χ² distribution")
        top = 1.15 * float(max(np.max(heights), chi2.pdf(shown, degrees).max()))
        for (name, value), (colour, dash, marker) in zip(marks.items(), LINES, strict=False):
            axes.plot([value, value], [0, 0.6 * top], dash, color=colour, lw=3)
            axes.plot(value, 0.6 * top, marker, ms=11, color=colour, label=f"{name}: {value:.1f}")
        axes.set(xlabel=f"χ² with {degrees} degrees of freedom", ylabel="density", ylim=(0, top))
        axes.legend(loc="upper right")
    told = []
    for name, value in marks.items():
        below = f"{(values < value).sum():,} of {len(values):,} right samplers are below it"
        told.append(f"{name}, {number(value)}: {below}.")
    middle, high = np.quantile(values, [0.5, 0.95])
    return Picture(
        axes,
        f"Histogram of χ² with {degrees} degrees of freedom of {plural(len(values), 'right sampler')}: "
        f"median {number(middle)}, 95 % of them below {number(high)}; a line shows the χ² distribution. "
        f"{' '.join(told)}",
    )
