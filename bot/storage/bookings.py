"""Owns the queries about bookings: who waits for, was offered, has or gave up a place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update

from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.shift import OPEN_BOOKINGS, Booking, BookingId, BookingState, Roster, RosterId
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import bookings, rosters, shifts

_OPEN = sorted(OPEN_BOOKINGS)


def add_booking(
    tx: Transaction,
    roster: Roster,
    person_id: PersonId,
    now: datetime,
    *,
    guests: int = 0,
    first_time: bool,
    regular: bool = False,
) -> Booking | None:
    """Put the person in the roster's line. None: they are in it, or have a place, already."""
    values = {
        "garden_id": roster.garden_id,
        "roster_id": roster.id,
        "mission_id": roster.mission_id,
        "person_id": person_id,
        "guests": guests,
        "state": BookingState.WAITING.value,
        "first_time": first_time,
        "regular": regular,
        "queued_at": now,
    }
    number = insert_once(tx, bookings, values)
    return None if number is None else find_booking(tx, BookingId(number))


def find_booking(tx: Transaction, booking_id: BookingId) -> Booking | None:
    return _one(tx, select(bookings).where(bookings.c.id == booking_id))


def open_booking(tx: Transaction, roster_id: RosterId, person_id: PersonId) -> Booking | None:
    """The person's booking in this roster that is not over."""
    mine = (bookings.c.roster_id == roster_id, bookings.c.person_id == person_id)
    return _one(tx, select(bookings).where(*mine, bookings.c.state.in_(_OPEN)))


def open_bookings(tx: Transaction, roster_id: RosterId) -> list[Booking]:
    """All bookings of a roster that are not over, in the order of the line."""
    here = select(bookings).where(bookings.c.roster_id == roster_id, bookings.c.state.in_(_OPEN))
    return _many(tx, here.order_by(bookings.c.queued_at, bookings.c.id))


def taken_bookings(tx: Transaction, roster_id: RosterId) -> list[Booking]:
    """Who has a place, the first to sign up first."""
    return [one for one in open_bookings(tx, roster_id) if one.state is BookingState.TAKEN]


def let_lapse(tx: Transaction, roster_id: RosterId) -> frozenset[PersonId]:
    """Who left an offer of this roster unanswered."""
    here = (bookings.c.roster_id == roster_id, bookings.c.state == BookingState.LAPSED.value)
    return frozenset(
        PersonId(one) for one in tx.connection.scalars(select(bookings.c.person_id).where(*here))
    )


def given_up_bookings(tx: Transaction, roster_id: RosterId) -> list[Booking]:
    """Who gave up a place here, or a turn in the line; or whose place the garden let go."""
    over = (BookingState.DROPPED.value, BookingState.RELEASED.value)
    here = (bookings.c.roster_id == roster_id, bookings.c.state.in_(over))
    return _many(tx, select(bookings).where(*here).order_by(bookings.c.id))


def bookings_of_person(
    tx: Transaction, person_id: PersonId, garden_id: GardenId, now: datetime
) -> list[Booking]:
    """What the person has or waits for that is still to come, the soonest first; what has no date comes last."""
    mine = (
        select(bookings)
        .join(rosters, rosters.c.id == bookings.c.roster_id)
        .where(
            bookings.c.person_id == person_id,
            bookings.c.garden_id == garden_id,
            bookings.c.state.in_(_OPEN),
            or_(rosters.c.begins_at.is_(None), rosters.c.begins_at > now),
        )
    )
    return _many(tx, mine.order_by(rosters.c.begins_at.is_(None), rosters.c.begins_at, bookings.c.id))


def places_since(tx: Transaction, person_id: PersonId, garden_id: GardenId, since: datetime) -> list[Booking]:
    """The person's places in shifts of a garden that end after an instant, the soonest first."""
    mine = (
        select(bookings)
        .join(rosters, rosters.c.id == bookings.c.roster_id)
        .join(shifts, shifts.c.id == rosters.c.shift_id)
        .where(
            bookings.c.person_id == person_id,
            bookings.c.garden_id == garden_id,
            bookings.c.state == BookingState.TAKEN.value,
            shifts.c.ends_at > since,
        )
    )
    return _many(tx, mine.order_by(shifts.c.starts_at, bookings.c.id))


def places_at(tx: Transaction, person_id: PersonId, start: datetime, end: datetime) -> list[RosterId]:
    """The rosters of the shifts, in whatever garden, where the person has a place between two instants."""
    mine = (
        select(bookings.c.roster_id)
        .join(rosters, rosters.c.id == bookings.c.roster_id)
        .join(shifts, shifts.c.id == rosters.c.shift_id)
        .where(
            bookings.c.person_id == person_id,
            bookings.c.state == BookingState.TAKEN.value,
            shifts.c.starts_at < end,
            shifts.c.ends_at > start,
        )
        .order_by(shifts.c.starts_at)
    )
    return [RosterId(number) for number in tx.connection.execute(mine).scalars()]


def bookings_in_mission(tx: Transaction, person_id: PersonId, mission_id: MissionId) -> list[Booking]:
    """The person's bookings in a mission that are not over, past shifts included."""
    mine = (
        bookings.c.person_id == person_id,
        bookings.c.mission_id == mission_id,
        bookings.c.state.in_(_OPEN),
    )
    return _many(tx, select(bookings).where(*mine).order_by(bookings.c.id))


def all_of_person(tx: Transaction, person_id: PersonId) -> list[Booking]:
    """Every booking of a person that is not over, in all gardens."""
    mine = select(bookings).where(bookings.c.person_id == person_id, bookings.c.state.in_(_OPEN))
    return _many(tx, mine.order_by(bookings.c.id))


def has_come(tx: Transaction, person_id: PersonId, garden_id: GardenId, before: datetime) -> bool:
    """Whether the person had a place in a shift of this garden that began before."""
    statement = (
        select(func.count())
        .select_from(bookings.join(rosters, rosters.c.id == bookings.c.roster_id))
        .where(
            bookings.c.person_id == person_id,
            bookings.c.garden_id == garden_id,
            bookings.c.state == BookingState.TAKEN.value,
            rosters.c.begins_at < before,
        )
    )
    return tx.connection.execute(statement).scalar_one() > 0


def decide_booking(
    tx: Transaction,
    booking_id: BookingId,
    state: BookingState,
    now: datetime,
    *,
    offered_until: datetime | None = None,
    cause: str = "",
    reason: str = "",
) -> Booking | None:
    """Move a booking that is not over to `state`. None: it is over already."""
    values = {
        "state": state.value,
        "decided_at": now,
        "offered_until": offered_until,
        "cause": cause,
        "reason": reason,
    }
    row = tx.connection.execute(
        update(bookings)
        .where(bookings.c.id == booking_id, bookings.c.state.in_(_OPEN))
        .values(values)
        .returning(*bookings.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def say_why(tx: Transaction, booking_id: BookingId, cause: str, reason: str = "") -> None:
    """Why somebody could not come, said afterwards."""
    tx.connection.execute(
        update(bookings).where(bookings.c.id == booking_id).values(cause=cause, reason=reason)
    )


def _one(tx: Transaction, statement: Select[Any]) -> Booking | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Booking]:
    return [_from_row(row) for row in tx.connection.execute(statement)]


def _from_row(row: Row[Any]) -> Booking:
    return Booking(
        id=BookingId(row.id),
        garden_id=GardenId(row.garden_id),
        roster_id=RosterId(row.roster_id),
        mission_id=MissionId(row.mission_id),
        person_id=PersonId(row.person_id),
        guests=row.guests,
        state=BookingState(row.state),
        first_time=row.first_time,
        regular=row.regular,
        cause=row.cause,
        reason=row.reason,
        queued_at=row.queued_at,
        offered_until=row.offered_until,
        decided_at=row.decided_at,
    )
