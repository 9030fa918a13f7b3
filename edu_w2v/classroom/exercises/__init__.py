"""Exercises that look at your answer and say what went wrong.

An exercise knows the right answer and the usual wrong ones. An answer may be a value
or a function; a function is tried on a few inputs. Each notebook has a module of its
own here, ``notebook_01`` and so on.
"""

import inspect
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


class Message:
    """A sentence that a notebook shows as text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


@dataclass
class Exercise:
    """One question.

    Parameters
    ----------
    solution : value or function
        The right answer.
    why : str
        The reason, shown with the solution.
    hints : sequence of str
        Weak ones first.
    mistakes : sequence of (wrong answer, diagnosis)
        A wrong answer is of the kind of the solution: a value or a function.
    trials : sequence of tuple
        For functions: the arguments to try them with.
    tolerance : float
        How far numbers may be off, relative to the largest.
    code : str
        For values: how they are computed, shown with the solution.

    Examples
    --------
    >>> q = Exercise(
    ...     solution=12,
    ...     why="Each of 4 words has 3 others.",
    ...     hints=["Write the pairs down."],
    ...     mistakes=[(16, "A word is not paired with itself.")],
    ... )
    >>> q.check(...)
    Not attempted yet: put your answer in place of the three dots.
    >>> q.check(16)
    ✗ Not yet. A word is not paired with itself.
    >>> q.check(12)
    ✓ Correct.
    """

    solution: Any
    why: str
    hints: Sequence[str]
    mistakes: Sequence[tuple[Any, str]]
    trials: Sequence[tuple[Any, ...]] = ()
    tolerance: float = 1e-6
    code: str = ""
    _hints_given: int = field(default=0, repr=False)

    def check(self, answer: Any) -> Message:
        """Say whether the answer is right, and if not, what probably went wrong."""
        if answer is ...:
            return Message("Not attempted yet: put your answer in place of the three dots.")
        if callable(self.solution) != callable(answer):
            kind = "a function" if callable(self.solution) else "a value"
            return Message(f"✗ Not yet. The answer should be {kind}, but yours is {answer!r:.60}.")
        try:
            given = self._results(answer)
        except Exception as error:
            return Message(f"✗ Not yet. Your function stops with {type(error).__name__}: {error}.")
        if callable(answer) and any(result is ... or result is None for result in given):
            return Message("Not attempted yet: let your function return something.")
        if self._same(given, self._results(self.solution)):
            return Message("✓ Correct.")
        for wrong, diagnosis in self.mistakes:
            if self._same(given, self._results(wrong)):
                return Message(f"✗ Not yet. {diagnosis}")
        return Message(f"✗ Not yet. {self._difference(given)}")

    def hint(self) -> Message:
        """Give the next hint; after the last one, say so."""
        if self._hints_given == len(self.hints):
            return Message("There are no more hints; show_solution() shows the answer.")
        self._hints_given += 1
        return Message(
            f"Hint {self._hints_given} of {len(self.hints)}: {self.hints[self._hints_given - 1]}"
        )

    def show_solution(self) -> Message:
        """Show the answer and the reason."""
        if callable(self.solution):
            answer = textwrap.dedent(inspect.getsource(self.solution)).strip()
        else:
            answer = self.code or repr(self.solution)
        return Message(f"{answer}\n\n{self.why}")

    def _results(self, answer: Any) -> list[Any]:
        """Return the value itself, or what the function returns for each trial."""
        if not callable(answer):
            return [answer]
        return [answer(*_copies(arguments)) for arguments in self.trials]

    def _same(self, results: list[Any], others: list[Any]) -> bool:
        return all(_equal(a, b, self.tolerance) for a, b in zip(results, others, strict=True))

    def _difference(self, given: list[Any]) -> str:
        """Describe the first difference, without giving a single value away."""
        if not callable(self.solution):
            return f"{given[0]!r:.60} is not it; hint() helps."
        expected = self._results(self.solution)
        for arguments, mine, right in zip(self.trials, given, expected, strict=True):
            if not _equal(mine, right, self.tolerance):
                shown = ", ".join(f"{a!r:.40}" for a in arguments)
                return (
                    f"For ({shown}) your function returns {mine!r:.60}, but should return {right!r:.60}."
                )
        raise AssertionError("called only when something differs")


def _copies(arguments: tuple[Any, ...]) -> list[Any]:
    """Copy arrays and lists, so that a function that changes its input spoils nothing."""
    return [a.copy() if isinstance(a, np.ndarray | list) else a for a in arguments]


def _equal(a: Any, b: Any, tolerance: float) -> bool:
    """Compare numbers and arrays within the tolerance, tuples part by part, the rest exactly."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(_equal(x, y, tolerance) for x, y in zip(a, b, strict=True))
    try:
        x, y = np.asarray(a), np.asarray(b)
        if x.dtype.kind not in "biuf" or y.dtype.kind not in "biuf":
            return bool(np.array_equal(np.asarray(a, dtype=object), np.asarray(b, dtype=object)))
    except (TypeError, ValueError, OverflowError):  # such as a list of rows of different lengths
        return False
    x, y = x.astype(np.float64), y.astype(np.float64)
    if x.shape != y.shape:
        return False
    finite = np.isfinite(x) & np.isfinite(y)
    if not np.array_equal(x[~finite], y[~finite]):  # an overflow is equal to an overflow
        return False
    x, y = x[finite], y[finite]
    scale = np.abs(y).max(initial=1e-300)
    return bool(np.abs(x - y).max(initial=0.0) <= tolerance * scale)
