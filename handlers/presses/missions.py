"""Buttons of coordinators about missions: the menu, the list, one mission, its sheet in each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.message import Message
from bot.domain.mission import MissionId, MissionKind, MissionState
from bot.domain.prints import PaperSize
from bot.errors import Refusal
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.usecases.house import Caller
from bot.usecases.managing.cards import (
    change_state,
    choose_kind,
    list_missions,
    mission_card,
    preview_mission,
    show_menu,
)
from bot.usecases.managing.halting import open_halting
from bot.usecases.managing.poster import choose_poster, owe_poster
from bot.usecases.managing.splitting import open_splitting
from bot.usecases.managing.writing import open_edit, open_new
from bot.usecases.replies import reply
from handlers.presses.press import NOTHING, NUMBER, Does, Press

LANGUAGE = "[a-z]{2,3}(?:-[a-z0-9]{2,8})*"


def shows(compose: Callable[[Transaction, Caller, list[str]], Message | Refusal]) -> Does:
    """A button whose answer is one message, in private."""

    def show(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
        private = caller.in_private()
        message = compose(tx, private, args)
        if isinstance(message, Refusal):
            return message
        reply(tx, private, message)
        return None

    return show


def _new(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    if not args:
        return shows(lambda tx, caller, args: choose_kind(tx, caller))(tx, caller, args)
    return open_new(tx, caller, MissionKind(args[0]), afresh=bool(args[1:]))


def _edit(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_edit(tx, caller, MissionId(int(args[0])))


def _open(tx: Transaction, caller: Caller, args: list[str]) -> Message | Refusal:
    return change_state(tx, caller, MissionId(int(args[0])), MissionState.OPEN)


def _pause(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_halting(tx, caller, MissionId(int(args[0])), MissionState.PAUSED)


def _close(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_halting(tx, caller, MissionId(int(args[0])), MissionState.CLOSED)


def _split(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return open_splitting(tx, caller, MissionId(int(args[0])))


def _poster(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    if len(args) == 1:
        return shows(lambda tx, caller, args: choose_poster(tx, caller, MissionId(int(args[0]))))(
            tx, caller, args
        )
    size, _dash, language = args[1].partition("-")
    return owe_poster(tx, caller.in_private(), MissionId(int(args[0])), PaperSize(size), language)


PRESSES: Mapping[str, Press] = {
    "manage": Press(NOTHING, shows(lambda tx, caller, args: show_menu(tx, caller))),
    "mlist": Press("[0-9]{1,4}", shows(lambda tx, caller, args: list_missions(tx, caller, int(args[0])))),
    "mcard": Press(NUMBER, shows(lambda tx, caller, args: mission_card(tx, caller, MissionId(int(args[0]))))),
    "mnew": Press(rf"(({'|'.join(MissionKind)})(\.afresh)?)?", _new),
    "medit": Press(NUMBER, _edit),
    "mopen": Press(NUMBER, shows(_open)),
    "mpause": Press(NUMBER, _pause),
    "mclose": Press(NUMBER, _close),
    "msplit": Press(NUMBER, _split),
    "mposter": Press(rf"{NUMBER}(\.({'|'.join(PaperSize)})-{LANGUAGE})?", _poster),
    "mview": Press(
        rf"{NUMBER}\.{LANGUAGE}",
        shows(lambda tx, caller, args: preview_mission(tx, caller, MissionId(int(args[0])), args[1])),
    ),
}
