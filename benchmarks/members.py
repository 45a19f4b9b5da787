"""Owns measuring the import of a network's members: 22,000 rows read, held against what is known, and written."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from benchmarks.figure import Figure
from bot.domain.garden import Garden
from bot.domain.point import Point
from bot.storage import gardens, members, points
from bot.storage.database import Database, Transaction
from bot.storage.migrate import migrate
from bot.usecases.garden_file import read_garden_file
from bot.usecases.import_garden import import_garden
from bot.usecases.member_list.comparing import compare
from bot.usecases.member_list.importing import CHUNK, write_households
from bot.usecases.member_list.reading import MemberList, read_list
from tests.unit.member_lists import HEAD, csv_of, xlsx_of

MEMBERS = 22_000
LIMIT = 20.0
"""Seconds for the whole import, from the file's bytes to the last row."""
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[1] / "examples" / "garden.toml"
HEADS = (*HEAD, "Depuis")


async def measure() -> list[Figure]:
    figures = []
    for kind, content in (("XLSX", xlsx_of(_list())), ("CSV", csv_of(_list(), encoding="cp1252"))):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/garden.sqlite3"
            await migrate(url, backup_folder=Path(folder))
            db = await Database.open(url)
            try:
                figures += await _imported(db, kind, content)
            finally:
                await db.close()
    return figures


async def _imported(db: Database, kind: str, content: bytes) -> list[Figure]:
    garden, some = await db.run(_plant)
    first, chunk = await _import(db, garden, some, content)
    again, _chunk = await _import(db, garden, some, content)
    assert first < LIMIT, f"importing {MEMBERS} members took {first:.1f} s, allowed are {LIMIT} s"
    assert len(await db.read(members.members_of_garden, garden.id)) == MEMBERS
    of = f"{MEMBERS:,} rows"
    return [
        Figure(f"members imported from {kind}", first, f"{of}; allowed: {LIMIT:.0f} s"),
        Figure(f"the same {kind} again", again, f"{of}, nothing to change"),
        Figure("the longest transaction of it", chunk, f"{CHUNK:,} rows: what a reply may wait"),
    ]


async def _import(
    db: Database, garden: Garden, some: tuple[Point, ...], content: bytes
) -> tuple[float, float]:
    """Seconds from the bytes to the end, and of the longest transaction."""
    begin = perf_counter()
    read: MemberList = await asyncio.to_thread(read_list, content, garden, some)
    assert not read.problems
    known = await db.read(members.members_of_garden, garden.id)
    changes = compare(garden, read.households, known)
    longest = 0.0
    if changes.new or changes.changed:
        for start in range(0, len(read.households), CHUNK):
            began = perf_counter()
            await db.run(write_households, garden, read.households[start : start + CHUNK], NOW)
            longest = max(longest, perf_counter() - began)
    return perf_counter() - begin, longest


def _plant(tx: Transaction) -> tuple[Garden, tuple[Point, ...]]:
    report = import_garden(tx, read_garden_file(EXAMPLE), NOW)
    garden = gardens.find_garden(tx, report.garden_id)
    assert garden is not None
    return replace(garden), tuple(points.list_points(tx, garden.id))


def _list() -> list[tuple[str, ...]]:
    return [
        HEADS,
        *(
            (
                str(10_000 + number),
                f"NOM-{number}",
                f"Prénom {number % 500}",
                f"foyer{number}@example.org",
                f"06 {number % 100:02} {number // 100 % 100:02} {number // 10_000:02} 11",
                ("La halle de Sully", "boutique")[number % 2],
                ("Petit", "Moyen", "Grand")[number % 3],
                ("", "paires", "impaires")[number % 3],
                "oui" if number % 9 == 0 else "",
                "01/09/2025",
            )
            for number in range(MEMBERS)
        ),
    ]
