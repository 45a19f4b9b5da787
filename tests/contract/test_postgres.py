"""PostgreSQL's own: a restarted server, a lost connection, writers' turns."""

import asyncio
import time

import asyncpg
import pytest
from sqlalchemy import Connection, event, make_url, select, text, update

from bot.errors import DatabaseBusy
from bot.storage import receipts
from bot.storage.database import Database, Transaction
from bot.storage.postgres import SESSION, TAKE_TURN
from bot.storage.tables import receipts as table
from tests.contract.rows import NOON
from tests.contract.servers import run_sql


@pytest.fixture
def postgres(own_postgres: str) -> str:
    return own_postgres


KILL_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_a_restarted_server_is_not_noticed_between_transactions(postgres: str) -> None:
    db = await Database.open(postgres)
    await asyncio.gather(*(db.run(receipts.record, number, NOON) for number in range(8)))

    await run_sql(postgres, KILL_OTHERS)

    results = await asyncio.gather(*(db.run(receipts.record, number, NOON) for number in range(8, 16)))
    assert results == [True] * 8

    await run_sql(postgres, KILL_OTHERS)

    assert await asyncio.gather(*(db.read(receipts.seen, [number]) for number in range(4))) == [
        {0},
        {1},
        {2},
        {3},
    ]
    await db.close()


async def test_a_connection_lost_in_the_middle_takes_effect_once(postgres: str) -> None:
    db = await Database.open(postgres)
    attempts: list[int] = []

    def work(tx: Transaction) -> bool:
        attempts.append(1)
        recorded = receipts.record(tx, 1, NOON)
        if len(attempts) == 1:
            tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return recorded

    assert await db.run(work) is True
    assert len(attempts) == 2
    assert await db.read(receipts.seen, [1]) == {1}
    await db.close()


async def test_a_database_away_makes_callers_busy_and_its_return_is_noticed(
    postgres: str, server: str
) -> None:
    db = await Database.open(postgres)
    name = make_url(postgres).database
    await run_sql(postgres, KILL_OTHERS)
    await run_sql(server, f"ALTER DATABASE {name} RENAME TO {name}_away")

    with pytest.raises(DatabaseBusy):
        await db.run(receipts.record, 1, NOON)
    with pytest.raises(DatabaseBusy):
        await db.ping()

    await run_sql(server, f"ALTER DATABASE {name}_away RENAME TO {name}")
    assert await db.run(receipts.record, 1, NOON) is True
    await db.ping()
    await db.close()


async def test_an_answer_lost_in_the_commit_is_not_tried_again(postgres: str) -> None:
    db = await Database.open(postgres)
    attempts: list[int] = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        receipts.record(tx, 1, NOON)
        event.listen(tx.connection, "commit", cut)

    def cut(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseBusy, match="lost the connection"):
        await db.run(work)

    assert len(attempts) == 1
    assert await db.run(receipts.record, 2, NOON) is True
    await db.close()


async def test_a_deadlock_with_another_program_is_tried_again(postgres: str) -> None:
    db = await Database.open(postgres)
    failures = iter(["40P01", "40001"])

    def work(tx: Transaction) -> bool:
        recorded = receipts.record(tx, 1, NOON)
        for state in failures:
            tx.connection.exec_driver_sql(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")
        return recorded

    assert await db.run(work) is True
    await db.close()


def note_incident(tx: Transaction) -> int:
    """Read and write back: what two at once would lose."""
    found = tx.connection.execute(select(table.c.incident).where(table.c.update_id == 0)).scalar_one()
    count = int(found or 0) + 1
    tx.connection.execute(update(table).where(table.c.update_id == 0).values(incident=str(count)))
    return count


async def test_writers_take_turns_instead_of_getting_in_each_others_way(postgres: str) -> None:
    one, two = await Database.open(postgres), await Database.open(postgres)
    runs = 0

    def counted(tx: Transaction) -> int:
        nonlocal runs
        runs += 1
        return note_incident(tx)

    await one.run(receipts.record, 0, NOON)
    counts = await asyncio.gather(*((one, two)[number % 2].run(counted) for number in range(40)))

    assert sorted(counts) == list(range(1, 41))
    assert runs == 40
    await one.close()
    await two.close()


async def test_a_turn_that_does_not_come_makes_writers_busy_and_readers_go_on(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SESSION, "lock_timeout", "200ms")
    db = await Database.open(postgres)
    other = await asyncpg.connect(postgres)
    turn = other.transaction()
    await turn.start()
    await other.execute(TAKE_TURN)

    started = time.monotonic()
    results = await asyncio.gather(
        *(db.run(receipts.record, number, NOON) for number in range(20)), return_exceptions=True
    )
    waited = time.monotonic() - started

    assert {type(result) for result in results} == {DatabaseBusy}
    assert waited < 3, "twenty callers waited one after the other"
    assert await db.read(receipts.seen, [1]) == set()
    await turn.rollback()
    assert await db.run(receipts.record, 1, NOON) is True
    await other.close()
    await db.close()


async def test_a_stopped_process_loses_its_turn(postgres: str) -> None:
    stopped = await asyncpg.connect(postgres, server_settings={"idle_in_transaction_session_timeout": "200"})
    await stopped.execute("BEGIN")
    await stopped.execute(TAKE_TURN)
    db = await Database.open(postgres)

    assert await db.run(receipts.record, 1, NOON) is True

    assert "idle_in_transaction_session_timeout" in SESSION
    await db.close()
    stopped.terminate()
