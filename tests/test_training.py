"""Training is right if its mean step is the gradient, and if it finds what is there to be found."""

import signal
import threading
import time
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_w2v.alias import AliasTable
from edu_w2v.corpora import BOB_PIZZA, TOY_ANALOGIES, TOY_CLASSES, toy_world
from edu_w2v.embeddings import Embeddings
from edu_w2v.gradcheck import central_difference, relative_error
from edu_w2v.minimal import update
from edu_w2v.objective import sgns_loss, sgns_matrix_gradients
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training import Model, Progress, reference, train, trainer, watch
from edu_w2v.training.expected import (
    expected_gradients,
    expected_loss,
    lowest_loss,
    pair_probabilities,
)
from edu_w2v.training.model import start_matrices
from edu_w2v.vocabulary import Vocabulary, encode_corpus

BACKENDS = ["reference", "numpy", "numba_pairs", "numba"]
DOCUMENTS = [["a", "b", "c", "a", "d"], ["b"], ["c", "a"], ["d", "d", "b", "a"]]
BOB = {"dimension": 3, "radius": 1, "negatives": 2, "epochs": 50, "learning_rate": 0.2}


def matrices(rng, size=6, dimension=4):
    return rng.normal(size=(size, dimension)), rng.normal(size=(size, dimension))


@pytest.mark.parametrize("negatives", [[3, 4], [3, 3], [2, 3], [2, 2], [1, 0]])
def test_one_update_subtracts_rate_times_gradient(negatives):
    """Also where a negative is drawn twice, is the positive (2), or is the centre itself (1)."""
    W, C = matrices(np.random.default_rng(0))
    dW, dC = sgns_matrix_gradients(W, C, 1, 2, negatives)
    loss = sgns_loss(W[1], C[2], C[negatives])
    expected = W - 0.1 * dW, C - 0.1 * dC
    assert update(W, C, 1, 2, np.array(negatives), 0.1) == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(W, expected[0], rtol=1e-12)
    np.testing.assert_allclose(C, expected[1], rtol=1e-12)


def test_pair_probabilities_are_the_mean_of_drawn_windows():
    vocabulary, corpus = encode_corpus(DOCUMENTS)
    P = pair_probabilities(DOCUMENTS, vocabulary, radius=3)
    rng = np.random.default_rng(0)
    counts = np.zeros_like(P)
    for _ in range(4000):
        for i in range(len(corpus)):
            pairs = skipgram_pairs(corpus.document(i), 3, dynamic_window=True, rng=rng)
            np.add.at(counts, (pairs[:, 0], pairs[:, 1]), 1)
    np.testing.assert_allclose(P, counts / counts.sum(), atol=0.004)


def test_expected_gradients_by_differences():
    W, C = matrices(np.random.default_rng(1), size=4, dimension=3)
    vocabulary = Vocabulary(DOCUMENTS)
    P, noise = pair_probabilities(DOCUMENTS, vocabulary, 2), vocabulary.noise_distribution()
    dW, dC = expected_gradients(W, C, P, noise, 3)
    assert relative_error(dW, central_difference(lambda W: expected_loss(W, C, P, noise, 3), W)) < 1e-8
    assert relative_error(dC, central_difference(lambda C: expected_loss(W, C, P, noise, 3), C)) < 1e-8


def test_expected_loss_is_the_mean_over_pairs_and_draws():
    W, C = matrices(np.random.default_rng(2), size=4, dimension=3)
    vocabulary = Vocabulary(DOCUMENTS)
    P, noise = pair_probabilities(DOCUMENTS, vocabulary, 2), vocabulary.noise_distribution()
    total = 0.0  # K = 1: every pair with every possible negative, weighted by its probability
    for w, c in np.ndindex(P.shape):
        total += sum(P[w, c] * noise[n] * sgns_loss(W[w], C[c], C[[n]]) for n in range(4))
    assert expected_loss(W, C, P, noise, 1) == pytest.approx(total, rel=1e-12)


@given(seed=st.integers(0, 10_000), spread=st.floats(0.1, 5))
def test_no_vectors_are_below_the_lowest_loss(seed, spread):
    rng = np.random.default_rng(seed)
    vocabulary = Vocabulary(DOCUMENTS)
    P, noise = pair_probabilities(DOCUMENTS, vocabulary, 2), vocabulary.noise_distribution()
    W, C = spread * rng.normal(size=(4, 4)), spread * rng.normal(size=(4, 4))
    assert expected_loss(W, C, P, noise, 2) >= lowest_loss(P, noise, 2) - 1e-12


def test_shifted_pmi_reaches_the_lowest_loss():
    """Levy and Goldberg 2014: with enough dimensions the best scores are PMI − log K."""
    vocabulary = Vocabulary(DOCUMENTS)
    P, noise = pair_probabilities(DOCUMENTS, vocabulary, 4), vocabulary.noise_distribution()
    Q = 2 * np.outer(P.sum(axis=1), noise)
    scores = np.where(P > 0, np.log(np.maximum(P, 1e-300) / Q), -40.0)
    assert expected_loss(scores, np.eye(4), P, noise, 2) == pytest.approx(
        lowest_loss(P, noise, 2), abs=1e-9
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_mean_step_of_each_trainer_is_the_gradient(backend):
    """The step averaged over windows and draws, in standard errors of that average."""
    vocabulary, corpus = encode_corpus(DOCUMENTS)
    radius, negatives, rate = 2, 3, 1e-3
    rng = np.random.default_rng(3)
    W = rng.normal(size=(4, 4)).astype(np.float32)
    C = rng.normal(size=(4, 4)).astype(np.float32)
    noise = AliasTable(vocabulary.noise_distribution())
    steps = []
    rates = np.full(len(corpus.ids), rate)
    for _ in range(4000):
        model = Model(W.copy(), C.copy(), noise, radius, negatives)
        trainer(backend)(model, corpus, rates, rng)
        steps.append(np.stack([model.W - W, model.C - C]))
    mean = np.mean(steps, axis=0) / -rate
    error = np.std(steps, axis=0) / rate / np.sqrt(len(steps))
    pairs = sum(len(skipgram_pairs(corpus.document(i), r)) / radius for i in range(4) for r in (1, 2))
    P = pair_probabilities(DOCUMENTS, vocabulary, radius)
    wanted = pairs * np.stack(expected_gradients(W, C, P, noise.probabilities(), negatives))
    slack = 20 * rate * np.abs(wanted).max()  # within a block, vectors have moved by about this much
    assert (np.abs(mean - wanted) < 4 * error + slack).all()
    assert np.abs(wanted).max() > 20 * error.max()  # so the test can tell a wrong factor


@pytest.mark.parametrize("backend", BACKENDS)
def test_loss_that_trainers_report_is_the_expected_loss(backend):
    vocabulary, corpus = encode_corpus(DOCUMENTS)
    rng = np.random.default_rng(4)
    W = rng.normal(size=(4, 4)).astype(np.float32)
    C = rng.normal(size=(4, 4)).astype(np.float32)
    noise = AliasTable(vocabulary.noise_distribution())
    model, rates = Model(W, C, noise, 2, 3), np.full(len(corpus.ids), 1e-9)
    reports = [trainer(backend)(model, corpus, rates, rng) for _ in range(3000)]
    losses, pairs = np.array(reports).T
    P = pair_probabilities(DOCUMENTS, vocabulary, 2)
    wanted = expected_loss(W, C, P, noise.probabilities(), 3)
    assert losses.sum() / pairs.sum() == pytest.approx(wanted, rel=0.02)


@pytest.mark.parametrize("backend", BACKENDS)
def test_bob_and_pizza_come_near_the_floor(backend):
    model = train(BOB_PIZZA, 3, radius=1, negatives=2, epochs=400, learning_rate=0.3, backend=backend)
    P = pair_probabilities(BOB_PIZZA, model.vocabulary, 1)
    noise = model.vocabulary.noise_distribution()
    assert model.history[0] == pytest.approx(3 * np.log(2), abs=0.05)
    assert expected_loss(model.W, model.C, P, noise, 2) < lowest_loss(P, noise, 2) + 0.1
    assert model.similarity("pizza", "wings") > 0.95
    assert model.similarity("pizza", "kale") < 0.8


def test_toy_world_is_recovered():
    found, answered = [], []
    for seed in (10, 11):
        model = train(toy_world(5000, seed), dimension=30, epochs=20, learning_rate=0.05, seed=seed)
        for words in TOY_CLASSES.values():
            for word in words:
                near = {other for other, _ in model.most_similar(word, top=len(words) - 1)}
                found.append(near == set(words) - {word})
        answered += [model.analogy(a, b, c, top=1)[0][0] == d for a, b, c, d in TOY_ANALOGIES]
    assert np.mean(found) > 0.95
    assert np.mean(answered) > 0.9


@pytest.mark.parametrize("backend", BACKENDS)
def test_same_seed_same_bits(backend):
    documents = toy_world(200, seed=0)
    settings = {"dimension": 10, "epochs": 2, "backend": backend}
    first, again = (train(documents, seed=5, **settings) for _ in range(2))
    other = train(documents, seed=6, **settings)
    assert (first.W == again.W).all()
    assert (first.C == again.C).all()
    assert first.history == again.history
    assert not (first.W == other.W).all()


def test_start_matrices():
    W, C = start_matrices(1000, 50, np.random.default_rng(0))
    assert W.shape == C.shape == (1000, 50)
    assert W.dtype == C.dtype == np.float32
    assert 0.95 * 0.5 / 50**0.5 < np.abs(W).max() <= 0.5 / 50**0.5
    assert W.std() == pytest.approx(1 / 50**0.5 / 12**0.5, rel=0.02)
    assert not C.any()


def test_learning_rate_falls_linearly_and_words_add_up():
    seen: list[Progress] = []
    documents = toy_world(30_000, seed=0)  # about 190,000 words: two blocks an epoch
    n_words = sum(map(len, documents))
    train(
        documents, dimension=2, radius=1, negatives=1, epochs=2, learning_rate=0.1, callback=seen.append
    )
    assert [report.epoch for report in seen] == [1, 1, 2, 2]
    assert [report.words for report in seen][1::2] == [n_words, 2 * n_words]
    for report in seen:
        assert report.total_words == 2 * n_words
        part = report.words / report.total_words
        assert report.learning_rate == pytest.approx(0.1 * (1 - (1 - 1e-4) * part), rel=1e-9)


def test_history_is_what_callback_sees():
    seen: list[float] = []
    model = train(BOB_PIZZA, **BOB, callback=lambda report: seen.append(report.loss))
    assert model.history == seen
    assert len(seen) == 50


def test_interrupt_keeps_what_was_learned():
    with pytest.warns(UserWarning, match="stopped after 240 of 600 words"):
        model = train(BOB_PIZZA, **BOB, callback=raises(KeyboardInterrupt, 20))
    assert len(model.history) == 20
    assert np.abs(model.C).max() > 0.1


def test_interrupt_where_warnings_are_errors(capsys):
    """The embeddings matter more than the warning: it is printed instead."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = train(BOB_PIZZA, **BOB, callback=raises(KeyboardInterrupt, 20))
    assert len(model.history) == 20
    assert "stopped after 240 of 600 words" in capsys.readouterr().err


def raises(error, epoch):
    """A callback that raises in some epoch."""

    def callback(report):
        if report.epoch == epoch:
            raise error

    return callback


@pytest.mark.parametrize("error", [ZeroDivisionError("of mine"), ValueError("of mine")])
def test_a_callback_that_raises_loses_nothing(error):
    with pytest.raises(type(error), match="of mine") as raised:
        train(BOB_PIZZA, **BOB, callback=raises(error, 30))
    model = raised.value.embeddings
    same = train(BOB_PIZZA, **BOB)
    assert model.history == same.history[:30]
    assert np.abs(model.C).max() > 0.1
    assert "`embeddings`" in raised.value.__notes__[0]


@pytest.mark.parametrize("again", [False, True], ids=["once", "again and again"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_ctrl_c(backend, again, monkeypatch):
    """What was learned comes back, and nobody writes into it any more."""

    def press():
        started.wait()
        signal.raise_signal(signal.SIGINT)
        while again and not over.is_set():
            time.sleep(0.001)
            signal.raise_signal(signal.SIGINT)

    def say(sentence):
        over.set()
        hand.join()
        if again:
            signal.raise_signal(signal.SIGINT)
        warn(sentence)

    started, over, hand = threading.Event(), threading.Event(), threading.Thread(target=press)
    warn, before = watch._say, signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(watch, "_say", say)
    settings = {"threads": 2} if backend.startswith("numba") else {}
    hand.start()
    with pytest.warns(UserWarning, match="stopped after"):
        model = train(
            toy_world(3000),
            dimension=20,
            epochs=100_000,
            callback=lambda report: started.set(),
            backend=backend,
            **settings,
        )
    W, C = model.W.copy(), model.C.copy()
    time.sleep(0.05)
    assert (model.W == W).all()
    assert (model.C == C).all()
    assert len(model.history) >= 1
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_while_the_text_is_read():
    def documents():
        yield ["Bob", "likes", "pizza"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="stopped before training began; nothing was learned"):
        train(documents())


@pytest.mark.parametrize("name", ["trainer", "AliasTable", "start_matrices"])
def test_ctrl_c_while_training_is_prepared(name, monkeypatch):
    """With a million words that takes seconds."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"edu_w2v.training.{name}", interrupted)
    with pytest.raises(KeyboardInterrupt, match="stopped before training began; nothing was learned"):
        train([["Bob", "likes", "pizza"]])


def test_progress_has_all_that_a_checkpoint_needs(tmp_path):
    def save(report):
        if report.epoch == 25:
            Embeddings(report.vocabulary, report.W, report.C).save(tmp_path / "epoch_25.npz")

    model = train(BOB_PIZZA, **BOB, callback=save)
    saved = Embeddings.load(tmp_path / "epoch_25.npz")
    assert saved.vocabulary.words == model.vocabulary.words
    with pytest.warns(UserWarning, match="stopped"):
        stopped = train(BOB_PIZZA, **BOB, callback=raises(KeyboardInterrupt, 25))
    assert (saved.W == stopped.W).all()
    assert not (saved.W == model.W).all()


def test_a_text_may_be_encoded_already():
    documents = toy_world(300)
    settings = {"dimension": 5, "epochs": 1, "backend": "numpy"}
    encoded = train(encode_corpus(documents, min_count=5), **settings)
    assert (encoded.W == train(documents, min_count=5, **settings).W).all()
    with pytest.raises(ValueError, match="min_count must be 1 for a text that is encoded already"):
        train(encode_corpus(documents), min_count=5)


def test_a_trainer_of_your_own():
    """Any function that makes steps can be the trainer; here one that counts and one that is ours."""
    seen = []

    def step(model, text, rates, rng):
        seen.append((len(text.ids), rates[0], rates[-1]))
        assert len(rates) == len(text.ids)
        return reference.step(model, text, rates, rng)

    model = train(BOB_PIZZA, **BOB, backend=step)
    assert (model.W == train(BOB_PIZZA, **BOB, backend="reference").W).all()
    assert len(seen) == 50
    assert seen[0][:2] == (12, pytest.approx(BOB["learning_rate"]))
    assert all(first > last for _, first, last in seen)
    with pytest.raises(ValueError, match="threads must be 1 with this backend"):
        train(BOB_PIZZA, **BOB, backend=step, threads=2)


def test_corpus_may_be_a_generator_or_a_path(tmp_path):
    documents = toy_world(100, seed=0)
    settings = {"dimension": 5, "epochs": 1}
    as_list = train(documents, **settings)
    as_generator = train((document for document in documents), **settings)
    (tmp_path / "toy.txt").write_text(" ".join(" ".join(d) + "." for d in documents), encoding="utf-8")
    as_path = train(tmp_path / "toy.txt", **settings)
    assert (as_list.W == as_generator.W).all()
    assert (as_list.W == as_path.W).all()


def test_progress_bar_shows_words_per_second(capsys):
    train(BOB_PIZZA, **BOB, progress=True)
    shown = capsys.readouterr().err
    assert "words/s" in shown
    assert "loss=" in shown
    train(BOB_PIZZA, **BOB)
    assert capsys.readouterr().err == ""


def test_min_count_and_subsampling_are_used():
    assert "lettuce" not in train(BOB_PIZZA, **BOB, min_count=2)
    frequent = [["the", "cat"]] * 500
    assert len(train(frequent, 2, radius=1, negatives=1, epochs=1).history) == 1
    with pytest.raises(ValueError, match="subsample=1e-12 dropped so many words that no pair was left"):
        train(frequent, 2, radius=1, negatives=1, epochs=1, subsample=1e-12)


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"documents": "no such file"}, FileNotFoundError, "path 'no such file' cannot be read"),
        ({"documents": ["Bob likes pizza"]}, TypeError, "each document must be a list of words"),
        ({"documents": []}, ValueError, "documents hold no words"),
        ({"documents": [["Bob"], ["pizza"]]}, ValueError, "documents have no pairs"),
        ({"dimension": 0}, ValueError, "dimension must be at least 1, but is 0"),
        ({"dimension": 2.5}, TypeError, "dimension must be a whole number, but is 2.5"),
        ({"radius": -1}, ValueError, "radius must be at least 1, but is -1"),
        ({"negatives": 0}, ValueError, "negatives must be at least 1, but is 0"),
        ({"epochs": True}, TypeError, "epochs must be a whole number, but is True"),
        ({"learning_rate": float("nan")}, ValueError, "learning_rate must be a finite number"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate must be a number"),
        ({"subsample": -1e-3}, ValueError, "subsample must be a finite number"),
        ({"min_count": 9}, ValueError, "no word occurs 9 times"),
        ({"noise_power": float("inf")}, ValueError, "noise_power must be a finite number"),
        ({"seed": "today"}, TypeError, "seed must be"),
        ({"callback": 7}, TypeError, "callback must be a function"),
        ({"backend": "gpu"}, ValueError, "backend must be one of"),
        ({"threads": 0}, ValueError, "threads must be at least 1, but is 0"),
        ({"threads": 10**6}, ValueError, "threads must be at most 1,024"),
        ({"dimension": 10**9}, ValueError, "dimension must be at most 10,000"),
        ({"radius": 10**10}, ValueError, "radius must be at most 2,147,483,647"),
        ({"negatives": 10**6}, ValueError, "negatives must be at most 1,000"),
        ({"epochs": 10**12}, ValueError, "epochs must be at most 1,000,000,000"),
        ({"progress": "no"}, TypeError, "progress must be True or False, but is 'no'"),
        ({"backend": 7}, ValueError, "backend must be one of"),
        (
            {"threads": 2, "backend": "numpy"},
            ValueError,
            "threads must be 1 with this backend, but is 2",
        ),
    ],
)
def test_bad_input_is_one_sentence(arguments, error, sentence):
    with pytest.raises(error, match=sentence) as raised:
        train(**({"documents": BOB_PIZZA} | arguments))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("radius", [1_000, 2**31 - 1])
def test_a_radius_beyond_the_documents_is_cut_to_them(backend, radius):
    documents = toy_world(100)
    model = train(documents, 4, epochs=1, radius=radius, learning_rate=1e-6, backend=backend)
    assert model.history[0] == pytest.approx(6 * np.log(2), abs=1e-3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_loss_that_runs_away_is_an_error(backend):
    with pytest.raises(ValueError, match=r"training ran away in epoch \d+ with learning_rate=1e\+30"):
        train(BOB_PIZZA, **(BOB | {"learning_rate": 1e30}), backend=backend)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64])
def test_whole_numbers_of_numpy_are_whole_numbers(kind):
    settings = {"dimension": 9, "radius": 100, "negatives": 100, "epochs": 100}
    plain = train(BOB_PIZZA, **settings, learning_rate=1e-3)
    other = train(BOB_PIZZA, **{key: kind(n) for key, n in settings.items()}, learning_rate=1e-3)
    assert (plain.W == other.W).all()


def test_reading_shows_its_progress_too(tmp_path, capsys):
    (tmp_path / "toy.txt").write_text("Bob likes pizza. " * 100, encoding="utf-8")
    train(tmp_path / "toy.txt", **BOB, progress=True)
    shown = capsys.readouterr().err
    assert "reading" in shown
    assert "words/s" in shown


def test_the_model_is_made_without_a_copy():
    seen = []
    model = train(BOB_PIZZA, **BOB, callback=lambda report: seen.append((report.W, report.C)))
    assert model.W is seen[0][0]
    assert model.C is seen[0][1]
    assert not model.W.flags.writeable


@pytest.mark.parametrize("backend", ["reference", "numpy", "numba_pairs", "numba"])
def test_training_that_runs_away_at_its_last_step_says_so(backend):
    """The loss of a sample, taken before the step, is still finite then; the vectors are not."""
    with pytest.raises(ValueError, match=r"training ran away .*pass a smaller learning_rate\.$"):
        train([["a", "b", "c", "d"]] * 3, 4, 2, 2, epochs=1, learning_rate=1e38, backend=backend)
