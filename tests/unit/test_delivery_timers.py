from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery import timers as module
from bot.delivery.pulse import Pulse
from bot.delivery.schedule import Schedule
from bot.delivery.timers import FetchFirst, LookFirst, Timers
from bot.errors import DatabaseBusy
from bot.storage import timers
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from tests.unit.delivery_world import NOW, World

HOUR = timedelta(hours=1)


@pytest.fixture
async def db() -> AsyncIterator[Database]:
    db = await Database.open("sqlite:///:memory:")
    await db.create_tables()
    yield db
    await db.close()


@pytest.fixture
def world(db: Database) -> World:
    return World(db)


@asynccontextmanager
async def at_work(made: Timers) -> AsyncIterator[Timers]:
    """Timers whose errands are run."""
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(made.run())
        yield made
        running.cancel()


class Alarm:
    """Timers of three kinds: one that owes a note, one that breaks, one that plans itself anew."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rung: list[tuple[str, datetime]] = []
        self.breaks = 0
        deeds = {"note": self._note, "break": self._break, "again": self._again}
        self.timers = Timers(world.db, deeds, world.clock)
        self.pulse = Pulse(self.timers, world.outbox, world.clock)

    async def set(self, key: str, kind: str = "note", after: timedelta = HOUR) -> None:
        await self.world.db.run(timers.set_timer, kind=kind, subject_id=1, key=key, due_at=NOW + after)

    async def walk(self, by: timedelta) -> datetime | None:
        end = self.world.clock.now() + by
        while (due := await self.pulse.settle()) is not None and due <= end:
            self.world.clock.put(due)
        self.world.clock.put(end)
        return due

    async def planned(self) -> list[Timer]:
        return await self.world.db.read(timers.due_timers, NOW + timedelta(days=1000), 100)

    def _note(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        self.rung.append((timer.key, now))
        self.world._queue(tx, timer.key, 7, Lane.REMINDER, {})

    def _break(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        self._note(tx, timer, now)
        self.breaks += 1
        raise ZeroDivisionError

    def _again(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        self.rung.append((timer.key, now))
        timers.set_timer(tx, kind="again", subject_id=1, key=timer.key, due_at=now + HOUR)


@pytest.fixture
def alarm(world: World) -> Alarm:
    return Alarm(world)


async def test_a_timer_rings_when_its_moment_comes_and_once(alarm: Alarm, world: World) -> None:
    await alarm.set("later", after=2 * HOUR)
    await alarm.set("sooner")

    assert await alarm.pulse.settle() == NOW + HOUR
    assert await alarm.walk(timedelta(days=1)) is None
    assert alarm.rung == [("sooner", NOW + HOUR), ("later", NOW + 2 * HOUR)]
    assert world.sent == ["sooner", "later"]
    assert await alarm.planned() == []


async def test_a_deed_may_plan_the_same_key_anew(alarm: Alarm) -> None:
    await alarm.set("digest", kind="again")

    assert await alarm.walk(3 * HOUR) == NOW + 4 * HOUR
    assert [at for _, at in alarm.rung] == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]


async def test_a_timer_that_breaks_leaves_no_trace_waits_longer_each_time_and_stops_no_other(
    alarm: Alarm, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await alarm.set("broken", kind="break")
    await alarm.set("sound")
    await alarm.walk(HOUR + timedelta(minutes=10))

    assert world.sent == ["sound"]
    assert [at - NOW - HOUR for key, at in alarm.rung if key == "broken"] == [
        timedelta(minutes=minutes) for minutes in (0, 1, 3, 7)
    ]
    assert caplog.text.count("incident") >= 4
    (broken,) = await alarm.planned()
    assert broken.attempts == 4


async def test_an_unknown_kind_is_kept_for_a_newer_program(
    alarm: Alarm, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await alarm.set("future", kind="unheard of")

    assert await alarm.walk(HOUR) == NOW + HOUR + timedelta(days=1)
    assert "unknown kind 'unheard of'" in caplog.text


async def test_a_timer_planned_anew_meanwhile_does_not_ring(alarm: Alarm, world: World) -> None:
    await alarm.set("offer")
    (timer,) = await alarm.planned()
    world.clock.put(NOW + HOUR)
    await alarm.set("offer", after=5 * HOUR)
    await alarm.timers._fire(timer)

    assert alarm.rung == []


async def test_a_deed_that_is_always_due_does_not_hang_the_program(
    alarm: Alarm, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 5)
    monkeypatch.setattr("tests.unit.test_delivery_timers.HOUR", timedelta())
    await alarm.set("hot", kind="again", after=timedelta())

    assert await alarm.timers.fire() == 5


async def test_a_beat_survives_a_database_that_is_away(
    alarm: Alarm, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> int:
        raise DatabaseBusy("the database is away")

    caplog.set_level(logging.WARNING)
    with monkeypatch.context() as patch:
        patch.setattr(alarm.timers, "fire", away)
        await alarm.pulse.beat()
        await alarm.pulse.beat()
    assert caplog.text.count("timers wait") == 1

    await alarm.set("now", after=timedelta())
    await alarm.pulse.beat()
    assert alarm.rung == [("now", NOW)]


# The schedule only ticks.


class Ticks:
    def __init__(self) -> None:
        self.count = 0
        self.enough = asyncio.Event()
        self.error: Exception | None = None

    async def tick(self) -> None:
        self.count += 1
        if self.count >= 3:
            self.enough.set()
        if self.error is not None:
            raise self.error


async def run_until_enough(schedule: Schedule, ticks: Ticks) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(schedule.run())
        async with asyncio.timeout(10):
            await ticks.enough.wait()
        task.cancel()


@pytest.mark.parametrize("error", [None, DatabaseBusy("away"), ZeroDivisionError()])
async def test_it_ticks_on_whatever_a_tick_meets(error: Exception | None) -> None:
    ticks, cleaned = Ticks(), Ticks()
    ticks.error = error
    await run_until_enough(Schedule(ticks.tick, cleaned.tick, every=0.01), ticks)

    assert ticks.count >= 3
    assert cleaned.count == 1


async def test_a_slow_tick_is_not_run_twice_at_once() -> None:
    running = most = 0
    ticks = Ticks()

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await asyncio.Event().wait()
        running -= 1
        await ticks.tick()

    await run_until_enough(Schedule(slow, Ticks().tick, every=0.005), ticks)

    assert most == 1


async def test_a_deed_looks_first_beside_the_writer_and_is_handed_what_it_found(
    db: Database, world: World
) -> None:
    done: list[tuple[str, str]] = []

    def look(tx: Transaction, timer: Timer, now: datetime) -> str:
        with pytest.raises(OperationalError, match="readonly"):
            timers.finish_timer(tx, timer.id)
        return "somebody"

    def do(tx: Transaction, timer: Timer, now: datetime, found: str) -> None:
        done.append((timer.key, found))

    await db.run(lambda tx: timers.set_timer(tx, kind="look", subject_id=1, key="k", due_at=NOW))

    await Timers(db, {"look": LookFirst(look, do)}, world.clock).fire()

    assert done == [("k", "somebody")]


async def test_planned_anew_since_it_was_looked_at_it_is_looked_at_again(db: Database, world: World) -> None:
    seen: list[int] = []
    done: list[int] = []

    def plan(tx: Transaction, turn: int) -> None:
        timers.set_timer(tx, kind="look", subject_id=1, key="k", due_at=NOW, payload={"turn": turn})

    def look(tx: Transaction, timer: Timer, now: datetime) -> int:
        seen.append(timer.payload["turn"])
        return seen[-1]

    def do(tx: Transaction, timer: Timer, now: datetime, found: int) -> None:
        done.append(found)

    await db.run(plan, 1)
    fired = Timers(db, {"look": LookFirst(look, do)}, world.clock)
    (stale,) = await db.read(timers.due_timers, NOW, 1)
    await db.run(plan, 2)
    await fired._fire(stale)
    assert done == [], "what was found belongs to another plan"

    await fired.fire()

    assert (seen, done) == ([1, 2], [2])


async def test_what_the_database_does_not_have_is_fetched_before_anything_is_done(
    db: Database, world: World
) -> None:
    done: list[tuple[str, bytes]] = []

    async def fetch(timer: Timer) -> bytes:
        await db.run(lambda tx: None)  # nothing is locked meanwhile
        return f"file {timer.subject_id}".encode()

    def do(tx: Transaction, timer: Timer, now: datetime, found: bytes) -> None:
        done.append((timer.key, found))

    await db.run(lambda tx: timers.set_timer(tx, kind="fetch", subject_id=7, key="k", due_at=NOW))

    async with at_work(Timers(db, {"fetch": FetchFirst(fetch, do)}, world.clock)) as fired:
        await fired.fire()
        await fired.back()

    assert done == [("k", b"file 7")]


async def test_a_reminder_leaves_on_time_while_a_long_list_is_read(db: Database, world: World) -> None:
    """A list of 22,000 households held every other timer up for seven seconds."""
    read, rung = asyncio.Event(), list[str]()

    async def fetch(timer: Timer) -> None:
        await read.wait()

    def do(tx: Transaction, timer: Timer, now: datetime, found: None) -> None:
        rung.append("list")

    def ring(tx: Transaction, timer: Timer, now: datetime) -> None:
        rung.append("reminder")

    def plan(tx: Transaction) -> None:
        for kind in ("fetch", "ring"):
            timers.set_timer(tx, kind=kind, subject_id=7, key=kind, due_at=NOW)

    await db.run(plan)

    async with at_work(Timers(db, {"fetch": FetchFirst(fetch, do), "ring": ring}, world.clock)) as fired:
        assert (await fired.fire(), await fired.fire()) == (2, 0), "what is being fetched is not begun twice"
        assert rung == ["reminder"]
        read.set()
        await fired.back()

    assert rung == ["reminder", "list"]


async def test_a_fetch_that_breaks_is_tried_again_later(db: Database, world: World) -> None:
    async def fetch(timer: Timer) -> bytes:
        raise OSError("no line")

    def do(tx: Transaction, timer: Timer, now: datetime, found: bytes) -> None:
        raise AssertionError("nothing was fetched")

    await db.run(lambda tx: timers.set_timer(tx, kind="fetch", subject_id=7, key="k", due_at=NOW))

    async with at_work(Timers(db, {"fetch": FetchFirst(fetch, do)}, world.clock)) as fired:
        await fired.fire()
        await fired.back()

    assert await db.read(timers.next_due) == NOW + timedelta(minutes=1)
