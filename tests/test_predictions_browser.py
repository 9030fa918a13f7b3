"""Predictions under a reader's hand: the keyboard, in a real JupyterLab and in an exported page."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser, Page, TimeoutError
from test_browser import wait_for
from test_explorers_browser import luminance

from tools.lab import Lab, chromium, find_browser, jupyterlab, new_page, prompts, run_all
from tools.notebooks import execute, normalise

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_browser() is None,
        reason="no browser of the Chromium family is installed (see CONTRIBUTING.md)",
    ),
]

P1 = """
from edu_w2v.classroom.predictions import Option, Prediction

p1 = Prediction(
    "How many pairs do you get from three words?",
    Option("three", 3, "You thought of one for each word, but *likes* has two neighbours. " * 3),
    Option("four", 4, "The word in the middle has two neighbours, the ends have one each.", right=True),
    Option("six", 6, "You thought of each word with `both` others."),
)
""".strip()
CODE = 5  # cells
STATE = """() => {
  const cells = [...document.querySelectorAll(".jp-Notebook .jp-Cell")];
  return {
    focus: document.activeElement.tagName + " " + document.activeElement.textContent.trim().slice(0, 1),
    active: cells.findIndex(cell => cell.classList.contains("jp-mod-active")),
    edit: document.querySelector(".jp-Notebook").classList.contains("jp-mod-editMode"),
    cells: cells.length,
    open: [...document.querySelectorAll(".edu-w2v-prediction details")].map(e => e.open),
  };
}"""
OPEN = "all => all.map(e => e.open)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Store a notebook with a prediction, an answer and a section *Deeper*, executed."""
    folder = tmp_path_factory.mktemp("predictions")
    cells = [
        new_code_cell(P1),
        new_code_cell("p1"),
        new_code_cell("1 + 2 + 1", metadata={"tags": ["hide-output"]}),
        new_code_cell("assert p1.agrees(1 + 2 + 1)"),
        new_markdown_cell("## Deeper: six\n\nThis is for readers who expected six."),
        new_code_cell("3 * 2"),
        new_markdown_cell("## Next"),
    ]
    nbformat.write(normalise(new_notebook(cells=cells)), folder / "live.ipynb")
    nbformat.write(normalise(execute(folder / "live.ipynb")), folder / "stored.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[Lab]:
    with jupyterlab(folder) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(lab: Lab, browser: Browser) -> Iterator[Page]:
    """Open the notebook and run all cells; again if the kernel was too young to hear it."""
    page = new_page(browser, 900)
    for _ in range(3):
        run_all(page, lab, "live.ipynb")
        try:
            page.wait_for_selector(".edu-w2v-prediction", timeout=60_000)
            break
        except TimeoutError:
            continue
    wait_for(lambda: prompts(page, r"\d+") == CODE, 60, "not all cells were run")
    yield page
    page.evaluate("window.onbeforeunload = null")
    page.close()


def choose_the_prediction(page: Page) -> None:
    """Make its cell the active one, all options closed."""
    page.eval_on_selector_all(".edu-w2v-prediction details", "all => all.forEach(e => e.open = false)")
    page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".jp-InputPrompt").first.click()


def test_the_keys_reach_and_open_each_option_and_leave_the_cells_alone(page: Page) -> None:
    choose_the_prediction(page)
    same = {"active": 1, "edit": False, "cells": 7}
    for _ in range(8):  # the tools of the cell may come first
        page.keyboard.press("Tab")
        if page.evaluate(STATE)["focus"].startswith("SUMMARY"):
            break
    steps = [
        ("Enter", "A", ["A"]),
        ("Tab", "B", ["A"]),
        ("Space", "B", ["B"]),
        ("Tab", "C", ["B"]),
        ("Enter", "C", ["C"]),
        ("Enter", "C", []),
        ("Space", "C", ["C"]),
        ("Shift+Tab", "B", ["C"]),
    ]
    for key, focus, opened in steps:
        page.keyboard.press(key)
        page.wait_for_timeout(100)
        assert page.evaluate(STATE) == same | {
            "focus": f"SUMMARY {focus}",
            "open": [letter in opened for letter in "ABC"],
        }, key


def test_after_a_choice_the_arrow_goes_on_and_the_choice_stays(page: Page) -> None:
    choose_the_prediction(page)
    page.click(".edu-w2v-prediction summary >> nth=0")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    state = page.evaluate(STATE)
    assert (state["active"], state["edit"]) == (2, False)
    assert state["open"] == [True, False, False]


def test_after_a_choice_shift_and_enter_go_on(page: Page) -> None:
    choose_the_prediction(page)
    page.click(".edu-w2v-prediction summary >> nth=1")
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(500)
    assert page.evaluate(STATE)["active"] == 2
    page.wait_for_selector(".edu-w2v-prediction")


def test_screen_readers_hear_a_group_of_options_that_can_be_opened(page: Page) -> None:
    choose_the_prediction(page)
    page.click(".edu-w2v-prediction summary >> nth=1")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = [
        (node["role"]["value"], node.get("name", {}).get("value", ""), properties(node))
        for node in tree
        if not node["ignored"]
    ]
    groups = [name for role, name, _ in nodes if role == "group"]
    assert "How many pairs do you get from three words?" in groups
    opened = {
        name.split()[0]: found["expanded"]
        for role, name, found in nodes
        if role.startswith("DisclosureTriangle")
    }
    assert opened == {"A": False, "B": True, "C": False}


def properties(node: dict) -> dict:
    return {entry["name"]: entry["value"].get("value") for entry in node.get("properties", [])}


def test_a_section_deeper_is_collapsed_and_still_run(page: Page) -> None:
    cells = page.locator(".jp-Notebook .jp-Cell")
    assert [cells.nth(n).is_visible() for n in (4, 5, 6)] == [True, False, True]
    assert cells.nth(5).locator(".jp-InputPrompt").text_content() == "[5]:"
    assert cells.nth(5).locator(".jp-OutputArea-output").count() == 1
    cells.nth(4).locator(".jp-showHiddenCellsButton").click()
    assert cells.nth(5).is_visible()
    assert cells.nth(5).locator(".jp-OutputArea-output").inner_text().strip() == "6"


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_text_is_readable_in_both_themes(page: Page, theme: str) -> None:
    page.click('.lm-MenuBar-itemLabel:text-is("Settings")')
    page.click('.lm-Menu-itemLabel:text-is("Theme")')
    page.click(f'.lm-Menu-itemLabel:text-is("JupyterLab {theme}")')
    page.wait_for_function(
        "dark => (document.body.dataset.jpThemeLight === 'false') === dark", arg=theme == "Dark"
    )
    page.wait_for_timeout(300)
    paper = page.eval_on_selector(".jp-Notebook", "e => getComputedStyle(e).backgroundColor")
    for text in ("summary", "p", "strong", "em", "code", "small"):
        selector = f".edu-w2v-prediction {text}"
        ink = page.eval_on_selector(selector, "e => getComputedStyle(e).color")
        light = sorted(luminance(colour) for colour in (ink, paper))
        assert (light[1] + 0.05) / (light[0] + 0.05) >= 7, (text, ink)  # WCAG 2, level AAA
        height = page.eval_on_selector(selector, "e => parseFloat(getComputedStyle(e).fontSize)")
        assert height >= 14, text


def test_at_twice_the_size_nothing_is_cut_off(lab: Lab, page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 450})  # what zooming 1280 × 900 to 200 % leaves
    choose_the_prediction(page)
    page.click(".edu-w2v-prediction summary >> nth=0")
    wide = page.eval_on_selector(
        ".edu-w2v-prediction", "e => [e.scrollWidth - e.clientWidth, e.getBoundingClientRect().right]"
    )
    assert wide[0] <= 0
    assert wide[1] <= 640
    page.set_viewport_size({"width": 1280, "height": 900})


def press_through(page: Page) -> None:
    """Open the second option and then the third by keys, each closing the one before."""
    page.focus(".edu-w2v-prediction summary, details summary")
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    assert page.eval_on_selector_all("details", OPEN) == [False, True, False]
    assert "✓ Yes." in page.inner_text("details >> nth=1")
    for key in ("Tab", "Space"):
        page.keyboard.press(key)


def test_an_exported_page_needs_no_kernel_no_network_and_no_script(
    folder: Path, browser: Browser
) -> None:
    text = HTMLExporter().from_filename(folder / "stored.ipynb")[0]
    (folder / "exported.html").write_text(text, "utf-8")
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "exported.html").as_uri(), wait_until="domcontentloaded")
    press_through(page)
    assert page.eval_on_selector_all("details", OPEN) == [False, False, True]
    context.close()


def test_a_stored_prediction_works_before_the_notebook_is_trusted(lab: Lab, browser: Browser) -> None:
    page = new_page(browser, 900)
    page.goto(lab.address("doc/tree/stored.ipynb") + "&reset")
    page.wait_for_selector("details", timeout=90_000)
    press_through(page)
    assert page.eval_on_selector_all("details", OPEN)[2]
    page.evaluate("window.onbeforeunload = null")
    page.close()


def test_a_stored_answer_is_collapsed_until_its_cell_is_run(lab: Lab, browser: Browser) -> None:
    page = new_page(browser, 900)
    page.goto(lab.address("doc/tree/stored.ipynb") + "&reset")
    page.wait_for_selector("details", timeout=90_000)
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=90_000)
    answer = page.locator(".jp-Notebook .jp-Cell").nth(2)
    assert answer.locator(".jp-Placeholder").is_visible()
    assert not answer.locator(".jp-OutputArea-output").is_visible()
    answer.locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    wait_for(answer.locator(".jp-OutputArea-output").is_visible, 60, "running does not show the answer")
    assert answer.locator(".jp-OutputArea-output").inner_text().strip() == "4"
    page.evaluate("window.onbeforeunload = null")
    page.close()
