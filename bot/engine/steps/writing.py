"""Owns the steps answered by typing: words and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.said import ENCLOSED, Said
from bot.domain.text import Text, say
from bot.engine.asking import Asking, Choice, Given, Reply
from bot.engine.checks import Check, at_most, not_blank
from bot.engine.events import Enclosed
from bot.engine.options import Option, Options
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.engine.steps.base import (
    Row,
    Step,
    action_for,
    in_rows,
    not_understood,
    read_options,
    shortened,
    staying,
    tick_mark,
)
from bot.marks import _

_LASTED = re.compile(
    r"(?P<hours>\d{1,3}(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|heures?)\.?(?:\s*(?P<after>\d{1,2})\s*(?:m|mn|min\w*)?)?"
    r"|(?P<minutes>\d{1,3})\s*(?:m|mn|min\w*)"
)
"""Hours and minutes, as in 2h30, 1 hour 15 min, 45 minutes."""
_NUMBER = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, kw_only=True)
class Words(Step):
    """Free words. `suggest` offers an answer in one tap, where it passes the check. `one_line`: no line breaks.

    `encloses`: a photo, a voice or a document answers, too; the answer is then what `Said.to_json` makes of it.
    `told` is how an answer is said back, where there is one way to write what people type in many.
    """

    told: Callable[[str], Text] | None = None
    check: Check = not_blank
    suggest: Callable[[Any, Answers], str | None] | None = None
    longest: int = 500
    one_line: bool = False
    encloses: bool = False

    wants_words: ClassVar[bool] = True
    expects: ClassVar[str] = _("Please write it in words.")

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        if self.encloses and isinstance(value, Mapping):
            return value if Said.from_json(value).relay else MISSING
        return value if isinstance(value, str) else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        if self.told is not None and isinstance(value, str):
            return self.told(value)
        relay = Said.from_json(value).relay if isinstance(value, Mapping) else None
        return ENCLOSED[relay.kind] if relay else super().worded(asking, value)

    def take_enclosed(self, asking: Asking, enclosed: Enclosed) -> Reply | None:
        return Given(Said(enclosed.words, enclosed.relay).to_json()) if self.encloses else None

    def suggestion(self, asking: Asking) -> str:
        offered = self.suggest(asking.facts, asking.answers) if self.suggest else None
        words = self.tidied(offered or "")
        return "" if not words or words == asking.proposed or self.problem(words) else words

    def problem(self, words: str) -> Text | None:
        return at_most(self.longest)(words) or self.check(words)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        words = self.suggestion(asking)
        return [(Choice("take", shortened(self.worded(asking, words)), "yes"),)] if words else []

    def press(self, asking: Asking, action: str) -> Reply | None:
        words = self.suggestion(asking) if action == "take" else ""
        return Given(words) if words else None

    def hear(self, asking: Asking, words: str) -> Reply:
        tidied = self.tidied(words)
        problem = self.problem(tidied)
        return staying(asking, problem) if problem else Given(tidied)

    def tidied(self, words: str) -> str:
        """Without spaces around it or at line ends; line breaks are kept, unless it is to be one line."""
        lines = [" ".join(line.split()) for line in words.strip().splitlines()]
        return " ".join(filter(None, lines)) if self.one_line else "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class Number(Step):
    """A number, typed or tapped: the ids of `options` are the numbers they stand for.

    `objects` says what stands against a number, seen from the facts and the answers so far.
    """

    minimum: float | None = None
    maximum: float | None = None
    objects: Callable[[Any, Answers, float], Text | None] | None = None
    whole: bool = True
    options: Options = ()
    columns: int = 2

    expects: ClassVar[str] = _("Please type a number.")

    def options_for(self, asking: Asking) -> tuple[Option, ...]:
        return tuple(one for one in read_options(self.options, asking) if _number(one.id) is not None)

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        return value if isinstance(value, int | float) and not isinstance(value, bool) else MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        named = (one.label for one in asking.options if _number(one.id) == value)
        return next(named, say("{number}", number=value if isinstance(value, int | float) else 0))

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return in_rows([self._choice(asking, option) for option in asking.options], self.columns)

    def marks(self, asking: Asking) -> bool:
        return any(_number(option.id) == asking.proposed for option in asking.options)

    def _choice(self, asking: Asking, option: Option) -> Choice:
        kept = asking.proposed is not MISSING and _number(option.id) == asking.proposed
        return Choice(action_for("o.", option.id), tick_mark(option.label) if kept else option.label)

    def press(self, asking: Asking, action: str) -> Reply | None:
        option = asking.coded(action[2:]) if action.startswith("o.") else None
        number = _number(option.id) if option else None
        return None if number is None else self._take(asking, number)

    def hear(self, asking: Asking, words: str) -> Reply:
        found = _NUMBER.findall(words) if len(words) <= 100 else []
        number = _number(found[0]) if len(found) == 1 else None
        if number is None:
            return not_understood(asking)
        return self._take(asking, number)

    def _take(self, asking: Asking, number: float) -> Reply:
        problem = self._problem(number)
        if problem is None and self.objects is not None:
            problem = self.objects(asking.facts, asking.answers, number)
        return staying(asking, problem) if problem else Given(number)

    def _problem(self, number: float) -> Text | None:
        if self.whole and not isinstance(number, int):
            return say(_("Please type a whole number."))
        if self.minimum is not None and number < self.minimum:
            return say(_("Please type a number of at least {least}."), least=self.minimum)
        if self.maximum is not None and number > self.maximum:
            return say(_("Please type a number of at most {most}."), most=self.maximum)
        return None


@dataclass(frozen=True, kw_only=True)
class Hours(Number):
    """A length of time in hours, as people type it: 1,5 · 2h30 · 45 min; or one of the options that are no number."""

    whole: bool = False
    otherwise: Options = ()

    expects: ClassVar[str] = _("Please type a number of hours, such as 2 or 1h30.")

    def options_for(self, asking: Asking) -> tuple[Option, ...]:
        return (*super().options_for(asking), *self._others(asking))

    def _others(self, asking: Asking) -> tuple[Option, ...]:
        return read_options(self.otherwise, asking)

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        if isinstance(value, str):
            return value if any(one.id == value for one in self._others(asking)) else MISSING
        return super().accepts(asking, value)

    def worded(self, asking: Asking, value: Value) -> Text:
        if isinstance(value, str):
            return asking.label(value)
        named = (one.label for one in asking.options if _number(one.id) == value)
        return next(named, say(_("{hours} h"), hours=value if isinstance(value, int | float) else 0))

    def press(self, asking: Asking, action: str) -> Reply | None:
        option = asking.coded(action[2:]) if action.startswith("o.") else None
        if option is not None and _number(option.id) is None:
            return Given(option.id)
        return super().press(asking, action)

    def hear(self, asking: Asking, words: str) -> Reply:
        read = _LASTED.fullmatch(words.strip().lower()) if len(words) <= 100 else None
        if read is None:
            return super().hear(asking, words)
        hours, minutes = read["hours"] or "0", read["after"] or read["minutes"] or "0"
        lasted = float(hours.replace(",", ".")) + int(minutes) / 60
        return super().hear(asking, f"{lasted:.4f}".rstrip("0").rstrip("."))


def _number(written: str) -> int | float | None:
    """A whole number wherever it is one; digits of any script."""
    try:
        number = float(written.replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
    if number != number or abs(number) > 1e15:
        return None
    return int(number) if number == int(number) else number
