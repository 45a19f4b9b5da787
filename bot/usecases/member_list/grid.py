"""Owns what any list is read into: rows of cells, and how many there may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.domain.text import say
from bot.marks import _
from bot.usecases.member_list.unreadable import TooLarge

Cell: TypeAlias = "str | int | float | bool | date | datetime | None"

MOST_BYTES = 20_000_000
"""What Telegram hands a bot (Bot API, getFile)."""
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is the row's number as the spreadsheet shows it."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows that hold something, in their order. A cell with a formula nobody has reckoned yet is in `formulas`."""

    rows: tuple[Row, ...]
    formulas: frozenset[tuple[int, int]] = frozenset()


def too_many_rows() -> TooLarge:
    return TooLarge(
        found=say(_("more than {number} rows"), number=MOST_ROWS),
        most=say(_("{number} rows"), number=MOST_ROWS),
    )


def too_many_columns(found: int) -> TooLarge:
    return TooLarge(
        found=say(_("{number} columns"), number=found), most=say(_("{number} columns"), number=MOST_COLUMNS)
    )
