"""Owns owing one message to very many people at once: rows made where the people are, in SQL, not one by one.

Unlike what `outbox.queue` owes, they are leased to nobody: the worker claims them in order when it has room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, literal, select

from bot.domain.person import GardenId, PersonId
from bot.storage.insert import insert
from bot.storage.outbox import Lane
from bot.storage.tables import outbox, people
from bot.storage.transaction import Transaction


def queue_for_many(
    tx: Transaction,
    person_ids: Sequence[PersonId],
    *,
    garden_id: GardenId,
    kind: str,
    about: str,
    payload: Mapping[str, Any],
    lane: Lane,
    now: datetime,
    not_before: datetime,
    expires_at: datetime | None,
) -> int:
    """Owe each of these people the same unasked message in private; how many are new.

    `about` and the person's number are the subject, and the dedupe key: twice the same is once.
    """
    named = literal(f"{about}:") + cast(people.c.id, String)
    row = {
        "garden_id": garden_id,
        "kind": kind,
        "payload": dict(payload),
        "lane": int(lane),
        "unasked": True,
        "not_before": not_before,
        "expires_at": expires_at,
        "state": "pending",
        "created_at": now,
    }
    given = [literal(value, outbox.c[name].type) for name, value in row.items()]
    rows = select(people.c.id, people.c.telegram_id, named, named, *given).where(
        people.c.id.in_(person_ids), people.c.telegram_id.is_not(None)
    )
    columns = ["person_id", "chat_id", "dedupe", "subject", *row]
    new = insert(tx, outbox).from_select(columns, rows).on_conflict_do_nothing(index_elements=["dedupe"])
    return tx.connection.execute(new).rowcount


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of one chat's own among many: `payload` and what follows are its alone."""

    person_id: PersonId | None
    chat_id: int
    dedupe: str
    payload: Mapping[str, Any]
    expires_at: datetime | None = None
    subject: str = ""
    thread_id: int = 0


def queue_each(
    tx: Transaction,
    letters: Sequence[Posted],
    *,
    garden_id: GardenId | None,
    kind: str,
    lane: Lane,
    now: datetime,
    not_before: datetime,
    unasked: bool,
) -> dict[str, int]:
    """Owe each of these chats a message of its own, in one statement; the rows by dedupe key."""
    rows = [
        {
            "garden_id": garden_id,
            "person_id": one.person_id,
            "chat_id": one.chat_id,
            "thread_id": one.thread_id,
            "dedupe": one.dedupe,
            "kind": kind,
            "subject": one.subject,
            "payload": dict(one.payload),
            "lane": int(lane),
            "unasked": unasked,
            "not_before": not_before,
            "expires_at": one.expires_at,
            "state": "pending",
            "created_at": now,
        }
        for one in letters
    ]
    if not rows:
        return {}
    new = insert(tx, outbox).on_conflict_do_nothing(index_elements=["dedupe"])
    made = tx.connection.execute(new.returning(outbox.c.id, outbox.c.dedupe), rows)
    return {dedupe: number for number, dedupe in made}
