"""Pictures in a real JupyterLab on a projector: their size, and ipywidgets' `interact` on a plot."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from edu_w2v.classroom import plots
from tests.test_plots_type import SHOWN, WORDS, P
from tools.lab import chromium, find_browser, jupyterlab, new_page, run_all, write_notebook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_browser() is None,
        reason="no browser of the Chromium family is installed (see CONTRIBUTING.md)",
    ),
]

INTERACT = """
from ipywidgets import interact

from edu_w2v.classroom.plots import buckets_filling, loss_valley

interact(loss_valley, positives=(1, 9));
"""
CELLS = [INTERACT.strip(), f"buckets_filling({WORDS}, {P.tolist()})"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("plots")
    write_notebook(folder / "plots.ipynb", CELLS)
    with jupyterlab(folder) as lab, chromium() as browser:
        page = new_page(browser, height=720)
        run_all(page, lab, "plots.ipynb")
        yield page
        page.evaluate("window.onbeforeunload = null")
        page.close()


def wait_for_words(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => [...document.querySelectorAll('.jp-OutputArea img')].some(e => e.alt === words)",
        arg=words,
    )


def test_a_control_of_ones_own_shows_picture_and_words(page: Page) -> None:
    """`interact` on a plot, moved by keyboard: each new picture has its own words."""
    wait_for_words(page, plots.loss_valley(3).alt)
    page.focus('.widget-interact [role="slider"]')
    page.keyboard.press("ArrowRight")
    wait_for_words(page, plots.loss_valley(4).alt)
    assert page.query_selector('[data-mime-type="application/vnd.jupyter.stderr"]') is None


def test_the_widest_picture_is_not_shrunk(page: Page) -> None:
    """So that its letters are as large as test_plots_type measures them."""
    wait_for_words(page, plots.buckets_filling(WORDS, P).alt)
    sizes = page.eval_on_selector_all(
        ".jp-OutputArea img", "all => all.map(e => [e.naturalWidth, e.getBoundingClientRect().width])"
    )
    assert len(sizes) == 2
    for stored, shown in sizes:
        assert stored <= SHOWN
        assert shown == pytest.approx(stored, abs=1)
