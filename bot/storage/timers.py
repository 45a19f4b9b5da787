"""Owns the timers' rows: how the future is remembered. Decides nothing when one is due."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, bindparam, case, delete, func, select, update

from bot.storage.insert import insert, insert_on
from bot.storage.tables import UtcDateTime, timers
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to be looked at again at `due_at`; whether it still matters is decided then."""

    id: int
    garden_id: int | None
    kind: str
    subject_id: int
    key: str
    due_at: datetime
    payload: Mapping[str, Any]
    attempts: int

    @classmethod
    def from_row(cls, row: Row[Any]) -> Timer:
        return cls(
            row.id, row.garden_id, row.kind, row.subject_id, row.key, row.due_at, row.payload, row.attempts
        )


def set_timer(
    tx: Transaction,
    *,
    kind: str,
    subject_id: int,
    key: str,
    due_at: datetime,
    garden_id: int | None = None,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Remember `key` for `due_at`; the same key again is planned anew, its failures forgotten."""
    row = {
        "kind": kind,
        "subject_id": subject_id,
        "due_at": due_at,
        "garden_id": garden_id,
        "payload": dict(payload or {}),
        "attempts": 0,
        "error": "",
    }
    new = insert(tx, timers).values(key=key, **row)
    tx.connection.execute(
        new.on_conflict_do_update(index_elements=["key"], set_={name: new.excluded[name] for name in row})
    )


def bring_forward(
    tx: Transaction, *, kind: str, subject_id: int, key: str, due_at: datetime, garden_id: int
) -> None:
    """Remember `key` for `due_at`; where it is planned for sooner, it stays so."""
    row = {"kind": kind, "subject_id": subject_id, "key": key, "due_at": due_at, "garden_id": garden_id}
    tx.connection.execute(_bring_forward(tx.connection.dialect.name), {**row, "payload": {}})


def is_set(tx: Transaction, key: str) -> bool:
    """Whether a timer of this key is waiting."""
    return find_timer(tx, key) is not None


def which_are_set(tx: Transaction, keys: Collection[str]) -> set[str]:
    """Those of the keys whose timer is waiting."""
    return set(tx.connection.execute(_there, {"keys": list(keys)}).scalars()) if keys else set()


def find_timer(tx: Transaction, key: str) -> Timer | None:
    """The timer of this key, if one is waiting."""
    row = tx.connection.execute(_by_key, {"name": key}).one_or_none()
    return None if row is None else Timer.from_row(row)


def cancel_timer(tx: Transaction, key: str) -> None:
    tx.connection.execute(_cancel, {"name": key})


def cancel_timers(tx: Transaction, kind: str, subject_id: int) -> None:
    """Forget every timer of one kind about one subject."""
    tx.connection.execute(delete(timers).where(timers.c.kind == kind, timers.c.subject_id == subject_id))


def due_timers(tx: Transaction, now: datetime, limit: int) -> list[Timer]:
    """The timers due, earliest first; `lock_due` says which of them still are when their turn comes."""
    rows = tx.connection.execute(_due, {"now": now, "most": limit})
    return [Timer.from_row(row) for row in rows]


def next_timers(tx: Transaction, limit: int, but: Collection[str] = ()) -> list[Timer]:
    """The timers that come next, due or not, the earliest first; those of the kinds `but` are left out."""
    wanted = select(timers).where(timers.c.kind.not_in(sorted(but)))
    rows = tx.connection.execute(wanted.order_by(timers.c.due_at, timers.c.id).limit(limit))
    return [Timer.from_row(row) for row in rows]


def lock_due(tx: Transaction, timer_id: int, now: datetime) -> Timer | None:
    """The timer, held until the transaction ends, if it is still there and still due."""
    row = tx.connection.execute(_still_due, {"number": timer_id, "now": now}).one_or_none()
    return None if row is None else Timer.from_row(row)


def finish_timer(tx: Transaction, timer_id: int) -> None:
    tx.connection.execute(_finish, {"number": timer_id})


def postpone_timer(tx: Transaction, timer_id: int, until: datetime, error: str) -> None:
    """It failed: look again at `until`."""
    tx.connection.execute(
        update(timers)
        .where(timers.c.id == timer_id)
        .values(due_at=until, attempts=timers.c.attempts + 1, error=error)
    )


def next_due(tx: Transaction) -> datetime | None:
    """When the earliest timer is due; None where there is none."""
    return tx.connection.execute(_first).scalar_one_or_none()


# Statements are built once: building one costs more than running it, and every beat asks what is due.

_now = bindparam("now", type_=UtcDateTime)
_number, _name = timers.c.id == bindparam("number"), timers.c.key == bindparam("name")
_by_key, _cancel, _finish = (
    select(timers).where(_name),
    delete(timers).where(_name),
    delete(timers).where(_number),
)
_there = select(timers.c.key).where(timers.c.key.in_(bindparam("keys", expanding=True)))
_still_due = select(timers).where(_number, timers.c.due_at <= _now).with_for_update()
_due = (
    select(timers)
    .where(timers.c.due_at <= _now)
    .order_by(timers.c.due_at, timers.c.id)
    .limit(bindparam("most"))
)
_first = select(func.min(timers.c.due_at))


@cache
def _bring_forward(dialect: str) -> Insert:
    new = insert_on(dialect, timers)
    sooner = case((new.excluded.due_at < timers.c.due_at, new.excluded.due_at), else_=timers.c.due_at)
    return new.on_conflict_do_update(index_elements=["key"], set_={"due_at": sooner})
