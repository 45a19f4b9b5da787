"""Buttons about households with a basket: the garden's list, one household, letters, joining."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.member import MemberId
from bot.domain.message import Message
from bot.domain.point import PointId
from bot.domain.sheet import SheetId
from bot.errors import Refusal
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.managing.households import owe_households
from bot.usecases.managing.letters import choose_letters, owe_letter, owe_letters
from bot.usecases.managing.members import (
    link_for_member,
    list_unjoined,
    member_card,
    open_finding,
    reset_link,
    show_members,
)
from bot.usecases.member_list.receiving import confirm_list, drop_list
from bot.usecases.member_list.showing import owe_problems
from handlers.presses.missions import shows
from handlers.presses.press import NOTHING, NUMBER, Press


def _import(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return confirm_list(tx, caller, SheetId(int(args[0])), leave=args[1] == "all")


def _reset(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return reset_link(tx, caller, MemberId(int(args[0])), sure=bool(args[1:]))


def _card(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return member_card(tx, caller, MemberId(int(args[0])))


def _link(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return link_for_member(tx, caller, MemberId(int(args[0])))


PRESSES: Mapping[str, Press] = {
    "members": Press(NOTHING, shows(lambda tx, caller, args: show_members(tx, caller))),
    "himport": Press(rf"{NUMBER}\.(all|part)", _import),
    "hdrop": Press(NUMBER, lambda tx, caller, args: drop_list(tx, caller, SheetId(int(args[0])))),
    "hproblems": Press(NUMBER, lambda tx, caller, args: owe_problems(tx, caller, SheetId(int(args[0])))),
    "hlist": Press("[0-9]{1,4}", shows(lambda tx, caller, args: list_unjoined(tx, caller, int(args[0])))),
    "hfind": Press(NOTHING, lambda tx, caller, args: open_finding(tx, caller)),
    "hcard": Press(NUMBER, shows(_card)),
    "hlink": Press(NUMBER, shows(_link)),
    "hletter": Press(NUMBER, lambda tx, caller, args: owe_letter(tx, caller, MemberId(int(args[0])))),
    "hreset": Press(rf"{NUMBER}(\.yes)?", shows(_reset)),
    "hletters": Press(NOTHING, shows(lambda tx, caller, args: choose_letters(tx, caller))),
    "hexport": Press(NOTHING, lambda tx, caller, args: owe_households(tx, caller)),
    "hprint": Press(NUMBER, lambda tx, caller, args: owe_letters(tx, caller, PointId(int(args[0])))),
}
