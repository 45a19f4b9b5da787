"""Owns the queries about whom referents follow: a page of people with their last sign and their next shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from bot.domain.following import QUIET_AFTER, Followed
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import LIVE, AssignmentId, ReferentId
from bot.domain.report import Outcome
from bot.domain.shift import BookingState
from bot.storage.columns import words_from
from bot.storage.database import Transaction
from bot.storage.tables import (
    assignments,
    bookings,
    missions,
    people,
    profiles,
    referents,
    reports,
    rosters,
    sign_ups,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose people, and whether only those who have gone quiet. `today` is the garden's."""

    garden_id: GardenId
    now: datetime
    today: date
    referent_id: ReferentId | None = None
    only_quiet: bool = False


def count_followed(tx: Transaction, wanted: Wanted) -> int:
    statement = select(func.count()).select_from(assignments).where(*_which(wanted))
    return int(tx.connection.execute(statement).scalar_one())


def list_followed(tx: Transaction, wanted: Wanted, limit: int, offset: int) -> list[Followed]:
    """By referent, nobody's people first, then by name. Signs are looked up for the page alone."""
    page = _joined(select(assignments.c.id)).where(*_which(wanted)).order_by(*_order())
    shown = list(tx.connection.execute(page.limit(limit).offset(offset)).scalars())
    statement = _all(wanted).where(assignments.c.id.in_(shown)).order_by(*_order())
    return [_from_row(row) for row in tx.connection.execute(statement)]


def find_followed(tx: Transaction, wanted: Wanted, assignment_id: AssignmentId) -> Followed | None:
    row = tx.connection.execute(_all(wanted).where(assignments.c.id == assignment_id)).one_or_none()
    return None if row is None else _from_row(row)


def has_been_out(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    """Whether they came to an outing of this garden, as somebody reported."""
    theirs = (reports.c.garden_id == garden_id, reports.c.person_id == person_id)
    came = select(reports.c.id).where(*theirs, reports.c.outcome == Outcome.CAME.value)
    return tx.connection.execute(came.limit(1)).first() is not None


def _all(wanted: Wanted) -> Select[Any]:
    return _joined(
        select(
            assignments.c.id,
            assignments.c.person_id,
            assignments.c.referent_id,
            assignments.c.proposed_at,
            assignments.c.taken_at,
            assignments.c.last_contact_at,
            _name().label("name"),
            missions.c.title,
            referents.c.name.label("referent"),
            _last_outing().label("last_outing"),
            _next_shift(wanted.now).label("next_at"),
        )
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(assignments)
        .join(sign_ups, sign_ups.c.id == assignments.c.sign_up_id)
        .join(missions, missions.c.id == sign_ups.c.mission_id)
        .join(people, people.c.id == assignments.c.person_id)
        .outerjoin(
            profiles,
            and_(
                profiles.c.person_id == assignments.c.person_id,
                profiles.c.garden_id == assignments.c.garden_id,
            ),
        )
        .outerjoin(referents, referents.c.id == assignments.c.referent_id)
    )


def _order() -> tuple[ColumnElement[Any], ...]:
    return (referents.c.name.is_not(None), referents.c.name, _name(), assignments.c.id)


def _which(wanted: Wanted) -> list[ColumnElement[bool]]:
    here = [assignments.c.garden_id == wanted.garden_id, assignments.c.state.in_(sorted(LIVE))]
    if wanted.referent_id is not None:
        here.append(assignments.c.referent_id == wanted.referent_id)
    if wanted.only_quiet:
        here += _quiet(wanted)
    return here


def _quiet(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What `Followed.is_quiet` says, row by row in the database."""
    long_ago = wanted.now - QUIET_AFTER
    contact = assignments.c.last_contact_at
    recent = _outings().where(reports.c.day > wanted.today - QUIET_AFTER)
    return [
        func.coalesce(assignments.c.taken_at, assignments.c.proposed_at) <= long_ago,
        or_(contact.is_(None), contact <= long_ago),
        ~exists(recent.correlate(assignments)),
        ~exists(_coming(wanted.now).correlate(assignments)),
    ]


def _name() -> ColumnElement[str]:
    return func.coalesce(profiles.c.name, people.c.name)


def _outings() -> Select[Any]:
    theirs = (
        reports.c.person_id == assignments.c.person_id,
        reports.c.garden_id == assignments.c.garden_id,
    )
    return select(reports.c.day).where(*theirs, reports.c.outcome == Outcome.CAME.value)


def _last_outing() -> ColumnElement[date]:
    return _outings().with_only_columns(func.max(reports.c.day)).correlate(assignments).scalar_subquery()


def _coming(now: datetime) -> Select[Any]:
    theirs = (
        bookings.c.person_id == assignments.c.person_id,
        bookings.c.garden_id == assignments.c.garden_id,
    )
    return (
        select(rosters.c.begins_at)
        .join(bookings, bookings.c.roster_id == rosters.c.id)
        .where(*theirs, bookings.c.state == BookingState.TAKEN.value, rosters.c.begins_at > now)
    )


def _next_shift(now: datetime) -> ColumnElement[datetime]:
    soonest = _coming(now).with_only_columns(func.min(rosters.c.begins_at))
    return soonest.correlate(assignments).scalar_subquery()


def _from_row(row: Row[Any]) -> Followed:
    return Followed(
        assignment_id=AssignmentId(row.id),
        person_id=PersonId(row.person_id),
        name=row.name,
        mission=words_from(row.title),
        referent_id=None if row.referent_id is None else ReferentId(row.referent_id),
        referent=row.referent or "",
        since=row.taken_at or row.proposed_at,
        last_contact_at=row.last_contact_at,
        last_outing=row.last_outing,
        next_at=row.next_at,
    )
