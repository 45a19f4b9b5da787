"""Owns proposing another date of the same mission, where somebody could not come or a date fell through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import Instant
from bot.domain.message import Button
from bot.domain.mission import MissionId
from bot.domain.person import PersonId
from bot.domain.shift import Roster, RosterId, ShiftId
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
    return dates_with_room(tx, case.mission.id, case.person.id, case.booking.size, now, but=case.shift.id)


def dates_with_room(
    tx: Transaction, mission_id: MissionId, person_id: PersonId, size: int, now: Instant, *, but: ShiftId
) -> tuple[tuple[Button, ...], ...]:
    """A button for each of the next dates, `but` one, where the person and who comes along would have a place."""
    later = [one for one in shifts.shifts_of_mission(tx, mission_id, now) if one.id != but]
    there = rosters.rosters_of_shifts(tx, [one.id for one in later[:LOOKED_AT]])
    vacant = rosters.count_vacant(tx, [roster.id for roster in there.values()])
    mine = {one.roster_id for one in bookings.bookings_in_mission(tx, person_id, mission_id)}
    rows = []
    for shift in later[:LOOKED_AT]:
        roster = there.get(shift.id)
        if roster is not None and roster.id not in mine and _has_room(roster, vacant, size, now):
            rows.append((Button(Brief(shift.starts_at), data=f"n.seat.{roster.id}"),))
    return tuple(rows[:PROPOSED])


def _has_room(roster: Roster, vacant: dict[RosterId, int], size: int, now: Instant) -> bool:
    room = roster.maximum is None or vacant.get(roster.id, 0) >= size
    return roster.takes_people(now) and room
