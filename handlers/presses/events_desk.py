"""Buttons of coordinators and of the team about events: prepare, publish, cancel, the list at the entrance."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import EventId, RsvpId
from bot.domain.prints import PaperSize
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.events.cancelling import open_cancelling
from bot.usecases.events.cards import event_card, manage_events, preview_event
from bot.usecases.events.check_in import open_door, tick
from bot.usecases.events.publishing import publish_draft
from bot.usecases.events.sending_photos import open_sending
from bot.usecases.events.sharing import choose_poster, owe_poster
from bot.usecases.events.writing import open_copy, open_edit_event, open_new_event
from bot.usecases.house import Caller
from handlers.presses.missions import LANGUAGE, shows
from handlers.presses.press import NOTHING, NUMBER, Press, done


def _id(args: list[str]) -> EventId:
    return EventId(int(args[0]))


def _publish(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(publish_draft(tx, caller, _id(args)), _("Published. People are invited, never at night."))


def _door(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_door(tx, caller.in_private(), _id(args), int(args[1]))


def _tick(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return tick(tx, caller, RsvpId(int(args[0])), there=args[1] == "on")


def _poster(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    if not args[1:]:
        return shows(lambda tx, caller, args: choose_poster(tx, caller, _id(args)))(tx, caller, args)
    size, language = args[1].split("-", 1)
    return owe_poster(tx, caller.in_private(), _id(args), PaperSize(size), language)


PRESSES: Mapping[str, Press] = {
    "evlist": Press("[0-9]{1,4}", shows(lambda tx, caller, args: manage_events(tx, caller, int(args[0])))),
    "evcard": Press(NUMBER, shows(lambda tx, caller, args: event_card(tx, caller, _id(args)))),
    "evview": Press(
        rf"{NUMBER}\.{LANGUAGE}",
        shows(lambda tx, caller, args: preview_event(tx, caller, _id(args), args[1])),
    ),
    "evnew": Press(NOTHING, lambda tx, caller, args: open_new_event(tx, caller)),
    "evcopy": Press(NUMBER, lambda tx, caller, args: open_copy(tx, caller, _id(args))),
    "evedit": Press(NUMBER, lambda tx, caller, args: open_edit_event(tx, caller, _id(args))),
    "evcancel": Press(NUMBER, lambda tx, caller, args: open_cancelling(tx, caller, _id(args))),
    "evpublish": Press(NUMBER, _publish),
    "evposter": Press(rf"{NUMBER}(\.({'|'.join(PaperSize)})-{LANGUAGE})?", _poster),
    "evsend": Press(NUMBER, lambda tx, caller, args: open_sending(tx, caller, _id(args))),
    "evdoor": Press(rf"{NUMBER}\.[0-9]{{1,4}}", _door),
    "evin": Press(rf"{NUMBER}\.(on|off)", _tick),
}
