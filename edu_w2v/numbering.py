"""The words of a text get their numbers, several times as fast as in a dict.

The compiled code does what a dict does: from the letters of a word it computes a code,
which says where in a table its number is. But it makes no object of a word.
"""

# Numba infers the types of the functions that it compiles.
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

from array import array
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edu_w2v.corpora.words import Text
from edu_w2v.training.compiling import kernel, part_of_kernel

SPACE, LINE_END = ord(" "), ord("\n")
PARTS_WORDS = np.array([c < 128 and chr(c).isspace() for c in range(256)])
FACTOR = 0x100000001B3  # of the hash FNV-1a


class Table(NamedTuple):
    """The words that are known, and their numbers, which count from 0."""

    letters: NDArray[np.uint8]  # word after word, a space behind each
    starts: NDArray[np.int64]  # where in `letters` a word begins, by its number
    slots: NDArray[np.int32]  # the number of a word, where its hash says; −1 is free
    start: np.uint64  # of each hash


def numbered(text: Text) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
    """Return words as they appear, the number of each word of the text, and offsets.

    At the end of each line the number is −1.
    """
    numbers, known, table = array("i"), 0, _table(1 << 16)
    for block in text.blocks:
        signs = np.frombuffer(f"{block} ".encode(), np.uint8)
        letters, size = table.letters[: table.starts[known]], len(table.letters)
        while max(len(letters) + len(signs), 4 * known + 2 * len(signs)) > size:
            size *= 2
        if size > len(table.letters):
            table = _table(size)
            _number(letters, table, 0, np.empty(known, np.int32))
        found = np.empty(len(signs), np.int32)
        n, known = _number(signs, table, known, found)
        numbers.frombytes(found[:n].tobytes())
    words = bytes(table.letters[: table.starts[known]]).decode().split(" ")[:-1]
    ids = np.frombuffer(numbers, np.int32)
    return words, ids, _offsets(ids, text.longest)


def _table(size: int) -> Table:
    """Return a table with room for so many letters, and for a quarter as many words."""
    letters, starts = np.empty(size, np.uint8), np.zeros(size // 4 + 1, np.int64)
    slots = np.full(size // 2, -1, np.int32)  # twice as many: some shall be free
    # Python's hash differs from run to run, so that no text can make all runs slow.
    return Table(letters, starts, slots, np.uint64(hash("edu_w2v") % 2**64))


def _offsets(ids: NDArray[np.int32], longest: int) -> NDArray[np.int64]:
    """Return where documents begin: after lines with a word, and `longest` words."""
    ends = np.flatnonzero(ids < 0) + 1
    starts = np.append(0, ends[:-1])
    words = ends - starts - 1
    cuts = [
        np.arange(starts[i] + longest, ends[i] - 1, longest)
        for i in np.flatnonzero(words > longest)
    ]
    return np.sort(np.concatenate([[0], ends[words > 0], *cuts]))


@kernel
def _number(signs, table, known, numbers):
    """Number the words of a text; return how many numbers, and how many known words."""
    letters, starts, slots, start = table
    n, first, code, mask = 0, 0, start, np.uint64(len(slots) - 1)
    for i in range(len(signs)):
        sign = signs[i]
        if not PARTS_WORDS[sign]:
            code = (code ^ np.uint64(sign)) * np.uint64(FACTOR)
            continue
        size = i - first
        if size > 0:
            slot = (code ^ (code >> np.uint64(32))) & mask
            number = slots[slot]
            while number >= 0 and not _same(
                letters, starts[number], signs, first, size
            ):
                slot = (slot + np.uint64(1)) & mask
                number = slots[slot]
            if number < 0:  # a new word
                number = slots[slot] = known
                known += 1
                starts[known] = _append(letters, starts[number], signs, first, size)
            numbers[n] = number
            n += 1
        if sign == LINE_END:
            numbers[n] = -1
            n += 1
        first, code = i + 1, start
    return n, known


@part_of_kernel
def _same(letters, place, signs, first, size):
    """Say whether a known word is the one at hand."""
    for k in range(size):
        if letters[place + k] != signs[first + k]:
            return False
    return letters[place + size] == SPACE


@part_of_kernel
def _append(letters, place, signs, first, size):
    """Keep the letters of a word; return the place of the next."""
    for k in range(size):
        letters[place + k] = signs[first + k]
    letters[place + size] = SPACE
    return place + size + 1
