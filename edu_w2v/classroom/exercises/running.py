"""A learner's function, run where it can do no harm.

It runs in a process of its own, which is ended when its time is up. No other way ends everything on
Linux, macOS and Windows alike: a loop without end, a C call such as ``10**10**8``, a function that
catches every exception, ``exit()``, a crash. A process also has its own settings, so that neither
``np.seterr`` nor print options, in the notebook or in the function, have any effect outside of it.

Where there are no processes (in a browser), or where the function uses what cannot be sent to one (an
open file), it runs here, and a trace looks at the clock at each line. A single call of C that does not
return cannot be ended then, nor can a loop that catches everything.
"""

import _thread
import builtins
import contextlib
import copy
import faulthandler
import io
import os
import pickle
import re
import subprocess
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from edu_w2v.classroom.exercises.comparing import MOST_ELEMENTS, equal, plain

MOST_PRINTED = 1_000  # characters
MOST_MEMORY = 4 * 2**30  # bytes, where the system can hold a process to it
TO_START = 60.0  # seconds, in which Python starts and imports what the function uses

Arguments = tuple[Any, ...]


@dataclass
class Outcome:
    """What a function did with one set of arguments: its result, or why there is none."""

    value: Any = None
    error: str = ""  # "stops with KeyError: 'x', in line 2"
    printed: str = ""
    changed: frozenset[int] = frozenset()  # which of its arguments it has changed


def run(function: Callable[..., Any], trials: Sequence[Arguments], seconds: float) -> list[Outcome]:
    """Try the function with each set of arguments.

    Returns
    -------
    list of Outcome
        One for each trial; fewer if the function was ended, and then the last one says so.
    """
    try:
        job = _job(function, trials, seconds)
    except Exception:
        job = None
    outcomes = _run_apart(function, job, seconds) if job and sys.executable else None
    return run_here(function, trials, seconds) if outcomes is None else outcomes


def _job(function: Callable[..., Any], trials: Sequence[Arguments], seconds: float) -> bytes:
    import cloudpickle  # sends functions that were written in a notebook

    return cloudpickle.dumps((function, list(trials), seconds))


def _run_apart(function: Callable[..., Any], job: bytes, seconds: float) -> list[Outcome] | None:
    """Run the job in a new process; None if it could not be started or the job not be read there."""
    program = f"import sys; sys.path[:] = {sys.path!r}; import {__name__} as running; running.work()"
    with (
        tempfile.TemporaryFile() as jobs,
        tempfile.TemporaryFile() as results,
        tempfile.TemporaryFile() as complaints,
    ):
        jobs.write(job)
        jobs.seek(0)
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=jobs,
                stdout=results,
                stderr=complaints,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return None
        try:
            code = process.wait(TO_START + seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            process.kill()
            process.wait()
        results.seek(0)
        complaints.seek(0)
        told = list(_read(results))
        where = complaints.read(100_000).decode(errors="replace")
    if not told:  # not even that the job was read
        return None
    outcomes = told[1:]
    if code is None or "Timeout (" in where:
        outcomes.append(Outcome(error=_not_done(seconds, _line_of_dump(function, where))))
    elif told[-1] is not None:
        outcomes.append(Outcome(error=f"ends Python itself (exit code {code})"))
    return [outcome for outcome in outcomes if outcome is not None]


def _read(results: Any) -> Iterator[Any]:
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(results)


def work() -> None:
    """Do the job that stands on the standard input; called in the process of its own."""
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    with _quiet(io.StringIO()):
        function, trials, seconds = pickle.load(sys.stdin.buffer)
        pickle.dump("read", results)
        results.flush()
        # A watchdog in C, which needs no lock of Python's: it ends this process whatever it does.
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or 2)
        budget = [MOST_ELEMENTS]
        for arguments in trials:
            pickle.dump(_attempt(function, arguments, budget), results)
            results.flush()
        pickle.dump(None, results)
        results.flush()
    os._exit(0)  # without waiting for threads that the function may have left behind


class _Bounded(io.StringIO):
    """Keeps the first characters that are printed, however many come."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)


@contextlib.contextmanager
def _quiet(printed: io.StringIO) -> Iterator[None]:
    """Catch what is printed, and answer ``input()`` with the end of the input."""

    def no_input(prompt: object = "") -> str:
        raise EOFError("input() has nobody to ask; use the arguments")

    asked, builtins.input = builtins.input, no_input
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(_Bounded()):
            yield
    finally:
        builtins.input = asked


def _attempt(function: Callable[..., Any], arguments: Arguments, budget: list[int]) -> Outcome:
    """Call the function once, and report whatever it does."""
    printed = _Bounded()
    with _quiet(printed):
        try:
            outcome = outcome_of(function, arguments, budget)
        except BaseException as error:
            outcome = Outcome(error=f"stops with {_sentence(error)}{_line(function, error)}")
    outcome.printed = printed.getvalue()
    return outcome


def outcome_of(
    function: Callable[..., Any], arguments: Arguments, budget: list[int] | None = None
) -> Outcome:
    """Call the function with a copy of the arguments; raise whatever it raises."""
    given = copy.deepcopy(arguments)
    value = plain(function(*given), budget)
    pairs = [(plain(a), plain(b)) for a, b in zip(given, arguments, strict=True)]
    kinds = (list, dict, set, np.ndarray)  # what can be changed, and be told apart
    changed = [i for i, (a, b) in enumerate(pairs) if isinstance(b, kinds) and not equal(a, b, 0)]
    return Outcome(value, changed=frozenset(changed))


def _sentence(error: BaseException) -> str:
    try:
        text = str(error)[:300]
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _code(function: Callable[..., Any]) -> types.CodeType | None:
    return function.__code__ if type(function) is types.FunctionType else None


def _line(function: Callable[..., Any], error: BaseException) -> str:
    """Say in which line of the function an error came, its first line being number 1."""
    code, found = _code(function), None
    trace: types.TracebackType | None = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is code:
            found = trace.tb_lineno
        trace = trace.tb_next
    return f", in line {found - code.co_firstlineno + 1}" if found and code else ""


def _line_of_dump(function: Callable[..., Any], dump: str) -> str:
    """The same, from what the watchdog wrote."""
    code = _code(function)
    found = code and re.search(rf"line (\d+) in {re.escape(code.co_name)}$", dump, re.MULTILINE)
    return f"; it was in line {int(found[1]) - code.co_firstlineno + 1}" if found and code else ""


def _not_done(seconds: float, where: str = "") -> str:
    return f"was not done after {seconds:g} seconds{where}"


class _TimeIsUp(BaseException):
    pass


def run_here(function: Callable[..., Any], trials: Sequence[Arguments], seconds: float) -> list[Outcome]:
    """Do as `run` does, in this process, where no other can be had, as in a browser.

    What does not come back from compiled code is not ended here.
    """
    # Python 3.11 has no event for a loop on one line: there, a Ctrl-C of our own ends it.
    stop = threading.Timer(seconds + 1, _thread.interrupt_main)
    if sys.version_info < (3, 12):
        stop.start()
    try:
        return _attempts_here(function, trials, seconds)
    finally:
        stop.cancel()


def _attempts_here(
    function: Callable[..., Any], trials: Sequence[Arguments], seconds: float
) -> list[Outcome]:
    deadline = time.perf_counter() + seconds
    ours = {do.__code__.co_filename for do in (plain, copy.deepcopy)}  # these come back, and soon

    def look_at_the_clock(frame: Any, event: str, argument: Any) -> Any:
        if time.perf_counter() > deadline:
            raise _TimeIsUp
        return look_at_the_clock if frame.f_code.co_filename not in ours else None

    budget = [MOST_ELEMENTS]
    outcomes: list[Outcome] = []
    before = sys.gettrace()
    for arguments in trials:
        with np.errstate(all="ignore"):
            sys.settrace(look_at_the_clock)
            try:
                outcome = _attempt(function, arguments, budget)
            except _TimeIsUp:
                outcome = Outcome(error=f"stops with {_TimeIsUp.__name__}")
            finally:
                sys.settrace(before)
        if _TimeIsUp.__name__ in outcome.error or time.perf_counter() > deadline:
            return [*outcomes, Outcome(error=_not_done(seconds))]
        outcomes.append(outcome)
    return outcomes
