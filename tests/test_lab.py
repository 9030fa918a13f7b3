"""The JupyterLab of the browser tests is for the tests only, not for whoever shares the machine."""

import socket
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import psutil
import pytest
from playwright.sync_api import TimeoutError

from tools.lab import Lab, chromium, find_browser, jupyterlab, new_page


def status(lab: Lab) -> int:
    try:
        with urllib.request.urlopen(lab.address("api/contents"), timeout=30) as answer:
            return answer.status
    except HTTPError as refused:
        return refused.code


def test_only_who_knows_the_token_of_this_start_may_in(tmp_path: Path) -> None:
    with jupyterlab(tmp_path) as lab:
        assert status(lab) == 200
        assert [status(lab._replace(token=guess)) for guess in ("", "reader", lab.token[:-1])] == [
            403
        ] * 3
        (server,) = [child for child in psutil.Process().children() if "jupyterlab" in child.cmdline()]
        assert lab.token not in " ".join(server.cmdline()), "every user can read command lines"


def test_each_start_draws_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.lab._wait_for_answer", lambda address: None)
    tokens = set()
    for _ in range(2):
        with jupyterlab(tmp_path) as lab:
            tokens.add(lab.token)
    assert len(tokens) == 2
    assert min(map(len, tokens)) >= 32


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome is installed")
def test_a_page_waits_as_long_as_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here for a server that never answers: the library alone would give up after 30 seconds."""
    with chromium() as browser, socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr("tools.lab.START", 0.25)
        page = new_page(browser)
        with pytest.raises(TimeoutError, match="250ms"):
            page.goto(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(TimeoutError, match="250ms"):
            page.wait_for_function("false")
