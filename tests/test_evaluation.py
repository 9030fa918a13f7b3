"""The measures agree with SciPy's, with gensim's, and with the objective."""

import numpy as np
import pytest
from scipy.stats import bootstrap, spearmanr

from edu_w2v.corpora import toy_world
from edu_w2v.embeddings import Embeddings
from edu_w2v.evaluation import held_out_loss, read_judgements, word_similarity
from edu_w2v.training.expected import expected_loss, pair_probabilities
from edu_w2v.vocabulary import Vocabulary

KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors  # not built for every Python
datapath = pytest.importorskip("gensim.test.utils").datapath  # and its wheel carries the judgements

FILES = {"wordsim353.tsv": 353, "simlex999.txt": 999}


@pytest.fixture(scope="module")
def model():
    """Random vectors of half of the judged words."""
    words = sorted(
        {word for file in FILES for pair in read_judgements(datapath(file)) for word in pair[:2]}
    )
    vocabulary = Vocabulary([words[::2]])
    rng = np.random.default_rng(0)
    return Embeddings(vocabulary, *rng.normal(size=(2, len(vocabulary), 20)))


@pytest.mark.parametrize("file", FILES)
def test_word_similarity_agrees_with_gensim(model, file):
    vectors = KeyedVectors(20)
    vectors.add_vectors(model.vocabulary.words, model.W)
    _, expected, unknown = vectors.evaluate_word_pairs(datapath(file))
    judgements = read_judgements(datapath(file))
    estimate = word_similarity(model, judgements, resamples=10)
    assert len(judgements) == FILES[file]
    assert estimate.value == pytest.approx(expected.statistic, abs=1e-6)
    assert estimate.n == round(len(judgements) * (1 - unknown / 100))


def test_standard_error_agrees_with_scipy(model):
    judgements = read_judgements(datapath("wordsim353.tsv"))
    estimate = word_similarity(model, judgements, resamples=2000)
    known = [pair for pair in judgements if pair[0] in model and pair[1] in model]
    cosines = np.array([model.similarity(a, b) for a, b, _ in known])
    human = np.array([score for _, _, score in known])
    expected = bootstrap(
        (cosines, human),
        lambda x, y: spearmanr(x, y).statistic,
        paired=True,
        vectorized=False,
        n_resamples=2000,
        method="percentile",
    )
    assert estimate.standard_error == pytest.approx(expected.standard_error, rel=0.08)


def test_held_out_loss_is_the_expected_loss():
    documents = toy_world(3000, seed=0)
    vocabulary = Vocabulary(documents)
    W, C = np.random.default_rng(1).normal(scale=0.5, size=(2, len(vocabulary), 10))
    P = pair_probabilities(documents, vocabulary, 3)
    wanted = expected_loss(W, C, P, vocabulary.noise_distribution(), 4)
    estimate = held_out_loss(Embeddings(vocabulary, W, C), documents, radius=3, negatives=4)
    assert estimate.value == pytest.approx(wanted, abs=4 * estimate.standard_error)
    assert estimate.standard_error < 0.02


def test_standard_error_of_the_loss_is_its_spread_over_samples():
    documents = toy_world(50 * 200, seed=0)
    vocabulary = Vocabulary(documents)
    model = Embeddings(
        vocabulary, *np.random.default_rng(1).normal(scale=0.5, size=(2, len(vocabulary), 10))
    )
    samples = [held_out_loss(model, documents[i::200], seed=i) for i in range(200)]
    spread = np.std([sample.value for sample in samples], ddof=1)
    assert spread == pytest.approx(np.mean([sample.standard_error for sample in samples]), rel=0.2)


def test_held_out_questions_are_the_same_for_each_model():
    documents = toy_world(100, seed=0)
    vocabulary = Vocabulary(documents)
    zero = np.zeros((len(vocabulary), 3))
    models = [Embeddings(vocabulary, zero, zero), Embeddings(vocabulary, zero + 1, zero)]
    one, other = (held_out_loss(model, documents, seed=5) for model in models)
    assert one == other
    assert one.value == pytest.approx(6 * np.log(2))
    assert one.n != held_out_loss(models[0], documents, seed=6).n
    assert one.n > held_out_loss(models[0], documents, seed=5, subsample=0.01).n


def test_unknown_words_are_left_out_before_windows():
    vocabulary = Vocabulary([["a", "b"]])
    model = Embeddings(vocabulary, np.zeros((2, 1)), np.zeros((2, 1)))
    assert held_out_loss(model, [["a", "?", "b"], ["b", "!", "a"], ["?"], []], radius=1).n == 4


def test_bad_input_is_one_sentence(model, tmp_path):
    with pytest.raises(ValueError, match="model must have context vectors C"):
        held_out_loss(Embeddings(model.vocabulary, model.W), [["a"]])
    with pytest.raises(ValueError, match="documents must hold at least two"):
        held_out_loss(model, [["?"]])
    with pytest.raises(TypeError, match="each document must be a list of words"):
        held_out_loss(model, ["Bob likes pizza"])
    with pytest.raises(ValueError, match="judgements must hold at least three pairs of known words"):
        word_similarity(model, [("?", "!", 1.0)])
    file = tmp_path / "bad.tsv"
    file.write_text("cat\tdog\t3\ncat dog 3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 2 of .* must be two words and a number"):
        read_judgements(file)
    with pytest.raises(FileNotFoundError):
        read_judgements(tmp_path / "none.tsv")
