"""Owns what is said of a file that is no list of members: one line, with the way on."""

from __future__ import annotations

from bot.errors import Refusal
from bot.marks import _


class Unreadable(Refusal):
    """A file of which not a single row can be read."""


class Empty(Unreadable):
    message = _("This file holds nothing. Save the list again, and send that file.")


class NoList(Unreadable):
    message = _("This is {kind}, not a list. Save the list as XLSX or as CSV, and send that file.")


class OldWorkbook(Unreadable):
    message = _(
        "This is an old Excel file (.xls), or one behind a password. Save it as “Excel workbook (.xlsx)” without "
        "a password, and send that file."
    )


class Broken(Unreadable):
    message = _("This spreadsheet is damaged. Open it, save it again as XLSX, and send that file.")


class TooLarge(Unreadable):
    message = _(
        "This file is too large for a list of members: {found}, where {most} fit. Send only the list itself."
    )


class WrongSigns(Unreadable):
    message = _(
        "The letters of this file are broken (“{sample}” in line {line}). Save the list again as “CSV UTF-8”, or as "
        "XLSX, and send that file."
    )


class OpenQuote(Unreadable):
    message = _(
        "In line {line} or before, a quotation mark is opened and never closed. Remove it, or save the list as XLSX."
    )


class Merged(Unreadable):
    message = _(
        "The cells {cells} are merged. Unmerge them, so that each row says everything of one household."
    )


class NoHead(Unreadable):
    message = _(
        "I find no row that names the columns. The first row has to say, for instance: number, name, e-mail, phone, "
        "point, size."
    )


class ColumnsMissing(Unreadable):
    message = _("I find no column for: {missing}. Name it in the first row. What I found there: {found}.")


class ColumnTwice(Unreadable):
    message = _("Two columns say the same: “{one}” and “{other}” ({meaning}). Remove or rename one of them.")


class NoMembers(Unreadable):
    message = _("Below the names of the columns there is no row.")


class NoPoints(Unreadable):
    message = _(
        "The garden has no point where baskets are handed out. In the garden file, a pickup point takes a section "
        "[pickup_points.baskets]; then import it again."
    )


class NotHandedOver(Unreadable):
    message = _("Telegram did not hand me this file: it takes up to 20 MB. Please send it again.")
