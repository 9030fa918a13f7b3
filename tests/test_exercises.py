"""Every exercise of every notebook is put through what learners do with it.

The modules ``edu_w2v.classroom.exercises.notebook_*`` are found, not listed, so a new one is
tested from its first day.
"""

import importlib
import pkgutil
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from edu_w2v.classroom import exercises
from edu_w2v.classroom.exercises import Exercise, Message

MODULES = sorted(
    m.name for m in pkgutil.iter_modules(exercises.__path__) if m.name.startswith("notebook_")
)
EXERCISES = [
    pytest.param(exercise, id=f"{name}-{key}")
    for name in MODULES
    for key, exercise in vars(importlib.import_module(f"{exercises.__name__}.{name}")).items()
    if isinstance(exercise, Exercise)
]

ODD_ANSWERS = [
    "pizza",
    b"pizza",
    [],
    [1, 2],
    [[1], [1, 2]],
    {"a": 1},
    {1},
    (1, "a"),
    True,
    None,
    1 + 2j,
    float("nan"),
    float("inf"),
    10**400,
    np.ones((2, 3, 4)),
    np.array(["a", "b"]),
    [np.ones(2), np.ones((2, 3))],
    sp.csr_array([[1]]),
    object(),
    range(3),
    "long " * 100,
]


def fresh(exercise: Exercise) -> Exercise:
    """Return a copy that has given no hint yet, so that tests do not disturb each other."""
    return replace(exercise, _hints_given=0)


@pytest.mark.parametrize("module", MODULES)
def test_each_notebook_has_at_least_five_exercises_named_in_order(module):
    names = [
        key
        for key, value in vars(importlib.import_module(f"{exercises.__name__}.{module}")).items()
        if isinstance(value, Exercise)
    ]
    assert len(names) >= 5
    assert names == [f"q{number}" for number in range(1, len(names) + 1)]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_passes_its_own_check(exercise):
    assert repr(exercise.check(exercise.solution)) == "✓ Correct."


@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_usual_mistake_gets_its_own_diagnosis(exercise):
    assert len(exercise.mistakes) >= 2
    assert len({diagnosis for _, diagnosis in exercise.mistakes}) == len(exercise.mistakes)
    for wrong, diagnosis in exercise.mistakes:
        assert repr(exercise.check(wrong)) == f"✗ Not yet. {diagnosis}"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_untouched_stub_is_not_attempted(exercise):
    assert repr(exercise.check(...)).startswith("Not attempted yet")
    if callable(exercise.solution):
        for stub in (lambda *arguments: None, lambda *arguments: ...):
            assert repr(exercise.check(stub)).startswith("Not attempted yet")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_hints_come_in_order_and_end(exercise):
    asked = fresh(exercise)
    assert len(asked.hints) >= 2
    for number, hint in enumerate(asked.hints, start=1):
        assert repr(asked.hint()) == f"Hint {number} of {len(asked.hints)}: {hint}"
    for _ in range(2):
        assert repr(asked.hint()).startswith("There are no more hints")


@pytest.mark.filterwarnings("ignore::scipy.sparse.SparseEfficiencyWarning")
@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_wrong_type_gives_a_sentence(exercise):
    for odd in ODD_ANSWERS:
        for answer in (odd, lambda *arguments, odd=odd: odd):
            message = exercise.check(answer)
            assert isinstance(message, Message)
            assert message.text.startswith(("✗ Not yet. ", "Not attempted yet", "✓"))
    other = 12 if callable(exercise.solution) else len
    assert "The answer should be a" in exercise.check(other).text


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_is_shown_with_its_reason(exercise):
    shown = exercise.show_solution().text
    assert exercise.why in shown
    assert len(exercise.why.split()) >= 5
    assert "lambda" not in shown  # a solution reads well only as a function with a name


@pytest.mark.parametrize("exercise", EXERCISES)
def test_texts_are_whole_sentences(exercise):
    for text in [exercise.why, *exercise.hints, *(diagnosis for _, diagnosis in exercise.mistakes)]:
        assert text.strip() == text
        assert text.endswith((".", "?", "!"))
        assert "  " not in text


# The framework itself.

TWELVE = Exercise(
    solution=12, why="Four times three.", hints=["Think.", "Count."], mistakes=[(16, "Leave out i.")]
)
HALF = Exercise(
    solution=lambda x: x / 2,
    why="Half of it.",
    hints=["Divide."],
    mistakes=[(lambda x: 2 * x, "Upside down.")],
    trials=[(np.array([2.0, 4.0]),), (3,)],
)


@pytest.mark.parametrize("answer", [12, 12.0, np.int64(12), np.float32(12), 12 + 1e-9])
def test_a_number_is_right_whatever_its_type(answer):
    assert repr(TWELVE.check(answer)) == "✓ Correct."


@pytest.mark.parametrize("answer", ["12", [12], np.array([12]), 12.001, -12, None, float("nan")])
def test_nearly_right_is_wrong(answer):
    assert repr(TWELVE.check(answer)).startswith("✗ Not yet. ")


def test_an_unforeseen_wrong_value_is_named_but_the_right_one_is_not():
    assert repr(TWELVE.check(7)) == "✗ Not yet. 7 is not it; hint() helps."


def test_an_unforeseen_wrong_function_is_shown_where_it_differs():
    message = repr(HALF.check(lambda x: x / 2 if isinstance(x, np.ndarray) else x))
    assert message == "✗ Not yet. For (3) your function returns 3, but should return 1.5."


def test_value_and_function_are_told_apart():
    assert "should be a function" in repr(HALF.check(3))
    assert "should be a value" in repr(TWELVE.check(lambda: 12))


def test_an_error_in_the_learners_function_is_reported_not_raised():
    assert "stops with ZeroDivisionError" in repr(HALF.check(lambda x: 1 / 0))
    assert "stops with TypeError" in repr(HALF.check(lambda: 1))


def test_a_function_that_spoils_its_input_spoils_no_later_trial():
    def spoil(x):
        half = x / 2
        if isinstance(x, np.ndarray):
            x[:] = 0
        return half

    assert repr(HALF.check(spoil)) == "✓ Correct."
    assert repr(HALF.check(spoil)) == "✓ Correct."


@pytest.mark.parametrize(
    ("solution", "right", "wrong"),
    [
        ("pizza", "pizza", "kale"),
        (["a", "b"], ["a", "b"], ["b", "a"]),
        (("a", 2.0), ("a", 2.0 + 1e-9), ("a", 2.1)),
        ((1, 2), (1, 2), (1, 2, 3)),
        ({"a": 1}, {"a": 1}, {"a": 2}),
        (np.eye(2), [[1, 0], [0, 1]], np.eye(3)),
        (True, np.True_, False),
        ([], [], [1]),
    ],
)
def test_answers_of_other_kinds(solution, right, wrong):
    exercise = Exercise(solution=solution, why="So.", hints=[], mistakes=[])
    assert repr(exercise.check(right)) == "✓ Correct."
    assert repr(exercise.check(wrong)).startswith("✗ Not yet. ")


def test_the_tolerance_is_relative_to_the_largest_number():
    exercise = Exercise(
        solution=np.array([1000.0, 0.0]), why="So.", hints=[], mistakes=[], tolerance=0.01
    )
    assert repr(exercise.check(np.array([1009.0, 9.0]))) == "✓ Correct."
    assert repr(exercise.check(np.array([1011.0, 0.0]))).startswith("✗")
    assert repr(exercise.check(np.array([1000.0, 11.0]))).startswith("✗")


def test_the_shown_solution_is_code_value_or_source():
    assert TWELVE.show_solution().text == "12\n\nFour times three."
    assert replace(TWELVE, code="3 * 4").show_solution().text == "3 * 4\n\nFour times three."
    assert "x / 2" in HALF.show_solution().text
