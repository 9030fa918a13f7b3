"""Run the campaigns and print the table of what was tried and what went wrong.

uv run --group test python -m tests.hostile                    # all, at full size
uv run --group test python -m tests.hostile --part 0.1         # a tenth of each, as in CI
uv run --group test python -m tests.hostile --only interrupt   # those with this in their name
"""

import argparse
import importlib
import pkgutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests import hostile
from tests.hostile import Campaign

SEED = 0  # the same tries each time, here and in CI
HEADER = "| tried | times | went wrong |\n|---|---|---|"


def campaigns() -> list[Campaign]:
    """Return the campaigns of all modules beside this one, module after module."""
    modules = sorted(module.name for module in pkgutil.iter_modules(hostile.__path__))
    return [
        campaign
        for name in modules
        if name != "__main__"
        for campaign in importlib.import_module(f"tests.hostile.{name}").CAMPAIGNS
    ]


def times(campaign: Campaign, part: float) -> int:
    """Return how many tries are this part of a campaign: at least one."""
    return max(1, int(campaign.full * part))


def row(name: str, tries: int, wrong: Counter[str]) -> str:
    """Return a line of the table: what went wrong, the most frequent first."""
    kinds = "; ".join(f"{n:,} × {what}" for what, n in wrong.most_common())
    total = f"{wrong.total():,}" + (f": {kinds}" if wrong else "")
    return f"| {name} | {tries:,} | {total.replace('|', '¦')} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", type=float, default=1, help="of the tries of each; default: 1")
    parser.add_argument("--only", default="", help="the campaigns with this in their name")
    chosen = parser.parse_args(arguments)
    # What a shell runs in the background does not hear the Ctrl-C that some campaigns press.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    several = [campaign for campaign in campaigns() if chosen.only in campaign.name]
    if not several:
        parser.error(f"no campaign has {chosen.only!r} in its name")
    print(HEADER, flush=True)
    failed = False
    for campaign in several:
        start, tries = time.monotonic(), times(campaign, chosen.part)
        wrong = campaign.run(tries, SEED)
        failed |= bool(wrong)
        print(row(campaign.name, tries, wrong), flush=True)
        print(f"  {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
