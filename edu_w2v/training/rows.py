"""Matrices whose rows begin where a cache line begins.

A processor fetches memory in lines of 64 bytes, 16 numbers of float32. A row of 100 numbers
that is given 7 whole lines of its own shares no line with its neighbours, and a loop over
whole lines needs no special case for the last few numbers.
"""

import numpy as np
from numpy.typing import NDArray

LINE = 16  # numbers of float32 in a cache line


def padded_zeros(size: int, dimension: int) -> NDArray[np.float32]:
    """Return zeros whose rows begin at multiples of 64 bytes.

    Parameters
    ----------
    size, dimension : int
        V and d.

    Returns
    -------
    ndarray of float32, shape (V, d)
        Each row is followed by unused zeros up to the end of its last cache line.

    Examples
    --------
    >>> matrix = padded_zeros(1000, 100)
    >>> matrix.shape, matrix.strides
    ((1000, 100), (448, 4))
    """
    length = -(-dimension // LINE) * LINE
    memory = np.zeros(size * length + LINE, dtype=np.float32)
    start = -memory.ctypes.data % 64 // memory.itemsize
    return memory[start : start + size * length].reshape(size, length)[:, :dimension]


def whole_rows(matrix: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the rows with the zeros behind them, or None if `matrix` is not padded.

    Examples
    --------
    >>> whole_rows(padded_zeros(1000, 100)).shape
    (1000, 112)
    >>> whole_rows(np.zeros((1000, 100), dtype=np.float32)) is None
    True
    """
    size, dimension = matrix.shape
    length = -(-dimension // LINE) * LINE
    memory = matrix if matrix.base is None else matrix.base
    if (
        matrix.dtype != np.float32
        or matrix.strides != (4 * length, 4)
        or matrix.ctypes.data % 64
        or matrix.ctypes.data + 4 * size * length > memory.ctypes.data + memory.nbytes
    ):
        return None
    return np.lib.stride_tricks.as_strided(matrix, shape=(size, length))
