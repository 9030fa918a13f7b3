"""A JupyterLab of its own, opened in a browser: for the tests and for measurements.

The browser can reach this machine only, the settings of the user are left alone, and who does not
know the token of the day is sent away: other users of this machine, for one.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER = [  # options
    "--no-sandbox",  # without it Chromium does not start for root
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
SETTINGS = {  # all cells are on the page at once; no question about news
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
PLACES = {
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "IPYTHONDIR": "ipython",
}
START = 120  # seconds that a server, a browser or a page may take: the machine may be busy


def find_browser() -> str | None:
    """Return the path of a browser of the Chromium family, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Lab(NamedTuple):
    """A running JupyterLab: where it is, and the word that opens it."""

    url: str
    token: str

    def address(self, path: str) -> str:
        """Return the address of something in it, to be opened without more questions."""
        return f"{self.url}/{path}?token={self.token}"


@contextmanager
def jupyterlab(folder: Path, theme: str = "Light") -> Iterator[Lab]:
    """Run JupyterLab in a folder, with a token of its own.

    Parameters
    ----------
    folder : Path
        Where the notebooks are.
    theme : {"Light", "Dark"}

    Raises
    ------
    TimeoutError
        If the server does not answer within two minutes.
    """
    token = secrets.token_urlsafe()
    own = Path(tempfile.mkdtemp())
    settings = SETTINGS | {"apputils-extension/themes": {"theme": f"JupyterLab {theme}"}}
    for name, values in settings.items():
        file = own / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --allow-root --ip=127.0.0.1 --port={port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options.split(), f"--ServerApp.root_dir={folder}"],
        # The token is not an option: everyone may read the command lines of everyone's processes.
        env=os.environ
        | {name: str(own / place) for name, place in PLACES.items()}
        | {"JUPYTER_TOKEN": token},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    lab = Lab(f"http://127.0.0.1:{port}", token)
    try:
        _wait_for_answer(lab.address("api/status"))
        yield lab
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(own, ignore_errors=True)


def _wait_for_answer(address: str) -> None:
    end = time.monotonic() + START
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise TimeoutError(f"JupyterLab did not start within {START} seconds.") from None
            time.sleep(0.3)


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Run a browser of the Chromium family, which must be installed."""
    from playwright.sync_api import sync_playwright

    path, milliseconds = find_browser(), 1_000 * START
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=BROWSER, timeout=milliseconds) as browser,
    ):
        yield browser


def new_page(browser: "Browser", height: int = 800, **options: Any) -> "Page":
    """Open an empty page, which is given `START` seconds for each thing that is waited for."""
    page = browser.new_page(viewport={"width": 1280, "height": height}, **options)
    page.set_default_timeout(1_000 * START)
    return page


def write_notebook(path: Path, sources: Sequence[str]) -> None:
    """Store a notebook with these code cells."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    nbformat.write(notebook, path)


def run_all(page: "Page", lab: Lab, name: str) -> None:
    """Open a notebook and choose Run, Run All Cells; again if nothing happens, as on a new kernel."""
    accept = page.locator(".jp-Dialog .jp-mod-accept")  # of the question which kernel: the right one
    page.add_locator_handler(accept, lambda button: button.click())  # is preselected; it may come late
    page.goto(lab.address(f"doc/tree/{name}") + "&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
    for _ in range(10):
        page.wait_for_timeout(1_000)
        page.click('.lm-MenuBar-itemLabel:text-is("Run")')
        page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        for _ in range(20):
            if prompts(page, r"\*|\d+"):
                return
            page.wait_for_timeout(250)
    raise TimeoutError(f"Run All Cells did nothing in {name}.")


def prompts(page: "Page", pattern: str) -> int:
    """Count the cells whose prompt is a number, or a star while they wait."""
    texts = page.eval_on_selector_all(".jp-InputPrompt", "all => all.map(e => e.textContent)")
    return sum(bool(re.fullmatch(rf"\[({pattern})\]:", text.strip())) for text in texts)
