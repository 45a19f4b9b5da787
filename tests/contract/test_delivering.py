"""Outbox and timers at work on each database: what the unit suite proves of them in memory, where it meets SQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.timers import Timers
from bot.domain.delivery import Delayed, Gone, Migrated, Unknown
from bot.storage import outbox, timers
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from tests.unit.delivery_world import NOW, World


@pytest.fixture
def world(db: Database) -> World:
    return World(db)


async def test_what_is_owed_is_sent_and_marked(world: World):
    await world.owe("reply", lane=Lane.REPLY)
    await world.owe("news", chat=8, lane=Lane.BROADCAST)

    assert await world.outbox.settle() is None
    assert await world.states() == {"reply": "sent", "news": "sent"}


async def test_a_429_is_stored_for_every_worker(world: World):
    world.answers["one"].append(Delayed(30))
    await world.owe("one")
    await world.owe("two")

    assert await world.outbox.settle() == NOW + timedelta(seconds=30)
    assert await world.db.read(outbox.throttled_until, 7, NOW) == NOW + timedelta(seconds=30)
    await world.walk(timedelta(seconds=30))
    assert world.sent == ["one", "one", "two"]


async def test_a_doubt_survives_what_comes_between(world: World):
    world.answers["one"].append(Unknown("timed out"))
    world.line_is_up = False
    await world.owe("one")
    await world.outbox.settle()
    world.line_is_up = True
    world.answers["one"].append(Unknown("timed out again"))
    await world.walk(timedelta(minutes=5))

    assert world.sent == ["one", "one"]
    assert await world.states() == {"one": "unknown"}


async def test_a_group_moves_and_a_person_leaves(world: World):
    world.answers["group"].append(Migrated(-1007))
    world.answers["person"].append(Gone("blocked"))
    await world.owe("group", chat=-7)
    await world.owe("person", chat=7)
    await world.outbox.settle()

    assert await world.states() == {"group": "sent", "person": "dropped"}
    assert (await world.row("group")).chat_id == -1007
    assert world.gone == ["person"]


async def test_two_workers_send_and_fire_everything_once(shared_url: str):
    first, second = await Database.open(shared_url), await Database.open(shared_url)
    world = World(first)
    other = world.worker(second)
    rung: list[int] = []

    def ring(tx: Transaction, timer: Timer, now: object) -> None:
        world._queue(tx, f"timer {timer.subject_id}", timer.subject_id, Lane.REMINDER, {})
        rung.append(timer.subject_id)

    for number in range(20):
        await world.owe(f"note {number}", chat=number, not_before=NOW + timedelta(seconds=1))
        await first.run(timers.set_timer, kind="ring", subject_id=number, key=f"ring {number}", due_at=NOW)
    world.clock.put(NOW + timedelta(seconds=1))
    await asyncio.gather(*(Timers(db, {"ring": ring}, world.clock).fire() for db in (first, second)))
    await asyncio.gather(world.outbox.settle(), other.settle())

    assert sorted(world.sent) == sorted(f"{what} {n}" for what in ("note", "timer") for n in range(20))
    assert sorted(set(rung)) == list(range(20))
    await first.close()
    await second.close()
