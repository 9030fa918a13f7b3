"""The compiled trainers do what the plain one does, whatever the shape of memory and text."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from edu_w2v.alias import AliasTable
from edu_w2v.corpora import BOB_PIZZA, Document, state_of_the_union, toy_world
from edu_w2v.evaluation import held_out_loss
from edu_w2v.minimal import update
from edu_w2v.objective import sgns_loss, sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training import Model, train
from edu_w2v.vocabulary import EncodedCorpus, encode_corpus

pytest.importorskip("numba")
from edu_w2v.training import compiled, fast, kernels

RATES = (0.05, 0.01)
TRAINERS = pytest.mark.parametrize("trainer", [fast.step, compiled.step], ids=["fast", "pairs"])


def falling(text, first=RATES[0], last=RATES[1]):
    """A learning rate for each word."""
    return np.linspace(first, last, len(text.ids), endpoint=False)


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
        update(W, C, *step) for step in zip(centres, positives, negatives, rates, strict=True)
    )
    assert np.abs(fast_W - W).max() < 1e-5
    assert np.abs(fast_C - C).max() < 1e-5
    assert loss == pytest.approx(expected, rel=1e-5)


def one_group(W, C, ids, left, right, negatives, rate):
    """What the fast kernel should do with all centres of a text at once, in float64."""
    W, C = W.astype(float), C.astype(float)
    w, c = W.copy(), C.copy()  # as they were before
    loss, pairs = 0.0, 0
    for i, centre in enumerate(ids):
        neighbours = [ids[j] for j in range(left[i], right[i]) if j != i]
        weight = len(neighbours) / fast.SHARED
        for word in neighbours:
            error = rate * (1 - sigmoid(c[word] @ w[centre]))
            W[centre] += error * c[word]
            C[word] += error * w[centre]
        for word in negatives:
            error = rate * weight * sigmoid(c[word] @ w[centre])
            W[centre] -= error * c[word]
            C[word] -= error * w[centre]
        loss -= np.log(sigmoid(c[neighbours] @ w[centre])).sum()
        loss -= weight * np.log(sigmoid(-c[negatives] @ w[centre])).sum()
        pairs += len(neighbours)
    return W, C, loss, pairs


@pytest.mark.parametrize(
    ("dimension", "K", "words"),
    [*((d, 5, fast.CENTRES) for d in (1, 15, 16, 31, 100, 129, 300)), (17, 1, 2), (17, 9, 3)],
)
def test_step_of_a_group(dimension, K, words):
    """Shared negatives count m / SHARED times; words that are there several times add up."""
    rng, scale = np.random.default_rng(words), 30 / max(dimension, 100)
    W, C = rng.normal(scale=scale, size=(2, 6, dimension)).astype(np.float32)
    ids, offsets = rng.integers(6, size=words).astype(np.int32), np.array([0, words // 2, words])
    negatives = rng.integers(6, size=fast.SHARED * K).astype(np.uint32)
    room = fast.make_room(len(negatives), 7, dimension)
    kernels.draw_windows(offsets, 0, 0, words, 3, np.uint64(5), room.left, room.right)
    expected = one_group(W, C, ids, room.left, room.right, negatives, 0.05)

    buckets, row = kernels.pack(AliasTable(np.ones(6))), kernels.row_of(W)
    settings = buckets, 3, K, np.uint64(5), 6
    work = kernels.Work(W, C, ids, offsets, np.full(words, 0.05), *settings)
    fast.set_scores(work, 0, words, negatives, room, row)
    fast.set_errors(room, 0, words, len(negatives), np.float32(0.05))
    loss = fast.surprise(room, 0, words, len(negatives))
    fast.move_centres(work, 0, words, negatives, room, row)
    fast.move_contexts(work, 0, words, negatives, room, row)
    np.testing.assert_allclose(W, expected[0], atol=2e-6)
    np.testing.assert_allclose(C, expected[1], atol=2e-6)
    assert loss == pytest.approx(expected[2:], rel=1e-5)


def test_half_tanh_is_half_of_tanh():
    y = np.linspace(-8, 8, 3001, dtype=np.float32)
    assert max(abs(fast.half_tanh(x) - np.tanh(float(x)) / 2) for x in y) < 5e-6


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
    kernels.draw_windows(offsets, document, first, n, radius, np.uint64(7), left, right)
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
    kernels.draw_windows(np.array([0, n]), 0, 0, n, 5, np.uint64(1), left, right)
    reach = (np.arange(n) - left)[10:-10]
    assert chisquare(np.bincount(reach, minlength=6)[1:]).pvalue > 0.001


def test_negatives_have_the_noise_distribution():
    weights = np.array([5.0, 1, 1, 0, 2, 0.5])
    table = AliasTable(weights)
    passed = []
    for seed in range(100):
        out = np.empty(20_000, np.uint32)
        kernels.draw_negatives(kernels.pack(table), np.uint64(seed << 32), out)
        counts = np.bincount(out, minlength=6)
        assert counts[3] == 0
        expected = np.delete(weights / weights.sum(), 3) * len(out)
        passed.append(chisquare(np.delete(counts, 3), expected).pvalue)
    assert min(passed) > 1e-4
    assert 0.35 < np.mean(passed) < 0.65  # uniform p-values have mean 0.5, give or take 0.03


def test_random_bits_are_splitmix64():
    """The first numbers of the published generator for the seed 1234567."""
    wanted = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert [int(kernels.random_bits(np.uint64(1234567), n)) for n in range(4)] == wanted


def toy(dimension=20, radius=5, negatives=5):
    vocabulary, corpus = encode_corpus(toy_world(2000))
    rng = np.random.default_rng(0)
    W = (rng.random((len(vocabulary), dimension), dtype=np.float32) - 0.5) / dimension
    noise = AliasTable(vocabulary.noise_distribution())
    return Model(W, np.zeros_like(W), noise, radius, negatives), corpus


@TRAINERS
def test_first_loss_and_number_of_pairs(trainer):
    """At C = 0 and a rate of almost 0 the loss is (K + 1) log 2; the pairs are those of the windows."""
    model, corpus = toy(radius=3, negatives=4)
    corpus = corpus.between(0, int(np.searchsorted(corpus.offsets, kernels.LOSS_CENTRES)) - 1)
    loss, pairs = trainer(model, corpus, falling(corpus, 1e-9, 1e-9), np.random.default_rng(1))
    assert loss / pairs == pytest.approx(5 * np.log(2), rel=1e-5)
    expected = sum(
        len(skipgram_pairs(corpus.document(i), r)) / 3 for i in range(len(corpus)) for r in (1, 2, 3)
    )
    assert pairs == pytest.approx(expected, rel=0.02)  # so few centres are measured all


def test_loss_is_that_of_the_objective():
    W, C = np.random.default_rng(2).normal(size=(2, 2, 3)).astype(np.float32)
    corpus = EncodedCorpus(np.array([0, 1], np.int32), np.array([0, 2]))
    noise = AliasTable([1.0, 0.0])  # every negative is word 0
    model, rates = Model(W, C, noise, 1, 2), np.full(2, 1e-9)
    loss, pairs = fast.step(model, corpus, rates, np.random.default_rng(0))
    expected = sgns_loss(W[0], C[1], C[[0, 0]]) + sgns_loss(W[1], C[0], C[[0, 0]])
    assert pairs == 2
    assert loss == pytest.approx(expected, rel=1e-5)


@TRAINERS
@pytest.mark.parametrize("threads", [2, 3, 50])
def test_threads_share_the_work(trainer, threads):
    """As many pairs as one thread, and as good a result, also with more threads than words."""
    (one_loss, one_pairs), (loss, pairs) = (
        trainer(model, corpus, falling(corpus), np.random.default_rng(1), n)
        for n in (1, threads)
        for model, corpus in [toy()]
    )
    assert pairs == pytest.approx(one_pairs, rel=0.05)
    assert loss / pairs == pytest.approx(one_loss / one_pairs, rel=0.1)
    bob, few = encode_corpus(BOB_PIZZA)
    W, C = np.ones((2, len(bob), 3), np.float32)
    model = Model(W, C, AliasTable(bob.noise_distribution()), 1, 1)
    _, pairs = trainer(model, few, falling(few), np.random.default_rng(1), threads)
    assert pairs == 16


@pytest.mark.parametrize("ids", [[], [0], [0, 1]], ids=["no words", "one word", "two words"])
@TRAINERS
def test_tiny_texts(trainer, ids):
    W, C = np.random.default_rng(0).normal(size=(2, 2, 3)).astype(np.float32)
    before = W.copy()
    corpus = EncodedCorpus(np.array(ids, np.int32), np.array([0, 0, len(ids), len(ids)]))
    model = Model(W, C, AliasTable([1, 1]), 4, 7)
    _, pairs = trainer(model, corpus, falling(corpus), np.random.default_rng(0))
    assert pairs == (2 if len(ids) == 2 else 0)
    assert np.array_equal(W, before) == (pairs == 0)


def by_hand(ids, offsets):
    """A corpus whose arrays were changed after it was checked."""
    corpus = EncodedCorpus(np.array([0], np.int32), np.array([0, 1]))
    vars(corpus).update(ids=ids, offsets=offsets)
    return corpus


def changed(m, **arrays):
    """A model whose noise was changed after it was made."""
    vars(m.noise).update(arrays)
    return m


UNSAFE = {
    "W must be a matrix of float32": lambda m, t, r: (replace(m, W=m.W.astype(float)), t, r),
    "C must be a matrix of float32": lambda m, t, r: (replace(m, C=np.asfortranarray(m.C)), t, r),
    "W and C must have the same shape": lambda m, t, r: (replace(m, C=m.C[:, :-1].copy()), t, r),
    "W must have a row for each of the 5": lambda m, t, r: (replace(m, W=m.W[1:], C=m.C[1:]), t, r),
    "text must hold ids from 0 to 4, but one is -1": lambda m, t, r: (
        m,
        by_hand(t.ids - 1, t.offsets),
        r,
    ),
    "text must hold ids from 0 to 4, but one is 5": lambda m, t, r: (
        m,
        by_hand(np.minimum(t.ids * 9, 5), t.offsets),
        r,
    ),
    "offsets must begin at 0": lambda m, t, r: (m, by_hand(t.ids, np.array([0, 9])), r),
    r"but are \[1, 4\]": lambda m, t, r: (m, by_hand(t.ids, np.array([1, 4])), r),
    "not fall": lambda m, t, r: (m, by_hand(t.ids, np.array([0, 9, 4])), r),
    "radius must be at least 1": lambda m, t, r: (replace(m, radius=-1), t, r),
    "negatives must be at most 1,000": lambda m, t, r: (replace(m, negatives=1023), t, r),
    "noise must be of type AliasTable": lambda m, t, r: (replace(m, noise=range(5)), t, r),
    "noise.alias must hold ids from 0 to 4, but one is -1": lambda m, t, r: (
        changed(m, threshold=np.zeros(5), alias=np.full(5, -1, np.int32)),
        t,
        r,
    ),
    "noise.alias must hold ids from 0 to 4, but one is 5": lambda m, t, r: (
        changed(m, threshold=np.zeros(5), alias=np.full(5, 5, np.int32)),
        t,
        r,
    ),
    "noise must have a threshold": lambda m, t, r: (
        changed(m, alias=np.zeros(0, np.int32)),
        t,
        r,
    ),
    "but was changed; make a new AliasTable": lambda m, t, r: (changed(m, alias=[0] * 5), t, r),
    "rates must be 4": lambda m, t, r: (m, t, r[1:]),
}


@TRAINERS
@pytest.mark.parametrize("sentence", UNSAFE)
def test_no_memory_is_touched_that_is_not_ours(trainer, sentence):
    """What would make a kernel read or write elsewhere is refused before it starts."""
    W, C = np.ones((2, 5, 3), np.float32)
    text = EncodedCorpus(np.array([0, 1, 2, 3], np.int32), np.array([0, 4]))
    arguments = Model(W, C, AliasTable(np.ones(5)), 2, 2), text, np.full(4, 0.1)
    with pytest.raises((TypeError, ValueError), match=sentence):
        trainer(*UNSAFE[sentence](*arguments), np.random.default_rng(0))
    assert (W == 1).all()


@pytest.mark.parametrize("wrong", [-1, 5, 2**32, 2**40])
@pytest.mark.parametrize("place", ["centres", "positives", "negatives"])
def test_pairs_of_words_that_are_not_there(place, wrong):
    W, C = np.ones((2, 5, 3), np.float32)
    given = {"centres": [0, 1], "positives": [1, 2], "negatives": [[3, 4], [4, 4]]}
    given[place] = [wrong, 1] if place != "negatives" else [[3, 4], [4, wrong]]
    with pytest.raises(ValueError, match=f"{place} must .* one is {wrong}"):
        compiled.train_pairs(W, C, **given, rates=[0.1, 0.1])
    assert (W == 1).all()


@given(
    exponent=st.floats(-3, 30),
    negatives=st.sampled_from([1, 5, 1000]),
    seed=st.integers(0, 2**32),
)
def test_pairs_agree_with_the_exact_loss_at_any_score(exponent, negatives, seed):
    """Whatever the scores, the loss is that of float64, and no number is lost."""
    rng = np.random.default_rng(seed)
    W, C = rng.normal(size=(2, 4, 1)).astype(np.float32)
    C *= np.float32(10.0**exponent)
    stream = [0], [1], rng.integers(4, size=(1, negatives))
    exact_W, exact_C = W.astype(float), C.astype(float)
    expected = update(exact_W, exact_C, 0, 1, stream[2][0], 1e-3)
    loss = compiled.train_pairs(W, C, *stream, [1e-3])
    assert loss == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(W, exact_W, rtol=1e-4, atol=1e-5 * np.abs(exact_C).max())
    np.testing.assert_allclose(C, exact_C, rtol=1e-4, atol=1e-5 * np.abs(exact_C).max())


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


@pytest.mark.parametrize(("asked", "other"), [("numba_pairs", "fast"), ("numba", "compiled")])
def test_only_the_compiled_trainer_that_is_asked_for_is_imported(asked, other):
    code = (
        f"import sys; from edu_w2v.training import trainer; trainer('{asked}'); "
        f"assert 'edu_w2v.training.{other}' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
