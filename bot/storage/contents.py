"""Owns the queries about what is in the baskets of a week, and a recipe for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from bot.domain.person import GardenId
from bot.domain.text import Words
from bot.storage.columns import words_column, words_from
from bot.storage.saving import save_row
from bot.storage.tables import contents
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Contents:
    """`week` is its Monday."""

    week: date
    items: Words
    recipe: Words


def save_contents(tx: Transaction, garden_id: GardenId, told: Contents) -> None:
    """Twice for a week: the later one counts."""
    values = {"items": words_column(told.items), "recipe": words_column(told.recipe)}
    save_row(tx, contents, {"garden_id": garden_id, "week": told.week}, values)


def find_contents(tx: Transaction, garden_id: GardenId, week: date) -> Contents | None:
    return tx.once((contents.name, garden_id, week), lambda: _find_contents(tx, garden_id, week))


def _find_contents(tx: Transaction, garden_id: GardenId, week: date) -> Contents | None:
    row = tx.connection.execute(_of_week, {"garden": garden_id, "week": week}).one_or_none()
    return None if row is None else Contents(row.week, words_from(row.items), words_from(row.recipe))


_of_week = select(contents).where(
    contents.c.garden_id == bindparam("garden"), contents.c.week == bindparam("week")
)
