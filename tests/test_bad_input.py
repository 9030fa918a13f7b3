"""Bad input gets one clear sentence: it names the argument, says what was given, and how to mend it.

The sentences are listed in ``BAD_INPUT.md``, and here each call of that table is made and must be
answered with the sentence beside it, word for word (… stands for anything). The calls may use a
`vocabulary`, a `corpus`, `vectors` and a `model` of Bob and pizza, and a folder with some bad files.

To make the calls again, print the table and store it, with sentences that have changed:

    python -m tests.test_bad_input
"""

import gzip
import inspect
import lzma
import re
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import numpy as np
import pytest
import scipy.sparse as sp

import edu_w2v
from edu_w2v import (
    alias,
    cooccurrence,
    corpora,
    derivations,
    embeddings,
    evaluation,
    formats,
    gradcheck,
    objective,
    similarity,
    skipgram,
    training,
    vocabulary,
)
from edu_w2v.training import expected

MODULES: list[ModuleType] = [
    corpora.words,
    corpora.files,
    corpora.published,
    corpora.toy,
    vocabulary,
    cooccurrence,
    similarity,
    objective,
    gradcheck,
    derivations,
    alias,
    skipgram,
    training,
    expected,
    embeddings,
    formats,
    evaluation,
]

BOMB = lzma.compress(b"a " * 2_000_000)  # of 700 bytes
TABLE = Path(__file__).with_name("BAD_INPUT.md")
LINES = TABLE.read_text(encoding="utf-8").splitlines()
ROWS = {
    i: line.strip("| ").split(" | ")
    for i, line in enumerate(LINES)
    if line.startswith("| ") and "`" in line
}
CALLS = [(call.strip("`"), sentence) for _, call, sentence in ROWS.values()]


def names() -> dict[str, Any]:
    """Return what the calls of the table may use."""
    words = vocabulary.Vocabulary(corpora.BOB_PIZZA)
    vectors = np.eye(len(words))
    given = {
        "np": np,
        "sp": sp,
        "nan": float("nan"),
        "derivations": derivations,
        "CHAINS": derivations.CHAINS,
        "vocabulary": words,
        "corpus": vocabulary.encode_corpus(corpora.BOB_PIZZA)[1],
        "vectors": vectors,
        "model": embeddings.Embeddings(words, vectors),
        "point": derivations.point_of([1.0, 2.0], [0.5, 1.0], [[1.0, -1.0]]),
    }
    return {name: value for module in MODULES for name, value in public(module).items()} | given


def public(module: ModuleType) -> dict[str, Any]:
    """Return the public functions and classes that a module defines."""
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    }


@contextmanager
def bad_files() -> Iterator[None]:
    """Work in a folder of files that cannot be read for one reason or another."""
    open_file = Path.open

    def open_unless_locked(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name == "locked.txt":  # by hand, since nothing is locked for an administrator
            raise PermissionError(13, "Permission denied")
        return open_file(self, *args, **kwargs)

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "latin1.txt").write_bytes("Zoë likes pizza".encode("latin-1"))
        (folder / "empty.txt").touch()
        (folder / "locked.txt").write_text("Bob likes pizza")
        (folder / "damaged.gz").write_bytes(gzip.compress(b"Bob likes pizza")[:-3])
        (folder / "unpacked.gz").write_bytes(b"Bob likes pizza")
        (folder / "utf16.txt").write_bytes("Bob likes pizza".encode("utf-16-le"))
        (folder / "bomb.xz").write_bytes(BOMB)
        (folder / "two_columns.tsv").write_text("tiger\tcat\n")
        (folder / "nan.tsv").write_text("tiger\tcat\tnan\n")
        (folder / "no_texts").mkdir()
        (folder / "folder.npz").mkdir()
        (folder / "other.npz").write_bytes(b"not ours")
        stack.enter_context(chdir(folder))
        stack.enter_context(mock.patch.object(Path, "open", open_unless_locked))
        yield


def error_of(call: str) -> Exception:
    """Return the error that a call raises."""
    with bad_files(), warnings.catch_warnings():
        warnings.simplefilter("error")  # a mistake is told once, by the error
        try:
            result = eval(call, names())
        except Exception as error:
            return error
    raise AssertionError(f"{call} raised nothing, but returned {result!r}")


def matches(sentence: str, message: str) -> bool:
    """Say whether a message is this sentence; … stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, sentence.split("…"))), message) is not None


@pytest.mark.parametrize(("call", "sentence"), CALLS, ids=[call for call, _ in CALLS])
def test_bad_input(call: str, sentence: str) -> None:
    error = error_of(call)
    message = f"{type(error).__name__}: {error.args[0]}"
    assert message == sentence or matches(sentence, message)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None, "no second traceback above it"
    where = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    assert where.is_relative_to(Path(edu_w2v.__file__).parent), "it comes from here, not from a library"


@pytest.mark.parametrize("sentence", sorted({sentence for _, sentence in CALLS}))
def test_each_message_is_one_short_sentence_with_a_mend(sentence: str) -> None:
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    assert "; " in sentence, "after the semicolon comes what to do"
    assert len(sentence) < 300


def callables() -> Iterator[str]:
    """Yield how each public function, class and method begins when it is called."""
    for module in MODULES:
        for name, value in public(module).items():
            yield f"{name}("
            methods = {method: getattr(value, method) for method in vars(value) if method[0] != "_"}
            for method, function in methods.items():
                if callable(function) and set(inspect.signature(function).parameters) - {"self"}:
                    yield f".{method}("


# Plain records, and the steps of `train` and of a notebook, which are given only what was checked.
UNCHECKED = {
    "Contents(",
    "Table(",
    "Estimate(",
    "Transfer(",
    "Way(",
    "Text(",
    "spaced(",
    "split(",
    "Example(",
    "Progress(",
    "start_matrices(",
    "trainer(",
    "Point(",
    "Line(",
    "Chain(",
    "ChainReport(",
    "Complex(",
    ".exp(",
    ".ln(",
}


def test_every_public_function_has_a_row() -> None:
    missing = {start for start in callables() if not any(start in call for call, _ in CALLS)}
    assert missing == UNCHECKED & missing


@pytest.mark.parametrize("kind", ["wrong type", "empty", "NaN", "size", "shape", "unknown word", "file"])
def test_every_kind_of_mistake_is_made(kind: str) -> None:
    assert any(row[0] == kind for row in ROWS.values())


def write_table() -> None:
    """Make all calls, store the table with what they say now, and print it."""
    for i, (kind, call, sentence) in ROWS.items():
        error = error_of(call.strip("`"))
        message = f"{type(error).__name__}: {error.args[0]}"
        LINES[i] = f"| {kind} | {call} | {sentence if matches(sentence, message) else message} |"
    TABLE.write_text("\n".join([*LINES, ""]), encoding="utf-8", newline="\n")
    print(*LINES, sep="\n")


if __name__ == "__main__":
    write_table()
