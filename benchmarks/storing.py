"""Owns measuring the unit of work on a SQLite file: a step alone, and steps that share their commits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.figure import Figure
from bot.storage import receipts
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.outbox import queue
from bot.storage.parcel import Lane
from bot.storage.transaction import Transaction

STEPS, TOGETHER = 400, 20
NOW = datetime(2026, 3, 14, tzinfo=UTC)


async def measure() -> list[Figure]:
    numbers = count(1)
    async with _database() as database:
        alone = await _timed(database, numbers, together=1)
        shared = await _timed(database, numbers, together=TOGETHER)
    return [
        Figure("a step committed", alone, "a receipt and an owed message, one after the other"),
        Figure("a step committed", shared, f"the same, {TOGETHER} at a time"),
    ]


@asynccontextmanager
async def _database() -> AsyncIterator[Database]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        await migrate(url, backup_folder=Path(folder))
        database = await Database.open(url)
        try:
            yield database
        finally:
            await database.close()


async def _timed(database: Database, numbers: Iterator[int], together: int) -> float:
    begin = perf_counter()
    for _ in range(STEPS // together):
        await asyncio.gather(*(database.run(_step, next(numbers)) for _ in range(together)))
    return (perf_counter() - begin) / STEPS


def _step(tx: Transaction, number: int) -> None:
    receipts.record(tx, number, NOW)
    queue(tx, dedupe=f"d{number}", chat_id=number, kind="k", payload={"n": number}, lane=Lane.REPLY, now=NOW)
