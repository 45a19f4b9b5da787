"""Owns the queries about reminders: each rule, person, subject and occurrence has one row, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update

from bot.domain.person import GardenId, PersonId
from bot.domain.reminding import Planned, Reminder, ReminderId, ReminderState, Topic
from bot.storage.database import Transaction
from bot.storage.tables import outbox, reminders


@dataclass(frozen=True, slots=True)
class New:
    """One rule of one person, about one occurrence of a subject."""

    person_id: PersonId
    subject: str
    occurs_at: datetime
    planned: Planned


PLANNED, OWED, DROPPED = (state.value for state in ReminderState)


def reminders_about(tx: Transaction, subject: str, person_id: PersonId | None = None) -> list[Reminder]:
    """Every reminder of a subject, of any occurrence; one person's, or everybody's."""
    whose = () if person_id is None else (reminders.c.person_id == person_id,)
    return _many(tx, select(reminders).where(reminders.c.subject == subject, *whose))


def reminders_of_many(tx: Transaction, subjects: Sequence[str]) -> dict[str, list[Reminder]]:
    """Every reminder of these subjects, by subject."""
    found: dict[str, list[Reminder]] = {}
    for one in _many(tx, select(reminders).where(reminders.c.subject.in_(subjects))):
        found.setdefault(one.subject, []).append(one)
    return found


def find_reminders(tx: Transaction, numbers: Iterable[ReminderId]) -> list[Reminder]:
    """Those that are there, the soonest occurrence first."""
    return _many(tx, select(reminders).where(reminders.c.id.in_(list(numbers))))


def add_reminders(
    tx: Transaction,
    planned: Sequence[Planned],
    *,
    garden_id: GardenId,
    person_id: PersonId,
    topic: Topic,
    subject: str,
    occurs_at: datetime,
) -> None:
    """The database refuses a second one for the same rule, person, subject and occurrence."""
    new = [New(person_id, subject, occurs_at, one) for one in planned]
    add_many(tx, new, garden_id=garden_id, topic=topic)


def add_many(tx: Transaction, new: Sequence[New], *, garden_id: GardenId, topic: Topic) -> None:
    """The same of many people and subjects, in one statement."""
    rows = [
        {
            "garden_id": garden_id,
            "person_id": one.person_id,
            "topic": topic.value,
            "subject": one.subject,
            "rule": one.planned.rule.name,
            "occurs_at": one.occurs_at,
            "due_at": one.planned.due_at,
            "expires_at": one.planned.expires_at,
            "state": PLANNED,
        }
        for one in new
    ]
    if rows:
        tx.connection.execute(insert(reminders), rows)


def plan_again(tx: Transaction, number: ReminderId, planned: Planned) -> None:
    """It is due at another instant, or after all."""
    values = {"state": PLANNED, "due_at": planned.due_at, "expires_at": planned.expires_at, "parcel_id": None}
    tx.connection.execute(update(reminders).where(reminders.c.id == number).values(values))


def drop_reminders(tx: Transaction, numbers: Sequence[ReminderId]) -> None:
    """They are not said, unless they are planned again. One that was sent stays as it is."""
    if not numbers:
        return
    unsent = reminders.c.state == PLANNED
    waits = select(outbox.c.id).where(outbox.c.id == reminders.c.parcel_id, outbox.c.state == "pending")
    these = reminders.c.id.in_(list(numbers)) & (unsent | waits.exists())
    tx.connection.execute(update(reminders).where(these).values(state=DROPPED))


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


def forget_past(tx: Transaction, before: datetime) -> int:
    """Delete what was about an occurrence before that instant; the number of rows."""
    return tx.connection.execute(delete(reminders).where(reminders.c.occurs_at < before)).rowcount


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
