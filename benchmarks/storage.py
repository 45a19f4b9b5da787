"""Owns measuring the ways not taken: statements awaited one by one, the stock cursor; and a claim among many."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from benchmarks.figure import Figure
from bot.storage import outbox
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import outbox as owed
from bot.storage.tables import receipts
from bot.storage.transaction import Transaction

TIMES = 200
WAITING = 100_000
NOW = datetime(2026, 3, 14, tzinfo=UTC)
PRAGMAS: dict[str, str | int] = {"synchronous": "FULL", "foreign_keys": "ON"}
FIVE = "five statements and a commit"

NUMBERS = count(1)


async def measure() -> list[Figure]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        await migrate(url, backup_folder=Path(folder))
        return [
            Figure("statements awaited one by one, pooled", await _one_by_one(url), FIVE),
            Figure("in one function, stock cursor", await _stock_cursor(url), FIVE),
            Figure("in one function, as we do", await _as_we_do(url), FIVE),
            Figure("a claim of ten parcels", await _claim(url), f"among {WAITING:,} waiting"),
        ]


async def _timed(action: Callable[[], Awaitable[object]]) -> float:
    await action()
    begin = perf_counter()
    for _ in range(TIMES):
        await action()
    return (perf_counter() - begin) / TIMES


def _statements(number: int) -> list[Any]:
    """What an update costs: is it known, a receipt, three changes."""
    row = {"update_id": number, "at": NOW, "outcome": "acted"}
    change = update(receipts).where(receipts.c.update_id == number)
    return [
        select(receipts.c.update_id).where(receipts.c.update_id == number),
        insert(receipts).values(row),
        *(change.values(incident=str(turn)) for turn in range(3)),
    ]


async def _one_by_one(url: str) -> float:
    """A pooled connection for each transaction, an await for each statement."""
    async with _stock_engine(url) as engine:

        async def transaction() -> None:
            async with engine.begin() as connection:
                for statement in _statements(next(NUMBERS)):
                    await connection.execute(statement)

        return await _timed(transaction)


async def _stock_cursor(url: str) -> float:
    """One held connection, one function, aiosqlite's own cursor: four visits to its thread a statement."""
    async with _stock_engine(url) as engine, engine.connect() as connection:

        def transaction(sync: Any) -> None:
            with sync.begin():
                for statement in _statements(next(NUMBERS)):
                    sync.execute(statement)

        return await _timed(lambda: connection.run_sync(transaction))


async def _as_we_do(url: str) -> float:
    database = await Database.open(url)

    def transaction(tx: Transaction) -> None:
        for statement in _statements(next(NUMBERS)):
            tx.connection.execute(statement)

    try:
        return await _timed(lambda: database.run(transaction))
    finally:
        await database.close()


async def _claim(url: str) -> float:
    database = await Database.open(url)
    plain = {"chat_id": 1, "kind": "k", "payload": {}, "unasked": True, "created_at": NOW, "state": "pending"}
    rows = [
        plain
        | {"dedupe": str(number), "lane": number % 4, "not_before": NOW + timedelta(seconds=number % 60)}
        for number in range(WAITING)
    ]
    later, lease = NOW + timedelta(minutes=2), timedelta(minutes=5)
    try:
        await database.run(lambda tx: tx.connection.execute(insert(owed), rows).rowcount)
        return await _timed(lambda: database.run(outbox.claim, later, limit=10, lease=lease))
    finally:
        await database.close()


@asynccontextmanager
async def _stock_engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(parse(url).url, connect_args={"isolation_level": None})

    def configure(connection: Any, _record: Any) -> None:
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}").close()

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(
        engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
    )
    try:
        yield engine
    finally:
        await engine.dispose()
