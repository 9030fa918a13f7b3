"""Bad input gets one clear sentence, before any work is lost.

Every message names the argument, says what was given, and tells how to mend it.
"""

import math
import os
import reprlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 2**63 - 1  # what NumPy can count to
LONGEST_NAME, LONGEST_PATH = 255, 4_095  # bytes that a file system takes

_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 3, 60, 200


def shown(value: Any) -> str:
    """Return `value` in one short line, whatever it is, for a message.

    Long values are cut before they are written out, and what cannot be written gets a
    sentence.

    Examples
    --------
    >>> shown(list(range(10**6)))
    '[0, 1, 2, 3, 4, 5, ...]'
    """
    try:
        if isinstance(value, str):  # of its subclasses, too, only the ends
            value = value[:99] + value[-99:] if len(value) > 198 else value[:]
        elif isinstance(value, bytes):
            value = value[:61]
        elif isinstance(value, np.ndarray) and value.size > 20:
            return f"an array of shape {value.shape}"
        text = _SHORT.repr(value)
    except Exception:  # whatever a value's own code may raise
        text = f"a value of type {type(value).__name__} that cannot be shown"
    text = "".join(letter if letter.isprintable() else " " for letter in text[:1_000])
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def shown_path(path: Any) -> str:
    """Return the end of a path for a message: the name of the file is there."""
    name = str(path)
    return shown(name if len(name) <= 55 else f"…{name[-54:]}")


def whole_number(
    name: str, value: Any, minimum: int = 1, maximum: int = LARGEST
) -> int:
    """Return `value` as an int, or say why it cannot be one from `minimum` up."""
    smallest = f"{name}={minimum}" if name.isidentifier() else f"{minimum}"
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(
            f"{name} must be a whole number, but is {shown(value)}; pass an int such "
            f"as {smallest}."
        )
    number = int(value)
    if number < minimum:
        raise ValueError(
            f"{name} must be at least {minimum}, but is {shown(number)}; pass "
            f"{smallest} or more."
        )
    if number > maximum:
        raise ValueError(
            f"{name} must be at most {maximum:,}, but is {shown(number)}; pass a "
            "smaller one."
        )
    return number


def real_number(
    name: str,
    value: Any,
    minimum: float = 0.0,
    maximum: float = math.inf,
    *,
    above: bool = False,
) -> float:
    """Return `value` as a finite float from `minimum`, or `above` it, to `maximum`."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            f"{name} must be a number, but is {shown(value)}; pass a float."
        )
    try:
        number = float(value)
    except OverflowError:  # a whole number or a fraction beyond 10^308
        number = math.inf
    high_enough = number > minimum if above else number >= minimum
    if not (math.isfinite(number) and high_enough and number <= maximum):
        bounds = f", {'above' if above else 'at least'} {minimum:g}"
        bounds += f" and at most {maximum:g}" if maximum < math.inf else ""
        bounds = bounds if minimum > -math.inf else ""
        value = number if isinstance(value, np.generic) else value
        raise ValueError(
            f"{name} must be a finite number{bounds}, but is {shown(value)}; pass "
            "one in that range."
        )
    return number


def one_of(name: str, value: Any, choices: tuple[str, ...]) -> str:
    """Return `value` if it is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(
            f"{name} must be one of {', '.join(map(repr, choices))}, but is "
            f"{shown(value)}; choose one."
        )
    return str(value)


def true_or_false(name: str, value: Any) -> bool:
    """Return `value` if it is a truth value; "no" would count as true."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(
            f"{name} must be True or False, but is {shown(value)}; pass one of the two."
        )
    return bool(value)


def function(name: str, value: Any) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise TypeError(
            f"{name} must be a function, but is {shown(value)}; pass its name, without "
            "brackets."
        )


def text(name: str, value: Any) -> str:
    """Return `value` if it is a string."""
    if not isinstance(value, str):
        raise TypeError(
            f"{name} must be a string, but is {shown(value)}; pass one str."
        )
    return value


def file_name(name: str, value: Any, *, new: bool = False) -> Path:
    """Return a name as a Path; to write a `new` file, its folder must be there."""
    if not isinstance(value, str | Path) or not str(value):
        raise TypeError(
            f"{name} must be a string or a Path, but is {shown(value)}; pass a name."
        )
    try:
        sizes = [len(os.fsencode(part)) for part in Path(value).parts]
    except UnicodeEncodeError:  # half a character
        sizes = [LONGEST_PATH]
    if (
        max(sizes, default=0) > LONGEST_NAME
        or sum(sizes) + len(sizes) > LONGEST_PATH
        or "\0" in str(value)
    ):
        raise ValueError(
            f"{name} must be a name that a file can have, but {shown(str(value))} is "
            "too long or holds a sign that no name has; pass another."
        )
    if new and not os.path.isdir(Path(value).parent):
        raise FileNotFoundError(
            f"{name} {shown_path(value)} is in a folder that does not exist; make that "
            "folder first."
        )
    return Path(value)


def instance(name: str, value: Any, kind: type, mend: str) -> None:
    """Refuse a value that is not of its kind; `mend` says where to get one."""
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be of type {kind.__name__}, but is {shown(value)}; {mend}."
        )


def real_array(
    name: str, value: Any, ndim: int | None = None, *, infinite: bool = False
) -> NDArray[np.floating]:
    """Return `value` as an array of floats with `ndim` dimensions (any number if None).

    float32 stays float32; everything else becomes float64. NaN is refused, and so is
    infinity unless `infinite` is set.
    """
    array = _floats(value)
    if array is None:
        raise TypeError(
            f"{name} must be an array of numbers, but is {shown(value)}; pass a list "
            "of numbers or a NumPy array."
        )
    if ndim is not None and array.ndim != ndim:
        kinds = ("a number", "a vector (1 dimension)", "a matrix (2 dimensions)")
        raise ValueError(
            f"{name} must be {kinds[ndim]}, but has shape {array.shape}; reshape it."
        )
    if np.isnan(array).any() or not (infinite or np.isfinite(array).all()):
        bad = "NaN" if np.isnan(array).any() else "infinity"
        raise ValueError(
            f"{name} must be finite numbers, but has {bad} in it; remove those entries "
            "first."
        )
    return array


def _floats(value: Any) -> NDArray[np.floating] | None:
    """Return `value` as an array of floats, or None where it is not made of numbers."""
    try:
        array = np.asarray(value)
        # NumPy would read "1" as 1, None as NaN, and drop an imaginary part.
        objects = array.flat if array.dtype.kind == "O" else ()
        if array.dtype.kind not in "fiubO" or not all(
            isinstance(one, Real | Decimal) for one in objects
        ):
            return None
        with np.errstate(over="ignore"):  # a longer float may become infinite
            return array if array.dtype == np.float32 else array.astype(np.float64)
    except Exception:  # lists of different lengths, 10**400, what an object's own raise
        return None


def factors(name: str, value: Any, ndim: int) -> NDArray[np.floating]:
    """Return `value` as `real_array` does; its products must not overflow."""
    array = real_array(name, value, ndim)
    largest = float(np.finfo(array.dtype).max) ** 0.25
    if np.abs(array).max(initial=0) > largest:
        raise ValueError(
            f"{name} must be numbers of at most {largest:.0e}, but one is larger; "
            "scale it down."
        )
    return array


def same_shape(**arrays: NDArray[Any]) -> None:
    """Refuse arrays that differ in shape."""
    names, shapes = " and ".join(arrays), [array.shape for array in arrays.values()]
    if len(set(shapes)) > 1:
        raise ValueError(
            f"{names} must have the same shape, but have "
            f"{' and '.join(map(str, shapes))}; take them from one model."
        )


def pair(
    w: Any, c_pos: Any, C_neg: Any
) -> tuple[NDArray[np.floating], NDArray[np.floating], NDArray[np.floating]]:
    """Return the vectors of a centre, a positive and negatives, of one dimension d."""
    w, c_pos = factors("w", w, 1), factors("c_pos", c_pos, 1)
    C_neg = factors("C_neg", C_neg, 2)
    if not len(w) == len(c_pos) == C_neg.shape[1]:
        raise ValueError(
            "w, c_pos and the rows of C_neg must have the same length, but have "
            f"{len(w)}, {len(c_pos)} and {C_neg.shape[1]}; take them from matrices "
            "with one dimension d."
        )
    return w, c_pos, C_neg


def as_array(value: Any) -> NDArray[Any]:
    """Return a value as an array, of no dimension if it cannot be one."""
    try:
        return np.asarray(value)
    except Exception:  # lists of different lengths, what an object's own code raises
        return np.empty(())


def ids(
    name: str, value: Any, size: int | None = None, ndim: int = 1
) -> NDArray[np.integer]:
    """Return `value` as ids of words: whole numbers from 0, below `size` if given."""
    array = as_array(value)
    if array.ndim == ndim and array.size == 0:
        return array.astype(np.int32)
    if array.ndim != ndim or array.dtype.kind not in "iu":
        lists = "a list of word ids" if ndim == 1 else "lists of word ids, all as long"
        raise TypeError(
            f"{name} must be {lists}, but is {shown(value)}; "
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
            f"path {shown_path(path)} cannot be read ({error.strerror or error}); "
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
        f"but is {shown(rng)}; pass, for example, {name}=0."
    )


def float32_matrix(name: str, value: Any) -> None:
    """Refuse what a compiled trainer cannot change in place."""
    if (
        type(value) is not np.ndarray
        or (value.dtype, value.ndim) != (np.float32, 2)
        or not (value.flags.c_contiguous and value.flags.writeable)
    ):
        raise TypeError(
            f"{name} must be a matrix of float32, row after row, that may be changed, "
            f"but is {shown(value)}; pass np.array({name}, 'f4')."
        )


def is_sparse(value: Any) -> bool:
    """Say whether a value is a sparse matrix of SciPy, without loading SciPy."""
    return hasattr(type(value), "tocsr")


def is_iterable(value: Any) -> bool:
    """Say whether one can go through a value; an array of 0 dimensions only says so."""
    try:
        iter(value)
    except Exception:  # what an object's own code raises, too
        return False
    return True


def documents_of_words(documents: Any) -> Iterator[list[Any]]:
    """Yield the documents one by one; each must be a list of words, not one string."""
    if not _listed(documents):
        raise TypeError(
            f"documents must be a list of lists of words, but is {shown(documents)}; "
            "split text with edu_w2v.corpora.sentences(text)."
        )
    for number, document in enumerate(documents):
        if type(document) is list:
            yield document
        else:
            it = f"document {number} "
            yield document_of_words(document, "each document must", it)


def document_of_words(
    document: Any, must: str = "document must", it: str = ""
) -> list[Any]:
    """Return a document as a list of words; a set, which has no order, is refused."""
    if not _listed(document):
        raise TypeError(
            f"{must} be a list of words, but {it}is {shown(document)}; "
            "split text with edu_w2v.corpora.tokenize(text)."
        )
    try:
        return list(document.tolist() if isinstance(document, np.ndarray) else document)
    except MemoryError:
        raise ValueError(
            f"{must} fit into memory, but {it}is {shown(document)}; cut it to pieces."
        ) from None


def _listed(value: Any) -> bool:
    """Say whether a value has parts in an order; a text counts as one part."""
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    if is_sparse(value):  # a table, not a list
        return False
    unlisted = (str, bytes, bytearray, set, frozenset, dict)
    return is_iterable(value) and not isinstance(value, unlisted)
