"""How long from a key on a control to the redrawn picture? In a real JupyterLab, in a real browser.

usage: uv run --group test python benchmarks/explorer_latency.py [--keys 20] [--pictures FOLDER]

Prints a table: for each control the median and the slowest of so many keys, in milliseconds, from the
key to the frame after the picture has changed. The aim is a median of at most 50 ms. With a folder,
it also leaves a picture of each explorer there, in the light and in the dark theme.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ElementHandle, Page

from tools.lab import Lab, chromium, find_browser, jupyterlab, new_page, run_all, write_notebook

AIM = 50  # milliseconds
CONTROLS = {
    "CooccurrenceExplorer": ["radius"],
    "CosineExplorer": ["u_angle", "v_length"],
    "LossExplorer": ["positive"],
    "GradientStepExplorer": ["step", "learning_rate"],
    "AliasExplorer": ["step", "draws", "power"],
    "TrainingExplorer": ["step"],
}
CLOCK = """
(picture) => {
  window.clock?.abort();
  window.clock = new AbortController();
  window.times = [];
  let pressed = 0;
  const press = (event) => (pressed = event.timeStamp);
  window.addEventListener("keydown", press, { capture: true, signal: window.clock.signal });
  const watch = new MutationObserver(() => {
    const start = pressed;
    pressed = 0;
    const painted = () => window.times.push(performance.now() - start);
    if (start) requestAnimationFrame(() => setTimeout(painted));
  });
  watch.observe(picture, { childList: true, subtree: true });
  window.clock.signal.addEventListener("abort", () => watch.disconnect());
}
"""


def open_explorers(page: Page, lab: Lab, notebook: str, number: int) -> list[ElementHandle]:
    """Open a notebook, run all cells, and return the explorers once so many are to be seen."""
    run_all(page, lab, notebook)
    page.wait_for_function(
        f"document.querySelectorAll('.edu-w2v-stage svg').length === {number}", timeout=120_000
    )
    page.wait_for_timeout(500)
    return page.query_selector_all(".edu-w2v")


def slider(explorer: ElementHandle, name: str) -> ElementHandle:
    """Return the slider of a control."""
    found = explorer.query_selector(f'[data-control="{name}"] input[type="range"]')
    assert found is not None, name
    return found


def latencies(page: Page, explorer: ElementHandle, name: str, keys: int) -> list[float]:
    """Press keys on a slider, there and back; return the time of each until the picture is redrawn."""
    slider(explorer, name).focus()
    page.evaluate(CLOCK, explorer.query_selector(".edu-w2v-stage"))
    for press in range(keys):
        page.keyboard.press("ArrowRight" if press % 2 == 0 else "ArrowLeft")
        page.wait_for_function(f"window.times.length > {press}", timeout=10_000)
        page.wait_for_timeout(100)
    return page.evaluate("window.times")


def main() -> None:
    """Measure all explorers and print the table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    if find_browser() is None:
        sys.exit("no browser of the Chromium family is installed; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        lines = [f"from edu_w2v.classroom.explorers import {name}\n\n{name}()" for name in CONTROLS]
        write_notebook(Path(folder) / "explorers.ipynb", lines)
        for theme in ("Light", "Dark") if options.pictures else ("Light",):
            with jupyterlab(Path(folder), theme) as lab:
                page = new_page(browser)
                explorers = open_explorers(page, lab, "explorers.ipynb", len(CONTROLS))
                if theme == "Light":
                    print("| explorer | control | median ms | slowest ms |\n|---|---|---:|---:|")
                    for (name, controls), explorer in zip(CONTROLS.items(), explorers, strict=True):
                        for control in controls:
                            times = latencies(page, explorer, control, options.keys)
                            median = statistics.median(times)
                            mark = "" if median <= AIM else f" (more than {AIM})"
                            print(f"| {name} | {control} | {median:.0f}{mark} | {max(times):.0f} |")
                for name, explorer in zip(CONTROLS, explorers, strict=True):
                    if options.pictures:
                        options.pictures.mkdir(parents=True, exist_ok=True)
                        explorer.scroll_into_view_if_needed()
                        page.screenshot(path=options.pictures / f"{name}_{theme.lower()}.png")
                page.close()


if __name__ == "__main__":
    main()
