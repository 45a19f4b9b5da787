"""Owns the queries about secret links to somebody's dates: one each in a garden, only its digest is stored."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.saving import save_row
from bot.storage.tables import feeds

BYTES = 16
"""128 random bits: nobody finds one by trying."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose dates a link shows, and since when it does."""

    garden_id: GardenId
    person_id: PersonId
    made_at: datetime


def make_feed(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: datetime) -> str:
    """The secret of a new link, 22 characters of [A-Za-z0-9_-]; it can never be read again. One before it is dead."""
    token = base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).rstrip(b"=").decode()
    whose = {"garden_id": garden_id, "person_id": person_id}
    save_row(tx, feeds, whose, {"token_hash": _digest(token), "made_at": now})
    return token


def end_feed(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    """From now on the link leads nowhere; False where there was none."""
    whose = (feeds.c.garden_id == garden_id, feeds.c.person_id == person_id)
    return tx.connection.execute(delete(feeds).where(*whose)).rowcount > 0


def feed_of(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> Feed | None:
    whose = (feeds.c.garden_id == garden_id, feeds.c.person_id == person_id)
    return _one(tx, select(feeds).where(*whose))


def find_feed(tx: Transaction, token: str) -> Feed | None:
    """The link with this secret."""
    return _one(tx, select(feeds).where(feeds.c.token_hash == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _one(tx: Transaction, statement: Select[Any]) -> Feed | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else Feed(GardenId(row.garden_id), PersonId(row.person_id), row.made_at)
