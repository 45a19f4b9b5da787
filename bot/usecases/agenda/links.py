"""Owns the secret link to somebody's dates: made, made anew, switched off, and what is read behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.clock import Instant
from bot.domain.entry import CalendarFile
from bot.domain.message import Button, Message
from bot.domain.text import Language, Text, say
from bot.marks import _
from bot.storage import feeds, gardens, people
from bot.storage.database import Transaction
from bot.usecases.agenda.entries import KEPT, calendar_of, entries_of
from bot.usecases.house import Caller
from bot.usecases.replies import HUMAN, reply

PATH = "/calendar/"
ENDING = ".ics"

AS_A_FILE = Button(say(_("My dates as a file")), data="n.icsall")
NEW_LINK = Button(say(_("A new link")), data="n.calnew")
SWITCH_OFF = Button(say(_("Switch the link off")), data="n.caloff")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link shows, and the language it is read in."""

    file: CalendarFile
    language: Language


def show_calendar(tx: Transaction, caller: Caller) -> None:
    """Their link, made at the first time of asking; a file where this bot serves no links."""
    caller = caller.in_private()
    if not caller.house.public_url:
        reply(tx, caller, _file_only(), about="calendar")
        return
    there = feeds.feed_of(tx, caller.garden.id, caller.person.id)
    if there is None:
        make_link(tx, caller)
    else:
        since = there.made_at.astimezone(caller.garden.zone).date()
        reply(tx, caller, _has_one(since), about="calendar")


def make_link(tx: Transaction, caller: Caller) -> None:
    """A link, and how to use it. One they had before leads nowhere from now on."""
    caller = caller.in_private()
    if not caller.house.public_url:
        reply(tx, caller, _file_only(), about="calendar")
        return
    again = feeds.feed_of(tx, caller.garden.id, caller.person.id) is not None
    token = feeds.make_feed(tx, caller.garden.id, caller.person.id, caller.now)
    link = f"{caller.house.public_url}{PATH}{token}{ENDING}"
    reply(tx, caller, _how_to_subscribe(link, again=again), about="calendar")


def switch_off(tx: Transaction, caller: Caller) -> None:
    """Nobody reads their dates by a link any more."""
    caller = caller.in_private()
    feeds.end_feed(tx, caller.garden.id, caller.person.id)
    off = say(_("The link is switched off: whoever has it sees nothing any more. /calendar makes a new one."))
    reply(tx, caller, Message((off,), ((AS_A_FILE,), (HUMAN,))), about="calendar")


def read_link(tx: Transaction, token: str, now: Instant) -> Shown | None:
    """The dates behind a link; None where it leads nowhere."""
    feed = feeds.find_feed(tx, token)
    garden = gardens.find_garden(tx, feed.garden_id) if feed else None
    person = people.find_person(tx, feed.person_id) if feed else None
    if garden is None or person is None:
        return None
    entries = entries_of(tx, garden, person.id, now - KEPT)
    return Shown(calendar_of(garden, tuple(entries), now), person.language)


def _how_to_subscribe(link: str, *, again: bool) -> Message:
    told: list[Text] = [
        say(_("📅 This link shows your dates here, always up to date. Keep it to yourself: whoever has it sees them.")),
        link,
        say(
            _(
                "<b>iPhone</b>: hold your finger on the link and copy it. In Settings, under Calendar, Accounts, "
                "choose “Add Account”, “Other”, “Add Subscribed Calendar”, and paste it there."
            )
        ),
        say(
            _(
                "<b>Android</b>: on a computer, open calendar.google.com. Beside “Other calendars”, choose +, then "
                "“From URL”, and paste the link there."
            )
        ),
    ]  # fmt: skip
    if again:
        told.append(say(_("The link you had before shows nothing any more.")))
    return Message(tuple(told), ((NEW_LINK, SWITCH_OFF), (AS_A_FILE, HUMAN)))


def _has_one(since: date) -> Message:
    """Only a digest of it is kept, so it cannot be said twice."""
    told = (
        say(_("📅 You have had a link to your dates since {day}. It is in this chat, further up."), day=since),
        say(
            _(
                "I do not keep it in a form that I could show again. If it is lost, or somebody else has it, make a "
                "new one: the old one then shows nothing any more."
            )
        ),
    )  # fmt: skip
    return Message(told, ((NEW_LINK, SWITCH_OFF), (AS_A_FILE, HUMAN)))


def _file_only() -> Message:
    told = (
        say(_("📅 I can give you your dates as a file, which your phone’s calendar opens.")),
        say(
            _(
                "A link that stays up to date by itself is not set up for this bot. If you would like one, say so "
                "to a human."
            )
        ),
    )
    return Message(told, ((AS_A_FILE,), (HUMAN,)))
