"""Files of vectors: as gensim writes and reads them, bit for bit; and nothing is believed unread."""

import gzip
import io
import json
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from edu_w2v import formats
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.embeddings import Embeddings
from edu_w2v.vocabulary import Vocabulary

WORDS = ["Bob", "crème", "пицца", "5", "a_b", "x" * 300]
FLOAT = np.finfo(np.float32)


@pytest.fixture
def W() -> np.ndarray:  # noqa: N802
    W = np.random.default_rng(0).normal(size=(len(WORDS), 7)).astype(np.float32)
    W[1] = [FLOAT.max, FLOAT.min, FLOAT.tiny, FLOAT.smallest_subnormal, -0.0, 1e-10, 1 / 3]
    W.view(np.uint32)[2] = [0x20202020, 0x0A0A0A0A, 0x300A2031, 1, 2, 3, 4]  # spaces and line ends
    return W


@pytest.fixture
def keyed(W: np.ndarray):  # type: ignore[no-untyped-def]
    vectors = pytest.importorskip("gensim.models").KeyedVectors(W.shape[1])
    vectors.add_vectors(WORDS, W)
    return vectors


def assert_read(path: Path, words: list[str], W: np.ndarray) -> None:
    model = Embeddings.load(path)
    assert model.words == words
    assert model.W.dtype == np.float32
    assert model.W.tobytes() == W.tobytes()
    assert model.vocabulary.counts.tolist() == [1] * len(words)
    assert model.C is None
    assert model.history == []


@pytest.mark.parametrize("name", ["vectors", "vectors.gz"])
@pytest.mark.parametrize("binary", [False, True])
def test_what_gensim_writes_is_read(keyed, W, tmp_path, name, binary) -> None:  # type: ignore[no-untyped-def]
    keyed.save_word2vec_format(tmp_path / name, binary=binary)
    assert_read(tmp_path / name, WORDS, W)


@pytest.mark.parametrize("name", ["glove.txt", "glove.gz"])
def test_glove_has_no_header(keyed, W, tmp_path, name) -> None:  # type: ignore[no-untyped-def]
    keyed.save_word2vec_format(tmp_path / name, write_header=False)
    assert_read(tmp_path / name, WORDS, W)
    theirs = type(keyed).load_word2vec_format(tmp_path / name, no_header=True)
    assert theirs.vectors.tobytes() == Embeddings.load(tmp_path / name).W.tobytes()


@pytest.mark.parametrize("binary", [False, True])
def test_what_we_write_gensim_reads_and_so_do_we(keyed, W, tmp_path, binary) -> None:  # type: ignore[no-untyped-def]
    Embeddings(Vocabulary([WORDS], order="alphabetical"), W).export_word2vec(tmp_path / "x", binary)
    theirs = type(keyed).load_word2vec_format(tmp_path / "x", binary=binary)
    assert theirs.index_to_key == sorted(WORDS)
    assert theirs.vectors.tobytes() == W.tobytes()
    assert_read(tmp_path / "x", sorted(WORDS), W)


@pytest.mark.parametrize("d", [1, 3])
@pytest.mark.parametrize("binary", [False, True])
def test_many_vectors_of_any_bits(tmp_path: Path, binary: bool, d: int) -> None:
    bits = np.random.default_rng(1).integers(0, 2**32, (20_000, d), np.uint32).view(np.float32)
    W = bits[np.isfinite(bits).all(axis=1)]
    counts = dict.fromkeys(map(str, range(len(W))), 1)
    model = Embeddings(Vocabulary.from_counts(counts, order="given"), W)
    model.export_word2vec(tmp_path / "x", binary)
    assert_read(tmp_path / "x", list(counts), W)


def test_lines_as_other_tools_write_them(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("2 3\na 1 2 3 \nb 4 5 6 \n")  # word2vec.c and fastText: a space at the end
    assert_read(path, ["a", "b"], np.float32([[1, 2, 3], [4, 5, 6]]))
    path.write_bytes(b"a 1 2\r\nat name@x.org 3 4\r\n")  # GloVe has words with spaces
    assert_read(path, ["a", "at name@x.org"], np.float32([[1, 2], [3, 4]]))
    path.write_bytes(b"2 1\na " + struct.pack("<f", 1.5) + b"b " + struct.pack("<f", 2.5))
    assert_read(path, ["a", "b"], np.float32([[1.5], [2.5]]))


def test_of_a_word_that_comes_twice_the_first_vector_is_taken_as_by_gensim(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("3 2\na 1 2\nb 3 4\na 5 6\n")
    theirs = pytest.importorskip("gensim.models").KeyedVectors.load_word2vec_format(path)
    assert_read(path, theirs.index_to_key[:2], theirs.vectors[:2])  # it leaves a gap of zeros


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "its first line is no word with numbers, nor two sizes"),
        (b"0 5\n" + b" " * 20, "its first line is no word"),
        (b"5 0\na\n", "its first line is no word"),
        (b"1000000000000 3\na 1 2 3\n", "it cannot hold 1000000000000 words of 3 numbers"),
        (b"1 1000000000000\na 1 2 3\n", "it cannot hold 1 words of 1000000000000 numbers"),
        (b"0 %d\n" % 10**30, "it cannot hold 0 words of 10"),
        (b"a 1 2\n 3 4\n", "a word is empty, or has a space at its end"),
        (b"a 1 2\nb  3 4\n", "a word is empty, or has a space at its end"),
        (b"3 2\na 1 2\nb 3 4\n", "it should have 3 words, but has 2"),
        (b"1 2\na 1 2\nb 3 4\n", "it should have 1 words, but has 2"),
        (b"2 2\na 1 2\nb 3\n", "not each line has 2 numbers"),
        (b"2 2\na 1 2\nb 3 4", "its last line has no end, so it may be cut"),
        (b"a 1 2\nb 3 nan\n", "a number is NaN, infinite or beyond 32 bits"),
        (b"a 1 2\nb 3 1e39\n", "a number is NaN, infinite or beyond 32 bits"),
        (b"a 1 2\nb 3 x\n", "could not convert string to float"),
        (b"a 1 2\n\xff 3 4\n", "'utf-8' codec can't decode byte 0xff"),
        (b"2 2\na " + bytes(8) + b"\nb " + bytes(7), "its last vector is cut"),
        (b"2 1\na " + bytes(4) + b"b" * 6, "its last vector is cut"),
        (gzip.compress(b"1 2\na 1 2\n")[:-3], "Compressed file ended before"),
        (gzip.compress(b"1 2\na 1 2\n")[:-8] + bytes(8), "CRC check failed"),
        (gzip.compress((b"a" + b" 0" * 1_000 + b"\n") * 2_000), "it unfolds to more than 64 times"),
        (gzip.compress(b"9 1\n" + b"a \0\0\0\0" * 10**6), "it unfolds to more than 64 times"),
        (b"9 1\n" + b"a" * 5_000_000, "a word has no end|its last"),
        (gzip.compress(b"a" + b" 0" * 10**7 + b"\n"), "it unfolds to more than 64 times"),
        (
            gzip.compress(b"99 50000\n" + (b"a" + b" 0" * 50_000 + b"\n") * 99),
            "not each line|cannot hold",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_damaged_file_gets_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=rf"holds no vectors that can be read \(.*({reason})") as error:
        Embeddings.load(path)
    assert len(str(error.value)) < 300 + len(str(path))
    assert "\n" not in str(error.value)


def test_a_pipe_or_a_folder_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError, match=r"cannot be read \(it is not a regular file\)"):
            Embeddings.load(path)


# ------------------------------------------------------------------------ our own

MEMBERS = ("words", "counts", "min_count", "W", "C", "history")


def saved(tmp_path: Path) -> dict[str, np.ndarray]:
    vocabulary = Vocabulary(BOB_PIZZA)
    Embeddings(vocabulary, np.eye(7), np.ones((7, 7)), [2.0]).save(tmp_path / "x.npz")
    with np.load(tmp_path / "x.npz") as file:
        return {name: file[name] for name in MEMBERS}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", np.array(json.dumps(["Bob"] * 7))),
        ("words", np.array(json.dumps(["Bob", "likes"]))),
        ("words", np.array(json.dumps([{}, *"abcdef"]))),
        ("words", np.array("[" * 10_000)),
        ("words", np.array('[NaN, "a", "b", "c", "d", "e", "f"]')),
        ("words", np.array(["a"])),
        ("counts", np.array([4, 2, 2, 1, 1, 1, -1])),
        ("counts", np.array([4, 2, 2, 1, 1, 1, 0])),
        ("counts", np.ones(7)),
        ("counts", np.array(4)),
        ("min_count", np.array(3)),
        ("min_count", np.array(-1)),
        ("min_count", np.array([1])),
        ("min_count", np.array(1.5)),
        ("W", np.full((7, 7), np.nan)),
        ("W", np.eye(6)),
        ("W", np.ones((7, 0))),
        ("W", np.array(1.0)),
        ("W", np.eye(7, dtype=complex)),
        ("W", np.eye(7).astype(">f8")),
        ("W", np.eye(7, dtype=int)),
        ("C", np.ones((7, 6))),
        ("C", np.ones(7)),
        ("C", np.full((7, 7), np.inf)),
        ("history", np.array([np.nan])),
        ("history", np.array(2.0)),
    ],
)
def test_a_file_with_one_wrong_array_is_refused(tmp_path: Path, name: str, value: np.ndarray) -> None:
    np.savez(tmp_path / "x.npz", **saved(tmp_path) | {name: value})
    with pytest.raises(ValueError, match=r"^path '.*x\.npz' holds .*Embeddings\.save"):
        Embeddings.load(tmp_path / "x.npz")


def test_a_small_file_does_not_unfold(tmp_path: Path) -> None:
    arrays = saved(tmp_path)
    np.savez_compressed(tmp_path / "x.npz", **arrays | {"W": np.zeros((1_000, 1_000))})
    with pytest.raises(ValueError, match=r"not as Embeddings\.save writes it"):
        Embeddings.load(tmp_path / "x.npz")


@pytest.mark.parametrize("shape", [(10**12, 7), (7, 10**12), (-7, -7), (6, 7), (8, 7)])
def test_a_header_that_lies_is_refused_before_anything_is_allocated(
    tmp_path: Path, shape: tuple[int, int]
) -> None:
    arrays = saved(tmp_path)
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as file:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array)
            if name == "W":
                content = io.BytesIO()
                header = {"descr": "<f8", "fortran_order": False, "shape": shape}
                np.lib.format.write_array_header_1_0(content, header)
                content.write(array.tobytes())
            file.writestr(f"{name}.npy", content.getvalue())
    with pytest.raises(ValueError, match=r"not as Embeddings\.save writes it"):
        Embeddings.load(tmp_path / "x.npz")


def test_words_of_all_kinds_return_as_they_were() -> None:
    words = [
        "Bob",
        "",
        "\ud800",
        "\0",
        5,
        -(10**999),
        2.5,
        1e-320,
        -0.0,
        True,
        None,
        ("a", 1, (2.0, None)),
        (),
    ]
    text = str(np.array(formats.words_as_json(words)))
    again = [formats._word(value) for value in json.loads(text)]
    assert repr(again) == repr(words)
    numpy_words = [np.str_("a"), np.int64(3), np.float32(0.5), (np.int8(1),)]
    again = [formats._word(value) for value in json.loads(formats.words_as_json(numpy_words))]
    assert again == numpy_words
    assert [type(word) for word in again] == [str, int, float, tuple]


@pytest.mark.parametrize(
    "word",
    [frozenset(), b"Bob", float("nan"), float("inf"), 10**5000, 1j, (b"a",), print, np.longdouble(1)],
    ids=lambda word: type(word).__name__,
)
def test_other_words_are_refused(word: object) -> None:
    for write in (formats.words_as_json, formats.words_as_text):
        with pytest.raises(
            TypeError, match=r"^words must be strings, finite numbers.*; train on str\(word\)\.$"
        ):
            write(["Bob", word])  # type: ignore[list-item]


def test_words_nested_without_end_are_refused() -> None:
    word: tuple[object, ...] = ()
    for _ in range(100_000):
        word = (word,)
    with pytest.raises(TypeError, match=r"^words must be strings"):
        formats.words_as_json([word])  # type: ignore[list-item]


def test_words_that_are_alike_as_text_are_refused() -> None:
    assert formats.words_as_text([1, "2", (3, "a")]) == ["1", "2", "(3, 'a')"]  # type: ignore[list-item]
    with pytest.raises(ValueError, match="words must be different as text in this format"):
        formats.words_as_text([1, "1"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="words must be whole Unicode in this format"):
        formats.words_as_text(["a\ud800"])
