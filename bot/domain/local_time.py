"""Owns the reading of local clocks: which instant a day and a time of day mean, clock changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Instant: TypeAlias = datetime
"""An aware datetime in UTC."""


def at_local(day: date, clock_time: time, zone: ZoneInfo) -> Instant:
    """The instant at which `zone` reads `day` `clock_time`.

    A reading that the clock change skips becomes the instant just after the gap; of a doubled one the first
    counts.
    """
    local = datetime.combine(day, clock_time, zone).replace(fold=0)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    before = local.utcoffset() or timedelta()
    after = local.replace(fold=1).utcoffset() or timedelta()
    return _gap_end(instant, abs(before - after), zone)


def same_hour(instant: Instant, before: ZoneInfo, after: ZoneInfo) -> Instant:
    """When `after` reads the day and time of day that `before` reads at an instant."""
    local = instant.astimezone(before)
    return at_local(local.date(), local.time(), after)


def _gap_end(instant: Instant, gap: timedelta, zone: ZoneInfo) -> Instant:
    """The first instant after the gap; `instant` is the swallowed reading by the offset before it."""
    low, high = instant - gap, instant
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
