"""Owns the one statement the two databases spell alike but SQLAlchemy keeps apart: INSERT … ON CONFLICT."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import ReturningInsert

from bot.storage.transaction import Transaction

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_on(dialect: str, table: Table) -> postgresql.Insert:
    """The same for whoever builds a statement once for each database."""
    return _insert(dialect, table)


def insert(tx: Transaction, table: Table) -> postgresql.Insert:
    """An INSERT that has `on_conflict_do_nothing` and `on_conflict_do_update`, on either database."""
    return _insert(tx.connection.dialect.name, table)


def insert_unless_there(tx: Transaction, table: Table, unique: str) -> ReturningInsert[Any]:
    """Insert a row and give it back; no row comes where one with the same `unique` column is there.

    Built once for each table: building it costs more than running it.
    """
    return _unless_there(tx.connection.dialect.name, table, unique)


def _insert(dialect: str, table: Table) -> postgresql.Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # 4 MB that SQLite does without

        return postgresql.insert(table)
    return cast("postgresql.Insert", sqlite.insert(table))


@cache
def _unless_there(dialect: str, table: Table, unique: str) -> ReturningInsert[Any]:
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=[unique]).returning(table)
