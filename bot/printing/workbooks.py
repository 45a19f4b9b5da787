"""Owns XLSX files: real numbers and dates, a head that stays in sight, texts that never become formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.prints import Cell, Sheet, Table
from bot.i18n import Speaker

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TEXT = 32_767
"""Characters in a cell (Excel's specifications and limits)."""
LONGEST_TITLE = 31
NARROW, WIDE = 8, 60
STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A text that begins so is taken for a formula by one spreadsheet or another (OWASP, CSV Injection)."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_FORMATS = ((datetime, "yyyy-mm-dd hh:mm"), (date, "yyyy-mm-dd"), (float, "#,##0.##"))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might reckon with it."""
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(STARTS_A_FORMULA)


def write_xlsx(table: Table, speaker: Speaker) -> bytes:
    """The workbook; openpyxl is loaded here, since few ever ask for one."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet, title in zip(table.sheets, _titles(table, speaker), strict=True):
        page = book.create_sheet(title)
        _fill(page, sheet, speaker)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _titles(table: Table, speaker: Speaker) -> Iterator[str]:
    """Excel wants titles short, different from each other, and without some signs."""
    taken: set[str] = set()
    for number, sheet in enumerate(table.sheets, 1):
        plain = _NOT_IN_TITLES.sub(" ", speaker.plain(sheet.title)).strip()[:LONGEST_TITLE] or str(number)
        title = plain if plain.lower() not in taken else f"{plain[: LONGEST_TITLE - 4]} {number}"
        taken.add(title.lower())
        yield title


def _fill(page: Worksheet, sheet: Sheet, speaker: Speaker) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    rows = [sheet.head, *sheet.rows, *([sheet.total] if sheet.total else [])]
    bold = {1, len(rows)} if sheet.total else {1}
    widths = [NARROW] * len(sheet.head)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column)
            _put(cell, value, speaker)
            if number in bold:
                cell.font = Font(bold=True)
            widths[column - 1] = max(widths[column - 1], min(WIDE, len(str(cell.value or "")) + 2))
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"


def _put(cell: Any, value: Cell, speaker: Speaker) -> None:
    match value:
        case None:
            return
        case datetime():
            cell.value = value.astimezone(speaker.zone).replace(tzinfo=None)
        case date() | int() | float():
            cell.value = value
        case _:
            cell.value = speaker.plain(value)[:LONGEST_TEXT]
            cell.data_type = "s"  # else a text that begins with "=" would be a formula
            cell.quotePrefix = looks_like_formula(cell.value)
    cell.number_format = next((form for kind, form in _FORMATS if isinstance(value, kind)), "General")
