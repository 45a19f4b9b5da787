"""Owns the queries about referents' groups: at most one live group for a garden, one garden for a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from bot.domain.person import GardenId, PersonId
from bot.storage.database import Transaction
from bot.storage.saving import save_row
from bot.storage.tables import groups


@dataclass(frozen=True, slots=True)
class Group:
    """A Telegram group in which a garden's referents meet. `thread_id` 0 is the group itself, not a topic."""

    id: int
    garden_id: GardenId
    chat_id: int
    thread_id: int
    title: str
    linked_by: PersonId | None
    linked_at: datetime
    lost_at: datetime | None


def link_group(
    tx: Transaction,
    *,
    garden_id: GardenId,
    chat_id: int,
    title: str,
    linked_by: PersonId | None,
    now: datetime,
    thread_id: int = 0,
) -> Group:
    """Make this chat the garden's group, in place of the one it had; a chat serves one garden."""
    others = (groups.c.garden_id == garden_id, groups.c.chat_id != chat_id, groups.c.lost_at.is_(None))
    tx.connection.execute(update(groups).where(*others).values(lost_at=now))
    values = {
        "garden_id": garden_id,
        "thread_id": thread_id,
        "title": title,
        "linked_by": linked_by,
        "linked_at": now,
        "lost_at": None,
    }
    number, _ = save_row(tx, groups, {"chat_id": chat_id}, values)
    return _from_row(tx.connection.execute(select(groups).where(groups.c.id == number)).one())


def live_group(tx: Transaction, garden_id: GardenId) -> Group | None:
    """The garden's group; None where none was linked, or the bot was put out of it."""
    return _one(tx, select(groups).where(groups.c.garden_id == garden_id, groups.c.lost_at.is_(None)))


def find_group(tx: Transaction, chat_id: int) -> Group | None:
    """What is known of this chat, even if it was lost."""
    return _one(tx, select(groups).where(groups.c.chat_id == chat_id))


def garden_of_chat(tx: Transaction, chat_id: int) -> GardenId | None:
    """The garden whose live group this chat is."""
    group = find_group(tx, chat_id)
    return None if group is None or group.lost_at is not None else group.garden_id


def mark_group_lost(tx: Transaction, chat_id: int, now: datetime) -> bool:
    """The bot can no longer write there. False: it was not a live group."""
    live = (groups.c.chat_id == chat_id, groups.c.lost_at.is_(None))
    return tx.connection.execute(update(groups).where(*live).values(lost_at=now)).rowcount == 1


def set_group_thread(tx: Transaction, chat_id: int, thread_id: int) -> None:
    """Write to another topic of the group, or with 0 to the group itself."""
    tx.connection.execute(update(groups).where(groups.c.chat_id == chat_id).values(thread_id=thread_id))


def _one(tx: Transaction, statement: Select[Any]) -> Group | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _from_row(row: Row[Any]) -> Group:
    return Group(
        id=row.id,
        garden_id=GardenId(row.garden_id),
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        title=row.title,
        linked_by=None if row.linked_by is None else PersonId(row.linked_by),
        linked_at=row.linked_at,
        lost_at=row.lost_at,
    )
