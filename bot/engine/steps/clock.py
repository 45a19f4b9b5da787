"""Owns the step answered by a time of day, tapped or typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar

from bot.domain.hours import read_hour
from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.engine.steps.base import Row, Step, in_rows, not_understood, staying, tick_mark
from bot.marks import _

WRITTEN = "%H:%M"


@dataclass(frozen=True, kw_only=True)
class Clock(Step):
    """A time of day, stored as 18:30. `offers` are those in one tap; `objects` says what stands against one."""

    offers: tuple[time, ...] = ()
    objects: Callable[[Any, Answers, time], Text | None] | None = None
    columns: int = 2

    wants_words: ClassVar[bool] = True  # else 18:30 would be taken for the button 18:00
    expects: ClassVar[str] = _("I need a time of day, such as 9:00 or 14 h 30.")

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        return value if isinstance(value, str) and read_hour(value) else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        hour = read_hour(str(value))
        return say("{hour}", hour=hour) if hour else str(value)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return in_rows([_choice(asking, hour) for hour in self.offers], self.columns)

    def marks(self, asking: Asking) -> bool:
        return any(hour.strftime(WRITTEN) == asking.proposed for hour in self.offers)

    def press(self, asking: Asking, action: str) -> Reply | None:
        offered = next((one for one in self.offers if action == _action(one)), None)
        return self._take(asking, offered) if offered else None

    def hear(self, asking: Asking, words: str) -> Reply:
        hour = read_hour(words) if len(words) <= 20 else None
        return self._take(asking, hour) if hour else not_understood(asking)

    def _take(self, asking: Asking, hour: time) -> Reply:
        problem = self.objects(asking.facts, asking.answers, hour) if self.objects else None
        return staying(asking, problem) if problem else Given(hour.strftime(WRITTEN))


def _choice(asking: Asking, hour: time) -> Choice:
    label = say("{hour}", hour=hour)
    return Choice(_action(hour), tick_mark(label) if hour.strftime(WRITTEN) == asking.proposed else label)


def _action(hour: time) -> str:
    return f"t.{hour:%H%M}"
