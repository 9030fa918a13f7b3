"""Answers to the exercises as strangers would write them, a module for each notebook.

``RIGHT`` and ``WRONG`` hold for an exercise answers that are not written in the exercise itself;
``NOT_TOLD`` holds wrong answers with words that would be a false diagnosis of them.
To see what a learner is told: ``python -m tests.answers notebook_01``.
"""

import importlib
from types import ModuleType
from typing import Any


def of(notebook: str, kind: str) -> dict[str, list[Any]]:
    """Return the answers of a kind for each exercise of a notebook."""
    try:
        module: ModuleType = importlib.import_module(f"tests.answers.{notebook}")
    except ModuleNotFoundError:
        return {}
    return getattr(module, kind, {})
