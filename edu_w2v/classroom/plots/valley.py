"""A picture of why the loss has a floor: a pair seen p times as a real one and once as a made-up one."""

import numpy as np

from edu_w2v import _checks
from edu_w2v.classroom.plots.style import COLOURS, Picture, new_axes, style
from edu_w2v.classroom.plots.telling import number
from edu_w2v.objective import log_sigmoid, sigmoid


def loss_valley(positives: float = 3) -> Picture:
    """Draw the mean loss of a pair of words over its score, for one made-up pair to p real ones.

    Beside it the loss of a pair that is never made up, which falls for ever.

    Parameters
    ----------
    positives : float
        p > 0, how often the pair comes as a positive for each time that it is drawn as a negative.

    Returns
    -------
    Picture

    Raises
    ------
    TypeError, ValueError
        If `positives` is not a number above 0 and at most 100.

    Examples
    --------
    >>> loss_valley(3).alt.split(". ")[1]
    'Seen 3 times as +, once as −, it is a valley: lowest, 0.56, at the score log 3 = 1.10'
    """
    p = _checks.real_number("positives", positives, maximum=100, above=True)
    best, x = float(np.log(p)), np.linspace(-5, 5, 401)
    yes, no = -log_sigmoid(x), -log_sigmoid(-x)
    valley = (p * yes + no) / (p + 1)
    floor = float(-(p * log_sigmoid(best) + log_sigmoid(-best)) / (p + 1))
    axes = new_axes(8, 4.6)
    with style():
        axes.plot(x, valley, color=COLOURS["blue"], label=f"{p:g} times +, once −")
        axes.plot(x, yes, "--", color=COLOURS["orange"], label="always +")
        axes.plot(best, floor, "o", ms=11, color=COLOURS["blue"])
        lowest = f"lowest: {floor:.2f} at log {p:g}"
        axes.annotate(
            lowest, (best, floor), (0, 48), textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": COLOURS["grey"], "relpos": (0, 0)},
        )  # fmt: skip
        axes.set(xlabel="score  x = c·w", ylabel="mean loss (nats)", ylim=(-0.1, 5.1))
        axes.legend(loc="upper right")
    times = "once" if p == 1 else f"{p:g} times"
    return Picture(
        axes,
        "Mean loss of a pair of words in nats against its score, from −5 to 5. "
        f"Seen {times} as +, once as −, it is a valley: lowest, {floor:.2f}, at the score log {p:g} = "
        f"{number(best)}. There σ is {float(sigmoid(best)):.2f}, the share of +. Always seen as +, "
        f"it falls and falls, from {yes[0]:.2f} to {yes[-1]:.2f}, and has no lowest point.",
    )
