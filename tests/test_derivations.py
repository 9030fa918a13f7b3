"""The chains of the derivation: all 79 lines hold, and the check fails when any one of them is altered.

Two independent oracles. SymPy evaluates the functions of the lines with symbols for numbers; and
a small reader of LaTeX evaluates the formulas as printed, so that formula and code cannot part.

Mutations that must be seen, each tried on each of the 79 lines: the sign turned, a factor of
1 + 1e-9 put in, another vector than the one named.
"""

import re
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest
import sympy

from edu_w2v import derivations
from edu_w2v.derivations import CHAINS, W1_AS_PRINTED, Line, Point, check_chain
from edu_w2v.objective import BY_HAND, sgns_gradients

LENGTHS = {"W1": 6, "W2": 6, "W3": 8, "W4": 12, "P1": 10, "P2": 12, "N1": 13, "N2": 12}
EVERY_LINE = [(name, n) for name, length in LENGTHS.items() for n in range(length)]
NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "04_gradients.ipynb"


def test_there_are_79_lines():
    assert {name: len(chain.lines) for name, chain in CHAINS.items()} == LENGTHS
    assert len(EVERY_LINE) == 79
    assert all(line.latex and line.rule for chain in CHAINS.values() for line in chain.lines)


@pytest.mark.parametrize("name", LENGTHS)
def test_every_line_equals_the_one_before(name):
    report = check_chain(CHAINS[name], trials=8, dimension=50, negatives=15, seed=1)
    assert report.first_failure is None
    assert report.passed == (True,) * LENGTHS[name]
    assert max(report.deviations) <= 1e-12
    assert repr(report) == f"{name}: {LENGTHS[name]} of {LENGTHS[name]} lines agree."
    table = report._repr_markdown_()
    assert table.count("✓") == LENGTHS[name]
    assert "✗" not in table


@pytest.mark.parametrize("name", LENGTHS)
@pytest.mark.parametrize(("dimension", "negatives"), [(1, 1), (1, 15), (50, 1)])
def test_the_smallest_and_largest_sizes(name, dimension, negatives):
    assert check_chain(CHAINS[name], 4, dimension, negatives, seed=2).first_failure is None


def wrong_index(name: str, value):
    """Evaluate a line with another context vector than the one it names."""
    if name in ("W3", "N1", "N2"):
        return lambda p: value(replace(p, i=(p.i + 1) % len(p.C_neg)))
    if name == "W4":
        return lambda p: value(replace(p, c=p.c_neg))
    return lambda p: value(replace(p, c_pos=p.c_neg))


@pytest.mark.parametrize("mutation", ["sign", "factor", "index"])
@pytest.mark.parametrize(("name", "n"), EVERY_LINE)
def test_an_altered_line_is_found(name, n, mutation):
    chain = CHAINS[name]
    line = chain.lines[n]
    value = {
        "sign": lambda p: -line.value(p),
        "factor": lambda p: line.value(p) * (1 + derivations.Decimal("1e-9")),
        "index": wrong_index(name, line.value),
    }[mutation]
    lines = (*chain.lines[:n], replace(line, value=value), *chain.lines[n + 1 :])
    # Random K could be 1, and then there is no other negative: the first point has K itself.
    report = check_chain(replace(chain, lines=lines), trials=1, dimension=3, negatives=2)
    assert report.first_failure == n + 1
    assert f"fails at line {n + 1}" in repr(report)
    assert "✗" in report._repr_markdown_()


def test_altering_a_cited_chain_is_found_where_it_is_cited(monkeypatch):
    *others, last = CHAINS["W4"].lines
    wrong = replace(CHAINS["W4"], lines=(*others, replace(last, value=lambda p: 2 * last.value(p))))
    monkeypatch.setattr(derivations, "W4", wrong)
    assert check_chain(CHAINS["W2"], trials=1).first_failure == 3
    assert check_chain(CHAINS["W3"], trials=1).first_failure == 5


def test_the_printed_first_line_fails():
    report = check_chain(W1_AS_PRINTED, trials=4)
    assert report.first_failure == 1
    assert "fails at line 1" in repr(report)
    assert report._repr_markdown_().count("another shape") == 2  # line 1, and line 2 against it
    # In one dimension a number and a vector of one entry are still told apart.
    assert check_chain(W1_AS_PRINTED, trials=4, dimension=1, negatives=1).first_failure == 1


@pytest.mark.parametrize(("name", "n"), EVERY_LINE)
def test_a_line_differentiates_if_and_only_if_its_formula_does(name, n, monkeypatch):
    """A ∂ in the formula is taken numerically, of nothing else, and nowhere else."""
    calls = []
    partial = Point.partial

    def counted(self, f, variable):
        calls.append(variable)
        return partial(self, f, variable)

    monkeypatch.setattr(Point, "partial", counted)
    line = CHAINS[name].lines[n]
    line.value(derivations.point_of([0.5, 1.0], [0.4, 1.2], [[1.0, -1.0]]))
    printed = re.findall(r"\\partial [wc](?:_\{(pos|neg_i)\})?", line.latex)
    assert calls == [{"": "w", "pos": "c_pos", "neg_i": "c_neg"}[subscript] for subscript in printed]


@pytest.mark.parametrize("name", LENGTHS)
def test_the_formulas_start_and_end_as_the_gradients_do(name):
    """The last lines, in numbers, are the gradients that the package uses."""
    point = derivations.point_of(BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg)
    last = CHAINS[name].lines[-1].value(point).astype(float)
    dw, dc_pos, dC_neg = sgns_gradients(BY_HAND.w, BY_HAND.c_pos, BY_HAND.C_neg)
    expected = {"W1": dw, "P1": dc_pos, "N1": dC_neg[0]}
    if name in expected:
        np.testing.assert_allclose(last, expected[name], rtol=1e-14)


class SymbolicPoint(Point):
    """A point whose coordinates are symbols; ∂ is taken by SymPy."""

    def partial(self, f, variable):
        coordinates = getattr(self, variable)
        return np.array([sympy.diff(f(self), symbol) for symbol in coordinates], dtype=object)


@pytest.fixture
def symbolic(monkeypatch):
    monkeypatch.setattr(derivations, "exp", np.frompyfunc(sympy.exp, 1, 1))
    monkeypatch.setattr(derivations, "log", np.frompyfunc(sympy.log, 1, 1))
    monkeypatch.setattr(derivations, "_check_decimals", lambda x: None)  # symbols are none
    w, c_pos, c = (np.array([sympy.Symbol(name, real=True)], dtype=object) for name in ("w", "p", "c"))
    C_neg = np.array([[sympy.Symbol("n1", real=True)], [sympy.Symbol("n2", real=True)]], dtype=object)
    return SymbolicPoint(w, c_pos, C_neg, c)


@pytest.mark.parametrize("name", LENGTHS)
def test_sympy_confirms_each_line(name, symbolic):
    """For d = 1 and K = 2 the difference of neighbouring lines simplifies to 0, as symbols."""
    before = symbolic.partial(CHAINS[name].function, CHAINS[name].variable)
    for line in CHAINS[name].lines:
        value = line.value(symbolic)
        assert sympy.simplify(sympy.expand_log(value[0] - before[0], force=True)) == 0, line.latex
        before = value


TOKEN = re.compile(r"\\[A-Za-z]+|\\[,;]|[A-Za-z0-9]|[\^_{}()\[\]+,-]|\s+")
SILENT = {r"\left", r"\right", r"\,", r"\;"}


def is_within(tokens, others):
    """Say whether all tokens occur among the others, in this order."""
    rest = iter(others)
    return all(token in rest for token in tokens)


@pytest.mark.parametrize(("name", "n"), EVERY_LINE)
def test_what_is_set_off_is_new_and_the_rest_was_there_before(name, n):
    line = CHAINS[name].lines[n]
    new = re.findall("«([^«»]+)»", line.formula)
    assert bool(new) == (n > 0)
    assert all(part.count(a) == part.count(b) for part in new for a, b in ["{}", "()", "[]"])
    old = re.sub("«[^«»]+»", " ", line.formula)
    before = CHAINS[name].lines[max(n - 1, 0)].latex
    old_tokens, tokens_before = (
        [t for t in TOKEN.findall(text) if t.strip() and t not in SILENT] for text in (old, before)
    )
    assert is_within(old_tokens, tokens_before)
    assert line.marked.count(r"\boldsymbol") == len(new) == line.marked.count(r"\color")
    assert not set("«»") & {*line.latex, *line.marked}


class Formula:
    """Read the LaTeX of a line, in one dimension, as SymPy does algebra: an oracle that shares no code.

    ∂ and Σ reach to the end of their term, as one reads them.
    """

    def __init__(self, latex: str, point: Point, c) -> None:
        self.tokens = [t for t in TOKEN.findall(latex) if t.strip() and t not in SILENT]
        assert "".join(TOKEN.findall(latex)) == latex  # nothing is skipped
        self.at, self.point, self.c = 0, point, c
        self.variables = {"i": point.i, "j": None}

    def value(self):
        value = self.sum()
        assert self.at == len(self.tokens)
        return value

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *expected):
        for token in expected:
            assert self.peek() == token, (self.tokens, self.at, token)
            self.at += 1
        if not expected:
            self.at += 1
        return self.tokens[self.at - 1]

    def sum(self):
        total = self.term()
        while self.peek() in ("+", "-"):
            total += self.term() if self.take() == "+" else -self.term()
        return total

    def term(self):
        sign = -1 if self.peek() == "-" and self.take() else 1
        product = sympy.Integer(1)
        while self.peek() and self.peek() not in "+-)]},":
            product *= self.factor()
        return sign * product

    def factor(self):
        base = self.atom()
        if self.peek() == "^":
            self.take()
            if self.peek() == "{":
                return base ** self.group("{", "}")
            return base ** int(self.take())
        return base

    def group(self, left, right):
        self.take(left)
        value = self.sum()
        self.take(right)
        return value

    def name(self):
        """Read w, c, c_{pos} or c_{neg_i}."""
        letter = self.take()
        if letter == "w":
            return self.point.w[0]
        assert letter == "c"
        if self.peek() != "_":
            return self.c
        subscript = ""
        self.take("_", "{")
        while self.peek() != "}":
            subscript += self.take()
        self.take()
        if subscript == "pos":
            return self.point.c_pos[0]
        assert subscript[:-1] == "neg_"
        return self.point.C_neg[self.variables[subscript[-1]], 0]

    def sigmoid(self, x):
        return 1 / (1 + sympy.exp(-x))

    def atom(self):
        token, w = self.peek(), self.point.w[0]
        if token in ("(", "["):
            return self.group(token, {"(": ")", "[": "]"}[token])
        if token in ("w", "c"):
            return self.name()
        self.take()
        if token.isdigit():
            return sympy.Integer(token)
        if token == r"\frac":
            if self.tokens[self.at + 1] == r"\partial":
                self.take("{", r"\partial", "}", "{", r"\partial")
                variable = self.name()
                self.take("}")
                return sympy.diff(self.term(), variable)
            return self.group("{", "}") / self.group("{", "}")
        if token == r"\log":
            return sympy.log(self.factor())
        if token == r"\sigma":
            return self.sigmoid(self.group("(", ")"))
        if token == r"\sum":
            self.take("_")
            index, start, total = self.take(), self.at, sympy.Integer(0)
            for k in range(len(self.point.C_neg)):
                saved = self.variables[index]
                self.variables[index], self.at = k, start
                total += self.term()
                self.variables[index] = saved
            return total
        if token == r"\mathrm":
            self.take("{")
            name = self.take() + self.take()
            self.take("}")
            cited = replace(self.point, i=self.variables["i"])
            c = cited.C_neg[cited.i, 0] if self.citing_for_a_negative else self.point.c_pos[0]
            return Formula(CHAINS[name].lines[-1].latex, cited, c).value()
        if token == "p":
            self.take("(")
            sign = self.take()
            self.take(r"\mid", "w", ",")
            x = self.name() * w
            self.take(")")
            return self.sigmoid(x) if sign == "+" else self.sigmoid(-x)
        if token == "t":
            self.take("_")
            return self.sigmoid(self.point.C_neg[self.variables[self.take()], 0] * w)
        values = {
            "x": self.c * w,
            "E": sympy.exp(-self.c * w),
            "s": self.sigmoid(self.point.c_pos[0] * w),
        }
        return values[token]

    @property
    def citing_for_a_negative(self):
        return "t" in self.tokens


@pytest.mark.parametrize(("name", "n"), EVERY_LINE)
def test_the_code_computes_what_the_formula_says(name, n, symbolic):
    c = {"P2": symbolic.c_pos[0], "N2": symbolic.C_neg[0, 0]}.get(name, symbolic.c[0])
    line = CHAINS[name].lines[n]
    read = Formula(line.latex, symbolic, c).value()
    difference = sympy.expand_log(read - line.value(symbolic)[0], force=True)
    assert sympy.simplify(difference) == 0


def test_a_misprint_in_a_formula_is_read_as_it_stands(symbolic):
    for right, wrong in [("s-1", "s+1"), ("1-s", "s"), (r"\frac{w", r"\frac{c_{pos}"), ("neg_i", "pos")]:
        found = 0
        for name, n in EVERY_LINE:
            line = CHAINS[name].lines[n]
            if right in line.latex and r"\partial" not in line.latex and name not in ("P2", "N2"):
                altered = Formula(line.latex.replace(right, wrong, 1), symbolic, symbolic.c[0]).value()
                assert sympy.simplify(altered - line.value(symbolic)[0]) != 0
                found += 1
        assert found


def test_sympy_refuses_an_altered_line(symbolic):
    right, wrong = CHAINS["W4"].lines[6].value(symbolic), -CHAINS["W4"].lines[6].value(symbolic)
    assert sympy.simplify(right[0] - wrong[0]) != 0


def test_float64_would_lose_the_digits_of_a_saturated_point():
    """Why the points have sixty digits: line 10 of W4, literally, in float64."""
    e = np.exp(-40.0)
    assert (1 + e - 1) / (1 + e) == 0 < e / (1 + e)


def test_the_points_are_saturated_and_small():
    rng = np.random.default_rng(0)
    for score in derivations.SCORES:
        p = derivations.random_point(5, 3, score, rng)
        scores = [abs(float(v @ p.w)) for v in (p.c, p.c_pos, *p.C_neg)]
        assert max(scores) == pytest.approx(score, rel=1e-12)
    assert 1 / (1 + np.exp(-max(derivations.SCORES))) == 1.0  # saturated: σ is rounded to 1


def test_complex_numbers_agree_with_python():
    z, w = derivations.Complex(derivations.Decimal(2), derivations.Decimal("1e-9")), 3
    python = complex(2, 1e-9)
    results = [z + w, w - z, z - w, z * z, 1 / z, z**-1, -z, z.exp(derivations.SIXTY_DIGITS)]
    results.append(z.ln(derivations.SIXTY_DIGITS))
    expected = [python + 3, 3 - python, python - 3, python**2, 1 / python, 1 / python, -python]
    expected += [np.exp(python), np.log(python)]
    for ours, theirs in zip(results, expected, strict=True):
        assert float(ours.real) == pytest.approx(theirs.real, rel=1e-12)
        assert float(ours.imag) == pytest.approx(theirs.imag, rel=1e-7)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"chain": "W1"}, "but is 'W1'; pass, say, CHAINS"),
        ({"trials": 0}, "trials must be at least 1, but is 0"),
        ({"dimension": 2.5}, "dimension must be a whole number, but is 2.5"),
        ({"negatives": -1}, "negatives must be at least 1, but is -1"),
        ({"seed": "x"}, "seed must be a numpy.random.Generator or a whole number"),
    ],
)
def test_bad_input_gets_a_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=re.escape(sentence)):
        check_chain(**({"chain": CHAINS["W4"]} | arguments))


def test_the_same_seed_gives_the_same_report():
    assert check_chain(CHAINS["W2"], 2, 3, 2, seed=5).deviations == (
        check_chain(CHAINS["W2"], 2, 3, 2, seed=5).deviations
    )


def test_a_chain_of_ones_own():
    line = Line("2c", "made up", lambda p: 2 * p.c)
    own = replace(CHAINS["W4"], name="mine", lines=(line,), function=lambda p: 2 * (p.c @ p.w))
    assert repr(check_chain(own, trials=1)) == "mine: 1 of 1 lines agree."


def test_the_stored_notebook_shows_79_of_79():
    """Count the ✓ of the rendered tables in the outputs of notebook 04, chain by chain."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    tables = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            markdown = output.get("data", {}).get("text/markdown", "")
            if found := re.match(r"\*\*(\w\d)\*\*:", markdown):
                tables[found[1]] = markdown
    assert {name: table.count("✓") for name, table in tables.items()} == LENGTHS
    assert not any("✗" in table for table in tables.values())
    for name, table in tables.items():
        assert all(line.marked in table and line.rule in table for line in CHAINS[name].lines)
