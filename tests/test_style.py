"""The linter, the formatter, the type checker, and what fits on a screen, as tests.

The first three run once, not per Python: what the type checker says depends on the versions of what is
checked against, and newer stubs of NumPy made it fail on newer Pythons. So they run with one set of
versions: the pins, on Python 3.11.

To see how long the modules of the lesson are, and their longest functions:

    python -m tests.test_style
"""

import ast
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PYTHON = (3, 11)

LESSON = Path(__file__).parent.parent / "edu_w2v"
MODULES = sorted(path for path in LESSON.rglob("*.py") if "classroom" not in path.parts)

LONGEST_FUNCTION = 50  # lines that a screen holds, docstring included
LONGER = {"train": 95}  # it explains fourteen settings
LINES_OF_CODE = 4_070  # of all modules above classroom/, without docstrings


def other_versions(root: Path) -> list[str]:
    """Return what is installed in another version than the pinned one."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    others = []
    for pin in map(Requirement, pyproject["tool"]["uv"]["constraint-dependencies"]):
        try:
            installed = version(pin.name)
        except PackageNotFoundError:
            continue
        if (pin.marker is None or pin.marker.evaluate()) and installed not in pin.specifier:
            others.append(f"{pin.name} {installed}")
    return others


@pytest.mark.skipif(sys.version_info[:2] != PYTHON, reason="style is checked on Python 3.11 only")
@pytest.mark.parametrize(
    "command",
    ["ruff check --output-format=concise", "ruff format --check --quiet", "mypy"],
)
def test_nothing_to_complain_about(root: Path, command: str) -> None:
    if others := other_versions(root):
        pytest.skip(f"style is checked with the pinned versions only, but here is {others[0]}")
    answer = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=root, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the name of each function of a module, and its lines, docstring included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def lines_of_code(path: Path) -> int:
    """Count the lines that are neither blank, nor comment, nor string alone (a docstring)."""
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    lines: set[int] = set()
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type not in (*skipped, tokenize.ENCODING, tokenize.ENDMARKER):
                lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LESSON)))
def test_each_function_fits_on_a_screen(path: Path) -> None:
    limits = {name: LONGER.get(name, LONGEST_FUNCTION) for name, _ in functions(path)}
    assert {name: lines for name, lines in functions(path) if lines > limits[name]} == {}


def test_the_lesson_is_short() -> None:
    assert sum(map(lines_of_code, MODULES)) <= LINES_OF_CODE


if __name__ == "__main__":
    print(f"{'module':24}{'code':>6}  longest function")
    for path in MODULES:
        name, lines = max(functions(path), key=lambda function: function[1], default=("", 0))
        print(f"{path.relative_to(LESSON)!s:24}{lines_of_code(path):6}  {lines:3} {name}")
    print(f"{'together':24}{sum(map(lines_of_code, MODULES)):6}")
