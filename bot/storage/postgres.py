"""Owns the PostgreSQL side: the writer's connection and its turn, the readers' pool. Knows no table.

One transaction writes at a time, in all processes together: each begins by taking one advisory lock, which ends
with it. Queries read first and write then, on small tables; left to SERIALIZABLE, writers are in each other's way
and most of their work is done again. After the lock every statement sees all that was committed before, so READ
COMMITTED is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import Failure
from bot.storage.address import Address
from bot.storage.compiled import ONCE
from bot.storage.errands import Errands
from bot.storage.faults import is_lost, raise_read
from bot.storage.parcel import Parcel
from bot.storage.transaction import T, Transaction, Work
from bot.storage.writer import Writer

READERS = 6

TURN = 0x436F757044654D61
"""The advisory lock's key; any number does, ours spells CoupDeMa."""

TAKE_TURN = f"SELECT pg_advisory_xact_lock({TURN})"

SESSION = {
    "application_name": "coupdemain",
    "jit": "off",
    "lock_timeout": "5s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "10s",  # a stopped process must not keep the turn
}


def postgres_engine(address: Address, **options: Any) -> AsyncEngine:
    """Raises: Failure: the driver is not installed."""
    try:
        return create_async_engine(
            address.url,
            hide_parameters=True,
            execution_options=ONCE,
            connect_args={"timeout": 10, "server_settings": SESSION},
            **options,
        )
    except ModuleNotFoundError as error:
        raise Failure("PostgreSQL needs a driver: pip install 'coupdemain[postgres]'") from error


class PostgresStore:
    """Writers in turn, in the order they asked, and readers beside them that never wait."""

    def __init__(self, address: Address, owner: str, committed: Callable[[list[Parcel]], None]) -> None:
        self._address = address
        self._owner = owner
        self._errands = Errands()
        self._writing = postgres_engine(address, poolclass=NullPool, isolation_level="READ COMMITTED")
        event.listen(self._writing.sync_engine, "begin", _take_turn)
        pool = postgres_engine(address, pool_size=READERS, max_overflow=0)
        self._reading = pool.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writer = Writer(self._connect, owner, committed, address)

    async def open(self) -> None:
        """Raises: Failure: wrong user, password or name. DatabaseBusy: the server cannot be reached."""
        try:
            async with self._reading.connect() as connection:
                await connection.exec_driver_sql("SELECT 1")
        except Exception as error:
            raise_read(error, self._address, opening=True)

    async def run(self, work: Work[T]) -> T:
        return await self._writer.run(work)

    async def read(self, work: Work[T]) -> T:
        return await self._errands.see_through(self._read(work))

    async def glance(self, work: Work[T]) -> T:
        return await self.read(work)

    async def backup(self, target: Path) -> None:
        raise Failure(
            f"a PostgreSQL database is backed up by its own tool: pg_dump -Fc -f {target} DATABASE_URL"
        )

    async def close(self) -> None:
        await self._errands.settle()
        await self._writer.close()
        await self._writing.dispose()
        await self._reading.dispose()

    async def _connect(self) -> AsyncConnection:
        return await self._writing.connect()

    async def _read(self, work: Work[T]) -> T:
        try:
            try:
                return await self._read_once(work)
            except DBAPIError as error:
                if not is_lost(error):
                    raise
            return await self._read_once(
                work
            )  # the server was restarted: the pool has let go of its connections
        except Exception as error:
            raise_read(error, self._address, reading=True)

    async def _read_once(self, work: Work[T]) -> T:
        async with self._reading.connect() as connection:
            return await connection.run_sync(lambda sync: work(Transaction(sync, self._owner, found={})))


def _take_turn(connection: Connection) -> None:
    connection.exec_driver_sql(TAKE_TURN)
