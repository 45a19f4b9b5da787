"""Owns what two people who share the way write to each other: passed on by the bot, no number, no account shown."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.event import EventId
from bot.domain.lift import Lift, Ride, RideId, RideState
from bot.domain.message import Message
from bot.domain.person import PersonId
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import lifts
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.converse import begin_alone
from bot.usecases.events.names import name_at
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_lifts
from bot.usecases.replies import reply

WRITING, WORDS = "writing_to_ride", "ride_words"


@dataclass(frozen=True, slots=True)
class RideFacts:
    """The first name of whoever reads it."""

    name: Text


def open_writing(tx: Transaction, caller: Caller, ride_id: RideId) -> Refusal | None:
    """Begin a message to the other one of a ride, as long as the ride stands."""
    if _other(tx, caller, ride_id) is None:
        return NotFound()
    begin_alone(tx, caller.in_private(), WRITING, str(ride_id))
    return None


def read_ride_facts(tx: Transaction, talk: Talk) -> RideFacts:
    found = _other(tx, talk.caller, RideId(int(talk.subject)))
    if found is None:
        return RideFacts(say(_("Somebody")))
    _ride, lift, other = found
    return RideFacts(name_at(tx, talk.garden, lift.event_id, other))


def take_words(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Passed on as they were written; kept nowhere once sent."""
    caller = talk.caller
    found = _other(tx, caller, RideId(int(talk.subject)))
    if found is None:
        return NotFound()
    ride, lift, other = found
    tell_person(
        tx,
        caller.garden.id,
        other,
        WORDS,
        {
            "event": EventId(lift.event_id),
            "ride": ride.id,
            "by": caller.person.id,
            "text": answers.text("words"),
        },
        dedupe=f"{WORDS}:{ride.id}:{caller.cause}",
        subject=about_lifts(lift.event_id, other),
        lane=Lane.NOTICE,
        now=caller.now,
    )
    name = name_at(tx, caller.garden, lift.event_id, other)
    reply(
        tx, caller, Message((say(_("Sent to {name}. An answer comes here."), name=name),)), about="ride_sent"
    )
    return None


def _other(tx: Transaction, caller: Caller, ride_id: RideId) -> tuple[Ride, Lift, PersonId] | None:
    """The other one of a ride that is asked for or agreed: the driver, or who rides along."""
    ride = lifts.find_ride(tx, ride_id)
    lift = lifts.find_lift(tx, ride.lift_id) if ride else None
    if ride is None or lift is None or ride.state is RideState.DECLINED or lift.garden_id != caller.garden.id:
        return None
    if caller.person.id == lift.person_id:
        return ride, lift, ride.person_id
    return (ride, lift, lift.person_id) if caller.person.id == ride.person_id else None
