"""What the exercises of notebook 04 say of a derivation and of a descent is what comes out."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from edu_w2v.classroom.exercises.notebook_04 import SQUARED, a_real_text, boxes, mean_gradients, q3
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.derivations import CHAINS, check_chain
from edu_w2v.gradcheck import central_difference, check_gradients
from edu_w2v.objective import BY_HAND, sgns_gradients
from edu_w2v.training.expected import pair_probabilities
from edu_w2v.vocabulary import Vocabulary

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "04_gradients.ipynb"


@pytest.fixture(scope="module")
def prose() -> str:
    return "\n".join(cell.source for cell in nbformat.read(NOTEBOOK, 4).cells)


def test_the_broken_line_is_broken_and_the_others_follow(prose):
    report = check_chain(SQUARED)
    assert [n for n, good in enumerate(report.passed, 1) if not good] == [q3.right]
    for line in SQUARED.lines:
        assert f"{line.latex}$ | {line.rule} |" in prose


def test_the_boxes_complete_the_chain_as_it_stands(prose):
    w, c_pos = BY_HAND.w, BY_HAND.c_pos
    a, b, c = boxes(w, c_pos)
    by_c_pos = sgns_gradients(w, c_pos, BY_HAND.C_neg)[1]
    np.testing.assert_allclose(-a * b, by_c_pos, rtol=1e-14)
    np.testing.assert_allclose(w * c, by_c_pos, rtol=1e-14)
    for line in CHAINS["P1"].lines[:4]:
        assert f"{line.latex}$ | {line.rule} |" in prose


def mean_loss(W, C, P, Q):
    x = W @ C.T
    return float((P * np.logaddexp(0, -x)).sum() + (Q * np.logaddexp(0, x)).sum())


def test_the_mean_gradients_by_differences():
    W, C, P, Q = np.random.default_rng(0).uniform(size=(4, 3, 3))
    gradients = mean_gradients(W[:, :2], C[:, :2], P, Q)
    point = W[:, :2], C[:, :2]
    assert max(check_gradients(lambda W, C: mean_loss(W, C, P, Q), gradients, point)) < 1e-8


def test_the_squared_error_teaches_little_where_the_model_is_sure_and_wrong():
    w, c = np.array([3.0]), np.array([-3.0])  # σ(−9) = 0.0001
    slopes = [
        central_difference(f, w)
        for f in (
            lambda w: (1 - 1 / (1 + np.exp(-c @ w))) ** 2,
            lambda w: np.log(1 + np.exp(-c @ w)),
        )
    ]
    assert abs(slopes[0]) < 1e-3
    np.testing.assert_allclose(slopes[1], -c, rtol=1e-3)


def test_what_is_said_of_the_rates_on_the_real_text():
    words, P, Q = a_real_text()
    losses, moves = {}, []
    for rate in (1, 15, 25):
        W, C = np.random.default_rng(0).normal(scale=0.05, size=(191, 20)), np.zeros((191, 20))
        losses[rate] = [mean_loss(W, C, P, Q)]
        for _ in range(100):
            dW, dC = mean_gradients(W, C, P, Q)
            W, C = W - rate * dW, C - rate * dC
            moves.append(rate * np.linalg.norm([dW, dC], axis=2))  # of the last rate, 25, at the end
            losses[rate].append(mean_loss(W, C, P, Q))
    assert losses[1][0] == pytest.approx(6 * np.log(2))
    share_plus, share_minus = P / (P + Q), Q / (P + Q)
    floor = -(P * np.log(np.where(P > 0, share_plus, 1)) + Q * np.log(share_minus)).sum()
    assert floor == pytest.approx(2.365, abs=5e-4)
    assert losses[15][-1] < 2.7 < 4 < losses[1][-1]
    assert (np.diff(losses[15]) < 0).all()
    rises = np.flatnonzero(np.diff(losses[25]) > 0)
    matrix, row = np.unravel_index(moves[-100:][rises[0]].argmax(), (2, 191))
    assert (matrix, words[row]) == (1, "the")
    assert words[P.sum(axis=1).argmax()] == "the"
    assert P.sum(axis=1).max() == pytest.approx(0.08, abs=5e-3)
    six = Vocabulary(BOB_PIZZA[:3])
    shares = pair_probabilities(BOB_PIZZA[:3], six, radius=1).sum(axis=1)
    assert six.words[shares.argmax()] == "likes"
    assert shares.max() == pytest.approx(1 / 3)
