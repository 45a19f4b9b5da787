"""Owns the queries about profiles: what a volunteer told one garden, each choice a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.person import (
    AgeBracket,
    Form,
    GardenId,
    Level,
    Motivation,
    PersonId,
    Profile,
    Rhythm,
    Situation,
    Skill,
    Slot,
    Travel,
)
from bot.storage.database import Transaction
from bot.storage.saving import save_row
from bot.storage.tables import profiles, traits

E = TypeVar("E", bound=StrEnum)
Trait = tuple[str, str, str]
"""Kind, value, and of a skill its level."""


def find_profile(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> Profile | None:
    mine = (profiles.c.person_id == person_id, profiles.c.garden_id == garden_id)
    row = tx.connection.execute(select(profiles).where(*mine)).one_or_none()
    return None if row is None else _from_row(row, _traits_of(tx, row.id))


def save_profile(tx: Transaction, profile: Profile, now: datetime) -> None:
    """Write the whole profile, traits included, in place of the one before."""
    key = {"person_id": profile.person_id, "garden_id": profile.garden_id}
    values = {
        "name": profile.name,
        "age": profile.age.value,
        "guardian": profile.guardian,
        "guardian_agreed_at": profile.guardian_agreed_at,
        "guardian_refused_at": profile.guardian_refused_at,
        "situation": profile.situation.value,
        "rhythm": profile.rhythm.value,
        "max_km": profile.max_km,
        "town": profile.town,
        "updated_at": now,
    }
    number, _ = save_row(tx, profiles, key, values)
    _save_traits(tx, number, _traits_in(profile))


def record_guardian_agreement(
    tx: Transaction, person_id: PersonId, garden_id: GardenId, recorded_by: PersonId, now: datetime
) -> bool:
    """A coordinator notes that a parent agreed. False: it was noted already, or there is no such profile."""
    done = tx.connection.execute(
        update(profiles)
        .where(
            profiles.c.person_id == person_id,
            profiles.c.garden_id == garden_id,
            profiles.c.guardian_agreed_at.is_(None),
        )
        .values(guardian_agreed_at=now, guardian_recorded_by=recorded_by, guardian_refused_at=None)
    )
    return done.rowcount == 1


def record_guardian_refusal(
    tx: Transaction, person_id: PersonId, garden_id: GardenId, refused_at: datetime | None
) -> None:
    """A parent said no; None: that counts no more."""
    mine = (profiles.c.person_id == person_id, profiles.c.garden_id == garden_id)
    tx.connection.execute(update(profiles).where(*mine).values(guardian_refused_at=refused_at))


def _traits_in(profile: Profile) -> set[Trait]:
    plain: Mapping[str, Iterable[object]] = {
        "motivation": profile.motivations,
        "form": profile.forms,
        "language": profile.languages,
        "slot": profile.slots,
        "travel": profile.travel,
    }
    chosen = {(kind, str(value), "") for kind, values in plain.items() for value in values}
    return chosen | {("skill", skill.value, level.value) for skill, level in profile.skills.items()}


def _traits_of(tx: Transaction, profile_id: int) -> set[Trait]:
    statement = select(traits.c.kind, traits.c.value, traits.c.level).where(traits.c.profile_id == profile_id)
    return {(kind, value, level) for kind, value, level in tx.connection.execute(statement)}


def _save_traits(tx: Transaction, profile_id: int, wanted: set[Trait]) -> None:
    known = _traits_of(tx, profile_id)
    for kind, value, _ in known - wanted:
        gone = (traits.c.profile_id == profile_id, traits.c.kind == kind, traits.c.value == value)
        tx.connection.execute(delete(traits).where(*gone))
    new = [
        {"profile_id": profile_id, "kind": kind, "value": value, "level": level}
        for kind, value, level in sorted(wanted - known)
    ]
    if new:
        tx.connection.execute(insert(traits), new)


def _from_row(row: Row[Any], chosen: set[Trait]) -> Profile:
    def values(kind: str) -> list[str]:
        return [value for its_kind, value, _ in chosen if its_kind == kind]

    def members(kind: str, choices: type[E]) -> frozenset[E]:
        return frozenset(choices(value) for value in values(kind))

    return Profile(
        person_id=PersonId(row.person_id),
        garden_id=GardenId(row.garden_id),
        name=row.name,
        age=AgeBracket(row.age),
        guardian=row.guardian,
        guardian_agreed_at=row.guardian_agreed_at,
        guardian_refused_at=row.guardian_refused_at,
        situation=Situation(row.situation),
        motivations=members("motivation", Motivation),
        forms=members("form", Form),
        skills={Skill(value): Level(level) for kind, value, level in sorted(chosen) if kind == "skill"},
        languages=frozenset(values("language")),
        rhythm=Rhythm(row.rhythm),
        slots=frozenset(Slot.parse(value) for value in values("slot")),
        max_km=row.max_km,
        town=row.town,
        travel=members("travel", Travel),
    )
