"""Owns which places people are reminded of: those they have in a shift, at whatever time it is by now."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.reminding import Topic
from bot.domain.shift import Booking, Roster
from bot.storage import bookings
from bot.storage.database import Transaction
from bot.usecases.refresh import about_booking
from bot.usecases.reminding.planning import remind_of


def remind_of_place(tx: Transaction, garden: Garden, roster: Roster, booking: Booking, now: Instant) -> None:
    """A mission without dates has nothing to remind of."""
    if roster.begins_at is not None:
        subject = about_booking(booking.id)
        remind_of(tx, garden, booking.person_id, Topic.SHIFT, subject, roster.begins_at, now)


def remind_of_shift(tx: Transaction, garden: Garden, roster: Roster, now: Instant) -> None:
    """Its times may be others: everybody who has a place in it."""
    for booking in bookings.taken_bookings(tx, roster.id):
        remind_of_place(tx, garden, roster, booking, now)
