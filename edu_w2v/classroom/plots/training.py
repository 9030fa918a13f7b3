"""Pictures of training: the falling loss, words on a map, classes, chance against expectation, speed."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import (
    COLOURS,
    SHADES,
    SIGNED,
    WIDEST,
    Picture,
    large_powers,
    new_axes,
    style,
)
from edu_w2v.classroom.plots.telling import course, fixed, listed, number, plural
from edu_w2v.cooccurrence import svd_vectors
from edu_w2v.corpora import Word


def loss_curve(history: Sequence[float], levels: Mapping[str, float], unit: str = "epoch") -> Picture:
    """Draw the mean loss of each block of training, with dashed lines at named levels.

    Parameters
    ----------
    history : sequence of float
        From `Embeddings.history`, in nats.
    levels : mapping from str to float
        Values to compare with, such as the loss before training.
    unit : str
        What one entry of the history stands for.

    Returns
    -------
    Picture

    Examples
    --------
    >>> loss_curve([2.0, 1.5, 1.3], {"at the start": 2.08}).alt.split(". ")[-1]
    'Level lines stand at 2.08 (at the start).'
    """
    axes = new_axes()
    with style():
        axes.plot(np.arange(1, len(history) + 1), history, color=COLOURS["blue"])
        for (name, level), dash in zip(levels.items(), ("--", ":", "-.")[: len(levels)], strict=True):
            axes.axhline(level, color=COLOURS["orange"], linestyle=dash, label=f"{name}: {level:.2f}")
        if levels:
            axes.legend(loc="center right")
        axes.set(xlabel=unit, ylabel="mean loss per pair (nats)")
    said = f"Mean loss per pair in nats, against training in {unit}: "
    said += f"it {course(history, range(1, len(history) + 1), 'at')}."
    jumps = np.diff(history)
    if len(jumps) and jumps.max() > 0.1 * np.ptp(history):
        at = int(jumps.argmax())
        jump = f"from {number(history[at])} to {number(history[at + 1])}"
        said += f" Its largest jump up is {jump}, at {at + 2}."
    if levels:
        lines = listed(f"{number(level)} ({name})" for name, level in levels.items())
        said += f" Level lines stand at {lines}."
    return Picture(axes, said)


def flatten(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return the two directions of a cloud of vectors in which it is widest: shape (n, 2).

    These are its principal components: the mean is taken away, then the singular value
    decomposition is cut off after two columns.

    Examples
    --------
    >>> flatten([[0, 0, 1], [0, 0, 3], [0, 1, 2]]).shape
    (3, 2)
    """
    cloud = _checks.real_array("vectors", vectors, 2).astype(np.float64)
    return svd_vectors(cloud - cloud.mean(axis=0), 2)


def word_map(steps: Sequence[tuple[Word, Word]], positions: Mapping[Word, Sequence[float]]) -> Picture:
    """Draw words at their places in the plane, and an arrow from each first word to its second.

    Parameters
    ----------
    steps : sequence of (word, word)
    positions : mapping from str to (x, y)

    Returns
    -------
    Picture

    Examples
    --------
    >>> word_map([("france", "paris")], {"france": [0.0, 0.0], "paris": [1.0, 1.0]}).alt.split(". ")[-1]
    'Map of 2 words, with an arrow from france to paris.'
    """
    places = {word: (float(x), float(y)) for word, (x, y) in positions.items()}
    axes = new_axes(7.0, 4.8)
    with style():
        for start, end in steps:
            arrow = {"arrowstyle": "->", "color": COLOURS["grey"], "linewidth": 1.8, "shrinkB": 6}
            axes.annotate("", places[end], places[start], arrowprops=arrow)
        for k, (marker, colour) in enumerate([("o", COLOURS["blue"]), ("s", COLOURS["orange"])]):
            for word in [step[k] for step in steps]:
                axes.scatter(*places[word], s=70, marker=marker, color=colour)
                axes.annotate(word, places[word], (8, 5), textcoords="offset points", color=colour)
        axes.set(xticks=[], yticks=[], xlabel="first direction", ylabel="second direction")
        axes.margins(0.18)
    moves = np.array([np.subtract(places[end], places[start]) for start, end in steps])
    lengths, mean = np.linalg.norm(moves, axis=1), moves.mean(axis=0)
    turns = np.degrees(np.arctan2(moves @ [-mean[1], mean[0]], moves @ mean))
    said = f"Map of {plural(len(places), 'word')}, with an arrow "
    said += f"{'; '.join(f'from {start} to {end}' for start, end in steps)}."
    if len(steps) > 1:
        said += (
            f" The arrows are {number(lengths.min())} to {number(lengths.max())} long, and differ by "
            f"at most {np.ptp(turns):.0f}° in direction."
        )
    return Picture(axes, said)


def similarity_blocks(groups: Mapping[str, Sequence[Word]], cosines: ArrayLike) -> Picture:
    """Draw the cosines of all pairs of words as a heat map, with lines between groups of words.

    Parameters
    ----------
    groups : mapping from str to sequence of str
        The words of each group, in the order of the rows.
    cosines : array_like, shape (n, n)

    Returns
    -------
    Picture

    Examples
    --------
    >>> similarity_blocks({"food": ["kale"], "pet": ["cat", "dog"]}, np.eye(3)).alt.split(". ")[-1]
    'Between groups they are 0.00 on average, highest between food and pet, 0.00.'
    """
    table = _checks.real_array("cosines", cosines, 2)
    axes = new_axes(7.6, 6.0)
    with style():
        below = table.min() < 0  # then the colours reach as far down as up, so that white stays 0
        image = axes.imshow(table, cmap=SIGNED if below else SHADES, vmin=-1 if below else 0, vmax=1)
        sizes = np.array([len(words) for words in groups.values()])
        ends = np.cumsum(sizes) - 0.5
        for end in ends[:-1]:
            axes.axhline(end, color=COLOURS["grey"], linewidth=1)
            axes.axvline(end, color=COLOURS["grey"], linewidth=1)
        axes.set_yticks(ends - sizes / 2, groups)
        axes.set_xticks(ends - sizes / 2, groups, rotation=40, ha="right", rotation_mode="anchor")
        axes.tick_params(length=0)
        axes.get_figure(root=True).colorbar(image, label="cosine")  # type: ignore[union-attr]
    return Picture(axes, _told_blocks(groups, table))


def _told_blocks(groups: Mapping[str, Sequence[Word]], table: NDArray[np.floating]) -> str:
    """Tell how alike words are within groups and between them, and which groups are the extremes."""
    names = list(groups)
    group = np.repeat(np.arange(len(names)), [len(words) for words in groups.values()])
    different = ~np.eye(len(group), dtype=bool)
    means = np.full((len(names), len(names)), np.nan)
    for i, j in np.ndindex(means.shape):
        chosen = np.outer(group == i, group == j) & different
        means[i, j] = table[chosen].mean() if chosen.any() else np.nan
    same = np.equal.outer(group, group)
    said = f"The cosines of all pairs of {plural(len(group), 'word')}, in groups: {listed(names)}."
    if (same & different).any():
        low = int(np.nanargmin(means.diagonal()))
        said += (
            f" Within groups they are {fixed(table[same & different].mean())} on average, lowest in "
            f"{names[low]}, {fixed(means[low, low])}."
        )
    if not same.all():
        i, j = divmod(int(np.where(np.eye(len(names)), -np.inf, means).argmax()), len(names))
        said += (
            f" Between groups they are {fixed(table[~same].mean())} on average, highest between "
            f"{names[i]} and {names[j]}, {fixed(means[i, j])}."
        )
    return said


def observed_and_expected(
    labels: Sequence[str], observed: ArrayLike, expected: ArrayLike, quantity: str
) -> Picture:
    """Draw what was counted as bars and what was expected as short black lines across them.

    Examples
    --------
    >>> observed_and_expected(["a", "b"], [0.52, 0.48], [0.5, 0.5], "share").alt.split(". ")[-1]
    'The largest difference, at a, is 0.02.'
    """
    counted, wanted = (
        _checks.real_array("observed", observed, 1),
        _checks.real_array("expected", expected, 1),
    )
    axes = new_axes()
    with style():
        places = np.arange(len(labels))
        axes.bar(places, counted, color=COLOURS["sky"], width=0.7, label="observed")
        axes.scatter(places, wanted, marker="_", s=900, color="black", linewidth=3, label="expected")
        axes.set_xticks(places, labels)
        axes.set(ylabel=quantity)
        axes.legend()
    told = [
        f"{label} {number(seen)} for {number(due)}"
        for label, seen, due in zip(labels, counted, wanted, strict=True)
    ]
    far = int(np.abs(counted - wanted).argmax())
    return Picture(
        axes,
        f"{quantity[:1].upper()}{quantity[1:]}, a bar for what was observed and a line for what was "
        f"expected: {'; '.join(told)}. The largest difference, at {labels[far]}, is "
        f"{number(abs(counted[far] - wanted[far]))}.",
    )


def speed_ladder(
    words_per_second: Mapping[str, float], limits: Mapping[str, Mapping[str, float]] | None = None
) -> Picture:
    """Draw the speed of each trainer as a point on a logarithmic scale, with its number.

    Parameters
    ----------
    words_per_second : dict from str to float
        The speed of each trainer.
    limits : dict from str to dict, optional
        For each of at most two kinds of limit, the speed that each trainer cannot exceed: a mark
        on its row.

    Examples
    --------
    >>> speed_ladder({"loop": 1e4, "products": 1e6}, {"sums": {"loop": 1e7}}).alt.split("; ")[-1]
    'the mark of sums stands for loop 10,000,000.'
    """
    limits = limits or {}
    axes = new_axes(WIDEST, 0.7 * len(words_per_second) + (2.0 if limits else 1.4))
    with style():
        names, speeds = list(words_per_second), list(words_per_second.values())
        axes.hlines(names, 0, 1, color=COLOURS["grey"], lw=0.8, transform=axes.get_yaxis_transform())
        axes.plot(speeds, names, "o", ms=13, color=COLOURS["blue"])
        for name, speed in words_per_second.items():
            axes.annotate(
                f"{speed:,.0f}", (speed, name), (0, 9), textcoords="offset points", ha="center",
                color=COLOURS["blue"],
            )  # fmt: skip
        marks = zip(limits.items(), ("D", "s"), ("orange", "green"), strict=False)
        for (kind, of_trainer), marker, colour in marks:
            rows = [names.index(name) for name in of_trainer]
            axes.plot(list(of_trainer.values()), rows, marker, ms=11, color=COLOURS[colour], label=kind)
        highest = max([*speeds, *(speed for kind in limits.values() for speed in kind.values())])
        axes.set(xscale="log", xlabel="words of text per second", xlim=(min(speeds) / 4, highest * 4))
        axes.margins(y=0.2)
        large_powers(axes, "x")
        if limits:
            axes.figure.legend(loc="outside upper right", ncols=2, title="limit of this machine")
        axes.invert_yaxis()
    slowest = min(speeds)
    told = [
        f"{name} {_about(speed)}"
        + (f", {_about(speed / slowest)} times as many" if speed > slowest else "")
        for name, speed in words_per_second.items()
    ]
    for kind, of_trainer in limits.items():
        shares = [f"{name} {_about(speed)}" for name, speed in of_trainer.items()]
        told.append(f"the mark of {kind} stands for {listed(shares)}")
    return Picture(
        axes,
        f"Words of text per second, a point for each trainer on a logarithmic scale: {'; '.join(told)}.",
    )


def _about(value: float) -> str:
    """Write a measured number with two digits."""
    return number(float(f"{value:.2g}"))


def speed_ratios(times: Mapping[str, Sequence[float]]) -> Picture:
    """Draw how many times as fast as another program each trainer is: the median of several rounds.

    Parameters
    ----------
    times : dict from str to sequence of float
        The ratio of each round. A thin line reaches from the smallest to the largest.

    Examples
    --------
    >>> speed_ratios({"gensim:1": [1, 1, 1], "numba:1": [9, 11, 10]}).alt.split("; ")[-1]
    'numba:1 10 (from 9 to 11).'
    """
    axes = new_axes(8.0, 0.6 * len(times) + 1.4)
    with style():
        medians = [float(np.median(several)) for several in times.values()]
        axes.barh(list(times), medians, color=COLOURS["blue"], height=0.6)
        for row, (median, several) in enumerate(zip(medians, times.values(), strict=True)):
            axes.plot([min(several), max(several)], [row, row], color="black", marker="|", linewidth=1.5)
            axes.text(max(several) * 1.15, row, f"{median:.2g}", va="center")
        axes.axvline(1, color=COLOURS["grey"], linestyle="dashed")
        axes.set(
            xscale="log", xlabel="times as fast as gensim", xlim=(min(medians) / 3, max(medians) * 4)
        )
        large_powers(axes, "x")
        axes.invert_yaxis()
    told = [
        f"{name} {_about(median)} (from {_about(min(several))} to {_about(max(several))})"
        for (name, several), median in zip(times.items(), medians, strict=True)
    ]
    return Picture(
        axes,
        "How many times as fast as gensim each trainer is, bars on a logarithmic scale, the median of "
        f"several rounds: {'; '.join(told)}.",
    )


def settings_study(
    scores: Mapping[str, Mapping[float, Sequence[float]]], usual: Mapping[str, float], unit: str
) -> Picture:
    """Draw how a score depends on each of several settings, side by side.

    Parameters
    ----------
    scores : dict from str to dict
        For each setting, the scores at each of its values: one of each run.
    usual : dict from str to float
        The value of each setting while the others change; it gets a ring.
    unit : str
        What the scores are.

    Examples
    --------
    >>> settings_study({"K": {1: [0.6, 0.7], 5: [0.8, 0.9]}}, {"K": 5}, "right").alt.split(". ")[-1]
    'K, from 1 to 5: rises from 0.65 to 0.85.'
    """
    with style():
        columns, rows = min(2, len(scores)), -(-len(scores) // 2)
        figure = Figure(figsize=(WIDEST / 2 * columns, 3.4 * rows))
        panels = figure.subplots(rows, columns, sharey=True, squeeze=False).ravel()
        figure.set_layout_engine("constrained", wspace=0.06)
        for axes in panels[len(scores) :]:
            axes.remove()
        for axes, (name, at_value) in zip(panels, scores.items(), strict=False):
            means = [float(np.mean(several)) for several in at_value.values()]
            for place, several in enumerate(at_value.values()):
                axes.plot([place] * len(several), several, ".", color=COLOURS["grey"])
            axes.plot(means, color=COLOURS["blue"], marker="o")
            place = list(at_value).index(usual[name])
            axes.plot(place, means[place], "o", ms=16, fillstyle="none", color=COLOURS["orange"])
            axes.set_xticks(range(len(at_value)), [f"{value:g}" for value in at_value])
            axes.set(xlabel=name, ylim=(0, 1.05))
        for axes in panels[::2]:
            axes.set(ylabel=unit)
    told = []
    for name, at_value in scores.items():
        means = [float(np.mean(several)) for several in at_value.values()]
        places = [f"{value:g}" for value in at_value]
        told.append(f"{name}, from {places[0]} to {places[-1]}: {course(means, places)}.")
    return Picture(
        panels[0],
        f"The mean of {unit} of several runs, a panel for each setting, with a ring at the value it "
        f"has while the others change. {' '.join(told)}",
    )
