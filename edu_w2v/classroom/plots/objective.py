"""Pictures of the loss and its gradients: curves, a surface, the computation graph, the V of errors."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import (
    COLOURS,
    LINES,
    SEQUENTIAL,
    WIDEST,
    Picture,
    large_powers,
    new_axes,
    style,
)
from edu_w2v.classroom.plots.telling import course, number, pair, plural, power_of_ten
from edu_w2v.corpora import Word
from edu_w2v.objective import Example, log_sigmoid, sgns_gradients, sgns_loss, sigmoid


def sigmoid_curve(words: Sequence[Word], scores: ArrayLike) -> Picture:
    """Draw σ(x), with the scores of a few words marked on it.

    Parameters
    ----------
    words : sequence of str
    scores : array_like, one for each word

    Returns
    -------
    Picture

    Examples
    --------
    >>> sigmoid_curve(["pizza"], [1.0]).alt.split(". ")[-1]
    'Marked: pizza, at the score 1, has probability 0.73.'
    """
    scores = _checks.real_array("scores", scores, 1)
    axes = new_axes()
    x = np.linspace(-6, 6, 241)
    with style():
        axes.axhline(0.5, color=COLOURS["grey"], lw=1, ls=":")
        axes.plot(x, sigmoid(x), color=COLOURS["blue"])
        axes.plot(scores, sigmoid(scores), "o", ms=10, color=COLOURS["orange"])
        for word, score, p in zip(words, scores, sigmoid(scores), strict=True):
            axes.annotate(f"{word}: {p:.2f}", (score, p), xytext=(12, -6), textcoords="offset points")
        axes.set(xlabel="score  x = c·w", ylabel="probability of +", ylim=(-0.03, 1.03))
    marked = [
        f"{word}, at the score {number(score)}, has probability {p:.2f}"
        for word, score, p in zip(words, scores, sigmoid(scores), strict=True)
    ]
    return Picture(
        axes,
        "The probability of + against the score: a curve like a long S, from nearly 0 at the score "
        f"−6, over 0.5 at the score 0, to nearly 1 at the score 6. Marked: {'; '.join(marked)}.",
    )


def surprise_curves(words: Sequence[Word], scores: ArrayLike) -> Picture:
    """Draw what each of the two answers costs: −log σ(x) for +, −log σ(−x) for −.

    Parameters
    ----------
    words : sequence of str
        The positive first, then the negatives; their costs are marked.
    scores : array_like, one for each word

    Returns
    -------
    Picture

    Examples
    --------
    >>> surprise_curves(["pizza", "kale"], [1.0, 0.5]).alt.split(". ")[-1]
    'Marked: pizza, answer +, score 1, costs 0.31; kale, answer −, score 0.50, costs 0.97.'
    """
    scores = _checks.real_array("scores", scores, 1)
    axes = new_axes(8, 4.6)
    x = np.linspace(-4.5, 4.5, 241)
    with style():
        axes.plot(x, -log_sigmoid(x), color=COLOURS["blue"], label="the answer is +")
        axes.plot(x, -log_sigmoid(-x), color=COLOURS["orange"], ls="--", label="the answer is −")
        for i, (word, score) in enumerate(zip(words, scores, strict=True)):
            sign, colour = (1, "blue") if i == 0 else (-1, "orange")
            cost = -log_sigmoid(sign * score)
            axes.plot(score, cost, "os"[i > 0], ms=10, color=COLOURS[colour])
            left = score < 0
            axes.annotate(
                f"{word}: {cost:.2f}", (score, cost), textcoords="offset points",
                xytext=(-10 if left else 12, -6 if sign < 0 < score else 6),
                ha="right" if left else "left",
            )  # fmt: skip
        axes.plot(0, np.log(2), "D", ms=8, color=COLOURS["grey"])
        axes.annotate("log 2", (0, np.log(2)), (0, -24), textcoords="offset points", ha="center")
        axes.set(xlabel="score  x = c·w", ylabel="surprise (nats)", ylim=(-0.1, 4.6))
        axes.legend(loc="upper center")
    costs = -log_sigmoid(scores * np.where(np.arange(len(scores)) == 0, 1, -1))
    marked = [
        f"{word}, answer {'−' if i else '+'}, score {number(score)}, costs {cost:.2f}"
        for i, (word, score, cost) in enumerate(zip(words, scores, costs, strict=True))
    ]
    return Picture(
        axes,
        "Surprise in nats against the score, from −4.5 to 4.5: two curves, each the mirror image of "
        f"the other. The cost of the answer + falls from {-log_sigmoid(-4.5):.2f} to "
        f"{-log_sigmoid(4.5):.2f}, that of the answer − rises as far; they cross at the score 0, where "
        f"both cost log 2 = {np.log(2):.2f}. Marked: {'; '.join(marked)}.",
    )


def loss_surface(positive: float, negative: float, label: str) -> Picture:
    """Draw the loss of one positive and one negative over their two scores, as a map with contours.

    Parameters
    ----------
    positive, negative : float
        The scores of the example to mark.
    label : str
        The name of the example.

    Returns
    -------
    Picture

    Examples
    --------
    >>> loss_surface(1.0, 0.5, "pizza, kale").alt.split(". ")[-1]
    'At the start, both scores 0, it is 1.39; at the mark of pizza, kale, scores 1 and 0.50, 1.29.'
    """
    positive = _checks.real_number("positive", positive, minimum=-float("inf"))
    negative = _checks.real_number("negative", negative, minimum=-float("inf"))
    axes = new_axes(7.4, 5.4)
    x = np.linspace(-4, 4, 161)
    loss = -log_sigmoid(x)[None, :] - log_sigmoid(-x)[:, None]
    with style():
        surface = axes.contourf(x, x, loss, levels=np.arange(0, 9), cmap=SEQUENTIAL)
        lines = axes.contour(x, x, loss, levels=[0.25, 1, 2, 3, 5], colors="white", linewidths=1.5)
        axes.clabel(lines, fmt="%g", fontsize=14)
        box = {"boxstyle": "round,pad=0.2", "fc": "white", "ec": "none", "alpha": 0.85}
        for x0, y0, marker, text in (0, 0, "D", "start: 2 log 2"), (positive, negative, "o", label):
            axes.plot(x0, y0, marker, ms=11, mfc="white", mec="black", mew=2)
            place = (-14, -6) if marker == "D" else (14, -6)
            axes.annotate(
                text, (x0, y0), place, textcoords="offset points", bbox=box,
                ha="right" if marker == "D" else "left",
            )  # fmt: skip
        bar = axes.figure.colorbar(surface, ax=axes)
        bar.set_label("loss (nats)")
        axes.set(xlabel="score of the positive", ylabel="score of the negative", aspect="equal")
    marked = -log_sigmoid(positive) - log_sigmoid(-negative)
    return Picture(
        axes,
        "Map of the loss over the score of the positive, to the right, and of the negative, upwards, "
        f"both from −4 to 4. It is highest at the upper left, {loss.max():.2f}, where both answers are "
        f"wrong, and lowest at the lower right, {loss.min():.2f}. At the start, both scores 0, it is "
        f"{2 * np.log(2):.2f}; at the mark of {label}, scores {number(positive)} and "
        f"{number(negative)}, {marked:.2f}.",
    )


def computation_graph(example: Example) -> Picture:
    """Draw how the loss of one pair is computed, forward, and how its gradients flow, backward.

    Forward arrows are solid, with the value in upright type; backward arrows are dashed and point
    the other way, with the derivative of the loss by that value in italics.

    Parameters
    ----------
    example : Example
        In two dimensions, with a few negatives.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from edu_w2v.objective import BY_HAND
    >>> computation_graph(BY_HAND).alt.split(". ")[-1]
    'Together they give ∂L/∂w = (0.39, −1.24).'
    """
    w, contexts = example.w, np.vstack([example.c_pos, example.C_neg])
    dw, dc_pos, dC_neg = sgns_gradients(w, example.c_pos, example.C_neg)
    signs = np.array([1] + [-1] * len(example.C_neg))
    scores = contexts @ w
    p = sigmoid(signs * scores)  # of the right answer
    errors = sigmoid(scores) - (signs > 0)
    rows = 1.9 * (len(contexts) - 1) / 2 - 1.9 * np.arange(len(contexts))  # all lengths are inches
    centre, low = example.words[example.centre], float(rows[-1]) - 1.35
    axes = new_axes(WIDEST, 1.9 * len(contexts) + 1.0)
    with style():
        _node(axes, W_AT, 0, centre, _numbers(w))
        for i, y in enumerate(rows):
            side = 1.0 if y >= 0 else -1.0  # the vector of a context stands above its row, or below
            gradients = _numbers(errors[i] * contexts[i]), _numbers([dc_pos, *dC_neg][i])
            _edge(axes, (W_AT, 0), (DOT_AT, y), "", gradients[0])
            _edge(axes, (DOT_AT, y + side), (DOT_AT, y), "", gradients[1])
            _edge(axes, (DOT_AT, y), (SIGMA_AT, y), _numbers(scores[i]), _numbers(errors[i]))
            _edge(axes, (SIGMA_AT, y), (LOG_AT, y), _numbers(p[i]), _numbers(-1 / p[i]))
            _edge(axes, (LOG_AT, y), (SUM_AT, 0), _numbers(-np.log(p[i])), "1")
            _node(axes, DOT_AT, y + side, example.contexts[i], _numbers(contexts[i]))
            _node(axes, DOT_AT, y, "c·w")
            _node(axes, SIGMA_AT, y, "σ(x)" if i == 0 else "σ(−x)")
            _node(axes, LOG_AT, y, "−log")
        loss = sgns_loss(w, example.c_pos, example.C_neg)
        _edge(axes, (SUM_AT, 0), (LOSS_AT, 0), _numbers(loss), "1")
        _node(axes, SUM_AT, 0, "+")
        _node(axes, LOSS_AT, 0, "L")
        for y, text in (low + 0.55, f"∂L/∂w = {_numbers(dw)},"), (low + 0.25, "the sum of its arrows"):
            axes.text(0.05, y, text, **SLANTED)
        for y, text, colour, slant in (
            (-low - 0.4, "solid, forward: values", FORWARD, "normal"),
            (-low - 0.7, "dashed, backward: ∂L/∂(that value)", BACKWARD, "italic"),
        ):
            axes.text(WIDEST - 0.1, y, text, color=colour, style=slant, ha="right", size=GRAPH_TYPE)
        axes.set(xlim=(0, WIDEST), ylim=(low, -low))
        axes.set_axis_off()
    told = [
        f"In the row of {name}, the {'negative' if i else 'positive'}, {_numbers(contexts[i])}: score "
        f"{_numbers(scores[i])}, probability of the right answer {_numbers(p[i])}, term "
        f"{_numbers(-np.log(p[i]))}; backward 1, then {_numbers(-1 / p[i])}, then "
        f"{_numbers(errors[i])}, then {_numbers([dc_pos, *dC_neg][i])} for {name} and "
        f"{_numbers(errors[i] * contexts[i])} for {centre}."
        for i, name in enumerate(example.contexts)
    ]
    return Picture(
        axes,
        f"Graph of the computation. Forward, along solid arrows, the vector {_numbers(w)} of {centre} "
        f"goes into a dot product with each of {len(contexts)} context vectors, the score through σ "
        f"and −log, and the terms add up to the loss {_numbers(loss)}. Backward, along dashed arrows, "
        f"run the derivatives of the loss. {' '.join(told)} Together they give ∂L/∂w = {_numbers(dw)}.",
    )


WHITE = {"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.8}
FORWARD, BACKWARD = COLOURS["blue"], COLOURS["orange"]
GRAPH_TYPE = 12  # points: there is much to write
SLANTED: dict[str, Any] = {"color": BACKWARD, "style": "italic", "size": GRAPH_TYPE}
W_AT, DOT_AT, SIGMA_AT, LOG_AT, SUM_AT, LOSS_AT = 0.65, 2.95, 4.2, 5.5, 6.65, 7.7
"""Inches from the left edge to the middle of each kind of node of the graph."""


def _node(axes: Axes, x: float, y: float, text: str, value: str = "") -> None:
    """Draw a box with a name, and with the value that leaves it below the name."""
    box = {"boxstyle": "round,pad=0.3", "fc": "white", "ec": "black", "lw": 1.5}
    lines = f"{text}\n{value}" if value else text
    axes.text(x, y, lines, ha="center", va="center", bbox=box, zorder=3, size=GRAPH_TYPE)


def _edge(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], value: str, gradient: str
) -> None:
    """Draw the arrow forward with its value, and beside it the arrow backward with its gradient."""
    a, b = np.array(start), np.array(end)
    along = (b - a) / np.hypot(*(b - a))
    across = 0.05 * np.array([-along[1], along[0]])
    near, far = _gap(along, start[0] == W_AT or bool(along[0] == 0)), _gap(along, wide=False)
    _arrow(axes, a + across + near, b + across - far, FORWARD, "-", head="->")
    _arrow(axes, b - across - far, a - across + near, BACKWARD, "--", head="->")
    if along[0] == 0:
        axes.text(a[0] + 0.15, (a[1] + b[1]) / 2 - 0.08 * along[1], gradient, va="center", **SLANTED)
        return
    x, y = a + (b - a) * (0.5 if value else 0.42 if along[1] else 0.55)
    box = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none"} if along[1] else None
    off = 0.02 if along[1] else 0.11
    axes.text(x, y + off, value, color=FORWARD, ha="center", va="bottom", bbox=box, size=GRAPH_TYPE)
    hangs = "top" if value or not along[1] else "center"
    axes.text(x, y - off, gradient, ha="center", va=hangs, bbox=box, **SLANTED)


def _gap(along: NDArray[np.floating], wide: bool) -> NDArray[np.floating]:
    """Return how far an arrow stays away from the middle of a box, which is wider than high."""
    width, height = (0.64, 0.3) if wide else (0.3, 0.2)
    return along * min(width / max(abs(along[0]), 1e-9), height / max(abs(along[1]), 1e-9))


def _numbers(x: ArrayLike) -> str:
    """Write a number with three decimals, a vector with two."""
    if np.ndim(x) == 0:
        return f"{float(np.asarray(x)):.3f}".replace("-", "−")
    return ("(" + ", ".join(f"{v:.2f}" for v in np.asarray(x)) + ")").replace("-", "−")


def error_v(steps: ArrayLike, central: ArrayLike, complex_: ArrayLike) -> Picture:
    """Draw the error of two numerical derivatives over the step h, both axes logarithmic.

    Parameters
    ----------
    steps : array_like, shape (n,)
    central, complex_ : array_like, shape (n,)
        Relative errors of central differences and of complex steps.

    Returns
    -------
    Picture

    Examples
    --------
    >>> error_v([1e-8, 1e-5, 1e-2], [1e-8, 1e-11, 1e-5], [1e-16, 1e-11, 1e-5]).axes.get_xscale()
    'log'
    """
    steps = _checks.real_array("steps", steps, 1)
    axes = new_axes(8, 4.8)
    with style():
        axes.loglog(steps, np.maximum(central, 1e-17), "o-", ms=5, color=COLOURS["blue"])
        axes.loglog(steps, np.maximum(complex_, 1e-17), "s--", ms=5, color=COLOURS["orange"])
        axes.text(1e-11, 2e-3, "central differences", color=COLOURS["blue"])
        axes.text(1e-11, 3e-15, "complex steps", color=COLOURS["orange"])
        axes.text(3e-10, 5e-6, "rounding / h", ha="left")
        axes.text(2e-4, 1e-11, "formula, h²", ha="left")
        axes.set(xlabel="step h", ylabel="relative error", ylim=(3e-18, 1))
        large_powers(axes)
    curves = {"Central differences": central, "Complex steps": complex_}
    told = [f"{name}: {_told_errors(steps, np.asarray(errors))}." for name, errors in curves.items()]
    return Picture(axes, f"Relative error against the step h, on logarithmic axes. {' '.join(told)}")


def _told_errors(steps: NDArray[np.floating], errors: NDArray[np.floating]) -> str:
    """Tell an error at the smallest step, at the best, and at the largest, by powers of ten."""
    order = np.argsort(steps)
    h, error = steps[order], np.maximum(errors[order], 1e-17)
    best = int(error.argmin())
    places = {0: "at the smallest step", best: "at its lowest", len(h) - 1: "at the largest step"}
    return ", ".join(
        f"{name}, h = {power_of_ten(h[i])}, {_order_of(error[i])}" for i, name in sorted(places.items())
    )


def _order_of(error: float) -> str:
    return (
        f"about {power_of_ten(error)}" if error > 3e-16 else "no more than the last digit, 10 to the −16"
    )


def learning_rates(losses: Mapping[float, ArrayLike], lowest: float, top: float = 4.0) -> Picture:
    """Draw the loss over the steps, one line for each learning rate.

    Parameters
    ----------
    losses : mapping from learning rate to losses, the first before any step
    lowest : float
        The loss that cannot be beaten, drawn as a dotted line.
    top : float
        Lines are cut off above it, or a little above the highest start if that is more.

    Returns
    -------
    Picture

    Examples
    --------
    >>> learning_rates({0.1: [2.0, 1.9], 2.0: [2.0, 1.0]}, lowest=0.9).alt.split(". ")[-1]
    'η = 2: falls from 2 to 1.'
    """
    top = max([top, *(1.05 * float(np.asarray(values)[0]) for values in losses.values())])
    axes = new_axes(8, 4.6)
    with style():
        axes.axhline(lowest, color=COLOURS["grey"], ls=":", lw=1.5)
        axes.text(0, lowest - 0.04, "lowest possible", color=COLOURS["grey"], va="top")
        for (rate, values), (colour, dash, marker) in zip(losses.items(), cycle(LINES)):
            y = _checks.real_array("losses", values, 1)
            axes.plot(y, ls=dash, marker=marker, ms=6, markevery=2, color=colour)
            leaves = (y > top).any()
            place = (int(np.argmax(y > top)), 0.93 * top) if leaves else (len(y) - 1, y[-1])
            axes.annotate(f"η = {rate:g}", place, (10, -5), textcoords="offset points", color=colour)
        steps = max(len(np.asarray(values)) for values in losses.values())
        axes.set(
            xlabel="step",
            ylabel="mean loss (nats)",
            xlim=(-0.5, 1.15 * steps),
            ylim=(lowest - 0.35, top),
        )
    told = [f"η = {rate:g}: {_told_descent(np.asarray(y), top)}." for rate, y in losses.items()]
    return Picture(
        axes,
        f"Mean loss in nats against the step, from 0 to {steps - 1}, a line for each of "
        f"{plural(len(losses), 'learning rate')}. Lowest possible: {number(lowest)}. {' '.join(told)}",
    )


def _told_descent(values: NDArray[np.floating], top: float) -> str:
    """Tell how a line of losses goes, and where it leaves the picture."""
    if not (values > top).any():
        return course(values, range(len(values)), "at step")
    leaves = int(np.argmax(values > top))
    best = int(values[:leaves].argmin())
    lowest = f"is lowest, {number(values[best])}, at step {best}, and " if best else ""
    return (
        f"starts at {number(values[0])}, {lowest}leaves the picture upwards, beyond {number(top)}, "
        f"at step {leaves}"
    )


def pulls_and_pushes(example: Example) -> Picture:
    """Draw where the K + 1 context vectors send w: one arrow each, and their sum.

    Each force is parallel to its context vector, which is a dotted line from the origin.

    Parameters
    ----------
    example : Example
        In two dimensions.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from edu_w2v.objective import BY_HAND
    >>> pulls_and_pushes(BY_HAND).alt.split(". ")[-1]
    'A thick arrow is their sum, −∂L/∂w = (−0.39, 1.24); the longest force is that of kale.'
    """
    w, contexts = example.w, np.vstack([example.c_pos, example.C_neg])
    errors = sigmoid(contexts @ w) - (np.arange(len(contexts)) == 0)
    moves = -errors[:, None] * contexts
    axes = new_axes(8, 6)
    with style():
        axes.plot(*w, "o", ms=11, color="black")
        axes.annotate(
            f"w ({example.words[example.centre]})", tuple(w), (12, -16), textcoords="offset points"
        )
        for i, (c, move) in enumerate(zip(contexts, moves, strict=True)):
            colour, dash, marker = ("blue", "-", "P") if i == 0 else ("orange", "--", "X")
            name = f"{'pull' if i == 0 else 'push'} of {example.contexts[i]}"
            _arrow(axes, w, w + move, COLOURS[colour], dash)
            left = move[0] < 0
            axes.annotate(
                name, tuple(w + move), (-8, -2) if left else (8, -4), textcoords="offset points",
                color=COLOURS[colour], ha="right" if left else "left", bbox=WHITE,
            )  # fmt: skip
            axes.plot([0, c[0]], [0, c[1]], ":", lw=1.8, color=COLOURS[colour])  # parallel to its force
            axes.plot(*c, marker, ms=11, color=COLOURS[colour])
            beyond = (0, 12 if c[1] >= 0 else -24)  # away from the dotted line
            name = f"c ({example.contexts[i]})"
            axes.annotate(name, c, beyond, textcoords="offset points", ha="center")
        end = w + moves.sum(axis=0)
        _arrow(axes, w, end, "black", "-", width=4)
        axes.annotate("sum: −∂L/∂w", tuple(end), (10, 2), textcoords="offset points")
        axes.plot(*end, "")  # an arrow alone does not widen the axes
        _plane(axes)
    told = [
        f"the {'push' if i else 'pull'} of {name} is {pair(move)}, "
        f"{'against' if i else 'in'} the direction of its vector {pair(c)}"
        for i, (name, c, move) in enumerate(zip(example.contexts, contexts, moves, strict=True))
    ]
    return Picture(
        axes,
        f"The plane with w of {example.words[example.centre]} at {pair(w)}. From its tip an arrow for "
        f"each force, parallel to the dotted line of its context vector: {'; '.join(told)}. "
        f"A thick arrow is their sum, −∂L/∂w = "
        f"{pair(moves.sum(axis=0))}; the longest force is that of "
        f"{example.contexts[int(np.linalg.norm(moves, axis=1).argmax())]}.",
    )


def paths(words: Sequence[Word], history: Sequence[ArrayLike]) -> Picture:
    """Draw the way of each word's vector through the plane, from a hollow to a filled mark.

    Parameters
    ----------
    words : sequence of str, length V
    history : sequence of array_like, shape (V, 2)
        The matrix W after each step.

    Returns
    -------
    Picture

    Examples
    --------
    >>> paths(["pizza", "wings"], [[[0, 1], [1, 0]], [[1, 1], [1, 1]]]).alt.split(". ")[-1]
    'The nearest ends are those of pizza and wings, 0 apart; they started 1.41 apart.'
    """
    steps = np.stack([_checks.real_array("history", W, 2) for W in history])
    axes = new_axes(8, 6)
    with style():
        looks = zip(cycle(COLOURS.values()), cycle("os^Dvp"), cycle(["-", "--"]))
        for i, (word, (colour, marker, dash)) in enumerate(zip(words, looks, strict=False)):
            axes.plot(*steps[:, i].T, color=colour, ls=dash)
            far = np.linalg.norm(steps[:, i] - steps[0, i], axis=1)
            half = int(np.argmax(far > far[-1] / 2))  # where an arrow head shows the direction
            if half > 0:
                _arrow(axes, steps[half - 1, i], steps[half, i], colour, "-")
            axes.plot(*steps[0, i], marker, ms=11, mfc="white", mec=colour, mew=2)
            axes.plot(*steps[-1, i], marker, ms=11, color=colour)
            leaves_right = steps[1, i, 0] > steps[0, i, 0]  # the name stands on the other side
            axes.annotate(
                word, steps[0, i], (-12 if leaves_right else 12, 1), textcoords="offset points",
                ha="right" if leaves_right else "left",
            )  # fmt: skip
        _plane(axes)
    told = [
        f"{word} from {pair(start)} to {pair(end)}"
        for word, start, end in zip(words, steps[0], steps[-1], strict=True)
    ]
    said = (
        f"The paths of {plural(len(words), 'word')} through the plane in "
        f"{plural(len(steps) - 1, 'step')}, each from a hollow to a filled mark: {'; '.join(told)}."
    )
    if len(words) > 1:
        ends = np.linalg.norm(steps[-1][:, None] - steps[-1], axis=2) + np.diag([np.inf] * len(words))
        i, j = sorted(divmod(int(ends.argmin()), len(words)))
        said += (
            f" The nearest ends are those of {words[i]} and {words[j]}, {number(ends[i, j])} apart; "
            f"they started {number(float(np.linalg.norm(steps[0, i] - steps[0, j])))} apart."
        )
    return Picture(axes, said)


def _arrow(
    axes: Axes,
    start: NDArray[np.floating],
    end: NDArray[np.floating],
    colour: str,
    dash: str,
    width: float = 2.2,
    head: str = "-|>",
) -> None:
    look = {"arrowstyle": head, "color": colour, "ls": dash, "lw": width, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", tuple(end), tuple(start), arrowprops=look | {"mutation_scale": 20})


def _plane(axes: Axes) -> None:
    """Give a picture of the plane its axes through 0, and one scale for both."""
    axes.axhline(0, color=COLOURS["grey"], lw=0.8)
    axes.axvline(0, color=COLOURS["grey"], lw=0.8)
    axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
    axes.margins(0.3, 0.18)
