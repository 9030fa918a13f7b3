"""One page is word2vec: it does what the package does, draw for draw, and stays one page."""

import ast
import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_w2v import minimal
from edu_w2v.corpora import BOB_PIZZA, toy_world
from edu_w2v.objective import sgns_loss, sgns_matrix_gradients, sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training import Model, reference
from edu_w2v.vocabulary import Vocabulary, encode_corpus

SETTINGS = {"dimension": 5, "radius": 3, "negatives": 4, "epochs": 3, "learning_rate": 0.2, "seed": 7}


class ByChoice:
    """Noise that draws as the page does, with NumPy's `choice` in place of the alias table."""

    def __init__(self, probabilities):
        self.probabilities = probabilities

    def sample(self, shape, rng):
        return rng.choice(len(self.probabilities), size=shape, p=self.probabilities)


@pytest.mark.parametrize("documents", [BOB_PIZZA, toy_world(60), [["a", "a"], ["b"], ["a", "b"]]])
def test_the_page_draws_and_learns_as_the_reference(documents):
    """The same draws in the same order give the same losses and vectors."""
    words, W, losses = minimal.train(documents, **SETTINGS)

    rng = np.random.default_rng(SETTINGS["seed"])
    vocabulary, corpus = encode_corpus(documents)
    start = (rng.random((len(vocabulary), 5)) - 0.5) / np.sqrt(5)
    noise = ByChoice(vocabulary.noise_distribution())
    model = Model(start, np.zeros_like(start), noise, 3, 4)
    total = 0.0
    for epoch in range(3):
        done = epoch * len(corpus.ids) + np.repeat(corpus.offsets[:-1], np.diff(corpus.offsets))
        rates = 0.2 * (1 - done / (3 * len(corpus.ids)))
        total += reference.step(model, corpus, rates, rng)[0]

    assert words == vocabulary.words
    np.testing.assert_array_equal(W, model.W)
    assert sum(losses) == pytest.approx(total, rel=1e-12)


@given(
    text=st.lists(st.integers(0, 5), max_size=15), radius=st.integers(1, 6), seed=st.integers(0, 2**32)
)
def test_pairs_are_those_of_the_package(text, radius, seed):
    pairs = minimal.pairs_of(text, radius, np.random.default_rng(seed))
    wanted = skipgram_pairs(text, radius, dynamic_window=True, rng=np.random.default_rng(seed))
    assert pairs == [tuple(pair) for pair in wanted.tolist()]


@given(
    seed=st.integers(0, 2**32),
    contexts=st.lists(st.integers(0, 3), min_size=2, max_size=6),
    scale=st.floats(0.1, 100),
)
def test_update_is_a_step_down_the_gradient(seed, contexts, scale):
    W, C = np.random.default_rng(seed).normal(scale=scale, size=(2, 4, 3))
    positive, *negatives = contexts
    dW, dC = sgns_matrix_gradients(W, C, 1, positive, negatives)
    loss = sgns_loss(W[1], C[positive], C[negatives])
    wanted = W - 0.1 * dW, C - 0.1 * dC
    assert minimal.update(W, C, 1, positive, np.array(negatives), 0.1) == pytest.approx(loss, rel=1e-9)
    np.testing.assert_allclose((W, C), wanted, rtol=1e-9, atol=1e-9 * scale)


def test_words_noise_and_sigmoid_are_those_of_the_package():
    documents = toy_world(100)
    vocabulary = Vocabulary(documents)
    words, counts = minimal.count_words(documents)
    assert (words, counts.tolist()) == (vocabulary.words, vocabulary.counts.tolist())
    np.testing.assert_allclose(
        minimal.noise_distribution(counts), vocabulary.noise_distribution(), rtol=1e-14
    )
    x = np.linspace(-800, 800, 1001)
    np.testing.assert_allclose(minimal.sigmoid(x), sigmoid(x), atol=1e-15)


def test_the_page_learns():
    words, W, losses = minimal.train(BOB_PIZZA, 3, 1, 2, 300, 0.3, seed=0)
    unit = dict(zip(words, W / np.linalg.norm(W, axis=1, keepdims=True), strict=True))
    assert np.mean(losses[:16]) == pytest.approx(3 * np.log(2), abs=0.05)
    assert np.mean(losses[-160:]) < 0.75 * np.mean(losses[:16])
    assert unit["pizza"] @ unit["wings"] > 0.95
    assert unit["pizza"] @ unit["kale"] < 0.8


def test_it_is_one_page_with_numpy_only():
    source = inspect.getsource(minimal)
    tree = ast.parse(source)
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef):
            text = node.body[0]
            assert text.end_lineno == text.lineno, f"the docstring of line {text.lineno} is longer"
            docstrings.add(text.lineno)
    code = [
        line for n, line in enumerate(source.splitlines(), 1) if line.strip() and n not in docstrings
    ]
    assert len(code) <= 60
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imported] == [
        "from collections import Counter",
        "import numpy as np",
    ]
