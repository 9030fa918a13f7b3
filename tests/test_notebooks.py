"""The form of the notebooks: what nbval, which runs them and compares their outputs, does not see.

nbval lets pass a cell that was never run, a skipped cell, and a picture without words. These
checks close the gaps, and hold every notebook to one frame.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools.notebooks import execute, normalise

PATHS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
TAGS = {"nbval-ignore-output", "raises-exception"}
MOST_LINES, USUAL_LINES = 20, 12  # of a code cell: at most, and but for a few
IMAGE = re.compile(r"<(?:img|svg)\b[^>]*>", re.IGNORECASE)
WORDS = re.compile(r"""(?:alt|aria-label)=(["'])[^"']*\w+\W+\w+\W+\w+.*?\1""", re.IGNORECASE)

Notebook = NotebookNode


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> Notebook:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: Notebook) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: Notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(notebook: Notebook) -> list[str]:
    return [line for text in prose(notebook) for line in text.splitlines() if re.match(r"#+ ", line)]


def pictures_without_words(notebook: Notebook) -> Iterator[str]:
    """Yield the beginning of each stored picture that has no text alternative of three words."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            page = re.sub(r"<script.*?</script>", "", data.get("text/html", ""), flags=re.DOTALL)
            if not page and any(kind.startswith("image/") for kind in data):
                # JupyterLab shows a bare image without words
                yield f"a bare image after {cell.source[:60]!r}"
            for tag in IMAGE.findall(page):
                if not WORDS.search(tag) and 'aria-hidden="true"' not in tag:
                    yield f"{tag[:60]} after {cell.source[:60]!r}"
    for text in prose(notebook):
        for tag in IMAGE.findall(text):
            if not WORDS.search(tag):
                yield tag[:60]
        yield from (f"![]({target})" for target in re.findall(r"!\[\s*\]\(([^)]*)\)", text))


def test_the_series_is_complete_and_in_order() -> None:
    assert [path.stem[:2] for path in PATHS] == [f"{n:02d}" for n in range(1, len(PATHS) + 1)]
    assert len(PATHS) >= 6
    assert all(re.fullmatch(r"\d\d(_[a-z0-9]+)+", path.stem) for path in PATHS)


def test_it_is_in_the_one_normal_form(path: Path, notebook: Notebook) -> None:
    text = nbformat.writes(normalise(notebook)) + "\n"
    assert path.read_text(encoding="utf-8") == text, (
        f"run: uv run --group test python -m tools.notebooks notebooks/{path.name}"
    )


def test_it_was_run_once_from_top_to_bottom(notebook: Notebook) -> None:
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_no_stored_output_is_a_warning_or_an_unexpected_error(notebook: Notebook) -> None:
    for cell in code_cells(notebook):
        assert not [output.text for output in cell.outputs if output.get("name") == "stderr"]
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert failed == ("raises-exception" in cell.metadata.get("tags", [])), cell.source


def test_no_cell_escapes_the_comparison_of_outputs(notebook: Notebook) -> None:
    for cell in code_cells(notebook):
        assert set(cell.metadata.get("tags", [])) <= TAGS
        assert "NBVAL" not in cell.source
    free = [c for c in code_cells(notebook) if "nbval-ignore-output" in c.metadata.get("tags", [])]
    assert len(free) <= len(code_cells(notebook)) / 10, "only timings may differ from run to run"


def test_cells_are_short(notebook: Notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert min(lengths) > 0
    assert max(lengths) <= MOST_LINES
    assert sum(length > USUAL_LINES for length in lengths) <= len(lengths) / 20


def test_every_picture_is_told_in_words(notebook: Notebook) -> None:
    assert not list(pictures_without_words(notebook))


def test_it_has_the_frame_of_the_series(path: Path, notebook: Notebook) -> None:
    title = headings(notebook)[0]
    assert re.fullmatch(rf"# {int(path.stem[:2])} · .+", title)
    assert [line for line in headings(notebook) if line.startswith("# ")] == [title]
    assert "you can" in prose(notebook)[0] + prose(notebook)[1]
    assert len(re.findall(r"^\*\*Predict\.\*\*", "\n".join(prose(notebook)), re.MULTILINE)) >= 3
    sections = [line[3:] for line in headings(notebook) if line.startswith("## ")]
    wanted = ["Move it yourself", "Exercises", "Summary"]
    assert [name for name in sections if name in wanted] == wanted, sections


def test_it_has_five_exercises_not_yet_attempted(notebook: Notebook) -> None:
    checks = [cell for cell in code_cells(notebook) if re.search(r"\bq\d+\.check\(", cell.source)]
    assert len(checks) >= 5
    for cell in checks:
        shown = "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        assert shown.startswith("Not attempted yet"), cell.source
        assert re.search(r"^# q\d+\.hint\(\)", cell.source, re.MULTILINE)
        assert re.search(r"^# q\d+\.show_solution\(\)", cell.source, re.MULTILINE)


def test_it_is_a_lecture_too(notebook: Notebook) -> None:
    kinds = [cell.metadata.slideshow.slide_type for cell in notebook.cells]
    assert kinds[0] == "slide"
    assert kinds.count("slide") >= 5
    assert set(kinds) <= {"slide", "subslide", "fragment", "skip", "notes", "-"}


def test_it_names_no_place_of_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"(?:/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\Users)\S+", text)
    assert not re.findall(r" at 0x[0-9a-f]{6,}", text)


# The checks themselves are checked, on a small notebook in a folder of its own.


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a notebook that was executed and normalised."""
    path = tmp_path_factory.mktemp("small") / "small.ipynb"
    sources = [
        "print(1, flush=True)\nprint(2)",
        "1 / 4",
        "from edu_w2v.classroom.plots import *\nshow(new_axes(), 'Two axes without points.')",
    ]
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells), path)
    nbformat.write(normalise(execute(path)), path)
    return path


def test_executing_and_normalising_again_gives_the_same_file(small: Path) -> None:
    once = nbformat.read(small, as_version=4)
    assert once.cells[0].outputs[0].text == "1\n2\n"
    assert normalise(execute(small)) == once


def test_an_altered_output_does_not_pass(small: Path, tmp_path: Path) -> None:
    text = small.read_text(encoding="utf-8")
    for was, becomes in [('"2\\n"', '"3\\n"'), ('"0.25"', '"0.26"'), ('alt=\\"Two', 'alt=\\"Three')]:
        assert text.count(was) == 1  # printed; a value; the words of a picture
        text = text.replace(was, becomes)
    (tmp_path / "altered.ipynb").write_text(text, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    shutil.copy(small, tmp_path)
    shutil.copy(Path(__file__).parent / "nbval.ini", tmp_path)
    options = "-p no:xdist --nbval --nbval-current-env --nbval-sanitize-with nbval.ini -rA"
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", *options.split()], cwd=tmp_path, capture_output=True, text=True
    )
    assert len(re.findall(r"^FAILED altered.ipynb::", answer.stdout, re.MULTILINE)) == 3, answer.stdout
    assert len(re.findall(r"^PASSED small.ipynb::", answer.stdout, re.MULTILINE)) == 3, answer.stdout


def test_a_picture_without_words_is_noticed() -> None:
    outputs = [
        new_output("display_data", {"image/png": "AAAA"}),
        new_output("display_data", {"text/html": '<img src="data:,">'}),
        new_output("display_data", {"text/html": '<img src="data:,"\n alt="A line that rises">'}),
        new_output("display_data", {"text/html": "<p>words</p>"}),
    ]
    cells = [new_code_cell("show()", outputs=[output]) for output in outputs]
    assert len(list(pictures_without_words(new_notebook(cells=cells)))) == 2
