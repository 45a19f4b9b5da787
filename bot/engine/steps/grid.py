"""Owns the step of ticks in rows and columns, as weekdays by parts of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from bot.domain.text import Listed, Text, say
from bot.engine.asking import Asking, Choice, Given, Reply
from bot.engine.options import Option, declared, marked
from bot.engine.state import Value
from bot.engine.steps.base import Row, action_for, in_rows
from bot.engine.steps.choosing import Ticking
from bot.marks import _


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A button that ticks exactly `ticks`, or all there are where None; `at_once` answers with it too."""

    id: str
    label: Text
    ticks: tuple[str, ...] | None = None
    at_once: bool = False


ANY_TIME = Shortcut("any", _("Any time"))
CLEAR = Shortcut("clear", _("Clear"), ())


@dataclass(frozen=True, kw_only=True)
class Grid(Ticking):
    """One tick for each row and column, three short buttons a row at most.

    A tick's id is the two ids joined by a hyphen, as `sat-morning`. `named` says one in words.
    """

    rows: tuple[Option, ...]
    columns: tuple[Option, ...]
    shortcuts: tuple[Shortcut, ...] = (ANY_TIME, CLEAR)
    named: Callable[[str], Text] | None = None

    def options_for(self, asking: Asking) -> tuple[Option, ...]:
        return self._ticks

    @cached_property
    def _ticks(self) -> tuple[Option, ...]:
        cells = product(declared(self.rows), declared(self.columns))
        return tuple(
            # i18n: a part of a weekday on a small button, as "Mon morning"
            Option(f"{row.id}-{column.id}", say(_("{row} {column}"), row=row.label, column=column.label))
            for row, column in cells
        )

    @property
    def width(self) -> int:
        return len(self.columns)

    def pages(self, asking: Asking) -> list[tuple[Option, ...]]:
        return [asking.options]

    def ticks_of(self, shortcut: Shortcut, asking: Asking) -> tuple[str, ...]:
        everything = tuple(option.id for option in asking.options)
        return everything if shortcut.ticks is None else self.in_order(asking, shortcut.ticks)

    def worded(self, asking: Asking, value: Value) -> Text:
        ids = value if isinstance(value, tuple) else ()
        for shortcut in self.shortcuts:
            if ids and self.ticks_of(shortcut, asking) == ids:
                return marked(shortcut.label)
        if not ids:
            return marked(self.nothing)
        if self.named is not None:
            return Listed(tuple(self.named(id) for id in ids))
        ticked = [row for row in self.rows if self._ticked_in(row, ids)]
        return Listed(tuple(self._row_in_words(row, ids) for row in ticked), apart=True)

    def _ticked_in(self, row: Option, ids: Sequence[str]) -> tuple[Text, ...]:
        return tuple(marked(column.label) for column in self.columns if f"{row.id}-{column.id}" in ids)

    def _row_in_words(self, row: Option, ids: Sequence[str]) -> Text:
        # i18n: a weekday and its parts in a list, as "Mon (morning and evening)"
        return say(_("{row} ({columns})"), row=marked(row.label), columns=Listed(self._ticked_in(row, ids)))

    def buttons(self, asking: Asking) -> Sequence[Row]:
        ticks = [self.choice(asking, option) for option in asking.options]
        ticked = self.ticked(asking)
        useful = [one for one in self.shortcuts if self.ticks_of(one, asking) != ticked]
        shortcuts = [Choice(action_for("s.", one.id), marked(one.label)) for one in useful]
        return [*in_rows(ticks, self.width), *in_rows(shortcuts, 2), *self.done_row(asking)]

    def pick(self, asking: Asking, action: str) -> Reply | None:
        shortcut = next((one for one in self.shortcuts if action_for("s.", one.id) == action), None)
        if shortcut is None:
            return super().pick(asking, action)
        ticks = self.ticks_of(shortcut, asking)
        return Given(ticks) if shortcut.at_once and self.fits(asking, ticks) else self.draft(asking, ticks)
