"""The explorers under a reader's hand: a real JupyterLab, a real browser, the keyboard.

What the page shows is compared, shape by shape, with what the package draws here for the same state.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest
from conftest import ROOT
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, ElementHandle, Page

from edu_w2v.classroom import explorers
from edu_w2v.classroom.explorers.base import Explorer
from tools.lab import Lab, chromium, find_browser, jupyterlab, new_page, write_notebook
from tools.notebooks import execute, normalise

sys.path.insert(0, str(ROOT / "benchmarks"))
from explorer_latency import CONTROLS, open_explorers, slider

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_browser() is None,
        reason="no browser of the Chromium family is installed (see CONTRIBUTING.md)",
    ),
]

NAMES = list(CONTROLS)
SHAPES = """
svg => [...svg.querySelectorAll("*")].map(e => [
  e.tagName,
  e.childElementCount ? "" : e.textContent,
  Object.fromEntries([...e.attributes].map(a => [a.name, a.value])),
])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a notebook with the six explorers, and the same with stored outputs."""
    folder = tmp_path_factory.mktemp("explorers")
    sources = [f"from edu_w2v.classroom.explorers import {name}\n\n{name}()" for name in NAMES]
    write_notebook(folder / "live.ipynb", sources)
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
    """Open the notebook and run all cells; fail at the end if the page complained."""
    page = new_page(browser)
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((lab.url, "blob:", "data:")) or complaints.append(request.url)
        ),
    )
    open_explorers(page, lab, "live.ipynb", len(NAMES))
    yield page
    assert page.query_selector('[data-mime-type="application/vnd.jupyter.stderr"]') is None
    assert complaints == []
    page.evaluate("window.onbeforeunload = null")
    page.close()


def view(page: Page, name: str) -> ElementHandle:
    return page.query_selector_all(".edu-w2v")[NAMES.index(name)]


def numbers(view: ElementHandle) -> str:
    return view.query_selector(".edu-w2v-numbers").inner_text()


def wait_for_numbers(page: Page, view: ElementHandle, expected: str) -> None:
    page.wait_for_function(
        "([view, expected]) => view.querySelector('.edu-w2v-numbers').textContent === expected",
        arg=[view, expected],
        timeout=10_000,
    )


def assert_shows(page: Page, view: ElementHandle, explorer: Explorer) -> None:
    """Compare numbers and picture with those of an explorer in this process, shape by shape."""
    wait_for_numbers(page, view, explorer.alt.partition(": ")[2])
    assert view.query_selector("svg").get_attribute("aria-label") == numbers(view)
    parts = "".join(f"<g>{scene.svg()}</g>" for scene in explorer.scenes())
    root = ElementTree.fromstring(f"<svg>{parts}</svg>")
    expected = [[e.tag, "" if len(e) else e.text or "", e.attrib] for e in root.iter()][1:]
    for _ in range(100):  # the numbers may be the same as before: then the picture comes later
        if view.query_selector("svg").evaluate(SHAPES) == expected:
            return
        page.wait_for_timeout(50)
    assert view.query_selector("svg").evaluate(SHAPES) == expected


def press(page: Page, element: ElementHandle, *keys: str) -> None:
    element.focus()
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize(
    ("name", "control", "keys", "state"),
    [
        ("CooccurrenceExplorer", "radius", ["ArrowRight"], {"radius": 2}),
        (
            "CosineExplorer",
            "v_angle",
            ["ArrowRight"] * 3,
            {"v_angle": 75, "u_length": 1.414, "v_length": 1.414},
        ),
        ("LossExplorer", "positive", ["ArrowRight"] * 4 + ["ArrowLeft"], {"positive": 1.5}),
        ("GradientStepExplorer", "learning_rate", ["ArrowRight"] * 2, {"learning_rate": 0.3}),
        ("GradientStepExplorer", "step", ["ArrowRight"] * 5, {"learning_rate": 0.3, "step": 5}),
        ("AliasExplorer", "power", ["Home", "ArrowRight"], {"power": 0.05}),
        ("AliasExplorer", "step", ["ArrowRight"] * 2, {"power": 0.05, "step": 2}),
        ("AliasExplorer", "draws", ["End"], {"power": 0.05, "step": 2, "draws": 13}),
        ("TrainingExplorer", "step", ["End", "ArrowLeft"], {"step": 42}),
    ],
)
def test_a_slider_moves_by_the_keys_and_shows_what_the_package_computes(
    page: Page, name: str, control: str, keys: list[str], state: dict[str, Any]
) -> None:
    explorer = getattr(explorers, name)
    here = view(page, name)
    before = here.query_selector("svg").inner_html()
    press(page, slider(here, control), *keys)
    assert_shows(page, here, explorer(**state))
    assert here.query_selector("svg").inner_html() != before


def test_a_vector_moves_by_the_arrow_keys_and_keeps_the_focus(page: Page) -> None:
    here = view(page, "CosineExplorer")
    explorer = explorers.CosineExplorer(u_length=1.414, v_angle=75, v_length=1.414)
    press(page, here.query_selector('[data-drag="u"]'), "ArrowUp")
    explorer.drag("u", None, (0, 1))
    assert_shows(page, here, explorer)
    page.keyboard.press("ArrowLeft")
    explorer.drag("u", None, (-1, 0))
    assert_shows(page, here, explorer)


def test_a_vector_is_dragged_by_the_pointer(page: Page) -> None:
    here = view(page, "GradientStepExplorer")
    here.scroll_into_view_if_needed()
    before = numbers(here)
    box = here.query_selector('[data-drag="w"]').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "([view, before]) => view.querySelector('.edu-w2v-numbers').textContent !== before",
        arg=[here, before],
    )
    assert numbers(here).startswith("Steps taken: 0;")


def test_a_click_on_a_cell_chooses_it(page: Page) -> None:
    here = view(page, "CooccurrenceExplorer")
    here.scroll_into_view_if_needed()
    here.query_selector("""[data-sets*='"row": "likes", "column": "pizza"']""").click()
    assert_shows(page, here, explorers.CooccurrenceExplorer(radius=2, row="likes", column="pizza"))
    assert here.query_selector('[data-control="row"] select').input_value() == "likes"


def test_lists_boxes_and_text_work_by_the_keyboard(page: Page) -> None:
    here = view(page, "CooccurrenceExplorer")
    press(page, here.query_selector('[data-control="presence"] input'), "Space")
    press(page, here.query_selector('[data-control="column"] select'), "ArrowDown")
    state = {"radius": 2, "presence": True, "row": "likes", "column": "wings"}
    assert_shows(page, here, explorers.CooccurrenceExplorer(**state))
    area = here.query_selector("textarea")
    press(page, area, "Control+End")
    page.keyboard.type("\nBob likes likes wings")
    corpus = area.input_value()
    assert corpus.endswith("\nBob likes likes wings")
    assert_shows(page, here, explorers.CooccurrenceExplorer(corpus=corpus, **state))


def test_bad_input_gets_a_sentence_beside_the_control(page: Page) -> None:
    here = view(page, "LossExplorer")
    row = here.query_selector('[data-control="positive"]')
    typed = row.query_selector('input[type="text"]')
    before = here.query_selector("svg").inner_html()
    for text, sentence in (
        ("yes", "positive must be a number, but is 'yes'; pass a float."),
        ("1e9", "positive must be a finite number, at least -1000 and at most 1000"),
    ):
        press(page, typed, "Control+A", *text, "Enter")
        page.wait_for_function(
            "([row, text]) => row.querySelector('[role=alert]').textContent.startsWith(text)",
            arg=[row, sentence],
        )
        assert here.query_selector("svg").inner_html() == before
    press(page, typed, "Control+A", *"-800", "Enter")
    assert_shows(page, here, explorers.LossExplorer(positive=-800))
    assert row.query_selector("[role=alert]").inner_text() == ""


def test_a_run_is_played_paused_and_stepped(page: Page) -> None:
    here = view(page, "TrainingExplorer")
    run = explorers.TrainingExplorer()
    keys = {key.inner_text(): key for key in here.query_selector_all("button")}
    press(page, keys["Reset"], "Enter")
    assert_shows(page, here, run)
    run_key = keys["Run"]
    press(page, run_key, "Enter")
    page.wait_for_function("view => parseInt(view.querySelector('output').textContent) >= 3", arg=here)
    assert run_key.inner_text() == "Pause"
    press(page, run_key, "Enter")
    place = int(here.query_selector("output").inner_text().split()[0])
    page.wait_for_timeout(600)
    press(page, keys["Step"], "Enter")
    run.step = place + 1
    assert_shows(page, here, run)


def test_every_control_has_a_name_for_screen_readers(page: Page) -> None:
    unnamed = page.eval_on_selector_all(
        ".edu-w2v :is(input, select, textarea, button, [tabindex])",
        "all => all.filter(e => !e.getAttribute('aria-label')).length",
    )
    assert unnamed == 0
    assert len(page.query_selector_all('.edu-w2v [aria-live="polite"]')) == len(NAMES)


def test_text_is_at_least_14_points_high(page: Page) -> None:
    sizes = page.eval_on_selector_all(
        ".edu-w2v svg text, .edu-w2v :is(span, input:not([type=range]), select, button, p, output)",
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize) *"
        " (e.ownerSVGElement ? e.ownerSVGElement.getScreenCTM().a : 1))",
    )
    assert min(sizes) >= 14 / 0.75


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_text_is_readable_in_both_themes(page: Page, theme: str) -> None:
    page.click('.lm-MenuBar-itemLabel:text-is("Settings")')
    page.click('.lm-Menu-itemLabel:text-is("Theme")')
    page.click(f'.lm-Menu-itemLabel:text-is("JupyterLab {theme}")')
    page.wait_for_function(
        "dark => (document.body.dataset.jpThemeLight === 'false') === dark", arg=theme == "Dark"
    )
    page.wait_for_timeout(300)
    ink = page.eval_on_selector(".edu-w2v svg text", "e => getComputedStyle(e).fill")
    paper = page.eval_on_selector(".jp-Notebook", "e => getComputedStyle(e).backgroundColor")
    light = sorted(luminance(colour) for colour in (ink, paper))
    assert (light[1] + 0.05) / (light[0] + 0.05) >= 7  # WCAG 2, level AAA


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [float(c) / 255 for c in re.findall(r"[\d.]+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_stored_notebook_shows_still_pictures_before_it_is_run(lab: Lab, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(lab.address("doc/tree/stored.ipynb") + "&reset")
    page.wait_for_function(f"document.querySelectorAll('.jp-OutputArea img').length === {len(NAMES)}")
    alternatives = page.eval_on_selector_all(".jp-OutputArea img", "all => all.map(e => e.alt)")
    assert alternatives == [getattr(explorers, name)().alt for name in NAMES]
    widths = page.eval_on_selector_all(".jp-OutputArea img", "all => all.map(e => e.naturalWidth)")
    assert min(widths) > 800
    page.evaluate("window.onbeforeunload = null")
    page.close()


def test_recordings_stay_alive_in_an_exported_page(folder: Path, browser: Browser) -> None:
    """Without a kernel and without a network; what needs a kernel stays a picture."""
    (folder / "exported.html").write_text(
        HTMLExporter().from_filename(folder / "stored.ipynb")[0], "utf-8"
    )
    page = new_page(browser, offline=True)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "exported.html").as_uri(), wait_until="domcontentloaded")
    alive = ["GradientStepExplorer", "AliasExplorer", "TrainingExplorer"]
    page.wait_for_function(f"document.querySelectorAll('.edu-w2v svg').length === {len(alive)}")
    assert len(page.query_selector_all("img")) == len(NAMES) - len(alive)
    for name, here in zip(alive, page.query_selector_all(".edu-w2v"), strict=True):
        press(page, slider(here, "step"), "ArrowRight", "ArrowRight", "ArrowRight")
        assert_shows(page, here, getattr(explorers, name)(step=3))
    assert [c for c in complaints if "require" not in c] == []  # what nbconvert itself would fetch
    page.close()


def test_a_live_view_follows_the_training(folder: Path, lab: Lab, browser: Browser) -> None:
    source = (
        "from edu_w2v.classroom.explorers import live_view\nfrom edu_w2v.corpora import toy_world\n"
        "from edu_w2v.training import train\n\n"
        "train(toy_world(3000), dimension=8, epochs=40, callback=live_view())"
    )
    write_notebook(folder / "train.ipynb", [source])
    page = new_page(browser)
    open_explorers(page, lab, "train.ipynb", 1)
    seen = set()
    for _ in range(600):
        seen.add(page.inner_text(".edu-w2v-numbers"))
        if any("100% of all words read" in text for text in seen):
            break
        page.wait_for_timeout(50)
    assert any("100% of all words read" in text for text in seen)
    assert len(seen) >= 3, seen  # at first, on the way, at the end
    page.evaluate("window.onbeforeunload = null")
    page.close()
