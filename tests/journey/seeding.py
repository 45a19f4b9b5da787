"""Owns short cuts: people who stand in the middle of the onboarding, or have it behind them, without walking there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from bot.app import App
from bot.domain.person import Consent, Profile, Role
from bot.engine.state import Answers, Key, State, Value
from bot.rehearsal.client import Person
from bot.storage import charters, gardens, instances, people, profiles, roles
from bot.storage.database import Transaction
from bot.storage.instances import InstanceKey
from bot.storage.tables import metadata
from bot.usecases.answers import profile_from

EVERY_SLOT = tuple(
    f"{day}-{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for part in ("morning", "afternoon", "evening")
)

GIVEN: Mapping[str, Value] = {
    "language": "en",
    "project": True,
    "consent": True,
    "first_name": "Ana",
    "age": "adult",
    "guardian": "",
    "situation": "retired",
    "motivations": ("meet_people",),
    "forms": (),
    "skills": (),
    "languages": ("en",),
    "rhythm": "weekly",
    "slots": EVERY_SLOT,
    "town": None,
    "max_km": "any",
    "travel": ("car",),
    "rights": True,
    "duties": True,
    "quiz": None,
    "charter": True,
}
"""The answers behind `walking.ADULT`, step by step."""

RIGHT = {"unable-to-come": "tell", "a-confidence": "nobody", "a-thank-you": "thanks"}


async def stands_at(app: App, person: Person, step: str, **other: Value) -> None:
    """They have answered everything before `step`, and come back to it."""
    await person.says("/help")
    await app.db.run(_begin, person.id, person.name, step, other)
    await person.says("/start")


async def is_welcomed(app: App, person: Person, **other: Value) -> None:
    """The onboarding is behind them; no mission is chosen yet."""
    await person.says("/help")
    await app.db.run(_welcome, person.id, person.name, other)


def _begin(tx: Transaction, telegram_id: int, name: str, until: str, other: Mapping[str, Value]) -> None:
    mine, garden = _person(tx, telegram_id)
    answers: dict[Key, Value] = {}
    for step, value in _given(name, other).items():
        if step == until:
            break
        if step == "quiz":
            answers |= {("quiz", question): answer for question, answer in RIGHT.items()}
        elif step != "guardian" or value:
            answers[step, ""] = value
    answers |= {key: value for key, value in _levels(other).items() if ("skills", "") in answers}
    if ("consent", "") in answers:
        _consent(tx, mine, garden, name)
    key = InstanceKey(garden.id, telegram_id, mine.id, "onboarding")
    instances.add_instance(tx, key, State.begin(answers).to_json(), mine.created_at)


def _welcome(tx: Transaction, telegram_id: int, name: str, other: Mapping[str, Value]) -> None:
    mine, garden = _person(tx, telegram_id)
    _consent(tx, mine, garden, name)
    answers = Answers({(step, ""): value for step, value in _given(name, other).items()} | _levels(other))
    profiles.save_profile(tx, profile_from(answers, mine.id, garden.id, None), mine.created_at)
    roles.add_role(tx, mine.id, garden.id, Role.VOLUNTEER, mine.created_at)
    charter = charters.current_charter(tx, garden.id)
    assert charter is not None
    charters.record_acceptance(tx, mine.id, charter.id, mine.created_at)


def _given(name: str, other: Mapping[str, Value]) -> dict[str, Value]:
    plain = {step: value for step, value in other.items() if step != "levels"}
    return {**GIVEN, "first_name": name, **plain}


def _levels(other: Mapping[str, Value]) -> dict[Key, Value]:
    levels = other.get("levels") or {}
    assert isinstance(levels, Mapping)
    return {("skill_level", skill): level for skill, level in levels.items()}


def _person(tx: Transaction, telegram_id: int) -> tuple[Any, Any]:
    mine = people.find_by_telegram_id(tx, telegram_id)
    garden = gardens.only_garden(tx)
    assert mine is not None
    assert garden is not None
    return mine, garden


def _consent(tx: Transaction, mine: Any, garden: Any, name: str) -> None:
    roles.record_consent(tx, mine.id, garden.id, Consent.PROFILE, mine.created_at)
    people.set_name(tx, mine.id, name)


async def profile_of(app: App, person: Person) -> Profile | None:
    """What the garden keeps of them now."""

    def find(tx: Transaction) -> Profile | None:
        mine, garden = _person(tx, person.id)
        return profiles.find_profile(tx, mine.id, garden.id)

    return await app.db.read(find)


async def everything_kept(app: App) -> dict[str, str]:
    """Every row of every table as text, by table: to look for what must not be there."""

    def read(tx: Transaction) -> dict[str, str]:
        return {
            name: "\n".join(str(tuple(row)) for row in tx.connection.execute(select(table)))
            for name, table in metadata.tables.items()
        }

    return await app.db.read(read)


async def count_rows(app: App) -> dict[str, int]:
    """How many rows each table has, but for the receipts."""
    tables = {name: table for name, table in metadata.tables.items() if name != "seen_update"}
    return await app.db.read(
        lambda tx: {
            name: tx.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }
    )
