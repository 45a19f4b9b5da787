"""Owns the step answered by a date, tapped or typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeAlias

from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.engine.steps.base import Row, Step, in_rows, not_understood, staying, tick_mark
from bot.marks import _

Bound: TypeAlias = date | Callable[[Any, Answers], date | None] | None


@dataclass(frozen=True, kw_only=True)
class Day(Step):
    """A date, stored as ISO 8601. `offers` are dates in one tap; `past` false refuses days before today."""

    earliest: Bound = None
    latest: Bound = None
    past: bool = True
    offers: Callable[[Any, Answers], Sequence[date]] | None = None

    expects: ClassVar[str] = _("Please type a date, such as 02/03 or “tomorrow”.")

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        """A day that has passed meanwhile, or lies too far from another answer by now, is asked again."""
        day = read_iso(value) if isinstance(value, str) else None
        return MISSING if day is None or self._problem(asking, day) else value

    def worded(self, asking: Asking, value: Value) -> Text:
        day = read_iso(value) if isinstance(value, str) else None
        return say("{day}", day=day) if day else str(value)

    def offered(self, asking: Asking) -> list[date]:
        days = self.offers(asking.facts, asking.answers) if self.offers else ()
        return [day for day in dict.fromkeys(days) if self._problem(asking, day) is None]

    def marks(self, asking: Asking) -> bool:
        return any(day.isoformat() == asking.proposed for day in self.offered(asking))

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return in_rows([_choice(asking, day) for day in self.offered(asking)], 1)

    def press(self, asking: Asking, action: str) -> Reply | None:
        day = read_iso(action[2:]) if action.startswith("d.") else None
        return self._take(asking, day) if day else None

    def hear(self, asking: Asking, words: str) -> Reply:
        day = read_iso(words.strip())
        return self._take(asking, day) if day else not_understood(asking)

    def _take(self, asking: Asking, day: date) -> Reply:
        problem = self._problem(asking, day)
        return staying(asking, problem) if problem else Given(day.isoformat())

    def _problem(self, asking: Asking, day: date) -> Text | None:
        earliest, latest = _bound(self.earliest, asking), _bound(self.latest, asking)
        if not self.past and asking.today and day < asking.today:
            return say(_("{day} is over. Please choose a day to come."), day=day)
        if earliest and day < earliest:
            return say(_("Please choose {day} or later."), day=earliest)
        if latest and day > latest:
            return say(_("Please choose {day} or earlier."), day=latest)
        return None


def read_iso(written: str) -> date | None:
    """A date written as 2026-03-02."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _choice(asking: Asking, day: date) -> Choice:
    label = say("{day}", day=day)
    return Choice(f"d.{day.isoformat()}", tick_mark(label) if day.isoformat() == asking.proposed else label)


def _bound(bound: Bound, asking: Asking) -> date | None:
    return bound(asking.facts, asking.answers) if callable(bound) else bound
