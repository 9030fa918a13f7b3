"""The numerical check of gradients, and that it can fail.

Mutations that must be seen: three bugs of the kind that has happened (a lost accumulation, a
swapped sign, w updated too early), and a single entry off by one part in ten thousand.
"""

import re

import numpy as np
import pytest

from edu_w2v.gradcheck import (
    STEP,
    central_difference,
    check_gradients,
    complex_step,
    log_log_slope,
    relative_error,
    step_size_study,
)
from edu_w2v.objective import BY_HAND, sgns_gradients, sgns_loss, sgns_matrix_gradients, sigmoid

POINT = BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg


def polynomial(x):
    return x[0] ** 3 * x[1] + 2 * x[1] ** 2


def test_both_methods_on_a_polynomial():
    x = np.array([2.0, -3.0])
    gradient = [3 * x[0] ** 2 * x[1], x[0] ** 3 + 4 * x[1]]
    assert relative_error(central_difference(polynomial, x), gradient) < 1e-9
    assert relative_error(complex_step(polynomial, x), gradient) < 1e-15


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_the_gradient_has_the_shape_of_the_point(shape):
    x = np.full(shape, 0.5)
    for gradient in (
        central_difference(lambda x: np.sin(x).sum(), x),
        complex_step(lambda x: np.sin(x).sum(), x),
    ):
        assert gradient.shape == shape
        np.testing.assert_allclose(gradient, np.cos(x), rtol=1e-8)


def test_the_point_is_left_as_it_was():
    x = np.array([1.0, 2.0])
    central_difference(polynomial, x)
    complex_step(polynomial, x)
    assert x.tolist() == [1.0, 2.0]


def test_the_v_has_the_two_slopes_of_the_theory():
    w, c_pos, C_neg = POINT

    def loss(w):
        return sgns_loss(w, c_pos, C_neg)

    gradient = sgns_gradients(*POINT)[0]
    large, small = np.logspace(-3, -1, 9), np.logspace(-12, -8, 41)
    assert log_log_slope(large, step_size_study(loss, gradient, w, large)) == pytest.approx(2, abs=0.05)
    assert log_log_slope(small, step_size_study(loss, gradient, w, small)) == pytest.approx(-1, abs=0.3)
    steps = np.logspace(-12, -1, 12)
    best = steps[step_size_study(loss, gradient, w, steps).argmin()]
    assert 1e-7 < best < 1e-4
    assert 1e-6 < STEP < 1e-5


def test_the_complex_step_has_no_left_branch():
    def f(x):
        return np.log(1 / (1 + np.exp(-x[0])))

    errors = step_size_study(f, [1 - sigmoid(1.0)], [1.0], np.logspace(-100, -10, 10), complex_step)
    assert errors.max() < 1e-15


def test_relative_error():
    assert relative_error([0.0], [0.0]) == 0
    assert relative_error([1.0, 2.0], [1.0, 1.0]) == 0.5
    assert relative_error([1.0], [-1.0]) == 2
    assert relative_error([1e-300], [2e-300]) == 0.5


def test_the_right_gradients_pass():
    assert max(check_gradients(sgns_loss, sgns_gradients(*POINT), POINT)) < 1e-8


def test_one_entry_slightly_off_is_found():
    dw, dc_pos, dC_neg = sgns_gradients(*POINT)
    dC_neg[1, 0] *= 1.0001
    errors = check_gradients(sgns_loss, (dw, dc_pos, dC_neg), POINT)
    assert [error > 1e-6 for error in errors] == [False, False, True]


def test_bug_1_a_lost_accumulation():
    W, C, negatives = BY_HAND.W, BY_HAND.C, [2, 2]

    def loss(W, C):
        return sgns_loss(W[3], C[4], C[negatives])

    dW, dC = sgns_matrix_gradients(W, C, 3, 4, negatives)
    lost = np.zeros_like(C)
    _, lost[4], lost[negatives] = sgns_gradients(W[3], C[4], C[negatives])
    assert max(check_gradients(loss, (dW, dC), (W, C))) < 1e-8
    assert check_gradients(loss, (dW, lost), (W, C))[1] == pytest.approx(0.5, abs=1e-6)


def test_bug_2_a_swapped_sign():
    dw, dc_pos, dC_neg = sgns_gradients(*POINT)
    assert check_gradients(sgns_loss, (dw, -dc_pos, dC_neg), POINT)[1] == pytest.approx(2)


def test_bug_3_w_updated_before_c_uses_it():
    w, c_pos, C_neg = POINT
    rate = 0.1
    new_w = w - rate * sgns_gradients(w, c_pos, C_neg)[0]
    _, dc_pos, dC_neg = sgns_gradients(new_w, c_pos, C_neg)
    errors = check_gradients(sgns_loss, ((w - new_w) / rate, dc_pos, dC_neg), POINT)
    assert errors[0] < 1e-8
    assert min(errors[1:]) > 0.01


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: central_difference(polynomial, ["a"]), "x must be an array of numbers"),
        (lambda: central_difference(polynomial, [1.0, 2.0], h=0), "h must be a finite number, above 0"),
        (lambda: complex_step(polynomial, [np.nan, 1.0]), "x must be finite numbers, but has NaN"),
        (lambda: complex_step(polynomial, [1.0, 1.0], h=-1), "h must be a finite number, above 0"),
        (
            lambda: relative_error([1.0], [1.0, 2.0]),
            "a and b must have one shape, but have (1,) and (2,)",
        ),
        (
            lambda: check_gradients(sgns_loss, (np.zeros(2),), POINT),
            "gradients must be one for each argument, but are 1 for 3",
        ),
        (lambda: log_log_slope([1.0, 2.0], [0.0, 1.0]), "two or more pairs of numbers above 0"),
        (
            lambda: step_size_study(polynomial, [1.0, 1.0], [1.0, 1.0], [-1.0]),
            "h must be a finite number",
        ),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        call()


def test_huge_numbers_differ_by_a_finite_share():
    assert relative_error([1e308, 0.0], [-1e308, 0.0]) == 2


@pytest.mark.parametrize("value", [10**400, None, 1j, "1", np.array([1.0])])
def test_what_f_returns_must_be_a_number(value):
    with pytest.raises(ValueError, match=r"f must return one finite number, but returned .*; mend f"):
        central_difference(lambda x: value, [1.0])
