"""Owns the SQLite side: pragmas, the writer's connection, the readers' pool. Knows no table."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, Pool, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import Failure, Misuse
from bot.storage.address import Address
from bot.storage.compiled import ONCE
from bot.storage.cursor import connect
from bot.storage.errands import Errands
from bot.storage.faults import raise_read
from bot.storage.fresh import make_tables
from bot.storage.parcel import Parcel
from bot.storage.transaction import T, Transaction, Work
from bot.storage.writer import Writer

READERS = 4

BUSY_SECONDS = 5.0
"""How long SQLite waits by itself for another process's transaction."""


def sqlite_engine(
    address: Address,
    *,
    begin: str,
    pragmas: dict[str, str | int],
    pool: type[Pool] = NullPool,
    busy: float,
    on_the_spot: bool = False,
    **options: Any,
) -> AsyncEngine:
    """An engine whose connections have `pragmas` and whose transactions start with `begin`.

    In memory a connection is a database of its own: it has its tables at once.
    """
    prepare = make_tables if address.in_memory else None
    engine = create_async_engine(
        address.url,
        poolclass=pool,
        async_creator=partial(
            connect, str(address.url.database), busy=busy, on_the_spot=on_the_spot, prepare=prepare
        ),
        hide_parameters=True,
        execution_options=ONCE,
        **options,
    )

    def configure(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


class SqliteStore:
    """One writer, and beside it, on a file, readers that never wait for it. In memory all share one."""

    def __init__(self, address: Address, owner: str, committed: Callable[[list[Parcel]], None]) -> None:
        self._address = address
        self._owner = owner
        self._errands = Errands()
        durable: dict[str, str | int] = {"synchronous": "FULL", "foreign_keys": "ON"}
        self._writing = sqlite_engine(address, begin="BEGIN IMMEDIATE", pragmas=durable, busy=BUSY_SECONDS)
        self._reading = sqlite_engine(
            address,
            begin="BEGIN",
            pragmas={"query_only": "ON"},
            busy=BUSY_SECONDS,
            pool=AsyncAdaptedQueuePool,
            pool_size=READERS,
            max_overflow=0,
        )
        self._glancing = sqlite_engine(
            address,
            begin="BEGIN",
            pragmas={"query_only": "ON"},
            busy=0.0,  # nobody else moves meanwhile
            on_the_spot=True,
            pool=AsyncAdaptedQueuePool,
            pool_size=1,
            max_overflow=0,
        )
        self._writer = Writer(self._connect, owner, committed, address)

    async def open(self) -> None:
        """Raises: Failure: the file cannot be used. DatabaseBusy: another program has it."""
        if self._address.path is not None:
            await asyncio.to_thread(turn_on_wal, self._address)

    async def run(self, work: Work[T]) -> T:
        return await self._writer.run(work)

    async def read(self, work: Work[T]) -> T:
        if self._address.path is None:
            return await self._writer.run(work, read_only=True)
        return await self._errands.see_through(self._read(work, self._reading))

    async def glance(self, work: Work[T]) -> T:
        if self._address.path is None:
            return await self._writer.run(work, read_only=True)
        return await self._errands.see_through(self._read(work, self._glancing))

    async def backup(self, target: Path) -> None:
        """Write a copy of the database as it is now to `target`; nobody waits meanwhile."""
        if self._address.path is None:
            raise Misuse("a database in memory cannot be backed up; use sqlite:///path")
        await asyncio.to_thread(copy_file, self._address.path, target)

    async def close(self) -> None:
        await self._errands.settle()
        await self._reading.dispose()
        await self._glancing.dispose()
        await self._writer.close()
        await self._writing.dispose()

    async def _connect(self) -> AsyncConnection:
        return await self._writing.connect()

    async def _read(self, work: Work[T], engine: AsyncEngine) -> T:
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(lambda sync: work(Transaction(sync, self._owner, found={})))
        except Exception as error:
            raise_read(error, self._address, reading=True)


def turn_on_wal(address: Address) -> None:
    """Create the file where there is none, and let its readers and its writer work side by side.

    The mode is kept in the file, so it is asked for once, not by every connection.

    Raises:
        Failure: the file cannot be used.
        DatabaseBusy: another program has it.
    """
    try:
        with closing(sqlite3.connect(str(address.path), timeout=BUSY_SECONDS)) as connection:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    except sqlite3.Error as error:
        raise_read(error, address, opening=True)
    if mode != "wal":
        raise Failure(f"the database {address} is on a disk without shared memory; move it to a local disk")


def copy_file(source: Path, target: Path) -> None:
    """Copy a live database with SQLite's backup API; `target` appears only once it is whole and on the disk.

    Raises:
        Misuse: `target` exists.
        Failure: it cannot be written.
    """
    if target.exists():
        raise Misuse(f"{target} exists already; name another file for the backup")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(part)) as copy,
        ):
            live.backup(copy)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Failure(
            f"the backup {target} could not be written ({error}); check the folder and the disk"
        ) from error
