"""Owns getting rows of cells out of a file, whatever it is called: its first bytes say what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.domain.text import Text, say
from bot.marks import _
from bot.usecases.member_list.unreadable import Empty, NoList, NoMembers, OldWorkbook, TooLarge

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


# i18n: kinds of files, as in "This is a PDF, not a list"
_NOT_LISTS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", say(_("a PDF"))),
    (b"\x89PNG", say(_("a picture"))),
    (b"\xff\xd8\xff", say(_("a picture"))),
    (b"GIF8", say(_("a picture"))),
    (b"RIFF", say(_("a picture"))),
    (b"{\\rtf", say(_("a text document"))),
    (b"7z\xbc\xaf", say(_("a compressed folder"))),
    (b"Rar!", say(_("a compressed folder"))),
    (b"\x1f\x8b", say(_("a compressed folder"))),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Office files begin, and new ones behind a password."""


def read_grid(content: bytes) -> Grid:
    """The rows of a CSV or XLSX file.

    Raises: Unreadable, with one line for whoever sent it.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(found=say(_("{number} MB"), number=len(content) // 1_000_000),
                       most=say(_("{number} MB"), number=MOST_BYTES // 1_000_000))  # fmt: skip
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Empty
    if content.startswith(_OLE):
        raise OldWorkbook
    for magic, kind in _NOT_LISTS:
        if content.startswith(magic):
            raise NoList(kind=kind)
    if content.startswith(b"PK"):
        from bot.usecases.member_list.workbook import read_workbook

        return _bounded(read_workbook(content))
    from bot.usecases.member_list.csv_text import read_csv

    return _bounded(read_csv(content))


def _bounded(grid: Grid) -> Grid:
    if not grid.rows:
        raise NoMembers
    return grid


def too_many_rows() -> TooLarge:
    return TooLarge(
        found=say(_("more than {number} rows"), number=MOST_ROWS),
        most=say(_("{number} rows"), number=MOST_ROWS),
    )


def too_many_columns(found: int) -> TooLarge:
    return TooLarge(
        found=say(_("{number} columns"), number=found), most=say(_("{number} columns"), number=MOST_COLUMNS)
    )
