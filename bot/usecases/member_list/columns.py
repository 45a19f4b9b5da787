"""Owns which column of a list means what: by its name in French or English, slips of the keyboard forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.domain.text import Listed, Text, say
from bot.marks import _
from bot.usecases.member_list.grid import Cell, Grid, Row
from bot.usecases.member_list.unreadable import ColumnsMissing, ColumnTwice, NoHead, NoMembers

LOOKED_AT = 20
"""Rows in which the names of the columns are looked for: a title, a date or a logo may stand above."""


class Column(StrEnum):
    KEY = "key"
    NAME = "name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    EMAIL = "email"
    PHONE = "phone"
    POINT = "point"
    SIZE = "size"
    RHYTHM = "rhythm"
    SOLIDARITY = "solidarity"
    SINCE = "since"
    UNTIL = "until"
    LANGUAGE = "language"


# i18n: what a column of the members' list means
MEANINGS: Mapping[Column, Text] = {
    Column.KEY: say(_("member number")),
    Column.NAME: say(_("name")),
    Column.LAST_NAME: say(_("last name")),
    Column.FIRST_NAME: say(_("first name")),
    Column.EMAIL: say(_("e-mail")),
    Column.PHONE: say(_("phone")),
    Column.POINT: say(_("pickup point")),
    Column.SIZE: say(_("size of the basket")),
    Column.RHYTHM: say(_("every week, even or odd weeks")),
    Column.SOLIDARITY: say(_("solidarity basket")),
    Column.SINCE: say(_("first day")),
    Column.UNTIL: say(_("last day")),
    Column.LANGUAGE: say(_("language")),
}

_NAMES: Mapping[Column, str] = {
    Column.KEY: (
        "numero du foyer, "
        "numero d adherent, numero adherent, n adherent, no adherent, num adherent, numero, num, n, no, nr, "
        "id, identifiant, matricule, code adherent, code, reference, ref, numero de contrat, n contrat, "
        "numero client, member number, number, member no, member id, membership number, subscriber number, "
        "adherent no, reference number, cle, key"
    ),
    Column.NAME: (
        "nom complet, nom et prenom, nom prenom, prenom nom, prenom et nom, nom prenoms, adherent, "
        "adherente, adherents, foyer, famille, full name, name, household, family, member, member name, nom "
        "de l adherent, nom du foyer"
    ),
    Column.LAST_NAME: "nom, nom de famille, last name, surname, family name, lastname",
    Column.FIRST_NAME: "prenom, prenoms, first name, given name, firstname, forename",
    Column.EMAIL: (
        "email, e mail, mail, courriel, adresse mail, adresse email, adresse e mail, adresse electronique, "
        "adresse de courriel, email address, e mail address, mel"
    ),
    Column.PHONE: (
        "telephone, tel, portable, mobile, gsm, numero de telephone, n de telephone, telephone portable, "
        "tel portable, tel mobile, telephone mobile, telephone 1, phone, phone number, mobile phone, cell, "
        "cell phone, telephone number"
    ),
    Column.POINT: (
        "point de retrait, point retrait, lieu de retrait, point relais, relais, depot, lieu de depot, "
        "point de depot, lieu, point, point de distribution, lieu de distribution, site, pickup point, pick "
        "up point, pickup, collection point, delivery point, pickup location, location"
    ),
    Column.SIZE: (
        "taille, taille du panier, size of the basket, "
        "panier, type de panier, formule, format, modele, size, basket size, "
        "basket, basket type, share, share size"
    ),
    Column.RHYTHM: (
        "chaque semaine semaines paires ou impaires, every week even or odd weeks, "
        "rythme, frequence, periodicite, semaine, semaines, semaine paire impaire, parite, paire impaire, "
        "rhythm, frequency, weeks, week, every"
    ),
    Column.SOLIDARITY: (
        "solidaire, panier solidaire, paniers solidaires, tarif solidaire, tarif reduit, solidarite, "
        "solidarity, solidarity basket, reduced price, reduced"
    ),
    Column.SINCE: (
        "depuis, depuis le, adherent depuis, debut, date de debut, date debut, date d adhesion, date "
        "adhesion, adhesion, premier panier, arrivee, since, start, start date, first basket, from, joined, "
        "member since, premier jour, first day"
    ),
    Column.UNTIL: (
        "jusqu au, jusque, fin, fin de contrat, date de fin, date fin, echeance, dernier panier, until, "
        "end, end date, last basket, to, dernier jour, last day"
    ),
    Column.LANGUAGE: "langue, language, langue parlee",
}
_WRITTEN = {name: column for column, names in _NAMES.items() for name in names.split(", ")}
_SHORTEST = 4
"""Letters of a name that may hold a slip: shorter ones are as near to each other as to what was meant."""

NEEDED = (Column.KEY, Column.NAME, Column.POINT)


@dataclass(frozen=True, slots=True)
class Head:
    """`places` counts columns from 0; a household may have several phones. `ignored` is left alone."""

    line: int
    places: Mapping[Column, tuple[int, ...]]
    titles: Mapping[int, str]

    @property
    def ignored(self) -> tuple[str, ...]:
        read = {place for places in self.places.values() for place in places}
        return tuple(title for place, title in self.titles.items() if place not in read)

    def cells(self, row: Row, column: Column) -> tuple[Cell, ...]:
        """What the row says there; nothing where it is too short."""
        return tuple(row.cells[place] for place in self.places.get(column, ()) if place < len(row.cells))


def find_head(grid: Grid) -> tuple[Head, tuple[Row, ...]]:
    """The names of the columns, and the rows below them.

    Raises: Unreadable.
    """
    number, _score = max(
        enumerate(_recognised(row) for row in grid.rows[:LOOKED_AT]), key=lambda one: (one[1], -one[0])
    )
    row = grid.rows[number]
    if _recognised(row) < 2:
        raise NoHead
    head = _read_head(row)
    if len(grid.rows) == number + 1:
        raise NoMembers
    return head, grid.rows[number + 1 :]


def plain(title: object) -> str:
    """As it is compared: small letters without accents and signs."""
    spelled = str(title).casefold().replace("œ", "oe").replace("n°", "n ").replace("№", "n ")
    letters = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


@cache
def meaning_of(title: str) -> Column | None:
    """What a column of this name means; None where it is like none, or like two."""
    written = plain(title)
    if written in _WRITTEN:
        return _WRITTEN[written]
    if len(written) < _SHORTEST:
        return None
    slips = {name: DamerauLevenshtein.distance(written, name) for name in _WRITTEN if len(name) >= _SHORTEST}
    fewest = min(slips.values())
    near = {_WRITTEN[name] for name, slip in slips.items() if slip == fewest and slip <= 1 + len(name) // 8}
    return near.pop() if len(near) == 1 else None


def _recognised(row: Row) -> int:
    named = [meaning_of(cell) for cell in row.cells if isinstance(cell, str)]
    return len(set(named) - {None})


def _read_head(row: Row) -> Head:
    titles = {place: str(cell) for place, cell in enumerate(row.cells) if cell is not None}
    places: dict[Column, tuple[int, ...]] = {}
    for place, title in titles.items():
        column = meaning_of(title)
        if column is None:
            continue
        if column in places and column is not Column.PHONE:
            other = titles[places[column][0]]
            raise ColumnTwice(one=other, other=title, meaning=MEANINGS[column])
        places[column] = (*places.get(column, ()), place)
    if Column.LAST_NAME in places and Column.FIRST_NAME not in places and Column.NAME not in places:
        places[Column.NAME] = places.pop(Column.LAST_NAME)  # « Nom » alone is the whole name
    missing = _missing(places)
    if missing:
        raise ColumnsMissing(
            missing=Listed(tuple(MEANINGS[one] for one in missing)),
            found=Listed(tuple(titles.values()), apart=True),
        )
    return Head(row.line, places, titles)


def _missing(places: Mapping[Column, object]) -> Sequence[Column]:
    has_name = Column.NAME in places or Column.LAST_NAME in places
    return [one for one in NEEDED if one not in places and not (one is Column.NAME and has_name)]
