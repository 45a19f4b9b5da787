"""Owns /events: what is coming for one person, and the sheet of one event."""

from __future__ import annotations

from bot.domain.event import Answer as Said
from bot.domain.event import Event, EventId, Rsvp, RsvpState
from bot.domain.message import Button, Message
from bot.domain.text import Brief, Cut, Text, say
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import events, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.house import Caller
from bot.usecases.managing.cards import turning
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_event
from bot.usecases.replies import HUMAN, MISSIONS

SHEET = "event_sheet"
PER_PAGE = 8
LONGEST_TITLE = 20
"""Characters of a title on a button, beside its day."""


def list_events(tx: Transaction, caller: Caller, page: int = 0) -> Message:
    """A page of what is to come; what they answered stands before each."""
    known = events.events_to_see(tx, caller.garden.id, caller.person.id, caller.now)
    if not known:
        nothing = say(_("No event is planned at the moment. You will hear of the next one here."))
        return Message((nothing,), ((MISSIONS, HUMAN),))
    shown = known[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows = tuple((_in_list(caller, one, rsvps.rsvp_of(tx, one.id, caller.person.id)),) for one in shown)
    heading = say(ngettext("<b>{count} event to come</b>", "<b>{count} events to come</b>"), count=len(known))
    key = say(_("✅ you are coming · ⏳ you are waiting · 🤔 maybe"))
    return Message((heading, key), (*rows, *turning("n.events", page, len(known))))


def open_event(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """The sheet, which shows their answer as it changes."""
    event = events.find_event(tx, event_id)
    mine = rsvps.rsvp_of(tx, event_id, caller.person.id)
    visible = mine is not None or events.may_see(tx, event_id, caller.person.id)
    if event is None or event.garden_id != caller.garden.id or not visible or event.told is None:
        return NotFound()
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        SHEET,
        {"event": event.id},
        dedupe=f"{SHEET}:{event.id}:{caller.cause}",
        subject=about_event(event.id, caller.person.id),
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def _in_list(caller: Caller, event: Event, mine: Rsvp | None) -> Button:
    day = Brief(event.starts_at.astimezone(caller.garden.zone).date())
    label: Text = say("{day} · {title}", day=day, title=Cut(event.title, LONGEST_TITLE))
    if mark := _mark(mine):
        label = say("{mark} {label}", mark=mark, label=label)
    return Button(label, data=f"n.event.{event.id}")


def _mark(mine: Rsvp | None) -> str:
    if mine is None:
        return ""
    if mine.state is RsvpState.GOING:
        return "✅"
    if mine.state is not RsvpState.OUT:
        return "⏳"
    return "🤔" if mine.answer is Said.MAYBE else ""
