from datetime import timedelta

from sqlalchemy import select

from bot.storage import audit, receipts
from bot.storage.database import Database
from bot.storage.tables import audit as trail
from tests.contract.rows import NOON


async def test_an_update_delivered_again_is_known(db: Database) -> None:
    first = await db.run(receipts.record, 700, NOON)
    again = await db.run(receipts.record, 700, NOON, "poison", "A1B2")

    assert (first, again) == (True, False)
    assert await db.read(receipts.seen, [699, 700, 701]) == {700}


async def test_asking_about_no_update_is_answered(db: Database) -> None:
    assert await db.read(receipts.seen, []) == set()


async def test_old_receipts_are_forgotten_and_new_ones_kept(db: Database) -> None:
    for age in range(4):
        await db.run(receipts.record, age, NOON - timedelta(days=age))

    forgotten = await db.run(receipts.forget_before, NOON - timedelta(days=2))

    assert forgotten == 1
    assert await db.read(receipts.seen, range(4)) == {0, 1, 2}


async def test_the_trail_keeps_who_decided_what(db: Database) -> None:
    await db.run(
        audit.note,
        garden_id=None,
        actor_id=7,
        action="confirmed",
        subject="sign_up 3",
        details={"places": 2},
        now=NOON,
    )

    row = await db.read(lambda tx: tx.connection.execute(select(trail)).one())
    assert (row.actor_id, row.action, row.subject, row.details, row.at) == (
        7,
        "confirmed",
        "sign_up 3",
        {"places": 2},
        NOON,
    )
