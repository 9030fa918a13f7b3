"""Notebook 02: what do length and direction do to a dot product and to a cosine? Turn and stretch."""

from functools import cache
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v.classroom.explorers.base import (
    Control,
    Explorer,
    Layer,
    check,
    choice,
    number,
    slider,
    state,
    still,
)
from edu_w2v.classroom.explorers.plane import Plane
from edu_w2v.classroom.explorers.table import draw_table
from edu_w2v.classroom.scene import Scene
from edu_w2v.cooccurrence import cooccurrence_matrix
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.similarity import cosine_matrix, cosine_similarity

WORDS = cooccurrence_matrix(BOB_PIZZA)[0]
NEAR, FAR = (Plane(centre=(185, 195), half=175, reach=reach) for reach in (3, 5))
CORNER, SIDE = (474, 86), 329  # of the table


class CosineExplorer(Explorer):
    """Two vectors to turn and stretch, and the cosine of every pair of words.

    Choosing two words sets the vectors u and v to theirs, seen in the plane that holds them both.

    Attributes
    ----------
    u_angle, v_angle : float
        In degrees from the horizontal.
    u_length, v_length : float
    u_word, v_word : str
        The chosen pair of the table.
    presence, include_self : bool
        Which table: as for `edu_w2v.cooccurrence.cooccurrence_matrix`.

    Examples
    --------
    >>> explorer = CosineExplorer(u_word="kale", v_word="lettuce")
    >>> round(explorer.cosine, 3)
    0.5
    >>> explorer.include_self = False
    >>> round(explorer.cosine, 3)
    1.0
    """

    name = "Two vectors, and a table of the cosine of each pair of words"
    size = state((840, 420))
    u_angle = state(0.0)
    u_length = state(1.0)
    v_angle = state(0.0)
    v_length = state(1.0)
    u_word = state("kale")
    v_word = state("lettuce")
    presence = state(True)
    include_self = state(True)

    def __init__(self, **state: Any) -> None:
        self._by_hand = bool(HAND & set(state))
        super().__init__(**state)

    def form(self) -> list[Control]:
        """Return the controls."""
        return [
            slider("u_angle", "turn u (°)", -180, 180, 5),
            slider("u_length", "stretch u", 0, 5, 0.1),
            slider("v_angle", "turn v (°)", -180, 180, 5),
            slider("v_length", "stretch v", 0, 5, 0.1),
            choice("u_word", "u is the row of", WORDS.words),
            choice("v_word", "v is the row of", WORDS.words),
            check("presence", "presence, not count"),
            check("include_self", "a word is near itself"),
        ]

    def _try(self, name: str) -> None:
        if not self._busy:
            self._by_hand = name in HAND
        super()._try(name)

    def drag(self, name: str, to: tuple[float, float] | None, by: tuple[int, int] | None) -> None:
        """Move the end of a vector."""
        x, y = self._plane().moved(self._vector(name), to, by)
        angle, length = round(degrees(atan2(y, x)), 2), round(hypot(x, y), 3)
        self.change(**{f"{name}_angle": angle, f"{name}_length": length})

    def _plane(self) -> Plane:
        return NEAR if max(map(abs, self._vector("u") + self._vector("v"))) <= NEAR.reach else FAR

    def _vector(self, name: str) -> tuple[float, float]:
        length = _checks.real_number(f"{name}_length", getattr(self, f"{name}_length"))
        angle = radians(_checks.real_number(f"{name}_angle", getattr(self, f"{name}_angle"), -360, 360))
        return length * cos(angle), length * sin(angle)

    def layers_now(self) -> list[Layer]:
        """Compute the state and draw it."""
        which = bool(self.presence), bool(self.include_self)
        table = _counts(*which)
        rows = table[WORDS.id(self.u_word)], table[WORDS.id(self.v_word)]
        of_words = cosine_similarity(*rows)
        if not self._by_hand:
            self._show_words(rows, of_words)
        vectors = Scene()
        said = self._vectors(vectors)
        pair = f"In the table: cos({self.u_word}, {self.v_word}) = {number(of_words, 3)}."
        return [still(vectors, said), still(_pairs(*which, self.u_word, self.v_word), pair)]

    def _show_words(self, rows: tuple[Any, Any], cosine: float) -> None:
        """Turn and stretch u and v to the vectors of the two words: lengths and angle are theirs."""
        between = degrees(acos(np.clip(cosine, -1, 1)))
        self.u_angle, self.v_angle = 0.0, round(between, 2)
        self.u_length, self.v_length = (round(float(np.linalg.norm(row)), 3) for row in rows)

    def _vectors(self, picture: Scene) -> str:
        """Draw u and v with the angle between them; return the numbers."""
        u, v = self._vector("u"), self._vector("v")
        self.cosine = cosine_similarity(u, v)
        angle = degrees(acos(np.clip(self.cosine, -1, 1)))
        dot = float(np.dot(u, v))
        plane = self._plane()
        plane.axes(picture)
        picture.text(18, 44, f"angle {number(angle, 1)}°", bold=True)
        picture.text(18, 360, f"u·v = {number(dot)}", bold=True)
        picture.text(352, 360, f"cos = {number(self.cosine, 3)}", "end", bold=True)
        start = atan2(u[1], u[0])
        turn = radians(angle) if u[0] * v[1] - u[1] * v[0] >= 0 else -radians(angle)
        sweep = [start + turn * i / 24 for i in range(25)]
        picture.line([plane.pixel((0.8 * cos(a), 0.8 * sin(a))) for a in sweep], "ink", 3, "dot")
        plane.vector_arrow(picture, u, "u", "blue")
        plane.vector_arrow(picture, v, "v", "orange", "dash")
        for name, vector in (("u", u), ("v", v)):
            picture.handle(plane.pixel(vector), name, f"vector {name}: move it with the arrow keys")
        return (
            f"Angle {number(angle, 1)}°, u·v = {number(dot)}, ‖u‖ = {number(hypot(*u))}, "
            f"‖v‖ = {number(hypot(*v))}, cos(u, v) = {number(self.cosine, 3)}."
        )


@cache
def _counts(presence: bool, include_self: bool) -> NDArray[np.integer]:
    """Count the neighbours of each word; kept, since turning a vector does not change it."""
    return cooccurrence_matrix(BOB_PIZZA, presence=presence, include_self=include_self)[1]


@cache
def _pairs(presence: bool, include_self: bool, u_word: str, v_word: str) -> Scene:
    """Draw the table of the cosines of all pairs; kept like the counts."""
    picture, chosen = Scene(), {"u_word": u_word, "v_word": v_word}
    cosines = cosine_matrix(_counts(presence, include_self))
    draw_table(picture, WORDS.words, cosines, ".2f", chosen, CORNER, SIDE)
    return picture


HAND = {"u_angle", "u_length", "v_angle", "v_length"}
"""The controls that move the vectors by hand; the others show words."""
