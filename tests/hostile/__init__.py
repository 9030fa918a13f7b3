"""Hostile input and faults, by the thousand: nothing a user does makes the package stumble."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple


class Campaign(NamedTuple):
    """One kind of try: `run(times, seed)` returns what went wrong, and how often."""

    name: str
    full: int
    run: Callable[[int, int], Counter[str]]
