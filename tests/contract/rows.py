"""Rows for tests that care about two columns of twenty."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, Integer, String, Table, insert

from bot.storage.database import Transaction
from bot.storage.tables import UtcDateTime

NOON = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)


def add(tx: Transaction, table: Table, **given: Any) -> int:
    """Insert a row of `table`; columns that must have a value and were given none get a plain one. Its id."""
    row = {column.name: _plain(column.type) for column in table.columns if _must_be_given(column)} | given
    inserted = tx.connection.execute(insert(table).values(row))
    return int(inserted.inserted_primary_key[0])


def _must_be_given(column: Any) -> bool:
    has_default = column.server_default is not None or column.primary_key
    return not (column.nullable or has_default or column.foreign_keys)


def _plain(kind: Any) -> Any:
    for type_, value in (
        (Boolean, False),
        (Integer, 0),
        (Float, 0.0),
        (UtcDateTime, NOON),
        (Date, date(2026, 3, 7)),
        (JSON, {}),
        (String, "x"),
    ):
        if isinstance(kind, type_):
            return value
    raise TypeError(f"no plain value is known for a column of {kind!r}; add one here")
