"""What an answer is, whatever its type, and whether two answers are the same.

A learner may answer with anything. ``plain`` turns what can be an answer into numbers, texts, lists,
dictionaries, sets and arrays, and everything else into an ``Odd`` that only says what it was. No method
of a class that the learner wrote is called on the way, so nothing can hang or raise here.
"""

import decimal
import fractions
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ARRAYS_OF = ("numpy", "pandas", "scipy", "sympy", "torch")
MOST_ELEMENTS = 300_000  # of lists, all in all
MOST_IN_ARRAY = 20_000_000
DEEPEST = 8  # lists inside lists
NOISE = 1e-3  # a zero among large numbers is as exact as the tolerance times this

Array = NDArray[Any]


@dataclass(frozen=True)
class Odd:
    """What cannot be an answer, in words: "a generator"."""

    kind: str


def plain(value: Any, budget: list[int] | None = None) -> Any:
    """Return the value as a number, text, list, tuple, set, dictionary or array, or as an `Odd`.

    Parameters
    ----------
    budget : list of one int, optional
        How many elements of lists may still be looked at: it shrinks from call to call, so that
        the results of many trials stay within it together.

    Examples
    --------
    >>> plain(fractions.Fraction(1, 4)), plain(np.int64(3)), plain(range(3))
    (0.25, 3, [0, 1, 2])
    >>> plain(x for x in "abc")
    Odd(kind='a generator (list(…) makes a list of it)')
    """
    return _plain(value, DEEPEST, [MOST_ELEMENTS] if budget is None else budget)


def _plain(value: Any, depth: int, budget: list[int]) -> Any:
    """Return the plain value of what stands so deep in a list that only `depth` levels are left."""
    kind = type(value)
    budget[0] -= 1
    if depth < 0 or budget[0] < 0:
        return Odd("too large, or too deep a list inside a list,")
    if kind in (str, bytes) and len(value) > MOST_ELEMENTS:
        return Odd(f"a text of {len(value):,} characters")
    if value is None or value is ... or kind in (bool, int, float, complex, str, bytes, Odd):
        return value
    if kind in (fractions.Fraction, decimal.Decimal):
        return _float(value)
    if issubclass(kind, np.generic | np.ndarray) or kind.__module__.partition(".")[0] in ARRAYS_OF:
        return _plain_array(value, depth, budget)
    return _plain_container(value, depth, budget)


def _float(value: Any) -> float:
    """Return a number as a float; one that is too large is infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    except ValueError:  # one of Decimal's two kinds of nan
        return float("nan")


def _plain_array(value: Any, depth: int, budget: list[int]) -> Any:
    """Return an array, a table of pandas, a sparse matrix or a NumPy number as plain values."""
    if issubclass(type(value), np.ma.MaskedArray) and np.ma.is_masked(value):
        return Odd("a masked array, in which something is masked")
    if issubclass(type(value), np.ndarray):
        array = np.ndarray.view(value, np.ndarray)
        if array.size <= MOST_IN_ARRAY:
            array = array.copy()
    elif hasattr(value, "toarray") and np.prod(value.shape) <= MOST_IN_ARRAY:
        array = value.toarray()  # a sparse matrix
    else:
        array = np.array(value)
    if array.size > MOST_IN_ARRAY:
        return Odd(f"an array of shape {array.shape}")
    if array.dtype.kind == "f" and not array.ndim:
        return float(array)  # a long double too
    if array.dtype.kind in "biufcU":
        return (
            _plain(array.tolist(), depth, budget) if array.dtype.kind == "U" or not array.ndim else array
        )
    if array.dtype.kind == "O" and array.ndim:
        return _plain(array.tolist(), depth - 1, budget)
    if array.dtype.kind == "O" and array.item() is not value:
        return _plain(array.item(), depth - 1, budget)
    try:
        return float(value)  # such as a number of SymPy
    except (TypeError, ValueError):
        return Odd(_a(type(value)))


def _plain_container(value: Any, depth: int, budget: list[int]) -> Any:
    """Return a list, tuple, set or dictionary of plain values; anything else is odd."""
    kind = type(value)
    if issubclass(kind, dict):
        return {
            _plain(key, depth - 1, budget): _plain(part, depth - 1, budget)
            for key, part in dict.items(value)
        }
    for base, made in _CONTAINERS.items():
        if issubclass(kind, base):
            if base.__len__(value) > budget[0]:
                return Odd(f"a {base.__name__} of {base.__len__(value):,} elements")
            return made(_plain(part, depth - 1, budget) for part in base.__iter__(value))
    if kind.__name__ in ("generator", "map", "filter", "zip", "enumerate", "reversed"):
        return Odd(f"{_a(kind)} (list(…) makes a list of it)")
    return Odd(_a(kind))


_CONTAINERS: dict[type[Any], Callable[..., Any]] = {
    list: list,
    tuple: tuple,
    range: list,
    set: set,
    frozenset: frozenset,
    type({}.keys()): list,
    type({}.values()): list,
    type({}.items()): list,
}


def _a(kind: type) -> str:
    name = kind.__name__
    return f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}"


def holds_dots(value: Any) -> bool:
    """Return whether three dots are the plain value, or among its parts."""
    return value is ... or (isinstance(value, list | tuple) and any(map(holds_dots, value)))


def numbers(value: Any) -> Array | None:
    """Return a number, an array, or a list of numbers of one shape as an array; else None."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, bool | int | float | complex):
        return np.asarray(_float(value) if isinstance(value, int) and abs(value) >= 2**63 else value)
    if not isinstance(value, list | tuple) or not value:
        return None
    kinds = set(map(type, value))
    if kinds <= {int, float, complex} or kinds == {bool}:
        array = np.array(value)
        return array if array.dtype != object else np.array([_float(number) for number in value])
    parts = [numbers(part) for part in value] if kinds <= {list, tuple, np.ndarray} else [None]
    arrays = [part for part in parts if part is not None]
    same_kind = len({(part.shape, part.dtype.kind == "b") for part in arrays}) == 1
    return np.stack(arrays) if len(arrays) == len(parts) and same_kind else None


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
    if isinstance(given, set | frozenset) and isinstance(right, set | frozenset):
        return given == right
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
    if isinstance(value, list | tuple | set | frozenset):
        parts = [_show(part, digits) for part in list(value)[:400]]
        if isinstance(value, set | frozenset):
            return f"{{{', '.join(sorted(parts))}}}" if parts else "set()"
        if isinstance(value, tuple):
            return f"({', '.join(parts)}{',' * (len(parts) == 1)})"
        return f"[{', '.join(parts)}]"
    if isinstance(value, str | bytes):
        return repr(value[:1000])
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
