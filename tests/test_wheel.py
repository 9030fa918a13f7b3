"""What is installed is the lesson and what shows it, and works without the rest of the project."""

import os
import re
import subprocess
import sys
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

import pytest

USE_ALL = """
import importlib, pkgutil, sys
import edu_w2v
from edu_w2v.classroom import exercises, explorers, plots
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.training import train

for module in pkgutil.walk_packages(edu_w2v.__path__, "edu_w2v."):
    importlib.import_module(module.name)
for name in explorers.__all__:
    if name.endswith("Explorer"):
        assert getattr(explorers, name)().svg().startswith("<svg")
history = train(BOB_PIZZA, dimension=3, epochs=2).history
plots.loss_curve(history, {}).save_svg("loss.svg")
print(edu_w2v.__file__)
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return ZipFile(path)


def test_the_wheel_has_the_package_and_nothing_else(root: Path, wheel: ZipFile) -> None:
    ours = {path.relative_to(root).as_posix() for path in (root / "edu_w2v").rglob("*.*")}
    ours = {name for name in ours if not re.search(r"ruff\.toml$|/__pycache__|/\.", name)}
    assert {Path(name).suffix for name in ours} == {".py", ".typed", ".css", ".js"}
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == ours


def test_the_wheel_says_what_it_is(root: Path, wheel: ZipFile) -> None:
    (folder,) = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    said = message_from_string(wheel.read(f"{folder}/METADATA").decode())
    needed = {line.partition(">")[0] for line in said.get_all("Requires-Dist") if ";" not in line}
    assert needed == {"numpy", "scipy", "tqdm"}
    assert said.get_all("Provides-Extra") == ["course", "fast"]
    assert said["Author"] == "The edu_w2v authors"
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    assert wheel.read(f"{folder}/licenses/LICENSE").decode().splitlines() == licence.splitlines()


def test_the_classroom_works_from_the_wheel(root: Path, wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    answer = subprocess.run(
        [sys.executable, "-c", USE_ALL],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    *_, place, modules = answer.stdout.splitlines()
    assert Path(place).is_relative_to(tmp_path), "another edu_w2v was tried, not that of the wheel"
    assert not {"tools", "tests", "nbformat", "playwright"} & set(modules.split())
