"""No writable folder, a spoilt cache, a Numba that is broken: one sentence, and training goes on.

Users are put where they cannot write by a file in place of a folder, since nothing is forbidden
to root.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

TRAIN = """
import sys, zlib
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.training import train
model = train(BOB_PIZZA, dimension=3, epochs=3, backend=sys.argv[1])
print(zlib.crc32(model.W))
"""
BOTH = """
import sys
from edu_w2v.training import train, trainer
print(trainer("auto").__module__, trainer("auto").__module__)
print(train([["a", "b"]] * 9, dimension=3).W.shape)
try:
    trainer("numba")
except ImportError as error:
    print(error)
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(root: Path, tmp_path: Path) -> Path:
    """Return a folder with a copy of the package, as it is after an installation."""
    no_caches = shutil.ignore_patterns("__pycache__", "classroom", ".*")
    shutil.copytree(root / "edu_w2v", tmp_path / "site" / "edu_w2v", ignore=no_caches)
    return tmp_path / "site"


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Return a function that runs a script with that copy, as a user with a new home."""
    (tmp_path / "home").mkdir()
    home = str(tmp_path / "home")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    environment.pop("XDG_CACHE_HOME", None)
    environment |= {"PYTHONPATH": str(site), "HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home}

    def run_script(script: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-B", "-c", script, *arguments],
            cwd=tmp_path,
            env=environment | more,
            capture_output=True,
            text=True,
        )

    return run_script


def test_without_any_place_for_compiled_code_it_is_compiled_each_time(
    run: Run, site: Path, tmp_path: Path
) -> None:
    usual = run(TRAIN, "numba_pairs")
    assert usual.stderr == ""
    shutil.rmtree(tmp_path / "home")
    (tmp_path / "home").touch()
    shutil.rmtree(site / "edu_w2v" / "training" / "__pycache__")
    (site / "edu_w2v" / "training" / "__pycache__").touch()
    for strict in ("", "error"):
        here = run(TRAIN, "numba_pairs", PYTHONWARNINGS=strict)
        assert here.stdout == usual.stdout, here.stderr
        assert here.stderr.count("compiled code cannot be kept, so each start compiles anew") == 1
        assert "Traceback" not in here.stderr


@pytest.mark.parametrize("home", ["", "/nowhere/at/all", "a file"])
def test_nobody_needs_a_home(home: str, run: Run, tmp_path: Path) -> None:
    if home == "a file":
        (tmp_path / "a file").touch()
        home = str(tmp_path / "a file")
    here = run(TRAIN, "numpy", HOME=home, USERPROFILE=home, LOCALAPPDATA=home)
    assert here.returncode == 0, here.stderr
    assert here.stderr == ""


@pytest.mark.parametrize(
    "fault",
    [
        "raise ImportError('libLLVM.so:\\n cannot open shared object file')",
        "raise OSError('Could not find the shared library')",
        "raise SystemError('initialisation failed')",
        "import llvmlite_that_is_not_there",
    ],
)
def test_a_numba_that_is_broken_is_said_and_done_without(fault: str, run: Run, site: Path) -> None:
    (site / "numba").mkdir()
    (site / "numba" / "__init__.py").write_text(fault)
    here = run(BOTH)
    assert here.returncode == 0, here.stderr
    modules, shape, *explicit = here.stdout.splitlines()
    assert modules.split() == ["edu_w2v.training.batched"] * 2
    assert shape == "(2, 3)"
    (sentence,) = explicit
    assert sentence.startswith("backend='numba' needs numba, which is installed but cannot be imported")
    assert sentence.endswith("run: pip install --force-reinstall numba, or pass backend='numpy'.")
    assert here.stderr.count("UserWarning: training is fast with numba, which is installed but") == 1
    assert "Traceback" not in here.stderr


# A kernel of one line, so that many faults can be tried without compiling for long.

KERNEL = """
from edu_w2v.training.kernels import kernel

@kernel
def double(x):
    return 2 * x
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder with what Numba has kept of the kernel, for whole numbers and for floats."""
    numba = pytest.importorskip("numba")
    importlib.import_module("edu_w2v.training.kernels")  # these are kept elsewhere
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "small.py").write_text(KERNEL)
    assert results(anew(tmp_path)) == ([6, 5.0], [])
    (folder,) = (tmp_path / "cache").iterdir()
    assert len(list(folder.iterdir())) == 3  # an index and two data files
    return folder


def anew(folder: Path) -> ModuleType:
    """Import the module with the kernel as a new process would."""
    from edu_w2v.training import watch

    watch.say_once.cache_clear()
    spec = importlib.util.spec_from_file_location("small", folder / "small.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def results(small: ModuleType) -> tuple[list[float], list[str]]:
    """Call the kernel for both types; return the results and the warnings."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        numbers = [small.double(3), small.double(2.5)]
    return numbers, [str(warning.message) for warning in said]


def from_cache(small: ModuleType) -> int:
    return sum(small.double.stats.cache_hits.values())


def test_what_was_kept_is_used(cache: Path, tmp_path: Path) -> None:
    small = anew(tmp_path)
    assert results(small) == ([6, 5.0], [])
    assert from_cache(small) == 2


SPOIL: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "zeros, as after a power cut": lambda data: bytes(len(data)),
    "text": lambda data: b"Access denied.\n",
    "another class": lambda data: b"cno_such_module\nthing\n.",
}


@pytest.mark.parametrize("files", ["*.nbi", "*.nbc", "*.1.nbc", "*"])
@pytest.mark.parametrize("how", SPOIL)
def test_a_spoilt_file_is_made_anew(how: str, files: str, cache: Path, tmp_path: Path) -> None:
    for path in cache.glob(files):
        path.write_bytes(SPOIL[how](path.read_bytes()))
    small = anew(tmp_path)
    assert results(small) == (
        [6, 5.0],
        ["a file of compiled code cannot be used; it is compiled anew."],
    )
    again = anew(tmp_path)
    assert results(again) == ([6, 5.0], [])
    assert from_cache(again) == 2, "what was spoilt is whole again"


def test_code_for_other_types_is_not_called(cache: Path, tmp_path: Path) -> None:
    """Two processes that start at once can leave one's code under the other's number."""
    one, two = sorted(cache.glob("*.nbc"))
    data = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(data)
    numbers, said = results(anew(tmp_path))
    assert numbers == [6, 5.0]
    assert said == ["a file of compiled code cannot be used; it is compiled anew."]
    assert results(anew(tmp_path)) == ([6, 5.0], [])


@pytest.mark.parametrize("what", ["index", "folder"])
def test_what_cannot_be_kept_is_used_all_the_same(what: str, cache: Path, tmp_path: Path) -> None:
    """A folder stands where the file should be, or a file where the folder should be."""
    small = anew(tmp_path)
    (index,) = cache.glob("*.nbi")
    shutil.rmtree(cache)
    if what == "index":
        index.mkdir(parents=True)
    else:
        cache.touch()
    numbers, said = results(small)
    assert numbers == [6, 5.0]
    assert any("compiled code cannot be kept" in sentence for sentence in said)
    assert len(said) == len(set(said))
