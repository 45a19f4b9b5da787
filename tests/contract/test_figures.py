"""What an operator is told of a database: its version, its figures."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import DatabaseNewer, Failure
from bot.storage import audit, figures, outbox, people
from bot.storage.database import Database, Transaction
from bot.storage.migrate import migrate
from bot.storage.standing import Standing, read_standing

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def _two_people_and_two_messages(tx: Transaction) -> None:
    for number in (1, 2):
        people.add_person(tx, name=f"P{number}", language="fr", now=NOW, telegram_id=number)
        outbox.queue(
            tx, dedupe=f"d{number}", chat_id=number, kind="k", payload={}, lane=outbox.Lane.REPLY, now=NOW
        )
    audit.note(tx, garden_id=None, actor_id=1, action="x.done", subject="x:1", details={}, now=NOW)


async def test_people_and_messages_are_counted(db: Database) -> None:
    await db.run(_two_people_and_two_messages)

    assert await db.read(figures.count_people) == 2
    assert await db.read(figures.count_outbox) == {"pending": 2}
    assert await db.read(figures.list_decisions, 1) == []


async def test_looking_makes_no_database(tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite3"

    standing = await read_standing(f"sqlite:///{path}")

    assert standing.found is None
    assert not path.exists()


async def test_a_migrated_database_is_current(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    done = await migrate(url, backup_folder=tmp_path)

    assert await read_standing(url) == Standing(done.after, done.after)
    assert (await read_standing(url)).is_current


async def test_a_newer_database_and_no_database_at_all_are_refused(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    path = tmp_path / "a.sqlite3"
    await migrate(f"sqlite:///{path}", backup_folder=tmp_path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'v9999'")
        newer.commit()
    other = tmp_path / "list.sqlite3"
    other.write_text("milk\n" * 300, "utf-8")

    with pytest.raises(DatabaseNewer, match="v9999"):
        await read_standing(f"sqlite:///{path}")
    with pytest.raises(Failure, match="is not an SQLite database"):
        await read_standing(f"sqlite:///{other}")
