"""Draw one of V words in one step, whatever V is: the alias method.

V buckets of equal size are filled so that each holds at most two words. To draw, choose
a bucket, then let one comparison with a random number choose between its two words.
"""

from collections.abc import Iterator
from math import fsum, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks

MOST_AT_ONCE = 10**8  # draws, which take about 2 GB of memory
FULL = 2**53
"""Grains in a full bucket: as many as `Generator.random` has values, k/2^53."""


class Transfer(NamedTuple):
    """One step of filling: the bucket of `small` is filled up with a piece of `large`.

    Attributes
    ----------
    small, large : int
        The two words that now share the bucket of `small`.
    threshold : float
        The part of the bucket that is `small`'s own.
    left : float
        What `large` still has to place, in buckets.
    """

    small: int
    large: int
    threshold: float
    left: float


def fill_buckets(probabilities: ArrayLike) -> list[Transfer]:
    """List the transfers that fill the buckets, by Vose's method.

    Each word starts with V·p buckets' worth of probability. As long as some word has
    less than a bucket, its bucket is filled up by a word that has more than one.

    Parameters
    ----------
    probabilities : array_like, shape (V,)
        As for `AliasTable`.

    Returns
    -------
    list of Transfer
        At most V − 1 of them. A word that is never the `small` one fills its bucket
        alone.

    References
    ----------
    M. D. Vose 1991, "A linear algorithm for generating random numbers with a given
    distribution".

    Examples
    --------
    >>> for transfer in fill_buckets([0.5, 0.25, 0.25]):
    ...     print(transfer)
    Transfer(small=2, large=0, threshold=0.75, left=1.25)
    Transfer(small=1, large=0, threshold=0.75, left=1.0)
    """
    mass = _grains(probabilities)
    return [
        Transfer(small, large, mass[small] / FULL, mass[large] / FULL)
        for small, large in _transfers(mass)
    ]


def _transfers(mass: list[int]) -> Iterator[tuple[int, int]]:
    """Fill the buckets; `mass`, what words have, becomes what their own buckets keep.

    After each step yields who got a piece and who gave it.
    """
    small = [i for i, m in enumerate(mass) if m < FULL]
    large = [i for i, m in enumerate(mass) if m >= FULL]
    while small:  # one bucket is left for each word left: so one of them is large
        i, j = small.pop(), large[-1]
        mass[j] -= FULL - mass[i]
        yield i, j
        if mass[j] < FULL:
            small.append(large.pop())


def _grains(probabilities: ArrayLike) -> list[int]:
    """Return V·p in whole grains, of which `FULL` fill a bucket.

    Whole numbers are subtracted without rounding, so nothing is lost or left over,
    however many steps there are; and a random number, one of `FULL` values, is below a
    threshold of g grains for exactly g of them. What the rounding to whole grains lost
    or added, the most probable word gets or gives.
    """
    p = _weights(probabilities)
    p = p / p.max()  # so that the sum neither overflows nor vanishes
    total = fsum(p.tolist())  # unlike np.sum, without rounding: the same everywhere
    mass = [int(m) for m in np.rint(p * len(p) / total * FULL).tolist()]
    mass[np.argmax(p)] += len(p) * FULL - sum(mass)  # what this rounding lost or added
    return mass


def _weights(probabilities: ArrayLike) -> NDArray[np.float64]:
    p = _checks.real_array("probabilities", probabilities, 1).astype(np.float64)
    if not len(p) or (p < 0).any() or not p.any():
        raise ValueError(
            "probabilities must be at least one number, none negative and not all "
            f"zero, but are {p[:5].tolist()}{'…' if len(p) > 5 else ''}; pass counts "
            "or probabilities."
        )
    return p


class AliasTable:
    """A table from which words are drawn in one step each.

    Parameters
    ----------
    probabilities : array_like, shape (V,)
        Not negative; weights that do not sum to 1 are divided by their sum.

    Attributes
    ----------
    threshold : ndarray of float64, shape (V,)
        The part of each bucket that belongs to the word of that number.
    alias : ndarray of int32, shape (V,)
        The word that the rest of the bucket belongs to.

    Notes
    -----
    The build takes O(V) steps, a draw takes one. The buckets hold the probabilities to
    within the rounding of a float, about 10^(−16); a word of weight zero is never
    drawn.

    References
    ----------
    A. J. Walker 1977, "An efficient method for generating discrete random variables
    with general distributions"; M. D. Vose 1991.

    Examples
    --------
    >>> table = AliasTable([0.5, 0.25, 0.25])
    >>> table.threshold, table.alias
    (array([1.  , 0.75, 0.75]), array([0, 0, 0], dtype=int32))
    >>> table.sample(10, rng=0)
    array([0, 1, 1, 0, 0, 0, 0, 0, 0, 2], dtype=int32)
    """

    def __init__(self, probabilities: ArrayLike) -> None:
        mass = _grains(probabilities)
        alias = list(range(len(mass)))
        for small, large in _transfers(mass):
            alias[small] = large
        self.threshold = np.array(mass) / FULL
        self.alias = np.array(alias, dtype=np.int32)

    def __len__(self) -> int:
        return len(self.threshold)

    def sample(
        self, size: int | tuple[int, ...], rng: np.random.Generator | int
    ) -> NDArray[np.int32]:
        """Draw words: a bucket each, then one of its two words.

        Parameters
        ----------
        size : int or tuple of int
            The shape of the result.
        rng : Generator or int
            A generator, or a seed for a new one.

        Returns
        -------
        ndarray of int32, of shape `size`
        """
        lengths = size if isinstance(size, tuple) else (size,)
        for length in lengths:
            _checks.whole_number("size", length, minimum=0)
        _checks.whole_number("size", prod(map(int, lengths)), 0, MOST_AT_ONCE)
        rng = _checks.generator(rng)
        bucket = rng.integers(len(self), size=size, dtype=np.int32)
        own = rng.random(size) < self.threshold[bucket]
        return np.where(own, bucket, self.alias[bucket])

    def probabilities(self) -> NDArray[np.float64]:
        """Return the probability of each word, from the buckets: shape (V,).

        Examples
        --------
        >>> AliasTable([0.5, 0.25, 0.25]).probabilities()
        array([0.5 , 0.25, 0.25])
        """
        rest = 1 - self.threshold
        coarse = np.rint(rest * 2**20) / 2**20  # sums of these are exact
        shared = np.bincount(self.alias, coarse, len(self))
        shared += np.bincount(self.alias, rest - coarse, len(self))
        return (self.threshold + shared) / len(self)
