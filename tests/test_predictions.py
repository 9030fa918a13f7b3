"""Predictions: what belongs to an option, what is shown, and every prediction of every notebook.

The modules ``edu_w2v.classroom.predictions.notebook_*`` are found, not listed, so a new one is
tested from its first day.
"""

import importlib
import pkgutil
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from edu_w2v.classroom import predictions
from edu_w2v.classroom.predictions import Option, Prediction

MODULES = sorted(
    m.name for m in pkgutil.iter_modules(predictions.__path__) if m.name.startswith("notebook_")
)


def of(module: str) -> dict[str, Prediction]:
    """Return the predictions of a module by name."""
    found = vars(importlib.import_module(f"{predictions.__name__}.{module}"))
    return {name: value for name, value in found.items() if isinstance(value, Prediction)}


ALL = [pytest.param(p, id=f"{module}-{name}") for module in MODULES for name, p in of(module).items()]


def option(value, text="an answer", right=False):
    return Option(text, value, "You thought so.", right)


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [
        (4, [4, 4.0, np.int64(4), np.float32(4)], [3, 4.001, "4", None, [4], np.array([4]), np.nan]),
        (0.1, [0.1, 0.3 - 0.2, np.float64(0.1)], [0.1 + 1e-6, "0.1"]),
        (0, [0, 0.0, -0.0, 1e-16], [1e-9, False, "0", ""]),
        (1, [1], [True, np.True_]),
        (np.float64(0.5), [0.5], [0.25]),
        (True, [True, np.True_], [1, False, np.False_, "True"]),
        (float("inf"), [np.inf], [1e308, -np.inf, np.nan]),
        ("pizza", ["pizza", np.str_("pizza")], ["Pizza", "wings", 4, None]),
        ((0.4, 0.6), [0.4, 0.5, 0.6, np.float64(0.45)], [0.39, 0.61, "0.5", (0.4, 0.6), np.nan, True]),
        ((1, float("inf")), [1, 1e300], [0]),
        (lambda pair: pair == (0, 1), [(0, 1)], [(1, 0), (0, 1, 2)]),
    ],
)
def test_which_values_belong_to_an_option(value, inside, outside):
    assert all(option(value).holds(computed) is True for computed in inside)
    assert [computed for computed in outside if option(value).holds(computed)] == []


def test_a_value_agrees_if_it_belongs_to_the_right_option_and_to_no_other():
    p = Prediction(
        "What share?", option((0, 0.3), "little"), option((0.3, 0.7), "half", True), option(0.6, "0.6")
    )
    values = [0.2, 0.3, 0.31, 0.5, 0.6, 0.7, 0.71]
    assert [p.agrees(value) for value in values] == [False, False, True, True, False, True, False]


@pytest.mark.parametrize(
    ("question", "options", "sentence"),
    [
        ("Why?", [], "options must be two to five, but are 0"),
        ("Why?", [option(1, right=True)], "options must be two to five, but are 1"),
        ("Why?", [option(n, f"{n}", n == 1) for n in range(6)], "but are 6"),
        ("Why?", [option(1, "one"), option(2, "two")], r"with right=True, but these are: \[\]"),
        ("Why?", [option(1, "one", True), option(2, "two", True)], r"these are: \['one', 'two'\]"),
        ("Why?", [option(1, right=True), option(2)], "differ in their text"),
        ("", [option(1, "one", True), option(2, "two")], "one is empty"),
        ("Why?", [option(1, "", True), option(2, "two")], "one is empty"),
        ("Why?", [option(1, "one", True), Option("two", 2, "")], "one is empty"),
        ("Why?", [option(1, "one", True), option((3, 2), "two")], r"\(low, high\).*but is \(3, 2\)"),
        ("Why?", [option(1, "one", True), option([2], "two")], r"but is \[2\]"),
        ("Why?", [option(1, "one", True), option((2, "b"), "two")], r"but is \(2, 'b'\)"),
        ("Why?", [option(1, "one", True), option(np.nan, "two")], "but is nan"),
        (
            "Why?",
            [option(1, "one", True), option((0, 9), "two")],
            "'two' holds the right value 1 as well",
        ),
    ],
)
def test_a_prediction_that_cannot_be_right_is_refused(question, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        Prediction(question, *options)


class Page(HTMLParser):
    """The elements of a page, with the text in each."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements = [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append([tag, dict(attributes), ""])
        self.open.append(self.elements[-1])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for element in self.open:
            element[2] += data

    def all(self, tag):
        return [(attributes, text) for name, attributes, text in self.elements if name == tag]


def test_the_plain_text_does_not_depend_on_what_is_right():
    options = [option(1, "one"), option(2, "two"), option(3, "three")]
    texts = set()
    for right in range(3):
        marked = [replace(o, right=i == right) for i, o in enumerate(options)]
        texts.add(repr(Prediction("How many?", *marked)))
    assert texts == {"How many?\n  A  one\n  B  two\n  C  three"}


@pytest.mark.parametrize("prediction", ALL)
def test_what_is_shown_is_closed_and_each_option_says_what_it_means(prediction):
    page = Page(prediction._repr_html_())
    details = page.all("details")
    assert len(details) == len(prediction.options)
    assert len({attributes["name"] for attributes, _ in details}) == 1
    assert not any("open" in attributes for attributes, _ in details)
    assert [tag for tag, *_ in page.elements if tag in ("script", "a", "img", "link")] == []
    assert page.all("div")[0][0]["aria-label"] == re.sub("[*`]", "", prediction.question)
    right = next(o for o in prediction.options if o.right)
    for letter, o, (_, text), (_, summary) in zip(
        "ABCDE", prediction.options, details, page.all("summary"), strict=False
    ):
        assert plain(summary) == plain(f"{letter} {o.text}")
        assert plain(o.meaning) in plain(text)
        assert ("✓" in text, "✗" in text) == (o.right, not o.right)
        assert ("The answer is" in text) == (not o.right)
        assert plain(right.text) in plain(text)


def plain(text):
    return " ".join(re.sub(r"[*`]", "", text).split())


def test_what_is_marked_up_and_what_stays():
    p = Prediction(
        "Is *Bob* < `a<b>c`?",
        option(1, "2 * 3 * 4 & 2*3*4", True),
        option(2, "*two words*, snake_case and **"),
    )
    shown = p._repr_html_()
    assert "Is <em>Bob</em> &lt; <code>a&lt;b&gt;c</code>?" in shown
    assert "2 * 3 * 4 &amp; 2*3*4</summary>" in shown
    assert "<em>two words</em>, snake_case and **</summary>" in shown


def test_two_predictions_of_a_page_do_not_close_each_other():
    shown = [Prediction(q, option(1, "1", True), option(2, "2"))._repr_html_() for q in ("a?", "b?")]
    assert len(set(re.findall(r'name="([^"]+)"', " ".join(shown)))) == 2


@pytest.mark.parametrize("prediction", ALL)
def test_options_do_not_overlap(prediction):
    """Wherever inside the right interval the computed value lies, it agrees."""
    value = next(o.value for o in prediction.options if o.right)
    if isinstance(value, tuple):
        low, high = np.clip(value, -1e9, 1e9)
        for computed in np.linspace(low, high, 101)[1:-1]:
            assert prediction.agrees(float(computed)), computed
    elif not callable(value):
        assert prediction.agrees(value)


@pytest.mark.parametrize("prediction", ALL)
def test_texts_are_sentences(prediction):
    assert prediction.question.endswith("?")
    for o in prediction.options:
        assert len(o.meaning.split()) >= 4
        assert o.meaning[-1] in ".?!", o.meaning


@pytest.mark.parametrize("module", MODULES)
def test_names_are_in_order_and_questions_differ(module):
    found = of(module)
    assert list(found) == [f"p{n}" for n in range(1, len(found) + 1)]
    assert len({p.question for p in found.values()}) == len(found)


@pytest.mark.parametrize("module", MODULES)
def test_the_right_option_is_not_always_at_the_same_place(module):
    places = {[o.right for o in p.options].index(True) for p in of(module).values()}
    assert len(places) > 1 or len(of(module)) < 3
