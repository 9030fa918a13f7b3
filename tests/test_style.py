"""The linter, the formatter and the type checker, as tests; once, not per Python.

What the type checker says depends on the versions of what is checked against: newer stubs of NumPy
made it fail on newer Pythons. So these run with one set of versions: the pins, on Python 3.11.
"""

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PYTHON = (3, 11)


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
