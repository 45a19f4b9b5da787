"""Owns proposing another date of the same mission, where somebody could not come or a date fell through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import Instant
from bot.domain.message import Button
from bot.domain.shift import Booking, Roster, RosterId
from bot.domain.text import Brief
from bot.storage import bookings, rosters, shifts
from bot.storage.database import Transaction

if TYPE_CHECKING:
    from bot.usecases.notices.shift_case import ShiftCase

PROPOSED = 3
LOOKED_AT = 12


def other_dates(tx: Transaction, case: ShiftCase, now: Instant) -> tuple[tuple[Button, ...], ...]:
    """A button for each of the next dates with a place for this person; none for a mission without dates."""
    if case.shift is None:
        return ()
    later = [one for one in shifts.shifts_of_mission(tx, case.mission.id, now) if one.id != case.shift.id]
    there = rosters.rosters_of_shifts(tx, [one.id for one in later[:LOOKED_AT]])
    vacant = rosters.count_vacant(tx, [roster.id for roster in there.values()])
    mine = {one.roster_id for one in bookings.bookings_in_mission(tx, case.person.id, case.mission.id)}
    rows = []
    for shift in later[:LOOKED_AT]:
        roster = there.get(shift.id)
        if roster is not None and roster.id not in mine and _has_room(roster, vacant, case.booking, now):
            rows.append((Button(Brief(shift.starts_at), data=f"n.seat.{roster.id}"),))
    return tuple(rows[:PROPOSED])


def _has_room(roster: Roster, vacant: dict[RosterId, int], booking: Booking, now: Instant) -> bool:
    room = roster.maximum is None or vacant.get(roster.id, 0) >= booking.size
    return roster.takes_people(now) and room
