from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.garden import QuietHours
from bot.domain.quiet import is_quiet, next_allowed

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    PARIS,
    ZoneInfo("Europe/London"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("America/Sao_Paulo"),
    ZoneInfo("UTC"),
]
NIGHT = QuietHours()

clock_times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
quiet_hours = st.builds(QuietHours, clock_times, clock_times)
clock_changes = st.sampled_from(
    [
        datetime(2025, 3, 30, 1, tzinfo=UTC),
        datetime(2025, 10, 26, 1, tzinfo=UTC),
        datetime(2025, 4, 5, 15, tzinfo=UTC),
        datetime(2025, 10, 4, 15, 30, tzinfo=UTC),
        datetime(2018, 11, 4, 3, tzinfo=UTC),
        datetime(2025, 7, 1, tzinfo=UTC),
    ]
)
instants = st.builds(
    lambda base, minutes: base + timedelta(minutes=minutes), clock_changes, st.integers(-2000, 2000)
)


@given(instants, quiet_hours, st.sampled_from(ZONES))
def test_the_next_allowed_instant_is_the_first_minute_outside_the_quiet_hours(
    instant: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    expected = instant
    while is_quiet(expected.astimezone(zone).time(), quiet):
        expected += timedelta(minutes=1)

    assert next_allowed(instant, quiet, zone) == expected


@given(instants, st.integers(0, 59), quiet_hours, st.sampled_from(ZONES))
def test_what_is_allowed_stays_where_it_is(
    instant: datetime, seconds: int, quiet: QuietHours, zone: ZoneInfo
) -> None:
    allowed = next_allowed(instant + timedelta(seconds=seconds), quiet, zone)

    assert next_allowed(allowed, quiet, zone) == allowed >= instant


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("2025-01-15T20:59", "2025-01-15T20:59"),
        ("2025-01-15T21:00", "2025-01-16T08:00"),
        ("2025-01-16T03:12", "2025-01-16T08:00"),
        ("2025-01-16T08:00", "2025-01-16T08:00"),
        ("2025-03-29T23:00", "2025-03-30T08:00"),
        ("2025-10-25T23:00", "2025-10-26T08:00"),
    ],
)
def test_at_night_a_message_nobody_asked_for_waits_for_eight_oclock(said: str, sent: str) -> None:
    spoken = datetime.fromisoformat(said).replace(tzinfo=PARIS)

    assert next_allowed(spoken, NIGHT, PARIS).astimezone(PARIS) == datetime.fromisoformat(sent).replace(
        tzinfo=PARIS
    )


def test_an_end_that_the_clock_change_skips_is_the_instant_after_the_gap() -> None:
    quiet = QuietHours(time(22), time(2, 30))

    allowed = next_allowed(datetime(2025, 3, 29, 23, tzinfo=UTC), quiet, PARIS)

    assert allowed == datetime(2025, 3, 30, 1, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_quiet_both_times() -> None:
    quiet = QuietHours(time(22), time(2, 30))
    second_time = datetime(2025, 10, 26, 1, 10, tzinfo=UTC)

    assert next_allowed(second_time, quiet, PARIS) == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


def test_equal_ends_are_never_quiet() -> None:
    midnight = datetime(2025, 1, 15, tzinfo=UTC)

    assert next_allowed(midnight, QuietHours(time(0), time(0)), PARIS) == midnight
