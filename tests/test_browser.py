"""Every notebook as its reader meets it: in a real JupyterLab, in a real browser, run from the top.

The notebooks are copied without their outputs to a folder of their own, so that what is seen was
made there and then, and the stored ones stay as they are. The browser can reach this machine only.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page

from tools.lab import (
    Lab,
    chromium,
    find_browser,
    jupyterlab,
    new_page,
    prompts,
    run_all,
    write_notebook,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_browser() is None,
        reason="no Chromium or Chrome is installed (see CONTRIBUTING.md)",
    ),
]

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_SECONDS = 300  # for a notebook, on a slow machine


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Path]]:
    """Start JupyterLab as the README does, above the notebooks and figures; yield both."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "notebooks").mkdir()
    shutil.copytree(ROOT / "figures", folder / "figures")
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, folder / "notebooks" / path.name)
    with jupyterlab(folder) as lab:
        yield lab, folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def wait_for(condition: Callable[[], object], seconds: float, complaint: str) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, complaint
        time.sleep(0.3)


@dataclass
class Seen:
    """What a reader sees after "Run All Cells", and what happened behind the page."""

    errors: list[str] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)
    pictures: list[str | None] = field(default_factory=list)  # their alternatives
    addresses: list[str] = field(default_factory=list)  # outside this machine
    console: list[str] = field(default_factory=list)  # errors
    cells: int = 0
    run: int = 0  # of these
    lessons: int = 0  # cells whose error is what they teach


def see(course: tuple[Lab, Path], browser: Browser, name: str) -> Seen:
    """Open a notebook, run all cells, wait for the last, and look."""
    lab, folder = course
    seen = Seen()
    code = [
        cell for cell in nbformat.read(folder / name, as_version=4).cells if cell.cell_type == "code"
    ]
    seen.cells = len(code)
    seen.lessons = sum("raises-exception" in cell.metadata.get("tags", []) for cell in code)
    page = new_page(browser, height=1000)
    try:
        page.on("request", lambda request: seen.addresses.append(request.url))
        page.on("console", lambda message: message.type == "error" and seen.console.append(message.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        run_all(page, lab, name)
        wait_for(
            lambda: prompts(page, r"\d+") == len(code) or len(errors(page)) > seen.lessons,
            MOST_SECONDS,
            f"{name} was not run within {MOST_SECONDS} seconds",
        )
        page.wait_for_timeout(1_000)  # the last output may come after the last number
        seen.run = prompts(page, r"\d+")
        seen.errors = errors(page)
        seen.stderr = [text for text in red_outputs(page) if text not in seen.errors]
        seen.pictures = page.eval_on_selector_all(
            ".jp-OutputArea-output img, .jp-OutputArea-output svg",
            "all => all.map(e => e.getAttribute('alt') || e.getAttribute('aria-label')"
            " || (e.closest('[aria-hidden=true], button, [aria-label]') ? 'decoration' : null))",
        )
        for kernel in page.request.get(lab.address("api/kernels")).json():
            page.request.delete(lab.address(f"api/kernels/{kernel['id']}"))
    finally:
        page.close()
    local = (lab.url, "blob:", "data:", lab.url.replace("http", "ws", 1))
    seen.addresses = [address for address in seen.addresses if not address.startswith(local)]
    return seen


def red_outputs(page: Page) -> list[str]:
    """Return the texts on a red ground: what went to stderr, and errors."""
    selector = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'
    return page.eval_on_selector_all(selector, "all => all.map(e => e.textContent.slice(0, 300))")


def errors(page: Page) -> list[str]:
    return [text for text in red_outputs(page) if "Traceback (most recent call last)" in text]


def told(words: str | None) -> bool:
    """Say whether a picture has a real alternative: JupyterLab itself writes "Image"."""
    return words == "decoration" or len((words or "").split()) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_reader_can_run_the_notebook(path: Path, course: tuple[Lab, Path], browser: Browser) -> None:
    seen = see(course, browser, f"notebooks/{path.name}")
    assert len(seen.errors) == seen.lessons, seen.errors
    assert seen.run == seen.cells
    assert seen.stderr == []
    assert seen.addresses == [], "the notebook asks for something outside this machine"
    assert seen.console == []
    stored = nbformat.read(path, as_version=4).cells
    assert len(seen.pictures) >= sum('<img src="data:' in str(cell.get("outputs")) for cell in stored)
    assert all(told(words) for words in seen.pictures), seen.pictures


def test_what_goes_wrong_is_seen(course: tuple[Lab, Path], browser: Browser) -> None:
    """The look itself is looked at: a notebook with one of each fault."""
    faults = [
        "import sys; print('a warning', file=sys.stderr)",
        "from IPython.display import HTML, Image, display",
        "HTML('<img src=\"https://example.org/a.png\">')",
        "1 / 0",
    ]
    write_notebook(course[1] / "faults.ipynb", faults)
    seen = see(course, browser, "faults.ipynb")
    assert len(seen.errors) == 1
    assert "ZeroDivisionError" in seen.errors[0]
    assert seen.stderr == ["a warning\n"]
    assert set(seen.addresses) == {"https://example.org/a.png"}
    assert [told(words) for words in seen.pictures] == [False]
    assert seen.console != []
