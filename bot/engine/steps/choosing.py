"""Owns the steps answered by choosing: one option, or several ticked ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bot.domain.text import Listed, Text, say
from bot.engine import numbered
from bot.engine.asking import Asking, Choice, Given, Reply, Stays
from bot.engine.options import Option, Options, declared, marked, unique
from bot.engine.state import MISSING, Answers, MaybeValue, Value
from bot.engine.steps.base import (
    Row,
    Step,
    action_for,
    in_rows,
    lines,
    read_options,
    shown,
    staying,
    tick_mark,
)
from bot.marks import _, ngettext

MORE = _("Show me others")
DONE = _("Done")
NOTHING = _("None of these")

PLAIN_ANSWERS = frozenset({"yes", "no"})
"""Ids of options that are said in many ways: "oui", "d'accord", "no thanks"."""


@dataclass(frozen=True, kw_only=True)
class WithOptions(Step):
    """`options` are declared or read from the facts; so are `extra`, which stand after them on every page."""

    options: Options = ()
    extra: Options = ()
    extra_columns: int = 1
    per_page: int = 8
    more: Text = MORE

    def options_for(self, asking: Asking) -> tuple[Option, ...]:
        if not callable(self.options) and not callable(self.extra):
            return self._declared
        return unique(read_options(self.options, asking) + read_options(self.extra, asking))

    @cached_property
    def _declared(self) -> tuple[Option, ...]:
        """All options where the facts have no part in them."""
        fixed = () if callable(self.extra) else self.extra
        return unique(() if callable(self.options) else declared((*self.options, *fixed)))

    @property
    def width(self) -> int:
        """Buttons a row."""
        return 1

    def is_idle(self, asking: Asking) -> bool:
        return not asking.options

    def pages(self, asking: Asking) -> list[tuple[Option, ...]]:
        always = self._always(asking)
        turning = [option for option in asking.options if option.id not in always]
        per_page = max(1, self.per_page)
        return [tuple(turning[start : start + per_page]) for start in range(0, len(turning), per_page)] or [
            ()
        ]

    def page(self, asking: Asking) -> tuple[Option, ...]:
        """The options on the screen, the extra ones aside."""
        pages = self.pages(asking)
        return pages[asking.state.page % len(pages)]

    def fixed(self, asking: Asking) -> tuple[Option, ...]:
        always = self._always(asking)
        return tuple(option for option in asking.options if option.id in always)

    def _always(self, asking: Asking) -> set[str]:
        extra = self.extra(asking.facts, asking.answers) if callable(self.extra) else self.extra
        return {option.id for option in extra}

    def opening_page(self, asking: Asking) -> int:
        wanted = set(self.chosen_now(asking))
        pages = self.pages(asking)
        return next((n for n, page in enumerate(pages) if wanted & {option.id for option in page}), 0)

    def chosen_now(self, asking: Asking) -> tuple[str, ...]:
        return ()

    def paragraphs(self, asking: Asking) -> tuple[Text, ...]:
        told = _told(self.page(asking) + self.fixed(asking))
        described = [_described(number, option) for number, option in enumerate(told, 1)]
        apart = any(option.note is not None for option in told)
        return (*self.prompted(asking), *(described if apart or not described else [lines(described)]))

    def prompted(self, asking: Asking) -> tuple[Text, ...]:
        """What stands above the described options."""
        return shown(self.prompt, asking)

    def page_row(self, asking: Asking) -> list[Row]:
        pages = len(self.pages(asking))
        if pages == 1:
            return []
        following = (asking.state.page + 1) % pages
        label = marked(self.more) if following else say(_("Back to the first ones"))
        return [(Choice(f"p{following}", label, "more"),)]

    def buttons(self, asking: Asking) -> Sequence[Row]:
        here, always = self.page(asking), self.fixed(asking)
        numbers = {option.id: number for number, option in enumerate(_told(here + always), 1)}
        page = [self._button(asking, option, numbers) for option in here]
        fixed = [self._button(asking, option, numbers) for option in always]
        below = max(self.width, self.extra_columns)
        return [*in_rows(page, self.width), *self.page_row(asking), *in_rows(fixed, below)]

    def _button(self, asking: Asking, option: Option, numbers: Mapping[str, int]) -> Choice:
        choice = self.choice(asking, option)
        if option.short is None:
            return choice
        short = numbered.label(numbers[option.id], option.short)
        return replace(choice, short=short if choice.label == option.label else tick_mark(short))

    def choice(self, asking: Asking, option: Option) -> Choice:
        raise NotImplementedError

    def spoken(self, asking: Asking) -> Sequence[Choice]:
        on_screen = super().spoken(asking)
        seen = {choice.action for choice in on_screen}
        elsewhere = (self.choice(asking, option) for option in asking.options)
        return [*on_screen, *(replace(one, option=False) for one in elsewhere if one.action not in seen)]

    def press(self, asking: Asking, action: str) -> Reply | None:
        if action[:1] == "p" and action[1:].isdecimal() and len(action) < 6:
            if int(action[1:]) < len(self.pages(asking)):
                return Stays(replace(asking.state, page=int(action[1:]), remark=None, confirming=""))
            return None
        return self.pick(asking, action)

    def pick(self, asking: Asking, action: str) -> Reply | None:
        raise NotImplementedError

    def marks(self, asking: Asking) -> bool:
        return True


def _told(options: Sequence[Option]) -> list[Option]:
    """Those that the message tells more about than their buttons, in the order of their numbers."""
    return [option for option in options if option.note is not None or option.short is not None]


def _described(number: int, option: Option) -> Text:
    if option.note is None:
        return numbered.line(number, option.label)
    return say(
        _("{number}. <b>{label}</b>\n{note}"), number=number, label=option.label, note=option.note or ""
    )


@dataclass(frozen=True, kw_only=True)
class Choose(WithOptions):
    """One option. Options with a note are described in the message, numbered; `ends` end as refused."""

    ends: tuple[str, ...] = ()
    columns: int = 1

    @property
    def width(self) -> int:
        return self.columns

    def ends_with(self) -> frozenset[str]:
        return frozenset(self.ends)

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        if isinstance(value, str) and asking.option(value) and value not in self.ends:
            return value
        return MISSING

    def worded(self, asking: Asking, value: Value) -> Text:
        return asking.label(str(value))

    def chosen_now(self, asking: Asking) -> tuple[str, ...]:
        return (asking.proposed,) if isinstance(asking.proposed, str) else ()

    def choice(self, asking: Asking, option: Option) -> Choice:
        action = action_for("o.", option.id)
        if option.id in self.chosen_now(asking):
            return Choice(action, tick_mark(option.label), "yes", option=True)
        meaning = option.meaning or (option.id if option.id in PLAIN_ANSWERS else "")
        return Choice(action, option.label, meaning, option=True)

    def pick(self, asking: Asking, action: str) -> Reply | None:
        option = asking.coded(action[2:]) if action.startswith("o.") else None
        if option is None:
            return None
        return self.refuse(asking) if option.id in self.ends else Given(option.id)


@dataclass(frozen=True, kw_only=True)
class Ticking(WithOptions):
    """Ticks say "set this on" or "set this off": twice the same tap is the same tick."""

    minimum: int = 0
    maximum: int | None = None
    preticked: tuple[str, ...] | Callable[[Any, Answers], tuple[str, ...]] = ()
    done: Text = DONE
    nothing: Text = NOTHING

    def at_least(self, asking: Asking) -> int:
        return min(self.minimum, len(asking.options))

    def ticked(self, asking: Asking) -> tuple[str, ...]:
        """What is ticked on the screen, in the options' order."""
        ticked = asking.state.draft
        if ticked is None and isinstance(asking.proposed, tuple):
            ticked = asking.proposed
        if ticked is None and asking.proposed is MISSING:
            pre = self.preticked
            ticked = tuple(pre(asking.facts, asking.answers)) if callable(pre) else pre
        return self.in_order(asking, ticked or ())

    def in_order(self, asking: Asking, ids: Sequence[str]) -> tuple[str, ...]:
        wanted = set(ids)
        return tuple(option.id for option in asking.options if option.id in wanted)

    def chosen_now(self, asking: Asking) -> tuple[str, ...]:
        return self.ticked(asking)

    def accepts(self, asking: Asking, value: Value) -> MaybeValue:
        if not isinstance(value, tuple):
            return MISSING
        left = self.in_order(asking, value)
        return left if (left or not value) and len(left) >= self.at_least(asking) else MISSING

    def fits(self, asking: Asking, ids: Sequence[str]) -> bool:
        enough = len(ids) >= self.at_least(asking)
        return enough and (self.maximum is None or len(ids) <= self.maximum)

    def worded(self, asking: Asking, value: Value) -> Text:
        ids = value if isinstance(value, tuple) else ()
        if not ids:
            return marked(self.nothing)
        labels = tuple(asking.label(id) for id in ids)
        return Listed(labels, apart=True) if len(labels) > 1 else labels[0]

    def choice(self, asking: Asking, option: Option) -> Choice:
        if option.id in self.ticked(asking):
            return Choice(action_for("-", option.id), tick_mark(option.label), option=True)
        return Choice(action_for("+", option.id), option.label, option=True)

    def buttons(self, asking: Asking) -> Sequence[Row]:
        return [*super().buttons(asking), *self.done_row(asking)]

    def done_row(self, asking: Asking) -> list[Row]:
        ticked = len(self.ticked(asking))
        if ticked < self.at_least(asking):
            return []
        if ticked:
            return [(Choice("done", marked(self.done), "done"),)]
        return [(Choice("done", marked(self.nothing), "none"),)]

    def spoken(self, asking: Asking) -> Sequence[Choice]:
        """To name what is ticked already is not to take it off."""
        return [_ticking(one) if one.option else one for one in super().spoken(asking)]

    def pick(self, asking: Asking, action: str) -> Reply | None:
        if action == "done":
            return self.finish(asking)
        option = asking.coded(action[1:]) if action[:1] in "+-" else None
        if option is None:
            return None
        ticked = self.ticked(asking)
        others = [id for id in ticked if id != option.id]
        if action[0] == "-":
            return self.draft(asking, others)
        if self.maximum is not None and len(others) >= self.maximum:
            return staying(asking, _too_many(self.maximum))
        return self.draft(asking, [*others, option.id])

    def draft(self, asking: Asking, ids: Sequence[str]) -> Stays:
        draft = self.in_order(asking, ids)
        return Stays(replace(asking.state, draft=draft, remark=None, confirming=""))

    def finish(self, asking: Asking) -> Reply:
        ticked = self.ticked(asking)
        if len(ticked) < self.at_least(asking):
            return staying(asking, _too_few(self.at_least(asking)))
        if self.maximum is not None and len(ticked) > self.maximum:
            return staying(asking, _too_many(self.maximum))
        return Given(ticked)


def _ticking(choice: Choice) -> Choice:
    return replace(choice, action="+" + choice.action[1:])


def _too_few(minimum: int) -> Text:
    return say(ngettext("Please choose at least {count}.", "Please choose at least {count}."), count=minimum)


def _too_many(maximum: int) -> Text:
    return say(
        ngettext(
            "Only {count} can be chosen here: tap the one you chose to take it off first.",
            "At most {count} can be chosen here: tap one of yours to take it off first.",
        ),
        count=maximum,
    )


@dataclass(frozen=True, kw_only=True)
class Several(Ticking):
    """Several options, ticked and then confirmed. Fewer options than `minimum`: all there are suffice."""

    columns: int = 1

    @property
    def width(self) -> int:
        return self.columns
