"""Owns the queries about who put which date into a calendar by a file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import taken_dates


def note_taken(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, subject: str, now: datetime
) -> None:
    """They have it in their calendar; a second time changes nothing."""
    values = {"garden_id": garden_id, "person_id": person_id, "subject": subject, "taken_at": now}
    insert_once(tx, taken_dates, values)


def has_taken(tx: Transaction, person_id: PersonId, subject: str) -> bool:
    theirs = (taken_dates.c.person_id == person_id, taken_dates.c.subject == subject)
    return tx.connection.execute(select(taken_dates.c.id).where(*theirs)).first() is not None


def who_took(
    tx: Transaction, people: Collection[PersonId], subjects: Collection[str]
) -> list[tuple[PersonId, str]]:
    """Who of these has one of these in their calendar, with which: of a few hundred."""
    theirs = (taken_dates.c.person_id.in_(people), taken_dates.c.subject.in_(subjects))
    rows = tx.connection.execute(select(taken_dates.c.person_id, taken_dates.c.subject).where(*theirs))
    return [(PersonId(row.person_id), row.subject) for row in rows]


def count_taken(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> tuple[int, datetime | None]:
    """How many dates they took, and when the last one."""
    theirs = (taken_dates.c.garden_id == garden_id, taken_dates.c.person_id == person_id)
    counted = select(func.count(), func.max(taken_dates.c.taken_at)).where(*theirs)
    number, last = tx.connection.execute(counted).one()
    return number, last
