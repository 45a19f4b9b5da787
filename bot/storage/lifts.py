"""Owns the queries about the way to an event: seats offered and looked for, and what became of asking."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from bot.domain.event import EventId
from bot.domain.lift import Lift, LiftId, LiftKind, Ride, RideId, RideState
from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import lifts, rides


def add_lift(
    tx: Transaction,
    garden_id: GardenId,
    event_id: EventId,
    person_id: PersonId,
    kind: LiftKind,
    *,
    seats: int,
    town: str,
) -> Lift:
    """Their one offer or search for this event, where there is none yet."""
    row = {"garden_id": garden_id, "event_id": event_id, "person_id": person_id, "kind": kind.value, "seats": seats,
           "town": town}  # fmt: skip
    made = tx.connection.execute(insert(lifts).values(row).returning(lifts.c.id)).scalar_one()
    found = find_lift(tx, LiftId(made))
    assert found is not None
    return found


def forget_lift(tx: Transaction, event_id: EventId, person_id: PersonId) -> None:
    mine = (lifts.c.event_id == event_id, lifts.c.person_id == person_id)
    tx.connection.execute(delete(lifts).where(*mine))


def forget_rides(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> None:
    """Whatever seats somebody asked for in this garden."""
    here = select(lifts.c.id).where(lifts.c.garden_id == garden_id)
    tx.connection.execute(delete(rides).where(rides.c.person_id == person_id, rides.c.lift_id.in_(here)))


def find_lift(tx: Transaction, lift_id: LiftId) -> Lift | None:
    return _one(tx, _lifts().where(lifts.c.id == lift_id))


def lift_of(tx: Transaction, event_id: EventId, person_id: PersonId) -> Lift | None:
    """What this person offers or looks for."""
    return _one(tx, _lifts().where(lifts.c.event_id == event_id, lifts.c.person_id == person_id))


def lifts_to(tx: Transaction, event_id: EventId) -> list[Lift]:
    """All offers and searches for an event, the oldest first."""
    rows = tx.connection.execute(_lifts().where(lifts.c.event_id == event_id).order_by(lifts.c.id))
    return [_lift(row) for row in rows]


def ask_ride(tx: Transaction, lift_id: LiftId, person_id: PersonId) -> Ride | None:
    """Ask for a seat. None: they asked before, whatever the answer was."""
    values = {"lift_id": lift_id, "person_id": person_id, "state": RideState.ASKED.value}
    number = insert_once(tx, rides, values)
    return None if number is None else find_ride(tx, RideId(number))


def find_ride(tx: Transaction, ride_id: RideId) -> Ride | None:
    row = tx.connection.execute(select(rides).where(rides.c.id == ride_id)).one_or_none()
    return None if row is None else _ride(row)


def rides_in(tx: Transaction, lift_id: LiftId) -> list[Ride]:
    """Who asked for a seat in it, the first to ask first."""
    rows = tx.connection.execute(select(rides).where(rides.c.lift_id == lift_id).order_by(rides.c.id))
    return [_ride(row) for row in rows]


def answer_ride(tx: Transaction, ride_id: RideId, state: RideState) -> None:
    tx.connection.execute(update(rides).where(rides.c.id == ride_id).values(state=state.value))


def lifts_of_person(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Lift]:
    """What somebody offered and looked for, in one garden."""
    here = _lifts().where(lifts.c.person_id == person_id, lifts.c.garden_id == garden_id)
    return [_lift(row) for row in tx.connection.execute(here.order_by(lifts.c.id))]


def _lifts() -> Select[Any]:
    agreed = select(func.count()).where(
        rides.c.lift_id == lifts.c.id, rides.c.state == RideState.AGREED.value
    )
    return select(*lifts.c, (lifts.c.seats - agreed.scalar_subquery()).label("free"))


def _one(tx: Transaction, statement: Select[Any]) -> Lift | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _lift(row)


def _lift(row: Row[Any]) -> Lift:
    return Lift(
        id=LiftId(row.id),
        garden_id=GardenId(row.garden_id),
        event_id=EventId(row.event_id),
        person_id=PersonId(row.person_id),
        kind=LiftKind(row.kind),
        seats=row.seats,
        town=row.town,
        free=max(0, row.free),
    )


def _ride(row: Row[Any]) -> Ride:
    return Ride(RideId(row.id), LiftId(row.lift_id), PersonId(row.person_id), RideState(row.state))
