"""Owns what a coordinator does for somebody without Telegram: a date taken or given up, everything erased."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.shift import BookingId, BookingState, RosterId
from bot.domain.text import Brief, Text, Words, say
from bot.engine import numbered
from bot.engine.steps.base import lines
from bot.errors import Refusal
from bot.marks import _
from bot.storage import bookings, missions, rosters, shifts
from bot.storage.database import Transaction
from bot.usecases.booking import book, drop_out
from bot.usecases.house import Caller
from bot.usecases.managing.cards import PER_PAGE, Rows, turning
from bot.usecases.managing.registering import list_unconnected, person_card, registered
from bot.usecases.privacy import forget

AHEAD = timedelta(weeks=8)


def list_dates_for(tx: Transaction, caller: Caller, person_id: PersonId, page: int) -> Refusal | Message:
    """Their dates first, each to give up in a tap; then the dates to come, each to take."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    coming = shifts.shifts_between(tx, caller.garden.id, caller.now, caller.now + AHEAD)
    shown = coming[page * PER_PAGE : (page + 1) * PER_PAGE]
    there = rosters.rosters_of_shifts(tx, [shift.id for shift in shown])
    titles = {one.id: one.title for one in missions.list_missions(tx, caller.garden.id)}
    here = [(number, shift) for number, shift in enumerate(shown, 1 + page * PER_PAGE) if shift.id in there]
    listed = [_line(number, "", shift.starts_at, titles[shift.mission_id]) for number, shift in here]
    rows: Rows = tuple(
        (Button(numbered.label(number, Brief(shift.starts_at)), data=f"n.mtake.{person.id}.{there[shift.id].id}"),)
        for number, shift in here
    )  # fmt: skip
    rows += turning(f"n.mbook.{person.id}", page, len(coming))
    rows += ((Button(say(_("← {name}"), name=person.name), data=f"n.moffline.{person.id}"),),)
    asked = say(_("Which date would <b>{name}</b> like? One tap signs them up."), name=person.name)
    return Message((asked, *([lines(listed)] if listed else [])), rows)


def take_date(tx: Transaction, caller: Caller, person_id: PersonId, roster_id: RosterId) -> Refusal | Message:
    """A place for them, or a turn in the line."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    booked = book(tx, caller.garden, person.id, roster_id, caller.now, wait=True)
    if isinstance(booked, Refusal):
        return booked
    return person_card(tx, caller, person.id)


def list_booked(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | Message:
    """The dates they have or wait for; a tap gives one up."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    rows: Rows = ()
    listed: list[Text] = []
    for booking in bookings.bookings_of_person(tx, person.id, caller.garden.id, caller.now):
        roster, mission = (
            rosters.find_roster(tx, booking.roster_id),
            missions.find_mission(tx, booking.mission_id),
        )
        if roster is None or mission is None or roster.begins_at is None:
            continue
        mark = "📅" if booking.state is BookingState.TAKEN else "⏳"
        number = len(listed) + 1
        listed.append(_line(number, mark, roster.begins_at, mission.title))
        button = numbered.label(number, say("✕ {date}", date=Brief(roster.begins_at)))
        rows += ((Button(button, data=f"n.mgiveup.{person.id}.{booking.id}"),),)
    said: Text = say(_("Tap a date that <b>{name}</b> gives up."), name=person.name) if rows else say(
        _("<b>{name}</b> has no date to come."), name=person.name)  # fmt: skip
    return Message(
        (said, *([lines(listed)] if listed else [])),
        (*rows, (Button(say(_("← {name}"), name=person.name), data=f"n.moffline.{person.id}"),)),
    )


def _line(number: int, mark: str, when: Instant, title: Words) -> Text:
    """A date with its mission, as the message tells it above the short buttons."""
    day = say("{mark} {date}", mark=mark, date=Brief(when)) if mark else Brief(when)
    return numbered.line(number, say("{day} · {mission}", day=day, mission=title))


def give_up(tx: Transaction, caller: Caller, person_id: PersonId, booking_id: BookingId) -> Refusal | Message:
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    dropped = drop_out(tx, caller.garden, booking_id, person.id, caller.now)
    return dropped if isinstance(dropped, Refusal) else list_booked(tx, caller, person.id)


def ask_to_erase(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | Message:
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    yes = Button(say(_("Yes, erase everything")), data=f"n.merase.{person.id}.yes")
    no = Button(say(_("No, keep it")), data=f"n.moffline.{person.id}")
    asked = say(_("Erase everything the garden keeps about <b>{name}</b>? Their missions end, and their referent is "
                  "told. It cannot be undone."), name=person.name)  # fmt: skip
    return Message((asked,), ((yes,), (no,)))


def erase(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | Message:
    """They asked for it, and cannot tap themselves."""
    person = registered(tx, caller, person_id)
    if isinstance(person, Refusal):
        return person
    forget(tx, caller.garden.id, person.id, caller.now)
    return list_unconnected(tx, caller, 0)
