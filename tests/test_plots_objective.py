"""The pictures of the loss and its gradients: what they show are the numbers that were computed."""

import re

import numpy as np
import pytest
from matplotlib.axes import Axes

from edu_w2v.classroom.plots import COLOURS, objective, show
from edu_w2v.objective import BY_HAND, sgns_gradients, sgns_loss, sigmoid

SCORES = [1.0, 0.5, -1.5]
PICTURES = {
    "sigmoid_curve": lambda: objective.sigmoid_curve(BY_HAND.contexts, SCORES),
    "surprise_curves": lambda: objective.surprise_curves(BY_HAND.contexts, SCORES),
    "loss_surface": lambda: objective.loss_surface(1.0, 0.5, "pizza, kale"),
    "computation_graph": lambda: objective.computation_graph(BY_HAND),
    "error_v": lambda: objective.error_v(np.logspace(-14, -1, 27), np.logspace(0, -5, 27), [0.0] * 27),
    "learning_rates": lambda: objective.learning_rates({0.1: [2.3, 2.2], 8.0: [2.3, 9.0]}, 1.2),
    "pulls_and_pushes": lambda: objective.pulls_and_pushes(BY_HAND),
    "paths": lambda: objective.paths(BY_HAND.words, [BY_HAND.W, 2 * BY_HAND.W]),
}


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_drawn_with_names_along_its_axes(name, tmp_path):
    picture = PICTURES[name]()
    picture.save_svg(str(tmp_path / "a.svg"))
    axes = picture.axes
    if axes.axison:
        assert axes.get_xlabel()
        assert axes.get_ylabel()


def test_the_same_picture_is_the_same_file(tmp_path):
    for name in ("a.svg", "b.svg"):
        show(objective.computation_graph(BY_HAND), "The graph of the example.").save_svg(
            str(tmp_path / name)
        )
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert "The graph of the example." in (tmp_path / "a.svg").read_text()


def test_the_graph_carries_each_number_of_the_example():
    shown = [text.replace("−", "-") for text in texts(objective.computation_graph(BY_HAND).axes)]
    w, c_pos, C_neg = BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg
    scores = np.array([c_pos @ w, *(C_neg @ w)])
    p = sigmoid(scores * [1, -1, -1])
    error = sigmoid(scores) - [1, 0, 0]
    forward = [*scores, *p, *-np.log(p), sgns_loss(w, c_pos, C_neg)]
    backward = [*error, *(-1 / p)]
    for value in (*forward, *backward):
        assert f"{value:.3f}" in shown
    dw, dc_pos, dC_neg = sgns_gradients(w, c_pos, C_neg)
    for word, vector in zip(("likes", *BY_HAND.contexts), (w, c_pos, *C_neg), strict=True):
        assert f"{word}\n({vector[0]:.2f}, {vector[1]:.2f})" in shown
    for vector in (dc_pos, *dC_neg, *(error[:, None] * [c_pos, *C_neg])):
        assert f"({vector[0]:.2f}, {vector[1]:.2f})" in shown
    assert f"∂L/∂w = ({dw[0]:.2f}, {dw[1]:.2f})," in shown
    assert shown.count("1") == 4  # the loss, and each of the three rows


def test_forward_and_backward_differ_by_more_than_colour():
    axes = objective.computation_graph(BY_HAND).axes
    arrows = [t.arrow_patch for t in axes.texts if getattr(t, "arrow_patch", None)]
    dashes = {a.get_linestyle() for a in arrows}
    assert len(arrows) == 2 * 16  # 3 rows of 5 edges and the last, both ways
    assert dashes == {"-", "--"}
    numbers = [t for t in axes.texts if re.search(r"\d", t.get_text()) and "\n" not in t.get_text()]
    slants = {t.get_color(): t.get_fontstyle() for t in numbers}
    assert slants == {COLOURS["blue"]: "normal", COLOURS["orange"]: "italic"}


def test_a_line_that_leaves_the_picture_keeps_its_label_inside():
    axes = objective.learning_rates({8.0: [2.0, 1.8, 50.0, 1e9]}, lowest=1.0, top=4.0).axes
    (label,) = [text for text in axes.texts if text.get_text() == "η = 8"]
    assert label.xy[1] < 4.0


def test_the_start_of_a_descent_is_in_the_picture():
    assert objective.learning_rates({1.0: [4.16, 3.0]}, lowest=2.4).axes.get_ylim()[1] > 4.16
    assert objective.learning_rates({1.0: [2.33, 3.0]}, lowest=1.2).axes.get_ylim()[1] == 4.0


def test_arrows_of_the_forces_add_up_to_the_step():
    axes = objective.pulls_and_pushes(BY_HAND).axes
    ends = [np.array(t.xy) for t in axes.texts if getattr(t, "arrow_patch", None)]
    *parts, total = [end - BY_HAND.w for end in ends]
    np.testing.assert_allclose(sum(parts), total, rtol=1e-12)
    np.testing.assert_allclose(total, -sgns_gradients(BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg)[0])


def test_nothing_global_is_changed():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    objective.sigmoid_curve(["pizza"], [1.0])
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: objective.sigmoid_curve(["a"], "b"), "scores must be an array of numbers"),
        (lambda: objective.loss_surface(np.nan, 0.0, "x"), "positive must be a finite number"),
        (lambda: objective.error_v(["a"], [1.0], [1.0]), "steps must be an array of numbers"),
        (lambda: objective.paths(["a"], [[1.0]]), "history must be a matrix"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        call()
