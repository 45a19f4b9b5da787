"""Owns what a button under a notice is: what its data carries behind the name, and what a tap on it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.text import say
from bot.errors import Refusal
from bot.marks import _
from bot.storage.database import Transaction
from bot.transport.act import Outcome
from bot.transport.toasts import Toast
from bot.usecases.converse import begin
from bot.usecases.house import Caller

Does: TypeAlias = Callable[[Transaction, Caller, list[str]], Outcome]

NOTHING = ""
NUMBER = "[0-9]{1,15}"
"""Never beyond what a database holds."""


@dataclass(frozen=True, slots=True)
class Press:
    """`carries` is a pattern of everything behind the button's name, points between its parts included.

    `decides`: of what it carries where the tap settles all that its message asks, whose buttons then go.
    """

    carries: str
    does: Does
    decides: str | None = None

    def fits(self, args: list[str]) -> bool:
        """Whether this is what the button carries, and nothing else."""
        return re.fullmatch(self.carries, ".".join(args)) is not None

    def settles(self, args: list[str]) -> bool:
        return self.decides is not None and re.fullmatch(self.decides, ".".join(args)) is not None


def unite(tables: Iterable[Mapping[str, Press]]) -> dict[str, Press]:
    """All areas' buttons in one table.

    Raises:
        ValueError: two areas declare a button of the same name.
    """
    united: dict[str, Press] = {}
    for table in tables:
        if twice := sorted(united.keys() & table.keys()):
            raise ValueError(f"declared twice among the buttons: {', '.join(twice)}")
        united.update(table)
    return united


def done(outcome: Refusal | None, text: str) -> Outcome:
    """The refusal, or `text` as a word of thanks."""
    return outcome if outcome is not None else Toast(say(text))


def in_private(caller: Caller, outcome: Refusal | None) -> Outcome:
    """For what opens in the private chat of whoever tapped, who is told so unless they are there."""
    return outcome if caller.is_private else done(outcome, _("I have written to you in private."))


def opening(conversation: str) -> Does:
    """A button that opens a guided conversation in private."""

    def open_it(tx: Transaction, caller: Caller, args: list[str]) -> Outcome:
        begin(tx, caller.in_private(), conversation)
        return None

    return open_it
