"""Buttons that anybody meets: begin, go on, help, what the bot knows about me."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.text import say
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.storage.instances import InstanceId
from bot.transport.act import Outcome
from bot.transport.toasts import Toast
from bot.usecases.converse import resume
from bot.usecases.erasing import open_erasing
from bot.usecases.helping import open_profile, show_help
from bot.usecases.house import Caller
from bot.usecases.nudge import own_instance
from bot.usecases.record import show_record
from bot.usecases.replies import reply
from bot.usecases.start import introduce, open_missions, start
from handlers.presses.press import NOTHING, NUMBER, Press, opening


def _resume(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    instance = own_instance(tx, caller, InstanceId(int(args[0])))
    if isinstance(instance, Refusal):
        return instance
    resume(tx, caller, instance)
    return None


def _stay(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    return Toast(say(_("Thank you! Everything is kept, and nothing changes.")))


def _leaf(args: list[str]) -> int:
    return int(args[0]) if args else 0


def _record(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
    page = _leaf(args)
    reply(tx, caller, show_record(tx, caller, page), about=f"record:{page}")
    return None


LEAF = "([0-9]{1,2})?"

PRESSES: Mapping[str, Press] = {
    "start": Press(NOTHING, lambda tx, caller, args: start(tx, caller, "")),
    "garden": Press("[0-9a-z_-]+", lambda tx, caller, args: start(tx, caller, "")),
    "volunteer": Press(NOTHING, lambda tx, caller, args: introduce(tx, caller.in_private())),
    "stay": Press(NOTHING, _stay),
    "help": Press(LEAF, lambda tx, caller, args: show_help(tx, caller, _leaf(args))),
    "record": Press(LEAF, _record),
    "human": Press(NOTHING, opening("human")),
    "missions": Press(NOTHING, lambda tx, caller, args: open_missions(tx, caller)),
    "profile": Press(NOTHING, lambda tx, caller, args: open_profile(tx, caller)),
    "erase": Press(NOTHING, lambda tx, caller, args: open_erasing(tx, caller)),
    "resume": Press(NUMBER, _resume),
}
