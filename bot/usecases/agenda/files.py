"""Owns dates as files for a phone's calendar: one tap away from a confirmation, another when something changes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.clock import Instant
from bot.domain.entry import Entry
from bot.domain.garden import Garden
from bot.domain.message import Button, Document, Message
from bot.domain.person import GardenId, PersonId
from bot.domain.text import Text, say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import feeds, gardens, taken_dates
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.usecases.agenda.entries import calendar_of, entries_of, find_entry
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.replies import HUMAN, MISSIONS, reply

DATE_FILE = "calendar_file"
DATES_CHANGED = "calendar_changed"

MY_CALENDAR = Button(say(_("📅 All my dates, always up to date")), data="n.calendar")
HOW = say(_("📅 Open the file: your phone then offers to put it into its calendar."))
UPDATE = say(_("📅 Open the file, and your own calendar is up to date, too."))
TAKE_OUT = say(
    _(
        "📅 Open the file to take it out of your own calendar. Not every phone does: then please take it out by hand."
    )
)


def add_rows(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, subject: str
) -> tuple[tuple[Button, ...], ...]:
    """A way into their own calendar, below a confirmation of `subject`; none for whoever subscribed to all of it."""
    if feeds.feed_of(tx, garden_id, person_id) is not None:
        return ()
    kind, _colon, number = subject.partition(":")
    return ((Button(say(_("📅 Add to my calendar")), data=f"n.ics.{kind}.{number}"),),)


def take_date(tx: Transaction, caller: Caller, subject: str) -> Refusal | None:
    """One date of theirs as a file; whoever took it once gets another when it changes."""
    entry = find_entry(tx, caller.garden, caller.person.id, subject)
    if entry is None or entry.cancelled:
        return NotFound()
    _owe(tx, caller, [entry])
    return None


def take_all(tx: Transaction, caller: Caller) -> Refusal | None:
    """All their dates to come as one file."""
    entries = _to_come(tx, caller.garden, caller.person.id, caller.now)
    if entries:
        _owe(tx, caller, entries)
    else:
        nothing = say(_("You have no date at the moment, so there is nothing to put into a calendar."))
        reply(tx, caller, Message((nothing,), ((MISSIONS, HUMAN),)), about="calendar")
    return None


def compose_dates(tx: Transaction, parcel: Parcel) -> Composed:
    """The file, with what to do with it; dates that fell through meanwhile are left out."""
    garden, entries = _entries_in(tx, parcel)
    there = [one for one in entries if not one.cancelled]
    if garden is None or not there:
        return None
    later = say(_("If anything changes, or you cannot come, I send you a new file with the message."))
    document = _document(garden, there, parcel.created_at)
    ways = ((MY_CALENDAR,), (HUMAN,)) if parcel.payload.get("link") else ((HUMAN,),)
    return Message((HOW, later), ways, document)


def brought_up_to_date(
    tx: Transaction,
    message: Message,
    garden: Garden,
    person_id: PersonId,
    subjects: Sequence[str],
    now: Instant,
) -> Message:
    """The message about a change, and for whoever has these dates in a calendar the file that changes them there."""
    entries = _taken(tx, garden, person_id, subjects)
    if not entries:
        return message
    told = TAKE_OUT if all(one.cancelled for one in entries) else UPDATE
    return replace(
        message, paragraphs=(*message.paragraphs, told), attachment=_document(garden, entries, now)
    )


def follow_in_calendar(
    tx: Transaction, garden: Garden, person_id: PersonId, subjects: Sequence[str], now: Instant
) -> None:
    """These dates changed, or are theirs no more, which they know: the file for those they had in a calendar."""
    taken = [one.subject for one in _taken(tx, garden, person_id, subjects)]
    if taken:
        payload, dedupe = {"subjects": taken}, f"{DATES_CHANGED}:{taken[0]}:{secrets.token_hex(8)}"
        tell_person(tx, garden.id, person_id, DATES_CHANGED, payload, dedupe=dedupe, now=now)


def exchange_in_calendar(
    tx: Transaction, garden: Garden, person_id: PersonId, before: str, after: str, now: Instant
) -> None:
    """One date of theirs is now another: both in one file, for who had the first in a calendar."""
    if taken_dates.has_taken(tx, person_id, before):
        taken_dates.note_taken(tx, garden.id, person_id, after, now)
        follow_in_calendar(tx, garden, person_id, [before, after], now)


def compose_changed_dates(tx: Transaction, parcel: Parcel) -> Composed:
    """As these dates stand now: what is no longer theirs is taken out, by hand where the phone does not."""
    garden, entries = _entries_in(tx, parcel)
    if garden is None or not entries:
        return None
    if all(one.cancelled for one in entries):
        return taking_out(garden, entries, parcel.created_at)
    told = (say(_("Dates that you put into your own calendar have changed.")), UPDATE)
    return Message(told, ((HUMAN,),), _document(garden, entries, parcel.created_at))


def taking_out(garden: Garden, entries: Sequence[Entry], now: Instant) -> Message:
    """The file that takes these out of somebody's calendar."""
    told = (say(_("You had put dates that are no longer yours into your own calendar.")), TAKE_OUT)
    return Message(told, ((HUMAN,),), _document(garden, entries, now))


def _owe(tx: Transaction, caller: Caller, entries: Sequence[Entry]) -> None:
    for one in entries:
        taken_dates.note_taken(tx, caller.garden.id, caller.person.id, one.subject, caller.now)
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        DATE_FILE,
        {"subjects": [one.subject for one in entries], "link": bool(caller.house.public_url)},
        dedupe=f"{DATE_FILE}:{caller.cause}",
        now=caller.now,
        lane=Lane.REPLY,
    )


def _to_come(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> list[Entry]:
    return [one for one in entries_of(tx, garden, person_id, now) if not one.cancelled]


def _taken(tx: Transaction, garden: Garden, person_id: PersonId, subjects: Sequence[str]) -> list[Entry]:
    """Of these, what they have in a calendar."""
    there = [one for one in subjects if taken_dates.has_taken(tx, person_id, one)]
    return [entry for one in there if (entry := find_entry(tx, garden, person_id, one)) is not None]


def _entries_in(tx: Transaction, parcel: Parcel) -> tuple[Garden | None, list[Entry]]:
    garden = gardens.find_garden(tx, GardenId(parcel.garden_id)) if parcel.garden_id else None
    if garden is None or parcel.person_id is None:
        return None, []
    person_id = PersonId(parcel.person_id)
    found = (find_entry(tx, garden, person_id, one) for one in parcel.payload["subjects"])
    return garden, [one for one in found if one is not None]


def _document(garden: Garden, entries: Sequence[Entry], now: Instant) -> Document:
    named: Text = entries[0].title if len(entries) == 1 else garden.name
    return Document(
        say("{what}.{ending}", what=named, ending="ics"), calendar_of(garden, tuple(entries), now)
    )
