"""The files in figures/ are the pictures that the notebooks show today."""

import re
from pathlib import Path

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from edu_w2v.classroom import figures
from edu_w2v.classroom.explorers.figures import FIGURES as EXPLORERS

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
HASH = re.compile(r'(?<=[#"])[a-z]+[0-9a-f]{10}\b')  # names of parts, made from their coordinates
WORDS = re.compile(r"<dc:description>(.*?)</dc:description>", re.DOTALL)


@pytest.fixture(scope="module")
def drawn(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the figures of all notebooks, drawn anew."""
    folder = tmp_path_factory.mktemp("figures")
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    figures.main([str(folder), "--notebooks", *map(str, notebooks)])
    return folder


def test_every_stored_figure_is_drawn_by_something(root: Path, drawn: Path) -> None:
    stored = {path.name for path in (root / "figures").iterdir()}
    assert stored == {path.name for path in drawn.iterdir()} | {f"{name}.svg" for name in EXPLORERS}


def test_the_stored_figures_are_the_drawn_ones(root: Path, drawn: Path) -> None:
    """To one point: the last digits of a training depend on the processor.

    Another version of matplotlib may draw another way; then the words must still be the same.
    """
    for path in sorted(drawn.iterdir()):
        new, stored = path.read_text("utf-8"), (root / "figures" / path.name).read_text("utf-8")
        if f"Matplotlib v{mpl.__version__}," not in stored:
            new, stored = WORDS.search(new)[1], WORDS.search(stored)[1]
        new, stored = HASH.sub("name", new), HASH.sub("name", stored)
        stale = (
            f"{path.name} is out of date; run: uv run --group test python -m edu_w2v.classroom.figures"
        )
        same_shapes = NUMBER.sub("0", new) == NUMBER.sub("0", stored)
        assert same_shapes, stale  # a comparison of the texts would fill many screens
        numbers = [np.array(NUMBER.findall(text), dtype=float) for text in (new, stored)]
        np.testing.assert_allclose(*numbers, rtol=0, atol=1, err_msg=stale)


def test_every_figure_is_told_in_words(drawn: Path) -> None:
    for path in drawn.iterdir():
        assert len(WORDS.search(path.read_text("utf-8"))[1].split()) >= 10, path.name


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a notebook with two pictures to keep, a measured one, and a cell that fails."""
    picture = "show(plots.loss_curve([2, x], {'floor': 0}), 'A loss that falls from 2.')"
    imports = "from edu_w2v.classroom import plots\nfrom edu_w2v.classroom.plots import show"
    cells = [
        new_code_cell(f"{imports}\nx = 0\n{picture}"),
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
