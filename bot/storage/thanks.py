"""Owns the queries about thanks: what was said to whom, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.domain.person import GardenId, PersonId
from bot.domain.thanks import Occasion, Thanks, ThanksId
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import thanks


def add_thanks(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, occasion: Occasion, key: str, now: datetime
) -> Thanks | None:
    """None: they were thanked for that already."""
    values = {
        "garden_id": garden_id,
        "person_id": person_id,
        "occasion": occasion.value,
        "key": key,
        "said_at": now,
    }
    number = insert_once(tx, thanks, values)
    return None if number is None else find_thanks(tx, ThanksId(number))


def find_thanks(tx: Transaction, thanks_id: ThanksId) -> Thanks | None:
    row = tx.connection.execute(select(thanks).where(thanks.c.id == thanks_id)).one_or_none()
    return None if row is None else _from_row(row)


def thanks_of_person(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[Thanks]:
    mine = (thanks.c.garden_id == garden_id, thanks.c.person_id == person_id)
    rows = tx.connection.execute(select(thanks).where(*mine).order_by(thanks.c.id))
    return [_from_row(row) for row in rows]


def thanks_of(
    tx: Transaction, garden_id: GardenId, occasion: Occasion, key: str, whose: Iterable[PersonId]
) -> list[Thanks]:
    """Who of these people was thanked on one occasion, in the order they were."""
    here = (
        thanks.c.garden_id == garden_id,
        thanks.c.occasion == occasion.value,
        thanks.c.key == key,
        thanks.c.person_id.in_(sorted(whose)),
    )
    rows = tx.connection.execute(select(thanks).where(*here).order_by(thanks.c.id))
    return [_from_row(row) for row in rows]


def sign_thanks(tx: Transaction, thanks_id: ThanksId, by: PersonId) -> None:
    """Somebody of the team added a word of their own."""
    tx.connection.execute(update(thanks).where(thanks.c.id == thanks_id).values(personal_by=by))


def _from_row(row: Row[Any]) -> Thanks:
    return Thanks(
        id=ThanksId(row.id),
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        occasion=Occasion(row.occasion),
        key=row.key,
        said_at=row.said_at,
        personal_by=None if row.personal_by is None else PersonId(row.personal_by),
    )
