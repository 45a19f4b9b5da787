"""Owns the queries that count and list for an operator: how many people, what the outbox holds, who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.database import Transaction
from bot.storage.tables import audit, outbox, people


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the audit trail; `actor_id` None: the program's own."""

    at: datetime
    actor_id: int | None
    action: str
    subject: str


def count_people(tx: Transaction) -> int:
    """Everybody the database knows, in every garden."""
    return tx.connection.execute(select(func.count()).select_from(people)).scalar_one()


def count_outbox(tx: Transaction) -> Mapping[str, int]:
    """How many messages are in each state: pending, sent, dropped, failed, unknown."""
    counted = (
        select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state).order_by(outbox.c.state)
    )
    return {row.state: row.number for row in tx.connection.execute(counted)}


def list_decisions(tx: Transaction, garden_id: int) -> list[Decision]:
    """The garden's audit trail, the oldest first."""
    rows = tx.connection.execute(
        select(audit.c.at, audit.c.actor_id, audit.c.action, audit.c.subject)
        .where(audit.c.garden_id == garden_id)
        .order_by(audit.c.id)
    )
    return [Decision(row.at, row.actor_id, row.action, row.subject) for row in rows]
