"""Owns the queries about conversation instances: where one person stands in one conversation, in one chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NewType

from sqlalchemy import Row, Select, func, insert, null, select, update

from bot.domain.person import GardenId, PersonId
from bot.engine.state import Status
from bot.storage.database import Transaction
from bot.storage.tables import instances

InstanceId = NewType("InstanceId", int)

_UNDER_WAY = instances.c.status.in_([Status.OPEN, Status.LATER])


@dataclass(frozen=True, slots=True)
class InstanceKey:
    """What makes an instance the one it is; at most one under way for each key. `thread_id` 0 is no topic."""

    garden_id: GardenId
    chat_id: int
    person_id: PersonId
    conversation: str
    thread_id: int = 0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """`state` is the engine's, `shown` is the sender's: each written by its own function."""

    id: InstanceId
    garden_id: GardenId
    chat_id: int
    thread_id: int
    person_id: PersonId
    conversation: str
    subject: str
    state: Mapping[str, Any]
    status: Status
    visit: int
    shown: Mapping[str, Any] | None
    foreground_at: datetime | None
    nudges: bool
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> InstanceKey:
        return InstanceKey(
            self.garden_id, self.chat_id, self.person_id, self.conversation, self.thread_id, self.subject
        )

    @property
    def is_under_way(self) -> bool:
        return self.status in (Status.OPEN, Status.LATER)


def find_instance(tx: Transaction, instance_id: InstanceId) -> Instance | None:
    return _one(tx, select(instances).where(instances.c.id == instance_id))


def lock_instance(tx: Transaction, instance_id: InstanceId) -> Instance | None:
    """The instance, held against everybody else until the transaction ends."""
    return _one(tx, select(instances).where(instances.c.id == instance_id).with_for_update())


def find_under_way(tx: Transaction, key: InstanceKey) -> Instance | None:
    """The instance of this key that is open or put off."""
    mine = [instances.c[name] == value for name, value in asdict(key).items()]
    return _one(tx, select(instances).where(*mine, _UNDER_WAY))


def foreground(tx: Transaction, chat_id: int, person_id: PersonId, thread_id: int = 0) -> Instance | None:
    """The open instance that takes what this person types in this chat: the one brought forward last."""
    return _one(tx, _open_here(chat_id, person_id, thread_id).limit(1))


def open_here(tx: Transaction, chat_id: int, person_id: PersonId, thread_id: int = 0) -> list[Instance]:
    """The foreground, and what it covers: what is open, the one brought forward last first."""
    return _many(tx, _open_here(chat_id, person_id, thread_id))


def instances_under_way(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Instance]:
    """What a person has begun in this garden and not ended, the newest first."""
    mine = select(instances).where(instances.c.person_id == person_id, instances.c.garden_id == garden_id)
    return _many(tx, mine.where(_UNDER_WAY).order_by(instances.c.updated_at.desc(), instances.c.id.desc()))


def instances_of(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[Instance]:
    """Every instance a person ever had in this garden, the oldest first."""
    mine = select(instances).where(instances.c.person_id == person_id, instances.c.garden_id == garden_id)
    return _many(tx, mine.order_by(instances.c.id))


def add_instance(
    tx: Transaction,
    key: InstanceKey,
    state: Mapping[str, Any],
    now: datetime,
    *,
    visit: int = 0,
    nudges: bool = True,
) -> Instance:
    """Open an instance in the foreground. Its key must have none under way."""
    values = {
        **asdict(key),
        "state": dict(state),
        "status": Status.OPEN.value,
        "visit": visit,
        "foreground_at": _in_front(tx, key.chat_id, now),
        "nudges": nudges,
        "created_at": now,
        "updated_at": now,
    }
    return _from_row(tx.connection.execute(insert(instances).values(values).returning(*instances.c)).one())


def save_instance(
    tx: Transaction,
    instance_id: InstanceId,
    now: datetime,
    *,
    state: Mapping[str, Any],
    visit: int,
    status: Status = Status.OPEN,
) -> Instance:
    """Write where the conversation stands now, and that something happened. What is shown is left alone."""
    return _update(
        tx,
        instance_id,
        state=dict(state),
        visit=visit,
        status=status.value,
        updated_at=now,
    )


def bring_forward(tx: Transaction, instance_id: InstanceId, now: datetime) -> Instance:
    """From now on this instance takes what the person types; one put off is open again."""
    chat_id = tx.connection.execute(
        select(instances.c.chat_id).where(instances.c.id == instance_id)
    ).scalar_one()
    front = _in_front(tx, chat_id, now)
    return _update(tx, instance_id, foreground_at=front, status=Status.OPEN.value)


def end_instance(tx: Transaction, instance_id: InstanceId, status: Status, now: datetime) -> Instance:
    """Close it (done, cancelled, refused), or put it off (later)."""
    return _update(tx, instance_id, status=status.value, foreground_at=None, updated_at=now)


def set_shown(tx: Transaction, instance_id: InstanceId, shown: Mapping[str, Any] | None) -> None:
    """What the sender last showed; the instance may be gone by then."""
    statement = (
        update(instances)
        .where(instances.c.id == instance_id)
        .values(shown=_json(None if shown is None else dict(shown)))
    )
    tx.connection.execute(statement)


def set_state(tx: Transaction, instance_id: InstanceId, state: Mapping[str, Any]) -> None:
    """Nothing happened, but less is kept of it."""
    tx.connection.execute(update(instances).where(instances.c.id == instance_id).values(state=dict(state)))


def set_subject(tx: Transaction, instance_id: InstanceId, subject: str) -> None:
    """From now on it is about something else; no other one about that may be under way."""
    tx.connection.execute(update(instances).where(instances.c.id == instance_id).values(subject=subject))


def stop_nudges(tx: Transaction, instance_id: InstanceId) -> None:
    tx.connection.execute(update(instances).where(instances.c.id == instance_id).values(nudges=False))


def _open_here(chat_id: int, person_id: PersonId, thread_id: int) -> Select[Any]:
    here = (instances.c.chat_id == chat_id, instances.c.thread_id == thread_id)
    mine = select(instances).where(*here, instances.c.person_id == person_id)
    waiting = mine.where(instances.c.status == Status.OPEN, instances.c.foreground_at.is_not(None))
    return waiting.order_by(instances.c.foreground_at.desc(), instances.c.id.desc())


def _in_front(tx: Transaction, chat_id: int, now: datetime) -> datetime:
    """Now, or just after the chat's newest one: two within the same tick still have an order."""
    newest = select(func.max(instances.c.foreground_at)).where(instances.c.chat_id == chat_id)
    last = tx.connection.execute(newest).scalar_one()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _json(value: object) -> Any:
    """A missing value is SQL's NULL, not JSON's null."""
    return null() if value is None else value


def _update(tx: Transaction, instance_id: InstanceId, **values: Any) -> Instance:
    statement = update(instances).where(instances.c.id == instance_id).values(**values)
    return _from_row(tx.connection.execute(statement.returning(*instances.c)).one())


def _one(tx: Transaction, statement: Select[Any]) -> Instance | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Instance]:
    return [_from_row(row) for row in tx.connection.execute(statement)]


def _from_row(row: Row[Any]) -> Instance:
    return Instance(
        id=InstanceId(row.id),
        garden_id=GardenId(row.garden_id),
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        person_id=PersonId(row.person_id),
        conversation=row.conversation,
        subject=row.subject,
        state=row.state,
        status=Status(row.status),
        visit=row.visit,
        shown=row.shown,
        foreground_at=row.foreground_at,
        nudges=row.nudges,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
