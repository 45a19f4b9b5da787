"""Buttons about places in shifts: take it, wait for it, let it go, I can't come, come every time."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mission import MissionId
from bot.domain.shift import Booking, BookingId, BookingState, DropCause, RosterId, SeriesId
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.booking import accept_offer, book, decline_offer
from bot.usecases.house import Caller
from bot.usecases.letting_go import come_every_time
from bot.usecases.saying_no import cannot_come, tell_why
from bot.usecases.signed_up import open_planning
from bot.usecases.start import open_dates
from handlers.presses.press import NOTHING, NUMBER, Press, done


def _seat(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    roster_id, guests = _party(args)
    return _said(book(tx, caller.garden, caller.person.id, roster_id, caller.now, guests=guests))


def _queue(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    roster_id, guests = _party(args)
    return _said(book(tx, caller.garden, caller.person.id, roster_id, caller.now, guests=guests, wait=True))


def _party(args: list[str]) -> tuple[RosterId, int]:
    """The roster and, where an earlier turn ended, whom they would have brought along."""
    roster_id, *guests = map(int, args)
    return RosterId(roster_id), sum(guests)


def _accept(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _said(accept_offer(tx, caller.garden, BookingId(int(args[0])), caller.person.id, caller.now))


def _let_go(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _said(decline_offer(tx, caller.garden, BookingId(int(args[0])), caller.person.id, caller.now))


def _drop(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(cannot_come(tx, caller, BookingId(int(args[0]))), _("Thank you for telling us."))


def _why(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    said = tell_why(tx, caller, BookingId(int(args[0])), DropCause(args[1]))
    return done(said, _("Thank you for telling us."))


def _regular(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    refused = come_every_time(tx, caller.in_private(), SeriesId(int(args[0])))
    return done(refused, _("All right: you are expected every time. Thank you!"))


def _said(outcome: Booking | Refusal) -> Outcome:
    if isinstance(outcome, Refusal):
        return outcome
    return done(None, _THANKS.get(outcome.state, _("Thank you!")))


_THANKS = {
    BookingState.TAKEN: _("Thank you! You are expected."),
    BookingState.WAITING: _("You are on the waiting list."),
    BookingState.DECLINED: _("Thank you for telling us."),
}


def _dates(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_dates(tx, caller.in_private(), MissionId(int(args[0])))


PARTY = rf"{NUMBER}(?:\.[0-9]{{1,3}})?"

PRESSES: Mapping[str, Press] = {
    "seat": Press(PARTY, _seat),
    "queue": Press(PARTY, _queue),
    "accept": Press(NUMBER, _accept),
    "letgo": Press(NUMBER, _let_go),
    "drop": Press(NUMBER, _drop),
    "why": Press(rf"{NUMBER}\.({'|'.join(DropCause)})", _why),
    "regular": Press(NUMBER, _regular),
    "dates": Press(NUMBER, _dates),
    "planning": Press(NOTHING, lambda tx, caller, args: open_planning(tx, caller)),
}
