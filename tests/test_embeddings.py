"""Embeddings: look up, compare, save, load, and be read by other tools."""

import json

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
