"""Owns how a statement reaches SQLite: in one visit to the connection's thread; the stock cursor makes four.

Opening, executing, fetching and closing each cost a switch of threads there: a transaction of five statements
took 2.5 ms instead of 1.7 (measured). Results are fetched whole, as SQLAlchemy does anyway.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import aiosqlite


class OneVisitCursor(aiosqlite.Cursor):
    """What SQLAlchemy asks of a cursor, and nothing more."""

    _rows: list[Any]

    def __init__(self, connection: OneVisitConnection) -> None:
        self._visited = connection
        self._rows = []

    async def __aenter__(self) -> OneVisitCursor:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> OneVisitCursor:
        return await self._visit(lambda cursor: cursor.execute(sql, tuple(parameters or ())))

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> OneVisitCursor:
        return await self._visit(lambda cursor: cursor.executemany(sql, [tuple(one) for one in parameters]))

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """The thread closed it already."""

    async def _visit(self, statement: Callable[[sqlite3.Cursor], sqlite3.Cursor]) -> OneVisitCursor:
        self._cursor, self._rows = await self._visited.visit(statement)
        return self


class OneVisitConnection(aiosqlite.Connection):
    """A connection whose cursors make one visit."""

    def cursor(self) -> OneVisitCursor:  # type: ignore[override]
        return OneVisitCursor(self)

    async def visit(
        self, statement: Callable[[sqlite3.Cursor], sqlite3.Cursor]
    ) -> tuple[sqlite3.Cursor, list[Any]]:
        """Run `statement` in the connection's thread; the cursor, spent, and its rows."""

        def run() -> tuple[sqlite3.Cursor, list[Any]]:
            cursor = statement(self._conn.cursor())
            return cursor, cursor.fetchall() if cursor.description else []

        return await self._execute(run)  # type: ignore[no-any-return,no-untyped-call]


class OnTheSpot(OneVisitConnection):
    """A connection to a database in memory, or to what a glance finds by its keys: no thread is visited, which takes
    longer than the rows."""

    def refuse_writes(self, refused: bool) -> None:
        """Whoever only reads shares the one connection with the writer, and is kept from writing meanwhile."""
        self._conn.execute(f"PRAGMA query_only = {refused:d}")

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None:
            raise ValueError("the connection is closed")
        return fn(*args, **kwargs)


async def connect(
    database: str,
    *,
    busy: float,
    on_the_spot: bool = False,
    prepare: Callable[[sqlite3.Connection], None] | None = None,
) -> aiosqlite.Connection:
    """A connection that begins no transaction by itself (`isolation_level=None`), after `prepare` had it.

    The driver's own BEGIN is deferred, so two processes that both read before they write would lose updates.
    """

    here = on_the_spot or database == ":memory:"

    def connector() -> sqlite3.Connection:
        connection = sqlite3.connect(database, timeout=busy, isolation_level=None, check_same_thread=not here)
        if prepare is not None:
            prepare(connection)
        return connection

    connection = (OnTheSpot if here else OneVisitConnection)(connector, iter_chunk_size=64)
    connection._thread.daemon = True  # an unclosed connection must not keep a failing program from ending
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(
            connection._thread.join
        )  # it answers the loop once more, which must still be there
        raise
