"""Owns getting rows of cells out of a file, whatever it is called: its first bytes say what it is."""

from __future__ import annotations

from bot.domain.text import Text, say
from bot.marks import _
from bot.usecases.member_list.csv_text import read_csv
from bot.usecases.member_list.grid import MOST_BYTES, Grid
from bot.usecases.member_list.unreadable import Empty, NoList, NoMembers, OldWorkbook, TooLarge

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
        from bot.usecases.member_list.workbook import read_workbook  # loaded for a workbook only

        return _bounded(read_workbook(content))
    return _bounded(read_csv(content))


def _bounded(grid: Grid) -> Grid:
    if not grid.rows:
        raise NoMembers
    return grid
