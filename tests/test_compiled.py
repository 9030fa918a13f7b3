"""The compiled trainers do what the plain one does, whatever the shape of memory and text."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from edu_w2v.alias import AliasTable
from edu_w2v.corpora import BOB_PIZZA, Document, state_of_the_union, toy_world
from edu_w2v.evaluation import held_out_loss
from edu_w2v.objective import sgns_loss, sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training import train
from edu_w2v.training.reference import sgns_update
from edu_w2v.training.rows import padded_zeros, whole_rows
from edu_w2v.vocabulary import EncodedCorpus, encode_corpus

compiled = pytest.importorskip("edu_w2v.training.compiled")

RATES = (0.05, 0.01)


def padded(matrix):
    rows = padded_zeros(*matrix.shape)
    rows[:] = matrix
    return rows


def stream(rng, n, size, negatives):
    """A fixed stream of pairs and negatives, in which repeated words are common."""
    return (
        rng.integers(size, size=n),
        rng.integers(size, size=n),
        rng.integers(size, size=(n, negatives)),
    )


@pytest.mark.parametrize("size", [5, 100])
def test_pairs_agree_with_the_reference(size):
    rng = np.random.default_rng(0)
    centres, positives, negatives = stream(rng, 1000, size, 5)
    rates = np.linspace(*RATES, 1000)
    W, C = rng.normal(scale=0.3, size=(2, size, 20))
    fast_W, fast_C = W.astype(np.float32), C.astype(np.float32)
    loss = compiled.train_pairs(fast_W, fast_C, centres, positives, negatives, rates)
    expected = sum(
        sgns_update(W, C, *step) for step in zip(centres, positives, negatives, rates, strict=True)
    )
    assert np.abs(fast_W - W).max() < 1e-5
    assert np.abs(fast_C - C).max() < 1e-5
    assert loss == pytest.approx(expected, rel=1e-5)


def one_centre(W, C, ids, negatives, rate, radius=1):
    """What the fast kernel should do with the middle word of three, in float64."""
    W, C = W.astype(float), C.astype(float)
    w, positives = W[ids[1]].copy(), ids[[0, 2]]
    before = C.copy()
    pull = rate * (1 - sigmoid(before[positives] @ w))
    push = -rate * len(positives) * sigmoid(before[negatives] @ w)
    W[ids[1]] += pull @ before[positives] + push @ before[negatives]
    np.add.at(C, positives, np.outer(pull, w))
    np.add.at(C, negatives, np.outer(push, w))
    return W, C


@pytest.mark.parametrize("dimension", [1, 15, 16, 17, 100])
@pytest.mark.parametrize("negatives", [[3, 4], [3, 3, 3], [0, 1, 2], [1], [3, 4, 3, 0, 5]])
def test_update_of_a_centre(dimension, negatives):
    """Both neighbours, the shared negatives counted twice, repeated rows added up."""
    rng = np.random.default_rng(1)
    W, C = rng.normal(size=(2, 6, dimension)).astype(np.float32)
    ids, negatives = np.array([0, 1, 2], np.uint32), np.array(negatives, np.uint32)
    K, n = len(negatives), len(negatives) + 2
    expected = one_centre(W, C, ids, negatives, 0.05)

    rows = [whole_rows(padded(matrix)) for matrix in (W, C)]
    room = np.zeros((2, 16), np.float32)
    contexts = np.zeros(16, np.uint32)
    contexts[:n] = [*negatives, 0, 2]
    move, lines = np.zeros(rows[0].shape[1], np.float32), (0,) * (rows[0].shape[1] // 16)
    even = n + n % 2
    compiled.set_scores(*rows, 1, contexts, even, room[0], lines)
    compiled.set_errors(room[0], K, n, np.float32(0.05), np.float32(0.1), room[1])
    compiled.move_rows(*rows, 1, contexts, even, room[1], move, lines)
    for matrix, wanted in zip(rows, expected, strict=True):
        np.testing.assert_allclose(matrix[:, :dimension], wanted, atol=2e-6)
        assert not matrix[:, dimension:].any()


def test_errors_are_those_of_the_sigmoid():
    scores = np.linspace(-15, 15, 3008, dtype=np.float32)
    errors = np.zeros_like(scores)
    compiled.set_errors(scores, 1504, 3000, np.float32(1), np.float32(1), errors)
    exact = sigmoid(scores.astype(float))
    wanted = np.where(np.arange(3008) < 1504, -exact, 1 - exact)
    wanted[3000:] = 0
    assert np.abs(errors - wanted).max() < 5e-6


@given(
    lengths=st.lists(st.integers(0, 12), min_size=1, max_size=60),
    radius=st.integers(1, 6),
    start=st.integers(0, 400),
)
def test_windows_stay_in_their_documents(lengths, radius, start):
    offsets = np.cumsum([0, *lengths])
    n = int(offsets[-1])
    first = min(start, n)
    left, right = np.empty(n, np.int64), np.empty(n, np.int64)
    document = np.searchsorted(offsets, first, side="right") - 1
    compiled.draw_windows(offsets, document, first, n, radius, np.uint64(7), left, right)
    number = np.repeat(np.arange(len(lengths)), lengths)
    for i in range(first, n):
        window = np.arange(left[i - first], right[i - first])
        whole = [j for j in range(n) if abs(j - i) <= radius and number[j] == number[i]]
        assert i in window
        assert set(window) <= set(whole)
        reach = max(i - window[0], window[-1] - i)
        assert set(window) == {j for j in whole if abs(j - i) <= max(reach, 1)}


def test_radius_is_uniform():
    n = 60_000
    left, right = np.empty(n, np.int64), np.empty(n, np.int64)
    compiled.draw_windows(np.array([0, n]), 0, 0, n, 5, np.uint64(1), left, right)
    reach = (np.arange(n) - left)[10:-10]
    assert chisquare(np.bincount(reach, minlength=6)[1:]).pvalue > 0.001


def test_negatives_have_the_noise_distribution():
    weights = np.array([5.0, 1, 1, 0, 2, 0.5])
    table = AliasTable(weights)
    passed = []
    for seed in range(100):
        out = np.empty(20_000, np.uint32)
        compiled.draw_negatives(table.threshold, table.alias, np.uint64(seed << 32), out)
        counts = np.bincount(out, minlength=6)
        assert counts[3] == 0
        expected = np.delete(weights / weights.sum(), 3) * len(out)
        passed.append(chisquare(np.delete(counts, 3), expected).pvalue)
    assert min(passed) > 1e-4
    assert 0.35 < np.mean(passed) < 0.65  # uniform p-values have mean 0.5, give or take 0.03


def test_random_bits_are_splitmix64():
    """The first numbers of the published generator for the seed 1234567."""
    wanted = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert [int(compiled.random_bits(np.uint64(1234567), n)) for n in range(4)] == wanted


def toy(rng, dimension=20):
    vocabulary, corpus = encode_corpus(toy_world(2000))
    W = (rng.random((len(vocabulary), dimension), dtype=np.float32) - 0.5) / dimension
    return W, np.zeros_like(W), corpus, AliasTable(vocabulary.noise_distribution())


@pytest.mark.parametrize("trainer", [compiled.train_block, compiled.train_block_pairwise])
def test_padded_and_plain_matrices_end_alike(trainer):
    W, C, corpus, noise = toy(np.random.default_rng(0))
    other = padded(W), padded(C)
    result = trainer(W, C, corpus, noise, 5, 5, RATES, np.random.default_rng(1))
    assert trainer(*other, corpus, noise, 5, 5, RATES, np.random.default_rng(1)) == result
    np.testing.assert_array_equal(other, (W, C))


@pytest.mark.parametrize("trainer", [compiled.train_block, compiled.train_block_pairwise])
def test_first_loss_and_number_of_pairs(trainer):
    """At C = 0 and a rate of almost 0 the loss is (K + 1) log 2; pairs are radius + 1 a word at most."""
    W, C, corpus, noise = toy(np.random.default_rng(0))
    loss, pairs = trainer(W, C, corpus, noise, 3, 4, (1e-9, 1e-9), np.random.default_rng(1))
    assert loss / pairs == pytest.approx(5 * np.log(2), rel=1e-5)
    if trainer is compiled.train_block_pairwise:
        expected = sum(
            len(skipgram_pairs(corpus.document(i), r)) / 3 for i in range(len(corpus)) for r in (1, 2, 3)
        )
        assert pairs == pytest.approx(expected, rel=0.02)


def test_loss_is_that_of_the_objective():
    W, C = np.random.default_rng(2).normal(size=(2, 2, 3)).astype(np.float32)
    corpus = EncodedCorpus(np.array([0, 1], np.int32), np.array([0, 2]))
    noise = AliasTable([1.0, 0.0])  # every negative is word 0
    loss, pairs = compiled.train_block(W, C, corpus, noise, 1, 2, (1e-9, 1e-9), np.random.default_rng(0))
    expected = sgns_loss(W[0], C[1], C[[0, 0]]) + sgns_loss(W[1], C[0], C[[0, 0]])
    assert pairs == 2
    assert loss == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("trainer", [compiled.train_block, compiled.train_block_pairwise])
@pytest.mark.parametrize("threads", [2, 3, 50])
def test_threads_share_the_work(trainer, threads):
    """As many pairs as one thread, and as good a result, also with more threads than words."""
    W, C, corpus, noise = toy(np.random.default_rng(0))
    one = trainer(W.copy(), C.copy(), corpus, noise, 5, 5, RATES, np.random.default_rng(1))
    several = trainer(W, C, corpus, noise, 5, 5, RATES, np.random.default_rng(1), threads)
    assert several[1] == pytest.approx(one[1], rel=0.05)
    assert several[0] / several[1] == pytest.approx(one[0] / one[1], rel=0.1)
    bob, few = encode_corpus(BOB_PIZZA)
    table = AliasTable(bob.noise_distribution())
    _, pairs = trainer(W, C, few, table, 1, 1, RATES, np.random.default_rng(1), threads)
    assert pairs == 16


@pytest.mark.parametrize("ids", [[], [0], [0, 1]], ids=["no words", "one word", "two words"])
@pytest.mark.parametrize("trainer", [compiled.train_block, compiled.train_block_pairwise])
def test_tiny_texts(trainer, ids):
    W, C = np.random.default_rng(0).normal(size=(2, 2, 3)).astype(np.float32)
    before = W.copy()
    corpus = EncodedCorpus(np.array(ids, np.int32), np.array([0, 0, len(ids), len(ids)]))
    _, pairs = trainer(W, C, corpus, AliasTable([1, 1]), 4, 7, RATES, np.random.default_rng(0))
    assert pairs == (2 if len(ids) == 2 else 0)
    assert np.array_equal(W, before) == (pairs == 0)


@pytest.mark.parametrize(("size", "dimension"), [(1, 1), (7, 16), (7, 17), (1000, 100)])
def test_rows_begin_at_cache_lines(size, dimension):
    matrix = padded_zeros(size, dimension)
    assert matrix.shape == (size, dimension)
    assert all(row.ctypes.data % 64 == 0 for row in matrix)
    rows = whole_rows(matrix)
    assert rows.shape == (size, -(-dimension // 16) * 16)
    matrix[-1, -1] = 3
    assert rows.sum() == 3


def test_other_matrices_have_no_whole_rows():
    padded_rows = padded_zeros(8, 20)
    for matrix in (
        np.zeros((8, 20), np.float32),
        np.zeros((8, 32))[:, :20],
        padded_rows[:, 1:],
        padded_rows[::2],
        np.asfortranarray(padded_rows),
        padded_rows.copy(),
    ):
        assert whole_rows(matrix) is None
    assert whole_rows(padded_rows[2:5]).shape == (3, 32)


def held_out_losses(
    documents: list[Document], every: int, backends: list[str], **settings
) -> list[float]:
    """Return the loss that each trainer reaches on a part of a text that it does not see."""
    order = np.random.default_rng(0).permutation(len(documents))
    documents = [documents[i] for i in order]  # or the last years would count most
    held_out = documents[::every]
    training = [document for i, document in enumerate(documents) if i % every]
    models = [train(training, subsample=1e-3, backend=backend, **settings) for backend in backends]
    return [held_out_loss(model, held_out, subsample=1e-3).value for model in models]


def test_held_out_loss_of_a_short_text_agrees_with_the_plain_trainer():
    settings = {"dimension": 20, "epochs": 2, "learning_rate": 0.1, "min_count": 3}
    backends = ["reference", "numba_pairs", "numba"]
    plain, *compiled = held_out_losses(state_of_the_union(1861, 1863), 5, backends, **settings)
    assert compiled == pytest.approx([plain, plain], abs=0.01)


def test_held_out_loss_of_all_speeches_agrees():
    settings = {"dimension": 50, "epochs": 1, "min_count": 5}
    backends = ["numba_pairs", "numba", "numpy"]
    pairwise, *others = held_out_losses(state_of_the_union(), 50, backends, **settings)
    assert others == pytest.approx([pairwise, pairwise], abs=0.01)


def test_the_package_does_not_import_numba():
    code = "import sys, edu_w2v.training, edu_w2v.evaluation; assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
