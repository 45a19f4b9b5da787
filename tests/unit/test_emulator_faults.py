"""Faults strike where they are asked to: slow answers, refusals, cut lines, a server that is away."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.rehearsal import Emulator, Person
from tests.emulator_support import NOW, Caller


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


@pytest.fixture
async def ana(emulator: Emulator) -> Person:
    ana = emulator.person("Ana")
    await ana.says("/start")
    return ana


def said(person: Person) -> list[str]:
    return [message.text for message in person.messages if message.by_bot]


async def test_a_slow_chat_holds_up_no_other(emulator: Emulator, bot: Caller, ana: Person) -> None:
    badr = emulator.person("Badr")
    await badr.says("/start")
    emulator.faults.slow(chat=ana, seconds=0.3)
    finished: list[str] = []

    async def send(person: Person) -> None:
        await bot.call("sendMessage", chat_id=person.id, text="x")
        finished.append(person.name)

    await asyncio.gather(send(ana), send(badr))

    assert finished == ["Badr", "Ana"]


async def test_told_to_wait_so_many_times(emulator: Emulator, bot: Caller, ana: Person) -> None:
    emulator.faults.retry_after(7, chat=ana, times=2)

    for _ in range(2):
        body = await bot.answer("sendMessage", chat_id=ana.id, text="x")
        assert body == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    await bot.call("sendMessage", chat_id=ana.id, text="x")

    assert said(ana) == ["x"]


async def test_a_refusal_has_no_effect_and_only_for_its_method(
    emulator: Emulator, bot: Caller, ana: Person
) -> None:
    emulator.faults.fail(500, "Internal Server Error", method="sendMessage")

    await bot.call("sendChatAction", chat_id=ana.id, action="typing")
    assert await bot.refused("sendMessage", chat_id=ana.id, text="one") == "Internal Server Error"
    await bot.call("sendMessage", chat_id=ana.id, text="two")

    assert said(ana) == ["two"]
    assert [bool(call.error) for call in emulator.calls.of("sendMessage")] == [True, False]


@pytest.mark.parametrize(("when", "expected"), [("before", ["one"]), ("after", ["one", "two"])])
async def test_a_line_cut_around_the_second_call(
    emulator: Emulator, bot: Caller, ana: Person, when: str, expected: list[str]
) -> None:
    emulator.faults.cut("sendMessage", call=2, when=when)  # type: ignore[arg-type]

    await bot.call("sendMessage", chat_id=ana.id, text="one")
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("sendMessage", chat_id=ana.id, text="two")

    assert said(ana) == expected
    assert emulator.calls[-1].cut is True
    await bot.call("sendMessage", chat_id=ana.id, text="three")


@pytest.mark.parametrize(("when", "expected"), [("before", 0), ("after", 1)])
async def test_something_happens_around_a_call(
    emulator: Emulator, bot: Caller, ana: Person, when: str, expected: int
) -> None:
    seen: list[int] = []
    emulator.faults.on_call(1, when, lambda: seen.append(len(said(ana))))  # type: ignore[arg-type]

    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("sendMessage", chat_id=ana.id, text="x")

    assert seen == [expected]
    assert len(said(ana)) == expected


async def test_each_call_is_struck_once_and_passes_when_it_comes_again(
    emulator: Emulator, bot: Caller, ana: Person
) -> None:
    emulator.faults.on_each_call("before", lambda: None, method="sendMessage")

    for text in ("one", "two"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await bot.call("sendMessage", chat_id=ana.id, text=text)
        await bot.call("sendMessage", chat_id=ana.id, text=text)

    assert said(ana) == ["one", "two"]


async def test_a_poll_is_cut_only_when_named(emulator: Emulator, bot: Caller, ana: Person) -> None:
    emulator.faults.cut(call=1)
    assert len(await bot.call("getUpdates")) == 1

    emulator.faults.cut("getUpdates", call=1, when="after")
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("getUpdates")
    assert len(await bot.call("getUpdates")) == 1


async def test_a_server_that_is_away_and_comes_back(emulator: Emulator, bot: Caller, ana: Person) -> None:
    poll = asyncio.ensure_future(
        bot.session.get(f"{bot.root}/getUpdates", params={"offset": -1, "timeout": 20})
    )
    async with await poll:
        pass
    waiting = asyncio.ensure_future(
        bot.session.get(f"{bot.root}/getUpdates", params={"offset": 700_000_002, "timeout": 20})
    )
    await emulator.connected()

    emulator.faults.down()
    async with await waiting as response:
        assert response.status == 502
    async with bot.session.get(f"{bot.root}/getMe") as response:
        assert response.status == 502
    emulator.faults.down("cut")
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("getMe")

    emulator.faults.up()
    await bot.call("getMe")


async def test_faults_are_lifted_one_and_all(emulator: Emulator, bot: Caller, ana: Person) -> None:
    forever = emulator.faults.fail(400, "Bad Request: no", times=None)
    assert await bot.refused("getMe") == "Bad Request: no"
    emulator.faults.lift(forever)
    await bot.call("getMe")

    emulator.faults.fail(400, "Bad Request: no", times=None)
    emulator.faults.clear()
    await bot.call("getMe")


async def test_a_client_that_gave_up_was_heard_all_the_same(
    emulator: Emulator, bot: Caller, ana: Person
) -> None:
    emulator.faults.slow(chat=ana, seconds=5)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot.call("sendMessage", chat_id=ana.id, text="x")

    assert said(ana) == ["x"]


async def test_something_may_happen_at_a_call_that_goes_on(
    emulator: Emulator, bot: Caller, ana: Person
) -> None:
    badr = emulator.person("Badr")

    async def badr_writes() -> None:
        await badr.says("meanwhile")

    emulator.faults.on_call(1, "before", badr_writes, cut=False)
    await bot.call("sendMessage", chat_id=ana.id, text="x")

    assert said(ana) == ["x"]
    assert [u["message"]["text"] for u in await bot.updates()] == ["/start", "meanwhile"]
