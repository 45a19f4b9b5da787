from datetime import datetime, timedelta

import pytest

from bot.storage import timers
from bot.storage.database import Database
from tests.contract.rows import NOON

HOUR = timedelta(hours=1)


async def keys_due(db: Database, now: datetime, limit: int = 10) -> list[str]:
    return [timer.key for timer in await db.run(timers.due_timers, now, limit)]


async def set_timer(
    db: Database, key: str, due_at: datetime, kind: str = "nudge", subject_id: int = 1
) -> None:
    await db.run(
        lambda tx: timers.set_timer(
            tx, kind=kind, subject_id=subject_id, key=key, due_at=due_at, payload={"n": 1}
        )
    )


async def test_timers_are_due_in_their_order_and_not_before(db: Database) -> None:
    await set_timer(db, "later", NOON + 2 * HOUR)
    await set_timer(db, "second", NOON + HOUR)
    await set_timer(db, "first", NOON)

    assert await keys_due(db, NOON - HOUR) == []
    assert await keys_due(db, NOON + HOUR) == ["first", "second"]
    assert await keys_due(db, NOON + HOUR, limit=1) == ["first"]
    assert await db.read(timers.next_due) == NOON


async def test_the_same_key_is_planned_anew(db: Database) -> None:
    await set_timer(db, "nudge:1", NOON)
    [timer] = await db.run(timers.due_timers, NOON, 10)
    await db.run(timers.postpone_timer, timer.id, NOON + HOUR, "no such garden")

    await set_timer(db, "nudge:1", NOON + 2 * HOUR)

    assert await keys_due(db, NOON + HOUR) == []
    [timer] = await db.run(timers.due_timers, NOON + 2 * HOUR, 10)
    assert (timer.key, timer.attempts, timer.payload) == ("nudge:1", 0, {"n": 1})


async def test_a_failed_timer_comes_back_later_with_its_attempt_counted(db: Database) -> None:
    await set_timer(db, "digest", NOON)
    [timer] = await db.run(timers.due_timers, NOON, 10)

    await db.run(timers.postpone_timer, timer.id, NOON + HOUR, "ValueError")

    assert await keys_due(db, NOON) == []
    [timer] = await db.run(timers.due_timers, NOON + HOUR, 10)
    assert timer.attempts == 1


async def test_a_finished_or_cancelled_timer_is_gone(db: Database) -> None:
    await set_timer(db, "a", NOON)
    await set_timer(db, "b", NOON)
    [first, _second] = await db.run(timers.due_timers, NOON, 10)

    await db.run(timers.finish_timer, first.id)
    await db.run(timers.cancel_timer, "b")

    assert await db.read(timers.next_due) is None


async def test_all_timers_of_a_subject_are_cancelled_and_no_other(db: Database) -> None:
    await set_timer(db, "nudge:1:a", NOON)
    await set_timer(db, "nudge:1:b", NOON)
    await set_timer(db, "nudge:2", NOON, subject_id=2)
    await set_timer(db, "escalation:1", NOON, kind="escalation")

    await db.run(timers.cancel_timers, "nudge", 1)

    assert await keys_due(db, NOON) == ["nudge:2", "escalation:1"]


async def test_a_timer_set_in_a_transaction_that_fails_is_not_set(db: Database) -> None:
    def fail(tx: timers.Transaction) -> None:
        timers.set_timer(tx, kind="nudge", subject_id=1, key="k", due_at=NOON)
        raise LookupError("no such mission")

    with pytest.raises(LookupError):
        await db.run(fail)

    assert await db.read(timers.next_due) is None
