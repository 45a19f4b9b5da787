"""Owns the queries about what people wish of their reminders; nothing kept means the usual."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.domain.person import GardenId, PersonId
from bot.domain.reminding import RULES, Topic, Wishes
from bot.storage.database import Transaction
from bot.storage.saving import save_row
from bot.storage.tables import reminder_wishes


def find_wishes(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> Wishes:
    return wishes_of_many(tx, garden_id, (person_id,)).get(person_id, USUAL)


def wishes_of_many(
    tx: Transaction, garden_id: GardenId, person_ids: Collection[PersonId]
) -> Mapping[PersonId, Wishes]:
    """Those of the people who wished for anything; in a snapshot nobody's are looked up twice."""
    return tx.look_up(f"wishes:{garden_id}", person_ids, lambda new: _look_up(tx, garden_id, new))


def _look_up(
    tx: Transaction, garden_id: GardenId, person_ids: Collection[PersonId]
) -> dict[PersonId, Wishes]:
    rows = tx.connection.execute(_theirs, {"garden": garden_id, "people": list(person_ids)})
    return {PersonId(row.person_id): _from_row(row) for row in rows}


def save_wishes(tx: Transaction, garden_id: GardenId, person_id: PersonId, wishes: Wishes) -> None:
    values = {
        "stopped": sorted(wishes.stopped),
        "rules": {topic.value: [rule.name for rule in rules] for topic, rules in wishes.rules.items()},
        "hour": wishes.hour.isoformat("minutes"),
        "weekdays": sorted(wishes.weekdays),
        "paused_until": wishes.paused_until,
    }
    save_row(tx, reminder_wishes, {"person_id": person_id, "garden_id": garden_id}, values)


USUAL = Wishes()
_theirs = select(reminder_wishes).where(
    reminder_wishes.c.garden_id == bindparam("garden"),
    reminder_wishes.c.person_id.in_(bindparam("people", expanding=True)),
)


def _from_row(row: Row[Any]) -> Wishes:
    chosen = {Topic(topic): tuple(RULES[name] for name in names) for topic, names in row.rules.items()}
    return Wishes(
        stopped=frozenset(Topic(topic) for topic in row.stopped),
        rules=chosen,
        hour=time.fromisoformat(row.hour),
        weekdays=frozenset(row.weekdays),
        paused_until=row.paused_until,
    )
