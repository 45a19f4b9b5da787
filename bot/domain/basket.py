"""Owns on which day a member fetches in a week, and until when that can still be changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.local_time import Instant, at_local

WEEK = timedelta(weeks=1)


class BasketRhythm(StrEnum):
    """Every week, or those whose number by ISO 8601 is even or odd, as French calendars print it.

    After a year of 53 weeks two odd ones follow each other: the calendar on the wall counts, not the distance.
    """

    WEEKLY = "weekly"
    EVEN = "even"
    ODD = "odd"

    def falls_in(self, week: date) -> bool:
        """Whether the week of that Monday is one of theirs."""
        is_even = week.isocalendar().week % 2 == 0
        return self is BasketRhythm.WEEKLY or is_even is (self is BasketRhythm.EVEN)


@dataclass(frozen=True, slots=True)
class Away:
    """From one day to another, both included: no basket is fetched."""

    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Days on which the garden hands out no baskets, or one day whose baskets are handed out on `moved_to`."""

    first_day: date
    last_day: date
    moved_to: date | None = None

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Subscription:
    """What decides on which days somebody fetches. `weekday` is the point's, as ISO 8601 has it: 1 is Monday."""

    weekday: int
    rhythm: BasketRhythm
    since: date | None = None
    until: date | None = None
    away: tuple[Away, ...] = ()

    def runs_on(self, day: date) -> bool:
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Fetching:
    """One basket of a member: of the week whose Monday is `week`; `paused` while they are away."""

    week: date
    day: date
    paused: bool


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def fetching_in(week: date, mine: Subscription, unusual: Iterable[Exceptional] = ()) -> Fetching | None:
    """The basket of one week, given by its Monday; None where there is none.

    A moved basket stays of the week it is: its number decides whose it is, wherever its day went.
    """
    if not mine.rhythm.falls_in(week):
        return None
    usual = week + timedelta(days=mine.weekday - 1)
    other = next((one for one in unusual if one.covers(usual)), None)
    day = usual if other is None else other.moved_to
    if day is None or not mine.runs_on(day):
        return None
    return Fetching(week, day, any(one.covers(day) for one in mine.away))


def fetchings(
    mine: Subscription, unusual: Collection[Exceptional], first: date, weeks: int
) -> Iterator[Fetching]:
    """The baskets of so many weeks from the one of `first` on; days before `first` are left out."""
    start = monday_of(first)
    for number in range(weeks):
        found = fetching_in(start + number * WEEK, mine, unusual)
        if found is not None and found.day >= first:
            yield found


def opening(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[Instant, Instant]:
    """From when to when a point is open that day: its clocks say the same each time, across clock changes."""
    begins = at_local(day, opens, zone)
    return begins, max(at_local(day, closes, zone), begins + timedelta(minutes=1))


class Unclaimed(StrEnum):
    """What becomes of a basket that nobody fetched."""

    DONATE = "donate"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class BasketRules:
    """What the garden decides about baskets.

    Another point or a pause: until `change_at`, `change_days` before. Donating: until `donate_hours` before it opens.
    `unclaimed`: an hour after closing it goes to the solidarity programme, or it is kept until the next day's closing.
    """

    change_days: int = 1
    change_at: time = time(20)
    donate_hours: int = 2
    unclaimed: Unclaimed = Unclaimed.DONATE

    def change_until(self, day: date, zone: ZoneInfo) -> Instant:
        """The last moment at which the basket of `day` can go elsewhere, or nowhere."""
        return at_local(day - timedelta(days=self.change_days), self.change_at, zone)

    def donate_until(self, opens_at: datetime) -> Instant:
        return opens_at - timedelta(hours=self.donate_hours)

    def gone_at(self, closes_at: datetime, zone: ZoneInfo) -> Instant:
        """When a basket nobody fetched goes to the solidarity programme."""
        if self.unclaimed is Unclaimed.DONATE:
            return closes_at + timedelta(hours=1)
        local = closes_at.astimezone(zone)
        return at_local(local.date() + timedelta(days=1), local.time(), zone)
