"""The files in figures/ are the pictures that the notebooks show today."""

import inspect
import re
from pathlib import Path

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from edu_w2v.classroom import plots
from tools import figures
from tools.figures import EXPLORERS

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
HASH = re.compile(r'(?<=[#"])[a-z]+[0-9a-f]{10}\b')  # names of parts, made from their coordinates
WORDS = re.compile(r"<dc:description>(.*?)</dc:description>", re.DOTALL)
MEASURED = {  # what shows measured numbers in the notebooks, here with numbers that stay the same
    "speed_ladder": lambda: plots.speed_ladder(
        {"one pair at a time": 3e3, "compiled": 1.2e6},
        {"arithmetic": {"one pair at a time": 6e6, "compiled": 6e6}, "loads": {"compiled": 4e6}},
    ),
    "speed_ratios": lambda: plots.speed_ratios({"gensim:1": [1, 1, 1], "numba:1": [9, 12, 10]}),
    "cost_curves": lambda: plots.cost_curves(
        [10, 1_000, 100_000], {"alias": [20, 21, 30], "search": [40, 120, 400]}, "ns for a draw"
    ),
    "settings_study": lambda: plots.settings_study(
        {"K": {1: [0.6, 0.7], 5: [0.8, 0.9]}, "d": {2: [0.2, 0.3], 30: [0.8, 0.9]}},
        {"K": 5, "d": 30},
        "right neighbours",
    ),
}
DRAWING = {
    name
    for name, function in vars(plots).items()
    if inspect.isfunction(function) and inspect.signature(function).return_annotation is plots.Picture
} - {"show"}


@pytest.fixture(scope="module")
def drawn(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the figures of all notebooks, drawn anew."""
    folder = tmp_path_factory.mktemp("figures")
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    figures.main([str(folder), "--notebooks", *map(str, notebooks)])
    return folder


def test_every_stored_figure_is_drawn_by_something(root: Path, drawn: Path) -> None:
    measured = {path.stem for path in (root / "figures").glob("benchmark_*.svg")}
    assert measured == {
        "benchmark_scaling",
        "benchmark_sharing",
        "benchmark_trainers",
    }  # by the scripts in benchmarks/
    stored = {path.name for path in (root / "figures").iterdir() if path.stem not in measured}
    assert stored == {path.name for path in drawn.iterdir()} | {f"{name}.svg" for name in EXPLORERS}


def assert_looks_like(new: Path, stored: Path, mend: str) -> None:
    """Compare two SVG files to one point: the last digits of a training depend on the processor.

    Another version of matplotlib may draw another way; then the words must still be the same.
    """
    texts = [path.read_text("utf-8") for path in (new, stored)]
    if f"Matplotlib v{mpl.__version__}," not in texts[1]:
        texts = [WORDS.search(text)[1] for text in texts]
    texts = [HASH.sub("name", text) for text in texts]
    stale = f"{stored.name} is out of date; {mend}"
    same_shapes = NUMBER.sub("0", texts[0]) == NUMBER.sub("0", texts[1])
    assert same_shapes, stale  # a comparison of the texts would fill many screens
    numbers = [np.array(NUMBER.findall(text), dtype=float) for text in texts]
    np.testing.assert_allclose(*numbers, rtol=0, atol=1, err_msg=stale)


def test_the_stored_figures_are_the_drawn_ones(root: Path, drawn: Path) -> None:
    for path in sorted(drawn.iterdir()):
        mend = "run: uv run --group test python -m tools.figures"
        assert_looks_like(path, root / "figures" / path.name, mend)


@pytest.mark.parametrize("name", MEASURED)
def test_the_pictures_of_measurements_look_as_before(name: str, root: Path, tmp_path: Path) -> None:
    new = tmp_path / f"{name}.svg"
    MEASURED[name]().save_svg(str(new))
    assert_looks_like(new, root / "tests" / "baselines" / new.name, f"look at {new} and copy it")


def test_every_picture_of_the_notebooks_is_compared_with_one_before(root: Path, drawn: Path) -> None:
    """If its numbers are measured, a picture of the same kind is."""
    compared = {re.sub(r"^\d\d_|_\d+$", "", path.stem) for path in drawn.iterdir()} | set(MEASURED)
    for path in (root / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        called = set(re.findall(r"(?<!def )\b(\w+)\(", code))
        assert called & DRAWING <= compared, path.name


def test_every_figure_is_told_in_words(drawn: Path) -> None:
    for path in drawn.iterdir():
        assert len(WORDS.search(path.read_text("utf-8"))[1].split()) >= 10, path.name


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a notebook with two pictures to keep, a measured one, and a cell that fails."""
    picture = "loss_curve([2, x], {'floor': 0})"
    imports = "from edu_w2v.classroom.plots import loss_curve, show"
    cells = [
        new_code_cell(f"{imports}\nx = 0\nshow({picture}, 'A loss that falls from 2.')"),
        new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}),
        new_code_cell(picture, metadata={"tags": ["nbval-ignore-output"]}),
        new_code_cell(f"x = 1\n{picture}"),
        new_code_cell("x"),
    ]
    path = tmp_path / "09_small.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_drawing_twice_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        figures.main([str(tmp_path / folder), "--notebooks", str(small)])
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["09_loss_curve.svg", "09_loss_curve_2.svg"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_failing_cell_stops_it_unless_the_error_is_the_lesson(small: Path) -> None:
    notebook = nbformat.read(small, as_version=4)
    notebook.cells[1].metadata = {}
    nbformat.write(notebook, small)
    with pytest.raises(ZeroDivisionError):
        list(figures.pictures(small))
