"""A group that became a supergroup keeps what is owed to it, wherever its id stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.storage.tables import gardens, groups, instances, people, throttles
from bot.storage.tables import outbox as owed
from tests.contract.rows import NOON, add

OLD, NEW = -42, -100_000_042


@pytest.fixture
async def garden(db: Database) -> int:
    return await db.run(lambda tx: add(tx, gardens))


def open_instance(tx: Transaction, garden_id: int, person_id: int, chat_id: int) -> int:
    return add(
        tx,
        instances,
        garden_id=garden_id,
        person_id=person_id,
        chat_id=chat_id,
        conversation="answer",
        status="open",
    )


async def test_the_new_id_stands_everywhere(db: Database, garden: int) -> None:
    def arrange(tx: Transaction) -> None:
        add(tx, groups, garden_id=garden, chat_id=OLD)
        open_instance(tx, garden, add(tx, people), OLD)
        outbox.queue(tx, dedupe="a", chat_id=OLD, kind="k", payload={}, lane=Lane.NOTICE, now=NOON)
        outbox.throttle(tx, OLD, NOON + timedelta(hours=1))

    await db.run(arrange)

    await db.run(outbox.rewrite_chat, OLD, NEW)
    await db.run(outbox.rewrite_chat, OLD, NEW)

    for table in (groups, instances, owed, throttles):
        found = await db.read(
            lambda tx, table=table: tx.connection.execute(select(table.c.chat_id)).scalars().all()
        )
        assert found == [NEW], table.name


async def test_a_group_already_known_by_its_new_id_stays_one_group(db: Database, garden: int) -> None:
    def arrange(tx: Transaction) -> None:
        add(tx, groups, garden_id=garden, chat_id=OLD, lost_at=NOON)
        add(tx, groups, garden_id=garden, chat_id=NEW, title="live")

    await db.run(arrange)

    await db.run(outbox.rewrite_chat, OLD, NEW)

    rows = await db.read(lambda tx: tx.connection.execute(select(groups)).all())
    assert [(row.chat_id, row.title, row.lost_at) for row in rows] == [(NEW, "live", None)]


async def test_a_conversation_open_under_both_ids_goes_on_under_the_new_one(
    db: Database, garden: int
) -> None:
    def arrange(tx: Transaction) -> tuple[int, int]:
        person = add(tx, people)
        return open_instance(tx, garden, person, OLD), open_instance(tx, garden, person, NEW)

    old, new = await db.run(arrange)

    await db.run(outbox.rewrite_chat, OLD, NEW)

    rows = await db.read(lambda tx: tx.connection.execute(select(instances)).all())
    assert {row.id: (row.chat_id, row.status) for row in rows} == {
        old: (NEW, "cancelled"),
        new: (NEW, "open"),
    }
