"""Mutated files of judgements and of analogies: read as a slow, second reader does, or refused."""

import os
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from edu_w2v.evaluation import read_analogies, read_judgements
from tests.hostile import Campaign

JUDGEMENTS = [
    "love\tsex\t6.77\ntiger\tcat\t7.35\nbook\tpaper\t7.46\n",
    "# Word 1\tWord 2\tHuman (mean)\nold\tnew\t1.58\nsmart\tintelligent\t9.2\n",
    "word1\tword2\tPOS\tSimLex999\tconc(w1)\r\nold\tnew\tA\t1.58\t2.72\r\ntake\tgo\tV\t3.5\t3\r\n",
    "Word 1,Word 2,Human (mean)\nlove,sex,6.77\nBob,kale,0\n",
    "\ufeffZo\u00eb\tcaf\u00e9\t10.00\n\n  Don't \tstop\t-1e2\n",
]
ANALOGIES = [
    ": capital-common-countries\nAthens Greece Baghdad Iraq\nAthens Greece Bern Switzerland\n",
    ": family\nboy girl brother sister\n: gram1\namazing amazingly calm calmly\n",
    "# by hand\r\n: one\r\nman king woman queen\r\n\r\n: two\r\n",
]
PIECES = [
    "\t", "\t\t", ",", " ", "\n", "\r", "\r\n", "\n\n", "#", "# ", ":", ": ", "\ufeff", "\0", "\x0b",
    "\x0c", "\x1c", "\x85", "\u2028", "\u00a0", "\u200b", "\u0301", "\u0130", "\u1e9e", '"', "'", "nan",
    "inf", "1e999", "1_0", "\u0663", "\uff11", "-", "+", ".", "e5", "0x10", "A", "N", "x", "word1",
    "Word 2", "POS", "7", "3.", ".5", "\ufffd",
]  # fmt: skip
BYTES = [b"\xff", b"\xc3", b"\x80", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\x00", b"\xef\xbb\xbf"]


class RefusedError(Exception):
    """The second reader does not take the file."""


def word_of(text: str) -> str:
    """Return a word as it should be, sign by sign."""
    word = unicodedata.normalize("NFC", text.strip().lower())
    for sign in word:
        if ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in '"\ufeff\ufffd':
            raise RefusedError
    if word == "":
        raise RefusedError
    return word


def number_of(text: str) -> float:
    """Return a number; it is written with the ten digits, and finite."""
    text = text.strip().lower()
    if text.strip("0123456789+-.e") or not any(sign in "0123456789" for sign in text):
        raise RefusedError
    try:
        number = float(text)
    except ValueError:
        raise RefusedError from None
    if number in (float("inf"), float("-inf")):
        raise RefusedError
    return number


def lines_of(data: bytes) -> list[str]:
    """Return the lines with something in them, a sign at a time; a mark at the start is no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError from None
    lines, line = [], ""
    for sign in (text[1:] if text[:1] == "\ufeff" else text).replace("\r\n", "\n") + "\n":
        if sign in "\r\n":
            lines.append(line)
            line = ""
        else:
            line += sign
    return [line for line in lines if line.strip() != "" and line[0] != "#"]


def slow_judgements(data: bytes) -> list[tuple[str, str, float]]:
    """Read judgements by the documentation of `read_judgements`."""
    judgements = []
    for i, line in enumerate(lines_of(data)):
        fields = line.split("\t") if "\t" in line else line.split(",")
        names = [unicodedata.normalize("NFC", field.strip().lower()) for field in fields]
        titles = ("word1", "word2", "word 1", "word 2")
        first = [name.removeprefix('"').removesuffix('"') for name in names[:2]]
        if i == 0 and len(fields) >= 3 and first[0] in titles and first[1] in titles:
            continue
        if len(fields) < 3:
            raise RefusedError
        place = 3 if names[2] in ("a", "n", "r", "v") else 2
        if len(fields) <= place:
            raise RefusedError
        judgements.append((word_of(fields[0]), word_of(fields[1]), number_of(fields[place])))
    if not judgements:
        raise RefusedError
    return judgements


def slow_analogies(data: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Read analogies by the documentation of `read_analogies`."""
    sections: dict[str, list[tuple[str, ...]]] = {}
    now = None
    for line in lines_of(data):
        if line[0] == ":":
            now = line[1:].strip()
            sections.setdefault(now, [])
        elif now is None or len(line.split()) != 4:
            raise RefusedError
        else:
            sections[now].append(tuple(word_of(word) for word in line.split()))
    if not sections:
        raise RefusedError
    return sections


def mutated(text: str, rng: np.random.Generator) -> bytes:
    """Change a file in one to four places."""
    data = text.encode()
    for _ in range(rng.integers(1, 5)):
        at, what = int(rng.integers(len(data) + 1)), rng.integers(6)
        piece = PIECES[rng.integers(len(PIECES))].encode()
        if what == 0:
            piece = BYTES[rng.integers(len(BYTES))]
        if what <= 2:
            data = data[:at] + piece + data[at:]
        elif what == 3:
            data = data[:at] + data[at + int(rng.integers(1, 9)) :]
        elif what == 4:
            data = data[:at] + piece + data[at + len(piece) :]
        else:
            other = int(rng.integers(len(data) + 1))
            data = data[:at] + data[min(at, other) : max(at, other)] + data[at:]
    return data


def campaign(texts: list[str], fast: Callable[[Path], Any], slow: Callable[[bytes], Any]) -> Any:
    """Return a `run` that compares two readers on files that were changed at random."""

    def run(times: int, seed: int) -> Counter[str]:
        rng, wrong = np.random.default_rng(seed), Counter[str]()
        folder = "/dev/shm" if os.path.isdir("/dev/shm") else None
        with tempfile.TemporaryDirectory(dir=folder) as place:
            file = Path(place, "mutated.txt")
            for n in range(times):
                data = mutated(texts[n % len(texts)], rng)
                file.write_bytes(data)
                if problem := difference(fast, slow, file, data):
                    wrong[f"{problem}: {data!r:.150}"] += 1
        return wrong

    return run


def difference(
    fast: Callable[[Path], Any], slow: Callable[[bytes], Any], file: Path, data: bytes
) -> str:
    """Return how the two readers differ on a file, or an empty string."""
    try:
        expected = slow(data)
    except RefusedError:
        expected = None
    try:
        answer = fast(file)
    except ValueError as error:
        sentence = r"path '.*mutated.txt' (must have|has no|is not UTF-8) [^\n]{,250}; [^\n]*\."
        good = re.fullmatch(sentence, str(error)) and str(error).isprintable() and len(str(error)) < 300
        return "" if expected is None and good else f"refused, {error}"
    except Exception as error:
        return f"raw {error!r:.80}"
    return "" if answer == expected else f"read as {answer!r:.80}"


CAMPAIGNS = [
    Campaign("mutated judgements", 140_000, campaign(JUDGEMENTS, read_judgements, slow_judgements)),
    Campaign("mutated analogies", 40_000, campaign(ANALOGIES, read_analogies, slow_analogies)),
]
