"""Owns a coordinator answering events for somebody without Telegram: yes, or no after all, in one tap."""

from __future__ import annotations

from bot.domain.event import Answer, Event, EventId, Rsvp, RsvpState
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.text import Brief, Text, say
from bot.engine import numbered
from bot.engine.steps.base import lines
from bot.errors import Refusal
from bot.marks import _
from bot.storage import events, rsvps
from bot.storage.database import Transaction
from bot.usecases.events.answering import answer_event, come
from bot.usecases.house import Caller
from bot.usecases.managing.cards import PER_PAGE, Rows, turning
from bot.usecases.managing.registering import registered


def list_events_for(tx: Transaction, caller: Caller, person_id: PersonId, page: int) -> Refusal | Message:
    """What is to come and is for them; one tap says that they come, another that they do not."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    known = events.events_to_see(tx, caller.garden.id, person.id, caller.now)
    coming = [one for one in known if one.takes_answers(caller.now)]
    shown = list(enumerate(coming[page * PER_PAGE : (page + 1) * PER_PAGE], 1 + page * PER_PAGE))
    mine = {event.id: rsvps.rsvp_of(tx, event.id, person.id) for _number, event in shown}
    rows: Rows = tuple((_button(number, event, mine[event.id], person.id, page),) for number, event in shown)
    rows += turning(f"n.mevents.{person.id}", page, len(coming))
    rows += ((Button(say(_("← {name}"), name=person.name), data=f"n.moffline.{person.id}"),),)
    if not coming:
        return Message(
            (say(_("Nothing is planned that <b>{name}</b> could come to."), name=person.name),), rows
        )
    asked = say(
        _("To which event does <b>{name}</b> come? One tap says yes, another takes it back."),
        name=person.name,
    )
    return Message((asked, lines([_line(number, event, mine[event.id]) for number, event in shown])), rows)


def answer_for(
    tx: Transaction, caller: Caller, person_id: PersonId, event_id: EventId, answer: Answer, page: int
) -> Refusal | Message:
    """A place for them, or a turn in the line; or theirs goes on to the next."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    if answer is Answer.YES:
        done = come(tx, caller.garden, event_id, person.id, caller.now, wait=True)
    else:
        done = answer_event(tx, caller.garden, event_id, person.id, answer, caller.now)
    return done if isinstance(done, Refusal) else list_events_for(tx, caller, person.id, page)


def _is_in(mine: Rsvp | None) -> bool:
    return mine is not None and mine.state is not RsvpState.OUT


def _button(number: int, event: Event, mine: Rsvp | None, person_id: PersonId, page: int) -> Button:
    day = Brief(event.starts_at)
    label: Text = say("✕ {day}", day=day) if _is_in(mine) else day
    answer = Answer.NO if _is_in(mine) else Answer.YES
    return Button(
        numbered.label(number, label), data=f"n.mevent.{person_id}.{event.id}-{answer.value}-{page}"
    )


def _line(number: int, event: Event, mine: Rsvp | None) -> Text:
    told = say("{day} · {title}", day=Brief(event.starts_at), title=event.title)
    if mine is not None and mine.state is RsvpState.GOING:
        told = say("✅ {event}", event=told)
    elif _is_in(mine):
        told = say("⏳ {event}", event=told)
    return numbered.line(number, told)
