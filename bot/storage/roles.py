"""Owns the queries about what people are to a garden, and what they consented to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.domain.person import GardenId, Person, PersonId, Role
from bot.storage.database import Transaction
from bot.storage.people import person_from_row
from bot.storage.saving import insert_once
from bot.storage.tables import consents, people, roles


def add_role(tx: Transaction, person_id: PersonId, garden_id: GardenId, role: Role, now: datetime) -> bool:
    """False: they had it already."""
    values = {"person_id": person_id, "garden_id": garden_id, "role": role.value, "since": now}
    return insert_once(tx, roles, values) is not None


def remove_role(tx: Transaction, person_id: PersonId, garden_id: GardenId, role: Role) -> bool:
    """False: they did not have it."""
    mine = (roles.c.person_id == person_id, roles.c.garden_id == garden_id, roles.c.role == role)
    return tx.connection.execute(delete(roles).where(*mine)).rowcount == 1


def roles_of(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> frozenset[Role]:
    statement = select(roles.c.role).where(roles.c.person_id == person_id, roles.c.garden_id == garden_id)
    return frozenset(Role(role) for role in tx.connection.execute(statement).scalars())


def has_role(tx: Transaction, person_id: PersonId, garden_id: GardenId, *wanted: Role) -> bool:
    """True where they have one of the wanted roles."""
    return not roles_of(tx, person_id, garden_id).isdisjoint(wanted)


def people_with_role(tx: Transaction, garden_id: GardenId, role: Role) -> list[Person]:
    """Who is this to the garden, the longest-standing first."""
    here = select(people).join(roles, roles.c.person_id == people.c.id)
    theirs = here.where(roles.c.garden_id == garden_id, roles.c.role == role).order_by(roles.c.id)
    return [person_from_row(row) for row in tx.connection.execute(theirs)]


def coordinators(tx: Transaction, garden_id: GardenId) -> list[Person]:
    return people_with_role(tx, garden_id, Role.COORDINATOR)


def record_consent(
    tx: Transaction, person_id: PersonId, garden_id: GardenId, kind: str, now: datetime
) -> None:
    """Keep that they agreed; a second time keeps the first date."""
    insert_once(tx, consents, {"person_id": person_id, "garden_id": garden_id, "kind": kind, "given_at": now})


def withdraw_consent(tx: Transaction, person_id: PersonId, garden_id: GardenId, kind: str) -> None:
    mine = (consents.c.person_id == person_id, consents.c.garden_id == garden_id, consents.c.kind == kind)
    tx.connection.execute(delete(consents).where(*mine))


def consent_given_at(tx: Transaction, person_id: PersonId, garden_id: GardenId, kind: str) -> datetime | None:
    """When they agreed; None if they did not."""
    mine = (consents.c.person_id == person_id, consents.c.garden_id == garden_id, consents.c.kind == kind)
    return tx.connection.execute(select(consents.c.given_at).where(*mine)).scalar_one_or_none()
