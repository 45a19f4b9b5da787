"""Two processes on one database: what one may have, the other does not get; what both add, adds up."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.storage import outbox, timers
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.storage.tables import gardens, missions, people, sign_ups
from bot.storage.tables import timers as timer_table
from tests.contract.racer import ROUNDS
from tests.contract.races import RACERS, Racers, run_race
from tests.contract.rows import NOON, add

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def track(shared_url: str) -> AsyncIterator[Database]:
    db = await Database.open(shared_url)
    yield db
    await db.close()


async def test_a_mission_of_one_place_is_won_by_exactly_one(
    shared_url: str, track: Database, racers: Racers
) -> None:
    def arrange(tx: Transaction) -> None:
        garden = add(tx, gardens)
        for name in RACERS:
            add(tx, people, name=name)
        for number in range(ROUNDS):
            add(tx, missions, garden_id=garden, slug=f"m{number}", places=1)

    await track.run(arrange)

    won = run_race(racers, shared_url, "join")

    assert len(won[0]) + len(won[1]) == ROUNDS
    assert not set(won[0]) & set(won[1])
    assert all(won), "one racer won everything: they did not race"
    counts = select(func.count(sign_ups.c.id)).group_by(sign_ups.c.mission_id)
    assert await track.read(lambda tx: set(tx.connection.execute(counts).scalars())) == {1}


async def test_no_increment_is_lost(shared_url: str, track: Database, racers: Racers) -> None:
    await track.run(lambda tx: timers.set_timer(tx, kind="count", subject_id=1, key="count", due_at=NOON))

    seen = run_race(racers, shared_url, "increment")

    total = await track.read(lambda tx: tx.connection.execute(select(timer_table.c.attempts)).scalar_one())
    assert total == 2 * ROUNDS
    assert sorted(seen[0] + seen[1]) == list(range(1, total + 1))


async def test_no_parcel_is_claimed_by_two(shared_url: str, track: Database, racers: Racers) -> None:
    def owe(tx: Transaction) -> None:
        row = {"kind": "k", "payload": {}, "lane": Lane.NOTICE, "now": NOON - MINUTE, "not_before": NOON}
        for number in range(600):
            outbox.queue(tx, dedupe=str(number), chat_id=number % 5, **row)

    await track.run(owe)

    claimed = run_race(racers, shared_url, "claim")

    assert sorted(claimed[0] + claimed[1]) == list(range(1, 601))
    assert all(claimed), "one racer claimed everything: they did not race"
