"""Owns which places people are reminded of: those they have in a shift, at whatever time it is by now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.reminding import Expected, Occurrence, Topic
from bot.domain.shift import Booking, Roster
from bot.storage import bookings
from bot.storage.database import Transaction
from bot.usecases.refresh import about_booking
from bot.usecases.reminding.planning import remind_all, work_out


def remind_of_place(tx: Transaction, garden: Garden, roster: Roster, booking: Booking, now: Instant) -> None:
    """A mission without dates has nothing to remind of."""
    _remind(tx, garden, roster, [booking], now)


def remind_of_shift(tx: Transaction, garden: Garden, roster: Roster, now: Instant) -> None:
    """Its times may be others: everybody who has a place in it."""
    _remind(tx, garden, roster, bookings.taken_bookings(tx, roster.id), now)


def _remind(tx: Transaction, garden: Garden, roster: Roster, taken: Sequence[Booking], now: Instant) -> None:
    if roster.begins_at is None:
        return
    begins = Occurrence(roster.begins_at)
    expected = [Expected(one.person_id, Topic.SHIFT, about_booking(one.id), begins) for one in taken]
    remind_all(tx, garden, work_out(tx, garden, expected), now)
