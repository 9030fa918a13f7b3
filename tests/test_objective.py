"""The sigmoid, the loss of one pair, and its gradients.

Oracles: SciPy's expit and log_expit, SymPy-free arithmetic with fractions of known values, autograd
(automatic differentiation), central differences. Mutations that a test here must see: a sign turned
in one of the gradients; a sum over negatives that leaves one out; rows assigned instead of added.
"""

import re
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, log_expit

from edu_w2v.gradcheck import check_gradients, relative_error
from edu_w2v.objective import (
    BY_HAND,
    log_sigmoid,
    sgns_gradients,
    sgns_loss,
    sgns_matrix_gradients,
    sigmoid,
)

finite = st.floats(-1e4, 1e4)


def random_pair(seed, d=7, k=5, scale=1.0):
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=d), rng.normal(size=d), rng.normal(size=(k, d))


@given(finite)
def test_sigmoid_is_that_of_scipy(x):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        expected = expit(x) if x > -700 else np.exp(x)  # below, SciPy gives 0 too early
        assert sigmoid(x) == pytest.approx(expected, rel=4e-16, abs=0)
        assert log_sigmoid(x) == pytest.approx(log_expit(x), rel=1e-14, abs=0)


@given(finite)
def test_the_two_answers_have_probabilities_that_add_up_to_one(x):
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes_are_right_and_silent(dtype):
    x = np.array([-1e4, -800, -100, 0, 100, 800, 1e4], dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        s, log_s = sigmoid(x), log_sigmoid(x)
    assert s.dtype == log_s.dtype == dtype
    np.testing.assert_array_equal(log_s[:3], x[:3])
    assert s[0] == 0
    assert s[-1] == 1
    assert log_s[-1] == 0
    assert np.isfinite(log_s).all()
    np.testing.assert_array_equal(sigmoid([-np.inf, np.inf]), [0, 1])
    np.testing.assert_array_equal(log_sigmoid([-np.inf, np.inf]), [-np.inf, 0])


def test_a_number_gives_a_number():
    assert np.ndim(sigmoid(0.3)) == np.ndim(log_sigmoid(0.3)) == 0


@pytest.mark.parametrize("k", [1, 2, 15])
def test_loss_at_the_start(k):
    assert sgns_loss(np.ones(3), np.zeros(3), np.zeros((k, 3))) == pytest.approx((k + 1) * np.log(2))


def test_loss_is_minus_the_log_of_a_product_of_probabilities():
    w, c_pos, C_neg = random_pair(0)
    product = expit(c_pos @ w) * np.prod([1 - expit(c @ w) for c in C_neg])
    assert sgns_loss(w, c_pos, C_neg) == pytest.approx(-np.log(product), rel=1e-12)


def test_loss_of_hopeless_scores_is_finite():
    assert sgns_loss([1e4], [-1.0], [[1.0], [1.0]]) == 3e4


def test_the_worked_example():
    scores = [BY_HAND.c_pos @ BY_HAND.w, *(BY_HAND.C_neg @ BY_HAND.w)]
    np.testing.assert_allclose(scores, [1.0, 0.5, -1.5], rtol=1e-12)
    assert BY_HAND.contexts == ["pizza", "kale", "dislikes"]
    assert BY_HAND.W.shape == BY_HAND.C.shape == (len(BY_HAND.words), 2)
    by_hand = np.log(1 + np.exp(-1)) + np.log(1 + np.exp(0.5)) + np.log(1 + np.exp(-1.5))
    assert sgns_loss(BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg) == pytest.approx(by_hand, rel=1e-12)


def test_the_worked_example_cannot_be_changed_by_a_reader():
    w, C_neg = BY_HAND.w, BY_HAND.C_neg
    w += 1
    C_neg += 1
    assert BY_HAND.w.tolist() == [1.0, 0.5]
    assert BY_HAND.C_neg.tolist() == [[1.0, -1.0], [-1.0, -1.0]]
    with pytest.raises(ValueError, match="read-only"):
        BY_HAND.W[0] = 0


def autograd_loss(w, c_pos, C_neg):
    """The loss once more, in a library that differentiates by itself."""
    return anp.logaddexp(0, -anp.dot(c_pos, w)) + anp.sum(anp.logaddexp(0, anp.dot(C_neg, w)))


@pytest.mark.parametrize("seed", range(20))
def test_autograd_confirms_the_three_gradients(seed):
    rng = np.random.default_rng(seed)
    point = random_pair(seed, d=int(rng.integers(1, 51)), k=int(rng.integers(1, 16)))
    for argument, ours in enumerate(sgns_gradients(*point)):
        theirs = autograd.grad(autograd_loss, argument)(*point)
        assert relative_error(ours, theirs) < 1e-10


@pytest.mark.parametrize("seed", range(10))
def test_central_differences_confirm_the_three_gradients(seed):
    point = random_pair(seed)
    assert max(check_gradients(sgns_loss, sgns_gradients(*point), point)) < 1e-7


@pytest.mark.parametrize(
    ("positive", "negatives"),
    [(1, [2, 3]), (1, [2, 2]), (1, [1, 2]), (1, [1, 1, 1]), (0, [0, 3, 3, 0])],
    ids=["all different", "a repeated negative", "negative is positive", "only one word", "centre too"],
)
def test_rows_that_repeat_add_their_gradients(positive, negatives):
    rng = np.random.default_rng(5)
    W, C = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))

    def loss(W, C):
        return sgns_loss(W[0], C[positive], C[negatives])

    def automatic(W, C):
        return autograd_loss(W[0], C[positive], anp.array([C[i] for i in negatives]))

    ours = sgns_matrix_gradients(W, C, 0, positive, negatives)
    assert max(check_gradients(loss, ours, (W, C))) < 1e-7
    for argument in (0, 1):
        assert relative_error(ours[argument], autograd.grad(automatic, argument)(W, C)) < 1e-10


def test_matrix_gradients_do_not_change_their_input():
    W, C = BY_HAND.W.copy(), BY_HAND.C.copy()
    sgns_matrix_gradients(W, C, 3, 4, [2, 2])
    np.testing.assert_array_equal(W, BY_HAND.W)
    np.testing.assert_array_equal(C, BY_HAND.C)


@given(arrays(np.float64, 3, elements=st.floats(-5, 5)))
def test_no_vector_is_pulled_and_pushed_at_once(w):
    """dc_pos is a multiple of w in [−1, 0], dc_neg one in [0, 1]."""
    _, dc_pos, dC_neg = sgns_gradients(w, [1.0, 2.0, 3.0], [[0.5, -1.0, 2.0]])
    assert (dc_pos * w <= 0).all()
    assert (dC_neg[0] * w >= 0).all()
    assert (np.abs(dc_pos) <= np.abs(w)).all()


def test_float32_stays_float32():
    point = [x.astype(np.float32) for x in random_pair(1)]
    assert all(g.dtype == np.float32 for g in sgns_gradients(*point))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: sigmoid("x"), "x must be an array of numbers, but is 'x'"),
        (lambda: log_sigmoid([np.nan]), "x must be finite numbers, but has NaN in it"),
        (
            lambda: sgns_loss([1.0], [1.0, 2.0], [[1.0]]),
            "must have the same length, but have 1, 2 and 1",
        ),
        (
            lambda: sgns_loss([1.0], [1.0], [1.0]),
            "C_neg must be a matrix (2 dimensions), but has shape (1,)",
        ),
        (lambda: sgns_gradients([np.inf], [1.0], [[1.0]]), "w must be finite numbers, but has infinity"),
        (
            lambda: sgns_matrix_gradients([[1.0]], [[1.0], [2.0]], 0, 0, [0]),
            "W and C must have the same shape, but have (1, 1) and (2, 1)",
        ),
        (
            lambda: sgns_matrix_gradients([[1.0]], [[1.0]], 0, 0, [1]),
            "negatives must hold ids from 0 to 0, but one is 1",
        ),
        (
            lambda: sgns_matrix_gradients([[1.0]], [[1.0]], 0, -1, [0]),
            "positive must be at least 0, but is -1",
        ),
        (
            lambda: sgns_matrix_gradients([[1.0]], [[1.0]], 0, 0, [0.5]),
            "negatives must be a list of word ids, but is [0.5]",
        ),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        call()
