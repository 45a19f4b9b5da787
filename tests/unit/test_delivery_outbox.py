from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import outbox as module
from bot.domain.delivery import Delayed, Dropped, Gone, Migrated, Rejected, TopicGone, Unknown
from bot.errors import DatabaseBusy
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Lane
from tests.unit.delivery_world import NOW, World


@pytest.fixture
async def db() -> AsyncIterator[Database]:
    db = await Database.open("sqlite:///:memory:")
    await db.create_tables()
    yield db
    await db.close()


@pytest.fixture
def world(db: Database) -> World:
    return World(db)


async def test_what_a_commit_owes_is_sent_right_after_it_and_forgotten(world: World) -> None:
    await world.owe("hello")

    assert await world.outbox.settle() is None
    row = await world.row("hello")
    assert (row.state, row.message_id, row.payload) == ("sent", 101, {})
    assert world.sent == ["hello"]


async def test_while_it_runs_nobody_has_to_ask(world: World) -> None:
    world.gates[7] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(world.outbox.run())
        await world.owe("hello")
        await world.reached.wait()
        world.gates[7].set()
        assert await world.outbox.settle() is None
        task.cancel()

    assert await world.states() == {"hello": "sent"}


async def test_what_is_not_due_waits_and_says_until_when(world: World) -> None:
    tomorrow = NOW + timedelta(days=1)
    await world.owe("tomorrow", not_before=tomorrow)

    assert await world.outbox.settle() == tomorrow
    assert world.sent == []
    world.clock.put(tomorrow)
    assert await world.outbox.settle() is None
    assert world.sent == ["tomorrow"]


async def test_one_chats_parcels_go_in_the_order_they_were_owed(world: World) -> None:
    for number in range(5):
        await world.owe(f"note {number}", lane=Lane(number % 4))
    await world.outbox.settle()

    assert world.sent == [f"note {number}" for number in range(5)]


async def test_a_slow_chat_holds_up_no_other(world: World) -> None:
    world.gates[7] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(world.outbox.run())
        await world.owe("slow", chat=7)
        await world.owe("behind it", chat=7)
        await world.reached.wait()
        for chat in range(100, 200):
            await world.owe(f"to {chat}", chat=chat)
        await world.has_sent(101)
        assert "behind it" not in world.sent
        world.gates[7].set()
        await world.outbox.settle()
        task.cancel()

    assert set((await world.states()).values()) == {"sent"}


async def test_a_reply_is_sent_in_the_middle_of_a_broadcast_that_is_stuck(world: World) -> None:
    gate = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(world.outbox.run())
        for chat in range(1000, 1150):
            world.gates[chat] = gate
            await world.owe(f"news {chat}", chat=chat, lane=Lane.BROADCAST)
        await world.has_sent(32)
        await world.owe("an answer", lane=Lane.REPLY)
        await world.has_sent(33)
        assert "an answer" in world.sent
        gate.set()
        await world.outbox.settle()
        task.cancel()

    assert len(world.sent) == 151


async def test_each_send_knows_its_lane(world: World) -> None:
    for lane in Lane:
        await world.owe(lane.name, chat=int(lane) + 1, lane=lane)
    await world.outbox.settle()

    assert sorted(zip(world.sent, world.lanes, strict=True)) == sorted(
        (lane.name, int(lane)) for lane in Lane
    )


async def test_a_large_broadcast_is_sent_whole_though_the_hand_is_small(world: World) -> None:
    count = module.MOST * 2 + 7
    await world.db.run(
        lambda tx: [world._queue(tx, f"news {n}", 1000 + n, Lane.BROADCAST, {}) for n in range(count)]
    )
    assert await world.outbox.settle() is None

    assert len(world.sent) == count
    assert set((await world.states()).values()) == {"sent"}


# Outcomes.


async def test_a_429_holds_back_its_chat_for_every_worker(world: World) -> None:
    world.answers["one"].append(Delayed(30))
    await world.owe("one")
    await world.owe("two")
    await world.owe("elsewhere", chat=8)
    due = await world.outbox.settle()

    assert due == NOW + timedelta(seconds=30)
    assert world.sent == ["one", "elsewhere"]
    assert await world.db.read(outbox.throttled_until, 7, NOW) == due
    await world.owe("three")
    assert await world.outbox.settle() == due
    assert world.sent == ["one", "elsewhere"]
    await world.walk(timedelta(seconds=30))
    assert world.sent[2:] == ["one", "two", "three"]


async def test_a_429_everywhere_holds_back_everything(world: World) -> None:
    world.answers["one"].append(Delayed(30, everywhere=True))
    await world.owe("one")
    await world.outbox.settle()
    await world.owe("elsewhere", chat=8)

    assert await world.outbox.settle() == NOW + timedelta(seconds=30)
    assert world.sent == ["one"]
    await world.walk(timedelta(seconds=30))
    assert set((await world.states()).values()) == {"sent"}


async def test_a_line_that_stays_down_is_tried_ever_more_rarely(world: World) -> None:
    down = Delayed(2, everywhere=True, why="no connection")
    for name in ("one", "two", "three"):
        world.answers[name].extend([down] * 20)
        await world.owe(name, chat=len(name))
    await world.walk(timedelta(minutes=10))

    assert len(world.sent) < 20
    for answers in world.answers.values():
        answers.clear()
    await world.walk(timedelta(minutes=2))
    assert set((await world.states()).values()) == {"sent"}


async def test_a_recipient_who_is_gone_is_noted_in_the_same_transaction(world: World) -> None:
    world.answers["hello"].append(Gone("bot was blocked by the user"))
    await world.owe("hello")
    await world.outbox.settle()

    row = await world.row("hello")
    assert (row.state, row.error, row.payload) == ("dropped", "bot was blocked by the user", {})
    assert world.gone == ["hello"]


async def test_a_group_that_moved_gets_everything_at_its_new_address(world: World) -> None:
    world.answers["one"].append(Migrated(-1007))
    await world.owe("one", chat=-7)
    await world.owe("two", chat=-7)

    assert await world.outbox.settle() is None
    assert world.sent == ["one", "one", "two"]
    assert (await world.row("two")).chat_id == -1007


async def test_a_topic_that_is_gone_gives_way_to_the_group(world: World) -> None:
    world.answers["one"].append(TopicGone("message thread not found"))
    await world.owe("one", chat=-7, thread_id=5)
    await world.owe("two", chat=-7, thread_id=5)
    await world.outbox.settle()

    assert world.topics_gone == ["one"]
    assert [(await world.row(name)).thread_id for name in ("one", "two")] == [0, 0]
    assert set((await world.states()).values()) == {"sent"}


async def test_what_is_refused_for_good_fails_under_an_incident(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers["hello"].append(Rejected("can't parse entities"))
    await world.owe("hello")
    await world.owe("next")
    await world.outbox.settle()

    assert await world.states() == {"hello": "failed", "next": "sent"}
    incident = (await world.row("hello")).error.split(":")[0]
    assert incident.startswith("incident ")
    assert incident in caplog.text


async def test_what_no_longer_matters_is_dropped(world: World) -> None:
    world.answers["hello"].append(Dropped("shown already"))
    await world.owe("hello")
    await world.outbox.settle()

    assert await world.states() == {"hello": "dropped"}


async def test_what_expired_is_never_sent(world: World) -> None:
    in_an_hour = NOW + timedelta(hours=1)
    await world.owe("offer", not_before=in_an_hour, expires_at=in_an_hour + timedelta(minutes=5))
    world.clock.put(in_an_hour + timedelta(minutes=5))
    await world.outbox.settle()

    assert world.sent == []
    assert await world.states() == {"offer": "dropped"}


async def test_what_expires_while_it_waits_for_its_turn_is_never_sent(world: World) -> None:
    """The limiter keeps it; the night comes."""
    await world.owe("basket", expires_at=NOW + timedelta(minutes=5), lane=Lane.REMINDER)
    world.before_turn = lambda: world.clock.put(NOW + timedelta(minutes=5))
    await world.outbox.settle()

    assert world.sent == []
    assert await world.states() == {"basket": "dropped"}


async def test_what_expires_behind_a_429_is_never_sent(world: World) -> None:
    world.answers["one"].append(Delayed(600))
    await world.owe("one")
    await world.owe("basket", expires_at=NOW + timedelta(minutes=5), lane=Lane.REMINDER)
    await world.walk(timedelta(hours=1))

    assert world.sent == ["one", "one"]
    assert (await world.row("basket")).state == "dropped"


async def test_after_ten_hours_asleep_nothing_leaves_that_another_may_have_sent(world: World) -> None:
    def sleep() -> None:
        world.before_turn = lambda: None
        world.clock.put(NOW + timedelta(hours=10))

    await world.owe("notice")
    await world.owe("basket", chat=8, expires_at=NOW + timedelta(hours=2), lane=Lane.REMINDER)
    world.before_turn = sleep
    await world.outbox.settle()

    assert world.sent == ["notice"], "looked at again, then sent; once"
    assert (await world.row("notice")).attempts == 1
    assert (await world.row("basket")).state == "dropped"


async def test_a_broadcast_that_only_waits_for_its_turn_is_not_lost_by_a_crash(world: World) -> None:
    world.turn = asyncio.Event()
    await world.owe("news", lane=Lane.BROADCAST)
    running = asyncio.ensure_future(world.outbox.settle())
    await world.reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    world.turn = None
    again = world.worker(world.db)
    world.clock.put(NOW + outbox.FIRST_LEASE)
    await again.settle()

    assert world.sent == ["news"]
    assert await world.states() == {"news": "sent"}


async def test_quiet_hours_hold_what_nobody_asked_for_and_nothing_else(world: World) -> None:
    morning = NOW + timedelta(hours=10)
    world.held = {"nudge": morning, "answer": morning}
    await world.owe("nudge", unasked=True)
    await world.owe("answer")

    assert await world.outbox.settle() == morning
    assert world.sent == ["answer"]
    world.clock.put(morning)
    await world.outbox.settle()
    assert world.sent == ["answer", "nudge"]


@pytest.mark.parametrize("lane", [Lane.REPLY, Lane.NOTICE, Lane.REMINDER])
async def test_of_unknown_fate_a_message_goes_once_more_before_the_others(world: World, lane: Lane) -> None:
    world.answers["one"].append(Unknown("timed out"))
    await world.owe("one", lane=lane)
    await world.owe("two", lane=lane)
    await world.outbox.settle()

    assert world.sent == ["one", "one", "two"]
    assert await world.states() == {"one": "sent", "two": "sent"}


async def test_a_second_doubt_is_the_last(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.answers["one"].extend([Unknown("timed out"), Unknown("timed out")])
    await world.owe("one")
    await world.outbox.settle()

    assert world.sent == ["one", "one"]
    assert (await world.row("one")).state == "unknown"
    assert "may be lost" in caplog.text


async def test_a_doubtful_message_is_not_sent_into_a_line_known_to_be_down(world: World) -> None:
    world.answers["one"].append(Unknown("timed out"))
    world.line_is_up = False
    await world.owe("one")
    await world.walk(timedelta(minutes=1))
    assert world.sent == ["one"]

    world.line_is_up = True
    await world.walk(timedelta(minutes=2))
    assert world.sent == ["one", "one"]
    assert await world.states() == {"one": "sent"}


async def test_earlier_delays_do_not_count_as_doubts(world: World) -> None:
    world.answers["one"].extend([Delayed(5), Delayed(5), Unknown("timed out")])
    await world.owe("one")
    await world.walk(timedelta(minutes=1))

    assert world.sent == ["one"] * 4
    assert await world.states() == {"one": "sent"}


async def test_a_broadcast_of_unknown_fate_is_not_sent_again(world: World) -> None:
    world.answers["news"].append(Unknown("timed out"))
    await world.owe("news", lane=Lane.BROADCAST)
    await world.outbox.settle()

    assert world.sent == ["news"]
    assert await world.states() == {"news": "unknown"}


# Failures of our own.


async def test_a_parcel_that_breaks_us_is_tried_again_and_then_given_up(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers["boom"].extend([ZeroDivisionError()] * 5)
    await world.owe("boom")
    await world.owe("next")
    await world.walk(timedelta(hours=1))

    assert world.sent.count("boom") == 3
    assert await world.states() == {"boom": "failed", "next": "sent"}
    assert caplog.text.count("ZeroDivisionError") == 3


async def test_a_deed_for_the_gone_that_breaks_does_not_stop_the_outbox(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers["hello"].append(Gone("blocked"))
    world.gone = None  # type: ignore[assignment]
    await world.owe("hello")
    await world.owe("next", chat=8)
    await world.outbox.settle()

    assert await world.states() == {"hello": "failed", "next": "sent"}
    assert "cannot be marked" in caplog.text


async def test_a_message_sent_while_the_database_is_away_is_not_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles = [DatabaseBusy("away")] * 3
    run = Database.run

    async def run_or_not(db: Database, fn: Any, *args: Any, **kw: Any) -> Any:
        if troubles and fn.__name__ == "mark_all":
            raise troubles.pop()
        return await run(db, fn, *args, **kw)

    monkeypatch.setattr(Database, "run", run_or_not)
    world.outbox = world.worker(world.db)
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.0)
    await world.owe("hello")
    await world.outbox.settle()

    assert world.sent == ["hello"]
    assert await world.states() == {"hello": "sent"}


# Stopping and crashing.


async def test_on_stopping_what_is_in_flight_arrives_and_the_rest_is_given_back(world: World) -> None:
    world.gates[7] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(world.outbox.run())
        await world.owe("in flight")
        await world.owe("behind it")
        await world.reached.wait()
        task.cancel()
        await asyncio.sleep(0)
        world.gates[7].set()

    assert await world.states() == {"in flight": "sent", "behind it": "pending"}
    assert world.sent == ["in flight"]
    assert (await world.row("behind it")).leased_by is None


async def test_after_a_crash_what_was_owed_is_found_again(world: World) -> None:
    await crash_in_the_middle_of(world, "hello", Lane.NOTICE)
    again = world.worker(world.db)
    assert await again.settle() == NOW + outbox.FIRST_LEASE
    world.clock.put(NOW + outbox.FIRST_LEASE)
    await again.settle()

    assert world.sent == ["hello", "hello"]
    assert await world.states() == {"hello": "sent"}


async def test_after_a_crash_a_broadcast_in_flight_is_not_sent_again(world: World) -> None:
    await crash_in_the_middle_of(world, "news", Lane.BROADCAST)
    again = world.worker(world.db)
    world.clock.put(NOW + outbox.FIRST_LEASE)
    await again.settle()

    assert world.sent == ["news"]
    assert await world.states() == {"news": "unknown"}


async def crash_in_the_middle_of(world: World, name: str, lane: Lane) -> None:
    """Tear the worker's tasks down without any farewell while it sends."""
    world.gates[7] = asyncio.Event()
    await world.owe(name, lane=lane)
    running = asyncio.ensure_future(world.outbox.settle())
    await world.reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    world.gates.clear()


async def test_two_workers_on_one_database_send_each_message_once(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/shared.sqlite3"
    first, second = await Database.open(url), await Database.open(url)
    await first.create_tables()
    world = World(first)
    other = world.worker(second)
    due = NOW + timedelta(seconds=1)
    for number in range(40):
        await world.owe(f"note {number}", chat=number, not_before=due)
    world.clock.put(due)
    await asyncio.gather(world.outbox.settle(), other.settle())

    assert sorted(world.sent) == sorted(f"note {number}" for number in range(40))
    await first.close()
    await second.close()


async def test_what_waited_in_hand_for_too_long_is_given_back(world: World) -> None:
    world.gates[7] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(world.outbox.run())
        await world.owe("slow")
        await world.owe("behind it")
        await world.reached.wait()
        world.clock.put(NOW + timedelta(seconds=30))
        world.gates[7].set()
        await world.outbox.settle()
        task.cancel()

    assert world.sent == ["slow", "behind it"]
    assert (await world.row("behind it")).attempts == 1


async def test_a_database_that_is_away_is_said_once(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*args: object, **kw: object) -> None:
        raise DatabaseBusy("the database is away")

    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(world.db, "read", away)
    for _ in range(3):
        assert await world.outbox._look() is None

    assert caplog.text.count("what is owed waits") == 1


async def test_it_does_not_seem_done_between_a_claim_and_its_sending(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody asks right after a restart, while the running outbox has claimed but does not know of it yet."""
    await world.owe("welcome")
    world.clock.put(NOW + outbox.FIRST_LEASE)
    claimed, known = asyncio.Event(), asyncio.Event()
    run = Database.run

    async def run_and_dawdle(db: Database, fn: Any, *args: Any, **kw: Any) -> Any:
        found = await run(db, fn, *args, **kw)
        if fn is outbox.claim and not claimed.is_set():
            claimed.set()
            await known.wait()
        return found

    monkeypatch.setattr(Database, "run", run_and_dawdle)
    again = world.worker(world.db)
    running = asyncio.create_task(again.run())
    await claimed.wait()
    asked = asyncio.create_task(again.settle())
    await asyncio.sleep(0.05)
    known.set()

    assert await asked is None
    assert world.sent == ["welcome"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
