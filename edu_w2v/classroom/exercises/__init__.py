"""Exercises that look at your answer and say what went wrong.

An exercise knows the right answer and the usual wrong ones. An answer may be a value or a function; a
function is tried on many inputs, in a process of its own (`running`). Each notebook has a module of its
own here, ``notebook_01`` and so on.
"""

import dis
import inspect
import types
import warnings
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from edu_w2v.classroom.exercises.comparing import (
    Odd,
    equal,
    holds_dots,
    numbers,
    place_of_difference,
    plain,
    show,
    shown_apart,
)
from edu_w2v.classroom.exercises.relations import relation, too_coarse, type_only
from edu_w2v.classroom.exercises.running import Outcome, outcome_of, run
from edu_w2v.classroom.exercises.sources import pasted

__all__ = ["Exercise", "Message", "OpenQuestion"]

NOT_ATTEMPTED = "Not attempted yet: "
DOTS = NOT_ATTEMPTED + "put your answer in place of the three dots."
SEED = 0  # of the random trials, so that the same answer gets the same verdict

Arguments = tuple[Any, ...]


class Message:
    """Sentences that a notebook shows as text."""

    def __init__(self, text: str) -> None:
        self.text = text.encode(errors="backslashreplace").decode()  # else it could not be printed

    def __repr__(self) -> str:
        return self.text


class _Question:
    """What is common to all exercises: the last verdict, hints, and a solution."""

    def __init__(self, hints: Sequence[str]) -> None:
        self.hints = list(hints)
        self._verdict = DOTS

    def __repr__(self) -> str:
        how = ["check(answer)", *(f"hint({n})" for n in range(1, len(self.hints) + 1)), "solution()"]
        return f"{self._verdict}\n({', '.join(how)})"

    def hint(self, number: int = 1) -> Message:
        """Show the last verdict and a hint: the first is the weakest."""
        if number in range(1, len(self.hints) + 1):
            hint = f"Hint {number} of {len(self.hints)}: {self.hints[number - 1]}"
        elif self.hints:
            numbers = [f"hint({n})" for n in range(1, len(self.hints) + 1)]
            hint = f"There is: {', '.join(numbers)}."
        else:
            hint = "There are no hints; solution() shows the answer."
        return Message(f"{self._verdict}\n\n{hint}")


class OpenQuestion(_Question):
    """A question to think about, with a model answer to compare with.

    Examples
    --------
    >>> q = OpenQuestion("Because the sum of the pushes is bounded.", hints=["Add up the pushes."])
    >>> q.check(...)
    Not attempted yet: put your answer in place of the three dots.
    >>> q.check("There is no end to it.")
    Your answer is noted. solution() shows a model answer: compare the two.
    """

    def __init__(self, model_answer: str, hints: Sequence[str] = ()) -> None:
        super().__init__(hints)
        self.model_answer = model_answer

    def check(self, answer: Any) -> Message:
        """Say how to go on; nobody but the learner can judge the answer."""
        given = plain(answer)
        if given is ... or given is None or (isinstance(given, str) and not given.strip(" .…\n")):
            self._verdict = DOTS
        else:
            self._verdict = "Your answer is noted. solution() shows a model answer: compare the two."
        return Message(self._verdict)

    def solution(self) -> Message:
        """Show the model answer."""
        return Message(f"{self._verdict}\n\nA model answer: {self.model_answer}")


class Exercise(_Question):
    """One question that has a right answer.

    Parameters
    ----------
    solution : value or function
        The right answer. A function has the name and the arguments that the notebook asks for.
    why : str
        The reason, shown with the solution.
    hints : sequence of str
        Weak ones first.
    mistakes : sequence of (wrong answer, diagnosis)
        A wrong answer is of the kind of the solution: a value or a function. Where two of them
        give the same result, a learner is told both diagnoses.
    must : sequence of (property, diagnosis)
        What holds for the right answer, and a diagnosis where it does not: ``property`` gets the
        answer; for a function, its result and then its arguments.
    trials : sequence of tuple
        For functions: arguments to try them with.
    random_trials : function, optional
        Gets a random generator and returns the arguments of one more trial.
    times : int
        How many random trials there are.
    tolerance, rounded
        As of `comparing.equal`.
    same : function, optional
        Gets a result and the right one, and returns whether they count as the same, in place of
        `comparing.equal`; such as for samples drawn at random.
    code : str
        Shown with the solution. For values: how they are computed; it runs in an empty notebook.
        For a function: what is then done with it; it runs below the function.
    seconds : float
        How long a function may take for all trials.

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
    >>> q.check("12")
    ✗ Not yet. The value is right, but it is text: take the quotes away.
    >>> q.check(12)
    ✓ Correct.
    """

    def __init__(
        self,
        *,
        solution: Any,
        why: str,
        hints: Sequence[str],
        mistakes: Sequence[tuple[Any, str]],
        must: Sequence[tuple[Callable[..., Any], str]] = (),
        trials: Sequence[Arguments] = (),
        random_trials: Callable[[np.random.Generator], Arguments] | None = None,
        times: int = 100,
        tolerance: float | None = None,
        rounded: int | None = None,
        same: Callable[[Any, Any], bool] | None = None,
        code: str = "",
        seconds: float = 10.0,
    ) -> None:
        super().__init__(hints)
        self.right = solution
        self.why = why
        self.mistakes = list(mistakes)
        self.must = list(must)
        self.trials = list(trials)
        self.random_trials = random_trials
        self.times = times
        self.tolerance = tolerance
        self.rounded = rounded
        self.same = same
        self.code = code
        self.seconds = seconds
        self._wrong_outcomes: dict[int, list[Outcome]] = {}

    def check(self, answer: Any) -> Message:
        """Say whether the answer is right, and if not, what probably went wrong."""
        try:
            self._verdict = self._judge(answer)
        except Exception as error:
            self._verdict = f"✗ Not yet. Your answer cannot be compared: {type(error).__name__}."
        return Message(self._verdict)

    def solution(self) -> Message:
        """Show the last verdict, the answer and the reason."""
        return Message(f"{self._verdict}\n\n{self.shown()}\n\n{self.why}")

    def shown(self) -> str:
        """Return the code of the answer, which runs where it is pasted."""
        if not callable(self.right):
            return self.code or repr(self.right)
        return "\n\n\n".join(part for part in (pasted(self.right), self.code) if part)

    def _judge(self, answer: Any) -> str:
        if callable(self.right):
            if not callable(answer):
                return self._no_function(plain(answer))
            return (
                NOT_ATTEMPTED + "let your function return something."
                if _is_stub(answer)
                else (self._judge_function(answer))
            )
        if callable(answer):
            return "✗ Not yet. The answer should be a value, but yours is a function: call it."
        given = plain(answer)
        if holds_dots(given):
            return DOTS
        return (
            "✓ Correct."
            if self._same(given, plain(self.right))
            else (f"✗ Not yet. {self._judge_value(given, plain(self.right))}")
        )

    def _no_function(self, given: Any) -> str:
        if given is ...:
            return DOTS
        return (
            f"✗ Not yet. The answer should be a function, but yours is {show(given, longest=60)}: "
            "give its name alone, without brackets after it."
        )

    def _same(self, given: Any, right: Any) -> bool:
        if self.same is not None:
            try:
                return bool(self.same(given, right))
            except Exception:  # what it is given may be anything
                return False
        if isinstance(given, str) and isinstance(right, str) and not callable(self.right):
            return given.strip().casefold() == right.strip().casefold()
        return equal(given, right, self.tolerance, self.rounded)

    # Values.

    def _judge_value(self, given: Any, right: Any) -> str:
        """Return the diagnosis of a wrong value."""
        if given is None:
            return "Your answer is None. (print shows a value, but is itself None.)"
        # Where many answers are right, `same` says nothing of two wrong ones.
        found = [
            diagnosis
            for wrong, diagnosis in self.mistakes
            if self._same(given, plain(wrong)) or equal(given, plain(wrong))
        ]
        # The first that is broken only: the others may be nonsense where it does not hold.
        broken = (sentence for holds, sentence in self.must if not _holds(holds, given))
        found = found or list(islice(broken, 1))
        return (
            _either(found)
            or type_only(given, right, self._same)
            or too_coarse(given, right, self.rounded)
            or relation([given], [right], self.rounded)
            or self._unforeseen(given, right)
        )

    def _unforeseen(self, given: Any, right: Any) -> str:
        """Describe a wrong value without giving the right one away."""
        helps = "hint(1) helps." if self.hints else "solution() shows the answer."
        x, y = numbers(given), numbers(right)
        if x is not None and y is not None and x.shape != y.shape:
            wanted = f"an array of shape {y.shape}" if y.ndim else "a single number"
            return f"The answer should be {wanted}, but yours is {_kind(given)}."
        if x is not None and y is not None and not y.ndim and {x.dtype.kind, y.dtype.kind} <= set("iuf"):
            side = "large" if x > y else "small" if x < y else ""
            return f"{show(given, 12)} is {f'too {side}' if side else 'not it'}; {helps}"
        if type(given) is not type(right) and not (x is not None and y is not None):
            return f"The answer should be {_kind(right)}, but yours is {_kind(given)}."
        return f"{show(given, 12, 100)} is not it; {helps}"

    # Functions.

    @cached_property
    def _trials(self) -> list[Arguments]:
        rng = np.random.default_rng(SEED)
        random = self.random_trials
        return [*self.trials, *(random(rng) for _ in range(self.times) if random is not None)]

    @cached_property
    def _expected(self) -> list[Outcome]:
        return _our_outcomes(self.right, self._trials)

    def _judge_function(self, answer: Callable[..., Any]) -> str:
        given = run(answer, self._trials, self.seconds)
        if len(given) == len(self._trials) and all(map(self._agree, given, self._expected)):
            return self._changed(given) or "✓ Correct."
        if any(holds_dots(outcome.value) or "'ellipsis'" in outcome.error for outcome in given):
            return NOT_ATTEMPTED + "there are still three dots in your function."
        return f"✗ Not yet. {self._diagnosis(given)}"

    def _changed(self, given: list[Outcome]) -> str:
        """Say what a function that returns what it should has changed, and should not have."""
        for mine, other in zip(given, self._expected, strict=True):
            for i in sorted(mine.changed - other.changed):
                name = list(inspect.signature(self.right).parameters)[i]
                return (
                    f"✗ Not yet. The result is right, but your function changes `{name}`, which is not "
                    "its own: who calls it may need it once more. Make a copy, and change that."
                )
        return ""

    def _agree(self, mine: Outcome, other: Outcome) -> bool:
        if mine.error or other.error:
            return mine.error.split(":")[0].split(",")[0] == other.error.split(":")[0].split(",")[0]
        return self._same(mine.value, other.value)

    def _diagnosis(self, given: list[Outcome]) -> str:
        """Return the diagnosis of a wrong function."""
        found = []
        if len(given) == len(self._trials):
            found = [text for i, (_, text) in enumerate(self.mistakes) if self._is_mistake(given, i)]
        if found:
            return _either(found)
        failures = [i for i, outcome in enumerate(given) if outcome.error]
        if failures:
            at = min(failures, key=self._size)
            return f"For {self._arguments(at)} your function {given[at].error}.{_told(given[at])}"
        wrong = [i for i in range(len(given)) if not self._agree(given[i], self._expected[i])]
        if all(outcome.value is None for outcome in given):
            return _returns_none(given)
        for holds, sentence in self.must:
            broken = [i for i in wrong if not _holds(holds, given[i].value, *self._trials[i])]
            if broken:
                at = min(broken, key=self._size)
                return f"{sentence}\n{self._counterexample(at, given[at])}"
        mine, right = ([outcome.value for outcome in side] for side in (given, self._expected))
        of_type = {
            type_only(a, b, self._same) for a, b in zip(mine, right, strict=True) if not self._same(a, b)
        }
        fact = (of_type.pop() if len(of_type) == 1 else "") or relation(mine, right)
        at = min(wrong, key=self._size)
        return f"{fact}\n{self._counterexample(at, given[at])}".strip()

    def _is_mistake(self, given: list[Outcome], number: int) -> bool:
        others = self._wrong_outcomes.get(number)
        if others is None:
            others = _our_outcomes(self.mistakes[number][0], self._trials)
            self._wrong_outcomes[number] = others
        return all(map(self._agree, given, others))

    def _size(self, trial: int) -> tuple[int, int]:
        """Order trials from small to large, as a reader sees them."""
        text = ", ".join(show(argument, longest=100_000) for argument in self._trials[trial])
        return len(text), trial

    def _arguments(self, trial: int) -> str:
        names = inspect.signature(self.right).parameters
        shown = [f"{n} = {show(a, 12)}" for n, a in zip(names, self._trials[trial], strict=False)]
        return ", ".join(shown)

    def _counterexample(self, trial: int, outcome: Outcome) -> str:
        right = self._expected[trial].value
        mine, expected = shown_apart(outcome.value, right)
        none = " (one way through it has no return)" if outcome.value is None else ""
        lines = [
            f"For {self._arguments(trial)}",
            f"  your function returns  {mine}{none}",
        ]
        if self.same is None:  # else there are many right results
            lines += [
                f"  but should return      {expected}",
                place_of_difference(outcome.value, right, self.tolerance, self.rounded),
            ]
        return "\n".join(line for line in lines if line) + _told(outcome)


def _is_stub(function: Callable[..., Any]) -> bool:
    """Return whether a function does nothing: its body is ``...``, ``pass``, or returns one of them."""
    if type(function) is not types.FunctionType:
        return False
    code = function.__code__
    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "COPY_FREE_VARS"}
    steps = list(dis.get_instructions(code))
    constants = [step.argval for step in steps if step.opname in ("LOAD_CONST", "RETURN_CONST")]
    return {step.opname for step in steps} <= idle and all(c is None or c is ... for c in constants)


def _our_outcomes(function: Callable[..., Any], trials: Sequence[Arguments]) -> list[Outcome]:
    """Try a solution or a usual mistake, which are known to end."""
    outcomes = []
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for arguments in trials:
            try:
                outcomes.append(outcome_of(function, arguments))
            except Exception as error:
                outcomes.append(Outcome(error=f"stops with {type(error).__name__}: {error}"))
    return outcomes


def _holds(holds: Callable[..., Any], *values: Any) -> bool:
    try:
        return bool(holds(*values))
    except Exception:  # the value may be of any type; then another diagnosis is the right one
        return True


def _either(diagnoses: Sequence[str]) -> str:
    if len(diagnoses) < 2:
        return "".join(diagnoses)
    return "This can come about in more than one way. " + " Or: ".join(diagnoses)


def _returns_none(given: Sequence[Outcome]) -> str:
    if any(outcome.printed for outcome in given):
        return "Your function prints its result and returns None: `return` hands a result over."
    return (
        "Your function returns None. Is there a `return` on every way through it? (What changes its "
        "input, such as list.sort or np.add.at, returns None itself.)"
    )


def _told(outcome: Outcome) -> str:
    return f"\nIt printed:\n{outcome.printed.rstrip()}" if outcome.printed.strip() else ""


def _kind(value: Any) -> str:
    """Name the kind of a value, without the value."""
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple | set | dict):
        return f"a {type(value).__name__} of length {len(value)}"
    names = {bool: "True or False", int: "a number", float: "a number", complex: "a complex number"}
    return names.get(type(value), "a text" if isinstance(value, str) else type(value).__name__)
