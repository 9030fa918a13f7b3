"""How do we know that a gradient is right? Move each coordinate a little and look.

The oracle knows nothing of the derivation: it only evaluates the function.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks

STEP = float(np.finfo(np.float64).eps ** (1 / 3))
"""About 6e-6: with it the two errors of the central difference are of one size."""


def central_difference(
    f: Callable[[NDArray[np.floating]], float], x: ArrayLike, h: float = STEP
) -> NDArray[np.float64]:
    """Return the gradient of `f` at `x` from two evaluations a coordinate.

    ∂f/∂x_i ≈ [f(x + h e_i) − f(x − h e_i)] / 2h. The formula is wrong by a multiple of h²,
    rounding by a multiple of 10^(−16)/h.

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

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of finite numbers, or `h` is not above 0.

    Examples
    --------
    >>> central_difference(lambda x: x[0] ** 2 * x[1], [3.0, 5.0]).round(6)
    array([30.,  9.])
    """
    point = _checks.real_array("x", x).astype(np.float64)
    h = _checks.real_number("h", h, above=True)
    gradient = np.empty_like(point)
    for i in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[i] = h
        gradient[i] = (f(point + step) - f(point - step)) / (2 * h)
    return gradient


def complex_step(
    f: Callable[[NDArray[np.complexfloating]], complex], x: ArrayLike
) -> NDArray[np.float64]:
    """Return the gradient of an analytic `f` at `x`, exact to rounding.

    ∂f/∂x_i = Im f(x + ih e_i) / h with h = 10^(−30). Nothing is subtracted, so no digit
    is lost, however small the step. `f` must be made of operations that take complex
    numbers and are analytic: no absolute value, no comparison.

    Parameters
    ----------
    f : callable
        Takes a complex array of the shape of `x`, returns a complex number.
    x : array_like

    Returns
    -------
    ndarray of the shape of `x`

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of finite numbers.

    References
    ----------
    W. Squire and G. Trapp 1998, "Using complex variables to estimate derivatives of real
    functions", SIAM Review 40.

    Examples
    --------
    >>> complex_step(lambda x: np.exp(x[0]) * x[1], [0.0, 5.0])
    array([5., 1.])
    """
    point = _checks.real_array("x", x).astype(np.complex128)
    gradient = np.empty(point.shape)
    h = 1e-30
    for i in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[i] = 1j * h
        gradient[i] = np.imag(f(point + step)) / h
    return gradient


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Return the largest difference between two arrays, relative to their largest entry.

    Two arrays of zeros have error 0.

    Raises
    ------
    TypeError, ValueError
        If `a` and `b` are not finite arrays of one shape.

    Examples
    --------
    >>> relative_error([100.0, 1.0], [100.0, 2.0])
    0.01
    """
    a, b = _checks.real_array("a", a), _checks.real_array("b", b)
    if a.shape != b.shape:
        raise ValueError(f"a and b must have one shape, but have {a.shape} and {b.shape}.")
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    return float(np.abs(a - b).max(initial=0.0) / scale) if scale > 0 else 0.0


def check_gradients(
    f: Callable[..., float],
    gradients: tuple[NDArray[np.floating], ...],
    point: tuple[ArrayLike, ...],
    h: float = STEP,
) -> list[float]:
    """Return the relative error of each gradient of `f` at `point` against central differences.

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

    Raises
    ------
    TypeError, ValueError
        If the numbers of gradients and arguments differ, or an array is not finite.

    Examples
    --------
    >>> from edu_w2v.objective import sgns_gradients, sgns_loss
    >>> point = [0.5, -1.0], [1.0, 0.2], [[0.1, 0.3], [2.0, -1.0]]
    >>> max(check_gradients(sgns_loss, sgns_gradients(*point), point)) < 1e-8
    True
    """
    if len(gradients) != len(point):
        raise ValueError(
            f"gradients must be one for each argument, but are {len(gradients)} for {len(point)}."
        )
    errors = []
    for i, claimed in enumerate(gradients):

        def along(x: NDArray[np.floating], i: int = i) -> float:
            return f(*point[:i], x, *point[i + 1 :])

        errors.append(relative_error(claimed, central_difference(along, point[i], h)))
    return errors
