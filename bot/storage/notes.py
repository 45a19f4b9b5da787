"""Owns the queries about notes: what the team writes down about a person, which that person may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from sqlalchemy import Row, delete, func, insert, select

from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.tables import notes

NoteId = NewType("NoteId", int)


@dataclass(frozen=True, slots=True)
class Note:
    """`author_id` is None once whoever wrote it is gone."""

    id: NoteId
    garden_id: GardenId
    person_id: PersonId
    author_id: PersonId | None
    text: str
    created_at: datetime


def add_note(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, author_id: PersonId, text: str, now: datetime
) -> Note:
    values = {
        "garden_id": garden_id,
        "person_id": person_id,
        "author_id": author_id,
        "text": text,
        "created_at": now,
    }
    return _from_row(tx.connection.execute(insert(notes).values(values).returning(*notes.c)).one())


def find_note(tx: Transaction, note_id: NoteId) -> Note | None:
    row = tx.connection.execute(select(notes).where(notes.c.id == note_id)).one_or_none()
    return None if row is None else _from_row(row)


def count_notes(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> int:
    about = (notes.c.garden_id == garden_id, notes.c.person_id == person_id)
    return int(tx.connection.execute(select(func.count()).select_from(notes).where(*about)).scalar_one())


def list_notes(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, limit: int, offset: int = 0
) -> list[Note]:
    """The newest first."""
    about = (notes.c.garden_id == garden_id, notes.c.person_id == person_id)
    newest = select(notes).where(*about).order_by(notes.c.id.desc()).limit(limit).offset(offset)
    return [_from_row(row) for row in tx.connection.execute(newest)]


def erase_note(tx: Transaction, note_id: NoteId) -> bool:
    """False: it was gone already."""
    return tx.connection.execute(delete(notes).where(notes.c.id == note_id)).rowcount == 1


def _from_row(row: Row[Any]) -> Note:
    return Note(
        id=NoteId(row.id),
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        author_id=None if row.author_id is None else PersonId(row.author_id),
        text=row.text,
        created_at=row.created_at,
    )
