"""Owns keeping what was not asked for: until the quiet hours are over; after enough of it, until tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.person import GardenId
from bot.domain.quiet import next_allowed
from bot.storage import gardens
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.unasked import look_up_unasked, unasked_since


def hold_all(tx: Transaction, parcels: Sequence[Parcel], now: Instant) -> list[Instant | None]:
    """The same of each of many; in a snapshot, from a handful of queries."""
    for garden_id in {one.garden_id for one in parcels if one.garden_id and one.lane >= Lane.REMINDER}:
        if garden := gardens.find_garden(tx, GardenId(garden_id)):
            theirs = {one.person_id for one in parcels if one.garden_id == garden_id and one.person_id}
            look_up_unasked(tx, theirs, _midnight(garden, now))
    return [hold_until(tx, parcel, now) for parcel in parcels]


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
    if unasked_since(tx, parcel.person_id, _midnight(garden, now)) < garden.rules.unasked_a_day:
        return None
    midnight = _midnight(garden, now, days=1)
    morning = next_allowed(midnight, garden.rules.quiet, garden.zone)
    too_late = parcel.expires_at is not None and parcel.expires_at <= morning
    return None if too_late and parcel.lane is Lane.REMINDER else morning


def _midnight(garden: Garden, now: Instant, days: int = 0) -> Instant:
    """When the garden's day began, or so many days later."""
    today = now.astimezone(garden.zone).date()
    return at_local(today + timedelta(days=days), time(), garden.zone)
