"""A garden that comes from an earlier version: whoever had a place in a shift to come is reminded of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.reminding import Topic
from bot.storage import occasions, timers
from bot.storage.database import Transaction
from bot.storage.tables import bookings, gardens, missions, people, rosters
from bot.usecases.reminding.planning import REPLAN
from tests.contract.rows import add
from tests.contract.upgrading import upgraded

BEFORE = "v0010"
"""The version that brought reminders."""
TO_COME = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)


def somebody_has_a_place(tx: Transaction) -> None:
    garden = add(tx, gardens)
    person = add(tx, people, name="Ana", telegram_id=1)
    soon, over = TO_COME, TO_COME - timedelta(days=9)
    for number, (state, begins_at) in enumerate((("taken", soon), ("waiting", soon), ("taken", over))):
        mission = add(tx, missions, garden_id=garden, slug=f"m{number}")
        roster = add(tx, rosters, garden_id=garden, mission_id=mission, begins_at=begins_at)
        where = {"garden_id": garden, "mission_id": mission, "roster_id": roster}
        add(tx, bookings, **where, person_id=person, state=state)


async def test_places_in_shifts_to_come_are_reminded_of_after_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with upgraded(tmp_path, monkeypatch, BEFORE, somebody_has_a_place) as db:
        found = await db.read(lambda tx: occasions.occasions_after(tx, 1, 0, datetime.now(UTC), 10))  # type: ignore[arg-type]
        planned = await db.read(timers.due_timers, datetime.now(UTC), 10)
    assert [
        (one.topic, one.subject, one.occurrence.occurs_at) for one in (each.expected for each in found)
    ] == [(Topic.SHIFT, "booking:1", TO_COME)]
    assert [timer.kind for timer in planned] == [REPLAN]
