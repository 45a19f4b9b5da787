"""What the worker asks every second is answered from indexes of pending rows, however many were sent."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, text

from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Parcel
from bot.storage.tables import outbox as table
from tests.contract.rows import NOON


def fill(tx: Transaction, sent: int, pending: int) -> None:
    """Many rows sent, some waiting; the planner is told."""
    row = {"chat_id": 1, "kind": "k", "payload": {}, "unasked": False, "not_before": NOON, "created_at": NOON}
    rows = [
        row | {"dedupe": str(number), "lane": number % 4, "state": "sent" if number < sent else "pending"}
        for number in range(sent + pending)
    ]
    tx.connection.execute(insert(table), rows)


def plans(tx: Transaction, ask: Callable[[Transaction], Any]) -> str:
    """What the database says it does for the statements of `ask`."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(tx.connection, "before_cursor_execute", note)
    ask(tx)
    event.remove(tx.connection, "before_cursor_execute", note)
    explain = "EXPLAIN " if tx.connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    rows = [
        row for statement, given in sent for row in tx.connection.exec_driver_sql(explain + statement, given)
    ]
    return "\n".join(str(row[-1]) for row in rows)


def claim(tx: Transaction) -> list[Parcel]:
    return outbox.claim(tx, NOON, limit=10, lease=timedelta(seconds=1))


def next_due(tx: Transaction) -> object:
    return outbox.next_due(tx, NOON)


@pytest.mark.parametrize("ask", [claim, next_due])
async def test_no_scan_of_the_outbox(db: Database, ask: Callable[[Transaction], Any]) -> None:
    await db.run(fill, 5000, 200)
    await db.run(lambda tx: tx.connection.execute(text("ANALYZE")) and None)

    said = await db.run(plans, ask)

    assert re.search("ix_outbox_(due|turn)", said)
    assert not re.search(r"SCAN outbox|Seq Scan on outbox", said), said


def steps(tx: Transaction) -> int:
    """How many steps SQLite's machine takes for one claim."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    adapted: Any = tx.connection.connection.dbapi_connection
    adapted.run_async(lambda connection: connection.set_progress_handler(tick, 1))
    claim(tx)
    adapted.run_async(lambda connection: connection.set_progress_handler(None, 1))
    return count


@pytest.fixture
async def memory() -> AsyncIterator[Database]:
    database = await Database.open("sqlite:///:memory:")
    yield database
    await database.close()


@pytest.fixture
async def cost_of_one(memory: Database) -> int:
    """The steps of a claim where fifty wait and nothing was ever sent."""
    await memory.run(fill, 0, 50)
    cost = await memory.run(steps)
    await memory.run(lambda tx: tx.connection.execute(delete(table)) and None)
    return cost


async def test_a_claim_costs_the_same_after_ten_thousand_sends(memory: Database, cost_of_one: int) -> None:
    await memory.run(fill, 10_000, 50)

    assert 100 < await memory.run(steps) < cost_of_one * 1.2


async def test_a_claim_costs_the_same_however_many_wait(memory: Database, cost_of_one: int) -> None:
    await memory.run(fill, 0, 20_000)

    assert 100 < await memory.run(steps) < cost_of_one * 1.2
