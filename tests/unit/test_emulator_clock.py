"""Acts return once the bot has nothing left to do; the clock walks from due to due; a bot elsewhere follows it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import SetClock
from bot.rehearsal import Emulator, Follower, Person
from tests.emulator_support import NOW, Caller


class Reminder:
    """A bot with its own clock: says what it heard at once, and again after each of the delays in minutes."""

    def __init__(self, emulator: Emulator, *delays: int) -> None:
        self.emulator = emulator
        self.delays = delays
        self.clock = SetClock(NOW - timedelta(days=400))
        self.due: list[tuple[datetime, int, str]] = []
        self.owed: list[tuple[int, str]] = []
        self.caller = Caller(emulator)

    async def poll(self) -> None:
        offset = 0
        while True:
            for update in await self.caller.call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                self.take(update["message"]["chat"]["id"], update["message"]["text"])

    def take(self, chat: int, text: str) -> None:
        now = self.clock.now()
        self.owed.append((chat, f"{now:%H:%M} {text}"))
        self.due += [(now + timedelta(minutes=delay), chat, text) for delay in self.delays]
        self.due.sort()

    async def settle(self) -> datetime | None:
        while self.due and self.due[0][0] <= self.clock.now():
            at, chat, text = self.due.pop(0)
            self.owed.append((chat, f"{at:%H:%M} remember {text}"))
        while self.owed:
            chat, text = self.owed.pop(0)
            await asyncio.sleep(0.01)
            await self.caller.call("sendMessage", chat_id=chat, text=text)
        return self.due[0][0] if self.due else None


@asynccontextmanager
async def following(bot: Reminder) -> AsyncIterator[None]:
    follower = Follower(bot.emulator.url, bot.clock, bot.settle)
    await follower.sync()
    assert bot.clock.now() == bot.emulator.now
    async with bot.caller:
        tasks = [asyncio.ensure_future(follower.run()), asyncio.ensure_future(bot.poll())]
        await bot.emulator.connected()
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, timeout=3) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
def ana(emulator: Emulator) -> Person:
    return emulator.person("Ana")


async def test_an_act_returns_when_what_is_owed_was_said(emulator: Emulator, ana: Person) -> None:
    async with following(Reminder(emulator)):
        await ana.says("hello")

        assert ana.screen.text == "08:00 hello"
        assert len(ana.messages) == 2


async def test_the_clock_stops_at_every_due_instant(emulator: Emulator, ana: Person) -> None:
    async with following(Reminder(emulator, 10, 90, 24 * 60)):
        await ana.says("water")
        await emulator.advance(timedelta(hours=2))

        assert [m.text for m in ana.messages if m.by_bot] == [
            "08:00 water",
            "08:10 remember water",
            "09:30 remember water",
        ]
        assert [m.date for m in ana.messages][-1] == NOW + timedelta(minutes=90)
        assert emulator.now == NOW + timedelta(hours=2)
        await emulator.advance(to=NOW + timedelta(days=2))
        assert ana.screen.date == NOW + timedelta(days=1)


async def test_nothing_is_said_while_the_clock_stands(emulator: Emulator, ana: Person) -> None:
    async with following(Reminder(emulator, 10)):
        await ana.says("water")
        await emulator.settle()

        assert ana.screen.text == "08:00 water"


async def test_a_bot_that_starts_anew_is_told_the_time(emulator: Emulator, ana: Person) -> None:
    async with following(Reminder(emulator)):
        await ana.says("one")
    emulator.elapse(timedelta(hours=1))

    async with following(Reminder(emulator)):
        await ana.says("two")

    assert ana.screen.text == "09:00 two"


async def test_a_bot_that_never_answers_fails_the_act_with_what_is_pending() -> None:
    async with Emulator(now=NOW, follows=True, timeout=0.1) as emulator:
        with pytest.raises(AssertionError, match=r"updates: \['700000001 message \(delivered 0×\)'\]"):
            await emulator.person("Ana").says("hello")


async def test_a_bot_that_answers_before_it_acts_is_found_out(emulator: Emulator, ana: Person) -> None:
    bot = Reminder(emulator)

    async def never_done() -> datetime | None:
        return NOW

    bot.settle = never_done  # type: ignore[method-assign]
    async with following(bot):
        with pytest.raises(AssertionError, match="it answered before doing it"):
            await emulator.advance(timedelta(hours=1))


async def test_the_follower_outlives_an_emulator_that_is_away() -> None:
    async with Emulator(now=NOW) as first:
        port = int(first.url.rpartition(":")[2])
        clock, asked = SetClock(NOW), asyncio.Event()

        async def settle() -> None:
            asked.set()

        task = asyncio.ensure_future(Follower(first.url, clock, settle).run())
        await asked.wait()
    asked.clear()

    later = NOW + timedelta(days=3)
    async with Emulator(now=later, port=port, follows=True) as second:
        await second.settle()
        assert clock.now() == later
        task.cancel()


async def test_before_any_bot_came_there_is_nobody_to_wait_for(emulator: Emulator, ana: Person) -> None:
    await emulator.settle()
    await emulator.advance(timedelta(days=1))

    assert emulator.now == NOW + timedelta(days=1)


async def test_one_slow_chat_is_waited_for(emulator: Emulator, ana: Person) -> None:
    emulator.faults.slow(chat=ana, seconds=0.1)

    async with following(Reminder(emulator)):
        await ana.says("hello")

    assert ana.screen.text == "08:00 hello"
    assert emulator.calls.in_flight == {}


async def test_the_time_is_told_to_whoever_asks(emulator: Emulator) -> None:
    async with Caller(emulator) as bot, bot.session.get(f"{emulator.url}/rehearsal/clock") as response:
        told: dict[str, Any] = await response.json()

    assert datetime.fromisoformat(told["now"]) == NOW
