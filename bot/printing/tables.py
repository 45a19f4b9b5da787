"""Owns tables for spreadsheets: CSV as French programs open it, XLSX with real numbers and dates."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from babel.numbers import format_decimal

from bot.domain.prints import Cell, Table, TableFormat
from bot.errors import CannotPrint
from bot.i18n import Speaker

BOM = "\ufeff"
"""Without it Excel reads a UTF-8 file as if it were Western European."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is taken for a formula by spreadsheets (OWASP, CSV Injection)."""


def write_table(table: Table, speaker: Speaker) -> bytes:
    """The file in the table's format, its texts in the speaker's language."""
    if table.format is TableFormat.CSV:
        return write_csv(table, speaker)
    raise CannotPrint("this version writes CSV only")


def write_csv(table: Table, speaker: Speaker) -> bytes:
    """Semicolons, decimals as the language writes them, days as 2026-05-12: each sheet under its title."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(table.sheets):
        if number:
            rows.writerow(())
        if len(table.sheets) > 1:
            rows.writerow((harmless(speaker.plain(sheet.title)),))
        rows.writerow([harmless(speaker.plain(title)) for title in sheet.head])
        rows.writerows([_written(cell, speaker) for cell in row] for row in sheet.rows)
    return (BOM + written.getvalue()).encode()


def harmless(text: str) -> str:
    """The text so that no spreadsheet reckons with it: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if text.lstrip(" \n").startswith(STARTS_A_FORMULA) else text


def _written(cell: Cell, speaker: Speaker) -> str:
    match cell:
        case None:
            return ""
        case bool():
            raise TypeError("a table holds no truth values; say them in words")
        case datetime():
            return cell.astimezone(speaker.zone).strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case float():
            return format_decimal(cell, "0.###", speaker.catalogue.locale)
        case _:
            return harmless(speaker.plain(cell))
