"""What all explorers share: state in traits, pictures from Python, one page that shows them.

An explorer is a form of controls, a picture in layers, and a sentence with the numbers. The
subclass says which (`form` and `layers_now`); it computes with the lesson's own modules.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import traitlets
from anywidget import AnyWidget
from IPython.display import display

from edu_w2v.classroom import scene
from edu_w2v.classroom.scene import Scene

PAGE = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")

Control = dict[str, Any]


Frame = tuple[Scene, str]  # a picture, and the sentence with the numbers that are to be seen


class Layer:
    """A part of a picture; with several frames, a recording.

    Parameters
    ----------
    draw : function of the number of a frame, to `Frame`
        Called once for each frame, and only when that frame is needed.
    count : int
        How many frames there are.
    by : str
        The trait that picks the frame; empty if there is only one.
    """

    def __init__(self, draw: Callable[[int], Frame], count: int = 1, by: str = "") -> None:
        self.frame = cache(draw)
        self.count, self.by = count, by

    def for_page(self, only: int | None = None) -> dict[str, Any]:
        """Return all frames as the page receives them, or only one."""
        first, last = (0, self.count) if only is None else (only, only + 1)
        pictures, says = zip(*map(self.frame, range(first, last)), strict=True)
        svgs = [picture.svg() for picture in pictures]
        return {"by": self.by, "count": self.count, "first": first, "frames": svgs, "says": [*says]}


def still(picture: Scene, says: str = "") -> Layer:
    """Return a layer with one frame."""
    return Layer(lambda _: (picture, says))


def state(default: Any) -> Any:
    """Return a trait that Python and the page share, and that either may set.

    It takes any value, because a reader may type any: what is wrong with it is said by the
    function of the lesson that receives it. The page knows what it has set itself, so that
    Python does not send it back.
    """
    return traitlets.Any(default).tag(sync=True, echo_update=False)


class Explorer(AnyWidget):
    """A picture that can be moved by hand; the base of the explorers.

    Parameters
    ----------
    **state
        Any trait of the explorer, to start from.

    Raises
    ------
    TypeError, ValueError
        If there is no picture of this state. Once there is a picture, it stays when a later
        state is wrong, and `problem` has the sentence that is shown beside the control.
    """

    _esm = PAGE + "\nexport default { render };\n"
    _css = STYLE

    name: ClassVar[str] = ""
    size = traitlets.Any((840, 400)).tag(sync=True)
    controls = traitlets.Any([]).tag(sync=True)
    layers = traitlets.Any([]).tag(sync=True)
    problem = traitlets.Any({}).tag(sync=True)

    def __init__(self, **state: Any) -> None:
        for name in state:
            if not self.has_trait(name):
                raise TypeError(
                    f"{type(self).__name__} has no {name!r}; it has {', '.join(self._states())}."
                )
        super().__init__(**state)
        self._drawn: list[Layer] = []
        self._busy = False
        self._draw()
        self._send_all_frames()
        for name in self._states():
            self.observe(self._moved, name)
        self.on_msg(self._heard)

    @classmethod
    def _states(cls) -> list[str]:
        """Name the traits that make up the state."""
        own = set(cls.class_trait_names()) - set(Explorer.class_trait_names())
        return sorted(name for name in own if not name.startswith("_"))

    def form(self) -> list[Control]:
        """Return the controls, one dict each, made by the functions below."""
        raise NotImplementedError

    def layers_now(self) -> list[Layer]:
        """Return the picture of the present state, or raise ValueError, TypeError or KeyError."""
        raise NotImplementedError

    def drag(self, name: str, to: tuple[float, float] | None, by: tuple[int, int] | None) -> None:
        """Move a handle to a place in pixels, or by steps of an arrow key."""

    def change(self, **state: Any) -> None:
        """Set several traits and draw once."""
        was, self._busy = self._busy, True
        try:
            for name, value in state.items():
                self.set_trait(name, value)
        finally:
            self._busy = was
        self._try(list(state)[-1])

    def _draw(self) -> None:
        was, self._busy = self._busy, True  # what is set meanwhile needs no drawing of its own
        try:
            self._drawn = self.layers_now()
        finally:
            self._busy = was
        with self.hold_sync():
            self.controls = self.form()
            self.layers = [layer.for_page(only=self._place(layer)) for layer in self._drawn]
            self.problem = {}

    def _send_all_frames(self) -> None:
        """Complete the recordings, of which the page has the frame that is to be seen."""
        self.layers = [layer.for_page() for layer in self._drawn]

    def _moved(self, change: Any) -> None:
        self._try(change.name)

    def _try(self, name: str) -> None:
        """Draw after a trait has changed; if there is no such picture, say why beside its control."""
        if self._busy or name in [layer.by for layer in self._drawn]:
            return  # the page has the frames of a recording, or asks for them
        try:
            self._draw()
        except (TypeError, ValueError, KeyError) as error:
            self.problem = {"control": name, "sentence": str(error.args[0])}

    def _heard(self, _: Any, message: dict[str, Any], __: Any) -> None:
        """Do what the page asks for; that it is waiting asks for nothing."""
        if "drag" in message:
            self.drag(message["drag"], message.get("to"), message.get("by"))
        elif "frames" in message:
            self._send_all_frames()

    def _place(self, layer: Layer) -> int:
        """Return the number of the frame that is to be seen."""
        return min(getattr(self, layer.by), layer.count - 1) if layer.by else 0

    def _seen(self) -> list[Frame]:
        """Return what is to be seen now, one frame a layer."""
        return [layer.frame(self._place(layer)) for layer in self._drawn]

    def scenes(self) -> list[Scene]:
        """Return the pictures that are to be seen now, one above the other."""
        return [picture for picture, _ in self._seen()]

    @property
    def alt(self) -> str:
        """The text alternative: what the picture shows now, with its numbers."""
        return f"{self.name}: {' '.join(says for _, says in self._seen() if says)}"

    def svg(self) -> str:
        """Return what is to be seen now as the text of an SVG file."""
        return scene.document(self.scenes(), self.size, self.alt)

    def __repr__(self) -> str:
        return f"[{type(self).__name__}: {self.alt}]"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live view, and a still picture for readers who have no kernel."""
        data, metadata = super()._repr_mimebundle_(**kwargs)  # type: ignore[misc]
        return data | self._still(), metadata | {"image/png": {"alt": self.alt}}

    def _still(self) -> dict[str, Any]:
        """Return the picture twice: as HTML, which keeps its text alternative everywhere, and bare."""
        picture = scene.png(self.scenes(), self.size)
        source = f"data:image/png;base64,{b64encode(picture).decode()}"
        image = f'<img src="{source}" alt="{escape(self.alt)}">'
        return {"text/plain": repr(self), "text/html": image, "image/png": picture}


class Recording(Explorer):
    """An explorer with frames computed beforehand: in an exported page it needs no kernel."""

    def _ipython_display_(self) -> None:
        """Display the explorer, then a script that wakes the still picture where there is no kernel."""
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        display({"text/html": self.script()}, raw=True)  # type: ignore[no-untyped-call]

    def script(self) -> str:
        """Return the recording with the code that plays it, as a script element of a page."""
        players = [control for control in self.controls if control["kind"] == "play"]
        layers = [layer.for_page() for layer in self._drawn]
        shared = {"alt": self.alt, "size": self.size, "layers": layers, "problem": {}}
        places = {player["name"]: getattr(self, player["name"]) for player in players}
        known = json.dumps(shared | {"controls": players} | places, ensure_ascii=False)
        call = f"replay({known}, {json.dumps(STYLE)})".replace("</", "<\\/").replace("<!--", "<\\!--")
        return f"<script>(() => {{\n{PAGE}\n{call};\n}})();</script>"

    def animated(self, by: str, every: int = 1, seconds: float = 0.6) -> str:
        """Return an SVG file that plays every so many frames of one layer, over and over."""
        parts = ['<rect width="100%" height="100%" fill="white"/>']
        for layer in self._drawn:
            if layer.by != by:
                parts.append(layer.frame(self._place(layer))[0].svg())
                continue
            last = layer.count - 1
            frames = [layer.frame(i)[0] for i in [*range(0, last, every), last]]
            clock = f'dur="{len(frames) * seconds:g}s" repeatCount="indefinite" calcMode="discrete"'
            for i, picture in enumerate(frames):
                seen = ";".join("inline" if j == i else "none" for j in range(len(frames)))
                hidden = "" if picture is frames[-1] else ' display="none"'  # where nothing moves
                motion = f'<animate attributeName="display" values="{seen}" {clock}/>'
                parts.append(f"<g{hidden}>{picture.svg()}{motion}</g>")
        return scene.frame("".join(parts), self.size, self.alt)


def slider(name: str, label: str, low: float, high: float, step: float) -> Control:
    """A number: moved with a slider, or typed, also beyond the ends of the slider."""
    return {"kind": "range", "name": name, "label": label, "min": low, "max": high, "step": step}


def choice(name: str, label: str, options: Sequence[str]) -> Control:
    """One of a few words."""
    return {"kind": "choice", "name": name, "label": label, "options": list(options)}


def check(name: str, label: str) -> Control:
    """Yes or no."""
    return {"kind": "check", "name": name, "label": label}


def text(name: str, label: str, rows: int = 1) -> Control:
    """Words to type."""
    return {"kind": "text", "name": name, "label": label, "rows": rows}


def player(name: str, label: str, pause: int = 600) -> Control:
    """Reset, back, run, step, and a slider over the frames of a recording; `pause` is in ms."""
    return {"kind": "play", "name": name, "label": label, "pause": pause}


def number(value: float, digits: int = 2) -> str:
    """Write a number for a picture, with a true minus sign and never "−0"."""
    written = f"{value:.{digits}f}"
    return written.lstrip("-") if float(written) == 0 else written.replace("-", "−")
