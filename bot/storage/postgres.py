"""Owns the PostgreSQL side: a pool, serializable transactions, retries, read-only ones. Knows no table."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import Failure
from bot.storage.address import Address
from bot.storage.errands import Errands
from bot.storage.faults import is_conflict, is_lost, raise_read
from bot.storage.parcel import Parcel
from bot.storage.transaction import T, Transaction, Work

POOL = 8
TRIES = 12
FIRST_PAUSE = 0.005
LONGEST_PAUSE = 0.5

SESSION = {
    "application_name": "coupdemain",
    "jit": "off",
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
}


def postgres_engine(address: Address, *, pool_size: int = POOL) -> AsyncEngine:
    """Raises: Failure: the driver is not installed."""
    try:
        return create_async_engine(
            address.url,
            pool_size=pool_size,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"timeout": 10, "server_settings": SESSION},
        )
    except ModuleNotFoundError as error:
        raise Failure("PostgreSQL needs a driver: pip install 'coupdemain[postgres]'") from error


class PostgresStore:
    """Each transaction on its own connection of the pool, as if it were alone (SERIALIZABLE)."""

    def __init__(self, address: Address, owner: str, committed: Callable[[list[Parcel]], None]) -> None:
        self._address = address
        self._owner = owner
        self._committed = committed
        self._errands = Errands()
        self._engine = postgres_engine(address)
        self._writing = self._engine.execution_options(isolation_level="SERIALIZABLE")
        # A snapshot, and unlike SERIALIZABLE never refused.
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    async def open(self) -> None:
        """Raises: Failure: wrong user, password or name. DatabaseBusy: the server cannot be reached."""
        try:
            async with self._reading.connect() as connection:
                await connection.exec_driver_sql("SELECT 1")
        except Exception as error:
            raise_read(error, self._address, opening=True)

    async def run(self, work: Work[T]) -> T:
        return await self._errands.see_through(self._run(work))

    async def read(self, work: Work[T]) -> T:
        return await self._errands.see_through(self._read(work))

    async def backup(self, target: Path) -> None:
        raise Failure(
            f"a PostgreSQL database is backed up by its own tool: pg_dump -Fc -f {target} DATABASE_URL"
        )

    async def close(self) -> None:
        await self._errands.settle()
        await self._engine.dispose()

    async def _run(self, work: Work[T]) -> T:
        for attempt in range(1, TRIES + 1):
            stage = _Stage()
            try:
                return await self._once(work, stage)
            except Exception as error:
                again = is_conflict(error) or (is_lost(error) and not stage.committing)
                if not again or attempt == TRIES:
                    raise_read(error, self._address)
            await asyncio.sleep(_pause(attempt))
        raise AssertionError("unreachable")

    async def _once(self, work: Work[T], stage: _Stage) -> T:
        async with self._writing.connect() as connection:
            tx, result = await connection.run_sync(_work_and_commit, work, self._owner, stage)
        if tx.owed:
            self._committed(tx.owed)
        return result

    async def _read(self, work: Work[T]) -> T:
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda sync: work(Transaction(sync, self._owner)))
        except Exception as error:
            raise_read(error, self._address, reading=True)


class _Stage:
    """How far an attempt went: once committing, a lost connection leaves it open whether it took effect."""

    committing = False


def _work_and_commit(
    connection: Connection, work: Work[T], owner: str, stage: _Stage
) -> tuple[Transaction, T]:
    tx = Transaction(connection, owner)
    with connection.begin():
        result = work(tx)
        stage.committing = True
    return tx, result


def _pause(attempt: int) -> float:
    """Full jitter: two that collided must not meet again."""
    return random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt))
