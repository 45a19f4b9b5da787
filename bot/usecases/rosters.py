"""Owns the places of a roster after any change: offered to the next in line, held, open; and when to look again.

Every place is at any time taken, offered, held or open with its reason and instant; `settle` is called in the
transaction of whatever changed, with the roster locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.clock import Instant
from bot.domain.allotment import Allotment, allot, can_take, places_for
from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionState
from bot.domain.offers import offer_until
from bot.domain.quiet import next_allowed
from bot.domain.shift import Booking, BookingId, BookingState, Place, PlaceState, Roster, RosterId, Vacancy
from bot.storage import bookings, gardens, rosters, timers
from bot.storage.database import Transaction
from bot.storage.people import out_of_reach
from bot.storage.timers import Timer
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_booking, refresh_kind, refresh_subject
from bot.usecases.reminding.planning import forget_reminders
from bot.usecases.standing_in import keep_search_in_time, look_for_stand_in

ROSTER = "roster"
"""The timer of a roster: an offer lapses, a night ends, held places become everybody's, sign-ups close."""

DROPPED_OUT, PLACE_LET_GO = "dropped_out", "place_let_go"
TOLD_OF_PLACES = frozenset({DROPPED_OUT, PLACE_LET_GO})
"""What the team reads of a place given up, or let go for want of a parent's agreement."""
"""What the team reads about a place that was given up."""


def settle(tx: Transaction, garden: Garden, roster_id: RosterId, now: Instant) -> None:
    """Give every free place its state, offer places to the next in line, and plan the next look."""
    roster = rosters.lock_roster(tx, roster_id)
    if roster is None:
        return
    stood = _standing(tx, roster)
    line = bookings.open_bookings(tx, roster.id)
    lapsed = _lapse(tx, roster, line, now)
    if lapsed:
        line = bookings.open_bookings(tx, roster.id)
    untils = [one.offered_until for one in line]
    untils += _allot(tx, garden, roster, within_reach(tx, line), now)
    waits = any(one.state is not BookingState.TAKEN for one in line)
    _plan_look(tx, roster, [*untils, roster.sign_up_until if waits else None], now)
    if lapsed:
        look_for_stand_in(tx, roster, now)
    if _standing(tx, roster) != stood:
        _retell(tx, roster, now)


def _standing(tx: Transaction, roster: Roster) -> list[tuple[PlaceState, Vacancy | str]]:
    return [(place.state, place.reason) for place in rosters.places_of(tx, roster.id)]


def _retell(tx: Transaction, roster: Roster, now: Instant) -> None:
    """The team read who gave up a place and what becomes of it: that is something else now."""
    for booking in bookings.given_up_bookings(tx, roster.id):
        for kind in TOLD_OF_PLACES:
            refresh_kind(tx, about_booking(booking.id), kind, now)


def pass_on(tx: Transaction, garden: Garden, roster_id: RosterId, now: Instant) -> None:
    """Somebody gave up what they had here: the next in line is offered it; where there is none, others are asked."""
    settle(tx, garden, roster_id, now)
    roster = rosters.find_roster(tx, roster_id)
    if roster is not None:
        look_for_stand_in(tx, roster, now)
        _retell(tx, roster, now)


def look_at_roster(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The instant came at which something about a roster may change by itself."""
    roster = rosters.find_roster(tx, RosterId(timer.subject_id))
    garden = gardens.find_garden(tx, roster.garden_id) if roster else None
    if roster is not None and garden is not None:
        settle(tx, garden, roster.id, now)


def keep_standing(tx: Transaction, garden: Garden, mission: Mission, now: Instant) -> Roster:
    """The roster of a mission without dates, as the mission says by now; made where there is none yet."""
    wanted = Roster(
        id=RosterId(0),
        garden_id=mission.garden_id,
        mission_id=mission.id,
        shift_id=None,
        minimum=0,
        maximum=mission.places,
        guests=0,
        newcomers=0,
        begins_at=None,
        sign_up_until=None,
        drop_out_until=None,
        newcomers_until=None,
        open=mission.state is MissionState.OPEN,
    )
    found = rosters.standing_roster(tx, mission.id)
    if found is None:
        return rosters.add_roster(tx, wanted, now)
    wanted = replace(wanted, id=found.id)
    if wanted != found:
        change_roster(tx, garden, wanted, now)
    return wanted


def change_roster(tx: Transaction, garden: Garden, roster: Roster, now: Instant) -> None:
    """New limits for a roster. Offers that no longer fit are taken back; nobody loses a place."""
    rosters.lock_roster(tx, roster.id)
    rosters.save_roster(tx, roster, now)
    surplus = 0 if roster.maximum is None else len(rosters.places_of(tx, roster.id)) - roster.maximum
    for booking in reversed(bookings.open_bookings(tx, roster.id)):
        if surplus > 0 and booking.state is BookingState.OFFERED:
            bookings.decide_booking(tx, booking.id, BookingState.WAITING, now)
            surplus -= rosters.free_places(tx, booking.id, now)
            rosters.resize(tx, roster.id, roster.maximum, now)
            refresh_subject(tx, about_booking(booking.id), now)
    if not roster.open:
        take_back_offers(tx, roster.id, now)
    settle(tx, garden, roster.id, now)
    keep_search_in_time(tx, roster, now)


def take_back_offers(tx: Transaction, roster_id: RosterId, now: Instant) -> None:
    """Nobody new gets a place for now: whoever was offered one waits again, in their old turn. Followed by `settle`."""
    rosters.lock_roster(tx, roster_id)
    for booking in bookings.open_bookings(tx, roster_id):
        if booking.state is BookingState.OFFERED:
            bookings.decide_booking(tx, booking.id, BookingState.WAITING, now)
            rosters.free_places(tx, booking.id, now)
            refresh_subject(tx, about_booking(booking.id), now)


def take_place(tx: Transaction, roster: Roster, booking: Booking, now: Instant) -> bool:
    """The booking has its places from now on, offered or free; False where none is free for it.

    To be asked with the roster locked, and followed by `settle`.
    """
    if booking.state is BookingState.OFFERED:
        rosters.confirm_places(tx, booking.id, now)
    else:
        places = rosters.places_of(tx, roster.id)
        everybody = within_reach(tx, bookings.open_bookings(tx, roster.id))
        if not can_take(roster, places, everybody, booking, now):
            return False
        if roster.maximum is not None:
            mine = places_for(roster, places, everybody, booking, now)
            rosters.give_places(tx, [place.id for place in mine], booking.id, PlaceState.TAKEN, now)
    bookings.decide_booking(tx, booking.id, BookingState.TAKEN, now)
    _retell(tx, roster, now)
    return True


def release(tx: Transaction, booking: Booking, now: Instant) -> bool:
    """The garden lets go of a booking, unless its shift has begun: what was done was done. Followed by `pass_on`,
    or by `settle` where it goes to nobody else."""
    roster = rosters.lock_roster(tx, booking.roster_id)
    if roster is None or (roster.begins_at is not None and roster.begins_at <= now):
        return False
    bookings.decide_booking(tx, booking.id, BookingState.RELEASED, now)
    rosters.free_places(tx, booking.id, now)
    forget_reminders(tx, about_booking(booking.id), now)
    return True


def within_reach(tx: Transaction, line: list[Booking]) -> list[Booking]:
    """Without those who wait and could not be told: they keep their turn, and nobody waits for their answer."""
    lost = out_of_reach(tx, [one.person_id for one in line if one.state is BookingState.WAITING])
    return [one for one in line if one.state is not BookingState.WAITING or one.person_id not in lost]


def _is_over(roster: Roster, now: datetime) -> bool:
    """Whether no place can become free any more: only what has a date is ever over."""
    return roster.sign_up_until is not None and now >= roster.sign_up_until


def _lapse(tx: Transaction, roster: Roster, line: Iterable[Booking], now: Instant) -> bool:
    """Offers that nobody answered in time, and whoever waits when sign-ups close; False where there is neither."""
    over, changed = _is_over(roster, now), False
    for booking in line:
        if booking.state is BookingState.OFFERED and booking.offered_until and booking.offered_until <= now:
            changed = _end(tx, booking, BookingState.LAPSED, "offer_lapsed", now)
        elif over and booking.state is not BookingState.TAKEN:
            changed = _end(tx, booking, BookingState.RELEASED, "wait_over", now)
    return changed


def _end(tx: Transaction, booking: Booking, state: BookingState, kind: str, now: Instant) -> bool:
    bookings.decide_booking(tx, booking.id, state, now)
    rosters.free_places(tx, booking.id, now)
    refresh_subject(tx, about_booking(booking.id), now)
    _tell(tx, booking, kind, now)
    return True


def _allot(
    tx: Transaction, garden: Garden, roster: Roster, line: list[Booking], now: Instant
) -> list[Instant | None]:
    """Offer and hold places as the rules say; the instants until which those stand."""
    if roster.maximum is None:
        return [_offer_without_limit(tx, garden, roster, line, now)]
    places = _within_limit(tx, roster, now)
    allotment = allot(roster, places, line, now, garden.rules.quiet, garden.zone, garden.rules.offer_lasts)
    for offer in allotment.offers:
        _offer(tx, offer.booking_id, offer.until, now)
        rosters.give_places(tx, offer.places, offer.booking_id, PlaceState.OFFERED, now, offer.until)
    _stand(tx, places, allotment, now)
    for booking in line:
        if booking.id in allotment.too_late_for:
            _tell(tx, booking, "place_free_now", now)
    return [*(offer.until for offer in allotment.offers), *(one.until for one in allotment.standing)]


def _within_limit(tx: Transaction, roster: Roster, now: Instant) -> list[Place]:
    """The places; one that came free above a limit lowered meanwhile is nobody's, and goes."""
    places = rosters.places_of(tx, roster.id)
    if roster.maximum is None or len(places) <= roster.maximum:
        return places
    rosters.resize(tx, roster.id, roster.maximum, now)
    return rosters.places_of(tx, roster.id)


def _offer_without_limit(
    tx: Transaction, garden: Garden, roster: Roster, line: list[Booking], now: Instant
) -> Instant | None:
    """A limit was lifted: everybody in line can come; by night they are asked when it ends."""
    waiting = [booking for booking in line if booking.state is BookingState.WAITING]
    quiet, zone = garden.rules.quiet, garden.zone
    until = offer_until(now, roster.begins_at, roster.sign_up_until, quiet, zone, garden.rules.offer_lasts)
    morning = next_allowed(now, quiet, zone)
    if (
        waiting
        and until is None
        and morning > now
        and (roster.begins_at is None or morning < roster.begins_at)
    ):
        return morning
    for booking in waiting:
        if until is not None:
            _offer(tx, booking.id, until, now)
        else:
            _tell(tx, booking, "place_free_now", now)
    return until if waiting else None


def _offer(tx: Transaction, booking_id: BookingId, until: Instant, now: Instant) -> None:
    offered = bookings.decide_booking(tx, booking_id, BookingState.OFFERED, now, offered_until=until)
    if offered is not None:
        _tell(tx, offered, "place_offered", now, mark=f":{until.timestamp():.0f}")


def _stand(tx: Transaction, places: Iterable[Place], allotment: Allotment, now: Instant) -> None:
    """Only what changed is written: since when a place stands so stays true."""
    before = {place.id: place for place in places}
    for one in allotment.standing:
        place = before[one.place_id]
        if (place.state, place.reason, place.until) != (one.state, one.reason.value, one.until):
            rosters.stand_place(tx, one.place_id, one.state, one.reason, now, one.until)


def _plan_look(tx: Transaction, roster: Roster, instants: Iterable[Instant | None], now: Instant) -> None:
    """The soonest instant at which something here changes by itself; none: nothing is planned."""
    to_come = [at for at in instants if at is not None and at > now]
    key = f"{ROSTER}:{roster.id}"
    if not to_come:
        timers.cancel_timer(tx, key)
        return
    due_at, garden_id = min(to_come), roster.garden_id
    timers.set_timer(tx, kind=ROSTER, subject_id=roster.id, key=key, due_at=due_at, garden_id=garden_id)


def _tell(tx: Transaction, booking: Booking, kind: str, now: Instant, *, mark: str = "") -> None:
    tell_person(
        tx,
        booking.garden_id,
        booking.person_id,
        kind,
        {"booking": booking.id},
        dedupe=f"{kind}:{booking.id}{mark}",
        subject=about_booking(booking.id),
        now=now,
        unasked=True,
    )
