"""Owns the clocks of a place as a calendar file tells them: each change of the clocks, by the minute (RFC 5545, 3.6.5).

A reader that knows the place by its name takes its own; one that does not needs this to be right in the night of the
change, too: an onset is what the clock reads before it is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.calendars.lines import local, offset, text

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Clock:
    """How far ahead of Greenwich, whether it is summer time, and what it is called."""

    ahead: timedelta
    summer: bool
    name: str


@dataclass(frozen=True, slots=True)
class _Change:
    before: _Clock
    after: _Clock
    onset: datetime  # what the clock reads before it is changed, no zone with it


@lru_cache(maxsize=64)
def zone_lines(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """The VTIMEZONE of a place, right from the beginning of the first year to the end of the last."""
    begins, ends = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 1, 12, 31, tzinfo=UTC)
    before = _clock(zone, begins)
    told = [_observance(before, before, [(begins + before.ahead).replace(tzinfo=None)])]
    alike: dict[tuple[_Clock, _Clock], list[datetime]] = {}
    for change in _changes(zone, begins, ends):
        alike.setdefault((change.before, change.after), []).append(change.onset)
    told += [_observance(before, after, onsets) for (before, after), onsets in alike.items()]
    observances = (line for some in told for line in some)
    return ("BEGIN:VTIMEZONE", f"TZID:{text(zone.key)}", *observances, "END:VTIMEZONE")


def _observance(before: _Clock, after: _Clock, onsets: list[datetime]) -> list[str]:
    """Changes of one kind: as a rule where they follow one, which many programs expect; else one by one."""
    kind = "DAYLIGHT" if after.summer else "STANDARD"
    rule = _rule(onsets)
    further = [rule] if rule else [f"RDATE:{','.join(map(local, onsets[1:]))}"] if onsets[1:] else []
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local(onsets[0])}",
        f"TZOFFSETFROM:{offset(before.ahead)}",
        f"TZOFFSETTO:{offset(after.ahead)}",
        f"TZNAME:{text(after.name)}",
        *further,
        f"END:{kind}",
    ]


def _rule(onsets: list[datetime]) -> str:
    """The last Sunday in March, each year: where that is what the onsets say. Empty: they follow no such rule."""
    if len(onsets) < 2 or any(later.year != earlier.year + 1 for earlier, later in pairwise(onsets)):
        return ""
    if len({(one.month, one.weekday(), one.time()) for one in onsets}) > 1:
        return ""
    day = f"{onsets[0].month};BYDAY={{}}{DAYS[onsets[0].weekday()]}"
    if all((one + 7 * A_DAY).month != one.month for one in onsets):
        return f"RRULE:FREQ=YEARLY;BYMONTH={day.format(-1)}"
    weeks = {(one.day - 1) // 7 + 1 for one in onsets}
    return f"RRULE:FREQ=YEARLY;BYMONTH={day.format(*weeks)}" if len(weeks) == 1 else ""


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[_Change]:
    """Every change of the clocks between two instants, in order."""
    day = begins
    while day < ends:
        before, after = _clock(zone, day), _clock(zone, day + A_DAY)
        if before != after:
            at = _instant_of_change(zone, day, day + A_DAY)
            yield _Change(before, after, (at + before.ahead).replace(tzinfo=None))
        day += A_DAY


def _instant_of_change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second at which the clock is the later one."""
    before = _clock(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _clock(zone, middle) == before else (low, middle)
    return high


def _clock(zone: ZoneInfo, instant: datetime) -> _Clock:
    there = instant.astimezone(zone)
    return _Clock(there.utcoffset() or timedelta(), bool(there.dst()), there.tzname() or zone.key)
