"""A backup is whole, taken while writers write, and never in the place of another file."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import Failure, Misuse
from bot.storage import receipts
from bot.storage.database import Database
from tests.contract.rows import NOON


async def test_a_backup_taken_while_writing_is_whole(sqlite: str, tmp_path: Path) -> None:
    db = await Database.open(sqlite)
    await db.run(receipts.record, 0, NOON)
    copy = tmp_path / "backups" / "copy.sqlite3"
    writing = asyncio.gather(*(db.run(receipts.record, number, NOON) for number in range(1, 200)))

    await db.backup(copy)

    await writing
    await db.close()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert 1 <= connection.execute("SELECT count(*) FROM seen_update").fetchone()[0] <= 200
    assert sorted(path.name for path in copy.parent.iterdir()) == ["copy.sqlite3"]

    again = await Database.open(f"sqlite:///{copy}")
    assert await again.read(receipts.seen, [0]) == {0}
    await again.close()


async def test_a_backup_replaces_no_file(sqlite: str, tmp_path: Path) -> None:
    taken = tmp_path / "photo.jpg"
    taken.write_bytes(b"photo")
    db = await Database.open(sqlite)

    with pytest.raises(Misuse, match="exists already"):
        await db.backup(taken)

    await db.close()
    assert taken.read_bytes() == b"photo"


async def test_a_backup_that_cannot_be_written_says_where(sqlite: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    db = await Database.open(sqlite)

    with pytest.raises(Failure, match="could not be written"):
        await db.backup(tmp_path / "file" / "copy.sqlite3")

    await db.close()


async def test_a_database_in_memory_has_no_backup() -> None:
    db = await Database.open("sqlite:///:memory:")

    with pytest.raises(Misuse, match="in memory"):
        await db.backup(Path("copy.sqlite3"))

    await db.close()


async def test_postgresql_has_its_own_tool(postgres: str, tmp_path: Path) -> None:
    db = await Database.open(postgres)

    with pytest.raises(Failure, match="pg_dump"):
        await db.backup(tmp_path / "copy")

    await db.close()
