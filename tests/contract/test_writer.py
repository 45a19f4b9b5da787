"""The writer: shared commits, another process's lock, a loop torn down in the middle."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.errors import DatabaseBusy
from bot.storage import cursor, receipts
from bot.storage.database import Database
from bot.storage.job import Fault, Job, attempt
from bot.storage.writer import SHARE
from tests.contract.rows import NOON


@pytest.fixture
def path(sqlite: str) -> Path:
    return Path(sqlite.removeprefix("sqlite:///"))


async def test_waiting_transactions_share_commits(shared_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[int] = []

    def counted(connection: Connection, jobs: Iterable[Job], owner: str) -> Fault | None:
        taken: list[Job] = []
        fault = attempt(connection, (taken.append(job) or job for job in jobs), owner)
        shares.append(len(taken))
        return fault

    monkeypatch.setattr("bot.storage.writer.attempt", counted)
    db = await Database.open(shared_url)

    await asyncio.gather(*(db.run(receipts.record, number, NOON) for number in range(200)))

    await db.close()
    assert sum(shares) == 200
    assert len(shares) < 40
    assert max(shares) <= SHARE


async def test_transactions_take_effect_in_the_order_they_were_asked_for(sqlite: str) -> None:
    db = await Database.open(sqlite)
    order: list[int] = []

    await asyncio.gather(*(db.run(lambda _tx, number=number: order.append(number)) for number in range(100)))

    await db.close()
    assert order == list(range(100))


async def test_another_programs_lock_makes_writers_busy_and_readers_go_on(
    sqlite: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sqlite.BUSY_SECONDS", 0.2)
    db = await Database.open(sqlite)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute(
            "INSERT INTO seen_update (update_id, at, outcome) VALUES (1, '2026-01-01 00:00:00', 'acted')"
        )

        started = time.monotonic()
        results = await asyncio.gather(
            *(db.run(receipts.record, number, NOON) for number in range(20)), return_exceptions=True
        )
        waited = time.monotonic() - started

        assert {type(result) for result in results} == {DatabaseBusy}
        assert waited < 2, "twenty callers waited one after the other"
        assert await db.read(receipts.seen, [1]) == set()
        other.execute("COMMIT")

    assert await db.run(receipts.record, 2, NOON) is True
    assert await db.read(receipts.seen, [1, 2]) == {1, 2}
    await db.close()


async def test_the_pragmas_hold_on_every_connection(sqlite: str) -> None:
    db = await Database.open(sqlite)
    names = ("journal_mode", "synchronous", "foreign_keys")

    found = await db.run(
        lambda tx: [tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    )

    await db.close()
    assert found == ["wal", 2, 1]


def test_a_loop_torn_down_in_the_middle_leaves_no_half_transaction_and_no_hanging_thread(
    sqlite: str, path: Path
) -> None:
    program = f"""
import asyncio
from bot.storage.database import Database
from bot.storage.job import Fault, Job, attempt
from bot.storage.writer import SHARE
from tests.contract.rows import NOON
from bot.storage import receipts

def many(tx):
    for number in range(5000):
        receipts.record(tx, number, NOON)

async def main():
    db = await Database.open({sqlite!r})
    await db.run(receipts.record, 10_000, NOON)
    asyncio.get_running_loop().create_task(db.run(many))
    await asyncio.sleep(0.05)
    raise SystemExit(7)

asyncio.run(main())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=20, check=False)

    assert ended.returncode == 7, ended.stderr.decode()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM seen_update").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_connection_that_failed_to_open_leaves_no_thread(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await cursor.connect(str(tmp_path / "missing" / "garden.sqlite3"), busy=1)

    assert not [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]
