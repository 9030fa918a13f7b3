"""The linter, the formatter and the type checker, as tests."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    ["ruff check --output-format=concise", "ruff format --check --quiet", "mypy"],
)
def test_nothing_to_complain_about(root: Path, command: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=root, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
