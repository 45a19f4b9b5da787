"""Owns who gets the free places of a roster: the next in line, a newcomer, or whoever comes first. Pure.

Every place is at any time taken, offered, held or open with a reason; none is given twice. The line is served in its
order; somebody who comes with more people than fit is passed over and keeps their turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.garden import QuietHours
from bot.domain.offers import OFFER_LASTS, offer_until
from bot.domain.quiet import next_allowed
from bot.domain.shift import Booking, BookingId, BookingState, Place, PlaceId, PlaceState, Roster, Vacancy


@dataclass(frozen=True, slots=True)
class Offer:
    """Places given to one in line until an instant."""

    booking_id: BookingId
    places: tuple[PlaceId, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a place that nobody has stands from now on."""

    place_id: PlaceId
    state: PlaceState
    reason: Vacancy
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Allotment:
    """What becomes of the free places. `too_late_for` are in line when no time is left for offers."""

    offers: tuple[Offer, ...]
    standing: tuple[Standing, ...]
    too_late_for: tuple[BookingId, ...]


@dataclass(slots=True)
class _Stock:
    """The free places not given yet: those for newcomers, and all others."""

    held: list[Place]
    free: list[Place]

    def fits(self, booking: Booking) -> bool:
        return booking.size <= len(self.free) + (len(self.held) if booking.first_time else 0)

    def take(self, booking: Booking) -> list[Place]:
        """Its places; somebody new takes a held one first, so that the others stay for everybody."""
        taken: list[Place] = []
        for _ in range(booking.size):
            source = self.held if booking.first_time and self.held else self.free
            taken.append(source.pop(0))
        return taken


def allot(
    roster: Roster,
    places: Sequence[Place],
    bookings: Iterable[Booking],
    now: datetime,
    quiet: QuietHours,
    zone: ZoneInfo,
    longest: timedelta = OFFER_LASTS,
) -> Allotment:
    """What becomes of the free `places` of a roster at `now`, with all its open `bookings`."""
    everybody = list(bookings)
    vacant = sorted((place for place in places if place.is_vacant), key=lambda place: place.number)
    if not roster.takes_people(now):
        closed = tuple(Standing(place.id, PlaceState.OPEN, Vacancy.CLOSED, None) for place in vacant)
        return Allotment((), closed, ())
    stock = _stock(roster, vacant, everybody, now)
    return _serve(roster, stock, _line(everybody), now, quiet, zone, longest)


def can_take(
    roster: Roster, places: Sequence[Place], bookings: Iterable[Booking], who: Booking, now: datetime
) -> bool:
    """Whether `who` may have places at once, nobody in line before them being able to use those."""
    if not roster.takes_people(now):
        return False
    if roster.maximum is None:
        return True
    everybody = [one for one in bookings if one.id != who.id]
    vacant = sorted((place for place in places if place.is_vacant), key=lambda place: place.number)
    stock = _stock(roster, vacant, everybody, now)
    if any(place.reason == Vacancy.TOO_LATE for place in vacant):
        return stock.fits(who)
    for booking in _line(everybody):
        if (booking.queued_at, booking.id) < (who.queued_at, who.id) and stock.fits(booking):
            stock.take(booking)
    return stock.fits(who)


def places_for(
    roster: Roster, places: Sequence[Place], bookings: Iterable[Booking], who: Booking, now: datetime
) -> list[Place]:
    """The places `who` takes; only to be asked where `can_take` said yes."""
    vacant = sorted((place for place in places if place.is_vacant), key=lambda place: place.number)
    return _stock(roster, vacant, [one for one in bookings if one.id != who.id], now).take(who)


def _stock(roster: Roster, vacant: list[Place], bookings: list[Booking], now: datetime) -> _Stock:
    """As many places are held as newcomers are still expected."""
    expecting = roster.newcomers_until is None or now < roster.newcomers_until
    have = sum(
        1 for one in bookings if one.first_time and one.state in (BookingState.TAKEN, BookingState.OFFERED)
    )
    held = max(0, roster.newcomers - have) if expecting else 0
    first = len(vacant) - min(held, len(vacant))
    return _Stock(held=vacant[first:], free=vacant[:first])


def _line(bookings: Iterable[Booking]) -> list[Booking]:
    waiting = (one for one in bookings if one.state is BookingState.WAITING)
    return sorted(waiting, key=lambda one: (one.queued_at, one.id))


def _serve(
    roster: Roster,
    stock: _Stock,
    line: list[Booking],
    now: datetime,
    quiet: QuietHours,
    zone: ZoneInfo,
    longest: timedelta,
) -> Allotment:
    until = offer_until(now, roster.begins_at, roster.sign_up_until, quiet, zone, longest)
    morning = next_allowed(now, quiet, zone)
    at_night = morning > now and (roster.begins_at is None or morning < roster.begins_at)
    offers: list[Offer] = []
    standing: list[Standing] = []
    too_late: list[BookingId] = []
    passed_over = False
    for booking in line:
        if not stock.fits(booking):
            passed_over = True
        elif until is not None:
            offers.append(Offer(booking.id, tuple(place.id for place in stock.take(booking)), until))
        elif at_night:
            standing += [_open(place, Vacancy.NIGHT, morning) for place in stock.take(booking)]
        else:
            too_late.append(booking.id)
    why = Vacancy.TOO_LATE if too_late else Vacancy.TOO_FEW if passed_over else Vacancy.FREE
    standing += [_open(place, why, None) for place in stock.free]
    held_until = roster.newcomers_until
    standing += [Standing(one.id, PlaceState.HELD, Vacancy.NEWCOMERS, held_until) for one in stock.held]
    return Allotment(tuple(offers), tuple(standing), tuple(too_late))


def _open(place: Place, why: Vacancy, until: datetime | None) -> Standing:
    return Standing(place.id, PlaceState.OPEN, why, until)
