"""Every exercise of every notebook is put through what learners do with it.

The modules ``edu_w2v.classroom.exercises.notebook_*`` are found, not listed, so a new one is
tested from its first day.
"""

import ast
import dataclasses
import importlib
import itertools
import math
import os
import pkgutil
import re
import sys
import time
from collections import Counter, OrderedDict, deque
from decimal import Decimal
from fractions import Fraction

import nbclient
import nbformat
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import sympy
from hypothesis import given
from hypothesis import strategies as st

from edu_w2v.classroom import exercises
from edu_w2v.classroom.exercises import Exercise, Message, OpenQuestion, running
from edu_w2v.classroom.exercises.comparing import equal, plain, show
from edu_w2v.classroom.exercises.sources import pasted
from tests import answers
from tests.answers.hangs import HANGS, endless, endless_on_one_line, grows, half, leaves_a_thread

MODULES = sorted(
    m.name for m in pkgutil.iter_modules(exercises.__path__) if m.name.startswith("notebook_")
)
QUESTIONS = [
    (module, name, question)
    for module in MODULES
    for name, question in vars(importlib.import_module(f"{exercises.__name__}.{module}")).items()
    if isinstance(question, Exercise | OpenQuestion)
]
ALL = pytest.mark.parametrize(
    "question", [pytest.param(q, id=f"{module}-{name}") for module, name, q in QUESTIONS]
)
EACH = pytest.mark.parametrize(
    "exercise",
    [pytest.param(q, id=f"{module}-{name}") for module, name, q in QUESTIONS if isinstance(q, Exercise)],
)
VERDICTS = ("✓ Correct.", "✗ Not yet. ", "Not attempted yet: ")


@pytest.fixture
def here(monkeypatch):
    """Run answers in this process, which is fast and ends a hang of Python too."""
    monkeypatch.setattr(exercises, "run", running.run_here)


def cases(kind):
    """Return the answers of a kind, each with the exercise to which it is given."""
    found = []
    for module in MODULES:
        questions = vars(importlib.import_module(f"{exercises.__name__}.{module}"))
        for name, given_answers in answers.of(module, kind).items():
            for number, answer in enumerate(given_answers, start=1):
                found.append(pytest.param(questions[name], answer, id=f"{module}-{name}-{number}"))
    return pytest.mark.parametrize(("exercise", "answer"), found)


# What holds for all exercises.


@pytest.mark.parametrize("module", MODULES)
def test_each_notebook_has_at_least_five_exercises_named_in_order(module):
    names = [name for where, name, _ in QUESTIONS if where == module]
    assert len(names) >= 5
    assert names == [f"q{number}" for number in range(1, len(names) + 1)]


@EACH
def test_the_solution_passes_its_own_check(exercise):
    assert exercise.check(exercise.right).text == "✓ Correct."


@EACH
def test_each_usual_mistake_is_wrong_and_gets_its_diagnosis(exercise, here):
    assert len(exercise.mistakes) >= 2
    assert len({diagnosis for _, diagnosis in exercise.mistakes}) == len(exercise.mistakes)
    for wrong, diagnosis in exercise.mistakes:
        told = exercise.check(wrong).text
        assert told.startswith("✗ Not yet. ")
        shared = "This can come about in more than one way. "
        assert told == f"✗ Not yet. {diagnosis}" or (told[11:].startswith(shared) and diagnosis in told)


@EACH
def test_what_must_hold_holds_for_the_solution(exercise):
    for holds, _ in exercise.must:
        if callable(exercise.right):
            for outcome, arguments in zip(exercise._expected, exercise._trials, strict=True):
                assert holds(outcome.value, *arguments)
        else:
            assert holds(plain(exercise.right))


@EACH
def test_no_trial_stops_the_solution_and_many_are_told_apart(exercise):
    if callable(exercise.right):
        assert not [outcome.error for outcome in exercise._expected if outcome.error]
        assert len({show(outcome.value) for outcome in exercise._expected}) > 1


@EACH
def test_the_untouched_stub_is_not_attempted(exercise, monkeypatch):
    monkeypatch.setattr(exercises, "run", None)  # a stub is not even run
    assert exercise.check(...).text.startswith("Not attempted yet")

    def described(*arguments):
        """Says what is wanted, and does nothing."""

    if callable(exercise.right):
        for stub in (lambda *arguments: None, lambda *arguments: ..., described):
            assert exercise.check(stub).text.startswith("Not attempted yet")


@ALL
def test_hints_come_by_number_and_a_rerun_spends_none(question):
    question.check(...)
    total = len(question.hints)
    assert total >= (2 if isinstance(question, Exercise) else 0)
    for _ in range(2):
        for number, hint in enumerate(question.hints, start=1):
            told = question.hint(number).text
            assert told == f"{question.check(...).text}\n\nHint {number} of {total}: {hint}"
    for odd in (0, total + 1, -1, "1", None, 1.5, [1]):
        assert "hint(1)" in question.hint(odd).text or "no hints" in question.hint(odd).text


def name_in_the_notebook(root, module, question):
    """Return the name that the notebook gives to check, such as `answer` or that of the stub."""
    (path,) = (root / "notebooks").glob(f"{module.removeprefix('notebook_')}_*.ipynb")
    sources = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code")
    found = re.search(rf"^{question}\.check\((\w+)\)", sources, re.MULTILINE)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("module", "name", "exercise"), [q for q in QUESTIONS if isinstance(q[2], Exercise)]
)
def test_the_solution_runs_where_it_is_pasted(module, name, exercise, root):
    exercise.check(...)
    code = exercise.shown()
    assert exercise.solution().text == f"{exercise.check(...).text}\n\n{code}\n\n{exercise.why}"
    assert len(exercise.why.split()) >= 5
    assert (
        "lambda" not in code.partition("\n")[0]
    )  # a solution reads well only as a function with a name
    empty = {"__name__": "__main__"}
    tree = ast.parse(code)
    if callable(exercise.right):
        exec(code, empty)
        answer = empty[name_in_the_notebook(root, module, name) or exercise.right.__name__]
    elif isinstance(tree.body[-1], ast.Expr):
        exec(compile(ast.Module(tree.body[:-1], []), "cell", "exec"), empty)
        answer = eval(compile(ast.Expression(tree.body[-1].value), "cell", "eval"), empty)
    else:
        exec(code, empty)
        answer = empty["answer"]
    assert exercise.check(answer).text == "✓ Correct."


@ALL
def test_texts_are_whole_sentences(question):
    texts = [*question.hints]
    if isinstance(question, Exercise):
        texts += [question.why, *(text for _, text in [*question.mistakes, *question.must])]
    else:
        texts.append(question.model_answer)
    for text in texts:
        assert text.strip() == text
        assert text.endswith((".", "?", "!", ".)"))
        assert "  " not in text


@ALL
def test_a_question_looked_at_shows_no_solution(question):
    question.check(...)
    assert repr(question).startswith("Not attempted yet")
    assert "hint(1)" in repr(question) or not question.hints
    if isinstance(question, Exercise):
        assert question.why not in repr(question)
        assert question.shown() not in repr(question) or len(question.shown()) < 4


# Answers that are not written in the exercise.


@cases("RIGHT")
def test_a_right_answer_is_right_however_it_is_written(exercise, answer, here):
    assert exercise.check(answer).text == "✓ Correct."


@cases("WRONG")
def test_a_wrong_answer_is_wrong_however_near(exercise, answer, here):
    told = exercise.check(answer).text
    assert told.startswith("✗ Not yet. ")
    assert "cannot be compared" not in told


@cases("NOT_TOLD")
def test_no_diagnosis_is_false(exercise, answer, here):
    wrong, false = answer
    assert false not in exercise.check(wrong).text


class Hostile:
    """Raises whatever is done with it."""

    def _raise(self, *arguments):
        raise RuntimeError("hostile")

    __eq__ = __ne__ = __lt__ = __len__ = __iter__ = __bool__ = __array__ = __repr__ = __str__ = _raise
    __float__ = __int__ = __hash__ = __getattr__ = __getitem__ = __format__ = __contains__ = _raise


class Endless:
    """Never comes back from a comparison, nor from being shown."""

    def _wait(self, *arguments):
        while True:
            pass

    __eq__ = __len__ = __iter__ = __bool__ = __array__ = __repr__ = __str__ = __float__ = _wait


class Liar(float):
    """Says that it is equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class EndlessList(list):
    __iter__ = __len__ = __eq__ = __repr__ = Endless._wait


class HostileArray(np.ndarray):
    __eq__ = __array_ufunc__ = __repr__ = __getattr__ = Hostile._raise


class Pretender:
    @property
    def __class__(self):
        raise RuntimeError("hostile")


class AnswersToAll:
    def __eq__(self, other):
        return True

    __hash__ = None


@dataclasses.dataclass
class Point:
    x: int = 1


itself = []
itself.append(itself)
hostile_array = np.array([None])
hostile_array[0] = Hostile()
many = [0] * 1000
for _ in range(5):
    many = [many] * 1000  # 10^18 elements, if they are counted

ODD_ANSWERS = [
    *("pizza", "", "12a", "nan", "…", "\0", "\ud800", "long " * 10**6, b"pizza", bytearray(b"x")),
    *([], [1, 2], [[1], [1, 2]], [[]], [None], [[1], 2], itself, many, [float("nan")], [10**400]),
    *({}, {"a": 1}, {1}, {1: {2: 3}}, set(), frozenset({1}), (1, "a"), (), Counter("aab"), deque([1])),
    *(True, None, NotImplemented, 1 + 2j, math.nan, math.inf, -math.inf, 10**400, -(10**400), 10**5000),
    *(np.ones((2, 3, 4)), np.array(["a", "b"]), np.array([]), np.array(None), np.array({1: 2})),
    *(np.float128(1.5) if hasattr(np, "float128") else 1.5, np.datetime64("2021-01-01"), np.bool_(True)),
    *([np.ones(2), np.ones((2, 3))], hostile_array, np.zeros((0, 3)), np.broadcast_to(0.5, 10**12)),
    *(np.ones(3).view(HostileArray), np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])),
    *(np.ma.masked, np.ma.array([1, 2], mask=[0, 1]), np.matrix([[1]]), np.void(b"abc"), np.str_("x")),
    *(sp.csr_array([[1]]), sp.csr_array((10**6, 10**6)), sp.coo_matrix((2, 3))),
    *(pd.Series([1, None]), pd.DataFrame({"a": [1, "x"]}), pd.NA, pd.NaT, pd.Timestamp("2021-01-01")),
    *(sympy.Symbol("x"), sympy.oo, sympy.zoo, sympy.Matrix([[1, 2]]), Decimal("NaN"), Fraction(10**400)),
    *(
        object(),
        type,
        range(3),
        range(10**12),
        iter([1]),
        (x for x in "ab"),
        itertools.count(),
        map(len, []),
    ),
    *(
        Hostile(),
        Endless(),
        Liar(3),
        EndlessList([1]),
        Pretender(),
        AnswersToAll(),
        Point(),
        math,
        sys.stdin,
    ),
    *(
        memoryview(b"ab"),
        slice(1),
        re.compile("x"),
        OrderedDict(a=1),
        {}.keys(),
        {"a": 1}.items(),
        Exercise,
    ),
]


@pytest.mark.filterwarnings("ignore")
@EACH
def test_an_odd_answer_gets_a_sentence(exercise, here, monkeypatch):
    began = time.perf_counter()
    if callable(exercise.right):  # a few small trials will do
        small = [i for i in range(len(exercise._trials)) if exercise._size(i)[0] < 2_000][:12] or [0]
        few = {name: [getattr(exercise, name)[i] for i in small] for name in ("_trials", "_expected")}
        for name, shortened in (few | {"_wrong_outcomes": {}}).items():
            monkeypatch.setitem(vars(exercise), name, shortened)
    for odd in ODD_ANSWERS:
        for answer in (odd, lambda *arguments, odd=odd: odd):
            message = exercise.check(answer)
            assert isinstance(message, Message)
            assert message.text.startswith(VERDICTS[1:])
            assert len(message.text) < 3_000
            assert repr(message) == message.text
    other = 12 if callable(exercise.right) else len
    assert "The answer should be a" in exercise.check(other).text
    assert time.perf_counter() - began < 60


FLOATS = st.floats() | st.integers() | st.booleans() | st.fractions() | st.complex_numbers()
ANYTHING = st.recursive(
    FLOATS | st.text() | st.none() | st.binary() | st.decimals(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(ANYTHING | st.sampled_from([12, 12.0, Fraction(12), "12", [12], 12 + 1e-12]))
def test_twelve_is_twelve_and_nothing_else_is(answer):
    number = isinstance(answer, int | float | Fraction | Decimal) and not isinstance(answer, bool)
    no_number = isinstance(answer, Decimal) and answer.is_nan()  # comparing one may raise
    is_right = number and not no_number and bool(abs(answer - 12) < 1e-8)
    told = TWELVE.check(answer).text
    assert told.startswith(VERDICTS)
    assert "cannot be compared" not in told
    assert (told == "✓ Correct.") == is_right


@given(ANYTHING, ANYTHING)
def test_equal_is_symmetric_in_kind_and_never_raises(a, b):
    a, b = plain(a), plain(b)
    assert isinstance(equal(a, b), bool)
    assert equal(a, a) or "Odd" in repr(a)
    show(a), show(b)


# Functions that do not come back, or harm.


def half_of(**settings):
    """Return an exercise that asks for the half."""
    return Exercise(
        **{
            "solution": half,
            "why": "Half of it.",
            "hints": ["Divide."],
            "mistakes": [(lambda x: 2 * x, "Upside down.")],
            "trials": [(np.array([2.0, 4.0]),), (3,)],
        }
        | settings
    )


@pytest.mark.parametrize(("function", "told"), HANGS)
def test_what_does_not_come_back_is_ended(function, told):
    exercise = half_of(seconds=1.5)
    began = time.perf_counter()
    message = exercise.check(function).text
    assert message.startswith("✗ Not yet. For x = ")
    assert re.search(told, message)
    assert time.perf_counter() - began < 30  # also on a busy machine
    assert exercise.check(half).text == "✓ Correct."


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to it")
def test_a_function_that_grows_is_stopped_before_the_machine_is_full():
    assert "stops with MemoryError" in half_of(seconds=60).check(grows).text


def test_the_line_that_hangs_is_named():
    told = half_of(seconds=1).check(endless).text
    assert re.search(r"after 1 seconds; it was in line [23]\.$", told)


def test_a_thread_left_behind_keeps_nobody_waiting():
    assert half_of().check(leaves_a_thread).text == "✓ Correct."


def test_a_function_that_cannot_be_sent_is_run_here():
    with open(os.devnull) as file:

        def reads_too(x):
            file.read()
            return x / 2

        def hangs_too(x):
            file.read()
            while True:
                pass

        assert half_of().check(reads_too).text == "✓ Correct."
        assert "was not done after 1 seconds" in half_of(seconds=1).check(hangs_too).text
    assert sys.gettrace() is None or "run_here" not in repr(sys.gettrace())


@pytest.mark.parametrize("broken", ["Popen", "executable", "cloudpickle"])
def test_without_processes_functions_are_run_here(broken, monkeypatch):
    def no_process(*arguments, **settings):
        raise OSError("no processes here")

    if broken == "Popen":
        monkeypatch.setattr("subprocess.Popen", no_process)
    elif broken == "executable":
        monkeypatch.setattr(sys, "executable", None)
    else:
        monkeypatch.setitem(sys.modules, "cloudpickle", None)
    assert half_of().check(half).text == "✓ Correct."
    assert "was not done" in half_of(seconds=1).check(endless).text
    assert "was not done" in half_of(seconds=1).check(endless_on_one_line).text
    assert "EOFError" in half_of().check(lambda x: input()).text


def test_a_ctrl_c_is_the_learners_and_leaves_no_process(monkeypatch):
    started = []
    popen = running.subprocess.Popen

    def pressed(self, *arguments):
        if len(arguments):
            raise KeyboardInterrupt
        return popen.wait(self)

    class Process(popen):
        def __init__(self, *arguments, **settings):
            super().__init__(*arguments, **settings)
            started.append(self)

        wait = pressed

    monkeypatch.setattr("subprocess.Popen", Process)
    with pytest.raises(KeyboardInterrupt):
        half_of().check(endless)
    assert started[0].poll() is not None


CELLS = [
    "from tests.test_exercises import half_of\n"
    "import numpy as np, numpy, sys\n"
    "np.seterr(all='raise'); np.set_printoptions(precision=1, threshold=2); two = 2\n"
    "q = half_of()\n"
    "q",
    "def helper(x):\n    return np.exp(-np.float64(1000)) * 0 + x\n\n"
    "def my_half(x): return helper(x) / two\n\n"
    "q.check(my_half)",
    "q.check(my_half)\nq.hint(1)\nq.solution()",
    "np.geterr()['over'], np.get_printoptions()['precision']",
    "class Halver:\n    def __call__(self, x): return x / two\n\nq.check(Halver())",
    "def wrong(x):\n    return 1.23456789 if isinstance(x, int) else x / 2\n\nq.check(wrong)",
    "def loop(x):\n    while True:\n        pass\n\nq.seconds = 1\nq.check(loop)",
    "def asks(x):\n    return input('How much? ')\n\nq.check(asks)",
]
SHOWN = [
    "Not attempted yet: put your answer in place of the three dots.\n(check(answer), hint(1), solu",
    "✓ Correct.",
    "✓ Correct.\n\ndef half(x):\n    return x / 2\n\nHalf of it.",
    "('raise', 1)",
    "✓ Correct.",
    "✗ Not yet. For x = 3\n  your function returns  1.2346\n  but should return      1.5",
    "✗ Not yet. For x = array([2.0, 4.0]) your function was not done after 1 seconds; it was in line",
    "✗ Not yet. For x = 3 your function stops with EOFError: input() has nobody to ask; "
    "use the arguments, in line 2.",
]


def test_it_all_works_in_a_notebook(root):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(root)}}).execute()
    shown = [cell.outputs[-1]["data"]["text/plain"] for cell in notebook.cells]
    for mine, expected in zip(shown, SHOWN, strict=True):
        assert mine.startswith(expected)


# The framework itself.

TWELVE = Exercise(
    solution=12, why="Four times three.", hints=["Think.", "Count."], mistakes=[(16, "Leave out i.")]
)


def value(right, **settings):
    return Exercise(**{"solution": right, "why": "So.", "hints": ["Think."], "mistakes": []} | settings)


@pytest.mark.parametrize(
    "answer",
    [12, 12.0, np.int64(12), np.float32(12), 12 + 1e-9, Fraction(12), Decimal(12), np.array(12)],
)
def test_a_number_is_right_whatever_its_type(answer):
    assert TWELVE.check(answer).text == "✓ Correct."


def test_numbers_of_other_packages_are_numbers():
    assert TWELVE.check(sympy.Integer(12)).text == "✓ Correct."
    assert value(2 / 3).check(sympy.Rational(2, 3)).text == "✓ Correct."
    assert value(0.5).check(sympy.sin(sympy.pi / 6)).text == "✓ Correct."
    assert value(np.eye(2)).check(pd.DataFrame(np.eye(2))).text == "✓ Correct."
    assert value(np.eye(2)).check(sp.eye_array(2)).text == "✓ Correct."


@pytest.mark.parametrize("zero", [0.0, 0, 8.9e-16, -1e-17, np.float64(0), -0.0])
def test_a_zero_may_be_off_by_what_rounding_does(zero):
    assert value(0.0).check(zero).text == "✓ Correct."
    assert value(0.0).check(1e-7).text.startswith("✗")
    assert value(2e-10).check(1e-10).text.startswith("✗")
    assert value(np.array([1.0, 0.0])).check([1.0, zero]).text == "✓ Correct."


@pytest.mark.parametrize("answer", [12.001, -12, float("nan"), 13, "thirteen", [1, 2]])
def test_nearly_right_is_wrong(answer):
    assert TWELVE.check(answer).text.startswith("✗ Not yet. ")


@pytest.mark.parametrize(
    ("right", "answer", "told"),
    [
        (12, "12", "text: take the quotes away"),
        (1200, "1,200", "text: take the quotes away"),
        (12, [12], "in a list or an array of its own"),
        (12, np.array([12]), "in a list or an array of its own"),
        (12, (12,), "in a list or an array of its own"),
        (12, ["12"], "text: take the quotes away"),
        (12, 12 + 0j, "complex"),
        (1, True, "True and False"),
        (True, 1, "should be True or False"),
        (np.eye(2), np.eye(2) > 0, "True and False"),
        ("Bob", b"Bob", "bytes"),
        ("Bob", ["Bob"], "in a list or an array of its own"),
        (["Bob"], "Bob", "should stand in a list"),
        (["a", "b"], {"a", "b"}, "a set has no order"),
        (np.array([1.0, 2.0]), [[1.0], [2.0]], "its shape is (2, 1) instead of (2,)"),
    ],
)
def test_if_only_the_type_is_off_it_says_so(right, answer, told):
    message = value(right).check(answer).text
    assert message.startswith("✗ Not yet. The value is right, but ")
    assert told in message


@pytest.mark.parametrize(
    ("right", "answer", "told"),
    [
        (0.96, -0.96, "The sign is the other way round."),
        (0.96, 1.92, "twice as large"),
        (0.96, 0.48, "half as large"),
        (0.96, 96.0, "100 times too large: a percentage instead of a share?"),
        (96.0, 0.96, "100 times too small"),
        (0.96, 0.04, "1 minus what it should be"),
        (0.96, 1 / 0.96, "upside down"),
        (0.96, 0.96**2, "the square of"),
        (0.5, math.degrees(0.5), "in degrees"),
        (2.7, 2.7 / math.log(2), "log to base 2"),
        (2.7, 2.7 / math.log(10), "log to base 10"),
        (14, 15, "1 too large"),
        (14, 28, "twice as large"),
        (np.array([1.0, 0.5]), [0.5, 1.0], "The order is reversed."),
        (np.array([1.0, 0.5, 7.0]), [0.5, 1.0, 7.0], "their order is not"),
        (np.array([[1, 2], [3, 4]]), np.array([[1, 3], [2, 4]]), "Rows and columns are exchanged."),
        (np.array([[1, 2], [3, 4]]), np.array([[0, 2], [3, 0]]), "Only the diagonal differs."),
        (np.array([1.0, 0.5]), [-1.0, -0.5], "The sign is the other way round."),
        (np.array([1.0, 0.5]), [2.0, 1.5], "Each number is 1.0 too large."),
        (["a", "b", "c"], ["c", "a", "b"], "their order is not"),
        (0.5, [0.5, 1], "should be a single number, but yours is a list of length 2"),
        (np.zeros(2), np.ones(3), "an array of shape (2,), but yours is an array of shape (3,)"),
        (5, None, "None"),
        (7, 3, "3 is too small"),
        (7, 2, "2 is too small"),
    ],
)
def test_what_is_certain_is_told(right, answer, told):
    assert told in value(right).check(answer).text


@pytest.mark.parametrize(
    ("right", "answer"), [(2, 4), (4, 2), (4, 16), (1, 2), (2.0, 4.0), (9, 3), (1, 0)]
)
def test_of_small_numbers_no_relation_is_told(right, answer):
    assert re.fullmatch(
        r"✗ Not yet. \S+ is too (large|small); hint\(1\) helps.|.*1 too (large|small).",
        value(right).check(answer).text,
    )


@pytest.mark.parametrize(
    ("right", "decimals", "accepted", "rejected"),
    [
        (2 / 3, 2, [0.67, 0.667, 0.6667, 2 / 3], [0.66, 0.7, 0.68, 0.666]),
        (100 / 11_835, 3, [0.008, 0.0084, 0.00845], [0.009, 0.0085, 0.01]),
        (math.log(9), 1, [2.2, 2.20, 2.197], [2.1, 2, 2.19]),
        (math.log(3), 4, [1.0986, 1.09861], [1.1, 1.099, 1.0987]),
        (0.125, 2, [0.12, 0.13, 0.125], [0.1, 0.11]),
        (-2 / 3, 2, [-0.67], [-0.66, 0.67]),
        (np.array([1 / 3, 2 / 3]), 2, [[0.33, 0.67], [0.333, 0.67]], [[0.33, 0.66], [0.3, 0.7]]),
    ],
)
def test_rounding_as_the_notebook_prints_is_right(right, decimals, accepted, rejected):
    exercise = value(right, rounded=decimals)
    for answer in accepted:
        assert exercise.check(answer).text == "✓ Correct."
    for answer in rejected:
        assert exercise.check(answer).text.startswith("✗ Not yet. ")


def test_too_few_digits_are_told_from_cut_ones():
    assert "rounded too coarsely: give 4 digits" in value(0.24491, rounded=4).check(0.24).text
    assert "cut off, not rounded" in value(2 / 3, rounded=2).check(0.66).text
    assert "rounded too coarsely: give more digits, or the formula" in value(0.24491).check(0.24).text


def test_a_text_may_differ_in_case_and_blanks():
    assert value("W3").check(" w3 ").text == "✓ Correct."
    assert value("W3").check("W4").text.startswith("✗")


def test_two_causes_of_one_number_are_both_named():
    exercise = value(18, mistakes=[(24, "The ends."), (24, "The word itself.")])
    assert exercise.check(24).text == (
        "✗ Not yet. This can come about in more than one way. The ends. Or: The word itself."
    )


def test_what_must_hold_is_told_after_the_mistakes():
    exercise = value(
        0.3, mistakes=[(3, "Ten times.")], must=[(lambda p: 0 <= p <= 1, "A share is below 1.")]
    )
    assert exercise.check(3).text == "✗ Not yet. Ten times."
    assert exercise.check(5.1).text == "✗ Not yet. A share is below 1."
    assert "too large" in exercise.check(0.83).text
    assert "should be a number" in exercise.check("x").text


def test_of_a_function_what_must_hold_is_told_with_the_input():
    exercise = half_of(must=[(lambda result, x: np.sum(result) <= np.sum(x), "A half is not more.")])
    told = exercise.check(lambda x: 3 * x).text
    assert told.startswith("✗ Not yet. A half is not more.\nFor x = 3\n  your function returns  9\n")


def test_another_comparison_may_be_asked_for():
    exercise = value(
        ["a", "b"], same=lambda a, b: sorted(a) == sorted(b), mistakes=[(["a"], "One is left.")]
    )
    assert exercise.check(["b", "a"]).text == "✓ Correct."
    assert exercise.check(["a"]).text == "✗ Not yet. One is left."
    assert exercise.check(7).text.startswith("✗ Not yet. ")


def test_an_unforeseen_wrong_value_is_named_but_the_right_one_is_not():
    assert TWELVE.check(7).text == "✗ Not yet. 7 is too small; hint(1) helps."
    assert "12" not in TWELVE.check("fish").text


def test_value_and_function_are_told_apart():
    assert "should be a function, but yours is 3: give its name alone" in half_of().check(3).text
    assert "should be a value" in TWELVE.check(lambda: 12).text


def test_the_counterexample_is_the_smallest_and_says_where(here):
    def wrong(x):
        return x / 2 if isinstance(x, int) or len(x) < 3 else np.append(x[:2] / 2, x[2:])

    exercise = half_of(random_trials=lambda rng: (rng.integers(1, 9, rng.integers(1, 9)).astype(float),))
    told = exercise.check(wrong).text
    sizes = [len(x) for (x,) in exercise._trials[2:]]
    assert 3 in sizes
    assert re.match(r"✗ Not yet. For x = array\(\[\d.0, \d.0, \d.0\]\)\n", told)
    assert "The difference is at [2]: " in told


def test_two_values_that_differ_never_look_alike(here):
    large = np.arange(1000.0)
    for place in (0, 500, 999):
        wrong = large.copy()
        wrong[place] += 1e-3
        exercise = half_of(solution=lambda x: large, trials=[(1,)])
        told = exercise.check(lambda x, wrong=wrong: wrong).text
        assert f"at [{place}]: {wrong[place]:.12g}" in told
        assert len(told) < 1500
    near = half_of(trials=[(1.0,)]).check(lambda x: x / 2 + 1.2e-6).text
    assert "returns  0.500001\n  but should return      0.5" in near


def test_an_error_names_its_input_and_line(here):
    def stops(x):
        y = 2
        return y if isinstance(x, np.ndarray) else {}["half"]

    assert half_of().check(stops).text == (
        "✗ Not yet. For x = 3 your function stops with KeyError: 'half', in line 3."
    )
    assert "For x = 3 your function stops with TypeError" in half_of().check(lambda: 1).text


def test_none_among_the_results_is_no_stub(here):
    def forgets(x):
        return x / 2 if isinstance(x, int) else None

    def prints(x):
        print(x / 2)

    def changes(x):
        x *= 2

    assert "None (one way through it has no return)" in half_of().check(forgets).text
    assert "prints its result and returns None" in half_of().check(prints).text
    assert "Is there a `return`" in half_of().check(changes).text
    assert "three dots in your function" in half_of().check(lambda x: x / ...).text
    assert "three dots in your function" in half_of().check(lambda x: (x, ...)).text


def test_what_it_printed_is_shown_with_the_counterexample(here):
    def talks(x):
        print("x is", x)
        return x

    assert half_of().check(talks).text.endswith("It printed:\nx is 3")


def test_a_relation_of_all_results_is_told(here):
    assert "The sign is the other way round." in half_of().check(lambda x: -x / 2).text
    assert "Each number is half as large as it should be." in half_of().check(lambda x: x / 4).text
    assert (
        "elements are right, but their order"
        in half_of(
            trials=[(["a", "b", "c"],), (["b", "c", "d"],)], solution=lambda x: x[::-1], mistakes=[]
        )
        .check(lambda x: [x[1], x[2], x[0]])
        .text
    )


def test_a_function_that_spoils_its_input_spoils_no_later_trial():
    def spoil(x):
        half = x / 2
        if isinstance(x, np.ndarray):
            x[:] = 0
        return half

    shared = np.array([2.0, 4.0])
    exercise = half_of(trials=[(shared,), (shared,), (3,)])
    for _ in range(2):
        told = exercise.check(spoil).text
        assert told.startswith("✗ Not yet. The result is right, but your function changes `x`")
    assert shared.tolist() == [2.0, 4.0]


def test_whatever_a_message_quotes_can_be_printed(here):
    def odd(x):
        raise ValueError("half a sign: \ud800")

    assert half_of().check(odd).text.encode()


def test_a_function_may_change_what_the_solution_changes():
    def halved(x):
        x /= 2
        return x

    exercise = Exercise(solution=halved, why="", hints=["?"], mistakes=[], trials=[(np.ones(2),)])
    assert exercise.check(lambda x: halved(x)).text == "✓ Correct."
    assert exercise.check(lambda x: x / 2).text == "✓ Correct."


@pytest.mark.parametrize(
    ("solution", "right", "wrong"),
    [
        ("pizza", "pizza", "kale"),
        (["a", "b"], ("a", "b"), ["b", "a"]),
        (["a", "b"], np.array(["a", "b"]), ["a"]),
        (("a", 2.0), ["a", 2.0 + 1e-9], ("a", 2.1)),
        ((1, 2), range(1, 3), (1, 2, 3)),
        ({"a": 1.0}, Counter("a"), {"a": 2}),
        ({"a": 1}, OrderedDict(a=1.0), {"b": 1}),
        ({1, 2}, frozenset({1, 2}), {1}),
        (np.eye(2), [[1, 0], [0, 1]], np.eye(3)),
        (True, np.True_, False),
        ([], (), [1]),
        ([[1, 2], [3]], ((1, 2), (3,)), [[1, 2], [4]]),
        (float("inf"), np.inf, 1e300),
    ],
)
def test_answers_of_other_kinds(solution, right, wrong):
    assert value(solution).check(right).text == "✓ Correct."
    assert value(solution).check(wrong).text.startswith("✗ Not yet. ")


def test_a_tolerance_may_be_given():
    exercise = value(np.array([1000.0, 10.0]), tolerance=0.01)
    assert exercise.check(np.array([1009.0, 10.05])).text == "✓ Correct."
    assert exercise.check(np.array([1011.0, 10.0])).text.startswith("✗")
    assert exercise.check(np.array([1000.0, 10.5])).text.startswith("✗")


def test_whole_numbers_are_exact():
    assert value(1_000_000).check(1_000_001).text.startswith("✗")
    assert value(2**70).check(2**70 + 1).text.startswith("✗")
    assert value(2**70).check(2**70).text == "✓ Correct."


def test_the_last_verdict_stands_above_hint_and_solution():
    TWELVE.check(16)
    verdict = "✗ Not yet. Leave out i."
    assert TWELVE.hint(1).text == f"{verdict}\n\nHint 1 of 2: Think."
    assert TWELVE.hint(2).text == f"{verdict}\n\nHint 2 of 2: Count."
    assert TWELVE.hint(3).text == f"{verdict}\n\nThere is: hint(1), hint(2)."
    assert TWELVE.solution().text == f"{verdict}\n\n12\n\nFour times three."
    TWELVE.check(12)
    assert TWELVE.hint(1).text.startswith("✓ Correct.\n\nHint 1")


def test_settings_of_the_notebook_have_no_effect(here):
    exercise = half_of(trials=[(1e-300,), (1e308,)], solution=lambda x: np.float64(x) ** 2, mistakes=[])
    before = np.geterr()
    with np.errstate(all="raise"), np.printoptions(precision=1, threshold=1):
        assert exercise.check(lambda x: np.float64(x) * x).text == "✓ Correct."
        assert "1.2346" in value(1.0).check(1.23456).text or "1.23456" in value(1.0).check(1.23456).text
    assert np.geterr() == before


MODULE = '''
import numpy as np
from collections.abc import Callable
from math import log as ln, exp

Pair = tuple[float, float]
BASES = [2.0, 10.0]


def helper(x: float) -> float:
    return ln(x) / ln(BASES[0])


def shown(
    pair: Pair, f: Callable[[float], float] = exp, *, k: int = 1
) -> Pair:
    """Double."""
    # a comment
    return helper(pair[0]) * k, float(np.sum(pair)) + unused(pair)


def unused(pair: Pair) -> float:
    return 0.0 if pair else shown(pair)[0]
'''

PASTED = '''import numpy as np
from math import exp
from math import log as ln


BASES = [2.0, 10.0]


def helper(x):
    return ln(x) / ln(BASES[0])


def unused(pair):
    return 0.0 if pair else shown(pair)[0]


def shown(pair, f=exp, *, k=1):
    """Double."""
    # a comment
    return helper(pair[0]) * k, float(np.sum(pair)) + unused(pair)'''


def test_a_pasted_solution_has_its_imports_and_helpers_and_no_type_hints(tmp_path, monkeypatch):
    (tmp_path / "a_module_of_solutions.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("a_module_of_solutions")
    assert pasted(module.shown) == PASTED
    empty = {}
    exec(PASTED, empty)
    assert empty["shown"]((8.0, 1.0)) == module.shown((8.0, 1.0)) == (3.0, 9.0)


def test_an_open_question_is_the_learners_to_judge():
    question = OpenQuestion("Rounding breaks the proof.", hints=["Add 0.1 three times."])
    for stub in (..., None, "", "...", " … "):
        assert question.check(stub).text.startswith("Not attempted yet")
    for odd in ODD_ANSWERS:
        assert question.check(odd).text
    assert question.check("Because floats are rounded.").text.startswith("Your answer is noted.")
    assert question.solution().text.endswith("A model answer: Rounding breaks the proof.")
    assert "Rounding" not in repr(question)
    assert question.hint().text.endswith("Hint 1 of 1: Add 0.1 three times.")
