"""Owns when a list that was sent is read: as it comes, and again once another one has been imported meanwhile."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.person import GardenId
from bot.domain.sheet import SheetId
from bot.storage import sheets, timers
from bot.storage.database import Transaction
from bot.usecases.refresh import about_sheet, refresh_subject

READING = "members_read"
"""The timer of a list: it is fetched and read."""


def plan_reading(tx: Transaction, sheet_id: SheetId, garden_id: GardenId, now: Instant) -> None:
    key = f"{READING}:{sheet_id}"
    timers.set_timer(tx, kind=READING, subject_id=sheet_id, key=key, due_at=now, garden_id=garden_id)


def read_others_again(tx: Transaction, garden_id: GardenId, now: Instant) -> None:
    """What the others that wait for a decision would do is something else now."""
    for sheet_id in sheets.read_again(tx, garden_id):
        plan_reading(tx, sheet_id, garden_id, now)
        refresh_subject(tx, about_sheet(sheet_id), now)
