"""How do we know that a gradient is right? Move each coordinate a little and look.

The oracle knows nothing of the derivation: it only evaluates the function.
"""

import cmath
from collections.abc import Callable
from numbers import Complex, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks

_LARGEST = 1e100  # a step h beyond it serves nothing

STEP = float(np.finfo(np.float64).eps ** (1 / 3))
"""About 6e-6: with it the two errors of the central difference are of one size."""


def central_difference(
    f: Callable[[NDArray[np.floating]], float], x: ArrayLike, h: float = STEP
) -> NDArray[np.float64]:
    """Return the gradient of `f` at `x` from two evaluations a coordinate.

    ∂f/∂x_i ≈ [f(x + h e_i) − f(x − h e_i)] / 2h. The formula is wrong by a multiple of
    h², rounding by a multiple of 10^(−16)/h.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x`, returns a number.
    x : array_like
        A point, of any shape.
    h : float
        The step.

    Returns
    -------
    ndarray of the shape of `x`

    Examples
    --------
    >>> central_difference(lambda x: x[0] ** 2 * x[1], [3.0, 5.0]).round(6)
    array([30.,  9.])
    """
    _checks.function("f", f)
    point = _checks.real_array("x", x).astype(np.float64)
    h = _checks.real_number("h", h, maximum=_LARGEST, above=True)
    gradient = np.empty_like(point)
    for i in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[i] = h
        higher, lower = f(point + step), f(point - step)
        gradient[i] = (_number(higher, Real) - _number(lower, Real)) / (2 * h)
    return _finite(gradient)


def complex_step(
    f: Callable[[NDArray[np.complexfloating]], complex], x: ArrayLike, h: float = 1e-30
) -> NDArray[np.float64]:
    """Return the gradient of an analytic `f` at `x`, exact to rounding.

    ∂f/∂x_i ≈ Im f(x + ih e_i) / h. The formula is wrong by a multiple of h², and
    nothing is subtracted, so no digit is lost however small the step: take one whose
    square is nothing. `f` must be made of operations that take complex numbers and are
    analytic: no absolute value, no comparison.

    Parameters
    ----------
    f : callable
        Takes a complex array of the shape of `x`, returns a complex number.
    x : array_like
    h : float

    Returns
    -------
    ndarray of the shape of `x`

    References
    ----------
    W. Squire and G. Trapp 1998, "Using complex variables to estimate derivatives of
    real functions", SIAM Review 40.

    Examples
    --------
    >>> complex_step(lambda x: np.exp(x[0]) * x[1], [0.0, 5.0])
    array([5., 1.])
    """
    _checks.function("f", f)
    point = _checks.real_array("x", x).astype(np.complex128)
    h = _checks.real_number("h", h, maximum=_LARGEST, above=True)
    gradient = np.empty(point.shape)
    for i in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[i] = 1j * h
        gradient[i] = np.imag(_number(f(point + step), Complex)) / h
    return _finite(gradient)


def _number(value: Any, kind: type[Any]) -> Any:
    """Return what `f` returned, if it is a number; a NaN would go unnoticed."""
    number: Any = (
        value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
    )
    try:
        good = isinstance(number, kind) and cmath.isfinite(complex(number))
    except OverflowError:  # a whole number beyond 10^308
        good = False
    if not good:
        raise ValueError(
            f"f must return one finite number, but returned {_checks.shown(value)}; "
            "mend f or move x."
        )
    return number


def _finite(gradient: NDArray[np.float64]) -> NDArray[np.float64]:
    if not np.isfinite(gradient).all():
        raise ValueError(
            "f must not be so steep that its slope overflows; scale f down or move x."
        )
    return gradient


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Return the largest difference of two arrays, relative to their largest entry.

    Two arrays of zeros have error 0.

    Examples
    --------
    >>> relative_error([100.0, 1.0], [100.0, 2.0])
    0.01
    """
    a, b = _checks.real_array("a", a), _checks.real_array("b", b)
    if a.shape != b.shape:
        raise ValueError(
            f"a and b must have one shape, but have {a.shape} and {b.shape}; compare "
            "like with like."
        )
    return _largest_deviation(a, b)


def _largest_deviation(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Return `relative_error` of two arrays of any kind of numbers, unchecked."""
    scale = max(np.abs(a).max(initial=0), np.abs(b).max(initial=0))
    if scale == 0:
        return 0.0
    part = 2 if scale > 1 else 1  # the difference of two halves cannot overflow
    return float(np.abs(a / part - b / part).max() / (scale / part))


def check_gradients(
    f: Callable[..., float],
    gradients: tuple[NDArray[np.floating], ...],
    point: tuple[ArrayLike, ...],
    h: float = STEP,
) -> list[float]:
    """Return the relative error of each gradient of `f`, against central differences.

    Parameters
    ----------
    f : callable
        Takes the arrays of `point` as its arguments, returns a number.
    gradients : tuple of ndarray
        What is claimed: one gradient for each argument.
    point : tuple of array_like
    h : float

    Returns
    -------
    list of float
        Below about 1e-8 when the claim is right.

    Examples
    --------
    >>> from edu_w2v.objective import sgns_gradients, sgns_loss
    >>> point = [0.5, -1.0], [1.0, 0.2], [[0.1, 0.3], [2.0, -1.0]]
    >>> max(check_gradients(sgns_loss, sgns_gradients(*point), point)) < 1e-8
    True
    """
    _checks.function("f", f)
    gradients, point = _arrays("gradients", gradients), _arrays("point", point)
    if [x.shape for x in gradients] != [x.shape for x in point]:
        raise ValueError(
            f"gradients must be one for each argument, but are {len(gradients)} for "
            f"{len(point)}, or of other shapes; pass them as point has them."
        )
    errors = []
    for i, claimed in enumerate(gradients):

        def along(x: NDArray[np.floating], i: int = i) -> float:
            return f(*point[:i], x, *point[i + 1 :])

        errors.append(relative_error(claimed, central_difference(along, point[i], h)))
    return errors


def _arrays(name: str, arrays: Any) -> tuple[NDArray[np.floating], ...]:
    """Return each of several arrays of numbers."""
    if not isinstance(arrays, tuple | list):
        raise TypeError(
            f"{name} must be a tuple of arrays, but is {_checks.shown(arrays)}; pass "
            "one for each argument."
        )
    return tuple(_checks.real_array(f"each of {name}", x) for x in arrays)


def step_size_study(
    f: Callable[[NDArray[np.floating]], float],
    gradient: ArrayLike,
    x: ArrayLike,
    steps: ArrayLike,
    method: Callable[..., NDArray[np.float64]] = central_difference,
) -> NDArray[np.float64]:
    """Return the relative error of a numerical gradient for each of several steps h.

    For central differences it draws a V over log h. On the right the formula is wrong
    by a multiple of h²: slope 2. On the left each f(x ± h) is rounded, by about
    10^(−16), and the division by 2h magnifies that: slope −1. The bottom is near the
    cube root of 10^(−16).

    Parameters
    ----------
    f : callable
    gradient : array_like of the shape of `x`
        The true gradient of `f` at `x`.
    x : array_like
    steps : array_like, shape (n,)
    method : callable
        `central_difference` or `complex_step`.

    Returns
    -------
    ndarray, shape (n,)

    References
    ----------
    Press et al. 2007, *Numerical Recipes*, section 5.7.

    Examples
    --------
    >>> steps = [1e-1, 1e-5, 1e-9]  # too large, right, too small
    >>> errors = step_size_study(lambda x: np.exp(x[0]), [1.0], [0.0], steps)
    >>> int(errors.argmin())
    1
    """
    _checks.function("method", method)
    gradient, x = _checks.real_array("gradient", gradient), _checks.real_array("x", x)
    _checks.same_shape(gradient=gradient, x=x)
    steps = _checks.real_array("steps", steps, 1)
    return np.array([relative_error(gradient, method(f, x, h)) for h in steps])


def log_log_slope(x: ArrayLike, y: ArrayLike) -> float:
    """Return the slope of the line through (log x, log y): the power k of y ~ x^k.

    Examples
    --------
    >>> round(log_log_slope([1, 10, 100], [3, 300, 30_000]), 6)
    2.0
    """
    x, y = _checks.real_array("x", x, 1), _checks.real_array("y", y, 1)
    if (
        x.shape != y.shape
        or min(x.min(initial=1), y.min(initial=1)) <= 0
        or len(np.unique(np.log(x).round(12))) < 2
    ):
        raise ValueError(
            "x and y must be two or more pairs of numbers above 0, at different x, but "
            f"are {_checks.shown(x)} and {_checks.shown(y)}; leave the others out."
        )
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])
