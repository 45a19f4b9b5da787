"""Owns the quiet hours: when a message nobody asked for may go out. Pure; the garden's zone is given."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.garden import QuietHours


def is_quiet(clock_time: time, quiet: QuietHours) -> bool:
    """Whether a local time lies within the hours; the end itself is no longer quiet."""
    if quiet.begin <= quiet.end:
        return quiet.begin <= clock_time < quiet.end
    return clock_time >= quiet.begin or clock_time < quiet.end


def next_allowed(instant: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """The first instant, not before `instant`, at which the zone's clocks are outside the quiet hours.

    Holds across clock changes: an end that is skipped becomes the instant after the gap, and an hour that
    comes twice is read both times.
    """
    local = instant.astimezone(zone)
    if not is_quiet(local.time(), quiet):
        return instant
    end = datetime.combine(local.date(), quiet.end)
    if end <= local.replace(tzinfo=None):
        end += timedelta(days=1)
    for fold in (0, 1):
        candidate = end.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if candidate >= instant and candidate.astimezone(zone).replace(tzinfo=None) == end:
            return candidate
    return _gap_end(end, zone)


def _gap_end(skipped: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks jump over the naive local time `skipped`."""
    before = skipped.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = skipped.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        middle = middle if middle > before else after - timedelta(seconds=1)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
