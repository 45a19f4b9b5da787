"""Owns what is wrong with a row of the list: where, what was found, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from bot.domain.text import Cut, Text, from_json, say, to_json
from bot.marks import _

LONGEST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` is the spreadsheet's own; `column` the name of the column there."""

    line: int
    column: str
    what: Text
    fix: Text

    def told(self) -> Text:
        """One line for whoever sent the list."""
        return say(
            _("Line {line}, {column}: {what}. {fix}"),
            line=self.line,
            column=self.column,
            what=self.what,
            fix=self.fix,
        )

    def to_json(self) -> list[Any]:
        return [self.line, self.column, to_json(self.what), to_json(self.fix)]

    @classmethod
    def from_json(cls, raw: list[Any]) -> Problem:
        line, column, what, fix = raw
        return cls(line, column, cast(Text, from_json(what)), cast(Text, from_json(fix)))


class Wrong(Exception):
    """A cell that says nothing the bot understands; caught by whoever knows the line."""

    def __init__(self, what: Text, fix: Text) -> None:
        self.what, self.fix = what, fix
        super().__init__(fix)


def found(value: object) -> Text:
    """What stands in a cell, as a problem repeats it."""
    return say(_("“{found}”"), found=Cut(str(value), LONGEST_FOUND))
