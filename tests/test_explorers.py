"""What the explorers compute, say and leave in a notebook, without a browser."""

import json
import re
from dataclasses import replace
from itertools import chain, product, repeat
from pathlib import Path
from unittest.mock import Mock
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.events import EventManager
from scipy.special import expit, log_expit

from edu_w2v.classroom import explorers, scene
from edu_w2v.classroom.explorers import base, training
from edu_w2v.classroom.explorers.alias import DRAWS
from edu_w2v.classroom.explorers.gradient import PLANE, VECTORS, forces_on, forces_on_w
from edu_w2v.corpora import TOY_CLASSES
from edu_w2v.training import Progress
from edu_w2v.vocabulary import Vocabulary
from tools.figures import EXPLORERS
from tools.notebooks import WIDGET

NAMES = [name for name in explorers.__all__ if name.endswith("Explorer")]
RECORDINGS = ["GradientStepExplorer", "AliasExplorer", "TrainingExplorer"]
ATTRIBUTES = re.compile(r'([\w-]+)="([^"]*)"')


@pytest.fixture(scope="module", params=NAMES)
def explorer(request: pytest.FixtureRequest) -> base.Explorer:
    return getattr(explorers, request.param)()


def shapes(explorer: base.Explorer, tag: str) -> list[dict[str, str]]:
    """List the attributes of all shapes of one kind, in the order in which they are drawn."""
    root = ElementTree.fromstring(explorer.svg())
    return [e.attrib | {"text": e.text or ""} for e in root.iter(f"{{http://www.w3.org/2000/svg}}{tag}")]


def texts(explorer: base.Explorer) -> list[str]:
    return [shape["text"] for shape in shapes(explorer, "text")]


# What all of them promise


def test_there_is_one_explorer_for_each_notebook() -> None:
    assert len(NAMES) == 6


def test_the_notebook_keeps_a_still_picture_told_in_words(explorer: base.Explorer) -> None:
    data, metadata = explorer._repr_mimebundle_()
    assert WIDGET in data
    assert data["image/png"].startswith(b"\x89PNG")
    assert len(data["image/png"]) < 60_000
    assert data["text/plain"] == f"[{type(explorer).__name__}: {explorer.alt}]"
    assert f'alt="{explorer.alt}"' in data["text/html"]
    assert metadata["image/png"]["alt"] == explorer.alt
    assert len(explorer.alt.split()) > 10


def test_what_is_stored_is_the_same_each_time(explorer: base.Explorer) -> None:
    again = type(explorer)()
    assert again.svg() == explorer.svg()
    assert again._repr_mimebundle_()[0]["text/html"] == explorer._repr_mimebundle_()[0]["text/html"]


def test_every_frame_is_well_formed_and_large_enough_to_read(explorer: base.Explorer) -> None:
    width, height = explorer.size
    assert width <= 840  # so that text is not scaled below its size where the page is narrow
    for layer in explorer._drawn:
        for frame, _ in map(layer.frame, range(layer.count)):
            root = ElementTree.fromstring(scene.document([frame], (width, height), "a picture"))
            assert float(root.get("font-size")) >= 14 / 0.75  # 14 points
            for word in root.iter("{http://www.w3.org/2000/svg}text"):
                assert 0 <= float(word.get("x")) <= width
                assert 0 <= float(word.get("y")) <= height
                assert "font-size" not in word.attrib


def test_ink_is_the_colour_of_the_theme(explorer: base.Explorer) -> None:
    drawn = "".join(svg for layer in explorer._drawn for svg in layer.for_page()["frames"])
    assert 'fill="currentColor"' in drawn
    assert not re.search(r'"(black|white|#000|#fff|#111)', drawn)


def test_every_control_is_labelled_and_is_a_trait(explorer: base.Explorer) -> None:
    for control in explorer.controls:
        assert control["label"].strip()
        assert explorer.has_trait(control["name"])


def test_a_wrong_name_is_refused(explorer: base.Explorer) -> None:
    with pytest.raises(TypeError, match="has no 'colour'; it has "):
        type(explorer)(colour="red")


def test_the_page_computes_nothing() -> None:
    """No second copy of the mathematics in JavaScript: only rounding into bounds."""
    assert set(re.findall(r"Math\.\w+", base.PAGE)) <= {"Math.min", "Math.max"}
    assert not re.search(r"https?://(?!www\.w3\.org)", base.PAGE + base.STYLE)


@pytest.mark.parametrize(
    ("name", "trait", "bad", "sentence"),
    [
        (
            "CooccurrenceExplorer",
            "radius",
            0,
            "radius must be at least 1, but is 0; pass radius=1 or more.",
        ),
        ("CooccurrenceExplorer", "radius", "two", "radius must be a whole number, but is 'two'"),
        ("CooccurrenceExplorer", "corpus", " ", "there must be 1 to 7 documents"),
        ("CooccurrenceExplorer", "corpus", "a b c d e f g h i j k", "at most 10 different words"),
        ("CooccurrenceExplorer", "corpus", "word " * 9, "at most 34 letters long"),
        ("CosineExplorer", "u_length", 0, "u is a zero vector, which points nowhere"),
        ("CosineExplorer", "v_angle", 1e9, "v_angle must be a finite number"),
        ("LossExplorer", "positive", "x", "positive must be a number, but is 'x'; pass a float."),
        ("LossExplorer", "negatives", 6, "negatives must be at most 5, but is 6"),
        ("GradientStepExplorer", "learning_rate", -1, "learning_rate must be a finite number, above 0"),
        ("AliasExplorer", "power", 2, "power must be a finite number, at least 0 and at most 1"),
        ("AliasExplorer", "counts", "Bob four", "the count of 'Bob' must be a whole number"),
        ("AliasExplorer", "counts", "Bob 4", "counts must name 2 to 8 words"),
        ("AliasExplorer", "seed", -1, "seed must be at least 0"),
    ],
)
def test_bad_input_gets_a_sentence_and_the_last_good_picture_stays(
    name: str, trait: str, bad: object, sentence: str
) -> None:
    explorer = getattr(explorers, name)()
    good, before = getattr(explorer, trait), explorer.layers
    setattr(explorer, trait, bad)
    assert explorer.problem["control"] == trait
    assert sentence in explorer.problem["sentence"]
    assert explorer.layers == before
    setattr(explorer, trait, good)
    assert explorer.problem == {}
    explorer._heard(None, {"frames": "all"}, [])
    assert explorer.layers == before
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        getattr(explorers, name)(**{trait: bad})


# 01: counts

DOCUMENTS = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), min_size=1, max_size=4)


@given(DOCUMENTS, st.integers(1, 4), st.sampled_from(["window", "document"]), st.booleans())
def test_the_arcs_are_the_pairs_that_the_cell_counts(
    documents: list[list[str]], radius: int, scope: str, include_self: bool
) -> None:
    explorer = explorers.CooccurrenceExplorer(
        corpus="\n".join(" ".join(document) for document in documents),
        radius=radius,
        scope=scope,
        include_self=include_self,
    )
    for row, column in product(explorer.vocabulary.words, repeat=2):
        explorer.change(row=row, column=column)
        brute = [
            (d, i, j)
            for d, words in enumerate(documents)
            for i, j in product(range(len(words)), repeat=2)
            if (words[i], words[j]) == (row, column)
            and (include_self if i == j else scope == "document" or abs(i - j) <= radius)
        ]
        assert sorted(explorer.pairs) == brute
        cell = explorer.counts[explorer.vocabulary.id(row), explorer.vocabulary.id(column)]
        assert cell == len(brute)
        arcs = [line for line in shapes(explorer, "polyline") if line["points"].count(" ") == 12]
        assert len(arcs) == sum(i != j for _, i, j in brute)


def test_the_numbers_in_the_table_are_the_matrix() -> None:
    explorer = explorers.CooccurrenceExplorer(presence=True, include_self=True)
    cells = [text for text in texts(explorer) if text.isdecimal()]
    article = "1100100 1111000 0110000 0101000 1000111 0000110 0000101".replace(" ", "")
    assert "".join(cells) == article


def test_a_click_names_a_cell() -> None:
    sets = [
        json.loads(box["data-sets"]) for box in shapes(explorers.CooccurrenceExplorer(), "rect")[1:50]
    ]
    assert sets[0] == {"row": "Bob", "column": "Bob"}
    assert sets[9] == {"row": "dislikes", "column": "kale"}


def test_a_word_that_vanishes_is_no_longer_chosen() -> None:
    explorer = explorers.CooccurrenceExplorer(row="pizza")
    explorer.corpus = "Bob likes kale"
    assert (explorer.row, explorer.problem) == ("Bob", {})
    options = next(control["options"] for control in explorer.controls if control["name"] == "row")
    assert options == ["Bob", "kale", "likes"]


# 02: cosine


def test_words_turn_the_vectors_to_theirs() -> None:
    explorer = explorers.CosineExplorer()
    assert (explorer.v_angle, explorer.u_length) == (60, 1.414)
    explorer.v_word = "wings"
    assert (explorer.v_angle, round(explorer.cosine, 3)) == (90, 0)
    explorer.change(include_self=False)
    explorer.v_word = "lettuce"
    assert (explorer.v_angle, round(explorer.cosine, 3)) == (0, 1)


@given(st.floats(-3, 3), st.floats(-3, 3), st.sampled_from("uv"))
def test_a_dragged_vector_ends_where_it_was_dropped(x: float, y: float, name: str) -> None:
    explorer = explorers.CosineExplorer()
    other = np.array([1.414, 0] if name == "v" else [0.707, 1.2246])
    explorer.drag(name, explorer._plane().pixel((x, y)), None)
    x, y = round(x, 2), round(y, 2)
    if (x, y) == (0, 0):
        assert "points nowhere" in explorer.problem["sentence"]
        return
    length = np.hypot(x, y)
    assert explorer.cosine == pytest.approx(
        (x * other[0] + y * other[1]) / length / 1.414, abs=2e-2 / length
    )
    assert getattr(explorer, f"{name}_length") == pytest.approx(length, abs=2e-2)


def test_an_arrow_key_moves_a_tenth() -> None:
    explorer = explorers.CosineExplorer(u_angle=0, u_length=1, v_angle=90, v_length=2)
    explorer.drag("u", None, (0, 1))
    assert (explorer.u_length, explorer.u_angle) == (1.005, 5.71)
    assert explorer.v_length == 2


# 03: loss

SCORES = st.lists(st.floats(-999, 999), min_size=2, max_size=6)


@given(SCORES)
def test_the_loss_is_the_sum_of_its_bars(scores: list[float]) -> None:
    values = dict(zip(["positive", *(f"negative_{i}" for i in range(1, 6))], scores, strict=False))
    explorer = explorers.LossExplorer(negatives=len(scores) - 1, **values)
    bets = np.array(scores) * ([1] + [-1] * (len(scores) - 1))
    assert explorer.loss == pytest.approx(-log_expit(bets).sum())
    boxes = shapes(explorer, "rect")[1:]
    probabilities = np.array([float(box["width"]) for box in boxes[1::3]]) / 180
    np.testing.assert_allclose(probabilities, expit(bets), atol=0.001)
    bars = np.array([float(box["width"]) for box in boxes[2::3]])
    expected = -log_expit(bets)
    np.testing.assert_allclose(bars, 180 * expected / max(3, expected.max()), atol=0.06)


def test_the_overflow_is_reached_and_told() -> None:
    explorer = explorers.LossExplorer(positive=-800)
    assert "log_sigmoid gives 800.0" in explorer.alt
    assert explorer.loss == pytest.approx(800 + 2 * np.log(2))
    explorer.positive = -10
    assert "log_sigmoid" not in explorer.alt


def test_there_is_a_slider_for_each_negative() -> None:
    explorer = explorers.LossExplorer(negatives=1)
    assert [control["name"] for control in explorer.controls] == ["negatives", "positive", "negative_1"]
    explorer.negatives = 4
    assert len(explorer.controls) == 6


# 04: gradient


def loss_of(vectors: np.ndarray) -> float:
    w, c_pos, *negatives = vectors
    return -log_expit(w @ c_pos) - sum(log_expit(-(w @ c)) for c in negatives)


def test_each_step_follows_the_gradient_measured_by_differences() -> None:
    explorer = explorers.GradientStepExplorer(learning_rate=0.3)
    h = 1e-6
    for now, then, loss in zip(explorer.path, explorer.path[1:], explorer.losses, strict=False):
        force = np.zeros((4, 2))
        for place in product(range(4), range(2)):
            step = np.zeros((4, 2))
            step[place] = h
            force[place] = -(loss_of(now + step) - loss_of(now - step)) / (2 * h)
        np.testing.assert_allclose(then, now + 0.3 * force, atol=1e-8)
        assert loss == pytest.approx(loss_of(now))


def drawn_arrows(explorer: explorers.GradientStepExplorer) -> list[tuple[list[float], list[float]]]:
    """Return start and tip of each arrow, in the order in which they are drawn."""
    arrows = []
    for line, head in re.findall(
        r'<polyline points="([^"]*)"[^>]*/><polygon points="([^"]*)"', explorer.svg()
    ):
        start, tip = line.split()[0], head.split()[0]
        arrows.append(([float(x) for x in start.split(",")], [float(x) for x in tip.split(",")]))
    return arrows


def test_the_arrows_end_at_the_vectors_and_the_forces_start_there() -> None:
    explorer = explorers.GradientStepExplorer(step=4)
    w, *contexts = vectors = explorer.path[4]
    h, on_w = 1e-6, []
    for sign, c in zip((1, -1, -1), contexts, strict=True):  # of each term of the loss by itself

        def term(at: np.ndarray, sign: int = sign, c: np.ndarray = c) -> float:
            return -log_expit(sign * (c @ at))

        on_w.append([-(term(w + step) - term(w - step)) / (2 * h) for step in h * np.eye(2)])
    totals = (explorer.path[5] - vectors) / explorer.learning_rate
    np.testing.assert_allclose(np.sum(on_w, axis=0), totals[0], atol=1e-8)
    expected = [(PLANE.pixel((0, 0)), PLANE.pixel(vector)) for vector in vectors]
    expected += [(PLANE.pixel(w), PLANE.pixel(w + force)) for force in [*on_w, totals[0]]]
    expected += [
        (PLANE.pixel(c), PLANE.pixel(c + force)) for c, force in zip(contexts, totals[1:], strict=True)
    ]
    np.testing.assert_allclose(drawn_arrows(explorer), expected, atol=0.06)


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=4, max_size=4))
def test_each_force_on_w_is_parallel_to_the_vector_that_it_comes_from(
    vectors: list[tuple[float, float]],
) -> None:
    at = np.array(vectors)
    for sign, c, force in zip((1, -1, -1), at[1:], forces_on_w(at), strict=True):
        assert c[0] * force[1] == pytest.approx(c[1] * force[0], abs=1e-12)
        assert sign * (c @ force) >= 0
    np.testing.assert_allclose(forces_on_w(at).sum(axis=0), forces_on(at)[0], atol=1e-12)


def test_the_words_name_each_force_on_w() -> None:
    says = explorers.GradientStepExplorer(w=(1, 0), c_pos=(0, 1), c_neg_1=(2, 0), c_neg_2=(0, -1)).alt
    assert "c_pos pulls it by (0.00, 0.50), in the direction of c_pos" in says
    assert f"c_neg 1 pushes it by (−{2 * expit(2):.2f}, 0.00), against the direction of c_neg 1" in says
    assert "c_neg 2 pushes it by (0.00, 0.50)" in says
    assert f"−∂L/∂w, is (−{2 * expit(2):.2f}, 1.00)" in says


def test_dragging_starts_anew_from_the_step_that_is_seen() -> None:
    explorer = explorers.GradientStepExplorer(step=7)
    seen = explorer.path[7]
    explorer.drag("c_pos", None, (1, 0))
    assert explorer.step == 0
    moved = seen + np.array([[0, 0], [0.1, 0], [0, 0], [0, 0]])
    np.testing.assert_allclose([getattr(explorer, name) for name in VECTORS], moved, atol=0.01)
    np.testing.assert_allclose(explorer.path[0], moved, atol=0.01)


# 05: alias


@pytest.mark.parametrize("power", [0.0, 0.3, 0.75, 1.0])
def test_no_probability_is_lost_while_the_buckets_fill(power: float) -> None:
    explorer = explorers.AliasExplorer(power=power)
    p = explorer.probabilities
    unit = min(150, 360 / (7 * p.max()))
    for frame in explorer.layers[0]["frames"]:
        widths = [
            float(dict(ATTRIBUTES.findall(box))["width"]) for box in re.findall(r"<rect[^>]*>", frame)
        ]
        assert sum(widths) == pytest.approx(7 * unit, abs=1)
    assert len(explorer.layers[0]["frames"]) == len(explorer.transfers) + 1


def test_the_last_frame_is_the_alias_table() -> None:
    explorer = explorers.AliasExplorer(power=1, step=99)
    owns = [text for text in texts(explorer) if " own + " in text]
    table = explorers.alias.AliasTable([4, 2, 2, 1, 1, 1, 1])
    words = ["Bob", "dislikes", "likes", "kale", "lettuce", "pizza", "wings"]
    shared = [i for i in range(7) if table.alias[i] != i]
    assert owns == [f"{table.threshold[i]:.2f} own + {words[table.alias[i]]}" for i in shared]
    np.testing.assert_allclose(table.probabilities(), explorer.probabilities)


def test_chi_squared_is_that_of_the_draws() -> None:
    explorer = explorers.AliasExplorer(seed=3)
    p = explorer.probabilities
    drawn = explorers.alias.AliasTable(p).sample(DRAWS[-1], 3)
    _, chi2s, p_values = explorer.experiment()
    for i, n in enumerate(DRAWS[1:], start=1):
        observed = np.array([(drawn[:n] == word).sum() for word in range(7)])
        chi2 = ((observed - n * p) ** 2 / (n * p)).sum()
        assert chi2s[i] == pytest.approx(chi2)
        said = explorer.layers[1]["says"][i]
        assert said.startswith(f"After {n:,} draws: χ² = {chi2:.2f}, p-value {p_values[i]:.3f}")
    assert p_values[-1] > 0.001


# 06: training


@pytest.fixture(scope="module")
def run() -> explorers.TrainingExplorer:
    return explorers.TrainingExplorer()


def test_the_first_loss_is_that_of_not_knowing(run: explorers.TrainingExplorer) -> None:
    assert [snapshot.loss for snapshot in run.snapshots[:2]] == pytest.approx([6 * np.log(2)] * 2)
    assert run.snapshots[-1].loss < 2


def test_one_update_moves_one_vector(run: explorers.TrainingExplorer) -> None:
    """Update 1 leaves W as it is, since C is 0; update 2 moves its centre word only."""
    zero, one, two = (snapshot.W for snapshot in run.snapshots[:3])
    np.testing.assert_array_equal(zero, one)
    moved = np.flatnonzero((one != two).any(axis=1))
    assert moved.tolist() in ([], [run.snapshots[2].words[0]])


def test_the_run_finds_the_classes(run: explorers.TrainingExplorer) -> None:
    unit = run.snapshots[-1].W / np.linalg.norm(run.snapshots[-1].W, axis=1, keepdims=True)
    rows = {name: unit[[run.vocabulary.id(w) for w in words]] for name, words in TOY_CLASSES.items()}
    within = np.mean([(words @ words.T)[np.triu_indices(4, 1)].mean() for words in rows.values()])
    across = np.mean([(a @ b.T).mean() for m, a in rows.items() for n, b in rows.items() if m != n])
    assert within > 0.7
    assert across < 0.45


def test_the_lines_join_the_words_of_the_update(run: explorers.TrainingExplorer) -> None:
    run.step = 20
    words = run.vocabulary.decode(run.snapshots[20].words)
    assert f"centre: {words[0]} " in run.alt
    assert f"context: {words[1]})" in run.alt
    assert f"negatives: {', '.join(words[2:])}" in run.alt
    lines = [line for line in shapes(run, "polyline") if line.get("stroke-dasharray")]
    assert len(lines) == 5
    assert len({line["points"].split()[0] for line in lines}) == 1


def progress(words: int) -> Progress:
    vectors = np.random.default_rng(words).normal(size=(50, 6)).astype(np.float32)
    return Progress(1, words, 1_000, 2.0, 0.01, Vocabulary([["word"]]), vectors, vectors)


@pytest.mark.parametrize("first", [0.020, 0.600])
def test_a_live_view_keeps_to_its_share_of_the_time(
    monkeypatch: pytest.MonkeyPatch, first: float
) -> None:
    """By a clock of its own: a block takes 10 ms, a drawing 20, the first perhaps much longer."""
    clock, drawn = [100.0], []
    costs = chain([first], repeat(0.020))

    def pictured(self: explorers.LiveView, progress: Progress, losses: list[float]) -> base.Frame:
        drawn.append(progress.words)
        clock[0] += next(costs)
        return scene.Scene(), "a picture"

    monkeypatch.setattr(training.time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(training, "get_ipython", Mock())
    monkeypatch.setattr(explorers.LiveView, "_picture", pictured)
    view = explorers.LiveView()
    view.shown = Mock()
    assert clock[0] == pytest.approx(100.020 + first)  # what is slow has been done
    drawn.clear()
    began = clock[0] + 0.010
    for words in range(1, 1_001):
        clock[0] += 0.010
        view(progress(words))
        assert 0.020 * len(drawn) <= training.SHARE * (clock[0] - began)
    assert drawn[0] > 60
    assert 0.020 * len(drawn) >= 0.8 * training.SHARE * (clock[0] - began)
    assert training.SHARE < 0.05
    assert len(view.losses) == 1_000


def test_a_live_view_that_draws_ever_slower_draws_less(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, drawn = [100.0], []

    def draw(self: explorers.LiveView) -> None:
        drawn.append(clock[0])
        clock[0] += 0.010 * len(drawn)

    view = explorers.LiveView()
    view._cost, view.shown = 0.010, Mock()
    monkeypatch.setattr(training.time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(training, "get_ipython", Mock())
    monkeypatch.setattr(explorers.LiveView, "_draw", draw)
    for words in range(1, 1_001):
        clock[0] += 0.010
        view(progress(words))
        assert 0.010 * sum(range(len(drawn) + 1)) <= 0.05 * (clock[0] - 100)
    assert len(drawn) > 3


def test_a_live_view_shows_the_last_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the cell, and once, however short the run was; then it is stored."""
    shell, shown = Mock(), Mock()
    shell.events = EventManager(shell, {"post_run_cell": lambda result: None})
    monkeypatch.setattr(training, "get_ipython", lambda: shell)
    view = explorers.LiveView(["the", "of"])
    view.shown = shown
    before = repr(view)
    assert sorted(view._repr_mimebundle_()[0]) == [WIDGET, "text/plain"]  # which costs nothing
    for words in (500, 1_000):
        view(progress(words))
    assert view.layers[0]["says"] == ["Training has not begun."]
    assert "image/png" in view._repr_mimebundle_()[0]
    for _ in range(2):
        shell.events.trigger("post_run_cell", "what the cell gave")
    assert "100% of all words read" in view.layers[0]["says"][0]
    assert "the" in texts(view)
    shown.update.assert_called_once_with(view)
    assert repr(view) == before


def test_a_live_view_without_a_notebook_shows_the_last_block_at_once() -> None:
    view = explorers.LiveView()
    view(progress(1_000))
    assert "100% of all words read" in view.layers[0]["says"][0]


def test_the_map_of_a_live_view_does_not_flip() -> None:
    view = explorers.LiveView()
    first = progress(1_000)
    view(first)
    before = view._map
    view(replace(first, W=-first.W))
    np.testing.assert_allclose(view._map, before, atol=1e-5)


# Recordings in exported pages, and pictures for the README


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_script_holds_the_recording_and_needs_no_other_address(name: str) -> None:
    explorer = getattr(explorers, name)()
    script = explorer.script()
    assert script.count("</script") == 1  # its own end
    assert not re.search(r"https?://|import\(|import ", script)
    call = script.split("\nreplay(", 1)[1].replace("<\\/", "</")
    state, _ = json.JSONDecoder().raw_decode(call)
    assert state["alt"] == explorer.alt
    assert state["layers"] == explorer.layers
    assert all(control["kind"] == "play" and control["name"] in state for control in state["controls"])


def test_a_word_cannot_end_the_script() -> None:
    script = explorers.AliasExplorer(counts="</script> 4, <!-- 2, <script> 1").script()
    assert script.count("</script") == 1
    assert "<!--" not in script


def test_a_recording_is_stored_with_its_script(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    monkeypatch.setattr(base, "display", lambda data, **options: shown.append(data))
    explorers.AliasExplorer()._ipython_display_()
    assert [sorted(data) for data in shown] == [
        [WIDGET, "image/png", "text/html", "text/plain"],
        ["text/html"],
    ]


def test_the_stored_recordings_are_played_by_the_page_of_today(root: Path) -> None:
    stored = [
        "".join(output["data"]["text/html"])
        for path in sorted((root / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if "replay(" in "".join(output.get("data", {}).get("text/html", ""))
    ]
    assert len(stored) == len(RECORDINGS)
    assert [base.PAGE in script for script in stored] == [True] * len(stored), "execute the notebooks"


def test_the_readme_shows_each_explorer_and_tells_it_in_words(readme: str) -> None:
    told = dict(re.findall(r"!\[([^]]*)\]\(figures/(explorer_\w+)\.svg\)", readme))
    assert sorted(told.values()) == sorted(EXPLORERS)
    assert min(len(words.split()) for words in told) > 10


def test_the_moving_picture_shows_one_frame_at_a_time() -> None:
    root = ElementTree.fromstring(EXPLORERS["explorer_training_moving"]().text)
    values = [e.get("values").split(";") for e in root.iter("{http://www.w3.org/2000/svg}animate")]
    assert len(values) > 10
    assert all(sum(row[i] == "inline" for row in values) == 1 for i in range(len(values)))
    groups = list(root.iter("{http://www.w3.org/2000/svg}g"))
    assert [group.get("display") for group in groups] == ["none"] * (len(groups) - 1) + [None]


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_stored_picture_is_the_drawn_one(name: str, root: Path) -> None:
    stored = (root / "figures" / f"{name}.svg").read_text(encoding="utf-8")
    drawn = EXPLORERS[name]().text
    assert NUMBER.sub("0", stored) == NUMBER.sub("0", drawn), "run: python -m tools.figures"
    numbers = [np.array(NUMBER.findall(text), dtype=float) for text in (stored, drawn)]
    np.testing.assert_allclose(*numbers, atol=1.01)  # a pixel: the last digit depends on the processor
