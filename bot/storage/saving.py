"""Owns two ways to write a row safely: only where it changed, and only where it is not there yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, select, update

from bot.storage.database import Transaction
from bot.storage.insert import insert


class Change(StrEnum):
    """What writing a value did to the database."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"


def save_row(
    tx: Transaction,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    at_first: Mapping[str, Any] | None = None,
) -> tuple[int, Change]:
    """Write `values` to the row that `key` names, unless it says so already, and hand back its id.

    `at_first` holds columns that are written when the row is created and left alone afterwards.
    """
    named = [table.c[name] == value for name, value in key.items()]
    row = tx.connection.execute(select(table).where(*named)).mappings().one_or_none()
    if row is None:
        everything = {**key, **values, **(at_first or {})}
        made = tx.connection.execute(insert(tx, table).values(everything).returning(table.c.id))
        return made.scalar_one(), Change.CREATED
    changed = {name: value for name, value in values.items() if not _same(row[name], value)}
    if not changed:
        return row["id"], Change.UNCHANGED
    tx.connection.execute(update(table).where(table.c.id == row["id"]).values(changed))
    return row["id"], Change.UPDATED


def insert_once(tx: Transaction, table: Table, values: Mapping[str, Any]) -> int | None:
    """Insert a row and hand back its id; None where a unique constraint says that it is there already."""
    statement = insert(tx, table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    made: int | None = tx.connection.execute(statement).scalar_one_or_none()
    return made


def _same(stored: object, wanted: object) -> bool:
    """Equal, and for JSON in the same order too: the first language of a text has a meaning."""
    if isinstance(stored, dict | list):
        return json.dumps(stored) == json.dumps(wanted)
    return stored == wanted
