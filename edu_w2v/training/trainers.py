"""Which trainer takes the steps: the one asked for, or the fastest that works here."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from edu_w2v import _checks
from edu_w2v._interrupts import interrupts_wait
from edu_w2v.training import batched, reference
from edu_w2v.training.loop import Step
from edu_w2v.training.watch import say_once

BACKENDS = ("auto", "reference", "numpy", "numba_pairs", "numba")


def trainer(backend: str | Step, threads: int = 1) -> Step:
    """Return the function that trains on one block of documents.

    Raises
    ------
    ModuleNotFoundError
        If a compiled trainer is wanted and Numba is not installed.

    Examples
    --------
    >>> trainer("numpy").__module__
    'edu_w2v.training.batched'
    """
    threads = _checks.whole_number("threads", threads, maximum=1_024)
    has_numba = find_spec("numba") is not None
    name = "" if callable(backend) else _checks.one_of("backend", backend, BACKENDS)
    if name in ("numba", "numba_pairs") or (name == "auto" and has_numba):
        step = _compiled_step(name, has_numba)
        if step is not None:
            return partial(step, threads=threads)
    if threads > 1:
        raise ValueError(
            f"threads must be 1 with this backend, but is {threads}; pass threads=1, "
            "or install numba and pass backend='numba'."
        )
    if callable(backend):
        return backend
    return reference.step if name == "reference" else batched.step


def _compiled_step(backend: str, has_numba: bool) -> Callable[..., Any] | None:
    """Return a compiled trainer; None if "auto" must do without."""
    if not has_numba:
        raise ModuleNotFoundError(
            f"backend={backend!r} needs numba; run: pip install numba, or pass "
            "backend='numpy'."
        )
    try:
        with interrupts_wait():  # Numba takes long to import, and must not be cut short
            module = "compiled" if backend == "numba_pairs" else "fast"
            return import_module(f"edu_w2v.training.{module}").step
    except Exception as error:  # a broken library can raise anything
        fault = f"{type(error).__name__}: {' '.join(str(error).split()):.60}"
        broken = f"numba, which is installed but cannot be imported ({fault}); "
        mend = "run: pip install --force-reinstall numba"
        if backend != "auto":
            raise ImportError(
                f"backend={backend!r} needs {broken}{mend}, or pass backend='numpy'."
            ) from None
        say_once(f"training is fast with {broken}it is slower without; {mend}.")
        return None
