"""The averages without chance, where the random trainers cannot test them."""

import itertools

import numpy as np
import pytest

from edu_w2v.gradcheck import central_difference
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training.expected import descend, expected_loss, lowest_loss, pair_probabilities
from edu_w2v.vocabulary import Vocabulary

DOCUMENTS = [["a", "b", "c", "a", "d"], ["b"], ["c", "a"]]


@pytest.mark.parametrize("radius", [1, 2, 3, 4, 5, 20])
def test_pair_probabilities_by_their_definition(radius):
    vocabulary = Vocabulary(DOCUMENTS)
    counts = np.zeros((4, 4))
    for reach in range(1, radius + 1):  # all that a dynamic window may draw
        for document in DOCUMENTS:
            for w, c in skipgram_pairs(vocabulary.encode(document), reach):
                counts[w, c] += 1
    P = pair_probabilities(DOCUMENTS, vocabulary, radius)
    np.testing.assert_allclose(P, counts / counts.sum(), rtol=1e-14)


def test_a_window_wider_than_the_text_needs_no_more_time():
    P = pair_probabilities(DOCUMENTS, Vocabulary(DOCUMENTS), 10**15)
    assert P[3, 3] == 0
    assert P.sum() == pytest.approx(1)


def test_the_lowest_loss_with_a_word_that_is_never_drawn():
    P = np.array([[0.0, 0.5], [0.5, 0.0]])
    assert lowest_loss(P, np.array([1.0, 0.0]), 1) == pytest.approx(np.log(2))


def test_a_descent_goes_against_the_numerical_gradient_of_both_matrices():
    rng = np.random.default_rng(0)
    W, C = rng.normal(size=(2, 3, 2))
    setting = np.full((3, 3), 1 / 9), np.array([0.5, 0.3, 0.2]), 2
    path = descend(W, C, *setting, learning_rate=0.7, steps=3)
    assert len(path) == 4
    for (W, C), (new_W, new_C) in itertools.pairwise(path):
        dW = central_difference(lambda x, C=C: expected_loss(x, C, *setting), W)
        dC = central_difference(lambda x, W=W: expected_loss(W, x, *setting), C)
        np.testing.assert_allclose(new_W, W - 0.7 * dW, atol=1e-9)
        np.testing.assert_allclose(new_C, C - 0.7 * dC, atol=1e-9)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"learning_rate": 0}, "learning_rate must be"),
        ({"steps": 0}, "steps must be"),
        ({"learning_rate": "1"}, "learning_rate must be"),
    ],
)
def test_a_descent_refuses_what_is_no_rate_or_number_of_steps(change, sentence):
    W, setting = np.eye(2), (np.full((2, 2), 0.25), np.array([0.5, 0.5]), 1)
    with pytest.raises((TypeError, ValueError), match=sentence):
        descend(W, W, *setting, **{"learning_rate": 1.0, "steps": 1} | change)
