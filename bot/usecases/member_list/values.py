"""Owns what a cell of the list says: numbers, e-mails, phones, points, rhythms, days; what it does not understand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from bot.domain.basket import BasketRhythm
from bot.domain.garden import Garden, PickupPoint
from bot.domain.labels import LANGUAGE_NAMES
from bot.domain.phone import read_phone
from bot.domain.point import Point, PointId
from bot.domain.text import Listed, Text, say
from bot.engine.dates import read_day
from bot.marks import _
from bot.usecases.member_list.columns import Column, plain
from bot.usecases.member_list.grid import Cell
from bot.usecases.member_list.problems import Wrong, found

LONGEST_KEY, LONGEST_NAME, LONGEST_EMAIL, LONGEST_SIZE = 64, 120, 254, 32

_EMAIL = re.compile(r"[^\s@,;:<>()\[\]\"]+@[^\s@,;:<>()\[\]\"]+\.[^\s@,;:<>()\[\]\".]{2,}")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_YEAR = re.compile(r"\b[12]\d{3}\b")
_TYPED_NUMBER = re.compile(r"(\d+)(?:[.,]0+)?", re.ASCII)
_SEVERAL = re.compile(r"[/;,|]| ou | or | et | and ")
_ARTICLES = re.compile(r"^(?:(?:la|le|les|l|the|au|aux|a la|a l|chez) )+")
_YES = frozenset(["oui", "o", "yes", "y", "x", "vrai", "true", "1", "ok", "solidaire", "solidarity"])
_NO = frozenset(["non", "n", "no", "faux", "false", "0", "normal", "standard", "plein"])
_RHYTHMS: Mapping[BasketRhythm, str] = {
    BasketRhythm.WEEKLY: (
        "hebdo, hebdomadaire, toutes les semaines, chaque semaine, toutes, tous les jeudis, 1 1, weekly, "
        "every week, each week, all, semaine, week, 1 semaine, 52"
    ),
    BasketRhythm.EVEN: (
        "in even weeks, les semaines paires, "
        "paire, paires, pair, semaine paire, semaines paires, s paires, sem paires, sem paire, even, even "
        "weeks, even week, quinzaine paire, toutes les deux semaines paires"
    ),
    BasketRhythm.ODD: (
        "in odd weeks, les semaines impaires, "
        "impaire, impaires, impair, semaine impaire, semaines impaires, s impaires, sem impaires, sem "
        "impaire, odd, odd weeks, odd week, quinzaine impaire"
    ),
}
_RHYTHM = {word: rhythm for rhythm, words in _RHYTHMS.items() for word in words.split(", ")}
_SIZES = {
    word: size
    for size, words in {
        "s": "s, p, petit, petit panier, small, demi, demi panier, half",
        "m": "m, moyen, moyen panier, medium, classique, standard, normal",
        "l": "l, g, grand, grand panier, large, familial, family, famille, full",
    }.items()
    for word in words.split(", ")
}
_LANGUAGES = {
    **{plain(code): code for code in LANGUAGE_NAMES},
    **{plain(name): code for code, name in LANGUAGE_NAMES.items() if plain(name)},
    "anglais": "en", "french": "fr", "espagnol": "es", "spanish": "es", "arabe": "ar", "arabic": "ar",
       "portugais": "pt", "portuguese": "pt", "allemand": "de", "german": "de", "ukrainien": "uk", "ukrainian": "uk",
       "russe": "ru", "russian": "ru", "turc": "tr", "turkish": "tr", "italien": "it", "italian": "it",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Reads cells for one garden: its points, its languages, its way of writing phones. `read` is a column's reader."""

    garden: Garden
    points: tuple[Point, ...]
    _seen: dict[tuple[Column, Cell], Any] = field(default_factory=dict)
    _own_sizes: dict[str, str] = field(default_factory=dict)

    def read(self, column: Column, cell: Cell) -> Any:
        """What the cell says, as the database keeps it. Cells that many rows share are read once.

        Raises: Wrong.
        """
        if column not in _SHARED:
            return _READERS[column](self, cell)
        known = (column, cell)
        if known not in self._seen:
            self._seen[known] = _READERS[column](self, cell)
        return self._seen[known]

    def key(self, cell: Cell) -> str:
        key = (
            _number(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else one_line(cell)
        )
        key = number_of(key)
        if not key:
            raise Wrong(say(_("the number is missing")), say(_("Give each household a number of its own.")))
        return _short(key, LONGEST_KEY)

    def text(self, cell: Cell) -> str:
        return _short(one_line(cell), LONGEST_NAME)

    def email(self, cell: Cell) -> str:
        written = one_line(cell).removeprefix("mailto:")
        if not written:
            return ""
        if not _EMAIL.fullmatch(written) or len(written) > LONGEST_EMAIL:
            raise Wrong(
                say(_("{found} is no e-mail address"), found=found(written)),
                say(_("Write it as name@example.org, or leave the cell empty.")),
            )
        return written.lower()

    def phone(self, cell: Cell) -> str:
        written = (
            _number(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else one_line(cell)
        )
        written = written.removeprefix("'")
        if not written:
            return ""
        zone = self.garden.zone.key
        several = (read_phone(one, zone) for one in _SEVERAL.split(written))  # two in one cell: the first
        phone = read_phone(written, zone) or next((one for one in several if one), None)
        if phone is None:
            raise Wrong(
                say(_("{found} is no phone number"), found=found(written)),
                say(_("Write it as 06 12 34 56 78 or +33 6 12 34 56 78, or leave the cell empty.")),
            )
        return phone

    def point(self, cell: Cell) -> PointId:
        written = _place(one_line(cell))
        names = self._point_names()
        if written in names:
            return names[written]
        listed: Text = Listed(tuple(point.name for point in self.points), apart=True)
        near = get_close_matches(written, names, 1, 0.7)
        meant = next((one.name for one in self.points if near and one.id == names[near[0]]), None)
        if not written:
            raise Wrong(
                say(_("the pickup point is missing")), say(_("Write one of: {points}"), points=listed)
            )
        what = say(_("{found} is not one of the garden’s points"), found=found(one_line(cell)))
        if any(written in _names(one) for one in self.garden.pickup_points):
            what = say(_("no hours for baskets are known of {found}"), found=found(one_line(cell)))
            how = _("Give it [pickup_points.baskets] in the garden file, or write one of: {points}")
            raise Wrong(what, say(how, points=listed))
        if meant is not None:
            raise Wrong(what, say(_("Did you mean “{point}”?"), point=meant))
        raise Wrong(what, say(_("Write one of: {points}"), points=listed))

    def size(self, cell: Cell) -> str:
        """One of three known ones, else as the garden spells it: in one list always as its first row does."""
        written = one_line(cell)
        known = _SIZES.get(plain(written))
        return known or self._own_sizes.setdefault(plain(written), _short(written, LONGEST_SIZE))

    def rhythm(self, cell: Cell) -> str:
        written = plain(one_line(cell))
        if not written:
            return BasketRhythm.WEEKLY.value
        if written in _RHYTHM:
            return _RHYTHM[written].value
        raise Wrong(
            say(_("{found} does not say which weeks"), found=found(one_line(cell))),
            say(_("Write: every week, even weeks, or odd weeks.")),
        )

    def solidarity(self, cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        written = plain(_number(cell) if isinstance(cell, int | float) else one_line(cell))
        if not written or written in _NO:
            return False
        if written in _YES:
            return True
        raise Wrong(
            say(_("{found} says neither yes nor no"), found=found(one_line(cell))),
            say(_("Write: yes, or no.")),
        )

    def day(self, cell: Cell) -> date | None:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        written = one_line(cell)
        if not written:
            return None
        day = _read_day(written)
        if day is None or not 1900 <= day.year <= 2200:
            raise Wrong(
                say(_("{found} is no day"), found=found(written)),
                say(_("Write it as 31/12/2026 (day, month, year), or leave the cell empty.")),
            )
        return day

    def language(self, cell: Cell) -> str:
        written = plain(one_line(cell))
        if not written:
            return self.garden.languages[0]
        if written in _LANGUAGES:
            return _LANGUAGES[written]
        raise Wrong(
            say(_("{found} is no language that I know"), found=found(one_line(cell))),
            say(_("Write it as fr or en, or leave the cell empty.")),
        )

    def _point_names(self) -> dict[str, PointId]:
        """Each point by its slug and by its names, articles and accents left out."""
        return {name: point.id for point in self.points for name in _names(point)}


def _names(point: Point | PickupPoint) -> set[str]:
    return {_place(name) for name in (point.slug, *point.name.by_language.values())} - {""}


_READERS: Mapping[Column, Callable[[Reader, Cell], Any]] = {
    Column.KEY: Reader.key,
    Column.NAME: Reader.text,
    Column.LAST_NAME: Reader.text,
    Column.FIRST_NAME: Reader.text,
    Column.EMAIL: Reader.email,
    Column.PHONE: Reader.phone,
    Column.POINT: Reader.point,
    Column.SIZE: Reader.size,
    Column.RHYTHM: Reader.rhythm,
    Column.SOLIDARITY: Reader.solidarity,
    Column.SINCE: Reader.day,
    Column.UNTIL: Reader.day,
    Column.LANGUAGE: Reader.language,
}
_SHARED = frozenset(
    {Column.POINT, Column.SIZE, Column.RHYTHM, Column.SOLIDARITY, Column.SINCE, Column.UNTIL, Column.LANGUAGE}
)


def number_of(written: str) -> str:
    """A household's number as spreadsheets keep it: those that take "007" for 7, or write 7.0, mean the same."""
    whole = _TYPED_NUMBER.fullmatch(written)
    return whole[1].lstrip("0") or "0" if whole else written


def one_line(cell: Cell) -> str:
    """The cell as words on one line, without what cannot be seen."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return _number(cell)
    text = str(cell)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return " ".join(kept.split())


def _number(cell: float) -> str:
    """12.0 is 12 to whoever typed it."""
    return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e17 else str(cell)


def _short(written: str, longest: int) -> str:
    if len(written) > longest:
        raise Wrong(
            say(_("{found} is too long"), found=found(written)),
            say(_("Shorten it to {number} characters."), number=longest),
        )
    return written


def _place(written: str) -> str:
    return _ARTICLES.sub("", plain(written))


def _read_day(written: str) -> date | None:
    """Day first, as in France; the year first, as ISO 8601 has it."""
    try:
        if match := _DAY.fullmatch(written):
            day, month, year = (int(part) for part in match.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        return datetime.fromisoformat(written).date()
    except ValueError:
        return _day_in_words(written)


def _day_in_words(written: str) -> date | None:
    """1er janvier 2026, 2 March 2026; never without its year."""
    if _YEAR.search(written) is None:
        return None
    return next((day for one in ("fr", "en") if (day := read_day(written, one, date(1900, 1, 1)))), None)
