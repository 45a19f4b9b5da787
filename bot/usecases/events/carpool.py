"""Owns sharing the way to an event: offered and looked for by town, asked and answered through the bot alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.event import EventId
from bot.domain.garden import Town
from bot.domain.lift import Lift, LiftId, LiftKind, Ride, RideId, RideState
from bot.domain.person import PersonId
from bot.domain.text import Text
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import events, lifts, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.converse import begin_alone
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_lifts, refresh_subject

SHARING = "carpool"
BOARD, ASKED, ANSWERED, NEAR = "event_lifts", "ride_asked", "ride_answered", "lift_near"
ELSEWHERE = "_elsewhere"


class NoSeatLeft(Refusal):
    message = _("No seat is left in this car. The others are on the list.")


class AskedBefore(Refusal):
    message = _("You have asked already: the answer comes here.")


class OnlyIfComing(Refusal):
    message = _("Sharing a ride is for those who come: please answer “I’m coming” or “Maybe” first.")


@dataclass(frozen=True, slots=True)
class SharingFacts:
    """The event, and the garden's towns."""

    title: Text
    towns: tuple[Town, ...]


def open_sharing(tx: Transaction, caller: Caller, event_id: EventId, *, anew: bool = False) -> Refusal | None:
    """The board; whoever is not on it yet is asked first what they offer or look for."""
    refusal = _may_share(tx, caller, event_id)
    if refusal is not None:
        return refusal
    if anew or lifts.lift_of(tx, event_id, caller.person.id) is None:
        begin_alone(tx, caller.in_private(), SHARING, str(event_id))
        return None
    return show_board(tx, caller, event_id)


def read_sharing_facts(tx: Transaction, talk: Talk) -> SharingFacts:
    event = events.find_event(tx, EventId(int(talk.subject)))
    return SharingFacts(event.title if event else "", talk.garden.towns)


def take_sharing(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep it; who looks for a seat from the same town hears of a new offer."""
    event_id, caller = EventId(int(talk.subject)), talk.caller
    refusal = _may_share(tx, caller, event_id)
    if refusal is not None:
        return refusal
    withdraw_lift(tx, event_id, caller.person.id, caller.now)
    seats, town = answers.of("seats"), answers.text("town")
    mine = lifts.add_lift(
        tx,
        caller.garden.id,
        event_id,
        caller.person.id,
        LiftKind(answers.text("kind")),
        seats=round(seats) if isinstance(seats, int | float) else 0,
        town="" if town == ELSEWHERE else town,
    )
    if mine.kind is LiftKind.OFFER and mine.town:
        _tell_neighbours(tx, mine, caller.now)
    _refresh_boards(tx, event_id, caller.now)
    return show_board(tx, caller, event_id)


def show_board(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        BOARD,
        {"event": event_id},
        dedupe=f"{BOARD}:{event_id}:{caller.cause}",
        subject=about_lifts(event_id, caller.person.id),
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def take_back(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """Off the board."""
    mine = lifts.lift_of(tx, event_id, caller.person.id)
    if mine is None or mine.garden_id != caller.garden.id:
        return NotFound()
    withdraw_lift(tx, event_id, caller.person.id, caller.now)
    return None


def withdraw_lift(tx: Transaction, event_id: EventId, person_id: PersonId, now: Instant) -> None:
    """Whoever had a seat in it, or asked for one, is told, to look for another one in time."""
    mine = lifts.lift_of(tx, event_id, person_id)
    if mine is None:
        return
    for ride in lifts.rides_in(tx, mine.id):
        if ride.state is not RideState.DECLINED:
            _tell_answer(tx, mine, ride, RideState.DECLINED, now)
    riders = [one.person_id for one in lifts.rides_in(tx, mine.id)]
    lifts.forget_lift(tx, event_id, person_id)
    for one in riders:
        refresh_subject(tx, about_lifts(event_id, one), now)
    refresh_subject(tx, about_lifts(event_id, person_id), now)
    _refresh_boards(tx, event_id, now)


def ask_for_seat(tx: Transaction, caller: Caller, lift_id: LiftId) -> Refusal | None:
    """The driver is asked; nothing of either is shown but a first name and a town."""
    lift = lifts.find_lift(tx, lift_id)
    if lift is None or lift.garden_id != caller.garden.id or lift.person_id == caller.person.id:
        return NotFound()
    refusal = _may_share(tx, caller, lift.event_id)
    if refusal is not None or lift.kind is not LiftKind.OFFER:
        return refusal or NotFound()
    if not lift.free:
        return NoSeatLeft()
    ride = lifts.ask_ride(tx, lift.id, caller.person.id)
    if ride is None:
        return AskedBefore()
    tell_person(
        tx,
        lift.garden_id,
        lift.person_id,
        ASKED,
        {"event": lift.event_id, "ride": ride.id},
        dedupe=f"{ASKED}:{ride.id}",
        subject=about_lifts(lift.event_id, lift.person_id),
        now=caller.now,
    )
    _refresh_boards(tx, lift.event_id, caller.now)
    return None


def answer_request(tx: Transaction, caller: Caller, ride_id: RideId, *, agreed: bool) -> Refusal | None:
    """The driver says yes or no; the first yes to the last seat ends it."""
    found = ride_of_driver(tx, caller, ride_id)
    if found is None:
        return NotFound()
    ride, lift = found
    if agreed and not lift.free and ride.state is not RideState.AGREED:
        return NoSeatLeft()
    state = RideState.AGREED if agreed else RideState.DECLINED
    if ride.state is not state:
        lifts.answer_ride(tx, ride.id, state)
        _tell_answer(tx, lift, ride, state, caller.now)
        _refresh_boards(tx, lift.event_id, caller.now)
    return None


def ride_of_driver(tx: Transaction, caller: Caller, ride_id: RideId) -> tuple[Ride, Lift] | None:
    ride = lifts.find_ride(tx, ride_id)
    lift = lifts.find_lift(tx, ride.lift_id) if ride else None
    if (
        ride is None
        or lift is None
        or lift.person_id != caller.person.id
        or lift.garden_id != caller.garden.id
    ):
        return None
    return ride, lift


def _may_share(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    event, mine = events.find_event(tx, event_id), rsvps.rsvp_of(tx, event_id, caller.person.id)
    if event is None or event.garden_id != caller.garden.id or not event.carpool:
        return NotFound()
    if not event.takes_answers(caller.now):
        return NotFound()
    return None if mine is not None and mine.is_concerned else OnlyIfComing()


def _tell_neighbours(tx: Transaction, offer: Lift, now: Instant) -> None:
    for one in lifts.lifts_to(tx, offer.event_id):
        if one.kind is LiftKind.LOOK and one.town == offer.town and one.person_id != offer.person_id:
            tell_person(
                tx,
                offer.garden_id,
                one.person_id,
                NEAR,
                {"event": offer.event_id, "lift": offer.id},
                dedupe=f"{NEAR}:{offer.id}",
                subject=about_lifts(offer.event_id, one.person_id),
                now=now,
                unasked=True,
            )


def _tell_answer(tx: Transaction, lift: Lift, ride: Ride, state: RideState, now: Instant) -> None:
    tell_person(
        tx,
        lift.garden_id,
        ride.person_id,
        ANSWERED,
        {
            "event": lift.event_id,
            "ride": ride.id,
            "driver": lift.person_id,
            "agreed": state is RideState.AGREED,
            "taken_back": ride.state is RideState.AGREED and state is not RideState.AGREED,
        },
        dedupe=f"{ANSWERED}:{ride.id}:{state.value}:{now.timestamp()}",
        subject=about_lifts(lift.event_id, ride.person_id),
        now=now,
    )


def _refresh_boards(tx: Transaction, event_id: EventId, now: Instant) -> None:
    for one in lifts.lifts_to(tx, event_id):
        refresh_subject(tx, about_lifts(event_id, one.person_id), now)
