"""The compiled code numbers the words of a text as the dict does."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edu_w2v.corpora import read, read_lines, state_of_the_union, stream, stream_lines, words
from edu_w2v.vocabulary import encode_corpus

pytest.importorskip("numba")

from edu_w2v import numbering

TEXT = st.text("abAé’'. !。\n\t\u3000\u0301\x1c7", max_size=80)


def by_dict(documents: list[list[str]]) -> tuple[list[str], list[int], list[int]]:
    """Number the words of documents, and say where each begins and the last ends."""
    number_of: dict[str, int] = {}
    numbers = [number_of.setdefault(word, len(number_of)) for words in documents for word in words]
    return list(number_of), numbers, np.cumsum([0, *map(len, documents)]).tolist()


def compiled(text: words.Text) -> tuple[list[str], list[int], list[int]]:
    """Return what `by_dict` should, without the −1 at the ends of lines."""
    known, ids, offsets = numbering.numbered(text)
    is_word = ids >= 0
    return known, ids[is_word].tolist(), np.append(0, np.cumsum(is_word))[offsets].tolist()


@given(TEXT | st.text(), st.integers(1, 30), st.integers(1, 4), st.sampled_from(["PROSE", "LINES"]))
@example("a a a a a\n\n\na a", 30, 2, "LINES")  # long documents, and empty ones
@example("b a\u3000b", 30, 2, "LINES")  # spaces of more than one byte
@example("", 1, 1, "PROSE")
def test_numbers_are_those_of_a_dict(text: str, block: int, longest: int, way: str) -> None:
    text = text.encode(errors="ignore").decode()  # as from a file: without half characters
    blocks = [text[i : i + block] for i in range(0, len(text), block)]
    reading = getattr(words, way)._replace(longest=longest)
    assert compiled(words.split(blocks, reading)) == by_dict(list(words.split(blocks, reading)))


@pytest.mark.parametrize("start", [0, 1, 2**63, None])
def test_a_table_grows(start: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some 10,000 words share a slot, at some time, with another."""
    if start is not None:
        empty = numbering._table
        monkeypatch.setattr(
            numbering, "_table", lambda size: empty(size)._replace(start=np.uint64(start))
        )
    rng = np.random.default_rng(0)
    lines = [" ".join(map(str, rng.zipf(1.1, 1_000) % 200_000)) for _ in range(300)]
    text = "\n".join(lines)
    blocks = [text[i : i + words.BLOCK] for i in range(0, len(text), words.BLOCK)]
    found = compiled(words.split(blocks, words.LINES))
    assert found == by_dict([line.split() for line in lines])
    assert len(found[0]) > 50_000


def test_words_of_all_lengths_keep_apart() -> None:
    lines = ["a" * length for length in range(1, 1_001)] * 2
    text = "\n".join(lines)
    assert compiled(words.split([text], words.LINES)) == by_dict([[line] for line in lines])


@pytest.mark.parametrize(("whole", "piecewise"), [(read, stream), (read_lines, stream_lines)])
def test_a_file_is_encoded_in_either_way(tmp_path: Path, whole, piecewise, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for name in ("a.txt", "b.txt"):  # the last sentence of a file does not go on in the next
        sentences = state_of_the_union(1862, 1863)
        text = ". ".join(" ".join(sentence).replace("the", "thé", 1) for sentence in sentences)
        (tmp_path / name).write_text(text, encoding="utf-8")
    vocabulary, corpus = encode_corpus(whole(tmp_path), min_count=2)
    calls: list[words.Text] = []
    monkeypatch.setattr(
        numbering, "numbered", lambda text, number=numbering.numbered: calls.append(text) or number(text)
    )
    again, same = encode_corpus(piecewise(tmp_path), min_count=2)
    assert len(calls) == 1
    assert again.words == vocabulary.words
    assert again.counts.tolist() == vocabulary.counts.tolist()
    assert same.ids.tolist() == corpus.ids.tolist()
    assert same.offsets.tolist() == corpus.offsets.tolist()


def test_a_text_that_was_begun_goes_on_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("One. Two two. Three.")
    documents = stream(tmp_path / "mine.txt")
    assert next(documents) == ["one"]
    assert encode_corpus(documents)[0].words == ["two", "three"]
    assert list(documents) == []


def test_without_a_compiler_there_is_the_dict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.txt").write_text("One. Two two.")
    monkeypatch.delitem(sys.modules, "edu_w2v.training.compiling")
    monkeypatch.setattr(numbering, "numbered", None)
    assert encode_corpus(stream(tmp_path / "mine.txt"))[0].words == ["two", "one"]


def test_a_text_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("1. 2.")
    with pytest.raises(ValueError, match="documents hold no words"):
        encode_corpus(stream(tmp_path / "mine.txt"))
