"""Owns one question being asked of one person: what a step may look at, and what it can reply."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.domain.message import Ask
from bot.domain.text import Text
from bot.engine.options import Option
from bot.engine.state import MISSING, Answers, Key, MaybeValue, State, Value

if TYPE_CHECKING:
    from bot.engine.steps.base import Step

LONGEST_ID = 36
"""Bytes of an option's id in a button: Telegram's 64, less 24 for `c.<instance>.<visit>.`, less the verb."""


@dataclass(eq=False)
class Asking:
    """One question being asked. `answers` are those that still hold; `over` asks what the items come from.

    `proposed` is the answer on record, if any; `before` are the questions that lead here, for
    a step that looks back on them.
    """

    step: Step
    item: str
    facts: Any
    answers: Answers
    state: State
    proposed: MaybeValue = MISSING
    over: Asking | None = None
    before: tuple[Asking, ...] = ()
    today: date | None = None

    @property
    def key(self) -> Key:
        return (self.step.id, self.item)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return self.step.options_for(self)

    @property
    def item_label(self) -> Text:
        return self.over.label(self.item) if self.over else self.item

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)

    def coded(self, code: str) -> Option | None:
        """The option that a button's data speaks of."""
        return next((option for option in self.options if code_of(option.id) == code), None)

    def label(self, id: str) -> Text:
        """What an option is called; its id once it is gone."""
        option = self.option(id)
        return option.label if option else id


def code_of(id: str) -> str:
    """An id as it stands in a button's data: itself, or a digest where it is too long or not plain."""
    if id.isascii() and id.isprintable() and len(id) <= LONGEST_ID and not id.startswith("~"):
        return id
    return "~" + hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


@dataclass(frozen=True, slots=True)
class Choice:
    """A button before it is bound to an instance and a visit.

    `meaning` names what people type for it in any conversation ("yes", "back"); `option` marks those that a
    typed number counts. `short` is what the button says where the label, which
    typed words mean all the same, is too long.
    """

    action: str
    label: Text
    meaning: str = ""
    option: bool = False
    share: Ask | None = None
    short: Text | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The question is answered; `remark` opens the next screen.

    With `at` an earlier question is answered instead: whatever was answered since falls away.
    """

    value: Value
    remark: Text | None = None
    at: Key | None = None


@dataclass(frozen=True, slots=True)
class Stays:
    """The same question, the same visit, drawn again from `state`."""

    state: State


@dataclass(frozen=True, slots=True)
class Reopens:
    """The review asks for one question again."""

    key: Key


@dataclass(frozen=True, slots=True)
class Leaves:
    """The person refuses what the conversation cannot go on without."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something is done beside the question, which stays as it is; `value` is the option's id."""

    value: str


Reply: TypeAlias = Given | Stays | Reopens | Leaves | Aside
