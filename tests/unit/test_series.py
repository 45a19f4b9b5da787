"""The days of a series, and the hours its shifts have on the garden's clocks."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mission import MissionId
from bot.domain.person import GardenId
from bot.domain.series import WEEKDAYS, BadRule, occurrences, only_on, read_rule, shift_times, weekdays_of
from bot.domain.shift import Break, Series, SeriesId
from bot.domain.terms import Terms
from bot.domain.text import Words

PARIS = ZoneInfo("Europe/Paris")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
EASTER = Break(Words({"fr": "Pâques"}), date(2026, 4, 4), date(2026, 4, 6))


def a_series(rule: str = "FREQ=WEEKLY;BYDAY=SA", **other: object) -> Series:
    values = {
        "id": SeriesId(1),
        "garden_id": GardenId(1),
        "mission_id": MissionId(1),
        "slug": "saturdays",
        "rule": rule,
        "first_day": date(2026, 3, 7),
        "last_day": None,
        "starts": time(9, 30),
        "minutes": 180,
        "exceptions": frozenset(),
        "season": frozenset(),
        "terms": Terms(),
        "planned_until": None,
        "ended_at": None,
    }
    return Series(**{**values, **other})  # type: ignore[arg-type]


def days_of(series: Series, *breaks: Break, last: date = date(2026, 4, 30)) -> list[str]:
    return [day.isoformat() for day in occurrences(series, breaks, date(2026, 3, 1), last)]


def test_every_saturday_from_the_first_day_on() -> None:
    assert days_of(a_series(), last=date(2026, 3, 28)) == [
        "2026-03-07",
        "2026-03-14",
        "2026-03-21",
        "2026-03-28",
    ]


def test_every_second_week_is_counted_from_the_first_day() -> None:
    fortnightly = a_series("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA")

    assert days_of(fortnightly) == ["2026-03-07", "2026-03-21", "2026-04-04", "2026-04-18"]


def test_holidays_exceptions_and_the_end_leave_days_out() -> None:
    series = a_series(exceptions=frozenset({date(2026, 3, 14)}), last_day=date(2026, 4, 18))

    assert days_of(series, EASTER) == ["2026-03-07", "2026-03-21", "2026-03-28", "2026-04-11", "2026-04-18"]


def test_out_of_season_nothing_takes_place() -> None:
    assert days_of(a_series(season=frozenset({4}))) == [
        "2026-04-04",
        "2026-04-11",
        "2026-04-18",
        "2026-04-25",
    ]


def test_the_first_saturday_of_the_month() -> None:
    assert days_of(a_series("FREQ=MONTHLY;BYDAY=1SA")) == ["2026-03-07", "2026-04-04"]


def test_the_leap_day_comes_when_there_is_one() -> None:
    leap = a_series("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")

    found = list(occurrences(leap, (), date(2026, 1, 1), date(2033, 1, 1)))

    assert found == [date(2028, 2, 29), date(2032, 2, 29)]


def test_a_rule_that_never_comes_ends_all_the_same() -> None:
    assert days_of(a_series("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")) == []


@pytest.mark.parametrize(
    "day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
)
def test_the_clocks_say_the_same_before_and_after_they_change(day: date) -> None:
    starts, ends = shift_times(a_series(), day, PARIS)

    assert starts.astimezone(PARIS).replace(tzinfo=None) == datetime.combine(day, time(9, 30))
    assert ends.astimezone(PARIS).replace(tzinfo=None) == datetime.combine(day, time(12, 30))


def test_a_beginning_that_the_clocks_skip_is_just_after_the_gap() -> None:
    night = a_series(starts=time(2, 30), minutes=60)

    starts, ends = shift_times(night, date(2026, 3, 29), PARIS)

    assert starts.astimezone(PARIS).time() == time(3)
    assert ends.astimezone(PARIS).time() == time(3, 30)


def test_of_an_hour_that_comes_twice_the_first_counts() -> None:
    starts, _ = shift_times(a_series(starts=time(2, 30)), date(2026, 10, 25), PARIS)

    assert starts.isoformat() == "2026-10-25T00:30:00+00:00"


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Saturday",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;UNTIL=20260601",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=WEEKLY\nFREQ=DAILY",
        "FREQ=WEEKLY;" + "BYDAY=MO;" * 60,
    ],
)
def test_what_is_no_rule_is_refused_with_a_word(rule: str) -> None:
    with pytest.raises(BadRule) as refused:
        read_rule(rule, date(2026, 3, 7))

    assert str(refused.value)


@given(rule=st.text(max_size=60) | st.from_regex(r"FREQ=(WEEKLY|DAILY|MONTHLY);[A-Z]{2,10}=[A-Z0-9,-]{0,8}"))
def test_anything_typed_is_a_rule_or_refused(rule: str) -> None:
    try:
        read_rule(rule, date(2026, 3, 7))
    except BadRule:
        return
    assert all(
        day >= date(2026, 3, 7) for day in occurrences(a_series(rule), (), date(2026, 3, 1), date(2026, 6, 1))
    )


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    starts=st.times(),
    zone=st.sampled_from([PARIS, LORD_HOWE]),
)
def test_a_shift_always_lasts(day: date, starts: time, zone: ZoneInfo) -> None:
    begins, ends = shift_times(
        a_series(starts=starts.replace(second=0, microsecond=0), minutes=15), day, zone
    )

    assert begins < ends


@given(
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=2, max_size=7, unique=True),
    every=st.sampled_from(["", "INTERVAL=2;", "INTERVAL=3;"]),
    first_day=st.dates(date(2026, 3, 1), date(2026, 3, 31)),
    cut=st.integers(1, 6),
)
def test_the_weekdays_of_a_series_dealt_out_are_its_days_again(
    days: list[str], every: str, first_day: date, cut: int
) -> None:
    whole = a_series(f"FREQ=WEEKLY;{every}BYDAY={','.join(days)}", first_day=first_day)
    given, left = days[:cut], days[cut:]

    parts = [replace(whole, rule=only_on(whole.rule, some)) for some in (given, left) if some]

    assert list(weekdays_of(whole.rule)) == days
    assert sorted(day for part in parts for day in days_of(part)) == days_of(whole)


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=1FR,3FR", "FREQ=WEEKLY;BYDAY=TU,TH;BYMONTH=5", "FREQ=DAILY"]
)
def test_what_comes_in_another_way_than_by_weekdays_stays_whole(rule: str) -> None:
    assert weekdays_of(rule) == ()
