"""Draw one of V words in one step, whatever V is: the alias method.

V buckets of equal size are filled so that each holds at most two words. To draw, choose a
bucket, then toss its coin.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks


class Transfer(NamedTuple):
    """One step of filling: the bucket of `small` is topped up with a piece of `large`.

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

    Each word starts with V·p buckets' worth of probability. As long as some word has less
    than a bucket, its bucket is topped up by a word that has more than one.

    Parameters
    ----------
    probabilities : array_like, shape (V,)
        As for `AliasTable`.

    Returns
    -------
    list of Transfer
        At most V − 1 of them. Words not named as `small` fill their bucket alone.

    References
    ----------
    M. D. Vose 1991, "A linear algorithm for generating random numbers with a given distribution".

    Examples
    --------
    >>> for transfer in fill_buckets([0.5, 0.25, 0.25]):
    ...     print(transfer)
    Transfer(small=2, large=0, threshold=0.75, left=1.25)
    Transfer(small=1, large=0, threshold=0.75, left=1.0)
    """
    mass = (_distribution(probabilities) * np.size(probabilities)).tolist()
    small = [i for i, m in enumerate(mass) if m < 1]
    large = [i for i, m in enumerate(mass) if m >= 1]
    transfers = []
    while small and large:  # rounding may empty either list first: what is left has a full bucket
        i, j = small.pop(), large[-1]
        mass[j] -= 1 - mass[i]
        transfers.append(Transfer(i, j, mass[i], mass[j]))
        if mass[j] < 1:
            small.append(large.pop())
    return transfers


def _distribution(probabilities: ArrayLike) -> NDArray[np.float64]:
    """Return probabilities that sum to 1, from any weights."""
    p = _checks.real_array("probabilities", probabilities, 1).astype(np.float64)
    if not len(p) or (p < 0).any() or not p.any():
        raise ValueError(
            "probabilities must be at least one number, none negative and not all zero, "
            f"but are {p[:5].tolist()}{'…' if len(p) > 5 else ''}; pass counts or probabilities."
        )
    p = p / p.max()  # so that the sum neither overflows nor vanishes
    return p / p.sum()


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

    Raises
    ------
    TypeError, ValueError
        If `probabilities` is not such a vector.

    References
    ----------
    A. J. Walker 1977, "An efficient method for generating discrete random variables with
    general distributions"; M. D. Vose 1991.

    Examples
    --------
    >>> table = AliasTable([0.5, 0.25, 0.25])
    >>> table.threshold, table.alias
    (array([1.  , 0.75, 0.75]), array([0, 0, 0], dtype=int32))
    >>> table.sample(10, rng=0)
    array([0, 1, 1, 0, 0, 0, 0, 0, 0, 2], dtype=int32)
    """

    def __init__(self, probabilities: ArrayLike) -> None:
        p = _distribution(probabilities)
        self.threshold = np.ones(len(p))
        self.alias = np.arange(len(p), dtype=np.int32)
        for transfer in fill_buckets(p):
            self.threshold[transfer.small] = transfer.threshold
            self.alias[transfer.small] = transfer.large

    def __len__(self) -> int:
        return len(self.threshold)

    def sample(self, size: int | tuple[int, ...], rng: np.random.Generator | int) -> NDArray[np.int32]:
        """Draw words: a bucket each, then its coin.

        Parameters
        ----------
        size : int or tuple of int
            The shape of the result.
        rng : Generator or int
            A generator, or a seed for a new one.

        Returns
        -------
        ndarray of int32, of shape `size`

        Raises
        ------
        TypeError, ValueError
            If `size` is not made of whole numbers, or `rng` is neither generator nor seed.
        """
        for length in size if isinstance(size, tuple) else (size,):
            _checks.whole_number("size", length, minimum=0)
        rng = _checks.generator(rng)
        bucket = rng.integers(len(self), size=size, dtype=np.int32)
        own = rng.random(size) < self.threshold[bucket]
        return np.where(own, bucket, self.alias[bucket])

    def probabilities(self) -> NDArray[np.float64]:
        """Return the probability of each word, added up from the buckets: shape (V,).

        Examples
        --------
        >>> AliasTable([0.5, 0.25, 0.25]).probabilities()
        array([0.5 , 0.25, 0.25])
        """
        shared = np.bincount(self.alias, weights=1 - self.threshold, minlength=len(self))
        return (self.threshold + shared) / len(self)
