"""Buttons about calls for volunteers: write one, send it, stop it; and what those answer who are called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.call import CallId, Width
from bot.domain.mission import MissionId
from bot.domain.shift import ShiftId
from bot.domain.text import say
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.transport.toasts import Toast
from bot.usecases.calling.answering import say_no, say_yes, stop_calls, want_calls
from bot.usecases.calling.drafting import open_call_for_mission, open_call_for_shift
from bot.usecases.calling.sending import drop_call, send_call, stop_call, write_anew
from bot.usecases.house import Caller
from handlers.presses.press import NOTHING, NUMBER, Press, done, in_private


def _call_for_shift(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _opened(caller, open_call_for_shift(tx, caller, ShiftId(int(args[0]))))


def _call_for_mission(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return _opened(caller, open_call_for_mission(tx, caller, MissionId(int(args[0]))))


def _opened(caller: Caller, refusal: Refusal | None) -> Outcome:
    """From the group, they are told where it goes on."""
    return refusal if caller.is_private else in_private(caller, refusal)


def _send(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    sent = send_call(tx, caller, CallId(int(args[0])), Width(args[1]))
    return done(sent, _("On its way. You can follow it here."))


def _drop(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(drop_call(tx, caller, CallId(int(args[0]))), _("All right. Nothing was sent."))


def _anew(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return write_anew(tx, caller, CallId(int(args[0])))


def _halt(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(stop_call(tx, caller, CallId(int(args[0]))), _("Stopped."))


def _yes(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(say_yes(tx, caller, CallId(int(args[0]))), _("Thank you!"))


def _no(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(say_no(tx, caller, CallId(int(args[0]))), _("Thank you for answering."))


def _no_more(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return done(stop_calls(tx, caller, CallId(int(args[0]))), _("All right: no more calls like this."))


def _again(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    want_calls(tx, caller)
    return Toast(say(_("All right: calls for volunteers reach you again.")))


def _sample(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return Toast(say(_("This only shows how your call reads.")))


PRESSES: Mapping[str, Press] = {
    "call": Press(NUMBER, _call_for_shift),
    "callfor": Press(NUMBER, _call_for_mission),
    "callsend": Press(rf"{NUMBER}\.({'|'.join(Width)})", _send),
    "calldrop": Press(NUMBER, _drop),
    "callanew": Press(NUMBER, _anew),
    "callhalt": Press(NUMBER, _halt),
    "callyes": Press(NUMBER, _yes),
    "callno": Press(NUMBER, _no),
    "callstop": Press(NUMBER, _no_more),
    "callson": Press(NOTHING, _again),
    "callsample": Press(NOTHING, _sample),
}
