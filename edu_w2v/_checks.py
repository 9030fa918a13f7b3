"""Bad input gets one clear sentence, before any work is lost.

Every message names the argument, says what was given, and tells how to mend it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def whole_number(
    name: str, value: Any, minimum: int = 1, maximum: int | None = None
) -> int:
    """Return `value` as an int, or say why it cannot be one of at least `minimum`."""
    smallest = f"{name}={minimum}" if name.isidentifier() else f"{minimum}"
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(
            f"{name} must be a whole number, but is {value!r:.60}; pass an int such as {smallest}."
        )
    if int(value) < minimum:
        raise ValueError(
            f"{name} must be at least {minimum}, but is {value}; pass {smallest} or more."
        )
    if maximum is not None and int(value) > maximum:
        raise ValueError(
            f"{name} must be at most {maximum:,}, but is {value}; pass a smaller one."
        )
    return int(value)


def real_number(
    name: str,
    value: Any,
    minimum: float = 0.0,
    maximum: float = float("inf"),
    *,
    above: bool = False,
) -> float:
    """Return `value` as a finite float in [minimum, maximum], or in (minimum, maximum] if `above`."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, but is {value!r:.60}; pass a float.")
    number = float(value)
    high_enough = number > minimum if above else number >= minimum
    if not (np.isfinite(number) and high_enough and number <= maximum):
        bounds = f"{'above' if above else 'at least'} {minimum:g}"
        bounds += f" and at most {maximum:g}" if maximum < float("inf") else ""
        raise ValueError(
            f"{name} must be a finite number, {bounds}, but is {value}; pass one in that range."
        )
    return number


def one_of(name: str, value: Any, choices: tuple[str, ...]) -> str:
    """Return `value` if it is one of `choices`."""
    if value not in choices:
        raise ValueError(
            f"{name} must be one of {', '.join(map(repr, choices))}, but is {value!r:.60}; choose one."
        )
    return str(value)


def true_or_false(name: str, value: Any) -> bool:
    """Return `value` if it is a truth value; "no" would count as true."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(
            f"{name} must be True or False, but is {value!r:.60}; pass one of the two."
        )
    return bool(value)


def function(name: str, value: Any) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise TypeError(
            f"{name} must be a function, but is {value!r:.60}; pass its name, without brackets."
        )


def file_name(name: str, value: Any, *, new: bool = False) -> Path:
    """Return the name of a file as a Path; to write a `new` one, its folder must be there."""
    if not isinstance(value, str | Path) or not str(value):
        raise TypeError(
            f"{name} must be a string or a Path, but is {value!r:.60}; pass a name."
        )
    if new and not Path(value).parent.is_dir():
        raise FileNotFoundError(
            f"{name} {str(value)!r} is in a folder that does not exist; make that folder first."
        )
    return Path(value)


def instance(name: str, value: Any, kind: type, mend: str) -> None:
    """Refuse a value that is not of its kind; `mend` says where to get one."""
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be of type {kind.__name__}, but is {value!r:.60}; {mend}."
        )


def real_array(
    name: str, value: Any, ndim: int | None = None, *, infinite: bool = False
) -> NDArray[np.floating]:
    """Return `value` as an array of floats with `ndim` dimensions (any number if None).

    float32 stays float32; everything else becomes float64. NaN is refused, and so is infinity
    unless `infinite` is set.
    """
    try:
        array = np.asarray(value)
        # NumPy would read "1" as 1, None as NaN, and drop an imaginary part.
        if array.dtype.kind not in "fiubO" or (
            array.dtype == object and None in array.ravel().tolist()
        ):
            raise TypeError
        if array.dtype != np.float32:
            array = array.astype(np.float64)
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} must be an array of numbers, but is {value!r:.60}; "
            "pass a list of numbers or a NumPy array."
        ) from None
    if ndim is not None and array.ndim != ndim:
        kinds = {
            0: "a number",
            1: "a vector (1 dimension)",
            2: "a matrix (2 dimensions)",
        }
        raise ValueError(
            f"{name} must be {kinds[ndim]}, but has shape {array.shape}; reshape it."
        )
    if np.isnan(array).any() or not (infinite or np.isfinite(array).all()):
        bad = "NaN" if np.isnan(array).any() else "infinity"
        raise ValueError(
            f"{name} must be finite numbers, but has {bad} in it; remove those entries first."
        )
    return array


def ids(name: str, value: Any, size: int | None = None) -> NDArray[np.integer]:
    """Return `value` as a vector of ids of words: whole numbers from 0 up, below `size` if given."""
    try:
        array = np.asarray(value)
    except ValueError:  # lists of different lengths in a list
        array = np.empty((0, 0))
    if array.ndim == 1 and array.size == 0:
        return np.empty(0, dtype=np.int32)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise TypeError(
            f"{name} must be a list of word ids, but is {value!r:.60}; "
            "make ids with vocabulary.encode(words)."
        )
    if array.min() < 0 or (size is not None and array.max() >= size):
        wrong = array.min() if array.min() < 0 else array.max()
        below = "up" if size is None else f"to {size - 1}"
        raise ValueError(
            f"{name} must hold ids from 0 {below}, but one is {wrong}; leave it out."
        )
    return array


@contextmanager
def reading(path: str | Path) -> Iterator[None]:
    """Say in one sentence why a file cannot be opened, whatever the system says."""
    try:
        yield
    except OSError as error:
        kind = FileNotFoundError if isinstance(error, FileNotFoundError) else OSError
        raise kind(
            f"path {str(path)!r:.200} cannot be read ({error.strerror or error}); "
            "check the name, and that you may open it."
        ) from None


def generator(rng: Any, name: str = "rng") -> np.random.Generator:
    """Return a Generator: the one given, or a new one from a whole-number seed."""
    if isinstance(rng, np.random.Generator):
        return rng
    if isinstance(rng, Integral) and not isinstance(rng, bool) and int(rng) >= 0:
        return np.random.default_rng(int(rng))
    raise TypeError(
        f"{name} must be a numpy.random.Generator or a whole number from 0 up as seed, "
        f"but is {rng!r}; pass, for example, {name}=0."
    )


def documents_of_words(documents: Any) -> Iterator[list[Any]]:
    """Yield the documents one by one; each must be a list of words, not one string."""
    if not _listed(documents):
        raise TypeError(
            f"documents must be a list of lists of words, but is {documents!r:.60}; "
            "split text with edu_w2v.corpora.sentences(text)."
        )
    for number, document in enumerate(documents):
        if type(document) is list:
            yield document
        else:
            yield document_of_words(
                document, "each document must", f"document {number} "
            )


def document_of_words(
    document: Any, must: str = "document must", it: str = ""
) -> list[Any]:
    """Return a document as a list of words; a set, which has no order, is refused."""
    if not _listed(document):
        raise TypeError(
            f"{must} be a list of words, but {it}is {document!r:.60}; "
            "split text with edu_w2v.corpora.tokenize(text)."
        )
    return list(document.tolist() if isinstance(document, np.ndarray) else document)


def _listed(value: Any) -> bool:
    """Say whether a value has parts in an order; a text counts as one part."""
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    unlisted = (str, bytes, bytearray, set, frozenset, dict)
    return isinstance(value, Iterable) and not isinstance(value, unlisted)
