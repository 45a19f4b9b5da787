"""Owns keeping what was not asked for until the garden's quiet hours are over."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.person import GardenId
from bot.domain.quiet import next_allowed
from bot.storage import gardens
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel


def hold_until(tx: Transaction, parcel: Parcel, now: Instant) -> Instant | None:
    """When an unasked message may go, if not now; None where it may."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None or not parcel.unasked:
        return None
    allowed = next_allowed(now, garden.rules.quiet, garden.zone)
    return allowed if allowed > now else None
