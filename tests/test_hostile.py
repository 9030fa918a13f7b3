"""A tenth of each campaign of hostile input and faults; ``python -m tests.hostile`` runs them whole."""

from collections import Counter

import pytest

from tests.hostile import Campaign
from tests.hostile.__main__ import SEED, campaigns, main, row, times


@pytest.mark.parametrize("campaign", campaigns(), ids=lambda campaign: campaign.name)
def test_nothing_goes_wrong(campaign: Campaign) -> None:
    assert campaign.run(times(campaign, 0.1), SEED) == Counter()


def test_names_tell_the_campaigns_apart() -> None:
    assert max(Counter(campaign.name for campaign in campaigns()).values(), default=1) == 1


def test_what_goes_wrong_is_printed_and_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The runner itself is looked at: of two campaigns, the one with its name in --only fails."""
    asked: list[tuple[int, int]] = []

    def fails(tries: int, seed: int) -> Counter[str]:
        asked.append((tries, seed))
        return Counter({"a raw error": 3, "NaN | inf": 1})

    several = [Campaign("holds", 70, lambda tries, seed: Counter()), Campaign("fails", 50, fails)]
    monkeypatch.setattr("tests.hostile.__main__.campaigns", lambda: several)
    assert main(["--part", "0.1", "--only", "fail"]) == 1
    assert asked == [(5, SEED)]
    assert main(["--only", "holds"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[2] == "| fails | 5 | 4: 3 × a raw error; 1 × NaN ¦ inf |"
    assert printed[-1] == row("holds", 70, Counter()) == "| holds | 70 | 0 |"
    with pytest.raises(SystemExit):
        main(["--only", "nothing has this name"])
