"""Flood limits: buckets filled with time, asked on arrival."""

from datetime import timedelta

import pytest

from bot.clock import SetClock
from bot.rehearsal import Emulator
from bot.rehearsal.chats import Kind
from bot.rehearsal.clock import Elapsed
from bot.rehearsal.flood import PRIVATE, Flood
from bot.rehearsal.refusals import Refused
from tests.emulator_support import NOW, Caller


class Seconds:
    """A clock of seconds that the test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def count_taken(flood: Flood, chats: list[int], kind: Kind) -> int:
    taken = 0
    for chat in chats:
        try:
            flood.take(chat, kind)
        except Refused:
            continue
        taken += 1
    return taken


def test_thirty_at_once_and_thirty_a_second_over_all_chats(seconds: Seconds) -> None:
    flood = Flood(seconds)

    assert count_taken(flood, list(range(100)), Kind.PRIVATE) == 30
    seconds.now += 0.5
    assert count_taken(flood, list(range(100, 200)), Kind.PRIVATE) == 15
    seconds.now += 60
    assert count_taken(flood, list(range(200, 300)), Kind.PRIVATE) == 30


def test_one_person_gets_a_short_burst_then_one_a_second(seconds: Seconds) -> None:
    flood = Flood(seconds)

    assert count_taken(flood, [7] * 10, Kind.PRIVATE) == int(PRIVATE[0])
    for _ in range(5):
        seconds.now += 1
        assert count_taken(flood, [7] * 10, Kind.PRIVATE) == 1


def test_a_group_gets_twenty_a_minute_and_is_told_how_long_to_wait(seconds: Seconds) -> None:
    flood = Flood(seconds)
    assert count_taken(flood, [-7] * 25, Kind.GROUP) == 20

    with pytest.raises(Refused) as refused:
        flood.take(-7, Kind.GROUP)

    assert refused.value.code == 429
    assert refused.value.parameters == {"retry_after": 3}
    seconds.now += 3
    flood.take(-7, Kind.GROUP)
    seconds.now += 60
    assert count_taken(flood, [-7] * 25, Kind.GROUP) == 20


def test_waiting_as_told_is_always_enough(seconds: Seconds) -> None:
    flood = Flood(seconds)
    for chat in [7] * 40:
        while True:
            try:
                flood.take(chat, Kind.PRIVATE)
                break
            except Refused as refused:
                before = seconds.now
                seconds.now += refused.parameters["retry_after"]
                assert seconds.now - before == 1


def test_moving_the_rehearsals_clock_fills_the_buckets() -> None:
    clock = SetClock(NOW)
    flood = Flood(Elapsed(clock))
    assert count_taken(flood, [7] * 10, Kind.PRIVATE) == int(PRIVATE[0])

    clock.put(NOW + timedelta(minutes=1))

    assert count_taken(flood, [7] * 10, Kind.PRIVATE) == int(PRIVATE[0])


async def test_the_server_refuses_messages_not_questions(seconds: Seconds) -> None:
    async with Emulator(now=NOW, settles=False, floods=True, flood_clock=seconds) as emulator:
        ana = emulator.person("Ana")
        await ana.says("/start")
        async with Caller(emulator) as bot:
            for _ in range(3):
                await bot.call("sendMessage", chat_id=ana.id, text="x")

            assert await bot.answer("sendMessage", chat_id=ana.id, text="x") == {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 1",
                "parameters": {"retry_after": 1},
            }
            edit = {"chat_id": ana.id, "message_id": ana.screen.id, "text": "y"}
            assert (await bot.answer("editMessageText", **edit))["error_code"] == 429
            for _ in range(50):
                await bot.call("sendChatAction", chat_id=ana.id, action="typing")
            seconds.now += 1
            await bot.call("editMessageText", **edit)


async def test_without_the_switch_nothing_is_counted() -> None:
    async with Emulator(now=NOW, settles=False) as emulator:
        ana = emulator.person("Ana")
        await ana.says("/start")
        async with Caller(emulator) as bot:
            for _ in range(100):
                await bot.call("sendMessage", chat_id=ana.id, text="x")

    assert len(ana.messages) == 101
