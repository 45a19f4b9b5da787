"""A garden that comes from an earlier version: its households are found again by a list that lost its zeros."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage.database import Transaction
from bot.storage.tables import gardens, members, points
from tests.contract.rows import add
from tests.contract.upgrading import upgraded

BEFORE = "v0020"
"""The version that takes 007 for 7."""


def households(tx: Transaction) -> None:
    garden, other = (add(tx, gardens, slug=slug) for slug in ("here", "there"))
    point = add(tx, points, garden_id=garden, weekday=4, opens="17:00", closes="19:00")
    for key in ("007", "8", "000", "A07", "01", "1", "0x1"):
        add(tx, members, garden_id=garden, point_id=point, key=key, rhythm="weekly", language="fr")
    add(tx, members, garden_id=other, point_id=point, key="7", rhythm="weekly", language="fr")


def numbers(tx: Transaction) -> list[str]:
    return list(tx.connection.execute(select(members.c.key).order_by(members.c.id)).scalars())


async def test_a_household_is_known_by_its_number_without_zeros_in_front(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with upgraded(tmp_path, monkeypatch, BEFORE, households) as db:
        assert await db.read(numbers) == ["7", "8", "0", "A07", "01", "1", "0x1", "7"]
