"""Pictures of training: the falling loss, words on a map, classes, chance against expectation, speed."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import COLOURS, SEQUENTIAL, new_axes, style
from edu_w2v.cooccurrence import svd_vectors
from edu_w2v.corpora import Word


def loss_curve(history: Sequence[float], levels: Mapping[str, float], unit: str = "epoch") -> Axes:
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
    Axes

    Examples
    --------
    >>> axes = loss_curve([2.0, 1.5, 1.3], {"at the start": 2.08})
    >>> axes.get_ylabel()
    'mean loss per pair (nats)'
    """
    axes = new_axes()
    with style():
        axes.plot(np.arange(1, len(history) + 1), history, color=COLOURS["blue"])
        for (name, level), dash in zip(levels.items(), ("--", ":", "-.")[: len(levels)], strict=True):
            axes.axhline(level, color=COLOURS["orange"], linestyle=dash, label=f"{name}: {level:.2f}")
        axes.legend(loc="center right")
        axes.set(xlabel=unit, ylabel="mean loss per pair (nats)")
    return axes


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


def word_map(steps: Sequence[tuple[Word, Word]], positions: Mapping[Word, Sequence[float]]) -> Axes:
    """Draw words at their places in the plane, and an arrow from each first word to its second.

    Parameters
    ----------
    steps : sequence of (word, word)
    positions : mapping from str to (x, y)

    Returns
    -------
    Axes

    Examples
    --------
    >>> axes = word_map([("france", "paris")], {"france": [0.0, 0.0], "paris": [1.0, 1.0]})
    >>> [text.get_text() for text in axes.texts if text.get_text()]
    ['france', 'paris']
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
    return axes


def similarity_blocks(groups: Mapping[str, Sequence[Word]], cosines: ArrayLike) -> Axes:
    """Draw the cosines of all pairs of words as a heat map, with lines between groups of words.

    Parameters
    ----------
    groups : mapping from str to sequence of str
        The words of each group, in the order of the rows.
    cosines : array_like, shape (n, n)

    Returns
    -------
    Axes

    Examples
    --------
    >>> axes = similarity_blocks({"food": ["pizza", "kale"], "pet": ["cat"]}, np.eye(3))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['food', 'pet']
    """
    table = _checks.real_array("cosines", cosines, 2)
    axes = new_axes(7.6, 6.0)
    with style():
        image = axes.imshow(table, cmap=SEQUENTIAL, vmin=min(0.0, float(table.min())), vmax=1)
        sizes = np.array([len(words) for words in groups.values()])
        ends = np.cumsum(sizes) - 0.5
        for end in ends[:-1]:
            axes.axhline(end, color="white", linewidth=1)
            axes.axvline(end, color="white", linewidth=1)
        axes.set_yticks(ends - sizes / 2, groups)
        axes.set_xticks(ends - sizes / 2, groups, rotation=40, ha="right", rotation_mode="anchor")
        axes.tick_params(length=0)
        axes.get_figure(root=True).colorbar(image, label="cosine")  # type: ignore[union-attr]
    return axes


def observed_and_expected(
    labels: Sequence[str], observed: ArrayLike, expected: ArrayLike, quantity: str
) -> Axes:
    """Draw what was counted as bars and what was expected as short black lines across them.

    Examples
    --------
    >>> axes = observed_and_expected(["a", "b"], [0.52, 0.48], [0.5, 0.5], "share")
    >>> axes.get_ylabel()
    'share'
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
    return axes


def speed_ladder(
    words_per_second: Mapping[str, float], limits: Mapping[str, Mapping[str, float]] | None = None
) -> Axes:
    """Draw the speed of each trainer as a bar on a logarithmic scale, with its number.

    Parameters
    ----------
    words_per_second : dict from str to float
        The speed of each trainer.
    limits : dict from str to dict, optional
        For each of at most two kinds of limit, the speed that each trainer cannot exceed: a mark
        on its row.

    Examples
    --------
    >>> axes = speed_ladder({"loop": 1e4, "matrix products": 1e6}, {"arithmetic": {"loop": 1e7}})
    >>> axes.get_xscale()
    'log'
    """
    limits = limits or {}
    axes = new_axes(9.0, 0.7 * len(words_per_second) + (2.0 if limits else 1.4))
    with style():
        names, speeds = list(words_per_second), list(words_per_second.values())
        axes.barh(names, speeds, color=COLOURS["blue"], height=0.6)
        for row, speed in enumerate(speeds):
            axes.text(speed * 0.85, row, f"{speed:,.0f}", va="center", ha="right", color="white")
        marks = zip(limits.items(), ("D", "s"), ("orange", "green"), strict=False)
        for (kind, of_trainer), marker, colour in marks:
            rows = [names.index(name) for name in of_trainer]
            axes.plot(list(of_trainer.values()), rows, marker, ms=11, color=COLOURS[colour], label=kind)
        highest = max([*speeds, *(speed for kind in limits.values() for speed in kind.values())])
        axes.set(xscale="log", xlabel="words of text per second", xlim=(min(speeds) / 20, highest * 2))
        if limits:
            axes.figure.legend(loc="outside upper right", ncols=2, title="limit of this machine")
        axes.invert_yaxis()
    return axes


def speed_ratios(times: Mapping[str, Sequence[float]]) -> Axes:
    """Draw how many times as fast as another program each trainer is: the median of several rounds.

    Parameters
    ----------
    times : dict from str to sequence of float
        The ratio of each round. A thin line reaches from the smallest to the largest.

    Examples
    --------
    >>> axes = speed_ratios({"gensim:1": [1, 1, 1], "numba:1": [9, 11, 10]})
    >>> [text.get_text() for text in axes.texts]
    ['1', '10']
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
        axes.invert_yaxis()
    return axes


def settings_study(
    scores: Mapping[str, Mapping[float, Sequence[float]]], usual: Mapping[str, float], unit: str
) -> Axes:
    """Draw how a score depends on each of several settings, side by side; return the first axes.

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
    >>> axes = settings_study({"K": {1: [0.6, 0.7], 5: [0.8, 0.9]}}, {"K": 5}, "right neighbours")
    >>> axes.get_ylabel()
    'right neighbours'
    """
    with style():
        figure = Figure(figsize=(3.2 * len(scores), 3.6), layout="constrained")
        panels = figure.subplots(1, len(scores), sharey=True, squeeze=False)[0]
        for axes, (name, at_value) in zip(panels, scores.items(), strict=True):
            means = [float(np.mean(several)) for several in at_value.values()]
            for place, several in enumerate(at_value.values()):
                axes.plot([place] * len(several), several, ".", color=COLOURS["grey"])
            axes.plot(means, color=COLOURS["blue"], marker="o")
            place = list(at_value).index(usual[name])
            axes.plot(place, means[place], "o", ms=16, fillstyle="none", color=COLOURS["orange"])
            axes.set_xticks(range(len(at_value)), [f"{value:g}" for value in at_value])
            axes.set(xlabel=name, ylim=(0, 1.05))
        panels[0].set(ylabel=unit)
    return panels[0]
