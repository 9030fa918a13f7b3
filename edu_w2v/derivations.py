r"""The three gradients of skip-gram with negative sampling, derived in 79 lines.

Eight chains of equalities: W1 to W4 lead to the gradient with respect to w, P1 and P2
to that with respect to c_pos, N1 and N2 to that with respect to one negative, c_neg_i.
Each line is data: the formula as printed, with what is new in it set off, why it equals
the line before, and a function that computes it. `check_chain` evaluates all lines of a
chain at random points and compares neighbours.

**A ∂ that is not yet taken** is a numerical derivative of exactly what stands under it.

**Sixty digits.** A formula can be right and lose its digits in float64 all the same: at
x = 40, 1 + E − 1 with E = e^(−x) is 0, for 1 + E is rounded to 1. Such a line says
something about algebra, and it would be a pity to test rounding instead. So points are
made of `decimal.Decimal` numbers of `DIGITS` digits, and each function computes
literally what its line prints.

The chains derive equations 6.35 to 6.37 of Jurafsky and Martin 2020, chapter 6. Names
as in the notebooks: x = c·w, E = e^(−x), s = σ(c_pos·w), t_i = σ(c_neg_i·w), p(+|w,c) =
σ(c·w) and p(−|w,c) = σ(−c·w) = 1 − p(+|w,c).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edu_w2v import _checks
from edu_w2v.gradcheck import _largest_deviation
from edu_w2v.objective import BY_HAND

DIGITS = 60
SIXTY_DIGITS = Context(prec=DIGITS)
STEP = Decimal("1e-20")
"""Of the central difference: its error, about STEP², is 40 zeros away."""
TINY = Decimal("1e-40")
"""Of the complex step: its square is below the last of the 60 digits."""
TOLERANCE = 1e-12
MOST = 1_000  # dimensions, and negatives: with so many a chain takes hours
SCORES = (50.0, 8.0, 1.0, 0.02)
"""The largest |c·w| of a point, in turn. In float64, σ(50) is rounded to 1."""
VARIABLES = ("w", "c", "c_pos", "c_neg")
NEW = r"{\color{#1976D2}{\boldsymbol{"  # a blue that can be read on white and on black


@lru_cache(100_000)
def _exp(x: Any) -> Any:
    """Return e^x; it takes 20 µs, and a chain often asks for the same ones."""
    return x.exp(SIXTY_DIGITS)


@lru_cache(100_000)
def _log(x: Any) -> Any:
    return x.ln(SIXTY_DIGITS)


# Of numbers and of arrays.
exp, log = np.frompyfunc(_exp, 1, 1), np.frompyfunc(_log, 1, 1)


def sigma(x: Any) -> Any:
    """Return 1 / (1 + e^(−x)), literally."""
    _check_decimals(x)
    return 1 / (1 + exp(-x))


def _check_decimals(x: Any) -> None:
    """Refuse what is not made of numbers of `DIGITS` digits, or too large for e^x."""
    for number in x.flat if isinstance(x, np.ndarray) else [x]:
        real: Any = getattr(number, "real", None)
        known = isinstance(real, Decimal) and real.is_finite()
        if not known or not -1_000 <= real <= 1_000:
            raise TypeError(
                "x must be Decimal numbers from -1000 to 1000, but one is "
                f"{_checks.shown(number)}; pass, say, Decimal(2)."
            )


@dataclass(frozen=True)
class Point:
    """Where lines are evaluated: a pair and its negatives, in numbers of sixty digits.

    Parameters
    ----------
    w, c_pos : ndarray of Decimal, shape (d,)
    C_neg : ndarray of Decimal, shape (K, d)
    c : ndarray of Decimal, shape (d,)
        Any context vector: chain W4 is about σ(c·w), and is cited for c_pos and for
        c_neg_i.
    i : int
        Which negative is meant by c_neg_i.
    complex_step : bool
        How `partial` differentiates: by complex steps, or by central differences.
    """

    w: NDArray[Any]
    c_pos: NDArray[Any]
    C_neg: NDArray[Any]
    c: NDArray[Any]
    i: int = 0
    complex_step: bool = False

    @property
    def c_neg(self) -> NDArray[Any]:
        """The negative number i."""
        return self.C_neg[self.i]

    @property
    def s(self) -> Any:
        """σ(c_pos·w)."""
        return sigma(self.c_pos @ self.w)

    @property
    def t(self) -> Any:
        """t_i = σ(c_neg_i·w)."""
        return sigma(self.c_neg @ self.w)

    @property
    def log_p_pos(self) -> Any:
        """Log of the probability of + for the positive, log p(+|w,c_pos)."""
        return log(self.s)

    @property
    def sum_log_p_neg(self) -> Any:
        """Sum of log p(−|w,c_neg_j) over all negatives, with p(−) = σ(−c·w)."""
        return log(sigma(-(self.C_neg @ self.w))).sum()

    @property
    def sum_log_1_minus_p_pos(self) -> Any:
        """The same sum, with p(−) = 1 − p(+)."""
        return log(1 - sigma(self.C_neg @ self.w)).sum()

    @property
    def log_1_minus_p_pos(self) -> Any:
        """The one term of that sum for the negative i, log(1 − p(+|w,c_neg_i))."""
        return log(1 - self.t)

    @property
    def loss(self) -> Any:
        """Minus the log-probability of one + and K −."""
        return -(self.log_p_pos + self.sum_log_p_neg)

    @property
    def each_negative(self) -> "list[Point]":
        """The point with each of the negatives chosen in turn: what Σ_i runs over."""
        return [replace(self, i=i) for i in range(len(self.C_neg))]

    def partial(self, f: Callable[["Point"], Any], variable: str) -> NDArray[Any]:
        """Return ∂f/∂variable, by moving one coordinate after the other."""
        _checks.function("f", f)
        _checks.one_of("variable", variable, VARIABLES)
        return np.array(
            [self._slope(f, variable, k) for k in range(len(self.w))], dtype=object
        )

    def _slope(self, f: Callable[["Point"], Any], variable: str, k: int) -> Decimal:
        if self.complex_step:
            return f(self._moved(variable, k, Complex(Decimal(0), TINY))).imag / TINY
        return (
            f(self._moved(variable, k, STEP)) - f(self._moved(variable, k, -STEP))
        ) / (2 * STEP)

    def _moved(self, variable: str, k: int, step: Any) -> "Point":
        name, place = ("C_neg", (self.i, k)) if variable == "c_neg" else (variable, k)
        moved: dict[str, Any] = {name: getattr(self, name).copy()}
        moved[name][place] += step
        return replace(self, **moved)


@dataclass(frozen=True)
class Line:
    """One line of a derivation: formula, why it equals the line before, code.

    What is new in the formula against the line before stands between « and ».
    """

    formula: str
    rule: str
    value: Callable[[Point], Any]

    @property
    def latex(self) -> str:
        """The formula as printed."""
        return self.formula.translate({ord("«"): None, ord("»"): None})

    @property
    def marked(self) -> str:
        """The formula as it is taught: what is new is bold and in colour."""
        return self.formula.replace("«", NEW).replace("»", "}}}")


@dataclass(frozen=True)
class Chain:
    """Expressions claimed to be equal.

    Parameters
    ----------
    name : str
    lines : tuple of Line
    function : callable
        What the chain differentiates: the first line must be its derivative,
    variable : str
        with respect to this field of a `Point`.
    latex : str
        That derivative, as printed.
    """

    name: str
    lines: tuple[Line, ...]
    function: Callable[[Point], Any]
    variable: str
    latex: str

    def result(self, p: Point) -> Any:
        """Return the last line: what a line that cites this chain takes from it.

        So a citation is the place where a numerical derivative gives way to a formula.
        """
        _checks.instance("p", p, Point, "make one with point_of()")
        return self.lines[-1].value(p)


# ----------------------------------------------------------- what the chains talk about

POS = r"\log p(+\mid w,c_{pos})"
SUM_NEG = r"\sum_j \log p(-\mid w,c_{neg_j})"
SUM_1_POS = r"\sum_j \log\left(1-p(+\mid w,c_{neg_j})\right)"
ONE_POS = r"\log\left(1-p(+\mid w,c_{neg_i})\right)"
DW = r"\frac{\partial}{\partial w}"
DP = r"\frac{\partial}{\partial c_{pos}}"
DN = r"\frac{\partial}{\partial c_{neg_i}}"


# fmt: off
# In what follows a line of a derivation is two lines of a table: formula and rule,
# then the code.

# ----------------------------------------------------------- W1, W2, W3: ∂L/∂w

W1: Chain = Chain(
    "W1",
    (
        Line(rf"-{DW}\left[{POS}+{SUM_NEG}\right]", "definition of L",
             lambda p: -p.partial(lambda q: q.log_p_pos + q.sum_log_p_neg, "w")),
        Line(rf"-{DW}\left[{POS}+«{SUM_1_POS}»\right]", "p(−) = 1 − p(+)",
             lambda p: -p.partial(
                 lambda q: q.log_p_pos + q.sum_log_1_minus_p_pos, "w")),
        Line(rf"-\left[«{DW}»{POS}+«\sum_i {DW}{ONE_POS}»\right]",
             "derivative of a sum",
             lambda p: -(p.partial(lambda q: q.log_p_pos, "w")
                         + sum(one.partial(lambda q: q.log_1_minus_p_pos, "w")
                               for one in p.each_negative))),
        Line(r"-\left[«(\mathrm{W2})»+\sum_i «(\mathrm{W3})»\right]", "by W2 and W3",
             lambda p: -(W2.result(p) + sum(W3.result(q) for q in p.each_negative))),
        Line(r"-\left[«c_{pos}(1-s)»+\sum_i «-c_{neg_i}\,t_i»\right]",
             "last lines of W2 and W3",
             lambda p: -(p.c_pos * (1 - p.s)
                         + sum(-q.c_neg * q.t for q in p.each_negative))),
        Line(r"c_{pos}«(s-1)»+\sum_i «c_{neg_i}\,t_i»", "the minus sign goes inside",
             lambda p: p.c_pos * (p.s - 1)
                       + sum(q.c_neg * q.t for q in p.each_negative)),
    ),
    lambda p: p.loss,
    "w",
    r"\frac{\partial L}{\partial w}",
)

W1_AS_PRINTED = replace(
    W1,
    name="W1 as printed",
    lines=(
        Line(rf"-\left[{POS}+{SUM_NEG}\right]", "definition of L",
             lambda p: -(p.log_p_pos + p.sum_log_p_neg)),
        *W1.lines[1:],
    ),
)
"""W1 with its first line as the article prints it: the ∂ is missing."""

W2: Chain = Chain(
    "W2",
    (
        Line(rf"{DW}\log s", "definition of p(+)",
             lambda p: p.partial(lambda q: log(q.s), "w")),
        Line(rf"«\frac{{1}}{{s}}»\;{DW}«s»", "chain rule, log",
             lambda p: 1 / p.s * p.partial(lambda q: q.s, "w")),
        Line(r"\frac{1}{s}\;«(\mathrm{W4})»", "by W4, with the positive as c",
             lambda p: 1 / p.s * W4.result(replace(p, c=p.c_pos))),
        Line(r"\frac{1}{s}\,«[c_{pos}\,s(1-s)]»", "last line of W4",
             lambda p: 1 / p.s * (p.c_pos * p.s * (1 - p.s))),
        Line(r"«\frac{c_{pos}\,s(1-s)}{s}»", "one fraction",
             lambda p: p.c_pos * p.s * (1 - p.s) / p.s),
        Line(r"«c_{pos}(1-s)»", "cancel the factor above and below",
             lambda p: p.c_pos * (1 - p.s)),
    ),
    lambda p: p.log_p_pos,
    "w",
    rf"{DW}{POS}",
)

W3: Chain = Chain(
    "W3",
    (
        Line(rf"{DW}\log(1-t_i)", "definition of p(+)",
             lambda p: p.partial(lambda q: log(1 - q.t), "w")),
        Line(rf"«\frac{{1}}{{1-t_i}}»\;{DW}«(1-t_i)»", "chain rule, log",
             lambda p: 1 / (1 - p.t) * p.partial(lambda q: 1 - q.t, "w")),
        Line(rf"\frac{{1}}{{1-t_i}}\;{DW}«(-t_i)»", "the derivative of 1 is 0",
             lambda p: 1 / (1 - p.t) * p.partial(lambda q: -q.t, "w")),
        Line(rf"«-»\frac{{1}}{{1-t_i}}\;{DW}«t_i»", "a constant factor, −1, moves out",
             lambda p: -1 / (1 - p.t) * p.partial(lambda q: q.t, "w")),
        Line(r"-\frac{1}{1-t_i}\;«(\mathrm{W4})»", "by W4, with the negative as c",
             lambda p: -1 / (1 - p.t) * W4.result(replace(p, c=p.c_neg))),
        Line(r"-\frac{1}{1-t_i}\,«[c_{neg_i}\,t_i(1-t_i)]»", "last line of W4",
             lambda p: -1 / (1 - p.t) * (p.c_neg * p.t * (1 - p.t))),
        Line(r"-«\frac{c_{neg_i}\,t_i(1-t_i)}{1-t_i}»", "one fraction",
             lambda p: -p.c_neg * p.t * (1 - p.t) / (1 - p.t)),
        Line(r"-«c_{neg_i}\,t_i»", "cancel the factor above and below",
             lambda p: -p.c_neg * p.t),
    ),
    lambda p: p.log_1_minus_p_pos,
    "w",
    rf"{DW}{ONE_POS}",
)


# ----------------------------------------------------------- W4, P2, N2: ∂σ(c·w)


def sigmoid_chain(name: str, context: str, variable: str) -> Chain:
    """Derive ∂σ(c·w) = (the other vector) σ(x) [1 − σ(x)]: one chain in three roles.

    `context` is the field of `Point` that is c in x = c·w, `variable` that to
    differentiate by: ``"w"``, or the same as `context`.
    """
    _checks.text("name", name)
    _checks.one_of("context", context, VARIABLES[1:])
    _checks.one_of("variable", variable, ("w", context))
    symbols = {"w": "w", "c": "c", "c_pos": "c_{pos}", "c_neg": "c_{neg_i}"}
    other = context if variable == "w" else "w"
    d, v = rf"\frac{{\partial}}{{\partial {symbols[variable]}}}", symbols[other]
    return Chain(
        name,
        _sigmoid_lines(context, variable, other, d, v),
        lambda p: sigma(getattr(p, context) @ p.w),
        variable,
        rf"{d}\,\sigma(x),\quad x={symbols[context]}\cdot w",
    )


def _sigmoid_lines(
    context: str, variable: str, other: str, d: str, v: str
) -> tuple[Line, ...]:
    """Return the twelve lines; in print, `d` is ∂/∂variable, `v` the other vector."""

    def x(p: Point) -> Any:
        return getattr(p, context) @ p.w

    def e(p: Point) -> Any:
        return exp(-x(p))

    def vector(p: Point) -> Any:
        return getattr(p, other)

    return (
        Line(rf"{d}\,\frac{{1}}{{1+E}}", "definition of σ",
             lambda p: p.partial(lambda q: 1 / (1 + e(q)), variable)),
        Line(rf"{d}\,«(1+E)^{{-1}}»", "a fraction is a power",
             lambda p: p.partial(lambda q: (1 + e(q)) ** -1, variable)),
        Line(rf"«-(1+E)^{{-2}}»\;{d}«(1+E)»", "chain rule, power rule",
             lambda p: -((1 + e(p)) ** -2) * p.partial(lambda q: 1 + e(q), variable)),
        Line(rf"-«\frac{{1}}{{(1+E)^2}}»\;{d}(1+E)", "a power is a fraction",
             lambda p: -1 / (1 + e(p)) ** 2 * p.partial(lambda q: 1 + e(q), variable)),
        Line(rf"-\frac{{1}}{{(1+E)^2}}\;{d}«E»", "the derivative of 1 is 0",
             lambda p: -1 / (1 + e(p)) ** 2 * p.partial(e, variable)),
        Line(rf"-\frac{{«E»}}{{(1+E)^2}}\;{d}«(-x)»", "chain rule, E = e^(−x)",
             lambda p: -e(p) / (1 + e(p)) ** 2 * p.partial(lambda q: -x(q), variable)),
        Line(rf"«{v}»\,\frac{{E}}{{(1+E)^2}}",
             "x = c·w: its ∂ is the other vector; −− is +",
             lambda p: vector(p) * e(p) / (1 + e(p)) ** 2),
        Line(rf"{v}«\left[\frac{{1}}{{1+E}}\right]\left[\frac{{E}}{{1+E}}\right]»",
             "split the fraction",
             lambda p: vector(p) * (1 / (1 + e(p))) * (e(p) / (1 + e(p)))),
        Line(rf"{v}\,«\sigma(x)»\left[\frac{{E}}{{1+E}}\right]", "definition of σ",
             lambda p: vector(p) * sigma(x(p)) * (e(p) / (1 + e(p)))),
        Line(rf"{v}\,\sigma(x)\left[\frac{{«1+E-1»}}{{1+E}}\right]",
             "add 1 and take it away",
             lambda p: vector(p) * sigma(x(p)) * ((1 + e(p) - 1) / (1 + e(p)))),
        Line(rf"{v}\,\sigma(x)\left[«\frac{{1+E}}{{1+E}}-\frac{{1}}{{1+E}}»\right]",
             "one fraction a term",
             lambda p: vector(p) * sigma(x(p)) * (
                 (1 + e(p)) / (1 + e(p)) - 1 / (1 + e(p)))),
        Line(rf"{v}\,\sigma(x)\,«[1-\sigma(x)]»",
             "the first fraction is 1, the second is σ",
             lambda p: vector(p) * sigma(x(p)) * (1 - sigma(x(p)))),
    )


W4: Chain = sigmoid_chain("W4", context="c", variable="w")
P2 = sigmoid_chain("P2", context="c_pos", variable="c_pos")
N2 = sigmoid_chain("N2", context="c_neg", variable="c_neg")


# ----------------------------------------------------------- P1: ∂L/∂c_pos

P1: Chain = Chain(
    "P1",
    (
        Line(rf"-{DP}\left[{POS}+{SUM_NEG}\right]", "definition of L",
             lambda p: -p.partial(lambda q: q.log_p_pos + q.sum_log_p_neg, "c_pos")),
        Line(rf"-\left[«{DP}»{POS}+«{DP}»{SUM_NEG}\right]", "derivative of a sum",
             lambda p: -(p.partial(lambda q: q.log_p_pos, "c_pos")
                         + p.partial(lambda q: q.sum_log_p_neg, "c_pos"))),
        Line(rf"-\left[«{DP}{POS}»\right]", "c_pos does not enter the second term",
             lambda p: -p.partial(lambda q: q.log_p_pos, "c_pos")),
        Line(rf"-\left[{DP}«\log s»\right]", "definition of p(+)",
             lambda p: -p.partial(lambda q: log(q.s), "c_pos")),
        Line(rf"-\left[«\frac{{1}}{{s}}»\;{DP}«s»\right]", "chain rule, log",
             lambda p: -(1 / p.s * p.partial(lambda q: q.s, "c_pos"))),
        Line(r"-\left[\frac{1}{s}\;«(\mathrm{P2})»\right]", "by P2",
             lambda p: -(1 / p.s * P2.result(p))),
        Line(r"-\left[\frac{1}{s}\,«[w\,s(1-s)]»\right]", "last line of P2",
             lambda p: -(1 / p.s * (p.w * p.s * (1 - p.s)))),
        Line(r"-\left[«\frac{w\,s(1-s)}{s}»\right]", "one fraction",
             lambda p: -(p.w * p.s * (1 - p.s) / p.s)),
        Line(r"-\left[«w(1-s)»\right]", "cancel the factor above and below",
             lambda p: -(p.w * (1 - p.s))),
        Line(r"w«(s-1)»", "the minus sign goes inside", lambda p: p.w * (p.s - 1)),
    ),
    lambda p: p.loss,
    "c_pos",
    r"\frac{\partial L}{\partial c_{pos}}",
)


# ----------------------------------------------------------- N1: ∂L/∂c_neg_i

N1: Chain = Chain(
    "N1",
    (
        Line(rf"-{DN}\left[{POS}+{SUM_NEG}\right]", "definition of L",
             lambda p: -p.partial(lambda q: q.log_p_pos + q.sum_log_p_neg, "c_neg")),
        Line(rf"-\left[«{DN}»{POS}+«{DN}»{SUM_NEG}\right]", "derivative of a sum",
             lambda p: -(p.partial(lambda q: q.log_p_pos, "c_neg")
                         + p.partial(lambda q: q.sum_log_p_neg, "c_neg"))),
        Line(rf"-\left[«{DN}{SUM_NEG}»\right]", "c_neg does not enter the first term",
             lambda p: -p.partial(lambda q: q.sum_log_p_neg, "c_neg")),
        Line(rf"-\left[{DN}«{SUM_1_POS}»\right]", "p(−) = 1 − p(+)",
             lambda p: -p.partial(lambda q: q.sum_log_1_minus_p_pos, "c_neg")),
        Line(rf"-\left[{DN}«{ONE_POS}»\right]", "c_neg_i enters only the term j = i",
             lambda p: -p.partial(lambda q: q.log_1_minus_p_pos, "c_neg")),
        Line(rf"-\left[{DN}«\log(1-t_i)»\right]", "definition of p(+)",
             lambda p: -p.partial(lambda q: log(1 - q.t), "c_neg")),
        Line(rf"-\left[«\frac{{1}}{{1-t_i}}»\;{DN}«(1-t_i)»\right]", "chain rule, log",
             lambda p: -(1 / (1 - p.t) * p.partial(lambda q: 1 - q.t, "c_neg"))),
        Line(rf"-\left[\frac{{1}}{{1-t_i}}\;{DN}«(-t_i)»\right]",
             "the derivative of 1 is 0",
             lambda p: -(1 / (1 - p.t) * p.partial(lambda q: -q.t, "c_neg"))),
        Line(rf"«\frac{{1}}{{1-t_i}}\;{DN}t_i»", "two minus signs cancel",
             lambda p: 1 / (1 - p.t) * p.partial(lambda q: q.t, "c_neg")),
        Line(r"\frac{1}{1-t_i}\;«(\mathrm{N2})»", "by N2",
             lambda p: 1 / (1 - p.t) * N2.result(p)),
        Line(r"\frac{1}{1-t_i}\,«[w\,t_i(1-t_i)]»", "last line of N2",
             lambda p: 1 / (1 - p.t) * (p.w * p.t * (1 - p.t))),
        Line(r"«\frac{w\,t_i(1-t_i)}{1-t_i}»", "one fraction",
             lambda p: p.w * p.t * (1 - p.t) / (1 - p.t)),
        Line(r"«w\,t_i»", "cancel the factor above and below", lambda p: p.w * p.t),
    ),
    lambda p: p.loss,
    "c_neg",
    r"\frac{\partial L}{\partial c_{neg_i}}",
)

# fmt: on

CHAINS: dict[str, Chain] = {
    chain.name: chain for chain in (W1, W2, W3, W4, P1, P2, N1, N2)
}
"""The eight chains: 6 + 6 + 8 + 12, 10 + 12 and 13 + 12 lines."""


# ----------------------------------------------------------- the check


@dataclass(frozen=True)
class ChainReport:
    """What `check_chain` found; a notebook shows it as a table.

    Parameters
    ----------
    chain : Chain
    deviations : tuple of float
        For each line the largest deviation from the line before, relative to the
        largest entry; infinity where one line is a number and the other a vector.
    values : tuple of str
        Each line at the worked example of `edu_w2v.objective.BY_HAND`.
    """

    chain: Chain
    deviations: tuple[float, ...]
    values: tuple[str, ...]

    @property
    def passed(self) -> tuple[bool, ...]:
        """For each line, whether it agrees with the line before."""
        return tuple(deviation <= TOLERANCE for deviation in self.deviations)

    @property
    def first_failure(self) -> int | None:
        """The number, from 1 up, of the first line that fails, or None."""
        return None if all(self.passed) else self.passed.index(False) + 1

    def __repr__(self) -> str:
        n = self.first_failure
        if n is None:
            n = len(self.passed)
            return f"{self.chain.name}: {n} of {n} lines agree."
        before = "the derivative itself" if n == 1 else f"line {n - 1}"
        if self.deviations[n - 1] == float("inf"):
            before = f"it has not the shape of {before}"
        else:
            before = f"it is not equal to {before}"
        return f"{self.chain.name} fails at line {n}: {before}."

    def _repr_markdown_(self) -> str:
        """Return a table with a reason for each line, and values once a line fails."""
        all_agree = self.first_failure is None
        at_example = "" if all_agree else " value at the example |"
        rows = [
            f"**{self.chain.name}**: &ensp; ${self.chain.latex}$",
            "",
            f"| line | formula | because | holds |{at_example}",
            "|---:|:---|:---|:---|" + ("" if all_agree else ":---|"),
        ]
        for n, line in enumerate(self.chain.lines):
            verdict = "✓" if self.passed[n] else f"✗ {_shown(self.deviations[n])}"
            rows.append(
                f"| {n + 1} | $\\displaystyle = {line.marked}$ | {line.rule} | "
                f"{verdict} |" + ("" if all_agree else f" {self.values[n]} |")
            )
        return "\n".join([*rows, "", repr(self)])


def check_chain(
    chain: Chain,
    trials: int = 12,
    dimension: int = 50,
    negatives: int = 15,
    seed: int = 0,
) -> ChainReport:
    """Compare each line of a chain with the line before, at random points.

    The first line is compared with the derivative that the chain is about, taken by the
    other method. Lines with a ∂ in them are computed twice, by central differences and
    by complex steps, and must agree both ways.

    Parameters
    ----------
    chain : Chain
        One of `CHAINS`, or one of your own.
    trials : int
        How many points. The largest score |c·w| of a point is one of `SCORES` in turn.
    dimension, negatives : int
        Each point has its own d from 1 to `dimension` and its own K from 1 to
        `negatives`; the first point has these themselves.
    seed : int

    Returns
    -------
    ChainReport
        For each line the largest deviation at any point by either method.

    Examples
    --------
    >>> check_chain(CHAINS["W4"], trials=4, dimension=3, negatives=2, seed=1)
    W4: 12 of 12 lines agree.
    >>> check_chain(W1_AS_PRINTED, trials=1)
    W1 as printed fails at line 1: it has not the shape of the derivative itself.
    """
    _checks.instance("chain", chain, Chain, 'pass, say, CHAINS["W1"]')
    trials = _checks.whole_number("trials", trials, maximum=10_000)
    dimension = _checks.whole_number("dimension", dimension, maximum=MOST)
    negatives = _checks.whole_number("negatives", negatives, maximum=MOST)
    rng = _checks.generator(seed, "seed")
    with localcontext(SIXTY_DIGITS):
        points = _points(trials, dimension, negatives, rng)
        worst = np.max([_deviations(chain, point) for point in points], axis=0)
        example = point_of(BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg)
        values = tuple(_rounded(line.value(example)) for line in chain.lines)
    return ChainReport(chain, tuple(worst.tolist()), values)


def _points(
    trials: int, dimension: int, negatives: int, rng: np.random.Generator
) -> list[Point]:
    """Return points of all sizes, small ones as often as large ones."""
    points, (d, k) = [], (dimension, negatives)
    for trial in range(trials):
        if trial > 0:
            d = int(np.exp(rng.uniform(0, np.log(dimension + 1))))
            k = int(np.exp(rng.uniform(0, np.log(negatives + 1))))
        points.append(random_point(d, k, SCORES[trial % len(SCORES)], rng))
    return points


def _deviations(chain: Chain, point: Point) -> list[float]:
    """Return how far each line is from the one before, by the worse method."""
    worst = [0.0] * len(chain.lines)
    for one, other in ((False, True), (True, False)):
        here = replace(point, complex_step=one)
        there = replace(point, complex_step=other)
        before = there.partial(chain.function, chain.variable)
        for n, line in enumerate(chain.lines):
            value = line.value(here)
            worst[n] = max(worst[n], _deviation(value, before))
            before = value
    return worst


def _deviation(value: Any, before: Any) -> float:
    """Return the relative error of a line; infinity if the shapes differ."""
    if np.shape(value) != np.shape(before):
        return float("inf")
    return _largest_deviation(np.asarray(value), np.asarray(before))


def random_point(d: int, k: int, score: float, rng: np.random.Generator) -> Point:
    """Return a random point whose largest |c·w|, over all contexts, is `score`."""
    d = _checks.whole_number("d", d, maximum=MOST)
    k = _checks.whole_number("k", k, maximum=MOST)
    score = _checks.real_number("score", score, maximum=100, above=True)
    rng = _checks.generator(rng)
    w, contexts = rng.normal(size=d), rng.normal(size=(k + 2, d))
    w *= score / np.abs(contexts @ w).max()
    return replace(
        point_of(w, contexts[0], contexts[2:]),
        c=_decimals(contexts[1]),
        i=int(rng.integers(k)),
    )


def point_of(w: ArrayLike, c_pos: ArrayLike, C_neg: ArrayLike) -> Point:
    """Return a `Point` with c = c_pos and the first of the negatives chosen."""
    w, c_pos, C_neg = _checks.pair(w, c_pos, C_neg)
    if len(C_neg) == 0:
        raise ValueError(
            "C_neg must have a row, but has none; pass one negative or more."
        )
    return Point(_decimals(w), _decimals(c_pos), _decimals(C_neg), c=_decimals(c_pos))


_decimals = np.frompyfunc(lambda x: Decimal(float(x)), 1, 1)


def _rounded(value: Any) -> str:
    """Write a number, or a vector in parentheses, with four decimals."""
    numbers = ", ".join(f"{x:.4f}" for x in np.atleast_1d(value))
    return f"({numbers})" if np.ndim(value) else numbers


def _shown(deviation: float) -> str:
    """Write how far a line that fails is from the one before."""
    return "another shape" if deviation == float("inf") else f"{deviation:.1e}"


# ---------------------------------------------------- complex numbers of sixty digits


@dataclass(frozen=True)
class Complex:
    """A number a + bi with Decimal parts, where b² is nothing beside a.

    Python's own complex numbers have 16 digits, too few for the lines of a saturated
    point. Only what the chains need is here; `exp` and `ln` use that cos b = 1 and sin
    b = b to all digits.
    """

    real: Decimal
    imag: Decimal

    def __add__(self, other: Any) -> "Complex":
        return Complex(self.real + other.real, self.imag + other.imag)

    def __neg__(self) -> "Complex":
        return Complex(-self.real, -self.imag)

    def __sub__(self, other: Any) -> "Complex":
        return self + -other

    def __rsub__(self, other: Any) -> "Complex":
        return -self + other

    def __mul__(self, other: Any) -> "Complex":
        return Complex(
            self.real * other.real - self.imag * other.imag,
            self.real * other.imag + self.imag * other.real,
        )

    def __rtruediv__(self, other: Any) -> "Complex":
        size = self.real**2 + self.imag**2
        return Complex(self.real / size, -self.imag / size) * other

    def __pow__(self, power: int) -> "Complex":
        assert power == -1  # the one power under a ∂
        return 1 / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self, _: Context) -> "Complex":
        """Return e^a (1 + bi)."""
        return Complex(Decimal(1), self.imag) * _exp(self.real)

    def ln(self, _: Context) -> "Complex":
        """Return log a + (b/a) i."""
        return Complex(_log(self.real), self.imag / self.real)
