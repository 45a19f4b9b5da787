"""Owns the entrance: the list of who is expected, ticked in one tap or by the code a person shows; the team's alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState, Rsvp, RsvpId, RsvpState
from bot.domain.garden import Garden
from bot.domain.message import Button, Document, Message
from bot.domain.prints import Code
from bot.domain.text import Brief, Cut, Text, say
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import events, gardens, occasions, rsvps
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.claim import is_team
from bot.usecases.events.names import name_of
from bot.usecases.events.notices import case_of_parcel
from bot.usecases.events.photos import may_be_shown
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_check_in, refresh_subject
from bot.usecases.replies import reply

CODE, DOOR = "event_code", "event_door"
SHOWN = "k_"
"""What the start parameter of a code begins with; the token follows."""
PER_PAGE = 20
LONGEST_NAME = 16
VALID_BEFORE = timedelta(hours=2)
"""So long before people arrive a code lets in: not days ahead, nor at the door of the day's other event."""
VALID_AFTER = timedelta(hours=12)
"""So long after the end a code still lets in; then it is worth nothing."""


class NoPlace(Refusal):
    message = _("The code is for whoever has a place. Answer “I’m coming” first.")


class CodeUnknown(Refusal):
    message = _("This code is no longer valid. Please look for the name on the list.")


class CodeTooEarly(Refusal):
    message = _("This code is for “{event}”, {when}. Nobody is ticked so long before.")


class TickedTooEarly(Refusal):
    message = _("“{event}” is {when}: people are ticked on the day itself.")


class OnlyAtTheEntrance(Refusal):
    message = _("Show this code to the team at the entrance: they scan it with their phone.")


def show_code(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """A fresh code; one shown before is worth nothing any more."""
    mine = rsvps.rsvp_of(tx, event_id, caller.person.id)
    if mine is None or mine.state is not RsvpState.GOING:
        return NoPlace()
    token = secrets.token_urlsafe(16)
    rsvps.note_code(tx, mine.id, _hashed(token))
    link = f"https://t.me/{caller.house.bot_name}?start={SHOWN}{token}"
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        CODE,
        {"event": event_id, "text": link},
        dedupe=f"{CODE}:{mine.id}:{caller.cause}",
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def compose_code(tx: Transaction, parcel: Parcel) -> Composed:
    """The code as a picture, to be shown at the entrance; it goes once, for its link is kept nowhere."""
    case, link = case_of_parcel(tx, parcel), parcel.payload.get("text")
    if case is None or not isinstance(link, str):
        return None
    told = say(_("Your code for “<b>{event}</b>”: show it at the entrance."), event=case.event.title)
    without = say(_("No need to print it: your name is on the list, too."))
    return Message((told, without), (), Document(say(_("My code.png")), Code(link)))


def open_door(tx: Transaction, caller: Caller, event_id: EventId, page: int) -> Refusal | None:
    """A page of the list, which follows what anybody of the team ticks."""
    event = events.find_event(tx, event_id)
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if event is None or event.garden_id != caller.garden.id or event.state is not EventState.PUBLISHED:
        return NotFound()
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        DOOR,
        {"event": event.id, "page": page},
        dedupe=f"{DOOR}:{event.id}:{caller.cause}",
        subject=about_check_in(event.id),
        lane=Lane.REPLY,
        now=caller.now,
    )
    return None


def compose_door(tx: Transaction, parcel: Parcel) -> Composed:
    """Who is expected, each one a button that ticks them."""
    event = events.find_event(tx, EventId(parcel.payload["event"]))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or garden is None:
        return None
    expected, page = rsvps.expected_at(tx, event.id), int(parcel.payload["page"])
    there = sum(one.heads for one in expected if one.checked_in_at)
    counted = say(
        _("There so far: {there} of {expected}."), there=there, expected=sum(one.heads for one in expected)
    )
    how = say(_("One tap when somebody comes; another takes it back. 📷 agreed to be seen in photos."))
    buttons = [_tick(tx, garden, one) for one in expected[page * PER_PAGE : (page + 1) * PER_PAGE]]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    if len(expected) > (page + 1) * PER_PAGE:
        rows += ((Button(say(_("More ›")), data=f"n.evdoor.{event.id}.{page + 1}"),),)
    heading = say(_("☑️ <b>{event}</b>, {day}"), event=event.title, day=event.starts_at)
    return Message((heading, counted, how), rows)


def tick(tx: Transaction, caller: Caller, rsvp_id: RsvpId, *, there: bool) -> Refusal | None:
    """Somebody of the team says that a person is there, or is not after all."""
    rsvp = rsvps.find_rsvp(tx, rsvp_id)
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if rsvp is None or rsvp.garden_id != caller.garden.id:
        return NotFound()
    event = events.find_event(tx, rsvp.event_id)
    if there and event is not None and _is_another_day(caller, event):
        return TickedTooEarly(event=event.title, when=Brief(_day(caller.garden, event.starts_at)))
    if there != (rsvp.checked_in_at is not None):
        rsvps.check_in(tx, rsvp.id, caller.now if there else None)
    refresh_subject(tx, about_check_in(rsvp.event_id), caller.now)
    return None


def take_code(tx: Transaction, caller: Caller, token: str) -> Refusal | None:
    """A code scanned at the entrance: its person is there, and who it is is said."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return OnlyAtTheEntrance()
    rsvp = rsvps.rsvp_by_code(tx, _hashed(token))
    event = events.find_event(tx, rsvp.event_id) if rsvp else None
    if rsvp is None or event is None or rsvp.garden_id != caller.garden.id:
        return CodeUnknown()
    if rsvp.state is not RsvpState.GOING or caller.now > event.ends_at + VALID_AFTER:
        return CodeUnknown()
    if caller.now < (event.details.arrive_at or event.starts_at) - VALID_BEFORE:
        return CodeTooEarly(event=event.title, when=event.starts_at)
    name = name_of(tx, caller.garden, rsvp)
    said = say(_("✅ {name} is there: “<b>{event}</b>”."), name=name, event=event.title)
    if rsvp.checked_in_at is not None:
        said = say(_("{name} has been there since {time}."), name=name, time=rsvp.checked_in_at)
    tick(tx, caller, rsvp.id, there=True)
    door = (Button(say(_("☑️ List at the entrance")), data=f"n.evdoor.{event.id}.0"),)
    reply(tx, caller, Message((said, *_with_them(tx, rsvp)), (door,)), about="door")
    return None


def _tick(tx: Transaction, garden: Garden, rsvp: Rsvp) -> Button:
    box = "☑️" if rsvp.checked_in_at else "☐"
    along = f" +{rsvp.heads - 1}" if rsvp.heads > 1 else ""
    camera = " 📷" if may_be_shown(tx, rsvp) else ""
    said = occasions.find_occasion(tx, about_rsvp(rsvp.id), rsvp.person_id)
    if said is not None and said.late_minutes and not rsvp.checked_in_at:
        along += f" ⏱{said.late_minutes}"
    label = say("{box} {name}{along}{camera}", box=box, name=Cut(name_of(tx, garden, rsvp), LONGEST_NAME), along=along,
                camera=camera)  # fmt: skip
    wanted = "off" if rsvp.checked_in_at else "on"
    return Button(label, data=f"n.evin.{rsvp.id}.{wanted}")


def _is_another_day(caller: Caller, event: Event) -> bool:
    """Whoever comes right after midnight may be ticked before it."""
    comes_at = event.details.arrive_at or event.starts_at
    return _day(caller.garden, caller.now + VALID_BEFORE) < _day(caller.garden, comes_at)


def _day(garden: Garden, instant: Instant) -> date:
    return instant.astimezone(garden.zone).date()


def _with_them(tx: Transaction, rsvp: Rsvp) -> tuple[Text, ...]:
    told: list[Text] = []
    if rsvp.heads > 1:
        told.append(
            say(_("Guests: {guests}, children: {children}."), guests=rsvp.guests, children=rsvp.children)
        )
    shown = may_be_shown(tx, rsvp)
    told.append(say(_("📷 Agreed to be seen in photos.") if shown else _("📷 No photos, please.")))
    return tuple(told)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
