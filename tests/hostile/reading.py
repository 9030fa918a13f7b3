"""Texts and files that nobody would write: they are read as defined, or refused in one sentence."""

import bz2
import gzip
import lzma
import os
import random
import tempfile
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from edu_w2v.corpora import read, read_lines, sentences, stream, stream_lines, tokenize
from edu_w2v.corpora.words import LINES, LONGEST_WORD, PROSE, split
from tests.hostile import Campaign

Words = list[str]

PIECES = [
    *"aZ \n\t.!?…。！？؟'’-_17½ßİΣςé",
    *"\u0301\u0316\u0345\u200d\u00a0\u3000\u2028\x1c\x85\r\0\ufeff\uffff中हि\u093f\U0001d167\U00010400",
    "\u0301\u0316" * 20,
    "x" * 1_001,
    "word " * 1_001,
    "item " * 10_001,
    "Bob likes pizza. ",
    "Don't panic! ",
    "ΟΔΟΣ. ",
    "Cafe\u0301 ",
    "\r\n",
    "我喜欢。他不",
]
FEW = PIECES[:-12] + PIECES[-6:]  # without the long ones


# What is right, character by character.


def is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()


def is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" and character < "\U00010000"


def words_by_hand(text: str) -> Words:
    """Return the words of a text as `tokenize` documents them, unless a run of signs is cut."""
    words, word = [], ""
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    for i, character in enumerate(text + " "):
        if (
            is_letter(character)
            or (word and is_mark(character))
            or (word and character == "'" and word[-1] != "'" and is_letter(text[i + 1 : i + 2] or " "))
        ):
            word += character
        elif word:
            words += [word[k : k + 1_000] for k in range(0, len(word), 1_000)]
            word = ""
    return words


def sentences_by_hand(text: str) -> list[Words]:
    """Return the sentences of a text as `sentences` documents them."""
    pieces = [""]
    for i, character in enumerate(text):
        if character in "。！？" or (character in ".!?…؟۔।" and text[i + 1 : i + 2].isspace()):
            pieces.append("")
        else:
            pieces[-1] += character
    found = [words_by_hand(piece) for piece in pieces]
    return [words[k : k + 1_000] for words in found for k in range(0, len(words), 1_000)]


def lines_by_hand(text: str) -> list[Words]:
    """Return the lines of a text as `read_lines` documents them."""
    found = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = [word[k : k + 1_000] for word in line.split() for k in range(0, len(word), 1_000)]
        found += [words[k : k + 10_000] for k in range(0, len(words), 10_000)]
    return found


# The tries.


def text_of(rng: random.Random) -> str:
    """Return a text of some pieces; every hundredth has a long one."""
    pool = PIECES if rng.random() < 0.01 else FEW
    return "".join(rng.choices(pool, k=rng.randrange(20)))


def try_tokenize(rng: random.Random) -> str | None:
    text = text_of(rng)
    words = tokenize(text)
    if "\u0301\u0316" * 16 in text:  # is shortened
        fine = all(0 < len(word) <= LONGEST_WORD for word in words)
        return None if fine and tokenize(text) == words else "words are empty or too long"
    return None if words == words_by_hand(text) else "other words than by hand"


def try_sentences(rng: random.Random) -> str | None:
    text = text_of(rng)
    found = sentences(text)
    if "\u0301\u0316" * 16 in text:
        fine = all(0 < len(sentence) <= PROSE.longest for sentence in found)
        return None if fine else "sentences are empty or too long"
    return None if found == sentences_by_hand(text) else "other sentences than by hand"


def try_blocks(rng: random.Random) -> str | None:
    text, way = text_of(rng), rng.choice([PROSE, LINES])
    cuts = sorted(rng.choices(range(len(text) + 1), k=3))
    blocks = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    if way is LINES:
        text = text.replace("\r", " ")  # which only a file takes for the end of a line
        blocks = [block.replace("\r", " ") for block in blocks]
    elif "\u0301\u0316" * 16 in text:
        return None
    expected = lines_by_hand(text) if way is LINES else sentences_by_hand(text)
    return None if list(split(blocks, way)) == expected else "blocks are not read as the whole"


PACKERS = {
    ".txt": bytes,
    ".gz": partial(gzip.compress, compresslevel=1),
    ".bz2": partial(bz2.compress, compresslevel=1),
    ".xz": partial(lzma.compress, preset=0),
}
SENTENCES = ("is not UTF-8 text", "is not a whole .", "holds no words", "unpacks to more than")


def try_file(rng: random.Random, folder: Path) -> str | None:
    """Read a file whose bytes were changed after it was packed, or before, or never."""
    text, ending = text_of(rng).replace("\0", ""), rng.choice(list(PACKERS))
    data = mutated(text.encode(), rng) if rng.random() < 0.3 else text.encode()
    packed = PACKERS[ending](data)
    whole = rng.random() < 0.4
    file = folder / f"mine{ending}"
    file.write_bytes(packed if whole else mutated(packed, rng))
    way = rng.choice([read, stream, read_lines, stream_lines])
    try:
        found = list(way(file))
    except (ValueError, OSError) as error:
        message = str(error)
        if len(message) < 300 and "\n" not in message and any(part in message for part in SENTENCES):
            return None
        return f"not a short sentence: {message[:80]}"
    if whole and data == text.encode() and "\u0301\u0316" * 16 not in text:
        text = text.removeprefix("\ufeff")
        by_hand = lines_by_hand if way in (read_lines, stream_lines) else sentences_by_hand
        if found != by_hand(text.replace("\r\n", "\n").replace("\r", "\n")):
            return f"{way.__name__} finds other documents than by hand"
    return None


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Change, drop, double or add some bytes, or cut the end off."""
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        start = rng.randrange(len(changed) + 1)
        end = min(len(changed), start + rng.choice([0, 1, 1, 2, 8]))
        changed[start:end] = rng.choice(
            [rng.randbytes(1), b"", bytes(changed[start:end]) * 2, b"\0", b"\xff\xfe"]
        )
        if rng.random() < 0.1:
            del changed[start:]
    return bytes(changed)


def repeat(attempt: Callable[[random.Random], str | None], times: int, seed: int) -> Counter[str]:
    """Try often, and count what goes wrong; an error that nobody foresaw goes wrong too."""
    rng, wrong = random.Random(seed), Counter()
    for _ in range(times):
        try:
            complaint = attempt(rng)
        except Exception as error:
            complaint = f"{type(error).__name__}: {error}"[:80]
        if complaint:
            wrong[complaint] += 1
    return wrong


def in_a_folder(times: int, seed: int) -> Counter[str]:
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # quicker than a disk
    with tempfile.TemporaryDirectory(dir=memory) as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        return repeat(lambda rng: try_file(rng, Path(folder)), times, seed)


CAMPAIGNS = [
    Campaign("tokenize", 200_000, partial(repeat, try_tokenize)),
    Campaign("sentences", 150_000, partial(repeat, try_sentences)),
    Campaign("prose and lines in blocks", 125_000, partial(repeat, try_blocks)),
    Campaign("read and stream of texts, .gz, .bz2 and .xz", 50_000, in_a_folder),
]
