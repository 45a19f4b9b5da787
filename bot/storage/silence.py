"""Owns the queries about who has not written for long."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.domain.person import GardenId, PersonId, Role
from bot.storage.database import Transaction
from bot.storage.tables import consents, events, people, referents, roles, rsvps


def volunteers_silent_since(tx: Transaction, garden_id: GardenId, until: datetime) -> list[PersonId]:
    """The garden's volunteers whose last message came at `until` or before."""
    volunteer = (roles.c.garden_id == garden_id, roles.c.role == Role.VOLUNTEER)
    statement = select(people.c.id).join(roles, roles.c.person_id == people.c.id).where(*volunteer)
    statement = statement.where(people.c.seen_at <= until)
    return [PersonId(number) for number in tx.connection.execute(statement.order_by(people.c.id)).scalars()]


def strangers_silent_since(tx: Transaction, until: datetime) -> list[PersonId]:
    """People with a Telegram account who agreed to nothing, are nothing to any garden, and wrote last before that.

    Whoever answered to an event is remembered until as long after it.
    """
    statement = select(people.c.id).where(
        people.c.seen_at <= until,
        people.c.telegram_id.is_not(None),
        ~select(consents.c.id).where(consents.c.person_id == people.c.id).exists(),
        ~select(roles.c.id).where(roles.c.person_id == people.c.id).exists(),
        ~select(referents.c.id).where(referents.c.person_id == people.c.id).exists(),
        ~select(rsvps.c.id)
        .join(events, events.c.id == rsvps.c.event_id)
        .where(rsvps.c.person_id == people.c.id, events.c.ends_at > until)
        .exists(),
    )
    return [PersonId(number) for number in tx.connection.execute(statement.order_by(people.c.id)).scalars()]
