"""Bad values for every public name of the lesson, found by introspection.

Each function, class and method is called with good arguments, all but one: that is one of `BAD`.
The call must return, without NaN, or raise a documented error: one line, short, that names the
argument. A function that is written tomorrow is covered as soon as its parameters have good
values in `GOOD`; until then `tests/test_any_input.py` fails.
"""

import array
import collections
import contextlib
import dataclasses
import datetime
import decimal
import enum
import fractions
import importlib
import inspect
import itertools
import os
import pathlib
import pkgutil
import re
import resource
import signal
import tempfile
import types
import uuid
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import scipy.sparse as sp

import edu_w2v
from edu_w2v import alias, corpora, derivations, embeddings, vocabulary
from edu_w2v.training import model
from tests.hostile import Campaign

nan, inf = float("nan"), float("inf")


class Raises:
    """All its own code raises."""

    def __repr__(self) -> str:
        raise RuntimeError("no\nrepr")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __len__(self) -> int:
        raise RuntimeError("no\nlength")

    def __float__(self) -> float:
        raise RuntimeError("no\nnumber")

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("no\narray")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not\ncomparable")

    __hash__ = None  # type: ignore[assignment]


class Lines:
    """What it is called fills a page."""

    def __repr__(self) -> str:
        return "one\ntwo\u2028three\x1b[31m\t" * 1_000


class Word(str):
    """A string of another type."""


class Colour(enum.Enum):
    RED = 1


class Whole(enum.IntEnum):
    ONE = 1


def itself() -> list[Any]:
    endless: list[Any] = []
    endless.append(endless)
    return endless


def deep(levels: int = 500) -> list[Any]:
    nested: list[Any] = []
    for _ in range(levels):
        nested = [nested]
    return nested


def boxed(value: Any) -> np.ndarray:
    box = np.empty(1, dtype=object)
    box[0] = value
    return box


def masked() -> Any:
    return np.ma.array([1.0, 2.0], mask=[True, False])


BAD: list[Callable[[], Any]] = [
    # nothing, and truth
    lambda: None, lambda: ..., lambda: NotImplemented, lambda: True, lambda: False,
    lambda: np.bool_(True),
    # numbers
    lambda: 0, lambda: 1, lambda: 7, lambda: -1, lambda: -(10**9), lambda: 10**9, lambda: 2**31,
    lambda: 2**63 - 1, lambda: 2**63, lambda: -(2**63) - 1, lambda: 2**64, lambda: 10**18,
    lambda: 10**400, lambda: -(10**400), lambda: 10**5000, lambda: 0.0, lambda: -0.0, lambda: 0.5,
    lambda: -1.5, lambda: 1.0, lambda: 3.7, lambda: 1e-320, lambda: 5e-324, lambda: 1e300,
    lambda: -1e308, lambda: 1.7e308, lambda: nan, lambda: inf, lambda: -inf, lambda: 1j,
    lambda: complex(nan, 1), lambda: decimal.Decimal("0.1"), lambda: decimal.Decimal("NaN"),
    lambda: decimal.Decimal("sNaN"), lambda: decimal.Decimal("1e999"),
    lambda: fractions.Fraction(1, 3),
    lambda: fractions.Fraction(10**400), lambda: np.int8(-3), lambda: np.uint64(2**64 - 1),
    lambda: np.float16(1.5), lambda: np.float32(nan), lambda: np.float64(inf),
    lambda: np.longdouble(2),
    lambda: np.complex128(1), lambda: Whole.ONE, lambda: Colour.RED,
    # text
    lambda: "", lambda: " ", lambda: "Bob", lambda: "1", lambda: "no", lambda: "\n\n",
    lambda: "a\nb",
    lambda: "x" * 5_000, lambda: "word " * 50_000, lambda: "a\0b", lambda: "\ud800",
    lambda: "\udc80",
    lambda: "\u2028", lambda: "e\u0301", lambda: "😀" * 100, lambda: "{0!r}%s", lambda: Word("Bob"),
    lambda: Word("Bob\n" * 10_000), lambda: np.str_("Bob"), lambda: b"", lambda: b"Bob",
    lambda: b"\xff" * 500,
    lambda: bytearray(b"ab"), lambda: memoryview(b"ab"), lambda: "../nowhere/x.npz",
    lambda: "/x" * 3_000,
    lambda: ".", lambda: pathlib.Path("nowhere"), lambda: pathlib.Path("a\0b"),
    lambda: pathlib.Path("y" * 300), lambda: pathlib.PurePosixPath("x"),
    # collections
    lambda: [], lambda: (), lambda: {}, lambda: set(), lambda: [[]], lambda: [None], lambda: [nan],
    lambda: [inf, -inf], lambda: ["Bob"], lambda: ["Bob", None], lambda: [["Bob"]],
    lambda: [["Bob", ["x"]]],
    lambda: [[["Bob"]]], lambda: [1, 2, 3], lambda: [-1], lambda: [10**400], lambda: [1.5],
    lambda: [True],
    lambda: [[1], [2, 3]], lambda: [[1.0, 2.0]], lambda: ["1", "2"], lambda: [1j], lambda: [{}],
    lambda: {"a": 1}, lambda: {"Bob": -1}, lambda: {1: "a\n" * 999}, lambda: {1, 2},
    lambda: frozenset("ab"),
    lambda: range(5), lambda: range(10**12), lambda: (x for x in [1, 2]), lambda: iter(["Bob"]),
    lambda: map(str, [1]), lambda: itself(), lambda: deep(), lambda: collections.deque([1]),
    lambda: Counter("ab"), lambda: array.array("d", [1.0]), lambda: dict.fromkeys("abc").keys(),
    lambda: types.SimpleNamespace(a=1), lambda: types.MappingProxyType({}), lambda: slice(3),
    # arrays
    lambda: np.array(5), lambda: np.array(nan), lambda: np.array([]), lambda: np.empty((0, 3)),
    lambda: np.zeros(3), lambda: np.zeros((7, 7)), lambda: np.full((7, 7), nan),
    lambda: np.ones((2, 3, 4)),
    lambda: np.arange(50.0).reshape(5, 10), lambda: np.array([1e300, -1e300]),
    lambda: np.full((7, 7), 1e200),
    lambda: np.full((7, 7), 1e-200), lambda: np.array([[1, 2], [3, 4]], dtype=np.int8),
    lambda: np.array(["a", "b"]), lambda: np.array([b"a"]),
    lambda: np.array([None, 1], dtype=object),
    lambda: boxed(Raises()), lambda: np.array([10**400], dtype=object),
    lambda: np.array(["1"], dtype=object), lambda: np.array([1j]),
    lambda: np.array(["2020"], dtype="M8[D]"),
    lambda: np.zeros(2, dtype=[("a", int)]), lambda: np.ones(7, dtype=bool), lambda: masked(),
    lambda: np.arange(7, dtype=np.float32)[::-1],
    lambda: np.array([[1.0, 2], [3, 4]], order="F")[::-1],
    lambda: sp.csr_array(np.eye(7)), lambda: sp.csr_array((7, 7)),
    lambda: sp.coo_array(np.eye(3) * nan),
    lambda: sp.csr_array(np.eye(3) * 1j), lambda: sp.csc_matrix(np.eye(2)),
    # things
    lambda: object(), lambda: Raises(), lambda: [Raises()], lambda: Lines(), lambda: [Lines()] * 3,
    lambda: Exception("x"), lambda: datetime.date(2020, 1, 1), lambda: datetime.timedelta(1),
    lambda: np.datetime64("2020"), lambda: uuid.UUID(int=0), lambda: re.compile("a"),
    lambda: os, lambda: int,
    lambda: len, lambda: print, lambda: (lambda: None), lambda: np.random.default_rng(0),
    lambda: np.random.RandomState(0), lambda: np.random, lambda: inspect.Parameter.empty,
]  # fmt: skip


def vectors() -> np.ndarray:
    return np.eye(7) + 0.1


def words() -> vocabulary.Vocabulary:
    return vocabulary.Vocabulary(corpora.BOB_PIZZA)


def corpus() -> vocabulary.EncodedCorpus:
    return vocabulary.encode_corpus(corpora.BOB_PIZZA)[1]


def trained() -> embeddings.Embeddings:
    return embeddings.Embeddings(words(), vectors(), vectors()[::-1], [1.0])


def point() -> derivations.Point:
    return derivations.point_of([1.0, 2.0], [0.5, 1.0], [[1.0, -1.0]])


def square(x: Any) -> Any:
    with np.errstate(all="ignore"):
        return (x * x).sum()


def squares(x: Any, y: Any) -> Any:
    return square(x) + square(y)


def training_model() -> model.Model:
    W, C = vectors().astype("f4"), vectors().astype("f4")
    return model.Model(W, C, alias.AliasTable(np.ones(7)), 2, 2)


def own_files() -> None:
    """Write the files that are read, into the folder one is in."""
    pathlib.Path("text.txt").write_text("Bob likes pizza. Bob dislikes kale.", "utf-8")
    pathlib.Path("judgements.tsv").write_text("Bob\tpizza\t3\n", "utf-8")
    pathlib.Path("analogies.txt").write_text(": all\nBob likes Bob dislikes\n", "utf-8")
    trained().save("saved.npz")
    with zipfile.ZipFile("text8.zip", "w") as file:
        file.writestr("text8", "bob likes pizza")


GOOD: dict[str, Callable[[], Any]] = {
    # by the name of the parameter, or, where that is not enough, by function and parameter
    "C": vectors, "C_neg": lambda: np.ones((2, 3)), "P": lambda: np.full((7, 7), 1 / 49),
    "W": vectors,
    "a": lambda: "Bob", "b": lambda: "likes", "backend": lambda: "numpy", "binary": lambda: True,
    "c": lambda: "pizza", "c_pos": lambda: np.ones(3), "cache": lambda: ".",
    "callback": lambda: None,
    "centre": lambda: 1, "centres": lambda: [1], "chain": lambda: derivations.CHAINS["W4"],
    "chosen": lambda: np.ones(len(corpus().ids), bool), "context": lambda: "c_pos",
    "corpus": corpus,
    "counts": lambda: np.ones((3, 3)), "d": lambda: 2, "dimension": lambda: 2,
    "document": lambda: ["Bob"],
    "documents": lambda: [list(d) for d in corpora.BOB_PIZZA], "dynamic_window": lambda: True,
    "epochs": lambda: 1, "exclude_question": lambda: True, "f": lambda: square, "first": lambda: 0,
    "first_year": lambda: 2026, "gradient": lambda: [2.0, 4.0], "gradients": lambda: ([2.0], [4.0]),
    "h": lambda: 1e-5, "history": lambda: [1.0], "i": lambda: 0, "ids": lambda: [0, 1],
    "include_self": lambda: False, "judgements": lambda: [("Bob", "likes", 1), ("Bob", "kale", 2),
                                                          ("likes", "Bob", 3), ("kale", "pizza", 1.5)],
    "k": lambda: 2, "keep_probabilities": lambda: np.ones(7), "last": lambda: 1,
    "last_year": lambda: 2026,
    "learning_rate": lambda: 0.1, "matrix": lambda: np.eye(4) + 0.1, "min_count": lambda: 1,
    "model": trained, "n_sentences": lambda: 2, "name": lambda: "mine", "negatives": lambda: 2,
    "noise": lambda: np.full(7, 1 / 7), "noise_power": lambda: 0.75, "order": lambda: "frequency",
    "p": point, "path": lambda: "text.txt", "point": lambda: ([1.0], [2.0]), "positive": lambda: 2,
    "positives": lambda: [2], "power": lambda: 0.75, "presence": lambda: True,
    "probabilities": lambda: [0.5, 0.25, 0.25], "progress": lambda: False,
    "offsets": lambda: [0, 2], "query": lambda: "Bob", "words": lambda: ["Bob", "likes", "pizza"],
    "vector": lambda: np.ones(7),
    "questions": lambda: [("Bob", "likes", "kale", "pizza")], "radius": lambda: 2,
    "rates": lambda: [0.1], "resamples": lambda: 20, "restrict_to": lambda: 7,
    "rng": lambda: np.random.default_rng(0), "scope": lambda: "window", "score": lambda: 1.0,
    "seed": lambda: 0, "sha256": lambda: "0" * 64, "shift": lambda: 1.0, "size": lambda: 3,
    "smoothing": lambda: 0.75, "steps": lambda: [1e-3, 1e-5], "subsample": lambda: 0.0,
    "text": lambda: "Bob likes pizza.", "threads": lambda: 1, "top": lambda: 2, "trials": lambda: 1,
    "u": lambda: [1.0, 2.0], "url": lambda: "http://x.org", "v": lambda: [2.0, 1.0],
    "pairs": lambda: [[0, 1]],
    "variable": lambda: "w", "vectors": vectors, "vectors_path": lambda: "vectors.tsv",
    "vocabulary": words, "w": lambda: np.ones(3), "word": lambda: "Bob",
    "words_path": lambda: "words.tsv",
    "x": lambda: [1.0, 2.0], "y": lambda: [1.0, 3.0], "_": lambda: derivations.SIXTY_DIGITS,
    # the same name, another thing
    "gradcheck.check_gradients.f": lambda: squares, "gradcheck.relative_error.a": lambda: [1.0],
    "gradcheck.relative_error.b": lambda: [1.0],
    "gradcheck.step_size_study.method":
        lambda: importlib.import_module("edu_w2v.gradcheck").central_difference,
    "training.expected.descend.steps": lambda: 2,
    "derivations.sigma.x": lambda: decimal.Decimal(2),
    "derivations.sigmoid_chain.variable": lambda: "w",
    "derivations.Point.partial.f": lambda: lambda p: (p.w * p.w).sum(),
    "skipgram.skipgram_pairs.document":
        lambda: [0, 1, 2], "vocabulary.Vocabulary.from_counts.counts": lambda: {"Bob": 2,
    "pizza": 1},
    "evaluation.read_judgements.path": lambda: "judgements.tsv",
    "evaluation.read_analogies.path": lambda: "analogies.txt",
    "embeddings.Embeddings.load.path": lambda: "saved.npz",
    "embeddings.Embeddings.export_word2vec.path": lambda: "vectors.w2v",
    "embeddings.Embeddings.save.path": lambda: "new.npz",
    "objective.sgns_matrix_gradients.negatives": lambda: [1, 3],
    "training.compiled.train_pairs.negatives": lambda: [[3, 4]],
    "training.compiled.train_pairs.W": lambda: vectors().astype("f4"),
    "training.compiled.train_pairs.C": lambda: vectors().astype("f4"),
    "evaluation.held_out_loss.documents": lambda: [list(d) for d in corpora.BOB_PIZZA] * 3,
    "training.compiled.step.model": training_model, "training.fast.step.model": training_model,
    "training.compiled.step.text": corpus, "training.fast.step.text": corpus,
    "training.compiled.step.rates": lambda: np.full(len(corpus().ids), 0.1),
    "training.fast.step.rates": lambda: np.full(len(corpus().ids), 0.1),
}  # fmt: skip

INSTANCES: dict[str, Callable[[], Any]] = {
    "Vocabulary": words,
    "EncodedCorpus": corpus,
    "Embeddings": trained,
    "AliasTable": lambda: alias.AliasTable([0.5, 0.5]),
    "Point": point,
    "Chain": lambda: derivations.CHAINS["W4"],
    "Complex": lambda: derivations.Complex(decimal.Decimal(2), decimal.Decimal(0)),
}

# The inner rooms: what they are given comes from `train`, which has checked it.
INNER = (
    "edu_w2v.minimal",  # one page, without checks
    "edu_w2v.training.loop",
    "edu_w2v.training.watch",
    "edu_w2v.training.model",
    "edu_w2v.training.kernels",
    "edu_w2v.training.compiling",
    "edu_w2v.training.rows",
    "edu_w2v.training.batched",
    "edu_w2v.training.reference",
    "edu_w2v.formats",  # and from `Embeddings`
    "edu_w2v.corpora.words.split",  # and from the readers
    "edu_w2v.corpora.words.spaced",
    "edu_w2v.corpora.words.Text",
    "edu_w2v.numbering",
)

# How a message may speak of an argument, besides by its name.
ALIASES = {
    **dict.fromkeys(("a", "b", "c", "word", "document"), "word|vocabulary"),
    "documents": "documents?|words?|path", "text": "texts?", "ids": "id", "subsample": "documents",
    "matrix": "matrix|dimension", "query": "word|vocabulary", "words": "word|vocabulary",
    "counts": "counts?|words|documents", "vectors": "vectors?|pairs", "W": "W|model",
    "first": "first|last",
    "min_count": "min_count|no word occurs", "first_year": "year", "last_year": "year",
    "model": "model|W|noise|radius|negatives", "rates": "rates|learning_rate",
    "noise_power": "power", "steps": "h",
}  # fmt: skip

DOCUMENTED = (TypeError, ValueError, KeyError, OSError, ModuleNotFoundError)
LONG = {"epochs", "n_sentences"}  # a number that may be large, and then takes its time


class Slow(BaseException):
    """A call took longer than it may."""


class Target(NamedTuple):
    """What is called, and by which names its arguments go."""

    name: str
    get: Callable[[], Callable[..., Any]]
    parameters: tuple[str, ...]


def modules() -> Iterator[types.ModuleType]:
    """Yield all modules of the lesson that a user may call."""
    for info in pkgutil.walk_packages(edu_w2v.__path__, "edu_w2v."):
        inner = info.name in INNER or "classroom" in info.name or "._" in info.name
        if not inner:
            yield importlib.import_module(info.name)


def targets() -> list[Target]:
    """Find every public function, class and method that takes arguments."""
    found = []
    for module in modules():
        short = module.__name__.removeprefix("edu_w2v.")
        for name, value in vars(module).items():
            here = getattr(value, "__module__", None) == module.__name__
            if name.startswith("_") or not here or f"{module.__name__}.{name}" in INNER:
                continue
            if inspect.isfunction(value):
                found.append(target(f"{short}.{name}", lambda value=value: value, value))
            elif inspect.isclass(value):
                found += class_targets(f"{short}.{name}", value)
    return [one for one in found if one.parameters]


def class_targets(name: str, kind: type) -> Iterator[Target]:
    """Yield a class, if it is no mere record, and its public methods."""
    record = dataclasses.is_dataclass(kind) or issubclass(kind, tuple)
    if not record or hasattr(kind, "__post_init__"):
        yield target(name, lambda: kind, kind)
    for method, value in vars(kind).items():
        spoken = not method.startswith("_") or method in ("__getitem__", "__contains__")
        if isinstance(value, classmethod) and spoken:
            yield target(f"{name}.{method}", lambda m=method: getattr(kind, m), getattr(kind, method))
        elif inspect.isfunction(value) and spoken and len(inspect.signature(value).parameters) > 1:
            make = INSTANCES[kind.__name__]
            get = partial(getattr, make(), method)
            yield target(f"{name}.{method}", get, get())


def target(name: str, get: Callable[[], Any], value: Any) -> Target:
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = inspect.signature(value).parameters.values()
    return Target(name, get, tuple(p.name for p in parameters if p.kind not in kinds))


def good(one: Target, parameter: str) -> Any:
    """Return a good value for an argument; a KeyError says that `GOOD` has none yet."""
    key = f"{one.name}.{parameter}"
    return GOOD[key if key in GOOD else parameter]()


def call(one: Target, replaced: dict[str, Any]) -> Any:
    """Call a target with good arguments, but for the replaced ones."""
    arguments = [replaced[p] if p in replaced else good(one, p) for p in one.parameters]
    return one.get()(*arguments)


def fault(one: Target, parameter: str, bad: Callable[[], Any]) -> str | None:
    """Return what is wrong with the answer to one bad value, or None."""
    value = bad()
    may_be_called = parameter in ("f", "method", "callback", "backend")
    too_long = parameter in LONG and isinstance(value, int) and value > 100
    if (callable(value) and may_be_called) or too_long:
        return None
    try:
        with deadline(5):
            result = call(one, {parameter: value})
            if isinstance(result, Iterator):
                result = list(itertools.islice(result, 10))
    except Slow:
        return "too slow"
    except DOCUMENTED as error:
        return fault_of_message(error, parameter)
    except Exception as error:
        return f"raises {type(error).__name__}: {error!s:.80}".replace("\n", "⏎")
    echo = one.name == "cooccurrence.windows"  # it lists what it is given, whatever that is
    return None if echo or finite(result, one.name) else "returns NaN or infinity"


def fault_of_message(error: Exception, parameter: str) -> str | None:
    """Return what is wrong with a documented error, or None."""
    message = error.args[0] if len(error.args) == 1 else None
    if not isinstance(message, str):
        return f"raw {type(error).__name__}: {error!s:.80}".replace("\n", "⏎")
    start = f": {message:.80}".replace("\n", "⏎")
    if not message.isprintable():
        return f"more than one line{start}"
    if len(message) > 300:
        return f"long, {len(message)}{start}"
    if "; " not in message:
        return f"no mend{start}"
    names = f"{parameter}|{ALIASES.get(parameter, parameter)}"
    return None if re.search(rf"(?<![\w.])({names})(?!\w)", message) else f"not named{start}"


def finite(result: Any, name: str, levels: int = 5) -> bool:
    """Say whether numbers are finite; only the logarithm of a probability of 0 need not be."""
    if isinstance(result, embeddings.Embeddings):
        return finite(result.W, name)
    if sp.issparse(result):
        return finite(result.data, name)
    if isinstance(result, tuple | list) and not dataclasses.is_dataclass(result):
        return levels == 0 or all(finite(item, name, levels - 1) for item in result[:100])
    if isinstance(result, float | np.floating | np.ndarray) and np.asarray(result).dtype.kind == "f":
        good = ~np.isnan(result) if name == "objective.log_sigmoid" else np.isfinite(result)
        return bool(np.all(good))
    return True


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `Slow` after so many seconds."""

    def late(*_: Any) -> None:
        raise Slow

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def workshop() -> Iterator[None]:
    """Work in a folder of one's own, off the network, with bounded memory; warnings are errors."""
    used = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limits = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(stack.enter_context(tempfile.TemporaryDirectory())))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", RuntimeWarning)
        own_files()
        stack.enter_context(mock.patch("pooch.retrieve", return_value="text8.zip"))
        resource.setrlimit(resource.RLIMIT_AS, (used + 3 * 2**30, limits[1]))
        stack.callback(resource.setrlimit, resource.RLIMIT_AS, limits)
        yield


def run(times: int, seed: int) -> Counter[str]:
    """Make so many of the tries, in an order that the seed decides."""
    tries = [(one, p, i) for one in targets() for p in one.parameters for i in range(len(BAD))]
    chosen = np.random.default_rng(seed).permutation(len(tries))
    wrong: Counter[str] = Counter()
    with workshop():
        for one in targets():  # once without a deadline, since some are compiled first
            call(one, {})
        for n in itertools.islice(itertools.cycle(chosen), times):
            one, parameter, i = tries[n]
            if problem := fault(one, parameter, BAD[i]):
                wrong[f"{one.name}({parameter}) with bad value {i}: {problem}"] += 1
    return wrong


CAMPAIGNS = [Campaign("bad values for every public name", 30_000, run)]
