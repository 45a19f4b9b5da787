"""A garden that comes from an earlier version: whoever had a place in a shift to come is reminded of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.reminding import Topic
from bot.storage import occasions, timers
from bot.storage.database import Database, Transaction
from bot.storage.migrate import migrate
from bot.storage.schema import SCRIPTS
from bot.storage.tables import bookings, gardens, missions, people, rosters
from bot.usecases.reminding.planning import REPLAN
from tests.contract.rows import add

BEFORE = "v0010"
"""The version that brought reminders."""
TO_COME = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)


def scripts_before(folder: Path, version: str = BEFORE) -> Path:
    scripts = folder / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    for script in (scripts / "versions").glob("v*.py"):
        if script.name[:5] >= version:
            script.unlink()
    return scripts


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
    url = f"sqlite:///{tmp_path / 'garden.sqlite3'}"
    await migrate(url, backup_folder=tmp_path, scripts=scripts_before(tmp_path))
    with monkeypatch.context() as patched:
        patched.setattr("bot.storage.database.refuse_other_version", lambda *_: None)
        old = await Database.open(url)
        await old.run(somebody_has_a_place)
        await old.close()

    await migrate(url, backup_folder=tmp_path)

    db = await Database.open(url)
    found = await db.read(lambda tx: occasions.occasions_after(tx, 1, 0, datetime.now(UTC), 10))  # type: ignore[arg-type]
    planned = await db.read(timers.due_timers, datetime.now(UTC), 10)
    await db.close()
    assert [
        (one.topic, one.subject, one.occurrence.occurs_at) for one in (each.expected for each in found)
    ] == [(Topic.SHIFT, "booking:1", TO_COME)]
    assert [timer.kind for timer in planned] == [REPLAN]
