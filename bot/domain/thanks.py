"""Owns when somebody is thanked: after the first outing, at the garden's milestones, at season's end. Never in kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.garden import DayOfYear, Milestones
from bot.domain.person import GardenId, PersonId

ThanksId = NewType("ThanksId", int)

HOURS, OUTINGS = "hours", "outings"


class Occasion(StrEnum):
    FIRST = "first"
    MILESTONE = "milestone"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Thanks:
    """One thanks, said once. `key` tells which: `hours-50`, `outings-10`, the year of a season; empty for the first."""

    id: ThanksId
    garden_id: GardenId
    person_id: PersonId
    occasion: Occasion
    key: str
    said_at: datetime
    personal_by: PersonId | None

    @property
    def count(self) -> int:
        """Of a milestone: how many hours or outings; of a season: its year."""
        return int(self.key.rpartition("-")[2] or 0)


def milestones_reached(milestones: Milestones, hours: float, outings: int) -> Iterator[str]:
    """The keys of all milestones behind somebody with so many confirmed hours and outings, the furthest last."""
    yield from (f"{OUTINGS}-{count}" for count in sorted(milestones.outings) if outings >= count)
    yield from (f"{HOURS}-{count}" for count in sorted(milestones.hours) if hours >= count)


def season_of(end: DayOfYear, last: date) -> tuple[date, date]:
    """First and last day of the season that ended on `last`: a year, less a day."""
    return end.in_year(last.year - 1) + timedelta(days=1), last


def next_season_end(end: DayOfYear, today: date) -> date:
    """The first end of a season after today."""
    this_year = end.in_year(today.year)
    return this_year if this_year > today else end.in_year(today.year + 1)
