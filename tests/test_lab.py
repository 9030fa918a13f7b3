"""The JupyterLab of the browser tests is for the tests only, not for whoever shares the machine."""

import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import psutil
import pytest

from tools.lab import Lab, jupyterlab


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
