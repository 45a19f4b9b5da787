"""Owns what a notice about a place in a shift speaks of: read together, at the moment it is composed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.garden import Garden
from bot.domain.mission import Mission, SignUp
from bot.domain.person import Person, Profile
from bot.domain.referent import Referent
from bot.domain.shift import Booking, BookingId, Roster, Shift
from bot.domain.text import Text, Words, say
from bot.engine.steps.base import lines
from bot.marks import _
from bot.storage import (
    assignments,
    bookings,
    gardens,
    missions,
    people,
    profiles,
    referents,
    rosters,
    shifts,
    sign_ups,
)
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class ShiftCase:
    """A booking with everything around it. `shift` is None for a mission without dates, `sign_up` for who left it."""

    garden: Garden
    mission: Mission
    roster: Roster
    shift: Shift | None
    booking: Booking
    person: Person
    profile: Profile | None
    sign_up: SignUp | None
    referent: Referent | None

    @property
    def name(self) -> str:
        """The first name they gave."""
        return self.profile.name if self.profile else self.person.name


def case_of_booking(tx: Transaction, booking_id: BookingId) -> ShiftCase | None:
    """None where the booking, its mission or its person is gone."""
    booking = bookings.find_booking(tx, booking_id)
    if booking is None:
        return None
    garden = gardens.find_garden(tx, booking.garden_id)
    mission = missions.find_mission(tx, booking.mission_id)
    roster = rosters.find_roster(tx, booking.roster_id)
    person = people.find_person(tx, booking.person_id)
    if garden is None or mission is None or roster is None or person is None:
        return None
    sign_up = _sign_up_of(tx, booking)
    return ShiftCase(
        garden=garden,
        mission=mission,
        roster=roster,
        shift=shifts.find_shift(tx, roster.shift_id) if roster.shift_id else None,
        booking=booking,
        person=person,
        profile=profiles.find_profile(tx, person.id, garden.id),
        sign_up=sign_up,
        referent=_referent_of(tx, sign_up),
    )


def when_and_where(case: ShiftCase) -> Text:
    """The day, the hours, where to meet and what to bring, one below the other; what nobody said is left out."""
    mission, shift = case.mission, case.shift
    if shift is None:
        return say(_("📅 {when}\n📍 {where}"), when=mission.when, where=mission.where)
    meeting = first_said(shift.meeting_point, mission.terms.meeting_point, mission.where)
    bring = first_said(shift.equipment, mission.terms.equipment)
    told: list[Text] = [say(_("📅 {when}"), when=hours_of(shift, case.garden))]
    told.append(say(_("📍 {where}"), where=meeting))
    if bring:
        told.append(say(_("🎒 To bring: {equipment}"), equipment=bring))
    if shift.weather:
        told.append(say(_("🌦 {weather}"), weather=shift.weather))
    return lines(told)


def hours_of(shift: Shift, garden: Garden) -> Text:
    """The day with its hours, as the garden's clocks read."""
    return hours_between(shift.starts_at, shift.ends_at, garden)


def hours_between(starts_at: datetime, ends_at: datetime, garden: Garden) -> Text:
    """The same of two instants."""
    starts, ends = starts_at.astimezone(garden.zone), ends_at.astimezone(garden.zone)
    return say(
        # i18n: {day} is a date with its weekday, {start} and {end} are times of the day
        _("{day}, {start} to {end}"),
        day=starts.date(),
        start=starts.time(),
        end=ends.time(),
    )


def first_said(*texts: Words) -> Words:
    """The most particular text that says anything."""
    return next((text for text in texts if text), texts[-1])


def _sign_up_of(tx: Transaction, booking: Booking) -> SignUp | None:
    held = sign_ups.open_sign_ups(tx, booking.person_id, booking.garden_id)
    return next((one for one in held if one.mission_id == booking.mission_id), None)


def _referent_of(tx: Transaction, mine: SignUp | None) -> Referent | None:
    live = assignments.live_assignment(tx, mine.id) if mine else None
    return referents.find_referent(tx, live.referent_id) if live and live.referent_id else None
