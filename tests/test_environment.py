"""Dependencies are written down once, in pyproject.toml; everything else must agree with it."""

import platform
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import pins

SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def for_the_learner(project: dict[str, Any]) -> list[Requirement]:
    """Return what the course needs, with its pictures, controls and compiled training."""
    extras = project["project"]["optional-dependencies"].values()
    return [Requirement(r) for r in chain(project["project"]["dependencies"], *extras)]


def for_the_tests(project: dict[str, Any]) -> list[Requirement]:
    return [Requirement(r) for r in project["dependency-groups"]["test"] if isinstance(r, str)]


def for_the_style(project: dict[str, Any]) -> list[Requirement]:
    return [Requirement(r) for r in project["dependency-groups"]["style"]]


def pinned(project: dict[str, Any]) -> list[Requirement]:
    return [Requirement(r) for r in project["tool"]["uv"]["constraint-dependencies"]]


def environments() -> list[dict[str, str]]:
    """Return the markers' values for each supported Python on each supported system."""
    return [
        {
            "python_version": f"3.{minor}",
            "python_full_version": f"3.{minor}.7",
            "sys_platform": sys_platform,
            "platform_system": system,
            "os_name": "nt" if sys_platform == "win32" else "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }
        for minor in (11, 12, 13, 14)
        for sys_platform, system in SYSTEMS.items()
    ]


def test_conda_gets_the_same_dependencies(root: Path, project: dict[str, Any]) -> None:
    conda = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    by_conda = [entry for entry in conda if isinstance(entry, str)]
    assert f"python{project['project']['requires-python']}" in by_conda
    assert "--editable ." in by_pip
    listed = set(by_conda) | set(by_pip)
    listed -= {f"python{project['project']['requires-python']}", "pip", "--editable ."}
    assert listed == {str(requirement) for requirement in for_the_learner(project)}


def test_the_learner_installs_the_course_and_not_the_tests(project: dict[str, Any]) -> None:
    assert project["tool"]["uv"]["default-groups"] == ["course"]
    (course,) = map(Requirement, project["dependency-groups"]["course"])
    assert course.extras == set(project["project"]["optional-dependencies"])
    assert {"include-group": "course"} in project["dependency-groups"]["test"]


def test_every_dependency_is_a_range(project: dict[str, Any]) -> None:
    for requirement in for_the_learner(project) + for_the_tests(project):
        assert requirement.url is None
        assert [bound.operator for bound in requirement.specifier] == [">="], requirement


def test_style_is_a_matter_of_one_version_each(project: dict[str, Any]) -> None:
    for requirement in for_the_style(project):
        assert [bound.operator for bound in requirement.specifier] == ["=="], requirement
    assert {"include-group": "style"} in project["dependency-groups"]["test"]


@pytest.mark.parametrize(
    "environment", environments(), ids=lambda e: e["sys_platform"] + e["python_version"]
)
def test_every_dependency_is_pinned_once_within_its_range(
    project: dict[str, Any], environment: dict[str, str]
) -> None:
    versions: dict[str, str] = {}
    for pin in pinned(project):
        assert pin.url is None
        (bound,) = pin.specifier
        assert bound.operator == "=="
        if pin.marker is None or pin.marker.evaluate(environment):
            assert canonicalize_name(pin.name) not in versions
            versions[canonicalize_name(pin.name)] = bound.version
    needed = for_the_learner(project) + for_the_tests(project) + for_the_style(project)
    for requirement in needed:
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_the_installed_versions_are_in_the_ranges(project: dict[str, Any]) -> None:
    for requirement in for_the_learner(project) + for_the_tests(project):
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name), prereleases=True)


def test_no_download_addresses(root: Path) -> None:
    for name in ("pyproject.toml", "environment.yml", ".github/workflows/ci.yml", ".ci/run"):
        assert not re.search(r"https?://", (root / name).read_text(encoding="utf-8")), name


def test_the_workflow_covers_systems_pythons_and_both_ends_of_the_ranges(
    root: Path, readme: str
) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    triggers = workflow[True]  # YAML reads the key `on` as a truth value
    assert {"push", "pull_request", "schedule"} <= set(triggers)
    matrix = workflow["jobs"]["pinned"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    command = workflow["jobs"]["pinned"]["steps"][-1]["run"]
    assert command in readme.splitlines()
    either = workflow["jobs"]["unpinned"]["strategy"]["matrix"]["include"]
    assert [job["resolution"] for job in either] == ["lowest-direct", "highest"]


def test_the_version_is_the_same_everywhere(root: Path) -> None:
    import edu_w2v

    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == edu_w2v.__version__
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changelog, re.MULTILINE)[1] == edu_w2v.__version__


def test_renewing_the_pins_changes_nothing_else(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "pyproject.toml"
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    copy.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pins, "newest_pins", lambda: ["numpy==9.9", "scipy==9.9"])
    pins.main()
    renewed = copy.read_text(encoding="utf-8")
    assert tomllib.loads(renewed)["tool"]["uv"]["constraint-dependencies"] == [
        "numpy==9.9",
        "scipy==9.9",
    ]
    before, after = tomllib.loads(text), tomllib.loads(renewed)
    del before["tool"]["uv"]["constraint-dependencies"], after["tool"]["uv"]["constraint-dependencies"]
    assert before == after

    def fails() -> list[str]:
        raise subprocess.CalledProcessError(1, "uv")

    monkeypatch.setattr(pins, "newest_pins", fails)
    with pytest.raises(subprocess.CalledProcessError):
        pins.main()
    assert copy.read_text(encoding="utf-8") == renewed


def test_a_file_without_pins_is_refused() -> None:
    with pytest.raises(ValueError, match="must have one list constraint-dependencies, but has 0"):
        pins.with_pins("[tool.uv]\n", [])


def test_this_python_is_supported(project: dict[str, Any]) -> None:
    assert Requirement(f"python{project['project']['requires-python']}").specifier.contains(
        platform.python_version()
    )
    assert sys.version_info >= (3, 11)
