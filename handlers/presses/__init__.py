"""Buttons under notices and lists: `n.<name>`, then what it carries. Who may do what is decided by the use cases.

One module an area, each with its own `PRESSES`: name -> what its data carries, what a tap does.
"""

from __future__ import annotations

from typing import Any

from telegram import Message, Update

from bot.domain.person import PersonId
from bot.engine.events import Enclosed, Event
from bot.errors import NotFound, Refusal
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.link_group import link_group
from bot.usecases.links import GARDEN
from bot.usecases.listening import said_by, take_up_offer
from bot.usecases.refresh import clear_buttons
from bot.usecases.writing_more import send_more
from handlers.deps import Deps
from handlers.presses import (
    agenda,
    baskets,
    calendar,
    calls,
    events,
    events_desk,
    general,
    lifts,
    members,
    missions,
    outings,
    papers,
    people,
    reminders,
    shifts,
    staff,
    team,
)
from handlers.presses.press import NOTHING, NUMBER, Press, unite
from handlers.talking import read_event

PRESS = r"^n\.([a-z]{1,12})((?:\.[0-9a-z_-]{1,40}){0,2})$"
"""Callback data of a notice."""

PRESSES = unite(
    area.PRESSES
    for area in (
        calls,
        general,
        missions,
        calendar,
        agenda,
        people,
        shifts,
        staff,
        team,
        outings,
        papers,
        events,
        events_desk,
        reminders,
        lifts,
        baskets,
        members,
    )
)
"""Every button but *link*, *pass* and *sendto*, which need the chat's title, or what their message replies to."""


async def take_press(update: Update, context: Any, deps: Deps) -> None:
    """A forged or outdated button gets the same polite answer as one whose subject is gone."""
    name, rest = context.match.groups()
    args = [part for part in rest.split(".") if part]
    chat = update.effective_chat
    title = (chat.title if chat else None) or ""
    known = {"link": _linking(title), "pass": _passing_on(update), "sendto": _sending_to(update)}
    press = known.get(name) or PRESSES.get(name)
    link = f"{GARDEN}{args[0]}" if name == "garden" and args else ""
    tapped = update.callback_query.message if update.callback_query else None

    def do(tx: Transaction, caller: Caller) -> Outcome:
        if press is None or not press.fits(args):
            return NotFound()
        outcome = press.does(tx, caller, args)
        if tapped and press.settles(args) and not isinstance(outcome, Refusal):
            clear_buttons(tx, caller.garden.id, tapped.chat.id, tapped.message_id, caller.now)
        return outcome

    await deps.act(update, do, link=link)


def not_ours(tx: Transaction, caller: Caller) -> Outcome:
    """Data that no button of ours carries."""
    return NotFound()


def _linking(title: str) -> Press:
    return Press(NOTHING, lambda tx, caller, args: link_group(tx, caller, title))


def _passing_on(update: Update) -> Press:
    event = _offered(update)[1]
    enclosed = event if isinstance(event, Enclosed) else None
    return Press(NOTHING, lambda tx, caller, args: take_up_offer(tx, caller, enclosed))


def _sending_to(update: Update) -> Press:
    message_id, event = _offered(update)
    said = said_by(event) if event is not None else None

    def send(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
        return send_more(tx, caller, PersonId(int(args[0])), said, message_id) if said else NotFound()

    return Press(NUMBER, send)


def _offered(update: Update) -> tuple[int, Event | None]:
    """The offer stands as a reply to what was sent, which Telegram hands over with the tap."""
    offer = update.callback_query.message if update.callback_query else None
    sent = offer.reply_to_message if isinstance(offer, Message) else None
    if sent is None or sent.from_user != update.effective_user:
        return 0, None
    return sent.message_id, read_event(sent)
