"""Milestones and seasons: what was reached, and when a season ends."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.garden import DayOfYear, Milestones
from bot.domain.thanks import milestones_reached, next_season_end, season_of

COUNTS = st.lists(st.integers(min_value=1, max_value=500), max_size=5, unique=True).map(tuple)


def test_a_milestone_is_reached_with_its_last_hour_and_not_before():
    milestones = Milestones(hours=(20, 50), outings=(10,))

    assert list(milestones_reached(milestones, 19.75, 9)) == []
    assert list(milestones_reached(milestones, 20.0, 9)) == ["hours-20"]
    assert list(milestones_reached(milestones, 50.0, 10)) == ["outings-10", "hours-20", "hours-50"]


@given(hours=COUNTS, outings=COUNTS, done=st.floats(0, 600), came=st.integers(0, 600), more=st.floats(0, 100))
def test_what_was_reached_stays_reached(hours, outings, done, came, more):
    milestones = Milestones(hours=hours, outings=outings)

    before = list(milestones_reached(milestones, done, came))
    after = list(milestones_reached(milestones, done + more, came + 1))

    assert set(before) <= set(after)
    assert len(set(before)) == len(before)


def test_a_season_is_a_year_that_ends_on_its_day():
    end = DayOfYear(11, 30)

    assert season_of(end, date(2026, 11, 30)) == (date(2025, 12, 1), date(2026, 11, 30))


def test_a_season_that_ends_on_the_29th_of_february_ends_every_year():
    end = DayOfYear(2, 29)

    assert next_season_end(end, date(2026, 3, 1)) == date(2027, 2, 28)
    assert next_season_end(end, date(2027, 2, 28)) == date(2028, 2, 29)
    assert season_of(end, date(2028, 2, 29)) == (date(2027, 3, 1), date(2028, 2, 29))
