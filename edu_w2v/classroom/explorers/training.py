"""Notebook 06: how do the vectors find their places? A run recorded, and one as it happens."""

import time
from collections.abc import Sequence
from itertools import cycle
from math import log
from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np
from IPython.core.getipython import get_ipython
from IPython.display import display
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes

from edu_w2v import _checks
from edu_w2v.alias import AliasTable
from edu_w2v.classroom.explorers.base import (
    Control,
    Explorer,
    Frame,
    Layer,
    Recording,
    number,
    player,
    state,
    still,
)
from edu_w2v.classroom.plots.style import COLOURS
from edu_w2v.classroom.scene import LETTER, TEXT, Point, Scene
from edu_w2v.corpora import TOY_CLASSES, toy_world
from edu_w2v.minimal import update
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training.loop import Progress
from edu_w2v.training.model import start_matrices
from edu_w2v.vocabulary import Vocabulary, encode_corpus

SENTENCES, EPOCHS, RADIUS, DIMENSION = 400, 2, 4, 8
FRAMES = 40
MAP, SIZE = (30, 30), (430, 400)  # the upper left corner of the map of words, and its size
CURVE, WIDTH, HEIGHT = (510, 420), 310, 150  # lower left corner of the loss curve, and its size
SHARE = 0.02  # of the time of training may be spent on showing it
SHOWN = 40  # words on the map of a live view
LETTERS = 27  # in a line beside the map


class Snapshot(NamedTuple):
    """A run after some updates.

    Attributes
    ----------
    updates : int
    words : list of int
        The last update: centre, context, and the negatives drawn for them.
    loss : float
        The mean loss per positive pair since the snapshot before.
    W : ndarray, shape (V, d)
    """

    updates: int
    words: list[int]
    loss: float
    W: NDArray[np.float64]


class TrainingExplorer(Recording):
    """A training run on the toy world, recorded: to play, pause, step and scrub.

    Each word is a dot, tied to the middle of its class. The latest update is drawn: from the centre
    word a line to its context word, and broken lines to the negatives.

    Attributes
    ----------
    negatives : int
        K.
    learning_rate : float
        η, the same throughout.
    seed : int
    step : int
        Which of the snapshots is to be seen; they are farther and farther apart.
    """

    name = "Words on a map, tied to their classes, and the falling loss"
    size = state((840, 470))
    negatives = state(5)
    learning_rate = state(0.1)
    seed = state(0)
    step = state(0)

    def form(self) -> list[Control]:
        """Return the controls."""
        return [player("step", "run", pause=250)]

    def layers_now(self) -> list[Layer]:
        """Train, and draw the run."""
        self.vocabulary, self.snapshots = record(self.negatives, self.learning_rate, self.seed)
        names = [word for words in TOY_CLASSES.values() for word in words]
        self._shown = [self.vocabulary.id(word) for word in names]
        final = self.snapshots[-1].W[self._shown]
        axes = principal_axes(final)
        shown = final @ axes
        pixels = [_on_map(snapshot.W @ axes, shown) for snapshot in self.snapshots]
        curve = _loss_curve([(s.updates, s.loss) for s in self.snapshots])
        ground = Scene()
        _loss_axes(ground, curve, f"{self.snapshots[-1].updates:,} updates")
        moments = list(zip(self.snapshots, pixels, curve, strict=True))
        recorded = Layer(lambda i: self._frame_of(*moments[i]), len(moments), by="step")
        return [still(ground), recorded]

    def _frame_of(self, snapshot: Snapshot, at: NDArray[np.float64], marker: Point) -> Frame:
        """Draw the map of words after some updates, and the latest of them."""
        picture = Scene()
        self._classes(picture, at)
        words = self.vocabulary.decode(snapshot.words)
        lines = ["none yet"]
        if words:
            centre, *contexts = (tuple(at[i]) for i in snapshot.words)
            for context in contexts[1:]:
                picture.line([centre, context], "orange", 2, "dash")
            picture.line([centre, contexts[0]], "ink", 4)
            picture.dots(contexts[1:], 4, "orange").dots([centre, contexts[0]], 6, "ink")
            negatives = wrap(f"negatives: {', '.join(words[2:])}", LETTERS)
            lines = [f"centre: {words[0]} (solid line", f"to its context: {words[1]})", *negatives]
        picture.text(
            CURVE[0], 34, f"update {snapshot.updates:,}: loss {number(snapshot.loss)}", bold=True
        )
        for i, line in enumerate(lines):
            picture.text(CURVE[0], 66 + 26 * i, line)
        picture.dots([marker], 8, "orange")
        return picture, (
            f"After {snapshot.updates:,} updates the mean loss is {number(snapshot.loss)}; "
            f"latest update: {' '.join(lines)}."
        )

    def _classes(self, picture: Scene, at: NDArray[np.float64]) -> None:
        """Draw the words as dots tied to the middle of their class; name it if there is room."""
        labels: list[tuple[Point, str]] = []
        for (name, words), colour in zip(TOY_CLASSES.items(), cycle(COLOURS)):
            dots = [tuple(at[self.vocabulary.id(word)]) for word in words]
            middle = tuple(np.mean(dots, axis=0).round())
            picture.line([point for dot in dots for point in (middle, dot)], colour)
            picture.dots(dots, 6, colour)
            _label(picture, middle, name, labels)


def record(negatives: int, learning_rate: float, seed: int) -> tuple[Vocabulary, list[Snapshot]]:
    """Train on the toy world, pair by pair, and keep snapshots farther and farther apart."""
    negatives = _checks.whole_number("negatives", negatives)
    learning_rate = _checks.real_number("learning_rate", learning_rate, above=True, maximum=1)
    rng = _checks.generator(seed, "seed")
    vocabulary, corpus = encode_corpus(toy_world(SENTENCES, seed))
    start = start_matrices(len(vocabulary), DIMENSION, rng)
    W, C = start[0].astype(np.float64), start[1].astype(np.float64)
    epoch = np.vstack([skipgram_pairs(corpus.document(i), RADIUS) for i in range(len(corpus))])
    pairs = np.tile(epoch, (EPOCHS, 1))
    drawn = AliasTable(vocabulary.noise_distribution()).sample((len(pairs), negatives), rng)
    moments = {1, 2, 3} | {round(len(pairs) * (i / FRAMES) ** 2) for i in range(1, FRAMES + 1)}
    snapshots = [Snapshot(0, [], (negatives + 1) * log(2), W.copy())]
    losses: list[float] = []
    for n, (pair, draws) in enumerate(zip(pairs, drawn, strict=True), start=1):
        losses.append(update(W, C, pair[0], pair[1], draws, learning_rate))
        if n in moments:
            snapshots.append(Snapshot(n, [*pair, *draws], float(np.mean(losses)), W.copy()))
            losses = []
    return vocabulary, snapshots


def principal_axes(vectors: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the two directions in which vectors differ most, shape (d, 2), with signs that repeat."""
    axes = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[2][:2].T
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return axes * np.sign(largest)


def _on_map(points: NDArray[np.floating], shown: NDArray[np.floating]) -> NDArray[np.float64]:
    """Scale points to whole pixels of the map so that `shown` just fits; others end at its edge."""
    low, high = shown.min(axis=0), shown.max(axis=0)
    scale = min(np.array(SIZE) / np.maximum(high - low, 1e-9))
    offsets = (points - (low + high) / 2) * scale * (1, -1)
    half = np.array(SIZE) / 2
    return (np.array(MAP) + half + np.clip(offsets, -half, half)).round()


def _label(picture: Scene, point: Point, name: str, labels: list[tuple[Point, str]]) -> None:
    """Write a name above a point, or below it, unless it would cover a label written before."""
    x = min(max(point[0], MAP[0] + 25), MAP[0] + SIZE[0] - 25)
    for y in (point[1] - 10, point[1] + 10 + TEXT):
        if not any(
            abs(at[0] - x) < LETTER * (len(name) + len(other)) / 2 and abs(at[1] - y) < TEXT
            for at, other in labels
        ):
            labels.append(((x, y), name))
            picture.text(x, y, name, "middle", bold=True)
            return


def _loss_curve(points: Sequence[tuple[float, float]]) -> list[Point]:
    """Scale (time, loss) to pixels; the loss starts at 0."""
    last, highest = max(1, points[-1][0]), max(loss for _, loss in points)
    return [(CURVE[0] + WIDTH * t / last, CURVE[1] - HEIGHT * loss / highest) for t, loss in points]


def _loss_axes(picture: Scene, curve: list[Point], time: str) -> None:
    """Draw the curve of the loss over time with its axes."""
    picture.line([(CURVE[0], CURVE[1] - HEIGHT), CURVE, (CURVE[0] + WIDTH, CURVE[1])], "grey", 1)
    picture.line(curve)
    picture.text(CURVE[0] + 8, CURVE[1] - 10, "loss, from 0")
    picture.text(CURVE[0] + WIDTH, CURVE[1] + 24, time, "end")


class LiveView(Explorer):
    """A training run while it happens: pass it as `callback` to `train`.

    It draws only as often as it may without taking more than 2% of the time. What is slow when
    it is done first is done before training begins; if there is no time left for the last
    picture, that is drawn after the cell.

    Parameters
    ----------
    words : list of str
        The most frequent words of the corpus, in the order of `Vocabulary.words_by_count`, to be
        written on the map.

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> from edu_w2v.training import train
    >>> view = LiveView()
    >>> _ = train(BOB_PIZZA, dimension=3, radius=1, epochs=5, callback=view)
    >>> len(view.losses)
    5
    """

    size = state((840, 470))

    def __init__(self, words: Sequence[str] = ()) -> None:
        self.words, self.losses = list(words), list[float]()
        self._progress: Progress | None = None
        self._began = self._spent = 0.0
        self.shown: Any = None  # where the view is displayed
        for _ in range(2):  # the first takes longer than those that follow
            self._cost = self._prepare()
        super().__init__()

    def _prepare(self) -> float:
        """Draw a made-up run that nobody sees; return the seconds that takes."""
        began = time.perf_counter()
        vectors = np.random.default_rng(0).random((SHOWN, 2), dtype=np.float32)
        self._map = np.zeros((SHOWN, 2))
        made_up = Progress(1, 1, 1, 1.0, 1.0, Vocabulary([["word"]]), vectors, vectors)
        self._picture(made_up, [1.0] * 300)[0].svg()
        self._map = np.empty((0, 2))
        return time.perf_counter() - began

    def __call__(self, progress: Progress) -> None:
        """Take note of the loss; draw if there is time, or at the end if there is no cell to end."""
        now = time.perf_counter()
        self._began = self._began or now
        self.losses.append(progress.loss)
        self._progress = progress
        end = progress.words == progress.total_words and self.shown is None
        if end or self._spent + self._cost <= SHARE * (now - self._began):
            self._draw()
            self._cost = time.perf_counter() - now
            self._spent += self._cost
        if self.shown is not None:
            _events().register("post_run_cell", self._keep)  # once, however often it is said

    def _keep(self, *_: Any) -> None:
        """After the cell, when it takes no time from training: draw and store the last picture."""
        _events().unregister("post_run_cell", self._keep)
        self._draw()
        self.shown.update(self)

    def form(self) -> list[Control]:
        """Return no controls."""
        return []

    def layers_now(self) -> list[Layer]:
        """Draw the loss so far, and the most frequent words on the map."""
        if self._progress is None:
            return [still(Scene(), "Training has not begun.")]
        return [still(*self._picture(self._progress, self.losses))]

    def _picture(self, progress: Progress, losses: list[float]) -> Frame:
        picture, every = Scene(), 1 + len(losses) // 300
        _loss_axes(picture, _loss_curve(list(enumerate(losses))[::every]), f"{len(losses)} blocks")
        self._words(picture, progress.W[:SHOWN])
        said = (
            f"Epoch {progress.epoch}, {progress.words / progress.total_words:.0%} of all words read; "
            f"loss {number(progress.loss, 3)}, learning rate {progress.learning_rate:.2g}."
        )
        for i, line in enumerate(wrap(said, LETTERS)):
            picture.text(CURVE[0], 40 + 26 * i, line)
        return picture, said

    def _words(self, picture: Scene, vectors: NDArray[np.floating]) -> None:
        """Draw words along their principal axes, turned so that they jump as little as possible."""
        now = (vectors - vectors.mean(axis=0)) @ principal_axes(vectors)
        if self._map.shape == now.shape:
            now = now @ orthogonal_procrustes(now, self._map)[0]
        self._map = now
        pixels = [tuple(pixel) for pixel in _on_map(now, now)]
        picture.dots(pixels, 6, "blue")
        labels: list[tuple[Point, str]] = []
        for word, pixel in zip(self.words, pixels, strict=False):
            _label(picture, pixel, word, labels)

    def _still(self) -> dict[str, Any]:
        """Return no picture as long as there is nothing to see: a PNG takes longer than all the rest."""
        return super()._still() if self._progress else {"text/plain": repr(self)}

    @property
    def alt(self) -> str:
        """The text alternative: the same throughout, as the numbers are those of one machine."""
        return "A training run as it happens: its loss as a curve, its most frequent words on a map."


def _events() -> Any:
    """Return what tells of the beginning and the end of cells."""
    shell = get_ipython()
    assert shell is not None  # something is displayed, so there is one
    return shell.events


def live_view(words: Sequence[str] = ()) -> LiveView:
    """Show a training run while it happens, by ``train(..., callback=live_view())``.

    Parameters
    ----------
    words : list of str
        Names for the first dots of the map, from `Vocabulary.words_by_count`.

    Returns
    -------
    LiveView
        Displayed already.
    """
    view = LiveView(words)
    view.shown = display(view, display_id=True)  # type: ignore[no-untyped-call]
    return view
