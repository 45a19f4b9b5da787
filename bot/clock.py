"""Owns the time of day: the one place that asks the machine, and the garden's local reading of an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

Instant: TypeAlias = datetime
"""An aware datetime in UTC."""


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> Instant:
        """The present, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was put: tests, and the rehearsal, whose emulator moves it."""

    def __init__(self, instant: Instant) -> None:
        self._now = instant.astimezone(UTC)

    def now(self) -> Instant:
        return self._now

    def put(self, instant: Instant) -> None:
        """Move to `instant`; a clock never goes back."""
        self._now = max(self._now, instant.astimezone(UTC))


def at_local(day: date, clock_time: time, zone: ZoneInfo) -> Instant:
    """The instant at which `zone` reads `day` `clock_time`.

    A reading that the clock change skips becomes the instant just after the gap; of a doubled one the first counts.
    """
    local = datetime.combine(day, clock_time, zone).replace(fold=0)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    before = local.utcoffset() or timedelta()
    after = local.replace(fold=1).utcoffset() or timedelta()
    return _gap_end(instant, before, after, zone)


def _gap_end(instant: Instant, before: timedelta, after: timedelta, zone: ZoneInfo) -> Instant:
    """The first instant after the gap that holds `instant`'s reading: where the offset turns from one to the other."""
    low, high = instant - abs(before - after) - timedelta(hours=3), instant + timedelta(hours=3)
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
