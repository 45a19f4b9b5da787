"""The table of buttons: one meaning a name, and data that fits."""

from __future__ import annotations

import re

import pytest

from handlers.presses import PRESS, PRESSES
from handlers.presses.press import NOTHING, NUMBER, Press, unite


def _nothing(tx, caller, args):
    return None


def test_a_name_declared_in_two_areas_is_refused():
    mine, theirs = {"take": Press(NUMBER, _nothing)}, {"take": Press(NOTHING, _nothing)}

    with pytest.raises(ValueError, match="declared twice among the buttons: take"):
        unite([mine, theirs])


def test_every_name_can_be_tapped():
    assert [name for name in PRESSES if not re.match(PRESS, f"n.{name}")] == []


@pytest.mark.parametrize("args", [[], ["1", "2"], ["x"], ["1" * 16]])
def test_data_that_the_button_does_not_carry_does_not_fit(args):
    assert not Press(NUMBER, _nothing).fits(args)


def test_a_button_that_carries_nothing_fits_bare():
    assert Press(NOTHING, _nothing).fits([])
