"""The plane in which vectors are drawn and dragged: from coordinates to pixels, and back."""

from collections.abc import Sequence
from dataclasses import dataclass

from edu_w2v.classroom.explorers.base import number
from edu_w2v.classroom.scene import LETTER, Point, Scene

Vector = tuple[float, float]

KEY = 0.1  # how far an arrow key moves a vector


@dataclass(frozen=True)
class Plane:
    """A square piece of the plane around the origin.

    Attributes
    ----------
    centre : Point
        Where the origin is, in pixels.
    half : float
        Half of the side, in pixels.
    reach : float
        Half of the side, in units.
    """

    centre: Point
    half: float
    reach: float

    def pixel(self, vector: Sequence[float]) -> Point:
        """Return where the end of a vector is; vectors that reach out of the plane end at its edge."""
        scale = self.half / self.reach
        far = max(1.0, abs(vector[0]) / self.reach, abs(vector[1]) / self.reach)
        return self.centre[0] + vector[0] / far * scale, self.centre[1] - vector[1] / far * scale

    def vector(self, pixel: Sequence[float]) -> Vector:
        """Return the vector that ends at a pixel, rounded to 0.01."""
        scale = self.half / self.reach
        x, y = pixel[0] - self.centre[0], self.centre[1] - pixel[1]
        return round(x / scale, 2), round(y / scale, 2)

    def moved(self, vector: Vector, to: Point | None, by: tuple[int, int] | None) -> Vector:
        """Return a vector that was dragged to a pixel, or moved by arrow keys."""
        if to is not None:
            return self.vector(to)
        assert by is not None
        return round(vector[0] + KEY * by[0], 2), round(vector[1] + KEY * by[1], 2)

    def axes(self, picture: Scene) -> None:
        """Draw the frame, both axes and their numbers."""
        (x, y), half = self.centre, self.half
        picture.box(x - half, y - half, 2 * half, 2 * half, stroke="grey", stroke_width=1)
        picture.line([(x - half, y), (x + half, y)], "grey", 1)
        picture.line([(x, y - half), (x, y + half)], "grey", 1)
        for tick in range(1 - int(self.reach), int(self.reach)):
            at = x + tick * half / self.reach
            if tick:
                picture.text(at, y + half + 20, number(tick, 0), "middle")

    def vector_arrow(
        self, picture: Scene, vector: Sequence[float], name: str, colour: str, dash: str = "solid"
    ) -> None:
        """Draw a vector from the origin, with its name at its end."""
        end = self.pixel(vector)
        picture.arrow(self.centre, end, colour, dash=dash)
        width = LETTER * len(name) + 12
        room = self.half - abs(end[0] - self.centre[0]) > width
        to_right = (vector[0] >= 0) == room  # away from the origin, unless that is out of the frame
        below = 22 if vector[1] < 0 else -8
        anchor = "start" if to_right else "end"
        picture.text(end[0] + (6 if to_right else -6), end[1] + below, name, anchor, bold=True)
