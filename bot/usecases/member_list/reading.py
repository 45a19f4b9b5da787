"""Owns understanding a list of members as a whole: every row read, every problem told, nothing imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.domain.garden import Garden
from bot.domain.point import Point
from bot.domain.text import say
from bot.marks import _
from bot.usecases.member_list.columns import Column, Head, find_head
from bot.usecases.member_list.grid import Cell, Grid, Row
from bot.usecases.member_list.opening import read_grid
from bot.usecases.member_list.problems import Problem, Wrong, found
from bot.usecases.member_list.unreadable import NoPoints
from bot.usecases.member_list.values import Reader

Progress = Callable[[int, int], None]
"""How many rows are read, of how many."""

TOLD_EVERY = 1_000
NAMED = {
    Column.EMAIL: "email",
    Column.PHONE: "phone",
    Column.POINT: "point_id",
    Column.SIZE: "size",
    Column.RHYTHM: "rhythm",
    Column.SOLIDARITY: "solidarity",
    Column.SINCE: "since",
    Column.UNTIL: "until",
    Column.LANGUAGE: "language",
}
"""Where the database keeps what a column says, but for the names."""
_TWICE = _("Keep one of the two, or give one a number of its own.")
_TWICE_AS_ZEROS = _("Keep one of the two, or give one a number of its own; zeros in front do not count.")


@dataclass(frozen=True, slots=True)
class Household:
    """A row of the list: its line, its number, and the columns the list has; what it does not name stays as it is."""

    line: int
    key: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MemberList:
    """A list as far as it was understood. Where there are problems, nothing of it may be imported."""

    head: Head
    households: tuple[Household, ...]
    problems: tuple[Problem, ...]


def read_list(
    content: bytes,
    garden: Garden,
    points: tuple[Point, ...],
    progress: Progress = lambda done, total: None,
) -> MemberList:
    """Read a file as the garden's list of members. Takes its time: not for the event loop.

    Raises: Unreadable, where not a single row can be read.
    """
    if not points:
        raise NoPoints
    grid = read_grid(content)
    head, rows = find_head(grid)
    reading = _Reading(grid, head, Reader(garden, points))
    for number, row in enumerate(rows):
        if number % TOLD_EVERY == 0:
            progress(number, len(rows))
        reading.take(row)
    progress(len(rows), len(rows))
    return MemberList(head, tuple(reading.households), tuple(reading.problems))


class _Reading:
    def __init__(self, grid: Grid, head: Head, reader: Reader) -> None:
        self._grid = grid
        self._head = head
        self._reader = reader
        self._lines: dict[str, int] = {}
        self.households: list[Household] = []
        self.problems: list[Problem] = []

    def take(self, row: Row) -> None:
        key = self._said(row, Column.KEY) or ""
        first = self._lines.setdefault(key, row.line) if key else row.line
        if first != row.line:
            what = say(_("the number {found} stands in line {line} already"), found=found(key), line=first)
            self._complain(row, Column.KEY, Wrong(what, say(_TWICE_AS_ZEROS if key.isdigit() else _TWICE)))
        values = {
            name: self._said(row, column) for column, name in NAMED.items() if column in self._head.places
        }
        name = self._name(row)
        since, until = values.get("since"), values.get("until")
        if since is not None and until is not None and until < since:
            what = say(_("the last day, {until}, is before the first, {since}"), until=until, since=since)
            self._complain(row, Column.UNTIL, Wrong(what, say(_("Put the later day last."))))
        self.households.append(Household(row.line, key, {"name": name, **values}))

    def _name(self, row: Row) -> str:
        columns = (
            (Column.NAME,) if Column.NAME in self._head.places else (Column.FIRST_NAME, Column.LAST_NAME)
        )
        parts = [self._said(row, column) for column in columns if column in self._head.places]
        name = " ".join(part for part in parts if part)
        if not name and None not in parts:
            wrong = Wrong(say(_("the name is missing")), say(_("Write the name of the household.")))
            self._complain(row, columns[-1], wrong)
        return name

    def _said(self, row: Row, column: Column) -> Any:
        """What the row says in a column, the first filled one of several; None where it cannot be read."""
        try:
            cell = next(self._cells(row, column), None)
            return self._reader.read(column, cell)
        except Wrong as wrong:
            self._complain(row, column, wrong)
            return None

    def _cells(self, row: Row, column: Column) -> Iterator[Cell]:
        for place in self._head.places[column]:
            cell = row.cells[place] if place < len(row.cells) else None
            if (row.line, place) in self._grid.formulas or (isinstance(cell, str) and cell.startswith("=")):
                raise Wrong(
                    say(_("a formula stands there, not what it gives")),
                    say(_("Copy the column and paste it as values.")),
                )
            if cell is not None:
                yield cell

    def _complain(self, row: Row, column: Column, wrong: Wrong) -> None:
        title = self._head.titles[self._head.places[column][0]]
        self.problems.append(Problem(row.line, title, wrong.what, wrong.fix))
