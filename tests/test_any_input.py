"""Any value whatever gets a right answer or one short sentence, wherever it is passed."""

import pytest

from tests.hostile import values

TARGETS = values.targets()


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_each_public_name_has_a_good_call(target):
    """Where this fails, a new parameter has no good value yet in `tests.hostile.values.GOOD`."""
    missing = [p for p in target.parameters if f"{target.name}.{p}" not in values.GOOD]
    assert [p for p in missing if p not in values.GOOD] == []
    with values.workshop():
        assert values.finite(values.call(target, {}), target.name)


def test_there_are_enough_bad_values():
    assert len(values.BAD) >= 116
    assert len(TARGETS) >= 73


def test_no_bad_value_makes_a_public_name_stumble():
    assert values.run(values.CAMPAIGNS[0].full // 10, seed=1) == {}
