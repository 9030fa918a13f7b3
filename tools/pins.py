"""Renew the pins in ``pyproject.toml``: the versions of all packages that are known to work.

``python -m tools.pins`` asks uv for the newest versions that the ranges allow, for
every supported Python and system at once, and writes them down as constraints. Run all tests
before you keep them.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

PYPROJECT = Path("pyproject.toml")
BLOCK = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.DOTALL | re.MULTILINE)


def with_pins(text: str, pins: Sequence[str]) -> str:
    r"""Return the text of a ``pyproject.toml`` with these pins in place of its present ones.

    Raises
    ------
    ValueError
        If the text has not exactly one list ``constraint-dependencies``.

    Examples
    --------
    >>> print(with_pins('[tool.uv]\nconstraint-dependencies = [\n]\n', ["numpy==2.4.6"]))
    [tool.uv]
    constraint-dependencies = [
        "numpy==2.4.6",
    ]
    <BLANKLINE>
    """
    block = "".join(["constraint-dependencies = [\n", *(f'    "{pin}",\n' for pin in pins), "]\n"])
    text, found = BLOCK.subn(lambda _: block, text)
    if found != 1:
        raise ValueError(
            f"pyproject.toml must have one list constraint-dependencies, but has {found}; "
            "add an empty one under [tool.uv]."
        )
    return text


def newest_pins() -> list[str]:
    """Ask uv for the newest versions of everything, with a marker where they differ."""
    uv = os.environ.get("UV", "uv")  # set by `uv run` to the uv that runs
    subprocess.run([uv, "lock", "--upgrade"], check=True)
    export = "--all-extras --all-groups --no-emit-project --no-hashes --no-annotate --no-header"
    answer = subprocess.run(
        [uv, "export", "--frozen", *export.split()], check=True, capture_output=True, text=True
    )
    return answer.stdout.splitlines()


def main() -> None:
    """Renew the pins; leave the file as it was if uv finds no solution."""
    text = PYPROJECT.read_text(encoding="utf-8")
    try:
        PYPROJECT.write_text(with_pins(text, []), encoding="utf-8")
        text = with_pins(text, newest_pins())
    finally:
        PYPROJECT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
