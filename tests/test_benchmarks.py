"""The benchmarks begin, their tables say what they should, and edits of the kernel find their places."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edu_w2v.evaluation import read_analogies, read_judgements

SCRIPTS = ["compare.py", "explorer_latency.py", "general.py", "scaling.py", "sharing.py", "steps.py"]
LOAD_ALL = """
import steps, tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    for i, variant in enumerate(steps.VARIANTS):
        steps.load(variant, Path(folder) / f"kernel_{i}.py")
"""


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root / "benchmarks", capture_output=True, text=True, check=True)


def test_these_are_all_benchmarks(root: Path) -> None:
    assert sorted(path.name for path in (root / "benchmarks").glob("*.py")) == SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_benchmark_can_be_asked_for_its_options(script: str, root: Path) -> None:
    assert f"usage: {script}" in run(root, script, "--help").stdout


def test_each_step_of_the_kernel_can_be_undone(root: Path) -> None:
    """The kernel still holds the lines that the edits replace."""
    pytest.importorskip("numba")
    run(root, "-c", LOAD_ALL)


# ---------------------------------------------------------------- the tables of compare.py

QUALITY = {"loss": 2.0, "WordSim": 0.4, "SimLex": 0.2, "Google": 0.1, "words": 9}
ITEMS = {f"{n} {name}": 7 for name in ("loss", "WordSim", "SimLex", "Google") for n in ("n", "n all")}
VERDICT = """
from compare import report
import json, sys
print(report(json.load(sys.stdin)))
"""


def report_of(root: Path, rounds: list[dict[str, dict[str, float]]]) -> str:
    command = [sys.executable, "-c", VERDICT]
    options = {"capture_output": True, "text": True, "check": True, "input": json.dumps(rounds)}
    return subprocess.run(command, cwd=root / "benchmarks", **options).stdout  # type: ignore[call-overload]


def test_the_report_has_each_figure_with_its_spread(root: Path) -> None:
    rounds = [
        {
            "gensim:1": QUALITY
            | ITEMS
            | {"speed": 1e5, "seconds": 60.0, "peak": 90.0, "Google": google},
            "numba:1": QUALITY | ITEMS | {"speed": speed, "seconds": 10.0, "peak": 50.0, "loss": loss},
            "reference:1": {"speed": 1e3},
        }
        for speed, loss, google in [(8e5, 1.85, 0.14), (9e5, 1.95, 0.15), (10e5, 2.05, 0.16)]
    ]
    report = report_of(root, rounds)
    assert "| numba:1 | 900 (800–1,000) | 9.00 (8.00–10.00) | 10.0 (10.0–10.0) | 50 (50–50)" in report
    assert "| 1.9500 ± 0.1000 | 0.4000 ± 0.0000 | 0.2000 ± 0.0000 | 0.1000 ± 0.0000 |" in report
    assert "| reference:1 | 1 (1–1) | 0.01 (0.01–0.01) |  |" in report
    assert "| numba:1 | 6.00 (6.00–6.00) |  |  |" in report, "from the file to saved vectors"
    # Of three runs with a standard deviation of s, twice the standard error is 2 s / √3.
    assert "| numba:1 | +0.0500 ± 0.1155 equal |" in report
    assert "| -0.0500 ± 0.0115 WORSE |" in report


def test_a_small_comparison_from_the_texts_to_the_results(root: Path, tmp_path: Path) -> None:
    datapath = pytest.importorskip("gensim.test.utils").datapath
    words = [pair[i] for pair in read_judgements(datapath("wordsim353.tsv"))[:20] for i in (0, 1)]
    words += [pair[i] for pair in read_judgements(datapath("simlex999.txt"))[:20] for i in (0, 1)]
    words = sorted({*words, *read_analogies(datapath("questions-words.txt"))["family"][0]})
    rng = np.random.default_rng(0)
    text = " ".join(" ".join(rng.choice(words, 20)) + "." for _ in range(12_000))
    (tmp_path / "mine.txt").write_text(text)
    trainers = ["gensim:1", "gensim_lines:1", "gensim_corpus_file:1", "numpy:1"]
    file = tmp_path / "results.json"
    command = ["compare.py", *trainers, "--text", str(tmp_path / "mine.txt"), "--json", str(file)]
    assert "| numpy:1 |" in run(root, *command, "--rounds", "1").stdout
    (results,) = json.loads(file.read_text())
    assert list(results) == trainers
    for one in results.values():
        assert one["speed"] > 0
        assert 0 < one["seconds"] < 600
        assert one["words"] == len(words)
    assert run(root, *command, "--rounds", "1").stderr == "", "it goes on where it was stopped"


# ---------------------------------------------------------------- the general text

GENERAL = """
import general, json
from pathlib import Path
print(json.dumps(general.documents(Path({!r}))))
"""


def test_the_general_text_says_what_is_missing(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "general.py", str(tmp_path / "lines"), "--root", str(tmp_path)]
    answer = subprocess.run(command, cwd=root / "benchmarks", capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr.startswith("The general text needs packages that are not in ")
    assert "run: apt-get install dict-gcide dict-wn " in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_the_general_text_is_that_of_all_packages(root: Path, tmp_path: Path) -> None:
    for name in ("gcide", "wn", "foldoc", "jargon", "devil", "vera"):
        file = tmp_path / f"usr/share/dictd/{name}.dict.dz"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(f"{name}word ".encode() * 1_500))
    folder = tmp_path / "usr/share/doc/debian-handbook/html/en-US"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<p class='no'>Hand&amp;book</p>")
    pieces = json.loads(run(root, "-c", GENERAL.format(str(tmp_path))).stdout)
    assert sorted(map(len, pieces)) == [2, *[500] * 6, *[1_000] * 6]
    assert ["hand", "book"] in pieces
    assert {word for piece in pieces for word in piece} >= {"gcideword", "veraword"}
