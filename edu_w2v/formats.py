"""Vectors in files: as `Embeddings.save` writes them, and as word2vec and GloVe do.

Nothing is believed before it is checked: how long the file is bounds what is read.
"""

import gzip
import json
import math
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v.corpora import Word

LONGEST = 1 << 20  # bytes of a line without a header, or of a word
UNFOLDS = 64  # times its size, and 1 MB, is what a .gz file may hold: vectors hold less
PIECE = 1 << 20  # bytes read at a time

File: TypeAlias = BinaryIO | gzip.GzipFile
Row: TypeAlias = tuple[bytes, Any]  # a word and its numbers


class Contents(NamedTuple):
    """What a file of vectors holds; `counts` are all 1 where they are not known."""

    words: list[Word]
    counts: list[int]
    min_count: int
    W: NDArray[np.floating]
    C: NDArray[np.floating] | None
    history: list[float]


def read_vectors(path: str | Path) -> Contents:
    """Read a file of vectors, whose format shows at its beginning."""
    place = _checks.file_name("path", path)
    try:
        with _checks.reading(path):
            if not stat.S_ISREG(place.stat().st_mode):  # a pipe might never end
                raise OSError(0, "it is not a regular file")
            with place.open("rb") as file:
                return _read(file)
    except (ValueError, MemoryError, EOFError, zlib.error) as error:
        reason = " ".join(str(error).split())
        raise ValueError(
            f"path {_checks.shown_path(path)} holds no vectors that can be read "
            f"({reason:.80}); pass a whole file of Embeddings.save, word2vec or GloVe."
        ) from None


def _read(file: BinaryIO) -> Contents:
    size = os.fstat(file.fileno()).st_size
    start = file.read(2)
    file.seek(0)
    if start == b"PK":
        return _read_npz(file, size)
    if start != b"\x1f\x8b":
        return _read_foreign(file, size)
    try:
        with gzip.open(file) as unfolded:
            return _read_foreign(unfolded, UNFOLDS * size + (1 << 20))
    except gzip.BadGzipFile as error:  # an OSError, but not one of the system
        raise ValueError(str(error)) from None


# ------------------------------------------------------------------------ our own


def words_as_json(words: Iterable[Word]) -> str:
    """Return words as JSON; tuples become lists there, which no words are.

    Examples
    --------
    >>> words_as_json(["Bob", 5, ("New", "York")])
    '["Bob", 5, ["New", "York"]]'
    """
    return json.dumps([_plain(word) for word in words], ensure_ascii=False)


def _plain(word: Any, depth: int = 0) -> Any:
    """Return a word as Python's own kind of number, string or tuple."""
    if isinstance(word, np.generic) and not isinstance(word, np.longdouble):
        word = word.item()
    if isinstance(word, tuple) and depth < 10:
        return tuple(_plain(part, depth + 1) for part in word)
    number = isinstance(word, int | float)
    if (number and abs(word) < 10**1000) or word is None or isinstance(word, str):
        return word
    raise TypeError(
        "words must be strings, finite numbers, None or tuples of these to be written "
        f"to a file, but one is {_checks.shown(word)}; train on str(word)."
    )


def words_as_text(words: Iterable[Word]) -> list[str]:
    """Return words as strings, which must be as many as the words were."""
    texts = [str(_plain(word)) for word in words]
    if len(set(texts)) < len(texts):
        raise ValueError(
            "words must be different as text in this format, but two are alike, such "
            "as 1 and '1'; use save()."
        )
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            "words must be whole Unicode in this format, but in one is the half sign "
            f"{error.object[error.start]!r}; use save()."
        ) from None
    return texts


def _read_npz(file: BinaryIO, size: int) -> Contents:
    try:
        with zipfile.ZipFile(file) as members:
            inside = members.infolist()
            packed = any(member.compress_type for member in inside)
            if packed or sum(member.file_size for member in inside) > size:
                raise ValueError
            words = json.loads(str(_array(members, "words", "<U", 0)))
            C = _array(members, "C", "<f", 1, 2)
            if C.ndim == 1 and C.size:
                raise ValueError
            return Contents(
                [_word(word) for word in words],
                _array(members, "counts", "<i8", 1).tolist(),
                int(_array(members, "min_count", "<i8", 0)),
                _array(members, "W", "<f", 2),
                C if C.ndim == 2 else None,
                _array(members, "history", "<f8", 1).tolist(),
            )
    except (OSError, MemoryError):
        raise
    except Exception:  # a damaged zip file raises whatever it likes
        raise ValueError("it is not as Embeddings.save writes it") from None


def _array(members: zipfile.ZipFile, name: str, kind: str, *ndims: int) -> Any:
    """Read one array, if it is of this kind and as large as its header says."""
    info = members.getinfo(f"{name}.npy")
    with members.open(info) as member:
        if np.lib.format.read_magic(member) != (1, 0):
            raise ValueError
        shape, _, dtype = np.lib.format.read_array_header_1_0(member)
        size = member.tell() + math.prod(shape) * dtype.itemsize
    if not dtype.str.startswith(kind) or len(shape) not in ndims:
        raise ValueError
    if size != info.file_size or min(shape, default=0) < 0:
        raise ValueError
    with members.open(info) as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _word(value: Any) -> Any:
    """Return a word that was written as JSON."""
    if isinstance(value, list):
        return tuple(map(_word, value))
    return _plain(value)


# ------------------------------------------------------------------------ of others


def _read_foreign(file: File, limit: int) -> Contents:
    """Read vectors of word2vec, as text or binary, or of GloVe, which has no header."""
    first = file.readline(LONGEST)
    promised, dimension, binary = None, len(_fields(first)) - 1, False
    match first.split():
        case [V, d] if V.isdigit() and d.isdigit() and len(first) < 40:
            promised, dimension, start = int(V), int(d), file.tell()
            shortest = 2 * dimension + 1  # bytes of a line such as "a 1 1 1"
            if max(promised, 1) * shortest > limit:
                raise ValueError(f"it cannot hold {int(V)} words of {int(d)} numbers")
            row = _fields(_line(file, dimension, limit), dimension)
            binary = not _is_text(row, dimension)
            file.seek(start)
        case _:
            file.seek(0)
    if not dimension or promised == 0:
        raise ValueError("its first line is no word with numbers, nor two sizes")
    rows = _binary_rows if binary else _text_rows
    words, W = _filled(rows(file, dimension, limit), dimension, promised)
    return Contents(words, [1] * len(words), 1, W, None, [])


def _line(file: File, dimension: int, limit: int) -> bytes:
    return file.readline(min(LONGEST + 32 * dimension, limit + 1))


def _check_size(file: File, limit: int) -> None:
    if file.tell() > limit:
        raise ValueError(f"it unfolds to more than {UNFOLDS} times its size")


def _fields(line: bytes, dimension: int = -1) -> list[bytes]:
    """Return the word and the numbers of a line; there may be spaces in the word."""
    return line.rstrip(b" \r\n").rsplit(b" ", dimension)


def _is_text(row: list[bytes], dimension: int) -> bool:
    try:
        return len([float(number) for number in row[1:]]) == dimension
    except ValueError:
        return False


def _text_rows(file: File, dimension: int, limit: int) -> Iterator[Row]:
    """Yield the word and the numbers of each line."""
    while line := _line(file, dimension, limit):
        word, *fields = _fields(line, dimension)
        numbers = [float(number) for number in fields]
        if len(numbers) != dimension:
            raise ValueError(f"not each line has {dimension} numbers")
        _check_size(file, limit)
        if not word or word != word.strip():
            raise ValueError("a word is empty, or has a space at its end")
        if not line.endswith(b"\n"):
            raise ValueError("its last line has no end, so it may be cut; add one")
        yield word, numbers


def _binary_rows(file: File, dimension: int, limit: int) -> Iterator[Row]:
    """Yield each word, which a space ends, and the 32-bit numbers after it."""
    buffer, at, size = b"", 0, 4 * dimension
    while True:
        space = buffer.find(b" ", at)
        if space < 0 or space + 1 + size > len(buffer):
            more = file.read(max(PIECE, size))
            if not more:
                break
            buffer, at = buffer[at:] + more, 0
            _check_size(file, limit)
            if space < 0 and len(buffer) > 2 * LONGEST:
                raise ValueError("a word has no end")
        else:
            numbers = np.frombuffer(buffer, "<f4", dimension, space + 1)
            yield buffer[at:space].lstrip(b"\n"), numbers
            at = space + 1 + size
    if buffer[at:].strip(b"\n"):
        raise ValueError("its last vector is cut")


def _filled(
    rows: Iterator[Row], dimension: int, promised: int | None
) -> tuple[list[Word], NDArray[np.float32]]:
    """Return words and matrix; of a word that comes twice the first counts."""
    words: dict[Word, None] = {}
    W, number = np.empty((max(1, PIECE // dimension), dimension), np.float32), 0
    with np.errstate(over="ignore"):
        for name, numbers in rows:
            number += 1
            if len(words) == len(W):
                W.resize((2 * len(W), dimension), refcheck=False)
            W[len(words)] = numbers
            words.setdefault(name.decode())
    if promised is not None and number != promised:
        raise ValueError(f"it should have {promised} words, but has {number}")
    W.resize((len(words), dimension), refcheck=False)
    if not np.isfinite(W).all():
        raise ValueError("a number is NaN, infinite or beyond 32 bits")
    return list(words), W
