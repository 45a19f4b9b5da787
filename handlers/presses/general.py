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
from bot.usecases.helping import open_profile, show_help
from bot.usecases.house import Caller
from bot.usecases.nudge import own_instance
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


PRESSES: Mapping[str, Press] = {
    "start": Press(NOTHING, lambda tx, caller, args: start(tx, caller, "")),
    "garden": Press("[0-9a-z_-]+", lambda tx, caller, args: start(tx, caller, "")),
    "volunteer": Press(NOTHING, lambda tx, caller, args: introduce(tx, caller.in_private())),
    "stay": Press(NOTHING, _stay),
    "help": Press(NOTHING, lambda tx, caller, args: show_help(tx, caller)),
    "human": Press(NOTHING, opening("human")),
    "missions": Press(NOTHING, lambda tx, caller, args: open_missions(tx, caller)),
    "profile": Press(NOTHING, lambda tx, caller, args: open_profile(tx, caller)),
    "erase": Press(NOTHING, opening("erasing")),
    "resume": Press(NUMBER, _resume),
}
