"""Owns the queries about members' own holidays, in which no basket is kept for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, insert, select

from bot.domain.basket import Away
from bot.domain.member import MemberId
from bot.storage.tables import holidays
from bot.storage.transaction import Transaction


def add_holiday(tx: Transaction, member_id: MemberId, away: Away) -> None:
    values = {"member_id": member_id, "first_day": away.first_day, "last_day": away.last_day}
    tx.connection.execute(insert(holidays).values(values))


def drop_holidays(tx: Transaction, member_id: MemberId, since: date) -> None:
    """Forget those that are not over by that day."""
    theirs = (holidays.c.member_id == member_id, holidays.c.last_day >= since)
    tx.connection.execute(delete(holidays).where(*theirs))


def holidays_of(
    tx: Transaction, member_ids: Collection[MemberId], since: date
) -> dict[MemberId, tuple[Away, ...]]:
    """Those that are not over by that day, by member, the first one first."""
    theirs = select(holidays).where(holidays.c.member_id.in_(member_ids), holidays.c.last_day >= since)
    found: dict[MemberId, tuple[Away, ...]] = {}
    for row in tx.connection.execute(theirs.order_by(holidays.c.first_day)):
        found[row.member_id] = (*found.get(row.member_id, ()), Away(row.first_day, row.last_day))
    return found
