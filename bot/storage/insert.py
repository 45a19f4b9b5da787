"""Owns the one statement the two databases spell alike but SQLAlchemy keeps apart: INSERT … ON CONFLICT."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.transaction import Transaction


def insert(tx: Transaction, table: Table) -> postgresql.Insert:
    """An INSERT that has `on_conflict_do_nothing` and `on_conflict_do_update`, on either database."""
    if tx.connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return cast(postgresql.Insert, sqlite.insert(table))
