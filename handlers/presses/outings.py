"""Buttons about outings: how it went, whose hours are right, a word of thanks, what not to send any more."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mission import MissionId
from bot.domain.report import ReportId
from bot.domain.thanks import ThanksId
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.changing_hours import open_changing
from bot.usecases.confirming import confirm_rest, not_held, show_list
from bot.usecases.house import Caller
from bot.usecases.logging_hours import open_logging, open_month
from bot.usecases.objections import STOPPED, Objection, ask_again, stop_sending
from bot.usecases.pickups.swapping import decline_swaps
from bot.usecases.season import turn_words
from bot.usecases.telling import open_telling
from bot.usecases.thanking import open_word
from handlers.presses.press import NOTHING, NUMBER, Press, done

HANDLE = "[sr][0-9]{1,15}"
KINDS = "|".join(one.removeprefix("no_") for one in STOPPED)
"""What can be stopped, and asked for again."""


def _report(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_telling(tx, caller, ReportId(int(args[1])), args[0])


def _hours(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    what, handle = args
    if what == "edit":
        return open_changing(tx, caller, handle)
    if what == "show":
        return show_list(tx, caller, handle)
    confirmed: Refusal | None = (confirm_rest if what == "ok" else not_held)(tx, caller, handle)
    return done(confirmed, _("Confirmed. Thank you!"))


def _word(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_word(tx, caller, ThanksId(int(args[0])))


def _words(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return turn_words(tx, caller, int(args[0]), int(args[1]))


def _month(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_month(tx, caller, MissionId(int(args[0])), args[1])


def _stop(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    stopped = Objection(f"no_{args[0]}")
    stop_sending(tx, caller, stopped)
    if stopped is Objection.SWAPS:
        decline_swaps(tx, caller)
    return None


def _again(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    ask_again(tx, caller, Objection(f"no_{args[0]}"))
    return None


PRESSES: Mapping[str, Press] = {
    "report": Press(rf"(came|other|away|none|again)\.{NUMBER}", _report),
    "hours": Press(rf"(ok|edit|none|show)\.{HANDLE}", _hours),
    "word": Press(NUMBER, _word),
    "words": Press(rf"[0-9]{{4}}\.{NUMBER}", _words),
    "log": Press(NOTHING, lambda tx, caller, args: open_logging(tx, caller.in_private())),
    "month": Press(rf"{NUMBER}\.[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}", _month),
    "stop": Press(KINDS, _stop),
    "again": Press(KINDS, _again),
}
