"""A canvas of four kinds of shapes, written twice: as SVG for the page, as PNG for the stored notebook.

The SVG has no fixed ink: `"ink"` is the colour of the text around it, so that one picture is
readable in a light and in a dark theme.
"""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any, Self

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from PIL import Image

from edu_w2v.classroom.plots.style import COLOURS

Point = tuple[float, float]

TEXT = 19  # pixels: 14 points
DASHES = {"solid": "", "dash": "9 6", "dot": "2 6"}
FONT = "Verdana, 'DejaVu Sans', sans-serif"
MONO = "'DejaVu Sans Mono', Menlo, monospace"
LETTER = 0.602 * TEXT  # the width of each letter of MONO


class Scene:
    """Shapes in the order in which they are drawn; x runs to the right and y down, in pixels.

    Every method that draws returns the scene, so that calls can follow one another.

    Examples
    --------
    >>> Scene().line([(0, 0), (10, 20)], "blue").svg()
    '<polyline points="0,0 10,20" fill="none" stroke="#0072B2" stroke-width="2"/>'
    """

    def __init__(self) -> None:
        self._svg: list[str] = []
        self.artists: list[tuple[type, dict[str, Any]]] = []

    def svg(self) -> str:
        """Return the shapes as SVG elements, without a frame around them."""
        return "".join(self._svg)

    def line(
        self,
        points: Sequence[Point],
        colour: str = "ink",
        width: float = 2,
        dash: str = "solid",
        opacity: float = 1,
    ) -> Self:
        """Draw a line through points."""
        pattern = f' stroke-dasharray="{DASHES[dash]}"' if DASHES[dash] else ""
        faint = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._svg.append(
            f'<polyline points="{_points(points)}" fill="none" stroke="{_css(colour)}" '
            f'stroke-width="{_n(width)}"{pattern}{faint}/>'
        )
        gaps = [float(length) / width for length in DASHES[dash].split()]
        look = {"color": _ink(colour), "linewidth": width * 0.72, "alpha": opacity}
        look |= {"linestyle": (0, gaps)} if gaps else {}
        self.artists.append((Line2D, {"xdata": _all(points, 0), "ydata": _all(points, 1), **look}))
        return self

    def area(self, points: Sequence[Point], colour: str = "ink", opacity: float = 1) -> Self:
        """Fill the area that the points enclose."""
        self._svg.append(
            f'<polygon points="{_points(points)}" fill="{_css(colour)}" fill-opacity="{opacity:.2f}"/>'
        )
        look = {"facecolor": _ink(colour), "alpha": opacity, "linewidth": 0}
        self.artists.append((Polygon, {"xy": points, **look}))
        return self

    def arrow(
        self, start: Point, end: Point, colour: str = "ink", width: float = 4, dash: str = "solid"
    ) -> Self:
        """Draw a line with a head at its end; nothing where it is shorter than a pixel."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = (dx * dx + dy * dy) ** 0.5
        if length < 1:
            return self
        head = min(14.0, length)
        ux, uy = dx / length * head, dy / length * head
        neck = (end[0] - ux, end[1] - uy)
        self.line([start, neck], colour, width, dash)
        sides = [(neck[0] - uy / 2, neck[1] + ux / 2), (neck[0] + uy / 2, neck[1] - ux / 2)]
        return self.area([end, *sides], colour)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str | None = None,
        opacity: float = 1,
        stroke: str | None = None,
        stroke_width: float = 2,
        sets: str = "",
    ) -> Self:
        """Draw a rectangle; `sets` is what a click on it sets, as JSON of names and values."""
        paint = f'fill="{_css(fill)}" fill-opacity="{opacity:.2f}"' if fill else 'fill-opacity="0"'
        paint += f' stroke="{_css(stroke)}" stroke-width="{_n(stroke_width)}"' if stroke else ""
        paint += f' data-sets="{escape(sets)}"' if sets else ""
        size = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        self._svg.append(f"<rect {size} {paint}/>")
        where = {"xy": (x, y), "width": width, "height": height}
        if fill:
            self.artists.append(
                (Rectangle, {**where, "facecolor": _ink(fill), "alpha": opacity, "lw": 0})
            )
        if stroke:
            edge = {"fill": False, "edgecolor": _ink(stroke), "linewidth": stroke_width * 0.72}
            self.artists.append((Rectangle, {**where, **edge}))
        return self

    def dots(self, centres: Sequence[Point], radius: float, colour: str) -> Self:
        """Draw filled circles; in SVG they are lines without length and with round ends."""
        moves = "".join(f"M{_n(x)},{_n(y)}h0" for x, y in centres)
        self._svg.append(
            f'<path d="{moves}" stroke="{_css(colour)}" stroke-width="{_n(2 * radius)}" '
            'stroke-linecap="round"/>'
        )
        look = {"facecolor": _ink(colour), "linewidth": 0}
        self.artists += [(Circle, {"xy": centre, "radius": radius, **look}) for centre in centres]
        return self

    def handle(self, centre: Point, name: str, label: str) -> Self:
        """Put a place here that can be dragged, or moved with the arrow keys; only the page has it."""
        self._svg.append(
            f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="15" fill-opacity="0" tabindex="0" '
            f'role="button" aria-label="{escape(label)}" data-drag="{escape(name)}" '
            'data-lm-suppress-shortcuts="true"/>'
        )
        return self

    def text(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        colour: str = "ink",
        bold: bool = False,
        turn: float = 0,
        mono: bool = False,
    ) -> Self:
        """Write words whose baseline starts, has its middle or ends at (x, y), turned by degrees.

        With `mono` every letter is `LETTER` wide.
        """
        look = f' font-weight="{"bold" if bold else "normal"}"' if bold else ""
        look += f' font-family="{MONO}"' if mono else ""
        look += f' transform="rotate({_n(turn)} {_n(x)} {_n(y)})"' if turn else ""
        self._svg.append(
            f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{_css(colour)}"{look}>'
            f"{escape(words)}</text>"
        )
        align = {"start": "left", "middle": "center", "end": "right"}[anchor]
        font = {"fontsize": TEXT * 0.72, "fontweight": "bold" if bold else "normal", "rotation": -turn}
        font |= {"fontfamily": "DejaVu Sans Mono"} if mono else {}
        font |= {"ha": align, "va": "baseline", "rotation_mode": "anchor", "color": _ink(colour)}
        self.artists.append((str, {"x": x, "y": y, "s": words.replace("$", r"\$"), **font}))
        return self


def document(scenes: Sequence[Scene], size: tuple[int, int], alt: str) -> str:
    """Return a picture of scenes, one above the other, as the text of an SVG file on white."""
    return frame(
        f'<rect width="100%" height="100%" fill="white"/>{"".join(scene.svg() for scene in scenes)}',
        size,
        alt,
    )


def frame(content: str, size: tuple[int, int], alt: str) -> str:
    """Return SVG elements as the text of an SVG file with a text alternative."""
    said = escape(alt)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" '
        f'height="{size[1]}" role="img" aria-label="{said}" font-family="{FONT}" font-size="{TEXT}" '
        f'color="#111111"><title>{said}</title>'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:description>{said}</dc:description></metadata>{content}</svg>\n"
    )


def png(scenes: Sequence[Scene], size: tuple[int, int]) -> bytes:
    """Return a picture of scenes, one above the other, as the bytes of a small PNG file on white."""
    figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=130)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, size[0]), ylim=(size[1], 0))
    axes.set_axis_off()
    artists = [artist for scene in scenes for artist in scene.artists]
    for order, (kind, look) in enumerate(artists):
        if kind is str:
            axes.text(**look, zorder=order)
        else:
            axes.add_artist(kind(**look, zorder=order))
    file = BytesIO()
    figure.savefig(file, format="png")
    small = BytesIO()
    Image.open(file).convert("RGB").quantize(64).save(small, format="png", optimize=True)
    return small.getvalue()


def _n(value: float) -> str:
    """Write a number with at most one decimal, the same on every machine."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _all(points: Sequence[Point], axis: int) -> list[float]:
    return [point[axis] for point in points]


def _css(colour: str) -> str:
    """The colour in the page, where ink is the colour of the text around the picture."""
    return "currentColor" if colour == "ink" else COLOURS.get(colour, colour)


def _ink(colour: str) -> str:
    """The colour on white paper."""
    return "#111111" if colour == "ink" else COLOURS.get(colour, colour)
