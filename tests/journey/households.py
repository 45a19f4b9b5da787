"""A garden's list of households, and a coordinator who sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from bot.app import App
from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.rehearsal.client import Person
from bot.storage import gardens, members, people, tables
from bot.storage.database import Transaction
from tests.unit.member_lists import csv_of

HEAD = ("Numéro", "Nom", "Point de retrait", "Téléphone", "Solidaire", "Langue")
SILVA = ("12", "Foyer Silva", "halle-de-sully", "+33 6 00 00 00 00", "oui", "en")
ALI = ("13", "Foyer Ali", "La boutique du jardin", "06 11 11 11 11", "", "fr")


async def sends_list(nadia: Person, *rows: Sequence[str], name: str = "adhérents.csv") -> None:
    await nadia.sends_document(name, csv_of([HEAD, *rows]))


async def imports(nadia: Person, *rows: Sequence[str]) -> None:
    """A list, seen and agreed to."""
    await sends_list(nadia, *rows)
    await nadia.taps("✅ Import")


def _garden(tx: Transaction) -> Garden:
    garden = gardens.only_garden(tx)
    assert garden is not None
    return garden


async def known(app: App) -> dict[str, Member]:
    """Every household by its number."""
    found = await app.db.read(lambda tx: members.members_of_garden(tx, _garden(tx).id))
    return {one.key: one for one in found}


def left_years_ago(tx: Transaction, now: datetime) -> None:
    """Whoever left did so four years ago."""
    gone = update(tables.members).where(tables.members.c.left_at.is_not(None))
    tx.connection.execute(gone.values(left_at=now - timedelta(days=4 * 366)))


def speaks(tx: Transaction, telegram_id: int, language: str) -> None:
    person = people.find_by_telegram_id(tx, telegram_id)
    assert person is not None
    people.set_language(tx, person.id, language)
