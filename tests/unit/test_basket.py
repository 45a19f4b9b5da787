"""Which day a member fetches in which week: every rhythm, breaks, moved weeks, absences, clock changes, leap days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.basket import (
    Away,
    BasketRhythm,
    BasketRules,
    Exceptional,
    Subscription,
    Unclaimed,
    fetching_in,
    fetchings,
    monday_of,
    opening,
)
from bot.domain.point import Delivery, one_calendar

PARIS = ZoneInfo("Europe/Paris")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks move by half an hour
LONG_AGO = date(2000, 1, 1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEEKDAYS = st.integers(1, 7)
RHYTHMS = st.sampled_from(BasketRhythm)
ZONES = st.sampled_from([PARIS, LORD_HOWE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns")])
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


def weekly(weekday: int = 4, **more: object) -> Subscription:
    return Subscription(weekday, BasketRhythm.WEEKLY, LONG_AGO, **more)  # type: ignore[arg-type]


@given(DAYS, WEEKDAYS)
def test_who_fetches_weekly_fetches_once_in_every_week_on_the_points_weekday(day: date, weekday: int) -> None:
    found = list(fetchings(weekly(weekday), (), monday_of(day), 60))

    assert len(found) == 60
    assert {one.day.isoweekday() for one in found} == {weekday}
    assert all(after.day - before.day == timedelta(7) for before, after in pairwise(found))


@given(DAYS, WEEKDAYS)
def test_even_and_odd_weeks_share_every_week_between_them(day: date, weekday: int) -> None:
    week = monday_of(day)
    even = fetching_in(week, Subscription(weekday, BasketRhythm.EVEN, LONG_AGO))
    odd = fetching_in(week, Subscription(weekday, BasketRhythm.ODD, LONG_AGO))

    assert (even is None) != (odd is None)
    assert (even is not None) == (week.isocalendar().week % 2 == 0)


@given(DAYS, WEEKDAYS, RHYTHMS, st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4), st.integers(0, 20))
def test_every_week_gives_one_basket_at_most_on_a_day_that_the_garden_and_the_member_allow(
    day: date, weekday: int, rhythm: BasketRhythm, calendar: list[tuple[date, date | None]], length: int
) -> None:
    unusual = [Exceptional(one, one, moved) for one, moved in calendar]
    away = Away(day, day + timedelta(length))
    mine = Subscription(weekday, rhythm, LONG_AGO, away=(away,))

    found = list(fetchings(mine, unusual, day, 30))

    assert len({one.week for one in found}) == len(found)
    assert all(one.day >= day and rhythm.falls_in(one.week) for one in found)
    assert all(one.paused == (day <= one.day <= day + timedelta(length)) for one in found)
    moved = {one.moved_to for one in unusual}
    assert all(one.day in moved or not any(other.covers(one.day) for other in unusual) for one in found)


def test_during_a_break_nobody_fetches() -> None:
    christmas = Exceptional(date(2026, 12, 21), date(2027, 1, 3))

    found = list(fetchings(weekly(), [christmas], date(2026, 12, 14), 4))

    assert [one.day for one in found] == [date(2026, 12, 17), date(2027, 1, 7)]


def test_a_moved_basket_stays_of_its_own_week_even_in_the_week_after() -> None:
    day, after = date(2026, 7, 14), date(2026, 7, 20)  # the Tuesday of week 29, which is odd
    moved = [Exceptional(day, day, after)]
    odd, even = (Subscription(2, one) for one in (BasketRhythm.ODD, BasketRhythm.EVEN))

    assert [one.day for one in fetchings(odd, moved, day, 3)] == [after, date(2026, 7, 28)]
    assert [one.day for one in fetchings(even, moved, day, 3)] == [date(2026, 7, 21)]
    assert [one.day for one in fetchings(weekly(4), moved, day, 1)] == [date(2026, 7, 16)], "another day"


def test_two_weeks_that_meet_on_one_day_are_two_baskets() -> None:
    day, after = date(2026, 7, 14), date(2026, 7, 21)

    found = list(fetchings(weekly(2), [Exceptional(day, day, after)], day, 2))

    assert [(one.week.day, one.day) for one in found] == [(13, after), (20, after)]


def test_a_subscription_begins_and_ends_with_its_days_included() -> None:
    mine = Subscription(4, BasketRhythm.WEEKLY, date(2026, 3, 5), date(2026, 3, 19))

    assert [one.day.day for one in fetchings(mine, (), date(2026, 2, 1), 20)] == [5, 12, 19]


def test_a_leap_day_is_a_day_like_any_other() -> None:
    mine = weekly(4, away=(Away(date(2024, 2, 29), date(2024, 2, 29)),))

    found = list(fetchings(mine, (), date(2024, 2, 19), 3))

    assert [(one.day, one.paused) for one in found] == [
        (date(2024, 2, 22), False),
        (date(2024, 2, 29), True),
        (date(2024, 3, 7), False),
    ]


def test_after_week_53_two_odd_weeks_follow_each_other() -> None:
    mine = Subscription(1, BasketRhythm.ODD, LONG_AGO)

    assert [one.day for one in fetchings(mine, (), date(2026, 12, 28), 2)] == [
        date(2026, 12, 28),
        date(2027, 1, 4),
    ]


@given(DAYS, TIMES, TIMES, ZONES)
def test_a_point_opens_before_it_closes_whatever_the_clocks_do(
    day: date, opens: time, closes: time, zone: ZoneInfo
) -> None:
    begins, ends = opening(day, opens, closes, zone)

    assert begins < ends
    local = begins.astimezone(zone)
    assert local.date() == day
    if opens.hour not in (1, 2, 3):
        assert local.time() == opens


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 3, 28), 16), (date(2026, 3, 29), 15), (date(2026, 10, 25), 16)]
)
def test_a_point_opens_at_the_same_local_hour_across_clock_changes(day: date, hour: int) -> None:
    begins, ends = opening(day, time(17), time(19), PARIS)

    assert begins == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert ends - begins == timedelta(hours=2)


@given(DAYS, ZONES, st.integers(0, 7), TIMES, st.integers(0, 72), TIMES)
def test_cut_offs_pass_before_the_basket_is_there(
    day: date, zone: ZoneInfo, days: int, at: time, hours: int, opens: time
) -> None:
    rules = BasketRules(change_days=days, change_at=at, donate_hours=hours)
    begins, _ends = opening(day, opens, time(23, 59), zone)

    assert rules.change_until(day, zone).astimezone(zone).date() == day - timedelta(days)
    assert rules.donate_until(begins) <= begins


def test_the_evening_before_is_the_last_moment_also_on_the_night_of_a_clock_change() -> None:
    assert BasketRules().change_until(date(2026, 3, 29), PARIS) == datetime(2026, 3, 28, 19, tzinfo=UTC)
    assert BasketRules().change_until(date(2026, 10, 26), PARIS) == datetime(2026, 10, 25, 19, tzinfo=UTC)


def test_a_kept_basket_waits_until_the_same_hour_of_the_next_day() -> None:
    closes = datetime(2026, 3, 28, 18, tzinfo=UTC)  # 19:00; the clocks change in the night

    assert BasketRules().gone_at(closes, PARIS) == datetime(2026, 3, 28, 19, tzinfo=UTC)
    assert BasketRules(unclaimed=Unclaimed.KEEP).gone_at(closes, PARIS) == datetime(
        2026, 3, 29, 17, tzinfo=UTC
    )


def test_what_the_chat_says_of_a_day_leaves_the_rest_of_a_break_of_the_file() -> None:
    rest = Delivery(date(2026, 12, 24), date(2027, 1, 3))
    back, moved = date(2026, 12, 31), date(2026, 12, 24)
    by_chat = [Delivery(back, back, back), Delivery(moved, moved, date(2026, 12, 23))]

    found = one_calendar([rest], by_chat)

    assert [(one.first_day, one.last_day, one.moved_to) for one in found] == [
        (moved, moved, date(2026, 12, 23)),
        (date(2026, 12, 25), date(2026, 12, 30), None),
        (date(2027, 1, 1), date(2027, 1, 3), None),
    ]
