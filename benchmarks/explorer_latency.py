"""How long from a key on a control to the redrawn picture? In a real JupyterLab, in a real browser.

usage: uv run --group test python benchmarks/explorer_latency.py [--keys 20] [--pictures FOLDER]

Prints a table: for each control the median and the slowest of so many keys, in milliseconds, from the
key to the frame after the picture has changed. The aim is a median of at most 50 ms. With a folder,
it also leaves a picture of each explorer there, in the light and in the dark theme.
"""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import ElementHandle, Page, sync_playwright

AIM = 50  # milliseconds
TOKEN = "reader"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER = [
    "--no-sandbox",  # without it Chromium does not start for root
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # nothing but this machine
]
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
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
  window.times = [];
  let pressed = 0;
  window.addEventListener("keydown", () => (pressed = performance.now()), true);
  new MutationObserver(() => {
    const start = pressed;
    pressed = 0;
    const painted = () => window.times.push(performance.now() - start);
    if (start) requestAnimationFrame(() => setTimeout(painted));
  }).observe(picture, { childList: true, subtree: true });
}
"""


def find_browser() -> str | None:
    """Return the path of a browser of the Chromium family, or None."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


@contextmanager
def jupyterlab(folder: Path, theme: str = "Light") -> Iterator[str]:
    """Run JupyterLab in a folder, with settings of its own; yield its address."""
    settings = SETTINGS | {"apputils-extension/themes": {"theme": f"JupyterLab {theme}"}}
    own = Path(tempfile.mkdtemp())
    for name, values in settings.items():
        file = own / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    places = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --allow-root --ip=127.0.0.1 --port={port} --IdentityProvider.token={TOKEN}"
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options.split(), f"--ServerApp.root_dir={folder}"],
        env=os.environ | {name: str(own / value) for name, value in places.items()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{url}/api/status?token={TOKEN}", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(own, ignore_errors=True)


def write_notebook(path: Path, sources: Sequence[str]) -> None:
    """Store a notebook with these code cells."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    nbformat.write(notebook, path)


def open_explorers(page: Page, url: str, notebook: str, number: int) -> list[ElementHandle]:
    """Open a notebook, run all cells, and return the explorers once so many are to be seen."""
    page.goto(f"{url}/doc/tree/{notebook}?token={TOKEN}&reset")
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=90_000)
    for _ in range(10):  # a kernel that has just started may not listen yet
        page.wait_for_timeout(1_000)
        if page.query_selector(".jp-Dialog"):  # asks for a kernel; the right one is preselected
            page.click(".jp-Dialog .jp-mod-accept")
        page.click('.lm-MenuBar-itemLabel:text-is("Run")')
        page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        page.wait_for_timeout(3_000)
        if re.search(r"\[[*\d]", "".join(page.locator(".jp-InputPrompt").all_text_contents())):
            break
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
    browser = find_browser()
    if browser is None:
        sys.exit("no browser of the Chromium family is installed; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lines = [f"from edu_w2v.classroom.explorers import {name}\n\n{name}()" for name in CONTROLS]
        write_notebook(Path(folder) / "explorers.ipynb", lines)
        chromium = playwright.chromium.launch(executable_path=browser, args=BROWSER)
        for theme in ("Light", "Dark") if options.pictures else ("Light",):
            with jupyterlab(Path(folder), theme) as url:
                page = chromium.new_page(viewport={"width": 1280, "height": 800})
                explorers = open_explorers(page, url, "explorers.ipynb", len(CONTROLS))
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
        chromium.close()


if __name__ == "__main__":
    main()
