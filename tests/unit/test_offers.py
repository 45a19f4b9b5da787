"""How long an offered place is kept: hours of the day only, fewer near the date, across clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.garden import QuietHours
from bot.domain.offers import SHORTEST, offer_until
from bot.domain.quiet import is_quiet

PARIS = ZoneInfo("Europe/Paris")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Its clocks change by half an hour."""
QUIET = QuietHours(time(21), time(8))
NEVER_QUIET = QuietHours(time(0), time(0))

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
QUIETS = st.builds(QuietHours, st.times().map(lambda t: t.replace(second=0, microsecond=0)),
                   st.times().map(lambda t: t.replace(second=0, microsecond=0)))  # fmt: skip


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def test_by_day_and_far_from_the_date_it_lasts_four_hours() -> None:
    until = offer_until(local(2026, 3, 2, 10), local(2026, 3, 14, 9), None, QUIET, PARIS)

    assert until == local(2026, 3, 2, 14)


def test_the_night_does_not_count() -> None:
    until = offer_until(local(2026, 3, 2, 19, 30), local(2026, 3, 14, 9), None, QUIET, PARIS)

    assert until == local(2026, 3, 3, 10, 30)


def test_at_night_nothing_is_offered() -> None:
    assert offer_until(local(2026, 3, 2, 22), local(2026, 3, 14, 9), None, QUIET, PARIS) is None


@pytest.mark.parametrize(
    ("hours_left", "minutes"), [(16, 240), (8, 120), (4, 60), (2, 30)], ids=["far", "near", "nearer", "last"]
)
def test_the_nearer_the_date_the_shorter(hours_left: int, minutes: int) -> None:
    now = local(2026, 3, 2, 9)

    until = offer_until(now, now + timedelta(hours=hours_left), None, NEVER_QUIET, PARIS)

    assert until == now + timedelta(minutes=minutes)


def test_too_near_there_is_no_time_for_offers() -> None:
    now = local(2026, 3, 2, 9)

    assert offer_until(now, now + timedelta(hours=1, minutes=59), None, QUIET, PARIS) is None


def test_an_offer_that_the_night_would_carry_past_the_start_is_none() -> None:
    assert offer_until(local(2026, 3, 2, 20, 30), local(2026, 3, 3, 8, 15), None, QUIET, PARIS) is None


def test_sign_ups_that_close_earlier_end_offers_earlier() -> None:
    now = local(2026, 3, 2, 9)

    until = offer_until(now, now + timedelta(hours=20), now + timedelta(hours=4), QUIET, PARIS)

    assert until == now + timedelta(hours=1)


def test_a_garden_may_give_people_longer() -> None:
    far = local(2026, 3, 14, 9)

    until = offer_until(local(2026, 3, 2, 10), far, None, QUIET, PARIS, timedelta(hours=12))

    assert until == local(2026, 3, 3, 9)


def test_what_has_no_date_is_offered_for_four_hours_of_the_day() -> None:
    assert offer_until(local(2026, 3, 2, 19), None, None, QUIET, PARIS) == local(2026, 3, 3, 10)


@pytest.mark.parametrize(
    ("evening", "morning"),
    [((2026, 3, 28, 20), (2026, 3, 29, 11)), ((2026, 10, 24, 20), (2026, 10, 25, 11))],
    ids=["clocks go forward", "clocks go back"],
)
def test_the_night_of_a_clock_change_is_a_night_like_any_other(
    evening: tuple[int, int, int, int], morning: tuple[int, int, int, int]
) -> None:
    until = offer_until(local(*evening), local(*evening) + timedelta(days=20), None, QUIET, PARIS)

    assert until == local(*morning)


@given(
    now=INSTANTS, ahead=st.integers(0, 30 * 24 * 60), quiet=QUIETS, zone=st.sampled_from([PARIS, LORD_HOWE])
)
def test_an_offer_ends_by_day_before_the_start_and_leaves_time_to_see_it(
    now: datetime, ahead: int, quiet: QuietHours, zone: ZoneInfo
) -> None:
    begins_at = now + timedelta(minutes=ahead)

    until = offer_until(now, begins_at, None, quiet, zone)

    if until is not None:
        assert now + SHORTEST <= until < begins_at
        assert not is_quiet(now.astimezone(zone).time(), quiet)
        just_before = (until - timedelta(microseconds=1)).astimezone(zone).time()
        assert not is_quiet(just_before, quiet), "the last moment is by day"
