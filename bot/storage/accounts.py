"""Owns the queries behind a year's accounts: sums made by the database, and what erased people left, nameless."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select

from bot.domain.accounts import Kept, MonthOfMission, YearOfForm, months_of
from bot.domain.mission import MissionId
from bot.domain.person import Form, GardenId
from bot.domain.shift import BookingState
from bot.storage.database import Transaction
from bot.storage.tables import audit, bookings, missions, people, profiles, reports, rosters, shifts

KEPT = "hours.kept"


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody with a place in a shift, as an insurer's list of names has it."""

    name: str
    mission_id: MissionId
    starts_at: datetime
    ends_at: datetime
    guests: int


def hours_by_month(tx: Transaction, garden_id: GardenId, year: int) -> list[MonthOfMission]:
    """Confirmed hours of people who are still known."""
    lines = []
    for first, last in months_of(year):
        found = (
            select(reports.c.mission_id, *_sums())
            .where(_confirmed(garden_id, first, last))
            .group_by(reports.c.mission_id)
        )
        for mission_id, hours, count in tx.connection.execute(found):
            lines.append(MonthOfMission(MissionId(mission_id), first, float(hours), count))
    return lines


def hours_by_form(tx: Transaction, garden_id: GardenId, year: int) -> list[YearOfForm]:
    """The same by form of involvement over the whole year: who helps in two missions of a form is one person."""
    found = (
        select(missions.c.form, *_sums())
        .join(missions, missions.c.id == reports.c.mission_id)
        .where(_confirmed(garden_id, date(year, 1, 1), date(year, 12, 31)))
        .group_by(missions.c.form)
    )
    return [
        YearOfForm(Form(form), float(hours), count) for form, hours, count in tx.connection.execute(found)
    ]


def kept_hours(tx: Transaction, garden_id: GardenId, year: int) -> list[Kept]:
    """What people who were erased since had done that year."""
    noted = select(audit.c.details).where(audit.c.garden_id == garden_id, audit.c.action == KEPT)
    found = (_kept(details) for details in tx.connection.execute(noted).scalars())
    return [one for one in found if one.month.year == year]


def presences(tx: Transaction, garden_id: GardenId, start: datetime, end: datetime) -> list[Presence]:
    """Who had, or has, a place in the shifts that begin from `start` on and before `end`."""
    name = func.coalesce(profiles.c.name, people.c.name)
    here = (
        bookings.c.garden_id == garden_id,
        bookings.c.state == BookingState.TAKEN.value,
        shifts.c.starts_at >= start,
        shifts.c.starts_at < end,
    )
    found = (
        select(name, bookings.c.mission_id, shifts.c.starts_at, shifts.c.ends_at, bookings.c.guests)
        .join(rosters, rosters.c.id == bookings.c.roster_id)
        .join(shifts, shifts.c.id == rosters.c.shift_id)
        .join(people, people.c.id == bookings.c.person_id)
        .outerjoin(
            profiles, and_(profiles.c.person_id == people.c.id, profiles.c.garden_id == bookings.c.garden_id)
        )
        .where(*here)
        .order_by(shifts.c.starts_at, name)
    )
    return [
        Presence(called, MissionId(mission_id), starts_at, ends_at, guests)
        for called, mission_id, starts_at, ends_at, guests in tx.connection.execute(found)
    ]


def _sums() -> tuple[Any, Any]:
    return func.sum(reports.c.confirmed_hours), func.count(reports.c.person_id.distinct())


def _confirmed(garden_id: GardenId, first: date, last: date) -> Any:
    return and_(
        reports.c.garden_id == garden_id,
        reports.c.day.between(first, last),
        reports.c.confirmed_at.is_not(None),
        reports.c.confirmed_hours > 0,
    )


def _kept(details: dict[str, Any]) -> Kept:
    return Kept(
        MissionId(details["mission"]), date.fromisoformat(details["month"]), details["hours"], details["who"]
    )
