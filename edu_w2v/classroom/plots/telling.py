"""Words for text alternatives: lists, numbers, and the course of a curve, as a person would say them."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike


def listed(items: Iterable[object]) -> str:
    """Join what is listed with commas and a last "and".

    Examples
    --------
    >>> listed(["kale", "lettuce", "pizza"])
    'kale, lettuce and pizza'
    """
    *most, last = [str(item) for item in items] or ["none"]
    return f"{', '.join(most)} and {last}" if most else last


def plural(count: int, one: str, many: str = "") -> str:
    """Name a number of things.

    Examples
    --------
    >>> plural(1, "word"), plural(7, "word")
    ('1 word', '7 words')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number(value: float) -> str:
    """Write a number to be read aloud: two decimals, or two digits where it is small.

    Examples
    --------
    >>> number(-0.333), number(2.0), number(12345.6), number(0.00123), number(2.3e-9)
    ('−0.33', '2', '12,346', '0.0012', '2.3 times 10 to the −9')
    """
    size = abs(value)
    if size >= 1e9 or 0 < size < 1e-12:
        return f"about {power_of_ten(value)}"
    if abs(value - round(value)) < 1e-9 * max(1, size) and (size >= 1 or size < 1e-12):
        text = f"{round(value):,}"
    elif size >= 100:
        text = f"{value:,.0f}"
    elif size >= 0.01:
        text = f"{value:.2f}"
    elif size >= 1e-4:
        text = f"{value:.2g}"
    else:
        digits, exponent = f"{value:.1e}".split("e")
        text = f"{digits} times 10 to the {int(exponent)}"
    return text.replace("-", "−")


def fixed(value: float) -> str:
    """Write a number with two decimals, whatever its size.

    Examples
    --------
    >>> fixed(-0.5), fixed(-0.001)
    ('−0.50', '0.00')
    """
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")


def power_of_ten(value: float) -> str:
    """Write the power of ten nearest to a number other than 0.

    Examples
    --------
    >>> power_of_ten(3e-11)
    '10 to the −11'
    """
    sign = "−" if value < 0 else ""
    return f"{sign}10 to the {round(float(np.log10(abs(value))))}".replace("-", "−")


def pair(vector: ArrayLike) -> str:
    """Write the coordinates of a point.

    Examples
    --------
    >>> pair([0.5, -1])
    '(0.50, −1.00)'
    """
    return f"({', '.join(map(fixed, np.asarray(vector)))})"


def course(values: ArrayLike, places: Sequence[object], where: str = "at") -> str:
    """Tell how a curve goes: where it starts and ends, and its lowest and highest point between.

    Parameters
    ----------
    values : array_like, shape (n,)
    places : sequence of length n
        What belongs to each value on the other axis.
    where : str
        How a place is introduced.

    Examples
    --------
    >>> course([2, 1, 1.5], [0, 1, 2], "at step")
    'falls from 2 to 1.50; lowest, 1, at step 1'
    >>> course([1, 1], [0, 1])
    'stays at 1'
    """
    y = np.asarray(values, dtype=np.float64)
    first, last = float(y[0]), float(y[-1])
    if number(float(y.min())) == number(float(y.max())):
        return f"stays at {number(first)}"
    move = "falls" if last < first else "rises" if last > first else "goes"
    parts = [f"{move} from {number(first)} to {number(last)}"]
    for name, at in ("lowest", int(y.argmin())), ("highest", int(y.argmax())):
        value = number(float(y[at]))
        if value not in (number(first), number(last)):
            parts.append(f"{name}, {value}, {where} {places[at]}")
    return "; ".join(parts)
