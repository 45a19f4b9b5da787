"""Owns a garden of very many: volunteers with everything they told, and missions of all sorts, on an SQLite file.

The same crowd each time: what is drawn is drawn from one seed. Rows go straight into the file: through the queries of
`bot.storage` it would take minutes; a mission of it suits somebody as in life: by days, distance, skills and age.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from benchmarks.choosing import garden_of_one, mission_of_one
from bot.domain.charter import Article, ArticleKind
from bot.domain.garden import Garden, Place, Town
from bot.domain.mission import Mission
from bot.domain.person import (
    ALL_SLOTS,
    AgeBracket,
    Form,
    GardenId,
    Level,
    Motivation,
    Rhythm,
    Situation,
    Skill,
    Travel,
)
from bot.domain.text import Words
from bot.storage import charters, gardens, missions
from bot.storage.database import Database, Transaction
from bot.storage.migrate import migrate

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""A Monday, ten in the morning in the garden."""
VOLUNTEERS, MISSIONS, TOWNS = 100_000, 500, 40
KINDS = 4_999
FIRST_TELEGRAM_ID = 1_000_000
STORED = NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """An open database with everybody in it; `path` is its file."""

    db: Database
    path: Path
    garden: Garden
    missions: tuple[Mission, ...]
    volunteers: int


@asynccontextmanager
async def crowd(volunteers: int = VOLUNTEERS, sheets: int = MISSIONS) -> AsyncIterator[Crowd]:
    """A copy of the crowd for oneself; seeded by the first who asks."""
    template = await asyncio.to_thread(_seeded, volunteers, sheets)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "crowd.sqlite3"
        shutil.copy(template, path)
        db = await Database.open(f"sqlite:///{path}")
        try:
            garden, here = await db.read(_everything)
            yield Crowd(db, path, garden, tuple(here), volunteers)
        finally:
            await db.close()


def telegram_id(number: int) -> int:
    """The account of volunteer `number`, counted from 1; it is also their private chat's id."""
    return FIRST_TELEGRAM_ID + number


def _everything(tx: Transaction) -> tuple[Garden, list[Mission]]:
    garden = gardens.only_garden(tx)
    assert garden is not None
    return garden, missions.open_missions(tx, garden.id)


_FOLDERS: list[TemporaryDirectory[str]] = []  # kept for as long as the program runs


@cache
def _seeded(volunteers: int, sheets: int) -> Path:
    _FOLDERS.append(TemporaryDirectory())
    path = Path(_FOLDERS[-1].name) / "template.sqlite3"
    asyncio.run(_plant(path, sheets))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _fill(connection, volunteers)
    return path


async def _plant(path: Path, sheets: int) -> None:
    url = f"sqlite:///{path}"
    await migrate(url, backup_folder=path.parent)
    db = await Database.open(url)
    await db.run(_plant_garden, sheets)
    await db.close()


def _plant_garden(tx: Transaction, sheets: int) -> None:
    draw = Random(1)
    towns = tuple(_town(number, draw) for number in range(TOWNS))
    number, _ = gardens.save_garden(tx, replace(garden_of_one(), towns=towns), NOW)
    article = Article(ArticleKind.RIGHT, Words({"fr": "Vous choisissez."}), Words({"fr": "C’est un don."}))
    charters.save_charter(tx, number, [article], [], NOW)
    for sheet in range(sheets):
        missions.save_mission(tx, _mission(number, sheet, draw, towns), sheet)


def _town(number: int, draw: Random) -> Town:
    """Somewhere within fifty kilometres."""
    place = Place(48.94 + draw.uniform(-0.45, 0.45), 2.53 + draw.uniform(-0.65, 0.65))
    return Town(f"town-{number}", f"Town {number}", place)


def _mission(garden_id: GardenId, number: int, draw: Random, towns: tuple[Town, ...]) -> Mission:
    """Two in five ask for a level, most have a few slots and a place, some are for adults only."""
    skills = draw.sample(list(Skill), 3)
    asked = {skills[0]: draw.choice([Level.DID_IT, Level.COULD_TEACH])} if number % 5 < 2 else {}
    return replace(
        mission_of_one(number),
        garden_id=garden_id,
        form=draw.choice(list(Form)),
        title=Words({"fr": f"Mission {number}", "en": f"Mission {number}"}),
        slots=frozenset(draw.sample(ALL_SLOTS, draw.choice([0, 1, 2, 3]))),
        place=None if number % 10 == 9 else draw.choice(towns).place,
        places=draw.choice([None, 3, 8, 20]),
        taken=0,
        skills=frozenset(skills),
        required=asked,
        minimum_age=draw.choice([AgeBracket.UNDER_15, AgeBracket.FROM_15_TO_17, AgeBracket.ADULT]),
    )


def _fill(connection: sqlite3.Connection, volunteers: int) -> None:
    """Everybody at once; what a crash would cost is nothing here."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN")
    indexes = _drop_indexes(connection)
    for first in range(1, volunteers + 1, BATCH):
        numbers = range(first, min(first + BATCH, volunteers + 1))
        _insert(connection, "people", PEOPLE, (_person(number) for number in numbers))
        _insert(connection, "profiles", PROFILES, (_profile(number) for number in numbers))
        _insert(connection, "traits", TRAITS, (trait for number in numbers for trait in _traits(number)))
        _insert(connection, "roles", ROLES, ((one, 1, "volunteer", STORED) for one in numbers))
        _insert(connection, "consents", CONSENTS, ((one, 1, "profile", STORED) for one in numbers))
        _insert(connection, "acceptances", ACCEPTANCES, ((one, 1, STORED) for one in numbers))
    for index in indexes:
        connection.execute(index)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")


def _drop_indexes(connection: sqlite3.Connection) -> list[str]:
    """Built at once at the end they take a third of the time; how to build them again."""
    known = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in known:
        connection.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in known]


PEOPLE = "id, telegram_id, name, language, reachable, reach, garden_id, created_at, seen_at"
PROFILES = "id, person_id, garden_id, name, age, guardian, situation, rhythm, max_km, town, updated_at"
TRAITS = "profile_id, kind, value, level"
ROLES = "person_id, garden_id, role, since"
CONSENTS = "person_id, garden_id, kind, given_at"
ACCEPTANCES = "person_id, charter_id, accepted_at"


def _insert(
    connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[tuple[Any, ...]]
) -> None:
    holes = ", ".join("?" for _ in columns.split(","))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", rows)  # noqa: S608


def _person(number: int) -> tuple[Any, ...]:
    language, account = ("fr", "en")[number % 4 == 0], telegram_id(number)
    return number, account, f"Volunteer {number}", language, number % 50 != 0, "", 1, STORED, STORED


def _profile(number: int) -> tuple[Any, ...]:
    age, situation, rhythm, far, town, _ = _kinds()[number % KINDS]
    return number, number, 1, f"Volunteer {number}", age, "", situation, rhythm, far, town, STORED


def _traits(number: int) -> Iterator[tuple[int, str, str, str]]:
    for kind, value, level in _kinds()[number % KINDS][-1]:
        yield number, kind, value, level


Kind: TypeAlias = tuple[str, str, str, int | None, str, list[tuple[str, str, str]]]
"""Age, situation, rhythm, distance, town; and the traits: kind, value, level."""


@cache
def _kinds() -> list[Kind]:
    """So many different people there are; the crowd repeats them."""
    return [_kind(Random(number)) for number in range(KINDS)]


def _kind(draw: Random) -> Kind:
    age = draw.choices(list(AgeBracket), [2, 8, 90])[0]
    far = draw.choices([None, 0, 5, 15, 30], [25, 5, 20, 30, 20])[0]
    town = f"town-{draw.randrange(TOWNS)}" if draw.random() < 0.9 else ""
    situation, rhythm = draw.choice(list(Situation)), draw.choice(list(Rhythm))
    return age.value, situation.value, rhythm.value, far, town, sorted(_drawn_traits(draw))


def _drawn_traits(draw: Random) -> Iterator[tuple[str, str, str]]:
    yield from (("motivation", one.value, "") for one in draw.sample(list(Motivation), draw.randint(1, 4)))
    yield from (("form", one.value, "") for one in draw.sample(list(Form), draw.randint(1, 3)))
    for skill in draw.sample(list(Skill), draw.randint(0, 4)):
        yield "skill", skill.value, draw.choice(list(Level)).value
    yield from (("slot", str(one), "") for one in draw.sample(ALL_SLOTS, draw.choice([0, 2, 4, 8])))
    yield from (("travel", one.value, "") for one in draw.sample(list(Travel), draw.randint(1, 2)))
    yield "language", "fr", ""
