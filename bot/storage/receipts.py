"""Owns the receipts: which updates have had their effect, so that one delivered again has none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.insert import insert_unless_there
from bot.storage.tables import receipts
from bot.storage.transaction import Transaction


def record(
    tx: Transaction, update_id: int, now: datetime, outcome: str = "acted", incident: str = ""
) -> bool:
    """Note that the update is dealt with; False: it already was. `outcome`: acted, unwanted or poison."""
    row = {"update_id": update_id, "at": now, "outcome": outcome, "incident": incident}
    return tx.connection.execute(insert_unless_there(tx, receipts, "update_id"), row).first() is not None


def seen(tx: Transaction, update_ids: Collection[int]) -> set[int]:
    """Those of `update_ids` that have a receipt."""
    if not update_ids:
        return set()
    found = select(receipts.c.update_id).where(receipts.c.update_id.in_(update_ids))
    return set(tx.connection.execute(found).scalars())


def forget_before(tx: Transaction, instant: datetime) -> int:
    """Drop older receipts and say how many. Telegram keeps an update for 24 hours at most (Bot API)."""
    return tx.connection.execute(delete(receipts).where(receipts.c.at < instant)).rowcount
