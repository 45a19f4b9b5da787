"""Owns keeping what was not asked for: until the quiet hours are over; after enough of it, until tomorrow."""

from __future__ import annotations

from datetime import time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.person import GardenId
from bot.domain.quiet import next_allowed
from bot.storage import gardens, outbox
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel


def hold_until(tx: Transaction, parcel: Parcel, now: Instant) -> Instant | None:
    """When an unasked message may go, if not now; None where it may."""
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None or not parcel.unasked:
        return None
    allowed = next_allowed(now, garden.rules.quiet, garden.zone)
    return allowed if allowed > now else _enough_for_today(tx, garden, parcel, now)


def _enough_for_today(tx: Transaction, garden: Garden, parcel: Parcel, now: Instant) -> Instant | None:
    """Reminders and broadcasts wait for the next morning; a reminder that would be too late by then goes."""
    if parcel.lane < Lane.REMINDER or parcel.person_id is None:
        return None
    today, most = now.astimezone(garden.zone).date(), garden.rules.unasked_a_day
    if outbox.unasked_since(tx, parcel.person_id, at_local(today, time(), garden.zone), most) < most:
        return None
    midnight = at_local(today + timedelta(days=1), time(), garden.zone)
    morning = next_allowed(midnight, garden.rules.quiet, garden.zone)
    too_late = parcel.expires_at is not None and parcel.expires_at <= morning
    return None if too_late and parcel.lane is Lane.REMINDER else morning
