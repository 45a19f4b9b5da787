"""Owns the counting of working hours: when a delay given in a garden's open hours is over, when it opens again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.garden import OpenHours
from bot.domain.local_time import Instant, at_local

ONE_DAY = timedelta(days=1)


def add_working_time(start: Instant, hours: float, open_hours: OpenHours, zone: ZoneInfo) -> Instant:
    """The instant at which `hours` of open time have passed since `start`.

    Time counts as it elapses, so a window that a clock change shortens or stretches counts for what it lasts.
    With `hours` 0 it is `start`, or the next opening. A garden that never opens is taken as always open.
    """
    if hours < 0:
        raise ValueError(f"a working time of {hours} hours was given; pass 0 or more")
    left = timedelta(hours=hours)
    for opens, closes in _windows(start, open_hours, zone):
        begin = max(start, opens)
        if begin < closes and begin + left <= closes:
            return (begin + left).astimezone(UTC)
        left -= max(timedelta(), closes - begin)
    return (start + left).astimezone(UTC)


def next_opening(now: Instant, open_hours: OpenHours, zone: ZoneInfo) -> Instant | None:
    """When the garden opens next; None while it is open, or where it has no hours."""
    opens, _closes = next(_windows(now, open_hours, zone), (now, now))
    return opens.astimezone(UTC) if opens > now else None


def _windows(start: Instant, open_hours: OpenHours, zone: ZoneInfo) -> Iterator[tuple[Instant, Instant]]:
    """Each open window that ends after `start`, without end; none where no day is open."""
    day = start.astimezone(zone).date() - ONE_DAY  # yesterday's may span midnight
    while open_hours.weekdays:
        if day.isoweekday() in open_hours.weekdays:
            window = _window(day, open_hours, zone)
            if window[1] > start:
                yield window
        day += ONE_DAY


def _window(day: date, open_hours: OpenHours, zone: ZoneInfo) -> tuple[Instant, Instant]:
    """Closing at or before opening means closing the next day."""
    last = day if open_hours.opens < open_hours.closes else day + ONE_DAY
    return at_local(day, open_hours.opens, zone), at_local(last, open_hours.closes, zone)
