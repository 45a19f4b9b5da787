"""What is owed is sent once, in order, by one worker at a time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.tables import gardens
from bot.storage.tables import outbox as table
from tests.contract.rows import NOON

MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=30)


@pytest.fixture
async def other(url: str, db: Database) -> Any:
    """The same database as another process sees it; in memory there can be no other, so it lends its name only."""
    if url.endswith(":memory:"):
        yield Renamed(db)
        return
    database = await Database.open(url, owner="two")
    yield database
    await database.close()


class Renamed:
    """The database in memory, under another owner's name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def run(self, fn: Any, *args: Any, **kw: Any) -> Any:
        return await self._db.run(lambda tx: fn(Transaction(tx.connection, "two"), *args, **kw))


async def queue(db: Any, dedupe: str, **given: Any) -> Parcel | None:
    row = {
        "dedupe": dedupe,
        "chat_id": 10,
        "kind": "screen",
        "payload": {"id": 1, "text": "Bonjour Ana"},
        "lane": Lane.NOTICE,
        "now": NOON,
        "not_before": NOON + MINUTE,
    }
    return await db.run(lambda tx: outbox.queue(tx, **(row | given)))


async def claim(db: Any, now: datetime = NOON + MINUTE, limit: int = 10) -> list[str]:
    return [parcel.dedupe for parcel in await db.run(outbox.claim, now, limit=limit, lease=LEASE)]


def plant_gardens(tx: Transaction, count: int) -> None:
    for number in range(1, count + 1):
        values = {"slug": f"g{number}", "name": "G", "timezone": "Europe/Paris", "languages": [], "story": []}
        place = {"address": "", "latitude": 0, "longitude": 0, "contact": "", "data_contact": "", "rules": {}}
        more = {"towns": [], "pickup_points": [], "created_at": NOON}
        tx.connection.execute(gardens.insert().values(id=number, **values, **place, **more))


async def row_of(db: Database, dedupe: str) -> Any:
    return await db.read(
        lambda tx: tx.connection.execute(select(table).where(table.c.dedupe == dedupe)).one()
    )


async def test_the_same_key_is_owed_once_even_after_it_was_sent(db: Database) -> None:
    first = await queue(db, "welcome:1")
    again = await queue(db, "welcome:1")
    assert first
    await db.run(outbox.mark_sent, first.id, 5, NOON)

    after = await queue(db, "welcome:1")

    assert (again, after) == (None, None)
    assert await claim(db) == []


async def test_what_is_due_at_once_is_handed_over_already_leased(db: Database, other: Any) -> None:
    handed: list[Parcel] = []
    db.after_commit(handed.extend)

    parcel = await queue(db, "a", not_before=None)
    await queue(db, "b")

    assert handed == [parcel]
    assert await claim(other, NOON) == []
    assert await claim(other, NOON + outbox.FIRST_LEASE) == ["a", "b"]


async def test_a_parcel_comes_back_from_the_database_as_it_was_queued(db: Database) -> None:
    queued = await queue(
        db, "a", thread_id=3, unasked=True, expires_at=NOON + 2 * MINUTE, not_before=NOON - MINUTE
    )
    assert queued

    [claimed] = await db.run(outbox.claim, NOON + outbox.FIRST_LEASE, limit=1, lease=LEASE)

    assert claimed == queued
    assert claimed.payload == {"id": 1, "text": "Bonjour Ana"}


async def test_replies_go_first_then_what_was_due_first_then_what_was_queued_first(db: Database) -> None:
    await queue(db, "broadcast", lane=Lane.BROADCAST, not_before=NOON + timedelta(seconds=1))
    await queue(db, "late notice", not_before=NOON + 2 * timedelta(seconds=1))
    await queue(db, "notice 1", not_before=NOON + timedelta(seconds=1))
    await queue(db, "notice 2", not_before=NOON + timedelta(seconds=1))
    await queue(db, "reminder", lane=Lane.REMINDER, not_before=NOON + timedelta(seconds=1))
    await queue(db, "reply", lane=Lane.REPLY)

    assert await claim(db, limit=2) == ["reply", "notice 1"]
    assert await claim(db, limit=3) == ["notice 2", "late notice", "reminder"]
    assert await claim(db, limit=3) == ["broadcast"]


async def test_of_a_hundred_gardens_none_waits_for_anothers_end(db: Database) -> None:
    await db.run(plant_gardens, 100)
    for number in range(300):
        await queue(db, f"large {number}", garden_id=1, lane=Lane.REMINDER)
    for garden in range(2, 101):
        await queue(db, f"small {garden}", garden_id=garden, lane=Lane.REMINDER, not_before=NOON + 2 * MINUTE)

    first = await claim(db, NOON + 2 * MINUTE, limit=100)
    second = await claim(db, NOON + 2 * MINUTE, limit=50)

    assert sorted(first) == sorted(["large 0", *(f"small {garden}" for garden in range(2, 101))])
    assert second == [f"large {number}" for number in range(1, 51)], (
        "what the others leave is the large one's"
    )


async def test_in_a_claim_gardens_take_turns(db: Database) -> None:
    await db.run(plant_gardens, 2)
    for garden in (1, 2):
        for number in range(3):
            await queue(db, f"{garden}.{number}", garden_id=garden, lane=Lane.REMINDER)

    assert await claim(db, limit=4) == ["1.0", "2.0", "1.1", "2.1"]


async def test_reminders_do_not_keep_a_broadcast_waiting_for_their_end(db: Database) -> None:
    for number in range(40):
        await queue(db, f"reminder {number}", lane=Lane.REMINDER)
        await queue(db, f"news {number}", lane=Lane.BROADCAST)

    claimed = await claim(db, limit=20)

    assert claimed == [f"reminder {n}" for n in range(15)] + [f"news {n}" for n in range(5)]


async def test_what_was_not_tried_is_handed_back_as_it_was(db: Database, other: Any) -> None:
    parcel = await queue(db, "a", not_before=None)
    theirs = await queue(other, "b", not_before=None)
    assert parcel
    assert theirs

    await db.run(outbox.hand_back, [parcel, theirs])

    [back] = await db.run(outbox.claim, NOON, limit=10, lease=LEASE)
    assert back == parcel


async def test_a_leased_parcel_is_left_alone_until_the_lease_ends(db: Database, other: Any) -> None:
    await queue(db, "a")

    assert await claim(db) == ["a"]
    assert await claim(other, NOON + MINUTE + LEASE - timedelta(microseconds=1)) == []
    assert await claim(other, NOON + MINUTE + LEASE) == ["a"]


async def test_what_is_not_due_is_not_claimed(db: Database) -> None:
    await queue(db, "a")

    assert await claim(db, NOON + MINUTE - timedelta(microseconds=1)) == []
    assert await db.read(outbox.next_due, NOON) == NOON + MINUTE


async def test_only_the_parcel_being_sent_is_uncertain_after_a_kill(db: Database, other: Any) -> None:
    sending, waiting = await queue(db, "sending"), await queue(db, "waiting")
    assert sending
    assert waiting
    await claim(db)
    await db.run(outbox.begin_send, sending.id, NOON + MINUTE)

    found = await other.run(outbox.claim, NOON + MINUTE + LEASE, limit=10, lease=LEASE)

    assert [(parcel.dedupe, parcel.uncertain) for parcel in found] == [("sending", True), ("waiting", False)]


async def test_a_refused_send_is_owed_again_later_and_is_not_uncertain(db: Database) -> None:
    parcel = await queue(db, "a")
    assert parcel
    await claim(db)
    await db.run(outbox.begin_send, parcel.id, NOON + MINUTE)

    await db.run(outbox.mark_delayed, parcel.id, NOON + 3 * MINUTE, error="429")

    assert await claim(db, NOON + 2 * MINUTE) == []
    [back] = await db.run(outbox.claim, NOON + 3 * MINUTE, limit=1, lease=LEASE)
    assert (back.attempts, back.uncertain) == (1, False)


async def test_a_slow_worker_does_not_delay_what_another_has_taken_over(db: Database, other: Any) -> None:
    parcel = await queue(db, "a")
    assert parcel
    await claim(db)
    await claim(other, NOON + MINUTE + LEASE)

    await db.run(outbox.mark_delayed, parcel.id, NOON)

    assert await claim(db, NOON + MINUTE + LEASE) == []


async def test_a_sent_parcel_keeps_its_message_and_forgets_its_text(db: Database) -> None:
    parcel = await queue(db, "a", not_before=None)
    assert parcel

    await db.run(outbox.mark_sent, parcel.id, 4321, NOON)

    row = await row_of(db, "a")
    assert (row.state, row.message_id, row.sent_at, row.leased_until) == ("sent", 4321, NOON, None)
    assert row.payload == {"id": 1}
    assert await db.read(outbox.next_due, NOON) is None


@pytest.mark.parametrize("state", ["dropped", "failed", "unknown"])
async def test_an_ended_parcel_is_owed_no_more_and_forgets_its_text(db: Database, state: Any) -> None:
    parcel = await queue(db, "a", not_before=None)
    assert parcel

    await db.run(outbox.mark_ended, parcel.id, state, NOON, "blocked")

    row = await row_of(db, "a")
    assert (row.state, row.payload, row.error) == (state, {"id": 1}, "blocked")
    assert await claim(db, NOON + timedelta(days=1)) == []


async def test_what_was_sent_is_not_ended_afterwards(db: Database) -> None:
    parcel = await queue(db, "a", not_before=None)
    assert parcel
    await db.run(outbox.mark_sent, parcel.id, 9, NOON)

    await db.run(outbox.mark_ended, parcel.id, "failed", NOON)
    await db.run(outbox.mark_delayed, parcel.id, NOON)

    assert (await row_of(db, "a")).state == "sent"


async def test_a_throttled_chat_is_left_alone_and_the_others_are_not(db: Database) -> None:
    await queue(db, "slow", chat_id=1)
    await queue(db, "quick", chat_id=2)

    await db.run(outbox.throttle, 1, NOON + 5 * MINUTE)

    assert await claim(db) == ["quick"]
    assert await db.read(outbox.throttled_until, 1, NOON) == NOON + 5 * MINUTE
    assert await db.read(outbox.throttled_until, 2, NOON) is None
    assert await claim(db, NOON + 5 * MINUTE) == ["slow", "quick"]


async def test_a_throttle_of_everything_stops_every_chat(db: Database) -> None:
    await queue(db, "a", chat_id=1)

    await db.run(outbox.throttle, 0, NOON + 5 * MINUTE)

    assert await claim(db) == []
    assert await db.read(outbox.throttled_until, 1, NOON) == NOON + 5 * MINUTE
    assert await db.read(outbox.next_due, NOON) == NOON + 5 * MINUTE
    assert await claim(db, NOON + 5 * MINUTE) == ["a"]


async def test_a_shorter_throttle_does_not_end_a_longer_one(db: Database) -> None:
    await db.run(outbox.throttle, 1, NOON + 5 * MINUTE)
    await db.run(outbox.throttle, 1, NOON + MINUTE)

    assert await db.read(outbox.throttled_until, 1, NOON) == NOON + 5 * MINUTE


async def test_a_reply_finds_what_it_answers(db: Database) -> None:
    parcel = await queue(db, "a", chat_id=-100, not_before=None)
    assert parcel
    await db.run(outbox.mark_sent, parcel.id, 77, NOON)

    found = await db.read(outbox.find_by_message, -100, 77)

    assert found
    assert found.dedupe == "a"
    assert await db.read(outbox.find_by_message, -100, 78) is None
    assert await db.read(outbox.find_by_message, -101, 77) is None


async def test_what_a_dead_process_held_is_taken_back_at_once_and_what_a_live_one_holds_is_not(
    db: Database, other: Any
) -> None:
    sending = await queue(other, "sending", not_before=None)
    await queue(other, "waiting", not_before=None)
    await queue(db, "mine", not_before=None)
    assert sending
    await other.run(outbox.begin_send, sending.id, NOON)

    kept = await db.run(outbox.release_dead, NOON, lambda _name: True)
    released = await db.run(outbox.release_dead, NOON, lambda name: name != "two")

    assert (kept, released) == (0, 2)
    found = await db.run(outbox.claim, NOON, limit=10, lease=LEASE)
    assert [(parcel.dedupe, parcel.uncertain) for parcel in found] == [("sending", True), ("waiting", False)]
