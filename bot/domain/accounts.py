"""Owns what the yearly accounts say of volunteering: hours and people by mission and month, valued at a given rate."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.mission import MissionId
from bot.domain.person import Form


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays of an erased person: hours of one mission in one month. `who` is a number that leads to nobody."""

    mission_id: MissionId
    month: date
    hours: float
    who: str


@dataclass(frozen=True, slots=True)
class MonthOfMission:
    """Confirmed hours of one mission in one month (its first day), and how many people gave them."""

    mission_id: MissionId
    month: date
    hours: float
    people: int


@dataclass(frozen=True, slots=True)
class YearOfForm:
    """Confirmed hours of a year by form of involvement, and how many people gave them."""

    form: Form
    hours: float
    people: int


def months_of(year: int) -> Iterator[tuple[date, date]]:
    """First and last day of each month."""
    for month in range(1, 13):
        yield date(year, month, 1), date(year, month, monthrange(year, month)[1])


def with_kept(lines: Iterable[MonthOfMission], kept: Iterable[Kept]) -> list[MonthOfMission]:
    """The lines with what erased people did added, by mission, then by month."""
    added = {(one.mission_id, one.month): one for one in lines}
    seen: dict[tuple[MissionId, date], set[str]] = {}
    for one in kept:
        key = (one.mission_id, one.month)
        before = added.get(key, MonthOfMission(*key, 0.0, 0))
        new = one.who not in seen.setdefault(key, set())
        seen[key].add(one.who)
        added[key] = MonthOfMission(*key, before.hours + one.hours, before.people + new)
    return [added[key] for key in sorted(added)]


def value(hours: float, rate: float | None) -> float | None:
    """In the currency of the rate, to the cent; None without a rate: the accounts decide on one."""
    return None if rate is None else round(hours * rate, 2)
