"""The averages without chance, where the random trainers cannot test them."""

import numpy as np
import pytest

from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training.expected import lowest_loss, pair_probabilities
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
