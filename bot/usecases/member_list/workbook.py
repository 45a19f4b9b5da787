"""Owns reading XLSX: bounded before anything is unpacked, its first filled sheet, formulas as last reckoned."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from bot.domain.text import say
from bot.marks import _
from bot.usecases.member_list.grid import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    Row,
    too_many_columns,
    too_many_rows,
)
from bot.usecases.member_list.unreadable import Broken, Merged, NoList, TooLarge

MOST_UNPACKED = 120_000_000
MOST_PARTS = 1_000
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_DAMAGED = (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, EOFError,
            IndexError, OSError, NotImplementedError, RuntimeError)  # fmt: skip
"""What a damaged file makes openpyxl raise."""


def read_workbook(content: bytes) -> Grid:
    """Raises: Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _look_inside(packed)
    except _DAMAGED:
        raise Broken from None
    try:
        return _first_filled(content)
    except _DAMAGED:
        raise Broken from None


def _look_inside(packed: zipfile.ZipFile) -> None:
    """Nothing is unpacked that would not fit: the sizes stand in the directory, and zipfile reads no byte beyond."""
    parts = packed.infolist()
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise TooLarge(found=say(_("{number} MB"), number=max(1, unpacked // 1_000_000)),
                       most=say(_("{number} MB"), number=MOST_UNPACKED // 1_000_000))  # fmt: skip
    if "xl/workbook.xml" in names:
        return
    if "mimetype" in names and b"spreadsheet" in packed.read("mimetype"):
        raise NoList(kind=say(_("a LibreOffice spreadsheet (.ods)")))
    if any(name.startswith("word/") for name in names) or "content.xml" in names:
        raise NoList(kind=say(_("a text document")))
    raise NoList(kind=say(_("a compressed folder")))


def _first_filled(content: bytes) -> Grid:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows = tuple(_rows(sheet))
            if rows:
                raw = _raw(content, sheet)
                _refuse_merged(raw, rows)
                return Grid(rows, _uncounted(raw))
    finally:
        book.close()
    return Grid(())


def _rows(sheet: Any) -> Iterator[Row]:
    """`sheet` is openpyxl's worksheet of a workbook opened for reading only."""
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    kept = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        filled = _trimmed(cells)
        if len(filled) > MOST_COLUMNS:
            raise too_many_columns(len(filled))
        if filled:
            kept += 1
            if kept > MOST_ROWS:
                raise too_many_rows()
            yield Row(number, filled)


def _trimmed(cells: tuple[Any, ...]) -> tuple[Cell, ...]:
    tidied = [cell[:LONGEST_CELL].strip() or None if isinstance(cell, str) else cell for cell in cells]
    while tidied and tidied[-1] is None:
        tidied.pop()
    return tuple(tidied)


def _raw(content: bytes, sheet: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(sheet._worksheet_path)


def _refuse_merged(raw: bytes, rows: tuple[Row, ...]) -> None:
    """A title above the list may be merged; inside the list, rows would say nothing of themselves."""
    head = next((row.line for row in rows if sum(cell is not None for cell in row.cells) > 1), 0)
    for cells in _MERGED.findall(raw):
        first = int(re.findall(rb"\d+", cells)[0])
        if first >= head:
            raise Merged(cells=cells.decode())


def _uncounted(raw: bytes) -> frozenset[tuple[int, int]]:
    """Formulas without a value: the file was made by a program that does not reckon, and never opened since."""
    return frozenset((int(line), _column(letters.decode())) for letters, line in _FORMULA.findall(raw))


def _column(letters: str) -> int:
    """Counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
