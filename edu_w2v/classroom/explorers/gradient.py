"""Notebook 04: who moves, in which direction, how far? Every gradient as a force."""

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v.classroom.explorers.base import (
    Control,
    Frame,
    Layer,
    Recording,
    number,
    player,
    slider,
    state,
    still,
)
from edu_w2v.classroom.explorers.plane import Plane
from edu_w2v.classroom.scene import Point, Scene
from edu_w2v.objective import sgns_gradients, sgns_loss, sigmoid

STEPS = 30
VECTORS = ("w", "c_pos", "c_neg_1", "c_neg_2")
LOOKS = {
    "w": ("ink", "solid"),
    "c_pos": ("blue", "solid"),
    "c_neg_1": ("orange", "dash"),
    "c_neg_2": ("orange", "dash"),
}
PLANE = Plane(centre=(200, 200), half=170, reach=2.7)
CURVE, WIDTH, HEIGHT = (470, 360), 350, 180  # lower left corner of the loss curve, and its size

State = NDArray[np.floating]  # shape (4, 2): w, c_pos and the two negatives


class GradientStepExplorer(Recording):
    """Four vectors in the plane, and the forces on each: the gradient, reversed.

    On w act K + 1 forces, each parallel to the context vector that it comes from: the pull of
    c_pos in its direction, the push of a negative against its direction. On a context vector
    acts one, parallel to w.

    Thirty steps of gradient descent are computed whenever a vector or the learning rate changes;
    `step` says which of them is to be seen. Dragging a vector starts anew from there.

    Attributes
    ----------
    w, c_pos, c_neg_1, c_neg_2 : pair of float
        Where the vectors start.
    learning_rate : float
        η.
    step : int
        How many steps have been taken, up to 30.

    Examples
    --------
    >>> explorer = GradientStepExplorer(learning_rate=0.5)
    >>> [round(loss, 3) for loss in explorer.losses[:3]]
    [3.647, 2.05, 1.764]
    """

    name = "Four vectors with the forces on each, and the falling loss"
    size = state((840, 460))
    w = state((1.0, 0.5))
    c_pos = state((-1.0, 1.0))
    c_neg_1 = state((1.2, -0.8))
    c_neg_2 = state((0.5, 1.5))
    learning_rate = state(0.2)
    step = state(0)

    def form(self) -> list[Control]:
        """Return the controls."""
        return [
            slider("learning_rate", "learning rate η", 0.05, 2, 0.05),
            player("step", "step", pause=300),
        ]

    def layers_now(self) -> list[Layer]:
        """Compute the state and draw it."""
        rate = _checks.real_number("learning_rate", self.learning_rate, maximum=100, above=True)
        start = np.array([getattr(self, name) for name in VECTORS], dtype=float)
        self.path, forces = descend(start, rate)
        self.losses = [sgns_loss(vectors[0], vectors[1], vectors[2:]) for vectors in self.path]
        ground = Scene()
        PLANE.axes(ground)
        for i, name in enumerate(VECTORS):
            trail = [PLANE.pixel(vector) for vector in np.array(self.path)[:, i].tolist()]
            ground.line(trail, LOOKS[name][0], opacity=0.5)
        top = max(self.losses)
        curve = [_on_curve(t, loss, top) for t, loss in enumerate(self.losses)]
        ground.line([(CURVE[0], CURVE[1] - HEIGHT), CURVE, (CURVE[0] + WIDTH, CURVE[1])], "grey", 1)
        ground.line(curve, "ink", 2)
        ground.text(CURVE[0], CURVE[1] - HEIGHT - 12, f"loss, from 0 to {number(top)}")
        ground.text(CURVE[0] + WIDTH, CURVE[1] + 24, f"{STEPS} steps", "end")
        moments = list(zip(self.path, forces, self.losses, curve, strict=True))
        return [still(ground), Layer(lambda t: _frame_at(t, *moments[t]), len(moments), by="step")]

    def drag(self, name: str, to: tuple[float, float] | None, by: tuple[int, int] | None) -> None:
        """Move the end of a vector."""
        vectors = dict(zip(VECTORS, self.path[min(self.step, STEPS)].tolist(), strict=True))
        vectors[name] = PLANE.moved(vectors[name], to, by)
        self.change(step=0, **{each: tuple(vector) for each, vector in vectors.items()})

    def _try(self, name: str) -> None:
        if name == "learning_rate" and not self._busy:
            self.step = 0
        super()._try(name)


def forces_on_w(vectors: State) -> State:
    """Return the force of each context vector on w: (1 − σ)·c_pos, and −σ·c of each negative."""
    contexts = vectors[1:]
    return (np.array([1, 0, 0]) - sigmoid(contexts @ vectors[0]))[:, None] * contexts


def forces_on(vectors: State) -> State:
    """Return the force on each vector: minus its gradient, shape (4, 2)."""
    dw, dc_pos, dC_neg = sgns_gradients(vectors[0], vectors[1], vectors[2:])
    return -np.vstack([dw, dc_pos, dC_neg])


def descend(start: State, rate: float) -> tuple[list[State], list[State]]:
    """Return the vectors at the start and after each step, and the forces there.

    A step moves each vector by η times the force on it.
    """
    path, forces = [start], [forces_on(start)]
    for _ in range(STEPS):
        path.append(path[-1] + rate * forces[-1])
        forces.append(forces_on(path[-1]))
    return path, forces


def _on_curve(t: int, loss: float, top: float) -> Point:
    return CURVE[0] + WIDTH * t / STEPS, CURVE[1] - HEIGHT * loss / top


def _frame_at(t: int, vectors: State, forces: State, loss: float, marker: Point) -> Frame:
    """Draw the vectors and forces after t steps."""
    picture = Scene()
    for name, vector in zip(VECTORS, vectors.tolist(), strict=True):
        PLANE.vector_arrow(picture, vector, _said(name), *LOOKS[name])
    parts = forces_on_w(vectors)
    for name, part in zip(VECTORS[1:], parts, strict=True):
        _force(picture, vectors[0], part, *LOOKS[name])
    _force(picture, vectors[0], forces[0], *LOOKS["w"], width=7)
    for vector, force in zip(vectors[1:], forces[1:], strict=True):
        _force(picture, vector, force, *LOOKS["w"])
    for name, vector in zip(VECTORS, vectors.tolist(), strict=True):  # on top, within reach
        picture.handle(PLANE.pixel(vector), name, f"vector {name}: move it with the arrow keys")
    picture.dots([marker], 8, "orange")
    scores = vectors[1:] @ vectors[0]
    p = sigmoid(scores)
    picture.text(CURVE[0], 40, f"step {t}: loss {number(loss, 3)}", bold=True)
    for i, name in enumerate(("c_pos", "c_neg 1", "c_neg 2")):
        line = f"{name}·w = {number(scores[i])}, σ = {number(p[i], 3)}"
        picture.text(CURVE[0], 70 + 26 * i, line)
    picture.text(30, 424, "At the tip of w: the pull of c_pos (blue), the pushes of c_neg (orange,")
    picture.text(30, 450, "dashed), and their sum (thick). At the tips of c: the force of w (thin).")
    acting = [
        f"c_pos pulls it by {_pair(parts[0])}, in the direction of c_pos",
        *(
            f"{name} pushes it by {_pair(part)}, against the direction of {name}"
            for name, part in zip(("c_neg 1", "c_neg 2"), parts[1:], strict=True)
        ),
    ]
    longest = _said(VECTORS[int(np.argmax(np.linalg.norm(forces, axis=1)))])
    return picture, (
        f"Steps taken: {t}; the loss is {number(loss, 3)}. On w: {'; '.join(acting)}; their sum, "
        f"−∂L/∂w, is {_pair(forces[0])}. On each c acts one force, parallel to w. The longest sum is on "
        f"{longest}."
    )


def _force(
    picture: Scene,
    vector: NDArray[np.floating],
    force: NDArray[np.floating],
    colour: str,
    dash: str = "solid",
    width: float = 3,
) -> None:
    """Draw a force on a vector: an arrow that starts at its tip."""
    ends = PLANE.pixel(vector.tolist()), PLANE.pixel((vector + force).tolist())
    picture.arrow(*ends, colour, width, dash)


def _said(name: str) -> str:
    return name.replace("_neg_", "_neg ")


def _pair(vector: NDArray[np.floating]) -> str:
    return f"({', '.join(number(x) for x in vector)})"
