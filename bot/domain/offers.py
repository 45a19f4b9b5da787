"""Owns how long an offered place is kept: hours that count by day only, fewer as the day comes near."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.garden import QuietHours
from bot.domain.quiet import is_quiet, next_allowed

OFFER_LASTS = timedelta(hours=4)
NEAR = 4
"""An offer takes at most this part of the time that is left: a quarter."""
SHORTEST = timedelta(minutes=30)
"""Below it nobody could be expected to see it in time: the place goes to whoever comes first."""
WATCH = timedelta(minutes=1)


def offer_until(
    now: datetime,
    begins_at: datetime | None,
    last_chance: datetime | None,
    quiet: QuietHours,
    zone: ZoneInfo,
    longest: timedelta = OFFER_LASTS,
) -> datetime | None:
    """Until when a place offered at `now` is kept, in UTC; None where no time is left for an offer.

    `begins_at` is when the shift begins and `last_chance` when its sign-ups close; None for what has no date.
    `longest` is what the garden gives people far from the date. Quiet hours do not count and nothing ends in them.
    """
    if is_quiet(now.astimezone(zone).time(), quiet):
        return None
    if begins_at is None:
        return _after_waking_time(now, longest, quiet, zone)
    latest = min(begins_at, last_chance or begins_at)
    lasts = min(longest, (latest - now) / NEAR)
    until = _after_waking_time(now, lasts, quiet, zone)
    return until if lasts >= SHORTEST and until < latest else None


def _after_waking_time(start: datetime, lasts: timedelta, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """`start` and `lasts`, the quiet hours in between not counted; counted as time elapses across clock changes."""
    instant, left = start, lasts
    while True:
        falls = _quiet_begins(instant, quiet, zone)
        if falls is None or instant + left <= falls:
            return (instant + left).astimezone(UTC)
        left -= falls - instant
        instant = next_allowed(falls, quiet, zone)


def _quiet_begins(instant: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours next begin after a waking instant; None where it is never quiet."""
    if quiet.begin == quiet.end:
        return None
    local = instant.astimezone(zone)
    begin = datetime.combine(local.date(), quiet.begin)
    if begin <= local.replace(tzinfo=None):
        begin += timedelta(days=1)
    falls = begin.replace(tzinfo=zone).astimezone(UTC)
    while not is_quiet(falls.astimezone(zone).time(), quiet):  # a beginning that the clocks jump over
        falls += WATCH
    return falls
