"""How a wrong answer is related to the right one, where that is certain.

These are facts about the two, not guesses at their cause, so they cannot be false: "the sign is the
other way round", "twice as large", "transposed". Of two facts that hold for the same number neither is
told, and none about small whole numbers, which are related to one another by chance.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from edu_w2v.classroom.exercises.comparing import Array, Odd, equal, matches, numbers, show

PRECISION = 1e-6  # how well a relation must hold
SMALL = 10  # whole numbers up to here are twice or half of one another by chance

# What is done to the right number to come to the given one.
_CHANGES: list[tuple[Callable[[Array], Array], str]] = [
    (lambda y: 2 * y, "twice as large as it should be"),
    (lambda y: y / 2, "half as large as it should be"),
    (lambda y: 100 * y, "100 times too large: a percentage instead of a share?"),
    (lambda y: y / 100, "100 times too small: a share instead of a percentage?"),
    (lambda y: 1000 * y, "1,000 times too large: look at the units"),
    (lambda y: y / 1000, "1,000 times too small: look at the units"),
    (lambda y: y / np.log(2), "right up to the base of the logarithm: log to base 2 was taken"),
    (lambda y: y / np.log(10), "right up to the base of the logarithm: log to base 10 was taken"),
    (lambda y: np.degrees(y), "right up to the unit of the angle: it is in degrees, not radians"),
    (lambda y: np.radians(y), "right up to the unit of the angle: it is in radians, not degrees"),
    (lambda y: 1 - y, "1 minus what it should be"),
    (lambda y: 1 / y, "upside down: 1 divided by what it should be"),
    (lambda y: y**2, "the square of what it should be"),
    (lambda y: np.sqrt(y), "the square root of what it should be"),
    (lambda y: np.log(y), "the logarithm of what it should be"),
    (lambda y: np.exp(y), "e to the power of what it should be"),
    (lambda y: np.log(1 / y), "minus the logarithm of what it should be"),
    (lambda y: y + 1, "1 too large"),
    (lambda y: y - 1, "1 too small"),
]


def type_only(given: Any, right: Any, same: Callable[[Any, Any], bool]) -> str:
    """Say what is off if only the type is; else return nothing.

    Examples
    --------
    >>> type_only("14", 14, equal)
    'The value is right, but it is text: take the quotes away.'
    >>> type_only([14], 14, equal)
    'The value is right, but it stands in a list or an array of its own: give it alone.'
    """
    for changed, sentence in _loosened(given, right):
        if same(changed, right):
            return f"The value is right, but {sentence}"
    return ""


def _loosened(given: Any, right: Any) -> list[tuple[Any, str]]:
    """Return the answer with another type or shape, and what to say if that is right."""
    ways: list[tuple[Any, str]] = []
    if isinstance(given, np.ndarray):
        given = given.tolist()
    if isinstance(given, str) and not isinstance(right, str):
        ways.append((_number_in(given), "it is text: take the quotes away."))
    if isinstance(given, bytes):
        ways.append((given.decode(errors="replace"), "it is made of bytes: take the b away."))
    if isinstance(given, list | tuple | set) and len(given) == 1:
        alone = next(iter(given))
        ways.append((alone, "it stands in a list or an array of its own: give it alone."))
        ways += [way for way in _loosened(alone, right) if not isinstance(alone, list | tuple)]
    if isinstance(right, list | tuple) and len(right) == 1:
        ways.append(([given], "it should stand in a list, if it is the only one there too."))
    x, y = numbers(given), numbers(right)
    if x is not None and x.dtype.kind == "b":
        ways.append(
            (x.astype(np.int64), "it is made of True and False: int(…) or .astype(int) makes numbers.")
        )
    if x is not None and y is not None and y.dtype.kind == "b" and np.all((x == 0) | (x == 1)):
        ways.append((x.astype(bool), "it should be True or False, not a number."))
    if x is not None and x.dtype.kind == "c" and not np.any(x.imag):
        ways.append((x.real, "it is a complex number: give a real one."))
    if x is not None and y is not None and x.size == y.size > 1 and x.shape != y.shape:
        ways.append((x.reshape(y.shape), f"its shape is {x.shape} instead of {y.shape}."))
    if isinstance(given, set) and isinstance(right, list | tuple):
        ordered = sorted(given, key=str)
        if len(ordered) == len(right) and equal(ordered, sorted(right, key=str)):
            ways.append((right, "a set has no order: give a list."))
    return ways


def _number_in(text: str) -> Any:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def too_coarse(given: Any, right: Any, rounded: int | None) -> str:
    """Say so if a number is the right one, rounded too coarsely or cut off; else return nothing.

    Examples
    --------
    >>> too_coarse(0.24, 0.244919, 4)
    'It is rounded too coarsely: give 4 digits after the point, or more.'
    >>> too_coarse(0.66, 2 / 3, 2)
    'The last digit is cut off, not rounded.'
    """
    if not (isinstance(given, float) and isinstance(right, float) and np.isfinite([given, right]).all()):
        return ""
    for decimals in range(13, 0, -1):
        unit = 10.0**decimals
        digits = round(given * unit)
        if abs(digits - given * unit) > 1e-6 or abs(digits) < 10 or digits % 10 == 0:
            continue  # it has more digits, or too few to tell a rounded number from another
        if decimals < (6 if rounded is None else rounded) and abs(given - right) * unit <= 0.5:
            wanted = (
                f"{rounded} digits after the point, or more"
                if rounded
                else "more digits, or the formula"
            )
            return f"It is rounded too coarsely: give {wanted}."
        if rounded is not None and digits == int(right * unit):
            return "The last digit is cut off, not rounded."
    return ""


def relation(given: Sequence[Any], right: Sequence[Any], rounded: int | None = None) -> str:
    """Say how all given results are related to the right ones; nothing if they are not.

    Parameters
    ----------
    given, right : sequence
        One plain value for each trial, or a single one.
    rounded : int, optional
        As of `comparing.equal`: so a number may also be rounded and have the wrong sign.

    Examples
    --------
    >>> relation([-0.96], [0.96])
    'The sign is the other way round.'
    >>> relation([np.array([[1, 2], [3, 4]])], [np.array([[1, 3], [2, 4]])])
    'Rows and columns are exchanged.'
    >>> relation([3], [4])
    ''
    """
    x, y = [numbers(a) for a in given], [numbers(b) for b in right]
    arrays = [(a, b) for a, b in zip(x, y, strict=True) if a is not None and b is not None and b.size]
    if len(arrays) != len(right) or any(a.dtype.kind not in "iuf" for pair in arrays for a in pair):
        return _order(given, right)
    for changed, sentence in _ARRANGEMENTS:
        pairs = [(a, changed(b)) for a, b in arrays]
        if all(a.shape == b.shape for a, b in pairs) and _all_close(*_flat(pairs)):
            return sentence
    if any(a.shape != b.shape for a, b in arrays):
        return ""
    if all(b.ndim == 2 and b.shape[0] == b.shape[1] > 1 for _, b in arrays):
        off = [(a[~np.eye(len(a), dtype=bool)], b[~np.eye(len(b), dtype=bool)]) for a, b in arrays]
        if _all_close(*_flat(off)):
            return "Only the diagonal differs."
    return _numeric(*_flat(arrays), [b.size for _, b in arrays], rounded) or _order(given, right)


_ARRANGEMENTS: list[tuple[Callable[[Array], Array], str]] = [
    (lambda y: y.T if y.ndim == 2 else y, "Rows and columns are exchanged."),
    (lambda y: y[::-1] if y.ndim else y, "The order is reversed."),
]


def _flat(pairs: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    if not pairs:
        return np.array([]), np.array([])
    x, y = (np.concatenate([pair[side].ravel() for pair in pairs]).astype(float) for side in (0, 1))
    return x, y


def _all_close(x: Array, y: Array) -> bool:
    """Return whether the numbers agree; two infinite ones or two missing ones do."""
    return bool(np.allclose(x, y, rtol=PRECISION, atol=1e-12, equal_nan=True))


def _numeric(x: Array, y: Array, sizes: Sequence[int], rounded: int | None) -> str:
    """Say what was done to each of the right numbers to come to the given ones."""
    if not (np.isfinite(x).all() and np.isfinite(y).all()) or not y.any():
        return ""
    if matches(x, -y, PRECISION, rounded).all():
        return "The sign is the other way round."
    if (
        x.size > 1
        and np.ptp(x - y) < PRECISION
        and np.ptp(y) > PRECISION
        and abs(x[0] - y[0]) > PRECISION
    ):
        return (
            f"Each number is {show(float(abs(x[0] - y[0])))} too {'large' if x[0] > y[0] else 'small'}."
        )
    if np.all(np.abs(y) <= SMALL) and np.all(y == np.round(y)) and np.unique(y).size < 3:
        return ""
    with np.errstate(all="ignore"):
        found = [
            sentence for change, sentence in _CHANGES if matches(x, change(y), PRECISION, rounded).all()
        ]
    if len(found) == 1:
        subject = "It is" if x.size == 1 else "Each number is"
        return f"{subject} {found[0]}{'' if found[0].endswith('?') else '.'}"
    if min(sizes) > 1 and len(sizes) > 1 and not found:
        return _proportions(x, y, sizes)
    return ""


def _proportions(x: Array, y: Array, sizes: Sequence[int]) -> str:
    """Say so if each result is a multiple of the right one, each with a factor of its own."""
    ends = np.cumsum(sizes)[:-1]
    for a, b in zip(np.split(x, ends), np.split(y, ends), strict=True):
        if not b.any() or not _all_close(a * np.abs(b).sum(), b * np.abs(a).sum()):
            return ""
    return "The proportions are right, but not the size: the numbers are scaled differently."


def _order(given: Sequence[Any], right: Sequence[Any]) -> str:
    """Say so if all results hold the right elements in another order."""
    for a, b in zip(given, right, strict=True):
        a, b = (v.tolist() if isinstance(v, np.ndarray) else v for v in (a, b))
        if not (isinstance(a, list | tuple) and isinstance(b, list | tuple)) or len(a) != len(b):
            return ""
        if any(isinstance(part, Odd) for part in a) or not equal(sorted(a, key=str), sorted(b, key=str)):
            return ""
    return "The elements are right, but their order is not."
