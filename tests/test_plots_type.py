"""Each picture, with data as in the notebooks, can be read from the last row of a hall."""

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO, StringIO

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from edu_w2v import corpora
from edu_w2v.classroom import plots
from edu_w2v.classroom.plots import Picture
from edu_w2v.cooccurrence import cooccurrence_matrix
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.objective import BY_HAND
from edu_w2v.similarity import cosine_matrix
from tests.test_plots_words import DATA

SHOWN = 900  # pixels: the width of an output in JupyterLab on a projector of 1280 × 720
LARGE = 18  # pixels

VOCABULARY, COUNTS = cooccurrence_matrix(BOB_PIZZA)
PRESENCE = cooccurrence_matrix(BOB_PIZZA, presence=True, include_self=True)[1]
WORDS = VOCABULARY.words
P = VOCABULARY.noise_distribution()
RNG = np.random.default_rng(0)
ZIPF = 1e6 / np.arange(1, 20_001)
SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000]
STEPS = np.logspace(-14, -1, 27)
TRAINERS = ["one pair at a time", "products of matrices", "compiled pairs", "compiled, negatives shared"]
CLASSES = np.repeat(np.arange(10), 4)
TOY_COSINES = np.where(np.equal.outer(CLASSES, CLASSES), 0.9, 0.1) + 0.1 * np.eye(40)

PICTURES: dict[str, Callable[[], Picture]] = {
    "angle_between": lambda: plots.angle_between(("kale", "lettuce"), [1, 1, 0], [1, 0, 1]),
    "angle_between 0": lambda: plots.angle_between(("kale", "lettuce"), [1, 0], [1, 0]),
    "angle_between 90": lambda: plots.angle_between(("wings", "lettuce"), [1, 1, 0, 0], [0, 0, 1, 1]),
    "buckets": lambda: plots.buckets(WORDS, P, step=0),
    "buckets full": lambda: plots.buckets(WORDS, P),
    "buckets_filling": lambda: plots.buckets_filling(WORDS, P),
    "chi_squared_histogram": lambda: plots.chi_squared_histogram(
        RNG.chisquare(6, 1000), 6, {"sampler A": 4.2, "sampler B": 31.7}
    ),
    "computation_graph": lambda: plots.computation_graph(BY_HAND),
    "cosine_distributions": lambda: plots.cosine_distributions(
        {
            "counts": RNG.beta(8, 2, 3000),
            "PPMI": RNG.beta(1, 15, 3000),
            "short vectors": RNG.normal(0.07, 0.1, 3000).clip(-1, 1),
        }
    ),
    "cost_curves": lambda: plots.cost_curves(
        SIZES,
        {"linear search": SIZES, "binary search": np.ceil(np.log2(SIZES)), "alias method": np.ones(6)},
        "comparisons, at most",
    ),
    "error_v": lambda: plots.error_v(
        STEPS, 1e-16 / STEPS + 0.1 * STEPS**2, np.maximum(0.1 * STEPS**2, 1e-17)
    ),
    "filled_cells": lambda: plots.filled_cells(
        RNG.random((5000, 5000)) < 1e4 / np.outer(np.arange(1, 5001), np.arange(1, 5001)), range(5000)
    ),
    "learning_rates": lambda: plots.learning_rates(
        {
            0.1: np.linspace(2.08, 1.98, 25),
            2.0: 1.4 + 0.68 * 0.8 ** np.arange(25),
            8.0: [2.08, 1.8, 1.6, 1.5, 3, 6, 9],
        },
        1.17,
    ),
    "loss_curve": lambda: plots.loss_curve(
        1.2 + 0.88 * 0.9 ** np.arange(50), {"at the start": 2.08, "floor": 1.14}, unit="10 epochs"
    ),
    "loss_surface": lambda: plots.loss_surface(1.0, 0.5, "pizza, kale"),
    "loss_valley": lambda: plots.loss_valley(3),
    "loss_valley 9": lambda: plots.loss_valley(9),
    "noise_curves": lambda: plots.noise_curves(ZIPF),
    "noise_line": lambda: plots.noise_line(WORDS, P, u=0.62),
    "noise_line bare": lambda: plots.noise_line(WORDS, P),
    "observed_and_expected": lambda: plots.observed_and_expected(
        ["the", "of", "and", "congress", "war", "gold"],
        [0.1, 0.14, 0.2, 0.9, 1, 1],
        [0.1, 0.14, 0.2, 0.9, 1, 1],
        "share of occurrences kept",
    ),
    "observed_shares": lambda: plots.observed_shares(
        WORDS, P, {"sampler A": P * 1e5, "sampler B": P * 1e5 + 9}
    ),
    "p_value_curves": lambda: plots.p_value_curves(
        {
            "alias table": RNG.random(100),
            "foods 1 % too often": RNG.random(100) ** 9,
            "exact counts": np.ones(100),
        }
    ),
    "paths": lambda: plots.paths(
        BY_HAND.words, [BY_HAND.W * (1 + t / 9) + [0, t / 20] for t in range(10)]
    ),
    "points_in_plane": lambda: plots.points_in_plane(
        WORDS, [[2, 0.3], [1.5, 1.6], [0.4, 0.9], [0.4, 0.9], [1.6, 1.2], [0.8, 0.2], [1.1, 0.9]]
    ),
    "points_in_plane two spots": lambda: plots.points_in_plane(
        WORDS, [[0.1, 1.0] if word.endswith("likes") else [0.7, -0.1] for word in WORDS]
    ),
    "pulls_and_pushes": lambda: plots.pulls_and_pushes(BY_HAND),
    "settings_study": lambda: plots.settings_study(
        {
            "negatives": {1: [0.7, 0.72], 5: [0.8, 0.85], 20: [0.9, 0.9]},
            "radius": {1: [0.7, 0.8], 2: [0.9, 0.9], 5: [0.8, 0.7]},
            "dimension": {2: [0.3, 0.35], 10: [0.7, 0.8], 30: [0.9, 0.9], 100: [0.9, 0.92]},
            "learning_rate": {0.01: [0.2, 0.25], 0.1: [0.9, 0.9], 0.5: [0.9, 0.9]},
        },
        {"negatives": 5, "radius": 2, "dimension": 30, "learning_rate": 0.1},
        "right neighbours",
    ),
    "sigmoid_curve": lambda: plots.sigmoid_curve(BY_HAND.contexts, [1.0, 0.5, -1.5]),
    "similarity_blocks": lambda: plots.similarity_blocks(corpora.TOY_CLASSES, TOY_COSINES),
    "sliding_window": lambda: plots.sliding_window(BOB_PIZZA[0]),
    "sliding_window long": lambda: plots.sliding_window(
        ["we", "hold", "these", "truths", "to", "be"], 2
    ),
    "speed_ladder": lambda: plots.speed_ladder(
        dict(zip(TRAINERS, [3_100, 190_000, 600_000, 1_900_000], strict=True)),
        {
            "arithmetic": dict.fromkeys(TRAINERS, 6e6),
            "loads and stores": {TRAINERS[0]: 4e6, TRAINERS[3]: 5e6},
        },
    ),
    "speed_ratios": lambda: plots.speed_ratios({"gensim:1": [1, 1, 1], "numba:2": [9, 12, 10]}),
    "surprise_curves": lambda: plots.surprise_curves(BY_HAND.contexts, [1.0, 0.5, -1.5]),
    "word_frequencies": lambda: plots.word_frequencies(
        [f"w{i}" for i in range(len(ZIPF))], ZIPF.round(), ["w0", "w99", "w5000"]
    ),
    "word_map": lambda: plots.word_map(
        [("japan", "tokyo"), ("spain", "madrid"), ("peru", "lima"), ("kenya", "nairobi")],
        {
            "japan": (0, 0),
            "tokyo": (1, 0.2),
            "spain": (0, 1),
            "madrid": (1, 1.2),
            "peru": (-0.2, 2),
            "lima": (0.9, 2.1),
            "kenya": (0.1, 3),
            "nairobi": (1.2, 3.1),
        },
    ),
    "word_table": lambda: plots.word_table(WORDS, COUNTS),
    "word_table cosines": lambda: plots.word_table(WORDS, cosine_matrix(PRESENCE), columns="word"),
    "word_table signed": lambda: plots.word_table(
        WORDS, RNG.uniform(-1, 1, (7, 7)), rows="centre word", columns="context word"
    ),
}


@pytest.fixture(params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_every_function_is_among_these():
    assert {name.split()[0] for name in PICTURES} == set(DATA)


def test_all_type_is_large_where_the_picture_is_shown(picture):
    """The smallest type, exponents included, as it is drawn: read from an SVG that keeps its letters."""
    png = b64decode(re.search(r"base64,([^\"]+)\"", picture._repr_html_())[1])
    stored = Image.open(BytesIO(png)).width
    file = StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        picture.axes.get_figure(root=True).savefig(file, format="svg")
    svg = file.getvalue()
    width = float(re.search(r'<svg [^>]*width="([\d.]+)pt"', svg)[1])
    sizes = {float(size) for size in re.findall(r"font(?:-size)?: (?:\w+ )*([\d.]+)px", svg)}
    shown = min(stored, SHOWN) / width  # pixels per unit of the SVG
    assert min(sizes) * shown >= LARGE


def test_no_letter_is_outside_or_upon_another(picture, monkeypatch):
    figure = picture.axes.get_figure(root=True)
    drawn: list[Text] = []
    draw_text = Text.draw

    def note(self, renderer, *args, **kwargs):
        if self.get_visible() and self.get_text().strip():
            drawn.append(self)
        draw_text(self, renderer, *args, **kwargs)

    with monkeypatch.context() as patch:  # ticks beyond the limits are never drawn
        patch.setattr(Text, "draw", note)
        FigureCanvasAgg(figure).draw()
    assert drawn
    boxes = [(text, text.get_window_extent().padded(-3)) for text in dict.fromkeys(drawn)]
    for i, (text, box) in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0, text
        assert box.x1 <= figure.bbox.x1, text
        assert figure.bbox.y0 <= box.y0, text
        assert box.y1 <= figure.bbox.y1, text
        touching = [other for other, b in boxes[:i] if box.overlaps(b)]
        assert [other for other in touching if not parallel(text, other)] == [], text


def parallel(text, other):
    """Say whether two slanted texts lie beside each other: their boxes overlap, their letters do not."""
    turn = np.radians(text.get_rotation())
    if text.get_rotation() != other.get_rotation() or text.get_rotation() % 90 == 0:
        return False
    places = [t.get_transform().transform(t.get_position()) for t in (text, other)]
    apart = abs((places[0] - places[1]) @ [-np.sin(turn), np.cos(turn)])
    return apart > text.get_fontsize() * text.get_figure(root=True).dpi / 72
