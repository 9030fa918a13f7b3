"""One look for all pictures: large type, few lines, colours that colour-blind readers can tell apart."""

import base64
import html
from io import BytesIO
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

COLOURS = {
    "blue": "#0072B2",
    "orange": "#D55E00",
    "green": "#009E73",
    "pink": "#CC79A7",
    "sky": "#56B4E9",
    "yellow": "#E69F00",
    "grey": "#666666",
}
"""The palette of M. Okabe and K. Ito (2008), made for all kinds of colour vision."""

LINES = [
    (COLOURS["blue"], "-", "o"),
    (COLOURS["orange"], "--", "s"),
    (COLOURS["green"], "-.", "^"),
    (COLOURS["pink"], ":", "D"),
]
"""Colour, dash and marker of the first, second, … curve."""

SEQUENTIAL = "cividis"  # from little to much, the same for every kind of colour vision

TINTS = LinearSegmentedColormap.from_list("tints", ["white", COLOURS["sky"]])
"""From white for 0 to a light blue on which black numbers can be read."""

SHADES = LinearSegmentedColormap.from_list(
    "shades", ["white", COLOURS["sky"], COLOURS["blue"], "#002b4d"]
)
"""From white for little to dark blue for much, where no numbers stand."""

SIGNED = LinearSegmentedColormap.from_list("signed", [COLOURS["yellow"], "white", COLOURS["sky"]])
"""Orange below 0, white for 0, blue above."""

WIDEST = 8.1
"""Inches: what is drawn no wider than this is shown as large as it is stored."""

DOTS_PER_INCH = 110
"""Of a stored picture: 8.1 inches are 891 pixels, and type of 12 points is 18 pixels high."""

POWERS = 17
"""Points of numbers such as 10⁻⁶ along an axis: an exponent is seven tenths of that."""

RC: dict[Any, Any] = {
    "font.size": 14,
    "axes.titlesize": 15,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "lines.linewidth": 2.2,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "edu_w2v",  # so that the same picture is the same file
    "svg.fonttype": "path",
}
"""What the pictures of the series have in common; used within `style()` only."""


def style() -> Any:
    """Return the context in which pictures are made and saved; nothing global is changed."""
    return mpl.rc_context(rc=RC)


def new_axes(width: float = 7.0, height: float = 4.2) -> Axes:
    """Return empty axes of a new figure of this size in inches.

    The figure does not belong to pyplot, so nothing is shown until `show` shows it.
    """
    with style():
        return Figure(figsize=(width, height), layout="constrained").subplots()


def large_powers(axes: Axes, which: Literal["x", "y", "both"] = "both") -> None:
    """Write the numbers along logarithmic axes so large that their exponents can be read, too."""
    axes.tick_params(axis=which, labelsize=POWERS)


class Picture:
    """A picture with a text alternative, as a notebook displays and stores it.

    Parameters
    ----------
    axes : Axes
        Any axes of the figure.
    alt : str
        What is to be seen, for readers who do not see it.
    """

    def __init__(self, axes: Axes, alt: str) -> None:
        self.axes, self.alt = axes, alt

    def __repr__(self) -> str:
        return f"[Picture: {self.alt}]"

    def _repr_html_(self) -> str:
        """Return the picture with its alternative: JupyterLab would drop that of a bare PNG."""
        file = BytesIO()
        figure = self.axes.get_figure(root=True)
        assert figure is not None
        with style():
            figure.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
        data = base64.b64encode(file.getvalue()).decode()
        return f'<img src="data:image/png;base64,{data}" alt="{html.escape(self.alt)}">'

    def save_svg(self, path: str) -> None:
        """Write the picture as SVG: the same bytes each time, described by its alternative."""
        figure = self.axes.get_figure(root=True)
        assert figure is not None
        with style():
            figure.savefig(path, format="svg", metadata={"Date": None, "Description": self.alt})


def show(plot: Axes | Picture, alt: str) -> Picture:
    """Display a plot of your own together with the sentence that tells what is to be seen.

    The pictures of this package make that sentence themselves, from their data; another one can
    be given here.

    Examples
    --------
    >>> axes = new_axes()
    >>> line = axes.plot([1, 2, 4])
    >>> show(axes, "A line that rises from 1 to 4, faster and faster.")
    [Picture: A line that rises from 1 to 4, faster and faster.]
    """
    if not isinstance(alt, str) or len(alt.split()) < 4:
        raise ValueError(f"alt must be a sentence that says what is to be seen, but is {alt!r}.")
    return Picture(plot.axes if isinstance(plot, Picture) else plot, alt)
