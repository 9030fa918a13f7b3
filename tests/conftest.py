"""What all tests share."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tools.lab import find_browser

ROOT = Path(__file__).parent.parent

# Two test processes share the machine, and the kernels of the notebooks inherit this from them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same examples on each run, however slow the machine is: speed is measured in benchmarks/.
settings.register_profile("edu_w2v", deadline=None, derandomize=True)
settings.load_profile("edu_w2v")


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> None:
    """A shell lets what it runs in the background ignore Ctrl-C, which some tests press."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def bare_environment(tmp_path: Path) -> dict[str, str]:
    """Return the environment variables of a new user: an empty home, no virtual environment."""
    ours = (
        "VIRTUAL_ENV",
        "PYTEST_",
        "JUPYTER",
        "IPYTHON",
        "JPY_",
        "PYTHON",
        "UV_PROJECT",
        "MPL",
        "TQDM",
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    home = tmp_path / "home"
    home.mkdir()
    return environment | {"HOME": str(home), "USERPROFILE": str(home)}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find_browser() is None:
        terminalreporter.section("no browser found", yellow=True)
        terminalreporter.line(
            "The notebooks were not opened in a browser. Install Chromium (Debian: apt-get install "
            "chromium) and run the tests again."
        )
