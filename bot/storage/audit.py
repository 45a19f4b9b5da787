"""Owns the trail of who decided what. It is only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from bot.storage.tables import audit
from bot.storage.transaction import Transaction


def note(
    tx: Transaction,
    *,
    garden_id: int | None,
    actor_id: int | None,
    action: str,
    subject: str,
    details: Mapping[str, Any],
    now: datetime,
) -> None:
    """Record a decision; `actor_id` None: the program's own.

    `details` hold ids and plain values, never words that people wrote: the trail outlives them.
    """
    tx.connection.execute(
        insert(audit),
        {
            "garden_id": garden_id,
            "at": now,
            "actor_id": actor_id,
            "action": action,
            "subject": subject,
            "details": dict(details),
        },
    )


def count_since(tx: Transaction, action: str, actor_id: int, since: datetime) -> int:
    """How often somebody did this since then."""
    theirs = (audit.c.action == action, audit.c.actor_id == actor_id, audit.c.at > since)
    return tx.connection.execute(select(func.count()).select_from(audit).where(*theirs)).scalar_one()


def latest_details(tx: Transaction, action: str, subject: str) -> Mapping[str, Any]:
    """What was noted when this was decided last; nothing where it never was."""
    noted = select(audit.c.details).where(audit.c.action == action, audit.c.subject == subject)
    return tx.connection.execute(noted.order_by(audit.c.id.desc()).limit(1)).scalar_one_or_none() or {}
