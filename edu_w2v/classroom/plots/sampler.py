"""Pictures of drawing words: probabilities, buckets, p-values, and what a draw costs."""

from collections.abc import Mapping, Sequence
from itertools import cycle, pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.alias import Transfer, fill_buckets
from edu_w2v.classroom.plots.style import LINES, WIDEST, Picture, large_powers, new_axes, style
from edu_w2v.classroom.plots.telling import course, listed, number, plural

PIECES = [
    ("#9ecae9", ""),
    ("#ffc27a", "//"),
    ("#a8dcc6", ".."),
    ("#f0c6dc", "\\\\"),
    ("#d9d9d9", "xx"),
    ("#f5e6a3", "--"),
    ("#cfc4e8", "++"),
]
"""Light fill and hatch of the first, second, … word, with dark letters on them."""


def noise_curves(counts: ArrayLike, powers: Sequence[float] = (1.0, 0.75, 0.0)) -> Picture:
    """Draw the probability of each word, from the most frequent to the rarest, for some powers.

    Parameters
    ----------
    counts : array_like, shape (V,)
        How often each word occurs, in any order.
    powers : sequence of float

    Returns
    -------
    Picture

    Examples
    --------
    >>> noise_curves([8, 1, 1], powers=(1, 0)).alt.split(". ")[-1]
    'Powers 1 and 0 cross at rank 2.'
    """
    ordered = np.sort(_checks.real_array("counts", counts, 1))[::-1]
    ranks = np.arange(1, len(ordered) + 1)
    with style():
        axes = new_axes(8, 4.6)
        for power, (colour, dash, _) in zip(powers, cycle(LINES)):
            weights = ordered**power
            axes.loglog(ranks, weights / weights.sum(), dash, color=colour, label=f"power {power:g}")
        axes.set(xlabel="rank of the word (1 = most frequent)", ylabel="probability of a draw")
        axes.legend()
        large_powers(axes)
    curves = {power: ordered**power / (ordered**power).sum() for power in powers}
    told = [f"Power {power:g} {course(curve, ranks.tolist())}." for power, curve in curves.items()]
    for one, other in pairwise(powers):
        crossed = np.flatnonzero((curves[one] > curves[other]) != (curves[one][0] > curves[other][0]))
        if len(crossed):
            told.append(f"Powers {one:g} and {other:g} cross at rank {ranks[crossed[0]]:,}.")
    return Picture(
        axes,
        "Probability of a draw against the rank of the word, from 1, the most frequent, to "
        f"{len(ranks):,}, on logarithmic axes. {' '.join(told)}",
    )


def buckets(words: Sequence[str], probabilities: ArrayLike, step: int | None = None) -> Picture:
    """Draw the buckets after `step` transfers (after the last, if None).

    Each column is the bucket of one word, the dashed line a full bucket. What
    stands above the line is still to be given away. Pieces have the name, fill and hatch of their word.

    Parameters
    ----------
    words : sequence of str, length V
    probabilities : array_like, shape (V,)
    step : int, optional
        How many transfers have been made; 0 shows the start.

    Returns
    -------
    Picture

    Examples
    --------
    >>> buckets(["a", "b", "c"], [0.5, 0.25, 0.25], step=1).alt.split(". ")[-1]
    'Below the line: b, 0.75.'
    """
    with style():
        axes = new_axes(min(1.5 + 1.15 * len(words), WIDEST), 4.6)
        _draw_buckets(axes, words, probabilities, step)
        axes.set_xticks(range(len(words)), words)
        axes.set_xlabel("bucket of")
        axes.set_ylabel("probability × V\n(1 = a full bucket)")
    return Picture(axes, _told_buckets(words, probabilities, step))


def _told_buckets(words: Sequence[str], probabilities: ArrayLike, step: int | None) -> str:
    """Tell how full each bucket is after some transfers, and what the last of them was."""
    p = np.asarray(probabilities, dtype=np.float64)
    transfers = fill_buckets(p)[:step]
    mass = p * len(p) / p.sum()
    for transfer in transfers:
        mass[[transfer.small, transfer.large]] = 1, transfer.left
    said = f"A column for each of {plural(len(words), 'word')}, and a dashed line at 1, a full bucket. "
    said += f"{_told_transfer(words, transfers[-1])}. " if transfers else "Before the first transfer. "
    groups = {
        "Above the line": mass > 1 + 1e-9,
        "Full": np.abs(mass - 1) <= 1e-9,
        "Below the line": mass < 1 - 1e-9,
    }
    for name, chosen in groups.items():
        if name == "Full":
            numbers = [word for word, here in zip(words, chosen, strict=True) if here]
        else:
            full = zip(words, mass, chosen, strict=True)
            numbers = [f"{word}, {_share(share)}" for word, share, here in full if here]
        if numbers:
            said += f"{name}: {'all' if len(numbers) == len(words) else '; '.join(numbers)}. "
    return said.rstrip()


def _told_transfer(words: Sequence[str], transfer: Transfer) -> str:
    small, large = words[transfer.small], words[transfer.large]
    return (
        f"{small}, filled to {_share(transfer.threshold)}, gets {number(1 - transfer.threshold)} of "
        f"{large}, which has {_share(transfer.left)} left"
    )


def _share(mass: float) -> str:
    """Write a share of a bucket: two decimals, or three where two would call it full."""
    return f"{mass:.3f}" if 1e-9 < abs(mass - 1) < 0.005 else f"{mass:.2f}"


def buckets_filling(words: Sequence[str], probabilities: ArrayLike, columns: int = 3) -> Picture:
    """Draw the buckets after each transfer, one panel a transfer.

    Parameters
    ----------
    words, probabilities
        As for `buckets`.
    columns : int
        Panels in a row.

    Returns
    -------
    Picture

    Examples
    --------
    >>> len(buckets_filling(["a", "b", "c"], [0.5, 0.25, 0.25]).axes.figure.axes)
    2
    """
    columns = _checks.whole_number("columns", columns)
    steps = len(fill_buckets(probabilities))
    if steps == 0:
        raise ValueError("probabilities are all equal, so there is no transfer to draw; use buckets().")
    rows = -(-steps // columns)
    with style():
        figure = Figure(figsize=(WIDEST, 0.4 + 3.1 * rows), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
        for number, axes in enumerate(panels[:steps], start=1):
            _draw_buckets(axes, words, probabilities, number, narrow=True)
            axes.set_title(f"{number}. {axes.get_title()}".replace(" a piece", "\na piece"))
            axes.set_xticks([])
            axes.set_xlabel(" " if number <= steps - columns else "one bucket a word")
        for axes in panels[steps:]:
            axes.remove()
        figure.supylabel("probability × V (1 = a full bucket)", fontsize=14)
    told = [
        f"{i}. {_told_transfer(words, transfer)}"
        for i, transfer in enumerate(fill_buckets(probabilities), 1)
    ]
    return Picture(
        panels[0],
        f"One panel after each of {plural(steps, 'transfer')}, the moved piece with a thick edge. "
        f"{'; '.join(told)}. At the end every bucket is full.",
    )


def _draw_buckets(
    axes: Axes,
    words: Sequence[str],
    probabilities: ArrayLike,
    step: int | None,
    narrow: bool = False,
) -> None:
    """Draw columns with their pieces, the piece just moved with a thick edge.

    In `narrow` columns words stand upright, and pieces too short for their name have none.
    """
    p = _vector("probabilities", probabilities, len(words), "word")
    transfers = fill_buckets(p)[:step]
    mass = p * len(p) / p.sum()
    for transfer in transfers:
        mass[transfer.large] = transfer.left

    def piece(column: int, word: int, bottom: float, height: float, **edge: Any) -> None:
        colour, hatch = PIECES[word % len(PIECES)]
        axes.bar(column, height, 0.86, bottom, color=colour, hatch=hatch, **({"ec": "#555555"} | edge))
        own = column == word
        if height > (0.1 * len(words[word]) if narrow and not own else 0.14):
            axes.text(
                column, bottom + min(height, 1) / 2, words[word], ha="center", va="center",
                rotation=90 if narrow else 0, fontsize=12 if narrow else 14,
                bbox={"facecolor": colour, "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip

    for i, m in enumerate(mass):
        piece(i, i, 0, m)
    for transfer in transfers:
        edge = {"lw": 3, "ec": "black", "zorder": 3} if transfer is transfers[-1] else {}
        piece(transfer.small, transfer.large, transfer.threshold, 1 - transfer.threshold, **edge)
    axes.axhline(1, color="black", ls="--", lw=1.6)
    axes.set_ylim(0, 1.04 * max(float(p.max()) * len(p) / float(p.sum()), 1.1))
    if transfers:
        axes.set_title(f"{words[transfers[-1].small]} gets a piece of {words[transfers[-1].large]}")
    else:
        axes.set_title("before the first transfer")


def observed_shares(
    words: Sequence[str], expected: ArrayLike, observed: Mapping[str, ArrayLike]
) -> Picture:
    """Draw how often each word was drawn by some samplers, beside how often it should be.

    Parameters
    ----------
    words : sequence of str, length V
    expected : array_like, shape (V,)
        Probabilities.
    observed : mapping of str to array_like, shape (V,)
        For each sampler, the counts of its draws.

    Returns
    -------
    Picture

    Examples
    --------
    >>> observed_shares(["a", "b"], [0.5, 0.5], {"a coin": [48, 52]}).alt.split(". ")[-1]
    'a coin: farthest from it is a, with 48.0 % of the draws for 50.0 %.'
    """
    columns = np.arange(len(words))
    p = _vector("expected", expected, len(words), "word")
    shares = {
        label: _vector(f"observed {label!r}", n, len(words), "word") for label, n in observed.items()
    }
    width = 0.8 / len(observed)
    with style():
        axes = new_axes(9, 4.4)
        for k, ((label, counts), (colour, _, _)) in enumerate(zip(shares.items(), cycle(LINES))):
            share = counts / counts.sum()
            offset = (k - (len(observed) - 1) / 2) * width
            axes.bar(
                columns + offset, share, width, color=colour, alpha=0.6, label=label,
                hatch=("", "//", "..", "xx")[k % 4], edgecolor="white",
            )  # fmt: skip
        axes.plot(columns, p, "_", color="black", ms=46, mew=2, label="as it should be")
        axes.set_xticks(columns, words)
        axes.set(xlabel="word", ylabel="share of the draws")
        axes.legend(markerscale=0.4)
    told = []
    for label, counts in shares.items():
        off = counts / counts.sum() - p
        far = int(np.abs(off).argmax())
        told.append(
            f"{label}: farthest from it is {words[far]}, with {100 * (off[far] + p[far]):.1f} % "
            f"of the draws for {100 * p[far]:.1f} %"
        )
    lines = listed(f"{word} {share:.2f}" for word, share in zip(words, p, strict=True))
    return Picture(
        axes,
        f"Share of the draws of each word: {plural(len(observed), 'bar')} for each, and a line where "
        f"it should end, {lines}. {'; '.join(told)}.",
    )


def p_value_curves(p_values: Mapping[str, ArrayLike]) -> Picture:
    """Draw sorted p-values against where they lie if the sampler is right: on the diagonal.

    The grey band is where 95 % of right samplers stay with all their points (the band of
    the Kolmogorov–Smirnov test).

    Parameters
    ----------
    p_values : mapping of str to array_like, shape (n,)
        For each sampler the p-values of n repetitions.

    Returns
    -------
    Picture

    Examples
    --------
    >>> p_value_curves({"even": [0.2, 0.5, 0.8]}).alt.split(". ")[-1]
    'even: median 0.50, 0 of 3 below 0.05, at most 0.03 from the diagonal, so inside the band.'
    """
    with style():
        axes = new_axes(7.6, 5)
        longest = max(np.size(values) for values in p_values.values())
        diagonal = np.linspace(0, 1, 200)
        band = 1.36 / np.sqrt(longest)
        axes.fill_between(
            diagonal, np.clip(diagonal - band, 0, 1), np.clip(diagonal + band, 0, 1), color="#dddddd",
            label="95 % of right samplers",
        )  # fmt: skip
        axes.plot(diagonal, diagonal, color="black", lw=1)
        for (label, values), (colour, _, marker) in zip(p_values.items(), cycle(LINES)):
            ordered = np.sort(_checks.real_array(f"p_values {label!r}", values, 1))
            places = (np.arange(len(ordered)) + 0.5) / len(ordered)
            axes.plot(places, ordered, marker, color=colour, ms=5, label=label)
        axes.set(xlabel="rank of the p-value, as a share", ylabel="p-value")
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.04))
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return Picture(
        axes,
        "Sorted p-values against their rank as a share, both from 0 to 1. Those of a right sampler "
        "follow the diagonal, and 95 % of right samplers stay inside a grey band around it, "
        f"{band:.2f} up and down. "
        f"{' '.join(_told_p_values(label, x, band) for label, x in p_values.items())}",
    )


def _told_p_values(label: str, values: ArrayLike, band: float) -> str:
    """Tell the median of p-values, how many are small, and how far they are from the diagonal."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    far = np.abs(ordered - (np.arange(len(ordered)) + 0.5) / len(ordered)).max()
    return (
        f"{label}: median {np.median(ordered):.2f}, {(ordered < 0.05).sum()} of {len(ordered)} below "
        f"0.05, at most {far:.2f} from the diagonal, so {'inside' if far <= band else 'outside'} the "
        "band."
    )


def cost_curves(
    sizes: Sequence[int], curves: Mapping[str, ArrayLike], ylabel: str, title: str = ""
) -> Picture:
    """Draw how a cost grows with the number of words, both axes logarithmic.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of words V.
    curves : mapping of str to array_like, of the length of `sizes`
        For each method its cost.
    ylabel, title : str

    Returns
    -------
    Picture

    Examples
    --------
    >>> cost_curves([10, 100], {"linear": [10, 100]}, "comparisons").alt.split(". ")[-1]
    'linear rises from 10 to 100.'
    """
    with style():
        axes = new_axes(8, 4.4)
        decades: list[float] = []
        for (label, costs), (colour, dash, marker) in zip(curves.items(), cycle(LINES)):
            cost = _vector(f"curve {label!r}", costs, len(sizes), "size")
            decades = [*decades, *np.log10(cost)]
            axes.loglog(sizes, cost, dash, color=colour, marker=marker, ms=8, label=label)
        axes.set(xlabel="number of words V", ylabel=ylabel, title=title)
        axes.set_ylim(10 ** (np.floor(min(decades)) - 0.1), 10 ** (np.ceil(max(decades)) + 0.1))
        axes.yaxis.set_minor_formatter(NullFormatter())  # whole powers of ten only
        axes.legend()
        large_powers(axes)
    told = [
        f"{label} {course(costs, [f'{size:,}' for size in sizes])}." for label, costs in curves.items()
    ]
    for one, other in pairwise(curves):
        ahead = np.less(curves[one], curves[other]).tolist()
        for size, (before, now) in zip(sizes[1:], pairwise(ahead), strict=True):
            if now != before:
                less, more = (one, other) if now else (other, one)
                told.append(f"From {size:,} words on, {less} costs less than {more}.")
    what = f"{title}: {ylabel}" if title else ylabel
    return Picture(
        axes,
        f"{what[:1].upper()}{what[1:]} against the number of words V, from {sizes[0]:,} to "
        f"{sizes[-1]:,}, on logarithmic axes. {' '.join(told)}",
    )


def _vector(name: str, values: ArrayLike, length: int, each: str) -> NDArray[np.floating]:
    """Return a vector of numbers, one for each word or size, or say what is missing."""
    vector = _checks.real_array(name, values, 1)
    if len(vector) != length:
        raise ValueError(
            f"{name} must have one number for each {each}, but has {len(vector)} for {length}; "
            "pass both of one length."
        )
    return vector
