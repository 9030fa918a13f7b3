"""The benchmarks begin, and the edits of the kernel that one of them makes find their places."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = ["compare.py", "explorer_latency.py", "scaling.py", "sharing.py", "steps.py"]
LOAD_ALL = """
import steps, tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    for i, variant in enumerate(steps.VARIANTS):
        steps.load(variant, Path(folder) / f"kernel_{i}.py")
"""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root / "benchmarks", capture_output=True, text=True, check=True)


def test_these_are_all_benchmarks(root: Path) -> None:
    assert sorted(path.name for path in (root / "benchmarks").glob("*.py")) == SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_benchmark_can_be_asked_for_its_options(script: str, root: Path) -> None:
    assert f"usage: {script}" in run(root, script, "--help").stdout


def test_each_step_of_the_kernel_can_be_undone(root: Path) -> None:
    """The kernel still holds the lines that the edits replace."""
    pytest.importorskip("numba")
    run(root, "-c", LOAD_ALL)
