"""Instants cross the database unchanged, and only as instants."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.storage import receipts
from bot.storage.database import Database, Transaction
from bot.storage.tables import receipts as table

PARIS_SUMMER = timezone(timedelta(hours=2))


def stored_at(tx: Transaction) -> datetime:
    instant: datetime = tx.connection.execute(select(table.c.at)).scalar_one()
    return instant


async def test_an_instant_comes_back_as_it_went_in(db: Database) -> None:
    instant = datetime(2026, 7, 14, 8, 30, 15, 123456, tzinfo=PARIS_SUMMER)

    await db.run(receipts.record, 1, instant)

    found = await db.read(stored_at)
    assert found == instant
    assert found.utcoffset() == timedelta(0)
    assert found.tzinfo is UTC


async def test_a_naive_instant_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        await db.run(receipts.record, 1, datetime(2026, 7, 14, 8, 30))

    assert await db.read(receipts.seen, [1]) == set()
