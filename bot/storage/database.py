"""Owns the unit of work: one synchronous function, one transaction, on SQLite or PostgreSQL alike."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import text

from bot.storage.address import parse
from bot.storage.owner import may_be_alive, name_of_this_process
from bot.storage.parcel import Parcel
from bot.storage.postgres import PostgresStore
from bot.storage.schema import refuse_other_version
from bot.storage.sqlite import SqliteStore
from bot.storage.tables import metadata
from bot.storage.transaction import Listener, Transaction

__all__ = ["Database", "Transaction", "may_be_alive"]

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """The one door to what is remembered. `run` and `read` may be called by any number of tasks at once."""

    def __init__(self, url: str, owner: str) -> None:
        self._address = address = parse(url)
        store = SqliteStore if address.is_sqlite else PostgresStore
        self._listeners: list[Listener] = []
        self._store: SqliteStore | PostgresStore = store(address, owner, self._tell)
        self._closed = False
        self.owner = owner

    @classmethod
    async def open(cls, url: str, *, owner: str | None = None) -> Database:
        """The database at `url`: sqlite:///path, sqlite:///:memory: or postgresql://….

        Raises:
            Misuse: the URL is wrong.
            DatabaseBusy: locked or away.
            DatabaseNewer: a newer version of this program wrote it.
            Failure: it cannot be used, or was not migrated; the text says the fix.
        """
        database = cls(url, owner or name_of_this_process())
        try:
            await database._store.open()
            await database._prepare()
        except BaseException:
            await database.close()
            raise
        return database

    async def run(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """What `fn(tx, …)` returns, once its transaction is committed; an exception undoes it.

        `fn` is synchronous, may be run again, touches nothing outside. A cancelled caller does not stop it.

        Raises:
            DatabaseBusy: nothing happened or, where a commit was cut off, perhaps all of it: receipts and
                dedupe keys make trying again safe.
        """
        self._refuse_when_closed()
        return await self._store.run(partial(_call, fn, args, kw))

    async def read(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """What `fn(tx, …)` returns from one snapshot. It cannot write and never waits for a file's writer."""
        self._refuse_when_closed()
        return await self._store.read(partial(_call, fn, args, kw))

    async def glance(self, fn: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """As `read`, for a few rows that are found by their keys: the loop stands still while a file is read."""
        self._refuse_when_closed()
        return await self._store.glance(partial(_call, fn, args, kw))

    def after_commit(self, listener: Listener) -> None:
        """Have `listener` called on the loop, right after a commit, with the parcels it owes."""
        self._listeners.append(listener)

    async def ping(self) -> None:
        """Raises: DatabaseBusy: it does not answer."""
        await self.read(lambda tx: tx.connection.execute(text("SELECT 1")).scalar_one())

    async def backup(self, path: Path) -> None:
        """Write a copy to `path`, while everything goes on.

        Raises:
            Misuse: `path` exists, or the database is in memory.
            Failure: it cannot be written, or PostgreSQL's own tool is needed.
        """
        await self._store.backup(path)

    async def create_tables(self) -> None:
        """The whole schema at once, without a version: for tests. The program itself migrates."""
        await self.run(lambda tx: metadata.create_all(tx.connection))

    async def close(self) -> None:
        """Finish the transactions under way, then let go of every connection."""
        self._closed = True
        await self._store.close()

    async def _prepare(self) -> None:
        """In memory the tables are this program's own; elsewhere they must fit it."""
        if not self._address.in_memory:
            await self.read(lambda tx: refuse_other_version(tx.connection, self._address))

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the database was used after it was closed; close it last")

    def _tell(self, owed: list[Parcel]) -> None:
        for listener in self._listeners:
            try:
                listener(owed)
            except Exception:
                log.exception(
                    "a listener failed after a commit; its parcels are found again when their lease ends"
                )


def _call(
    fn: Callable[Concatenate[Transaction, P], T],
    args: tuple[object, ...],
    kw: dict[str, object],
    tx: Transaction,
) -> T:
    return fn(tx, *args, **kw)  # type: ignore[arg-type]
