"""Buttons about sharing the way to an event: the board, asking for a seat, the answer, a word to each other."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.event import EventId
from bot.domain.lift import LiftId, RideId
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.events.carpool import answer_request, ask_for_seat, open_sharing, take_back
from bot.usecases.events.ride_words import open_writing
from bot.usecases.house import Caller
from handlers.presses.press import NUMBER, Press, done


def _share(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    event_id, what = EventId(int(args[0])), args[1] if args[1:] else ""
    if what == "off":
        return done(take_back(tx, caller, event_id), _("You are off the list."))
    return open_sharing(tx, caller, event_id, anew=what == "anew")


def _ask(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(ask_for_seat(tx, caller, LiftId(int(args[0]))), _("Asked. The answer comes here."))


def _answer(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    answered = answer_request(tx, caller, RideId(int(args[0])), agreed=args[1] == "yes")
    return done(answered, _("Noted. They are told."))


PRESSES: Mapping[str, Press] = {
    "evlift": Press(rf"{NUMBER}(\.(anew|off))?", _share),
    "liftask": Press(NUMBER, _ask),
    "ride": Press(rf"{NUMBER}\.(yes|no)", _answer),
    "ridewrite": Press(NUMBER, lambda tx, caller, args: open_writing(tx, caller, RideId(int(args[0])))),
}
