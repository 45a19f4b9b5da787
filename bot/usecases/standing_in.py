"""Owns when a stand-in is looked for: somebody dropped out, nobody is in line, and the shift needs people."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.shift import BookingState, Roster
from bot.storage import bookings, timers
from bot.storage.database import Transaction

STAND_IN = "stand_in"
"""The timer whose deed asks suitable people; its subject is the roster."""


def look_for_stand_in(tx: Transaction, roster: Roster, now: Instant) -> bool:
    """Plan the search where a place came free that nobody in line wants and too few people are left."""
    everybody = bookings.open_bookings(tx, roster.id)
    coming = sum(one.size for one in everybody if one.state is not BookingState.WAITING)
    in_line = any(one.state is BookingState.WAITING for one in everybody)
    if roster.shift_id is None or not roster.takes_people(now) or in_line or coming >= roster.minimum:
        return False
    key = f"{STAND_IN}:{roster.id}"
    timers.set_timer(tx, kind=STAND_IN, subject_id=roster.id, key=key, due_at=now, garden_id=roster.garden_id)
    return True
