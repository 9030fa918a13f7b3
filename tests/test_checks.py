"""Every check answers every value with one short sentence that names the argument."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from edu_w2v import _checks, corpora, evaluation
from edu_w2v._checks import shown
from edu_w2v.embeddings import load


class Unspeakable:
    """Its code raises, whatever is asked of it."""

    def __repr__(self):
        raise RuntimeError("no\nwords")

    __str__ = __len__ = __float__ = __eq__ = __array__ = __iter__ = __repr__
    __hash__ = None


def itself():
    endless = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("Bob", "'Bob'"),
        ("a\nb", r"'a\nb'"),
        (-1, "-1"),
        (10**400, "100000000000000000...0000000000000000000"),
        (10**5000, "a value of type int that cannot be shown"),
        ([["Bob"]], "[['Bob']]"),
        (range(10**12), "range(0, 1000000000000)"),
        (np.zeros((10**4, 10**4), dtype=bool), "an array of shape (10000, 10000)"),
        (np.zeros((2, 2)), "array([[0., 0.], [0., 0.]])"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_shown(value, sentence):
    assert shown(value) == sentence


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10**7,
        b"x" * 10**7,
        "\n" * 99,
        "\udc80\0",
        np.str_("é" * 10**6),
        list(range(10**6)),
        itself(),
        Unspeakable(),
        [Unspeakable()],
        np.array([10**5000], dtype=object),
        {1: [[[[[]]]]]},
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_shown_is_short(value):
    assert len(shown(value)) <= 60
    assert shown(value).isprintable()


CHECKS = [
    lambda value: _checks.whole_number("it", value),
    lambda value: _checks.real_number("it", value, maximum=1),
    lambda value: _checks.one_of("it", value, ("a", "b")),
    lambda value: _checks.true_or_false("it", value),
    lambda value: _checks.function("it", value),
    lambda value: _checks.file_name("it", value),
    lambda value: _checks.instance("it", value, dict, "pass a dict"),
    lambda value: _checks.real_array("it", value, 2),
    lambda value: _checks.factors("it", value, 1),
    lambda value: _checks.ids("it", value),
    lambda value: _checks.generator(value, "it"),
]
BAD = [
    None,
    Unspeakable(),
    [Unspeakable()],
    itself(),
    10**400,
    -(10**5000),
    Fraction(10**400),
    Decimal("sNaN"),
    Decimal("1e999"),
    1j,
    np.array(1j),
    b"x" * 999,
    "x" * 9_999,
    "a\0b",
    "\ud800",
    float("nan"),
    np.float64("inf"),
    np.array(["1"]),
    np.array(["1"], dtype=object),
    np.array([None, 1.0]),
    np.array([10**400]),
    np.zeros((3, 0, 2)),
    datetime.date(2020, 1, 1),
    {"a\nb": "c\nd" * 99},
    memoryview(b"ab"),
]


@pytest.mark.parametrize("check", CHECKS, ids=range(len(CHECKS)))
@pytest.mark.parametrize("value", BAD, ids=[f"{type(value).__name__}{i}" for i, value in enumerate(BAD)])
def test_each_check_returns_or_says_one_sentence(check, value):
    try:
        check(value)
    except (TypeError, ValueError) as error:
        (sentence,) = error.args
        assert "it" in sentence.split()
        assert "; " in sentence
        assert sentence.isprintable()
        assert len(sentence) < 200


def test_numbers_in_other_clothes_are_numbers():
    assert _checks.whole_number("it", np.int8(3)) == 3
    assert _checks.real_number("it", Fraction(1, 2)) == 0.5
    assert _checks.real_number("it", np.float32(0.5)) == 0.5
    array = _checks.real_array("it", [Decimal("0.5"), Fraction(1, 4)])
    assert array.tolist() == [0.5, 0.25]


def test_a_new_file_needs_a_folder(tmp_path):
    assert _checks.file_name("it", tmp_path / "new", new=True) == tmp_path / "new"
    with pytest.raises(FileNotFoundError, match="make that folder first"):
        _checks.file_name("it", tmp_path / "no" / "new", new=True)


READERS = [corpora.read, corpora.read_lines, evaluation.read_judgements, evaluation.read_analogies, load]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_a_sentence_about_a_file_ends_its_path_with_the_name_of_the_file(reader, content, tmp_path):
    """The folders before it may be many, but it is the name that tells files apart."""
    name = "the_27_speeches_of_a_long_century.txt"
    folder = tmp_path / "a folder with a long name" / "and another one in it"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises((OSError, ValueError), match=rf"^path '…[^']*[/\\]{name}' "):
        reader(folder / name)
