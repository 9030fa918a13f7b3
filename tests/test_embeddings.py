"""Embeddings: look up, compare, save, load, and be read by other tools."""

import copy
import csv
import json
import pickle

import numpy as np
import pytest

from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.embeddings import Embeddings
from edu_w2v.vocabulary import Vocabulary


@pytest.fixture
def model():
    rng = np.random.default_rng(0)
    counts = {"Bob": 4, "crème": 3, "pizza": 2, "Köln": 1, "пицца": 1}
    W = rng.normal(size=(5, 8)).astype(np.float32)
    C = rng.normal(size=(5, 8)).astype(np.float32)
    return Embeddings(Vocabulary.from_counts(counts), W, C, [2.0, 1.5])


def test_lookup(model):
    assert (model["crème"] == model.W[1]).all()
    assert "pizza" in model
    assert "kale" not in model
    assert len(model) == 5
    with pytest.raises(KeyError, match=r"'pizzas' is not in the vocabulary.*did you mean 'pizza'"):
        model["pizzas"]


def test_similarity_and_neighbours_as_gensim(model, tmp_path):
    keyed = pytest.importorskip("gensim.models").KeyedVectors
    model.export_word2vec(tmp_path / "model.txt")
    theirs = keyed.load_word2vec_format(tmp_path / "model.txt")
    for word in model.vocabulary:
        assert model.similarity(word, "Bob") == pytest.approx(theirs.similarity(word, "Bob"), abs=1e-6)
        ours, others = model.most_similar(word, top=4), theirs.most_similar(word, topn=4)
        assert [w for w, _ in ours] == [w for w, _ in others]
        np.testing.assert_allclose([c for _, c in ours], [c for _, c in others], atol=1e-6)
    assert model.analogy("Bob", "crème", "pizza", top=2)[0][0] in {"Köln", "пицца"}


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_the_word2vec_formats(model, tmp_path, binary):
    keyed = pytest.importorskip("gensim.models").KeyedVectors
    path = tmp_path / "model.w2v"
    model.export_word2vec(path, binary=binary)
    theirs = keyed.load_word2vec_format(path, binary=binary)
    assert theirs.index_to_key == model.vocabulary.words
    np.testing.assert_array_equal(theirs.vectors, model.W)


def test_save_and_load(model, tmp_path):
    model.save(tmp_path / "model.npz")
    again = Embeddings.load(tmp_path / "model.npz")
    assert again.vocabulary.words == model.vocabulary.words
    assert (again.vocabulary.counts == model.vocabulary.counts).all()
    assert again.vocabulary.min_count == model.vocabulary.min_count
    assert (again.W == model.W).all()
    assert again.W.dtype == np.float32
    assert (again.C == model.C).all()
    assert again.history == model.history


def test_save_keeps_alphabetical_order_and_missing_contexts(tmp_path):
    vocabulary = Vocabulary(BOB_PIZZA, order="alphabetical")
    Embeddings(vocabulary, np.eye(7)).save(tmp_path / "counts.npz")
    again = Embeddings.load(tmp_path / "counts.npz")
    assert again.vocabulary.words == vocabulary.words
    assert again.C is None
    assert again.history == []


def test_file_has_no_pickle_in_it(model, tmp_path):
    model.save(tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz", allow_pickle=False) as file:
        assert json.loads(str(file["words"])) == model.vocabulary.words
        assert all(file[name].dtype != object for name in file)


def test_tsv_for_the_projector(model, tmp_path):
    model.export_tsv(tmp_path / "vectors.tsv", tmp_path / "words.tsv")
    vectors = np.loadtxt(tmp_path / "vectors.tsv", delimiter="\t")
    np.testing.assert_allclose(vectors, model.W, rtol=1e-5)
    header, *rows = (tmp_path / "words.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "word\tcount"
    assert [row.split("\t") for row in rows] == [
        [w, str(n)] for w, n in zip(model.vocabulary.words, model.vocabulary.counts, strict=True)
    ]


def test_bad_files_get_one_sentence(model, tmp_path):
    with pytest.raises(ValueError, match=r"path must end in \.npz, but is 'model'"):
        model.save("model")
    with pytest.raises(FileNotFoundError, match=r"path 'nowhere\.npz' cannot be read \(No such file"):
        Embeddings.load("nowhere.npz")
    for content in (b"", b"this is not a zip file", b"PK this is not one either"):
        (tmp_path / "bad.npz").write_bytes(content)
        with pytest.raises(ValueError, match=r"holds no vectors that can be read"):
            Embeddings.load(tmp_path / "bad.npz")
    np.savez(tmp_path / "other.npz", x=np.eye(2))
    with pytest.raises(ValueError, match=r"it is not as Embeddings\.save writes it"):
        Embeddings.load(tmp_path / "other.npz")


def test_bad_matrices_get_one_sentence():
    vocabulary = Vocabulary(BOB_PIZZA)
    with pytest.raises(ValueError, match="W must have one row a word, but has 3 rows for 7 words"):
        Embeddings(vocabulary, np.eye(3))
    with pytest.raises(ValueError, match="C must be finite"):
        Embeddings(vocabulary, np.eye(7), np.full((7, 7), np.nan))


def test_words_with_spaces_cannot_be_exported(tmp_path):
    model = Embeddings(Vocabulary([["New York", "Bob"]]), np.eye(2))
    with pytest.raises(ValueError, match="words must be without spaces in this format"):
        model.export_word2vec(tmp_path / "model.txt")


# ---------------------------------------------------------------- looking up


def test_words_lists_and_iteration(model):
    assert list(model) == model.words == model.vocabulary.words
    assert (model[["Bob", "Köln"]] == model.W[[0, 3]]).all()
    assert model[[]].shape == (0, 8)
    with pytest.raises(KeyError, match="'kale' is not in the vocabulary"):
        model[["Bob", "kale"]]


def test_nobody_can_change_a_model(model):
    W = np.ones((5, 2))
    mine = Embeddings(model.vocabulary, W, W)
    near = mine.most_similar("Bob")
    W[0] = [1, -1]
    assert mine.W.tolist() == mine.C.tolist() == [[1, 1]] * 5
    assert mine.most_similar("Bob") == near
    for change in (mine, copy.deepcopy(mine), copy.copy(mine), pickle.loads(pickle.dumps(mine))):
        assert change.most_similar("Bob") == near
        for matrix in (change.W, change.C, change["Bob"]):
            with pytest.raises(ValueError, match="read-only"):
                matrix[0] = 0
        with pytest.raises(AttributeError):
            change.W = W


def test_a_matrix_that_is_safe_already_is_not_copied(model):
    W = np.ones((5, 2), np.float32)
    W.flags.writeable = False
    assert Embeddings(model.vocabulary, W).W is W
    writeable = np.ones((5, 2), np.float32)
    view = writeable.view()
    view.flags.writeable = False
    assert Embeddings(model.vocabulary, view).W is not view


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"C": np.ones((7, 3))}, "^C must be as wide as W, but has 3 dimensions for 7; pass"),
        ({"W": np.ones((7, 0))}, "^W must have at least one dimension, but has none; pass"),
        ({"history": [1.0, np.nan]}, "^history must be finite numbers, but has NaN"),
        ({"history": 5}, "^history must be a vector"),
    ],
)
def test_what_cannot_belong_together_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        Embeddings(**{"vocabulary": Vocabulary(BOB_PIZZA), "W": np.eye(7)} | more)


# ---------------------------------------------------------------- neighbours, as gensim finds them

NAMES = [f"w{i:02}" for i in range(60)]


@pytest.fixture(scope="module")
def both():
    keyed = pytest.importorskip("gensim.models").KeyedVectors(5)
    W = np.random.default_rng(2).normal(size=(60, 5)).astype(np.float32)
    keyed.add_vectors(NAMES, W)
    return Embeddings(Vocabulary.from_counts(dict.fromkeys(NAMES, 1), order="given"), W), keyed


def assert_same(ours, theirs):
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    np.testing.assert_allclose([x for _, x in ours], [x for _, x in theirs], atol=1e-6)


@pytest.mark.parametrize("start", range(0, 50, 7))
def test_most_similar_to_a_word_to_several_and_to_a_vector(both, start):
    model, keyed = both
    some, vector = NAMES[start : start + 4], model.W[start] + 0.5
    assert_same(model.most_similar(some[0], top=9), keyed.most_similar(some[0], topn=9))
    assert_same(model.most_similar(some, top=9), keyed.most_similar(positive=some, topn=9))
    assert_same(model.most_similar(vector, top=9), keyed.similar_by_vector(vector, topn=9))
    restricted = keyed.most_similar(positive=some, topn=9, restrict_vocab=12)
    assert_same(model.most_similar(some, top=9, restrict_to=12), restricted)
    assert_same(
        model.analogy(*some[:3], top=9),
        keyed.most_similar(positive=some[1:3], negative=some[:1], topn=9),
    )
    assert model.doesnt_match(some) == keyed.doesnt_match(some)


def test_a_query_that_makes_no_sense_gets_a_sentence(both):
    model, _ = both
    opposite = Embeddings(Vocabulary([["a", "b", "c"]]), np.array([[1, 3], [-2, -6], [0, 1]]) / 7)
    for bad, message in [
        ([], r"^query must hold at least one word, but is "),
        (np.ones(4), r"^query must have the 5 dimensions of vectors, but has 4; take"),
        (np.zeros(5), r"^query is a zero vector, which points nowhere; take"),
        (np.ones((1, 5)), r"^query must be a vector"),
        (np.full(5, np.nan), r"^query must be finite numbers"),
    ]:
        with pytest.raises(ValueError, match=message):
            model.most_similar(bad)
    with pytest.raises(TypeError, match=r"^query must be an array of numbers"):
        model.most_similar(np.array(["w00"]))
    with pytest.raises(ValueError, match=r"^the mean of query is a zero vector, which points nowhere"):
        opposite.most_similar(["a", "b"])
    with pytest.raises(KeyError, match="'w60' is not in the vocabulary"):
        model.most_similar(["w00", "w60"])
    with pytest.raises(ValueError, match=r"^words must be at least three, but are 2; pass more"):
        model.doesnt_match(["w00", "w01"])
    with pytest.raises(KeyError, match="'w60' is not in the vocabulary"):
        model.doesnt_match(["w00", "w01", "w60"])


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("write", ["save", "export_word2vec", "export_tsv"])
def test_a_file_is_replaced_by_a_whole_one_or_not_at_all(model, tmp_path, monkeypatch, write):
    """Each write to the disk fails once; tests/hostile does the same with kills and Ctrl-C."""
    paths = [tmp_path / "a.npz"] + [tmp_path / "b"] * (write == "export_tsv")
    for path in paths:
        path.write_text("old")
    for error in (OSError(28, "No space left on device"), KeyboardInterrupt()):
        monkeypatch.setattr("os.fsync", lambda descriptor, error=error: (_ for _ in ()).throw(error))
        with pytest.raises((OSError, KeyboardInterrupt)):
            getattr(model, write)(*paths)
        assert [path.read_text() for path in paths] == ["old"] * len(paths)
        assert sorted(tmp_path.iterdir()) == paths
    monkeypatch.undo()
    getattr(model, write)(*paths)
    assert "old" not in [path.read_bytes() for path in paths]
    assert sorted(tmp_path.iterdir()) == paths


def test_the_projectors_two_files_are_two(model, tmp_path):
    for other in (tmp_path / "x", str(tmp_path / ".." / tmp_path.name / "x")):
        with pytest.raises(ValueError, match=r"^words_path must be another file than vectors_path"):
            model.export_tsv(tmp_path / "x", other)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["a\tb", "a\nb", "a\r", "\n", "a\u2028b", "\x85"])
def test_the_projector_cannot_have_tabs_and_line_ends(tmp_path, word):
    model = Embeddings(Vocabulary([["Bob", word]]), np.eye(2))
    with pytest.raises(ValueError, match=r"^words must be without tabs and line ends"):
        model.export_tsv(tmp_path / "a", tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_the_projector_may_have_other_words(tmp_path):
    words = ['"', "'", "", " ", "a b", "\0", "ü", ",", "#"]
    model = Embeddings(Vocabulary.from_counts(dict.fromkeys(words, 2), order="given"), np.eye(9))
    model.export_tsv(tmp_path / "a", tmp_path / "b")
    with (tmp_path / "b").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows == [["word", "count"], *([word, "2"] for word in words)]


def test_numbers_beyond_32_bits_cannot_be_exported(tmp_path):
    model = Embeddings(Vocabulary([["a", "b"]]), np.array([[1, 1e300], [0, 1]]))
    with pytest.raises(ValueError, match=r"^W must be within ±3\.4e38 in this format.*has 1e\+300"):
        model.export_word2vec(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_words_of_all_kinds_are_saved_and_exported(tmp_path):
    words = ["Bob", "", 5, 2.5, 1e300, None, True, ("a", (1, None)), np.int64(7), np.float32(0.1)]
    model = Embeddings(Vocabulary.from_counts(dict.fromkeys(words, 3), order="given"), np.eye(10))
    model.save(tmp_path / "x.npz")
    again = Embeddings.load(tmp_path / "x.npz")
    assert again.words == words
    assert [type(word) for word in again.words[:8]] == [type(word) for word in words[:8]]
    assert all((again[word] == model[word]).all() for word in words)
    assert again.most_similar(("a", (1, None)), top=1)[0][0] == "Bob"
    numbers = Embeddings(Vocabulary([[3, 1, (2, "a")]], order="given"), np.eye(3))
    numbers.export_tsv(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "word\tcount\n3\t1\n1\t1\n(2, 'a')\t1\n"
    with pytest.raises(ValueError, match=r"^words must be without spaces.*one is \"\(2, 'a'\)\""):
        numbers.export_word2vec(tmp_path / "c")
    frozen = Embeddings(Vocabulary([["a", frozenset({1})]], order="given"), np.eye(2))
    for write in (
        lambda: frozen.save(tmp_path / "y.npz"),
        lambda: frozen.export_word2vec(tmp_path / "c"),
        lambda: frozen.export_tsv(tmp_path / "c", tmp_path / "d"),
    ):
        with pytest.raises(TypeError, match=r"^words must be strings, finite numbers, None or tuples"):
            write()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "x.npz"]
