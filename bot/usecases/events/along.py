"""Owns with whom somebody comes to an event, and the name they are expected under."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.event import EventId, RsvpState
from bot.domain.message import Message
from bot.domain.text import Text
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.storage import events, rsvps
from bot.storage.database import Transaction
from bot.usecases.converse import begin_alone
from bot.usecases.events.answering import EventFull, EventOver, Party, come, is_full, is_named
from bot.usecases.events.listing import open_event
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.refresh import about_event, refresh_subject
from bot.usecases.replies import refusal_text, reply

ALONG = "coming_along"
WAITS = "w"
"""What the subject ends with where they want to wait for a place."""


@dataclass(frozen=True, slots=True)
class AlongFacts:
    """The event, and whether the garden knows under which name to expect them."""

    title: Text
    is_named: bool


def say_yes(tx: Transaction, caller: Caller, event_id: EventId, *, wait: bool = False) -> Refusal | None:
    """A place at once; whoever the garden has no name for is asked for one first."""
    event = events.find_event(tx, event_id)
    if event is not None and not event.takes_answers(caller.now):
        refresh_subject(tx, about_event(event_id, caller.person.id), caller.now)
        return EventOver()
    if not is_named(tx, caller.garden, event_id, caller.person.id):
        full = not wait and is_full(tx, event_id)
        if full:  # what they tapped is older: it offers the waiting list now
            refresh_subject(tx, about_event(event_id, caller.person.id), caller.now)
        return EventFull() if full else open_along(tx, caller, event_id, wait=wait)
    done = come(tx, caller.garden, event_id, caller.person.id, caller.now, wait=wait)
    if isinstance(done, EventFull):
        refresh_subject(tx, about_event(event_id, caller.person.id), caller.now)
    return done if isinstance(done, Refusal) else None


def open_along(tx: Transaction, caller: Caller, event_id: EventId, *, wait: bool = False) -> Refusal | None:
    """Ask who comes along."""
    event = events.find_event(tx, event_id)
    if event is None or event.garden_id != caller.garden.id:
        return NotFound()
    subject = f"{event.id}:{WAITS}" if wait else f"{event.id}"
    begin_alone(tx, caller.in_private(), ALONG, subject)
    return None


def read_along_facts(tx: Transaction, talk: Talk) -> AlongFacts:
    event_id = _event_id(talk)
    event = events.find_event(tx, event_id)
    return AlongFacts(
        title=event.title if event else "",
        is_named=is_named(tx, talk.garden, event_id, talk.person.id),
    )


def take_along(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """They come, or wait, with these people; a party that does not fit changes nothing."""
    event_id = _event_id(talk)
    mine = rsvps.rsvp_of(tx, event_id, talk.person.id)
    wait = talk.subject.endswith(f":{WAITS}") or (mine is not None and mine.state is RsvpState.WAITING)
    party = Party(answers.text("name"), _count(answers, "guests"), _count(answers, "children"))
    done = come(tx, talk.garden, event_id, talk.person.id, talk.now, party=party, wait=wait)
    if isinstance(done, Refusal):
        reply(tx, talk.caller, Message((refusal_text(done),)), about="along")
    elif done.state is RsvpState.GOING and (mine is None or mine.state is not RsvpState.GOING):
        return None  # the confirmation says everything
    open_event(tx, talk.caller, event_id)
    return None


def _event_id(talk: Talk) -> EventId:
    return EventId(int(talk.subject.partition(":")[0]))


def _count(answers: Answers, step: str) -> int:
    value = answers.of(step)
    return round(value) if isinstance(value, int | float) else 0
