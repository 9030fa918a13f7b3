"""How kernels are compiled and kept on disk; no fault of a disk stops the training."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, attr-defined"

from contextlib import suppress

from numba import njit
from numba.core.caching import FunctionCache

from edu_w2v.training.watch import say_once

FAST = {"reassoc", "contract", "nsz", "arcp", "nnan"}  # sums may be taken in any order

NO_PLACE = (
    "compiled code cannot be kept, so each start compiles anew for some seconds; set "
    "NUMBA_CACHE_DIR to a folder that you may write to."
)
BROKEN = "a file of compiled code cannot be used; it is compiled anew."

part_of_kernel = njit(inline="always")  # copied into the kernel that uses it


def kernel(function, **options):
    """Compile a function when it is called, and keep the result on disk if possible."""
    options |= {"nogil": True, "fastmath": FAST, "error_model": "numpy"}
    compiled = njit(**options)(function)
    try:
        compiled._cache = ForgivingCache(function)
    except (RuntimeError, OSError):  # Numba finds no place for it
        say_once(NO_PLACE)
    return compiled


def loop_of_kernel(function):
    """Compile a loop that makes no array of its own, so that none has to be counted.

    Numba counts who holds an array, to free it in time. Threads that hold the same
    matrices would change one count, each at every step, and wait for each other.
    """
    return kernel(function, _nrt=False)  # the "runtime" of Numba, which counts


class ForgivingCache(FunctionCache):
    """Numba's cache, but no fault of a disk stops the training."""

    def load_overload(self, sig, target_context):
        """Return the compiled function for these types, or None."""
        try:
            found = super().load_overload(sig, target_context)
            if found is None or found.signature.args == tuple(sig):
                return found
        except Exception:  # unpickling what is not a pickle can raise anything
            pass
        say_once(BROKEN)
        with suppress(Exception):
            self.flush()  # forget what there is for this function
        return None

    def save_overload(self, sig, data):
        """Keep a compiled function, if the disk takes it."""
        try:
            super().save_overload(sig, data)
        except Exception:
            say_once(NO_PLACE)
