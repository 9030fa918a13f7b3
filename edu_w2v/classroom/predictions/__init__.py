"""Predictions: a reader commits to an answer before the notebook shows it.

A prediction offers two to five options. Opening one is the commitment: it says whether it
is right, and what it would have meant. Nothing is recorded, and nothing is sent. Each
notebook has a module of its own here, ``notebook_01`` and so on.

What is shown is plain HTML, so it works in a stored page as well, without a kernel and
without scripts. (The package jupyterquiz asks such questions too. But a script builds its
questions, and a notebook that is not trusted yet runs no scripts; and nothing holds its
answers to what the notebook computes.)
"""

import hashlib
import html
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any, TypeGuard

import numpy as np

Value = float | str | tuple[float, float] | Callable[[Any], bool]

STYLE = """
.edu-w2v-prediction { font-size: 1.25em; line-height: 1.4; max-width: 46em; margin: 6px 3px; }
.edu-w2v-prediction details { margin: 6px 0; border: 1px solid GrayText; border-radius: 4px; }
.edu-w2v-prediction summary { padding: 3px 10px; cursor: pointer; }
.edu-w2v-prediction summary:focus-visible { outline: 3px solid #e69f00; outline-offset: 1px; }
.edu-w2v-prediction p { margin: 6px 10px; }
""".strip()

HOW = "Open the answer that you expect."


@dataclass(frozen=True)
class Option:
    """One answer that a reader may choose.

    Parameters
    ----------
    text : str
        The answer, as it is offered. In all texts ``*word*`` is set in italics, and code
        between backticks as code.
    value : number, str, tuple of two numbers, or function
        Which computed values belong to this option: this number, this word, the numbers
        from the first to the second, or the values for which the function returns True.
    meaning : str
        What a reader who chooses it has thought: why it is so, or where the thought fails.
    right : bool
        Whether it is the right one.
    """

    text: str
    value: Value
    meaning: str
    right: bool = False

    def holds(self, computed: Any) -> bool:
        """Say whether a computed value belongs to this option.

        Numbers are equal when they agree in nine digits; the two ends of an interval
        belong to it. True and False are no numbers here.

        Examples
        --------
        >>> half = Option("about a half", (0.4, 0.6), "The two cases are equally frequent.")
        >>> half.holds(0.4), half.holds(0.61), half.holds("half")
        (True, False, False)
        """
        if callable(self.value):
            return bool(self.value(computed))
        if isinstance(self.value, tuple):
            low, high = self.value
            return _is_number(computed) and bool(low <= computed <= high)
        if _is_number(self.value) and _is_number(computed):
            return math.isclose(self.value, computed, rel_tol=1e-9, abs_tol=1e-12)
        for kind in (str, bool | np.bool_):
            if isinstance(self.value, kind) and isinstance(computed, kind):
                return bool(self.value == computed)
        return False


class Prediction:
    """A question with its possible answers, one of which is right.

    Parameters
    ----------
    question : str
        What is asked, in one sentence. It is shown above the options.
    *options : Option
        Two to five, one of them right.

    Raises
    ------
    ValueError
        If there are fewer or more options, or not exactly one is right; if two have the same
        text or hold the same value, or a value or text can be none.

    Examples
    --------
    >>> p = Prediction(
    ...     "How many pairs do you get from three words?",
    ...     Option("three", 3, "One for each word: but the middle one has two neighbours."),
    ...     Option("four", 4, "One, two and one: the ends have a single neighbour.", right=True),
    ... )
    >>> p
    How many pairs do you get from three words?
      A  three
      B  four
    >>> p.agrees(1 + 2 + 1)
    True
    """

    def __init__(self, question: str, *options: Option) -> None:
        self.question, self.options = question, options
        if not 2 <= len(options) <= 5:
            raise ValueError(f"options must be two to five, but are {len(options)}.")
        if sum(option.right for option in options) != 1:
            rights = [option.text for option in options if option.right]
            raise ValueError(f"options must have one with right=True, but these are: {rights}.")
        if len({option.text for option in options}) < len(options):
            raise ValueError("options must differ in their text; change one of those that do not.")
        if not all([question, *(option.text and option.meaning for option in options)]):
            raise ValueError("question, text and meaning must be sentences, but one is empty.")
        right = next(option for option in options if option.right)
        for option in options:
            if not _can_hold(option.value):
                raise ValueError(
                    "value must be a number, a word, an interval (low, high) or a function, "
                    f"but is {option.value!r}; a function can test for anything else."
                )
            if not option.right and not callable(right.value) and option.holds(right.value):
                raise ValueError(
                    f"options must not overlap, but {option.text!r} holds the right value "
                    f"{right.value!r} as well."
                )

    def agrees(self, computed: Any) -> bool:
        """Say whether a computed value belongs to the right option and to no other.

        The notebook asserts it after the answer was shown, so that no prediction can be
        wrong unnoticed.
        """
        return all(option.holds(computed) == option.right for option in self.options)

    def __repr__(self) -> str:
        """Return question and options; never which one is right."""
        lines = [f"  {letter}  {option.text}" for letter, option in self._lettered()]
        return "\n".join([self.question, *lines])

    def _lettered(self) -> list[tuple[str, Option]]:
        return list(zip("ABCDE", self.options, strict=False))

    def _repr_html_(self) -> str:
        """Return the options as ``<details>``, of which one is open at a time.

        Browsers open them by a click, Enter or Space, and screen readers know them.
        """
        name = f"prediction-{hashlib.sha256(self.question.encode()).hexdigest()[:8]}"
        answer = next(f"{letter}, {o.text}" for letter, o in self._lettered() if o.right)
        options = []
        for letter, option in self._lettered():
            verdict = "✓ Yes." if option.right else "✗ No."
            after = "" if option.right else f" The answer is <strong>{_marked_up(answer)}</strong>."
            options.append(
                f'<details name="{name}">'
                f"<summary><strong>{letter}</strong>&ensp;{_marked_up(option.text)}</summary>"
                f"<p><strong>{verdict}</strong> {_marked_up(option.meaning)}{after}</p></details>"
            )
        spoken = html.escape(re.sub("[*`]", "", self.question))
        return (
            f'<div class="edu-w2v-prediction" role="group" aria-label="{spoken}">'
            f"<style>{STYLE}</style><p>{_marked_up(self.question)} <small>{HOW}</small></p>"
            f"{''.join(options)}</div>"
        )


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool)


def _can_hold(value: Any) -> bool:
    """Say whether there is something that belongs to an option of this value."""
    if isinstance(value, tuple):
        return len(value) == 2 and all(map(_is_number, value)) and value[0] < value[1]
    return callable(value) or isinstance(value, str | bool) or (_is_number(value) and value == value)


def _marked_up(text: str) -> str:
    """Return text as HTML, with ``*word*`` in italics and ```code``` as code."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
    return re.sub(r"(?<![\w*])\*([^\s*][^*]*)\*(?![\w*])", r"<em>\1</em>", marked)
