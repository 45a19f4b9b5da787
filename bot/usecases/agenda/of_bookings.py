"""Owns places in shifts as dates of somebody's calendar."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.entry import Entry, uid_of
from bot.domain.garden import Garden
from bot.domain.mission import Mission
from bot.domain.person import PersonId
from bot.domain.shift import Booking, BookingId, BookingState, Shift, ShiftState
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import bookings, missions, rosters, shifts
from bot.storage.database import Transaction
from bot.usecases.agenda.source import CANNOT_COME, Source
from bot.usecases.notices.shift_case import first_said
from bot.usecases.refresh import about_booking


def _gather(tx: Transaction, garden: Garden, person_id: PersonId, since: Instant) -> list[Entry]:
    mine = bookings.places_since(tx, person_id, garden.id, since)
    there = rosters.find_rosters(tx, [one.roster_id for one in mine])
    days = shifts.find_shifts(tx, [one.shift_id for one in there.values() if one.shift_id])
    sheets = missions.find_missions(tx, {one.mission_id for one in mine})
    found = []
    for booking in mine:
        shift_id = there[booking.roster_id].shift_id
        if shift_id is not None:
            found.append(_of_booking(garden, sheets[booking.mission_id], days[shift_id], booking))
    return found


def _find(tx: Transaction, garden: Garden, person_id: PersonId, number: int) -> Entry | None:
    """A turn in the line is no date yet, and a mission without dates has none."""
    booking = bookings.find_booking(tx, BookingId(number))
    if booking is None or (booking.person_id, booking.garden_id) != (person_id, garden.id):
        return None
    roster = rosters.find_roster(tx, booking.roster_id)
    shift = shifts.find_shift(tx, roster.shift_id) if roster and roster.shift_id else None
    mission = missions.find_mission(tx, booking.mission_id)
    if shift is None or mission is None or booking.state in (BookingState.WAITING, BookingState.OFFERED):
        return None
    return _of_booking(garden, mission, shift, booking)


def _of_booking(garden: Garden, mission: Mission, shift: Shift, booking: Booking) -> Entry:
    over = booking.state is not BookingState.TAKEN or shift.state is ShiftState.CANCELLED
    subject = about_booking(booking.id)
    return Entry(
        subject=subject,
        uid=uid_of(garden.slug, subject, booking.queued_at),
        sequence=shift.revision + over,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=garden.zone,
        title=mission.title,
        where=first_said(shift.meeting_point, mission.terms.meeting_point, mission.where),
        about=(*_good_to_know(mission, shift), CANNOT_COME),
        cancelled=over,
    )


def _good_to_know(mission: Mission, shift: Shift) -> tuple[Text, ...]:
    bring = first_said(shift.equipment, mission.terms.equipment)
    told: list[Text] = []
    if bring:
        told.append(say(_("🎒 To bring: {equipment}"), equipment=bring))
    if shift.weather:
        told.append(say(_("🌦 {weather}"), weather=shift.weather))
    return tuple(told)


BOOKINGS = Source(_gather, _find)
