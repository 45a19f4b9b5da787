"""Owns the queries about what is in the baskets of a week, and a recipe for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

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
    of_week = select(contents).where(contents.c.garden_id == garden_id, contents.c.week == week)
    row = tx.connection.execute(of_week).one_or_none()
    return None if row is None else Contents(row.week, words_from(row.items), words_from(row.recipe))
