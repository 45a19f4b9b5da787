"""Owns a shift as somebody finds it: how many places are left for them, who is still needed, which days come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.local_time import at_local
from bot.domain.shift import Roster, Shift

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Tally:
    """How a roster stands: places for whoever comes, places held for newcomers, people who come, people in line."""

    free: int = 0
    held: int = 0
    coming: int = 0
    waiting: int = 0

    def plus(self, *, free: int = 0, held: int = 0, coming: int = 0, waiting: int = 0) -> Tally:
        return Tally(self.free + free, self.held + held, self.coming + coming, self.waiting + waiting)


@dataclass(frozen=True, slots=True)
class Opening:
    """A date that people can still sign up for. `mine`: this person has, or waits for, a place in it."""

    shift: Shift
    roster: Roster
    tally: Tally
    mine: bool

    def room(self, *, newcomer: bool) -> int | None:
        """Places left for one who comes for the first time, or for one who came before; None: no limit."""
        if self.roster.maximum is None:
            return None
        return self.tally.free + (self.tally.held if newcomer else 0)

    def fits(self, size: int, *, newcomer: bool) -> bool:
        room = self.room(newcomer=newcomer)
        return room is None or room >= size

    @property
    def missing(self) -> int:
        """People without whom it is too few; where one is enough, nobody is said to be missing."""
        return max(0, self.roster.minimum - self.tally.coming) if self.roster.minimum > 1 else 0


def coming_week(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From now to the end of the sixth day after today, as the garden's clocks read: seven days, today included."""
    last = now.astimezone(zone).date() + timedelta(days=DAYS_OF_A_WEEK)
    return now, at_local(last, time(), zone)


def by_day(openings: Iterable[Opening], zone: ZoneInfo) -> list[tuple[date, list[Opening]]]:
    """The openings of each local day, the soonest first."""
    ordered = sorted(openings, key=lambda one: (one.shift.starts_at, one.shift.id))
    return [(day, list(there)) for day, there in groupby(ordered, key=lambda one: local_day(one.shift, zone))]


def local_day(shift: Shift, zone: ZoneInfo) -> date:
    """The day on which it begins, as the garden's clocks read."""
    return shift.starts_at.astimezone(zone).date()
