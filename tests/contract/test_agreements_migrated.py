"""A garden that comes from an earlier version: what minors had booked is looked at, too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.storage import timers
from bot.storage.database import Transaction
from bot.storage.tables import bookings, gardens, metadata, missions, people, rosters
from bot.usecases.agreements import AGREEMENT
from tests.contract.rows import add
from tests.contract.upgrading import upgraded

BEFORE = "v0017"
"""The version that looks for agreements in places given earlier."""
NOW = datetime.now(UTC).replace(microsecond=0)
SOON, OVER = NOW + timedelta(days=9), NOW - timedelta(days=9)


def minors_have_places(tx: Transaction) -> None:
    """A date and no date, without the agreement; one that is over, one where the parent agreed, an adult's."""
    garden = add(tx, gardens)
    cases = ("15_17", SOON, None), ("under_15", None, None), ("15_17", OVER, None), ("15_17", SOON, NOW)
    for number, (age, begins_at, agreed_at) in enumerate((*cases, ("adult", SOON, None))):
        person = add(tx, people, name="Ana", telegram_id=number + 1)
        told = {"name": "Ana", "age": age, "situation": "other", "rhythm": "once", "updated_at": NOW}
        old = metadata.tables["profiles"]
        row = {"person_id": person, "garden_id": garden, "guardian_agreed_at": agreed_at, **told}
        tx.connection.execute(insert(old).values(row))
        mission = add(tx, missions, garden_id=garden, slug=f"m{number}")
        roster = add(tx, rosters, garden_id=garden, mission_id=mission, begins_at=begins_at)
        where = {"garden_id": garden, "mission_id": mission, "roster_id": roster}
        add(tx, bookings, **where, person_id=person, state="taken")


async def test_places_that_minors_had_before_the_upgrade_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with upgraded(tmp_path, monkeypatch, BEFORE, minors_have_places) as db:
        planned = await db.read(timers.due_timers, datetime.now(UTC), 10)
    assert [(timer.kind, timer.subject_id) for timer in planned] == [(AGREEMENT, 1), (AGREEMENT, 2)]
    assert ["from" in timer.payload for timer in planned] == [False, True], "nobody was reminded of it so far"
