"""The measures agree with SciPy's, with gensim's, and with the objective."""

import os
from itertools import chain

import numpy as np
import pytest
from scipy.stats import bootstrap, spearmanr

from edu_w2v.corpora import toy_world
from edu_w2v.embeddings import Embeddings
from edu_w2v.evaluation import (
    analogy_accuracy,
    held_out_loss,
    read_analogies,
    read_judgements,
    word_similarity,
)
from edu_w2v.training import train
from edu_w2v.training.expected import expected_loss, pair_probabilities
from edu_w2v.vocabulary import Vocabulary

KeyedVectors = pytest.importorskip("gensim.models").KeyedVectors  # not built for every Python
datapath = pytest.importorskip("gensim.test.utils").datapath  # and its wheel carries the judgements

QUESTIONS = datapath("questions-words.txt")
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


def test_held_out_documents_hold_words_only():
    """What can be no word is refused, not left out as an unknown word is."""
    model = train(toy_world(50), dimension=2, epochs=1, backend="numpy")
    with pytest.raises(TypeError, match="documents must be lists of words, but one is"):
        held_out_loss(model, [["pizza", "kale", ["wings"]]] * 3)


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
    with pytest.raises(ValueError, match=r"bad.tsv. must have two words .* in line 2"):
        read_judgements(file)
    with pytest.raises(FileNotFoundError):
        read_judgements(tmp_path / "none.tsv")


PUBLISHED = {
    "SimLex-999.txt": "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\r\n"
    "old\tnew\tA\t1.58\t2.72\t2.81\r\nTake\tremove\tV\t6.81\t3\t4\r\n",
    "combined.csv": "Word 1,Word 2,Human (mean)\nold,new,1.58\nTake,remove,6.81\n",
    "combined.tab": "Word 1\tWord 2\tHuman (mean)\nold\tnew\t1.58\nTake\tremove\t6.81\n",
    "set1.csv": "Word 1,Word 2,Human (mean),1,2\nold,new,1.58,1,2\nTake,remove,6.81,7,6.5\n",
    "SimVerb-3500.txt": "old\tnew\tA\t1.58\tANTONYMS\ntake\tremove\tV\t6.81\tNONE\n",
    "with a mark.txt": "\ufeffold\tnew\t1.58\ntake\tremove\t6.81",
    "by hand.txt": "# mine\n\n old \tnew\t 1.58\nTAKE\tremove\t6.81 \n",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_judgements_are_read_as_they_are_published(name, tmp_path):
    (tmp_path / name).write_text(PUBLISHED[name], encoding="utf-8", newline="")
    assert read_judgements(tmp_path / name) == [("old", "new", 1.58), ("take", "remove", 6.81)]


@pytest.mark.parametrize(
    "line",
    [
        "a\tb",
        "a\t\t3",
        "\tb\t3",
        "a\tb\tnan",
        "a\tb\t1_0",
        "a\tb\t٣",
        "a\tb\tX\t3",
        "a\tb\t1e999",
        "a b 3",
        "a;b;3",
        "a\tb\t",
        '"a"\tb\t3',
        "a\tb\0\t3",
        "a\tb\ufeff\t3",
        "word1\tword2\tscore",
    ],
)
def test_a_line_of_another_form_is_refused(line, tmp_path):
    file = tmp_path / "bad.tsv"
    file.write_text(f"love\tsex\t6.77\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"must have two words and a number .* in line 2, but"):
        read_judgements(file)


def test_accents_are_composed_as_in_texts(tmp_path):
    file = tmp_path / "french.tsv"
    file.write_text("E\u0301te\u0301\thiver\t2\n", encoding="utf-8")
    assert read_judgements(file) == [("\u00e9t\u00e9", "hiver", 2.0)]


@pytest.mark.parametrize("read", [read_judgements, read_analogies])
def test_what_is_no_file_is_refused_at_once(read, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"path .* cannot be read \(it is no file\); check the name"):
        read(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    with pytest.raises(ValueError, match="; name another file"):
        read(tmp_path / "empty")


@pytest.fixture(scope="module")
def trained():
    """A small world, and the same words with random vectors, rare and capital ones among them."""
    model = train(toy_world(2000), dimension=10, epochs=2, seed=1, backend="numpy")
    words = {word for section in read_analogies(QUESTIONS).values() for q in section for word in q}
    counts = {word: 5 + i % 90 for i, word in enumerate(sorted(words))}
    counts |= {word.title(): 3 + i % 50 for i, word in enumerate(sorted(words)) if i % 3 == 0}
    vocabulary = Vocabulary.from_counts(counts, order="frequency")
    rng = np.random.default_rng(2)
    vectors = rng.normal(size=(len(vocabulary), 6))
    for section in read_analogies(QUESTIONS).values():  # so that some answers are right
        for a, b, c, d in section[::3]:
            a, b, c, d = (vocabulary.id(word) for word in (a, b, c, d))
            vectors[d] = vectors[b] - vectors[a] + vectors[c]
    return model, Embeddings(vocabulary, vectors)


@pytest.mark.parametrize(("which", "restrict_to"), [(0, 300_000), (1, 1000), (1, 300_000)])
def test_analogies_agree_with_gensim(trained, restrict_to, which):
    model = trained[which]
    keys = KeyedVectors(model.W.shape[1])
    keys.add_vectors(model.vocabulary.words, model.W)
    _, sections = keys.evaluate_word_analogies(QUESTIONS, restrict_vocab=restrict_to)
    asked, questions = 0, read_analogies(QUESTIONS)
    for section in sections:
        name, n_right = section["section"], len(section["correct"])
        ours = list(chain(*questions.values())) if name == "Total accuracy" else questions[name]
        if n := n_right + len(section["incorrect"]):
            estimate = analogy_accuracy(model, ours, restrict_to)
            assert (estimate.value * estimate.n, estimate.n) == (pytest.approx(n_right, abs=1e-9), n)
            asked += n
        else:
            with pytest.raises(ValueError, match="questions must hold one of four known words"):
                analogy_accuracy(model, ours, restrict_to)
    assert asked > 0


def test_the_error_of_a_share():
    vocabulary = Vocabulary([["king", "man", "queen", "woman"]])
    model = Embeddings(vocabulary, [[1, 1], [0.2, 1], [1, -1], [0.2, -1]])
    questions = [("man", "king", "woman", "queen")] * 3 + [("man", "king", "woman", "man")]
    estimate = analogy_accuracy(model, questions)
    assert estimate == (0.75, pytest.approx(np.std([1, 1, 1, 0]) / 2), 4)


def test_judgements_without_an_order_are_refused():
    vocabulary = Vocabulary([["a", "b", "c"]])
    model = Embeddings(vocabulary, np.eye(3))
    with pytest.raises(ValueError, match="judgements must differ"):
        word_similarity(model, [("a", "b", 1), ("a", "c", 2), ("b", "c", 3)])
    with pytest.raises(ValueError, match="each score of judgements must be a finite number"):
        word_similarity(model, [("a", "b", 10**400)])
