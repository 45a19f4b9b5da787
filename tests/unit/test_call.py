"""Who fits a mission well, and when the next people are asked to stand in: sooner near the day, never at night."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.choosing import mission_of_one, profile_of_one
from bot.domain.call import LONGEST_WAIT, SHORTEST_WAIT, fits_well, next_wave
from bot.domain.garden import QuietHours
from bot.domain.person import Form, Level, Skill
from bot.domain.quiet import is_quiet

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours()
NOON = datetime(2026, 3, 27, 11, 0, tzinfo=UTC)
"""Noon in Paris, two days before its clocks go forward."""


@pytest.mark.parametrize(
    ("ahead", "wait"),
    [
        (timedelta(days=3), timedelta(hours=2)),
        (timedelta(hours=6), timedelta(hours=1)),
        (timedelta(minutes=30), timedelta(minutes=10)),
    ],
)
def test_the_nearer_the_day_the_sooner_the_next_are_asked(ahead: timedelta, wait: timedelta) -> None:
    assert next_wave(NOON, NOON + ahead, NIGHT, PARIS) == NOON + wait


def test_nobody_is_asked_when_it_is_too_late_to_come() -> None:
    assert next_wave(NOON, NOON + timedelta(minutes=10), NIGHT, PARIS) is None
    evening = NOON + timedelta(hours=8, minutes=30)
    assert next_wave(evening, evening + timedelta(hours=10), NIGHT, PARIS) is None, (
        "it begins before the morning"
    )


@given(
    st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 5), timezones=st.just(UTC)),
    st.timedeltas(timedelta(minutes=1), timedelta(days=10)),
)
def test_the_next_wave_comes_by_day_and_before_the_shift(now: datetime, ahead: timedelta) -> None:
    then = next_wave(now, now + ahead, NIGHT, PARIS)

    if then is not None:
        assert now + SHORTEST_WAIT <= then < now + ahead
        assert not is_quiet(then.astimezone(PARIS).time(), NIGHT)
        assert then - now <= LONGEST_WAIT or is_quiet((now + LONGEST_WAIT).astimezone(PARIS).time(), NIGHT)


def test_a_form_or_a_skill_makes_it_fit_well_and_never_having_done_it_does_not() -> None:
    mission = replace(mission_of_one(1), form=Form.GOVERN, skills=frozenset({Skill.DIY}))
    nobody = replace(profile_of_one(), forms=frozenset(), skills={})

    assert not fits_well(nobody, mission)
    assert fits_well(replace(nobody, forms=frozenset({Form.GOVERN})), mission)
    assert fits_well(replace(nobody, skills={Skill.DIY: Level.DID_IT}), mission)
    assert not fits_well(replace(nobody, skills={Skill.DIY: Level.NEVER}), mission)
    assert not fits_well(replace(nobody, skills={Skill.COOKING: Level.MY_JOB}), mission)
