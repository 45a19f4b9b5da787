"""Owns the queries about how much reached people that they did not ask for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.storage.tables import UtcDateTime, outbox
from bot.storage.transaction import Transaction


def unasked_since(tx: Transaction, person_id: int, since: datetime) -> int:
    """How many messages they did not ask for reached a person since then."""
    key = (_named(since), person_id)
    return tx.once(key, lambda: _count(tx, (person_id,), since).get(person_id)) or 0


def look_up_unasked(tx: Transaction, person_ids: Collection[int], since: datetime) -> None:
    """In a snapshot: `unasked_since` will know all of these, from one query."""
    tx.look_up(_named(since), person_ids, lambda new: _count(tx, new, since))


def _named(since: datetime) -> str:
    return f"unasked:{since.isoformat()}"


def _count(tx: Transaction, person_ids: Collection[int], since: datetime) -> dict[int, int]:
    rows = tx.connection.execute(_unasked, {"people": list(person_ids), "since": since})
    return {row.person_id: row.number for row in rows}


_unasked = (
    select(outbox.c.person_id, func.count().label("number"))
    .where(
        outbox.c.person_id.in_(bindparam("people", expanding=True)),
        outbox.c.unasked,
        outbox.c.sent_at >= bindparam("since", type_=UtcDateTime),
        outbox.c.state == "sent",
    )
    .group_by(outbox.c.person_id)
)
