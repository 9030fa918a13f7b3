"""Your own text: a file or a folder of them, packed or not, read a piece at a time."""

import io
import os
import stat
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from edu_w2v import _checks
from edu_w2v._checks import shown, shown_path
from edu_w2v.corpora.words import BLOCK, LINES, PROSE, Document, Text, Way, spaced

try:
    from lzma import LZMAError
except ImportError:  # a Python without it
    LZMAError = EOFError  # type: ignore[assignment,misc]

UNPACKERS = {".gz": "gzip", ".bz2": "bz2", ".xz": "lzma"}  # modules, by ending
ENDINGS = {".txt", *UNPACKERS}  # of the files that are read in a folder
MOST_UNPACKED = 1_100  # characters from each packed byte; gzip has at most 1,032


def read(path: str | Path) -> list[Document]:
    """Read prose in UTF-8: a text file, a packed one, or a folder of them.

    Parameters
    ----------
    path : str or Path
        A file that ends in ``.gz``, ``.bz2`` or ``.xz`` is unpacked. A folder is
        searched for these and ``.txt``, with all its subfolders, in alphabetical order;
        a warning tells how many other files are left out.

    Returns
    -------
    list of list of str
        The sentences of all files, as `sentences` splits them.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.txt"
    ...     _ = file.write_text("Bob likes kale. No, he does not!", encoding="utf-8")
    ...     read(file)
    [['bob', 'likes', 'kale'], ['no', 'he', 'does', 'not']]
    """
    return _all_of(path, PROSE)


def stream(path: str | Path, progress: bool = False) -> Iterator[Document]:
    """Yield the sentences of `read` one at a time: a large text needs little memory.

    Time grows in proportion to the text, and memory stays below some 100 MB, whatever
    is in the file: sentences are cut after 1,000 words, words after 1,000 letters, and
    a packed file may hold at most 1,100 characters for each of its bytes.

    Parameters
    ----------
    path : str or Path
    progress : bool
        Show in a bar how much of the files is read.

    Examples
    --------
    >>> next(stream("no such file"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    FileNotFoundError: path 'no such file' cannot be read (No such file or directory)...
    """
    return _documents(_files(path), PROSE, _checks.true_or_false("progress", progress))


def read_lines(path: str | Path) -> list[Document]:
    r"""Read one document a line, its words between white space, nothing changed.

    This is for what a program has written: items in baskets, walks through a graph,
    text that is split into words already. Lines of more than 10,000 words are cut, as
    by gensim's ``LineSentence``, and so are words of more than 1,000 letters. Lines
    without a word are left out. Files and folders are those of `read`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "baskets.txt"
    ...     _ = file.write_text("item_17 B00A7KA\nitem_3 item_17", encoding="utf-8")
    ...     read_lines(file)
    [['item_17', 'B00A7KA'], ['item_3', 'item_17']]
    """
    return _all_of(path, LINES)


def stream_lines(path: str | Path, progress: bool = False) -> Iterator[Document]:
    """Yield the documents of `read_lines` one at a time; otherwise as `stream`."""
    return _documents(_files(path), LINES, _checks.true_or_false("progress", progress))


def _all_of(path: str | Path, way: Way) -> list[Document]:
    documents = list(_documents(_files(path), way, progress=False))
    if not documents:
        raise ValueError(
            f"path {shown_path(path)} holds no words; choose a text with letters in it."
        )
    return documents


def _documents(files: list[Path], way: Way, progress: bool) -> Text:
    return Text(_spaced(files, way, progress), way.longest)


def _spaced(files: list[Path], way: Way, progress: bool) -> Iterator[str]:
    """Yield the text of some files, and show in a bar how many bytes are read."""
    size = sum(file.stat().st_size for file in files) if progress else 0
    with tqdm(
        desc="reading", total=size, unit="B", unit_scale=True, disable=not progress
    ) as bar:
        for file in files:
            yield from spaced(_blocks(file, bar), way)


def _blocks(file: Path, bar: Any) -> Iterator[str]:
    """Yield the text of one file in blocks."""
    with _reading(file), file.open("rb") as raw, _text_of(file, raw) as text:
        unpacked = seen = 0
        while block := text.read(BLOCK):
            unpacked += len(block)
            if unpacked > MOST_UNPACKED * raw.tell():
                raise ValueError(
                    f"path {shown_path(file)} unpacks to more than {MOST_UNPACKED:,} "
                    "times its size, as no text does; unpack it yourself if it is one."
                )
            if "\0" in block:
                raise ValueError(
                    f"path {shown_path(file)} is not UTF-8 text (it has bytes that are "
                    "0); save it as plain text in UTF-8 and try again."
                )
            bar.update(raw.tell() - seen)
            seen = raw.tell()
            yield block


def _text_of(file: Path, raw: Any) -> TextIO:
    """Unpack and decode an open file; a byte-order mark at its start is skipped."""
    module = UNPACKERS.get(file.suffix.lower())
    unpacked = import_module(module).open(raw) if module else raw
    return io.TextIOWrapper(unpacked, encoding="utf-8-sig")


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Say in one sentence why a file cannot be read."""
    with _checks.reading(file):
        try:
            yield
        except UnicodeDecodeError as error:
            raise ValueError(
                f"path {shown_path(file)} is not UTF-8 text (byte "
                f"{error.object[error.start]:#04x} cannot be read); save it as UTF-8 "
                "in your editor and try again."
            ) from None
        except (OSError, EOFError, zlib.error, LZMAError) as error:
            if isinstance(error, OSError) and error.errno:  # from the system
                raise
            raise ValueError(
                f"path {shown_path(file)} is not a whole {file.suffix} file ({error}); "
                "fetch or pack it again."
            ) from None


def _files(path: str | Path) -> list[Path]:
    """List the text files that `path` stands for."""
    name = str(path) if isinstance(path, str | Path) else ""
    if (len(name) > 255 or not name.isprintable()) and not os.path.exists(name):
        raise ValueError(
            f"path must name a file, but is a text of {len(name):,} characters, "
            f"{shown(name)}; split a text itself with sentences(text)."
        )
    place = _checks.file_name("path", path)
    with _checks.reading(path):
        mode = place.stat().st_mode
    if stat.S_ISREG(mode):
        return [place]
    if not stat.S_ISDIR(mode):
        raise ValueError(
            f"path {shown_path(path)} is neither a file nor a folder, but a pipe or a "
            "device; save the text as a file first."
        )
    return _files_in(place)


def _files_in(folder: Path) -> list[Path]:
    """List the text files in a folder, and warn of others, unless they are hidden."""
    inside = sorted(file for file in folder.rglob("*") if not file.is_dir())
    chosen = [
        file for file in inside if file.suffix.lower() in ENDINGS and file.is_file()
    ]
    kinds = ", ".join(sorted(ENDINGS))
    if not chosen:
        raise ValueError(
            f"path {shown_path(folder)} is a folder without {kinds} files; name "
            "another."
        )
    left = [file for file in inside if file not in chosen and file.name[0] != "."]
    if left:
        warnings.warn(
            f"path {shown_path(folder)} is read without {len(left):,} of its files, "
            f"such as {shown_path(left[0].name)}; only {kinds} files are read.",
            stacklevel=4,
        )
    return chosen
