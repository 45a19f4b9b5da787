"""Owns with whom somebody comes to an event, and the name they are expected under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.event import EventId, RsvpState
from bot.domain.message import Message
from bot.domain.text import Text
from bot.engine.state import Answers, State, Status
from bot.errors import NotFound, Refusal
from bot.storage import events, instances, rsvps
from bot.storage.database import Transaction
from bot.storage.instances import Instance
from bot.usecases.converse import begin
from bot.usecases.events.answering import EventFull, EventOver, Party, come, is_full, is_named
from bot.usecases.events.listing import open_event
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.refresh import about_event, refresh_subject
from bot.usecases.replies import refusal_text, reply
from bot.usecases.screens import owe_screen

ALONG = "coming_along"
WAITS = "w"
"""What an event ends with in the subject where they want to wait for a place."""
AND = "+"
"""Parts the events of a subject: who comes along is asked of the first, the name is for all."""
LONGEST = 64
"""Characters of a subject in the database: whoever says yes to still more is asked for their name first."""


@dataclass(frozen=True, slots=True)
class AlongFacts:
    """The event, others that wait for the same name, and whether the garden knows under which to expect them."""

    title: Text
    others: tuple[Text, ...]
    is_named: bool


def say_yes(tx: Transaction, caller: Caller, event_id: EventId, *, wait: bool = False) -> Refusal | None:
    """A place at once; whoever the garden has no name for is asked for one first."""
    if (over := _over(tx, caller, event_id)) is not None:
        return over
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
    """Ask who comes along. A yes to another event that still waits for their name waits for this answer."""
    event = events.find_event(tx, event_id)
    if event is None or event.garden_id != caller.garden.id:
        return NotFound()
    if (over := _over(tx, caller, event_id)) is not None:
        return over
    caller = caller.in_private()
    under_way = _under_way(tx, caller)
    others = [part for one in under_way for part in _waiting(tx, caller, one) if _event_in(part) != event.id]
    subject = AND.join([f"{event.id}:{WAITS}" if wait else f"{event.id}", *others])
    if len(subject) > LONGEST:
        subject = under_way[-1].subject
    before = [one for one in under_way if one.subject != subject]
    names = [name for one in before if (name := State.from_json(one.state).answers.text("name"))]
    for one in before:
        instances.end_instance(tx, one.id, Status.DONE, caller.now)
        owe_screen(tx, one, caller.cause, caller.now)
    begin(tx, caller, ALONG, subject, {("name", ""): names[-1]} if names else None)
    return None


def read_along_facts(tx: Transaction, talk: Talk) -> AlongFacts:
    first, *others = _parts(talk.subject)
    titles = [_title(tx, one) for one in others]
    is_known = is_named(tx, talk.garden, _event_in(first), talk.person.id)
    return AlongFacts(_title(tx, first), tuple(title for title in titles if title), is_known)


def take_along(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """They come, or wait, with these people; a party that does not fit changes nothing."""
    first, *others = _parts(talk.subject)
    _take(
        tx, talk, first, Party(answers.text("name"), _count(answers, "guests"), _count(answers, "children"))
    )
    for other in others:
        _take(tx, talk, other, Party(answers.text("name"), 0, 0))
    return None


def _take(tx: Transaction, talk: Talk, part: str, party: Party) -> None:
    event_id = _event_in(part)
    mine = rsvps.rsvp_of(tx, event_id, talk.person.id)
    wait = part.endswith(f":{WAITS}") or (mine is not None and mine.state is RsvpState.WAITING)
    done = come(tx, talk.garden, event_id, talk.person.id, talk.now, party=party, wait=wait)
    if isinstance(done, Refusal):
        reply(tx, talk.caller, Message((refusal_text(done),)), about=f"along:{event_id}")
    elif done.state is RsvpState.GOING and (mine is None or mine.state is not RsvpState.GOING):
        return  # the confirmation says everything
    open_event(tx, talk.caller, event_id)


def _over(tx: Transaction, caller: Caller, event_id: EventId) -> EventOver | None:
    """It takes no answers any more: what they tapped is older."""
    event = events.find_event(tx, event_id)
    if event is None or event.takes_answers(caller.now):
        return None
    refresh_subject(tx, about_event(event_id, caller.person.id), caller.now)
    return EventOver()


def _under_way(tx: Transaction, caller: Caller) -> list[Instance]:
    """Where they are being asked this, the first begun first."""
    known = instances.instances_under_way(tx, caller.person.id, caller.garden.id)
    here = [one for one in known if one.conversation == ALONG and one.chat_id == caller.chat_id]
    return sorted(here, key=lambda one: one.id)


def _waiting(tx: Transaction, caller: Caller, instance: Instance) -> Sequence[str]:
    """The events of it that they said yes to, and have no place at before they have said their name."""
    found = [
        (part, rsvps.rsvp_of(tx, _event_in(part), caller.person.id)) for part in _parts(instance.subject)
    ]
    return [part for part, mine in found if mine is None or mine.state is RsvpState.OUT]


def _parts(subject: str) -> list[str]:
    return subject.split(AND)


def _event_in(part: str) -> EventId:
    return EventId(int(part.partition(":")[0]))


def _title(tx: Transaction, part: str) -> Text:
    event = events.find_event(tx, _event_in(part))
    return event.title if event else ""


def _count(answers: Answers, step: str) -> int:
    value = answers.of(step)
    return round(value) if isinstance(value, int | float) else 0
