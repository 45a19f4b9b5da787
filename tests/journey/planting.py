"""Owns the example garden in a test's database: imported once by each worker, then copied row by row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text

from bot.storage.database import Database, Transaction
from bot.storage.tables import metadata
from bot.usecases.garden_file import GardenFile
from bot.usecases.import_garden import import_garden

Rows = dict[str, list[dict[str, Any]]]

_PLANTED: dict[tuple[int, datetime], tuple[GardenFile, Rows]] = {}
"""What an import left, by file and instant; the file is kept so that its identity stays its own."""


async def plant(db: Database, file: GardenFile, now: datetime) -> None:
    """What importing the file would do, in a tenth of the time from the second one on."""
    key = (id(file), now)
    if key in _PLANTED:
        await db.run(_copy, _PLANTED[key][1])
        return
    await db.run(import_garden, file, now)
    _PLANTED[key] = (file, await db.read(_read))


def _read(tx: Transaction) -> Rows:
    return {
        table.name: [dict(row) for row in tx.connection.execute(select(table)).mappings()]
        for table in metadata.sorted_tables
    }


def _copy(tx: Transaction, rows: Rows) -> None:
    tx.connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in metadata.sorted_tables:
        if rows[table.name]:
            tx.connection.execute(insert(table), rows[table.name])
