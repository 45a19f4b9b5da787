"""Owns the queries about wishes: what somebody would like to do that no mission offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.tables import wishes


@dataclass(frozen=True, slots=True)
class Wish:
    id: int
    garden_id: GardenId
    person_id: PersonId
    text: str
    created_at: datetime
    closed_at: datetime | None


def add_wish(tx: Transaction, garden_id: GardenId, person_id: PersonId, text: str, now: datetime) -> Wish:
    values = {"garden_id": garden_id, "person_id": person_id, "text": text, "created_at": now}
    return _from_row(tx.connection.execute(insert(wishes).values(values).returning(*wishes.c)).one())


def find_wish(tx: Transaction, wish_id: int) -> Wish | None:
    row = tx.connection.execute(select(wishes).where(wishes.c.id == wish_id)).one_or_none()
    return None if row is None else _from_row(row)


def open_wishes(tx: Transaction, garden_id: GardenId) -> list[Wish]:
    """The wishes nobody has answered, the oldest first."""
    statement = select(wishes).where(wishes.c.garden_id == garden_id, wishes.c.closed_at.is_(None))
    return [_from_row(row) for row in tx.connection.execute(statement.order_by(wishes.c.id))]


def wishes_of(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[Wish]:
    """What a person wished for, the oldest first."""
    mine = select(wishes).where(wishes.c.garden_id == garden_id, wishes.c.person_id == person_id)
    return [_from_row(row) for row in tx.connection.execute(mine.order_by(wishes.c.id))]


def close_wish(tx: Transaction, wish_id: int, now: datetime) -> bool:
    """False: it was closed already, or is gone."""
    still_open = (wishes.c.id == wish_id, wishes.c.closed_at.is_(None))
    return tx.connection.execute(update(wishes).where(*still_open).values(closed_at=now)).rowcount == 1


def _from_row(row: Row[Any]) -> Wish:
    return Wish(
        id=row.id,
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        text=row.text,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
