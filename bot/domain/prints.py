"""Owns what is printed, as frozen values in nobody's language: papers, letters, codes, tables, calendar files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from bot.domain.entry import CalendarFile
from bot.domain.text import Text


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The association as its papers name it; what the garden did not give is left out.

    `registration` is written as the garden writes it, as "RNA W931234567" or "SIRET 123 456 789 00012".
    """

    name: str
    legal_name: str = ""
    registration: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what."""

    name: str
    role: Text = ""


@dataclass(frozen=True, slots=True)
class DoneMission:
    """One mission as a certificate tells of it: `hours` are those the garden confirmed; one day has both ends alike."""

    title: Text
    first_day: date
    last_day: date
    hours: float


@dataclass(frozen=True, slots=True)
class YearOfHours:
    year: int
    hours: float


@dataclass(frozen=True, slots=True)
class Certificate:
    """An attestation of what a volunteer did. Nothing about health, status or income has a field here.

    `skills` are words for a CV and the *Passeport Bénévole*. A third party checks it with `code`, typed to the bot or
    behind `check_url`, a link into the chat with the bot.
    """

    letterhead: Letterhead
    person: str
    missions: tuple[DoneMission, ...]
    years: tuple[YearOfHours, ...]
    skills: tuple[Text, ...]
    signatory: Signatory
    place: str
    issued_on: date
    code: str
    check_url: str


class PaperSize(StrEnum):
    """A4 hangs on a wall, A5 is handed out."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class Poster:
    """A call that hangs at a pickup point or a market: what, when, where, and the code that leads to `url`.

    `url` is a link into the chat with the bot (https://t.me/…?start=…). `lines` are short: what one gets to know first.
    `kicker` stands above the title; empty: whether one could lend a hand.
    """

    garden: str
    title: Text
    url: str
    what: Text = ""
    when: tuple[Text, ...] = ()
    where: Text = ""
    contact: str = ""
    kicker: Text = ""
    size: PaperSize = PaperSize.A4


@dataclass(frozen=True, slots=True)
class Code:
    """A link as a QR code, a picture that is shown in the chat: held out on one phone, scanned with another."""

    url: str


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One basket on a keeper's list: to whom, how big, and what its holder said. Never what they pay."""

    name: str
    size: str
    note: Text = ""
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class BasketList:
    """Who fetches at a point on a day, to be ticked by hand: lines in the order they are looked for, by name."""

    garden: str
    point: Text
    address: str
    when: Text
    lines: tuple[BasketLine, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """To one household of the garden's list: `url` joins it to its Telegram account, once."""

    name: str
    key: str
    point: Text
    url: str


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters for one pile of paper, two on a page, to be cut apart; all in one language. They work `until` that day.

    Nothing in them says what a household pays: whoever finds one learns a name and a number.
    """

    garden: str
    letters: tuple[Letter, ...]
    until: date
    contact: str = ""


class TableFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


Cell: TypeAlias = "Text | int | float | date | datetime | None"
"""Numbers and dates stay what they are, so that a spreadsheet can reckon with them. Instants are in UTC."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a table: a head, rows as long as the head, and a last row that sums up, or none."""

    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Sheets for a spreadsheet; a CSV file holds them one below the other."""

    sheets: tuple[Sheet, ...]
    format: TableFormat


Printable: TypeAlias = "Certificate | Poster | Letters | Code | Table | CalendarFile | BasketList"
