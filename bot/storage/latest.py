"""Owns what somebody reads who looks behind the scenes: the newest rows of outbox and trail, everybody's roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from bot.domain.person import GardenId, PersonId, Role
from bot.storage.database import Transaction
from bot.storage.instances import Instance, InstanceId, find_instance
from bot.storage.parcel import Lane
from bot.storage.tables import audit, instances, outbox, people, roles


@dataclass(frozen=True, slots=True)
class Posted:
    """A row of the outbox without its words. `due`: from when it may go, or when it went."""

    id: int
    chat_id: int
    kind: str
    lane: Lane
    state: str
    due: datetime
    attempts: int
    error: str

    @classmethod
    def from_row(cls, row: Row[Any]) -> Posted:
        return cls(
            row.id,
            row.chat_id,
            row.kind,
            Lane(row.lane),
            row.state,
            row.sent_at or row.not_before,
            row.attempts,
            row.error,
        )


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the audit trail; `actor_id` None: the program's own decision."""

    at: datetime
    actor_id: PersonId | None
    action: str
    subject: str


@dataclass(slots=True)
class Holder:
    """Somebody with an account and at least one role in a garden."""

    person_id: PersonId
    roles: set[Role]


def holders_by_telegram_id(tx: Transaction, garden_id: GardenId) -> dict[int, Holder]:
    """Everybody who is something to this garden, in one query."""
    here = select(people.c.telegram_id, people.c.id, roles.c.role).join(
        roles, roles.c.person_id == people.c.id
    )
    found: dict[int, Holder] = {}
    rows = tx.connection.execute(
        here.where(roles.c.garden_id == garden_id, people.c.telegram_id.is_not(None))
    )
    for row in rows:
        found.setdefault(row.telegram_id, Holder(PersonId(row.id), set())).roles.add(Role(row.role))
    return found


def latest_posted(tx: Transaction, limit: int) -> list[Posted]:
    """The newest first."""
    columns: tuple[ColumnElement[Any], ...] = (
        *(outbox.c.id, outbox.c.chat_id, outbox.c.kind, outbox.c.lane, outbox.c.state, outbox.c.sent_at),
        *(outbox.c.not_before, outbox.c.attempts, outbox.c.error),
    )
    rows = tx.connection.execute(select(*columns).order_by(outbox.c.id.desc()).limit(limit))
    return [Posted.from_row(row) for row in rows]


def latest_noted(tx: Transaction, limit: int) -> list[Noted]:
    """The newest first."""
    columns = (audit.c.at, audit.c.actor_id, audit.c.action, audit.c.subject)
    rows = tx.connection.execute(select(*columns).order_by(audit.c.id.desc()).limit(limit))
    return [Noted(row.at, row.actor_id, row.action, row.subject) for row in rows]


def latest_instance(tx: Transaction, chat_id: int, person_id: PersonId) -> Instance | None:
    """Where the person stood last in this chat, in whatever conversation, ended or not."""
    here = (instances.c.chat_id == chat_id, instances.c.person_id == person_id)
    newest = (
        select(instances.c.id).where(*here).order_by(instances.c.updated_at.desc(), instances.c.id.desc())
    )
    found = tx.connection.execute(newest.limit(1)).scalar_one_or_none()
    return None if found is None else find_instance(tx, InstanceId(found))
