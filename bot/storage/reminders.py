"""Owns the queries about reminders: each rule, person, subject and occurrence has one row, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, insert, select, update

from bot.domain.person import GardenId, PersonId
from bot.domain.reminding import Expected, Planned, Reminder, ReminderId, ReminderState, Topic
from bot.storage.database import Transaction
from bot.storage.tables import UtcDateTime, outbox, reminders

PLANNED, OWED, DROPPED = (state.value for state in ReminderState)


def reminders_about(tx: Transaction, subjects: Iterable[str]) -> list[Reminder]:
    """Every reminder of these subjects, of any person and any occurrence."""
    return _many(tx, select(reminders).where(reminders.c.subject.in_(list(subjects))))


def find_reminders(tx: Transaction, numbers: Iterable[ReminderId]) -> list[Reminder]:
    """Those that are there, the soonest occurrence first."""
    return sorted(look_up_reminders(tx, list(numbers)).values(), key=_in_order)


def look_up_reminders(tx: Transaction, numbers: Collection[ReminderId]) -> Mapping[ReminderId, Reminder]:
    """Those that are there; in a snapshot, `find_reminders` asks for none of them again."""
    return tx.look_up(reminders.name, numbers, lambda new: _by_number(tx, new))


def _by_number(tx: Transaction, numbers: Collection[ReminderId]) -> dict[ReminderId, Reminder]:
    rows = tx.connection.execute(_these, {"numbers": list(numbers)})
    return {ReminderId(row.id): _from_row(row) for row in rows}


def _in_order(one: Reminder) -> tuple[PersonId, datetime, ReminderId]:
    return one.person_id, one.occurs_at, one.id


def add_reminders(tx: Transaction, garden_id: GardenId, planned: Sequence[tuple[Expected, Planned]]) -> None:
    """The database refuses a second one for the same rule, person, subject and occurrence."""
    rows = [
        {
            "garden_id": garden_id,
            "person_id": what.person_id,
            "topic": what.topic.value,
            "subject": what.subject,
            "rule": one.rule.name,
            "occurs_at": what.occurrence.occurs_at,
            "due_at": one.due_at,
            "expires_at": one.expires_at,
            "state": PLANNED,
        }
        for what, one in planned
    ]
    if rows:
        tx.connection.execute(_add, rows)


def plan_again(tx: Transaction, planned: Sequence[tuple[Reminder, Planned]]) -> None:
    """They are due at other instants, or after all."""
    rows = [{"number": row.id, "due": one.due_at, "expires": one.expires_at} for row, one in planned]
    if rows:
        tx.connection.execute(_plan_again, rows)


def drop_reminders(tx: Transaction, numbers: Sequence[ReminderId]) -> set[int]:
    """They are not said, unless they are planned again. One that was sent, or may be on its way, stays as it is.

    The parcels that may be on their way, with what they say of these.
    """
    if not numbers:
        return set()
    unsent = reminders.c.state == PLANNED
    waits = _parcel_is(outbox.c.state == "pending", outbox.c.leased_by.is_(None))
    these = reminders.c.id.in_(list(numbers))
    tx.connection.execute(update(reminders).where(these & (unsent | waits)).values(state=DROPPED))
    leaves = _parcel_is(outbox.c.state == "pending", outbox.c.leased_by.is_not(None))
    leaving = select(reminders.c.parcel_id).where(these, reminders.c.state == OWED, leaves)
    return set(tx.connection.execute(leaving).scalars())


def take_back_unsaid(tx: Transaction, subjects: Iterable[str]) -> None:
    """What went with a message that never left, because it no longer held then, was not said."""
    unsaid = (reminders.c.state == OWED, _parcel_is(outbox.c.state == "dropped"))
    these = (reminders.c.subject.in_(list(subjects)), *unsaid)
    tx.connection.execute(update(reminders).where(*these).values(state=DROPPED))


def due_reminders(
    tx: Transaction, garden_id: GardenId, now: datetime, together: datetime, limit: int
) -> list[Reminder]:
    """Of up to `limit` reminders that are due, and of the same people, those due until `together`; by person."""
    planned = (reminders.c.garden_id == garden_id, reminders.c.state == PLANNED)
    first = select(reminders.c.person_id).where(*planned, reminders.c.due_at <= now)
    people = first.order_by(reminders.c.due_at, reminders.c.id).limit(limit).subquery()
    with_them = select(reminders).where(
        *planned, reminders.c.due_at <= together, reminders.c.person_id.in_(select(people.c.person_id))
    )
    return _many(tx, with_them)


def take_due(tx: Transaction, numbers: Sequence[ReminderId]) -> set[ReminderId]:
    """They are owed from now on: those of them that still were planned."""
    these = (reminders.c.id.in_(list(numbers)), reminders.c.state == PLANNED)
    taken = update(reminders).where(*these).values(state=OWED).returning(reminders.c.id)
    return {ReminderId(number) for number in tx.connection.execute(taken).scalars()}


def note_parcels(tx: Transaction, parcels: Mapping[ReminderId, int]) -> None:
    """Which message each goes with."""
    rows = [{"number": number, "parcel": parcel} for number, parcel in parcels.items()]
    if rows:
        tx.connection.execute(_note_parcel, rows)


def next_due(tx: Transaction, garden_id: GardenId) -> datetime | None:
    """When the garden's next reminder is due."""
    planned = (reminders.c.garden_id == garden_id, reminders.c.state == PLANNED)
    return tx.connection.execute(select(func.min(reminders.c.due_at)).where(*planned)).scalar_one_or_none()


def count_due(tx: Transaction, garden_id: GardenId, until: datetime) -> int:
    """How many people are reminded of anything until then."""
    planned = (reminders.c.garden_id == garden_id, reminders.c.state == PLANNED, reminders.c.due_at <= until)
    return tx.connection.execute(
        select(func.count(reminders.c.person_id.distinct())).where(*planned)
    ).scalar_one()


def was_reminded(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    """Whether anything is, or was, to be said to them in this garden."""
    theirs = (reminders.c.garden_id == garden_id, reminders.c.person_id == person_id)
    return tx.connection.execute(select(reminders.c.id).where(*theirs).limit(1)).first() is not None


def forget_past(tx: Transaction, before: datetime) -> int:
    """Delete what was about an occurrence before that instant; the number of rows."""
    return tx.connection.execute(delete(reminders).where(reminders.c.occurs_at < before)).rowcount


def _parcel_is(*how: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a row of reminders, whether the message it goes with is so."""
    return select(outbox.c.id).where(outbox.c.id == reminders.c.parcel_id, *how).exists()


_add = insert(reminders)
_these = select(reminders).where(reminders.c.id.in_(bindparam("numbers", expanding=True)))
_plan_again = (
    update(reminders)
    .where(reminders.c.id == bindparam("number"))
    .values(
        state=PLANNED,
        due_at=bindparam("due", type_=UtcDateTime),
        expires_at=bindparam("expires", type_=UtcDateTime),
        parcel_id=None,
    )
)
_note_parcel = (
    update(reminders).where(reminders.c.id == bindparam("number")).values(parcel_id=bindparam("parcel"))
)


def _many(tx: Transaction, statement: Select[Any]) -> list[Reminder]:
    ordered = statement.order_by(reminders.c.person_id, reminders.c.occurs_at, reminders.c.id)
    return [_from_row(row) for row in tx.connection.execute(ordered)]


def _from_row(row: Row[Any]) -> Reminder:
    return Reminder(
        id=ReminderId(row.id),
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        topic=Topic(row.topic),
        subject=row.subject,
        rule=row.rule,
        occurs_at=row.occurs_at,
        due_at=row.due_at,
        expires_at=row.expires_at,
        state=ReminderState(row.state),
        parcel_id=row.parcel_id,
    )
