"""Buttons about one's own calendar: a date as a file, all of them, the secret link."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.agenda.entries import ENTRIES
from bot.usecases.agenda.files import take_all, take_date
from bot.usecases.agenda.links import make_link, show_calendar, switch_off
from bot.usecases.house import Caller
from handlers.presses.press import NOTHING, NUMBER, Does, Press
from handlers.showing import answering


def _take(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return take_date(tx, caller.in_private(), ":".join(args))


def _all(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return take_all(tx, caller.in_private())


def _does(deed: Callable[[Transaction, Caller], None]) -> Does:
    return lambda tx, caller, args: answering(deed)(tx, caller)


PRESSES: Mapping[str, Press] = {
    "ics": Press(rf"({'|'.join(ENTRIES)})\.{NUMBER}", _take),
    "icsall": Press(NOTHING, _all),
    "calendar": Press(NOTHING, _does(show_calendar)),
    "calnew": Press(NOTHING, _does(make_link)),
    "caloff": Press(NOTHING, _does(switch_off)),
}
