"""Owns standing sign-ups: somebody comes to every shift of a series, while places for newcomers stay theirs."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.shift import Booking, BookingState, Series, SeriesId
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import bookings, rosters, series, shifts
from bot.storage.database import Transaction
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.booking import book, drop_out
from bot.usecases.notify import tell_group
from bot.usecases.refresh import about_booking, refresh_subject

STOPPED_COMING = "stopped_coming"
"""What the team reads about somebody who comes to a series no longer every time."""


class RegularAlready(Refusal):
    message = _("You come every time already. /planning shows the dates.")


def become_regular(
    tx: Transaction, garden: Garden, person_id: PersonId, series_id: SeriesId, now: Instant
) -> list[Booking] | Refusal:
    """A place in each shift that has one, and in those still to be planned; the bookings made now."""
    one = series.find_series(tx, series_id)
    if one is None or one.garden_id != garden.id or one.ended_at is not None:
        return NotFound()
    if not series.add_regular(tx, garden.id, one.id, person_id, now):
        return RegularAlready()
    made = []
    for shift in shifts.shifts_of_series(tx, one.id, now):
        roster = rosters.roster_of_shift(tx, shift.id)
        booked = book(tx, garden, person_id, roster.id, now, regular=True) if roster else None
        if isinstance(booked, Booking):
            made.append(booked)
    _refresh_own(tx, person_id, one, now)
    return made


def dates_of_regular(
    tx: Transaction, garden: Garden, person_id: PersonId, series_id: SeriesId, now: Instant
) -> list[datetime]:
    """When they are expected in the series, as far as it is planned; dates that were full are missing."""
    mine = bookings.bookings_of_person(tx, person_id, garden.id, now)
    taken = {one.roster_id for one in mine if one.state is BookingState.TAKEN}
    planned = shifts.shifts_of_series(tx, series_id, now)
    there = rosters.rosters_of_shifts(tx, [one.id for one in planned])
    return [one.starts_at for one in planned if one.id in there and there[one.id].id in taken]


def stop_regular(
    tx: Transaction, garden: Garden, person_id: PersonId, series_id: SeriesId, now: Instant
) -> int | Refusal:
    """They come when they sign up, no longer every time: what was booked for them is free again. How many dates."""
    one = series.find_series(tx, series_id)
    if one is None or one.garden_id != garden.id:
        return NotFound()
    if not series.end_regular(tx, one.id, person_id, now):
        return NotFound()
    mine = [
        booking for booking in bookings.bookings_in_mission(tx, person_id, one.mission_id) if booking.regular
    ]
    dropped = [
        booking
        for booking in mine
        if not isinstance(drop_out(tx, garden, booking.id, person_id, now, heard=True), Refusal)
    ]
    follow_in_calendar(tx, garden, person_id, [about_booking(booking.id) for booking in dropped], now)
    places = sum(booking.state is BookingState.TAKEN for booking in dropped)
    if places:
        _tell_team(tx, one, person_id, places, now)
    _refresh_own(tx, person_id, one, now)
    return len(dropped)


def _tell_team(tx: Transaction, one: Series, person_id: PersonId, dates: int, now: Instant) -> None:
    """One message, however many dates are free again."""
    tell_group(
        tx,
        one.garden_id,
        STOPPED_COMING,
        {"person": person_id, "mission": one.mission_id, "dates": dates},
        dedupe=f"{STOPPED_COMING}:{one.id}:{person_id}:{now.timestamp():.0f}",
        now=now,
    )


def _refresh_own(tx: Transaction, person_id: PersonId, one: Series, now: Instant) -> None:
    """The places they took themselves say whether they can still ask to come every time."""
    for booking in bookings.bookings_in_mission(tx, person_id, one.mission_id):
        if not booking.regular:
            refresh_subject(tx, about_booking(booking.id), now)
