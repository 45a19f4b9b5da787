"""Owns measuring a claim where a thousand parcels wait and where a million do: on an SQLite file and on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeAlias

from benchmarks.choosing import garden_of_one
from benchmarks.figure import Figure
from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.gardens import save_garden
from bot.storage.migrate import migrate
from tests.contract.servers import database_at, run_sql, running_postgres

FEW, MANY = 1_000, 1_000_000
GARDENS, ROUNDS, LIMIT = 20, 15, 20
BATCH = 100_000
NOW = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)

FILL = """
WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})
INSERT INTO outbox (garden_id, dedupe, chat_id, kind, payload, lane, unasked, not_before, state, created_at)
SELECT 1 + n % {gardens}, 'd' || n, n, 'reminder', '{{"reminder": 1}}', 1 + n % 3, true,
       CASE WHEN n % 2 = 0 THEN {due} ELSE {later} END, 'pending', {due} FROM numbers
"""
"""Half of them due; of notices, reminders and broadcasts as many, and of each garden."""

Pair: TypeAlias = tuple[str, str]
"""The address where few wait, and where many do."""


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder, running_postgres() as server:
        asyncio.run(run_sql(server, "CREATE DATABASE few", "CREATE DATABASE many"))
        pairs: dict[str, Pair] = {
            "SQLite": (f"sqlite:///{Path(folder) / 'few'}", f"sqlite:///{Path(folder) / 'many'}"),
            "PostgreSQL": (database_at(server, "few"), database_at(server, "many")),
        }
        return [figure for name, pair in pairs.items() for figure in asyncio.run(_compared(name, pair))]


async def _compared(name: str, pair: Pair) -> list[Figure]:
    """Claims in turn, so that whatever else the machine does slows both alike."""
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(_waiting(pair[0], FEW))
        many = await stack.enter_async_context(_waiting(pair[1], MANY))
        times = [(await _claim(few), await _claim(many)) for _ in range(ROUNDS)]
    with_few, with_many = (median(column) for column in zip(*times, strict=True))
    what, of = (
        f"{LIMIT} parcels claimed, {name}",
        f"among {MANY:,} that wait: {with_many / with_few:.2f} times as long",
    )
    return [Figure(what, with_few, f"among {FEW:,} that wait"), Figure(what, with_many, of)]


async def _claim(db: Database) -> float:
    begin = perf_counter()
    claimed = await db.run(outbox.claim, NOW, limit=LIMIT, lease=LEASE)
    seconds = perf_counter() - begin
    assert len(claimed) == LIMIT
    return seconds


@asynccontextmanager
async def _waiting(url: str, count: int) -> AsyncIterator[Database]:
    """A database of some gardens in which so many parcels wait."""
    with TemporaryDirectory() as folder:
        await migrate(url, backup_folder=Path(folder))
    db = await Database.open(url)
    try:
        await db.run(_plant_gardens)
        await _fill(url, count)
        await _claim(db)  # what is done once
        yield db
    finally:
        await db.close()


def _plant_gardens(tx: Transaction) -> None:
    for number in range(GARDENS):
        save_garden(tx, replace(garden_of_one(), slug=f"g{number}"), NOW)


async def _fill(url: str, count: int) -> None:
    """In SQL, beside the program: its own statements may not take so long."""
    due, later = NOW - timedelta(minutes=1), NOW + timedelta(days=1)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            for statement in _statements(count, f"'{_written(due)}'", f"'{_written(later)}'"):
                connection.execute(statement)
            connection.commit()
    else:
        stamps = [f"CAST('{_written(one)}' AS timestamp)" for one in (due, later)]
        await run_sql(url, *_statements(count, *stamps))


def _statements(count: int, due: str, later: str) -> Iterator[str]:
    for first in range(1, count + 1, BATCH):
        last = min(count, first + BATCH - 1)
        yield FILL.format(first=first, last=last, gardens=GARDENS, due=due, later=later)
    yield "ANALYZE"


def _written(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(f"{figure.what}: {figure.shown}; {figure.of}\n")
