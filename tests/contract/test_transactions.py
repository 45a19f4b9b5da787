"""One function, one transaction: whole or not at all, whatever becomes of its caller."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.storage import outbox, receipts
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.tables import receipts as table
from tests.contract.rows import NOON


def record(tx: Transaction, update_id: int) -> bool:
    return receipts.record(tx, update_id, NOON)


def record_many(tx: Transaction, first: int, how_many: int) -> int:
    return sum(record(tx, first + number) for number in range(how_many))


def recorded(tx: Transaction) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(table)).scalar_one())


def owe(tx: Transaction, dedupe: str) -> Parcel | None:
    return outbox.queue(tx, dedupe=dedupe, chat_id=1, kind="k", payload={}, lane=Lane.REPLY, now=NOON)


class Mistake(Exception):
    pass


def record_and_fail(tx: Transaction, update_id: int) -> None:
    record(tx, update_id)
    raise Mistake


async def test_an_error_undoes_the_whole_transaction(db: Database) -> None:
    with pytest.raises(Mistake):
        await db.run(record_and_fail, 1)

    assert await db.read(recorded) == 0


async def test_arguments_and_results_pass_through(db: Database) -> None:
    def join(tx: Transaction, left: str, *, right: str) -> str:
        return left + right

    assert await db.run(join, "a", right="b") == "ab"
    assert await db.read(join, "a", right="b") == "ab"


async def test_one_failing_transaction_spoils_no_other(db: Database) -> None:
    results = await asyncio.gather(
        *(db.run(record_and_fail if number % 10 == 3 else record, number) for number in range(100)),
        return_exceptions=True,
    )

    assert [isinstance(result, Mistake) for result in results] == [number % 10 == 3 for number in range(100)]
    assert await db.read(recorded) == 90


async def test_a_statement_the_database_refuses_spoils_no_other(db: Database) -> None:
    def violate(tx: Transaction, update_id: int) -> None:
        for _ in range(2):
            tx.connection.execute(insert(table).values(update_id=update_id, at=NOON, outcome="acted"))

    results = await asyncio.gather(
        db.run(record, 1), db.run(violate, 2), db.run(record, 3), return_exceptions=True
    )

    assert [type(result) for result in results] == [bool, IntegrityError, bool]
    assert await db.read(receipts.seen, [1, 2, 3]) == {1, 3}


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 13, 21])
async def test_a_cancelled_caller_leaves_a_whole_transaction_and_a_free_database(
    db: Database, steps: int
) -> None:
    caller = asyncio.create_task(db.run(record_many, 1, 5))
    for _ in range(steps):
        await asyncio.sleep(0)

    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)

    assert await db.run(record_many, 100, 5) == 5
    await db.close()  # waits for what the cancelled caller had asked for


async def test_what_a_cancelled_caller_asked_for_is_done(shared_url: str) -> None:
    db = await Database.open(shared_url)
    callers = [asyncio.create_task(db.run(record, number)) for number in range(50)]
    await asyncio.sleep(0)
    for caller in callers:
        caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)

    await db.close()

    again = await Database.open(shared_url)
    assert await again.read(recorded) == 50
    await again.close()


async def test_a_cancelled_reader_leaves_its_connection_usable(db: Database) -> None:
    await db.run(record, 1)
    for _ in range(30):
        reader = asyncio.create_task(db.read(recorded))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        reader.cancel()

    assert await asyncio.gather(*(db.read(recorded) for _ in range(20))) == [1] * 20


async def test_reading_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        await db.read(record, 1)

    assert await db.run(record, 1) is True


async def test_what_is_owed_is_told_once_after_the_commit_and_before_the_answer(db: Database) -> None:
    told: list[tuple[str, ...]] = []
    db.after_commit(lambda owed: told.append(tuple(parcel.dedupe for parcel in owed)))

    def owe_two(tx: Transaction) -> None:
        owe(tx, "a")
        owe(tx, "b")
        owe(tx, "a")

    def owe_and_fail(tx: Transaction) -> None:
        owe(tx, "c")
        raise Mistake

    await db.run(owe_two)
    assert told == [("a", "b")]

    await asyncio.gather(db.run(record, 1), db.run(owe_and_fail), db.run(owe, "d"), return_exceptions=True)
    assert told == [("a", "b"), ("d",)]


async def test_a_failing_listener_does_not_undo_what_was_committed(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_owed: list[Parcel]) -> None:
        raise Mistake

    told: list[Any] = []
    db.after_commit(fail)
    db.after_commit(told.append)

    parcel = await db.run(owe, "a")

    assert told == [[parcel]]
    assert "a listener failed" in caplog.text


async def test_closing_finishes_what_was_asked_and_takes_no_more(shared_url: str) -> None:
    db = await Database.open(shared_url)
    writing = [asyncio.create_task(db.run(record, number)) for number in range(20)]
    reading = [asyncio.create_task(db.read(recorded)) for _ in range(20)]
    await asyncio.sleep(0)

    await db.close()

    assert await asyncio.gather(*writing) == [True] * 20
    assert len(await asyncio.gather(*reading)) == 20
    with pytest.raises(RuntimeError, match="closed"):
        await db.run(record, 99)


async def test_a_reader_sees_one_snapshot_and_waits_for_no_writer(shared_url: str) -> None:
    db = await Database.open(shared_url)
    await db.run(record, 0)
    writer = asyncio.create_task(db.run(record_many, 1, 400))
    seen: list[int] = []

    while not writer.done():
        seen.append(await db.read(recorded))
        await asyncio.sleep(0)

    assert await db.read(recorded) == 401
    assert len(seen) > 10
    assert set(seen) <= {1, 401}
    await db.close()


async def test_the_database_answers_a_ping(db: Database) -> None:
    await db.ping()
