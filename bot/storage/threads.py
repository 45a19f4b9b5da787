"""Owns the queries about threads: what a person said to the team, kept until somebody answered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.message import Media, Relay
from bot.domain.person import GardenId, PersonId
from bot.domain.said import Said
from bot.storage.database import Transaction
from bot.storage.tables import threads

TEXT = "text"
"""The kind of a message that is only words."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One message of a person to the team. `text` and `file_id` are empty once answered; `kind` says what was sent."""

    id: int
    garden_id: GardenId
    person_id: PersonId
    text: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by: PersonId | None
    kind: str = TEXT
    file_id: str = ""

    @property
    def said(self) -> Said:
        """What was said; its file has no id any more once it is answered."""
        return Said(self.text, Relay(Media(self.kind), self.file_id) if self.kind in set(Media) else None)


def add_thread(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, said: Said, now: datetime
) -> Thread:
    values = {
        "garden_id": garden_id,
        "person_id": person_id,
        "text": said.words,
        "kind": said.relay.kind.value if said.relay else TEXT,
        "file_id": said.relay.file_id if said.relay else "",
        "asked_at": now,
    }
    return _from_row(tx.connection.execute(insert(threads).values(values).returning(*threads.c)).one())


def find_thread(tx: Transaction, thread_id: int) -> Thread | None:
    row = tx.connection.execute(select(threads).where(threads.c.id == thread_id)).one_or_none()
    return None if row is None else _from_row(row)


def open_threads(tx: Transaction, garden_id: GardenId) -> list[Thread]:
    """The messages nobody has answered, the oldest first."""
    statement = select(threads).where(threads.c.garden_id == garden_id, threads.c.answered_at.is_(None))
    return [_from_row(row) for row in tx.connection.execute(statement.order_by(threads.c.id))]


def threads_of(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[Thread]:
    """Everything a person wrote to the team, the oldest first."""
    mine = select(threads).where(threads.c.garden_id == garden_id, threads.c.person_id == person_id)
    return [_from_row(row) for row in tx.connection.execute(mine.order_by(threads.c.id))]


def thread_before(tx: Transaction, thread: Thread) -> Thread | None:
    """What the same person said last before this."""
    mine = (threads.c.garden_id == thread.garden_id, threads.c.person_id == thread.person_id)
    before = select(threads).where(*mine, threads.c.id < thread.id).order_by(threads.c.id.desc()).limit(1)
    row = tx.connection.execute(before).one_or_none()
    return None if row is None else _from_row(row)


def latest_thread(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> Thread | None:
    """What a person wrote last, answered or not."""
    mine = select(threads).where(threads.c.garden_id == garden_id, threads.c.person_id == person_id)
    row = tx.connection.execute(mine.order_by(threads.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _from_row(row)


def open_threads_of(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[Thread]:
    """What a person said and nobody has answered, the oldest first."""
    mine = (threads.c.garden_id == garden_id, threads.c.person_id == person_id)
    statement = select(threads).where(*mine, threads.c.answered_at.is_(None)).order_by(threads.c.id)
    return [_from_row(row) for row in tx.connection.execute(statement)]


def answer_thread(tx: Transaction, thread_id: int, answered_by: PersonId | None, now: datetime) -> bool:
    """Note the first answer and forget what was said. False: it was answered before, or is gone."""
    still_open = (threads.c.id == thread_id, threads.c.answered_at.is_(None))
    values = {"answered_at": now, "answered_by": answered_by, "text": "", "file_id": ""}
    return tx.connection.execute(update(threads).where(*still_open).values(values)).rowcount == 1


def _from_row(row: Row[Any]) -> Thread:
    return Thread(
        id=row.id,
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        text=row.text,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        answered_by=None if row.answered_by is None else PersonId(row.answered_by),
        kind=row.kind,
        file_id=row.file_id,
    )
