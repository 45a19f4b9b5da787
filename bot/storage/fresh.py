"""Owns the tables of a database in memory, which begins empty each time: their statements are put together once."""

from __future__ import annotations

from functools import cache

from sqlalchemy import create_mock_engine
from sqlalchemy.sql.ddl import ExecutableDDLElement

from bot.storage.tables import metadata
from bot.storage.transaction import Transaction


def make_tables(tx: Transaction) -> None:
    """The whole schema, in an SQLite database that has no tables."""
    for statement in _statements():
        tx.connection.exec_driver_sql(statement)


@cache
def _statements() -> tuple[str, ...]:
    found: list[str] = []

    def note(statement: ExecutableDDLElement, *_parameters: object) -> None:
        found.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("sqlite://", note)
    metadata.create_all(engine, checkfirst=False)
    return tuple(found)
