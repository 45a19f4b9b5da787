"""Owns tables for spreadsheets: CSV as French programs open it, XLSX with real numbers and dates."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from babel.numbers import format_decimal

from bot.domain.prints import Cell, Table, TableFormat
from bot.i18n import Speaker
from bot.printing.workbooks import looks_like_formula, write_xlsx

BOM = "\ufeff"
"""Without it Excel reads a UTF-8 file as if it were Western European."""


def write_table(table: Table, speaker: Speaker) -> bytes:
    """The file in the table's format, its texts in the speaker's language, instants in the speaker's zone."""
    if table.format is TableFormat.XLSX:
        return write_xlsx(table, speaker)
    return write_csv(table, speaker)


def write_csv(table: Table, speaker: Speaker) -> bytes:
    """Semicolons, decimals as the language writes them, days as 2026-05-12; several sheets each under its title."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(table.sheets):
        if number:
            rows.writerow(())
        if len(table.sheets) > 1:
            rows.writerow((_said(sheet.title, speaker),))
        for row in (sheet.head, *sheet.rows, *([sheet.total] if sheet.total else [])):
            rows.writerow([_said(cell, speaker) for cell in row])
    return (BOM + written.getvalue()).encode()


def harmless(text: str) -> str:
    """The text so that no spreadsheet reckons with it: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def _said(cell: Cell, speaker: Speaker) -> str:
    match cell:
        case None:
            return ""
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
