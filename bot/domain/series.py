"""Owns the dates of a series: an RFC 5545 rule on the garden's calendar, without exceptions, breaks and off-seasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from bot.domain.local_time import at_local
from bot.domain.shift import Break, Series

DAILY_AT_MOST = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_RULE = 300
"""Characters of a rule."""


class BadRule(ValueError):
    """The rule cannot be read; the message says what is wrong, for developers and garden files."""


def read_rule(rule: str, first_day: date) -> rrule:
    """The rule counted from `first_day`, in naive local days.

    Raises:
        BadRule: it is no recurrence rule of RFC 5545, or comes more often than once a day.
    """
    if len(rule) > LONGEST_RULE or "\n" in rule:
        raise BadRule(f"a rule is one line of at most {LONGEST_RULE} characters")
    parts = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").upper().split(";") if part)
    if parts.get("FREQ") not in DAILY_AT_MOST:
        raise BadRule(
            f"FREQ is {parts.get('FREQ') or 'missing'}; write FREQ=WEEKLY, or DAILY, MONTHLY, YEARLY"
        )
    if {"BYHOUR", "BYMINUTE", "BYSECOND"} & parts.keys():
        raise BadRule("a rule says on which days; the time of day stands beside it")
    if {"COUNT", "UNTIL"} & parts.keys():
        raise BadRule("a rule goes on; its last day stands beside it")
    if not re.fullmatch("[1-9][0-9]?", parts.get("INTERVAL", "1")):
        raise BadRule(f"INTERVAL is {parts['INTERVAL']}; write a whole number from 1 to 99")
    try:
        read = rrulestr(rule, dtstart=datetime.combine(first_day, time()), ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadRule(f"{rule!r} is no recurrence rule of RFC 5545 ({error})") from None
    if not isinstance(read, rrule):
        raise BadRule(f"{rule!r} is more than one rule")
    return read


def weekdays_of(rule: str) -> tuple[str, ...]:
    """The days of a weekly rule as they stand in it, as `TU`; none where it comes in any other way."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    days = tuple(parts.get("BYDAY", "").split(","))
    plain = parts.get("FREQ") == "WEEKLY" and all(day in WEEKDAYS for day in days)
    return days if plain and parts.keys() <= {"FREQ", "INTERVAL", "BYDAY"} else ()


def only_on(rule: str, days: Iterable[str]) -> str:
    """The same weekly rule on these of its days; every other week stays the same one."""
    kept = set(days)
    wanted = "BYDAY=" + ",".join(day for day in weekdays_of(rule) if day in kept)
    return ";".join(wanted if part.startswith("BYDAY=") else part for part in rule.split(";"))


def occurrences(series: Series, breaks: Iterable[Break], first: date, last: date) -> Iterator[date]:
    """The days of the series from `first` to `last`, both included, in order."""
    until = last if series.last_day is None else min(last, series.last_day)
    begin = max(first, series.first_day)
    if begin > until:
        return
    closed = tuple(breaks)
    rule = read_rule(series.rule, series.first_day).replace(until=datetime.combine(until, time()))
    for day in (moment.date() for moment in rule):
        if day < begin:
            continue
        in_season = not series.season or day.month in series.season
        if in_season and day not in series.exceptions and not any(one.covers(day) for one in closed):
            yield day


def shift_times(series: Series, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when the shift of `day` lasts, in UTC: the clocks say the same each time, across clock changes."""
    starts = at_local(day, series.starts, zone)
    ends_local = datetime.combine(day, series.starts) + timedelta(minutes=series.minutes)
    ends = at_local(ends_local.date(), ends_local.time(), zone)
    return starts, max(ends, starts + timedelta(minutes=1))
