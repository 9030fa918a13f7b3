"""What an answer is, whatever its type, and whether two answers are the same.

A learner may answer with anything. ``plain`` turns what can be an answer into numbers, texts, lists,
dictionaries, sets and arrays, and everything else into an ``Odd`` that only says what it was. No method
of a class that the learner wrote is called on the way, so nothing can hang or raise here.
"""

import decimal
import fractions
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_ELEMENTS = 10_000_000  # of a list or an array that is compared
DEEPEST = 8  # lists inside lists
NOISE = 1e-3  # a zero among large numbers is as exact as the tolerance times this

Array = NDArray[Any]


@dataclass(frozen=True)
class Odd:
    """What cannot be an answer, in words: "a generator"."""

    kind: str


def plain(value: Any, depth: int = 0) -> Any:
    """Return the value as a number, text, list, tuple, set, dictionary or array, or as an `Odd`.

    Examples
    --------
    >>> plain(fractions.Fraction(1, 4)), plain(np.int64(3)), plain(range(3))
    (0.25, 3, [0, 1, 2])
    >>> plain(x for x in "abc")
    Odd(kind='a generator (list(…) makes a list of it)')
    """
    kind = type(value)
    if depth > DEEPEST:
        return Odd("a list inside a list, too deep to compare")
    if value is None or value is ... or kind in (bool, int, float, complex, str, bytes):
        return value
    if isinstance(value, Odd):
        return value
    if kind in (fractions.Fraction, decimal.Decimal):
        return _float(value)
    if issubclass(kind, np.generic | np.ndarray) or kind.__module__.partition(".")[0] in (
        "pandas",
        "scipy",
        "sympy",
        "torch",
    ):
        return _plain_array(value, depth)
    return _plain_container(value, depth)


def _float(value: Any) -> float:
    """Return a number as a float; one that is too large is infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _plain_array(value: Any, depth: int) -> Any:
    """Return an array, a table of pandas, a sparse matrix or a NumPy number as plain values."""
    if value is np.ma.masked or np.ma.is_masked(value):
        return Odd("a masked array, in which something is masked")
    if hasattr(value, "toarray"):  # a sparse matrix
        if np.prod(value.shape) > MOST_ELEMENTS:
            return Odd(f"a sparse matrix of shape {value.shape}")
        value = value.toarray()
    try:
        array = np.array(value)  # a copy, of the class ndarray
    except Exception:
        return Odd(_a(type(value)))
    if array.size > MOST_ELEMENTS:
        return Odd(f"an array of shape {array.shape}")
    if array.dtype.kind in "biufc":
        return array if array.ndim else array.item() if array.dtype.kind != "f" else float(array)
    if array.dtype.kind in "OUS" and array.ndim:
        return plain(array.tolist(), depth)
    if array.dtype.kind in "US":
        return array.item()
    if array.dtype.kind == "O" and array.item() is not value:
        return plain(array.item(), depth + 1)
    try:
        return float(value)  # such as a number of SymPy
    except Exception:
        return Odd(_a(type(value)))


def _plain_container(value: Any, depth: int) -> Any:
    """Return a list, tuple, set or dictionary of plain values; anything else is odd."""
    kind = type(value)
    for base in (list, tuple, range, set, frozenset, dict):
        if not issubclass(kind, base):
            continue
        if base.__len__(value) > MOST_ELEMENTS:
            return Odd(f"a {base.__name__} of {base.__len__(value):,} elements")
        if base is dict:
            return {plain(k, depth + 1): plain(v, depth + 1) for k, v in dict.items(value)}
        parts = [plain(part, depth + 1) for part in base.__iter__(value)]
        if base is tuple:
            return tuple(parts)
        if base in (set, frozenset):
            return {tuple(p) if isinstance(p, list) else p for p in parts}
        return parts
    if kind in (type({}.keys()), type({}.values()), type({}.items())):
        return [plain(part, depth + 1) for part in value]
    if kind.__name__ in ("generator", "map", "filter", "zip", "enumerate", "reversed"):
        return Odd(f"{_a(kind)} (list(…) makes a list of it)")
    return Odd(_a(kind))


def _a(kind: type) -> str:
    name = str(type.__dict__["__name__"].__get__(kind))
    return f"an object {name}" if name == "object" else f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def holds_dots(value: Any) -> bool:
    """Return whether three dots are the plain value, or among its parts."""
    return value is ... or (isinstance(value, list | tuple) and any(map(holds_dots, value)))


def numbers(value: Any) -> Array | None:
    """Return a number, an array, or a list of numbers of one shape as an array; else None."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, bool | int | float | complex):
        return np.asarray(_float(value) if isinstance(value, int) and abs(value) >= 2**63 else value)
    if isinstance(value, list | tuple) and value:
        parts = [numbers(part) for part in value]
        arrays = [part for part in parts if part is not None]
        same_kind = len({(part.shape, part.dtype.kind == "b") for part in arrays}) == 1
        return np.stack(arrays) if len(arrays) == len(parts) and same_kind else None
    return None


def equal(given: Any, right: Any, tolerance: float | None = None, rounded: int | None = None) -> bool:
    """Return whether a plain value is the right one.

    Parameters
    ----------
    tolerance : float, optional
        How far a number may be off, relative to itself. Without it, 1e-6, and 1e-9 for a right
        answer that is whole. Where the right number is 0, it is relative to the largest of
        the array, or to 1, and a thousand times as strict.
    rounded : int, optional
        A number that is rounded rightly to this many decimals or more is right too.

    Examples
    --------
    >>> equal(8.9e-16, 0.0), equal([1, 2], np.array([1, 2])), equal(True, 1)
    (True, True, False)
    >>> [equal(x, 2 / 3, rounded=2) for x in (0.67, 0.667, 0.66, 0.7)]
    [True, True, False, False]
    """
    x, y = numbers(given), numbers(right)
    if x is not None and y is not None and x.size and y.size:
        if isinstance(given, int) and isinstance(right, int) and tolerance is None:
            return type(given) is type(right) and given == right
        return x.shape == y.shape and bool(np.all(matches(x, y, tolerance, rounded)))
    if isinstance(given, np.ndarray):
        given = given.tolist()
    if isinstance(right, np.ndarray):
        right = right.tolist()
    if isinstance(given, list | tuple) and isinstance(right, list | tuple):
        return len(given) == len(right) and all(
            equal(a, b, tolerance, rounded) for a, b in zip(given, right, strict=True)
        )
    if isinstance(given, Mapping) and isinstance(right, Mapping):
        return given.keys() == right.keys() and all(
            equal(given[key], right[key], tolerance, rounded) for key in right
        )
    if isinstance(given, Odd) or isinstance(given, bool) != isinstance(right, bool):
        return False
    return type(given) is type(right) and bool(given == right)


def matches(x: Array, y: Array, tolerance: float | None, rounded: int | None) -> Array:
    """Return for each number of `x` whether it is the one of `y`, which has the same shape."""
    if (x.dtype.kind == "b") != (y.dtype.kind == "b") or (x.dtype.kind == "c" and y.dtype.kind != "c"):
        return np.zeros(x.shape, bool)
    if tolerance is None:
        tolerance = 1e-6 if y.dtype.kind in "fc" else 1e-9
    x, y = (a.astype(np.complex128 if a.dtype.kind == "c" else np.float64) for a in (x, y))
    with np.errstate(all="ignore"):
        finite = np.isfinite(x) & np.isfinite(y)
        largest = float(np.abs(y[np.isfinite(y)]).max(initial=0.0))
        scale = largest if largest > 1e-12 else 1.0
        allowed = np.maximum(tolerance * np.abs(y), NOISE * tolerance * scale)
        same = np.where(finite, np.abs(x - y) <= allowed, (x == y) | (np.isnan(x) & np.isnan(y)))
        for decimals in range(rounded, 13) if rounded is not None and x.dtype.kind == "f" else ():
            unit = 10.0**decimals
            written = np.abs(x * unit - np.round(x * unit)) < 1e-6  # has no more decimals
            same |= finite & written & (np.abs(x - y) * unit <= 0.5 + 1e-6)
    return np.asarray(same)


# What a message shows.


def show(value: Any, digits: int = 6, longest: int = 300) -> str:
    """Return the value as text: floats with so many digits, a long one cut in the middle.

    Examples
    --------
    >>> show([1 / 3, np.array([[1, 2]]), 10**5000])
    '[0.333333, array([[1, 2]]), a whole number of 5001 digits]'
    """
    text = _show(value, digits)
    return text if len(text) <= longest else f"{text[: longest - 60]} … {text[-50:]}"


def _show(value: Any, digits: int) -> str:
    if isinstance(value, np.ndarray):
        return f"array({_show(value[:200].tolist(), digits)})" if value.size else "array([])"
    if isinstance(value, bool) or value is None or value is ...:
        return "..." if value is ... else str(value)
    if isinstance(value, int) and value.bit_length() > 400:
        return f"a whole number of {int(value.bit_length() * 0.30103) + 1} digits"
    if type(value) is int:
        return str(value)
    if isinstance(value, float):
        text = f"{value:.{digits}g}"
        return f"{text}.0" if text.lstrip("-").isdigit() else text
    if isinstance(value, complex):
        return f"({_show(value.real, digits)} + {_show(value.imag, digits)}j)"
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_show(k, digits)}: {_show(v, digits)}' for k, v in value.items())}}}"
    if isinstance(value, list | tuple | set):
        parts = [_show(part, digits) for part in list(value)[:400]]
        if isinstance(value, set):
            return f"{{{', '.join(sorted(parts))}}}" if parts else "set()"
        if isinstance(value, tuple):
            return f"({', '.join(parts)}{',' * (len(parts) == 1)})"
        return f"[{', '.join(parts)}]"
    if isinstance(value, str):
        return repr(value)[:1000]
    if isinstance(value, np.random.Generator):
        return "a random generator"
    if callable(value):
        return str(getattr(value, "__name__", "a function"))
    known = plain(value)
    return known.kind if isinstance(known, Odd) else _show(known, digits)


def shown_apart(given: Any, right: Any) -> tuple[str, str]:
    """Return both as text, with as many digits as it takes to tell them apart."""
    for digits in range(5, 18):
        texts = show(given, digits), show(right, digits)
        if texts[0] != texts[1]:
            break
    return texts


def place_of_difference(
    given: Any, right: Any, tolerance: float | None = None, rounded: int | None = None
) -> str:
    """Say where two values of the same kind differ first, or how their sizes do.

    Examples
    --------
    >>> place_of_difference(["a", "b", "c"], ["a", "x", "c"])
    "The first difference is at [1]: 'b' instead of 'x'."
    >>> place_of_difference(["a"], ["a", "x"])
    'Yours has length 1 instead of 2.'
    """
    x, y = numbers(given), numbers(right)
    if x is not None and y is not None and x.ndim and y.ndim:
        if x.shape != y.shape:
            return f"Yours has shape {x.shape} instead of {y.shape}."
        wrong = np.argwhere(~matches(x, y, tolerance, rounded))
        if x.size == 1 or not len(wrong):
            return ""
        index = tuple(wrong[0])
        a, b = shown_apart(x[index].item(), y[index].item())
        place = ", ".join(map(str, index))
        first = f"The first of {len(wrong)} differences" if len(wrong) > 1 else "The difference"
        return f"{first} is at [{place}]: {a} instead of {b}."
    if isinstance(given, list | tuple) and isinstance(right, list | tuple):
        if len(given) != len(right):
            return f"Yours has length {len(given)} instead of {len(right)}."
        return _place_in_lists(given, right, tolerance, rounded)
    return ""


def _place_in_lists(
    given: Sequence[Any], right: Sequence[Any], tolerance: float | None, rounded: int | None
) -> str:
    for i, (a, b) in enumerate(zip(given, right, strict=True)):
        if not equal(a, b, tolerance, rounded) and len(right) > 1:
            mine, expected = shown_apart(a, b)
            if len(mine) + len(expected) < 200:
                return f"The first difference is at [{i}]: {mine} instead of {expected}."
            return f"The first difference is in part [{i}]. " + place_of_difference(
                a, b, tolerance, rounded
            )
    return ""
