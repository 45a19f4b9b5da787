"""Owns the tables of a database in memory, which begins empty each time: they are made once, then copied."""

from __future__ import annotations

import sqlite3
from functools import cache

from sqlalchemy import create_mock_engine
from sqlalchemy.sql.ddl import ExecutableDDLElement

from bot.storage.tables import metadata


def make_tables(connection: sqlite3.Connection) -> None:
    """The whole schema, in a database that has no tables and no transaction under way."""
    _empty().backup(connection)


@cache
def _empty() -> sqlite3.Connection:
    """A database with every table and no row."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)

    def make(statement: ExecutableDDLElement, *_parameters: object) -> None:
        connection.execute(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("sqlite://", make)
    metadata.create_all(engine, checkfirst=False)
    return connection
