"""A delay in working hours: over nights, weekends and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.garden import OpenHours
from bot.domain.local_time import at_local
from bot.domain.working_time import add_working_time

PARIS = ZoneInfo("Europe/Paris")
OFFICE = OpenHours()
ZONES = [
    ZoneInfo(name) for name in ("Europe/Paris", "America/Havana", "Australia/Lord_Howe", "Indian/Reunion")
]


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (paris(2026, 3, 10, 10), 4, paris(2026, 3, 10, 14)),
        (paris(2026, 3, 10, 14), 4, paris(2026, 3, 10, 18)),
        (paris(2026, 3, 10, 16), 4, paris(2026, 3, 11, 11)),
        (paris(2026, 3, 13, 17), 4, paris(2026, 3, 16, 12)),
        (paris(2026, 3, 14, 11), 1.5, paris(2026, 3, 16, 10, 30)),
        (paris(2026, 3, 27, 17), 2, paris(2026, 3, 30, 10)),
        (paris(2026, 3, 10, 6), 0, paris(2026, 3, 10, 9)),
        (paris(2026, 3, 10, 10), 0, paris(2026, 3, 10, 10)),
        (paris(2026, 3, 10, 10), 45, paris(2026, 3, 17, 10)),
    ],
    ids=[
        "same day",
        "till closing",
        "overnight",
        "over a weekend",
        "from a weekend",
        "clock change",
        "early",
        "now",
        "week",
    ],
)
def test_a_delay_counts_only_open_hours(start: datetime, hours: float, end: datetime):
    assert add_working_time(start, hours, OFFICE, PARIS) == end


def test_a_night_that_the_clock_change_shortens_counts_for_what_it_lasts():
    nights = OpenHours(weekdays=frozenset(range(1, 8)), opens=time(22), closes=time(6))

    assert add_working_time(paris(2026, 3, 28, 23), 6, nights, PARIS) == paris(2026, 3, 29, 6)


def test_opening_in_the_hour_that_does_not_exist_is_just_after_it():
    early = OpenHours(weekdays=frozenset({7}), opens=time(2, 30), closes=time(6))

    assert add_working_time(paris(2026, 3, 28, 12), 1, early, PARIS) == paris(2026, 3, 29, 4)


def test_a_garden_that_never_opens_counts_every_hour():
    never = OpenHours(weekdays=frozenset())

    assert add_working_time(paris(2026, 3, 28, 12), 3, never, PARIS) == paris(2026, 3, 28, 15)


def test_a_negative_delay_is_refused():
    with pytest.raises(ValueError, match="pass 0 or more"):
        add_working_time(paris(2026, 3, 28, 12), -1, OFFICE, PARIS)


instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
clock_times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
opening = st.builds(OpenHours, st.frozensets(st.integers(1, 7), min_size=1), clock_times, clock_times)
delays = st.integers(0, 60)


@given(instants, delays, opening, st.sampled_from(ZONES))
def test_no_delay_ends_before_its_hours_have_passed(
    start: datetime, hours: int, hours_open: OpenHours, zone: ZoneInfo
):
    assert add_working_time(start, hours, hours_open, zone) >= start + timedelta(hours=hours)


@given(instants, delays, delays, opening, st.sampled_from(ZONES))
def test_two_delays_in_a_row_are_one(
    start: datetime, one: int, other: int, hours_open: OpenHours, zone: ZoneInfo
):
    middle = add_working_time(start, one, hours_open, zone)

    assert add_working_time(middle, other, hours_open, zone) in {
        add_working_time(start, one + other, hours_open, zone),
        add_working_time(add_working_time(start, one + other, hours_open, zone), 0, hours_open, zone),
    }


@given(instants, instants, delays, opening, st.sampled_from(ZONES))
def test_who_starts_later_ends_no_earlier(
    one: datetime, other: datetime, hours: int, hours_open: OpenHours, zone: ZoneInfo
):
    first, last = sorted((one, other))

    assert add_working_time(first, hours, hours_open, zone) <= add_working_time(last, hours, hours_open, zone)


@pytest.mark.parametrize(
    ("zone", "day", "clock_time", "instant"),
    [
        ("Europe/Paris", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Europe/Paris", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Europe/Paris", date(2026, 7, 1), time(9), datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 30), time(12), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
    ids=["skipped", "doubled", "plain", "half an hour skipped", "a day skipped"],
)
def test_a_local_time_means_one_instant(zone: str, day: date, clock_time: time, instant: datetime):
    assert at_local(day, clock_time, ZoneInfo(zone)) == instant


@given(instants, st.sampled_from(ZONES))
def test_what_a_zone_reads_means_that_instant_or_its_double(instant: datetime, zone: ZoneInfo):
    local = instant.astimezone(zone)

    assert at_local(local.date(), local.time(), zone) == instant - (
        timedelta() if local.fold == 0 else _doubled(local)
    )


def _doubled(local: datetime) -> timedelta:
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None
    assert second is not None
    return first - second
