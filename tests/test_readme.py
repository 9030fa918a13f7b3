"""The README: its two commands in a fresh copy and an empty environment, its links, its code.

The two commands install from the package index. Everything else needs no network.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from edu_w2v.corpora import state_of_the_union

NOT_COPIED = (
    ".git",
    ".venv",
    "uv.lock",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    ".ipynb_checkpoints",
    "dist",
)
MINUTES = 60  # in seconds


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands(readme: str) -> list[str]:
    return [block.strip() for block in code_blocks(readme, "sh")]


@pytest.fixture
def fresh_copy(root: Path, tmp_path: Path) -> Path:
    """Return a copy of the project as a clone would be: sources only."""
    copy = tmp_path / "edu_w2v"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return copy


@pytest.fixture
def new_user(bare_environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Return the environment of a user who has an empty virtual environment with pip, and no uv."""
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "run the tests by the command in the README, which installs uv"
    cache = subprocess.run(
        [uv, "cache", "dir"], capture_output=True, text=True, check=True
    ).stdout.strip()
    venv = tmp_path / "venv"
    subprocess.run([uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(venv)], check=True)
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    ours = {str(Path(sys.prefix) / scripts.name), str(Path(uv).parent)}
    others = [folder for folder in os.environ["PATH"].split(os.pathsep) if folder not in ours]
    return bare_environment | {
        "PATH": os.pathsep.join([str(scripts), *others]),
        "VIRTUAL_ENV": str(venv),
        "UV_CACHE_DIR": cache,  # what was downloaded once is not downloaded again
    }


def test_there_are_two_commands_of_one_line_each(readme: str) -> None:
    first, second = commands(readme)
    assert "jupyter lab" in first
    assert "pytest" in second
    assert "\n" not in first + second


def test_the_first_notebook_is_the_one_that_opens(readme: str, root: Path) -> None:
    (name,) = re.findall(r"notebooks/\S+\.ipynb", commands(readme)[0])
    assert name == f"notebooks/{min(path.name for path in (root / 'notebooks').glob('*.ipynb'))}"


@pytest.mark.readme
def test_the_first_command_serves_the_course(
    readme: str, fresh_copy: Path, new_user: dict[str, str], tmp_path: Path
) -> None:
    """The command runs as it stands; a settings file chooses the port and keeps the browser shut."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_urlsafe()
    settings = tmp_path / "settings"
    settings.mkdir()
    server_settings = {
        "ServerApp": {"open_browser": False, "ip": "127.0.0.1", "port": port},
        "IdentityProvider": {"token": token},
    }
    (settings / "jupyter_server_config.json").write_text(json.dumps(server_settings))

    def fetch(address: str, data: bytes | None = None) -> str:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/{address}", data, {"Authorization": f"token {token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    log = tmp_path / "log.txt"
    with log.open("wb") as output:
        server = subprocess.Popen(
            commands(readme)[0],
            shell=True,
            cwd=fresh_copy,
            env=new_user | {"JUPYTER_CONFIG_DIR": str(settings)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + 5 * MINUTES
            while True:
                try:
                    fetch("api/status")
                    break
                except OSError:
                    assert server.poll() is None, log.read_text()
                    assert time.monotonic() < deadline, log.read_text()
                    time.sleep(0.5)
            assert "JupyterLab" in fetch("lab")
            notebook = json.loads(fetch("api/contents/01_cooccurrence.ipynb"))
            stored = json.loads((fresh_copy / "notebooks/01_cooccurrence.ipynb").read_text("utf-8"))
            assert len(notebook["content"]["cells"]) == len(stored["cells"])
        finally:
            fetch("api/shutdown", b"")  # of the server itself: killing its shell would leave it running
            server.wait(1 * MINUTES)
    assert not (fresh_copy / ".venv" / "bin" / "pytest").exists(), "the learner installs no test tools"


@pytest.mark.readme
def test_the_second_command_passes_tests(
    readme: str, fresh_copy: Path, new_user: dict[str, str]
) -> None:
    """The command runs as it stands; a variable of pytest's own lets it run a few of its tests only."""
    few = "sigmoid and not notebooks or test_objective or 01_cooccurrence and Cell"
    answer = subprocess.run(
        commands(readme)[1],
        shell=True,
        cwd=fresh_copy,
        env=new_user | {"PYTEST_ADDOPTS": f'-k "{few}"'},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=10 * MINUTES,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    (passed,) = re.findall(r"(\d+) passed", answer.stdout)
    assert int(passed) > 20
    assert "failed" not in answer.stdout


def test_links_lead_somewhere(readme: str, root: Path) -> None:
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        links = re.findall(r"\]\(([^)#]+)", (root / document).read_text(encoding="utf-8"))
        assert [link for link in links if "://" in link] == [], "nothing is fetched from the network"
        assert [link for link in links if not (root / link).exists()] == []


def test_every_notebook_is_on_the_map(readme: str, root: Path) -> None:
    on_the_map = re.findall(r"\]\(notebooks/([^)]+)\)", readme)
    assert on_the_map == sorted(path.name for path in (root / "notebooks").glob("*.ipynb"))


def test_the_map_names_modules_and_questions_that_exist(readme: str, root: Path) -> None:
    for name, question, modules in re.findall(
        r"^\| \[.*?\]\((notebooks/.*?)\) \| (.*?) \| (.*?) \|$", readme, re.MULTILINE
    ):
        notebook = json.loads((root / name).read_text(encoding="utf-8"))
        assert "".join(notebook["cells"][0]["source"]).splitlines()[0].endswith(f" · {question}")
        for module in re.findall(r"`(\w+)`", modules):
            folder = root / "edu_w2v" / module
            assert folder.is_dir() or folder.with_suffix(".py").exists(), module


def test_the_python_in_the_readme_runs(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\n".join(" ".join(sentence) + "." for sentence in state_of_the_union(1900, 1903))
    (tmp_path / "my_text.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (block,) = code_blocks(readme, "python")
    exec(compile(block, "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert (tmp_path / "my_vectors.npz").exists()


def test_the_heart_of_the_page_is_that_of_the_code(readme: str, root: Path) -> None:
    (heart,) = code_blocks(readme, "py")
    assert f"\n\n\n{heart}\n\n" in (root / "edu_w2v/minimal.py").read_text(encoding="utf-8")


def test_the_table_of_names_is_that_of_the_code(readme: str) -> None:
    from inspect import signature

    from edu_w2v.training import train

    section = readme[readme.index("## Names") : readme.index("## Sources")]
    names = {"dimension", "negatives", "radius", "noise_power", "learning_rate", "subsample"}
    assert names <= set(signature(train).parameters)
    assert names <= set(re.findall(r"`(\w+)`", section))
