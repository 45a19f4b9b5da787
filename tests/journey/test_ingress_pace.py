"""What the bot sends, paced by the limiter, against the emulator's flood limits in real time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from telegram.ext import ExtBot

from bot.domain.delivery import Delayed, Gone, Outcome, Rejected, Sent
from bot.rehearsal import Emulator
from bot.transport.admission import WIDE_OPEN, Limits
from bot.transport.backend import AiohttpRequest
from bot.transport.gateway import Gateway
from bot.transport.limiter import Limiter

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


@asynccontextmanager
async def gateway_to(emulator: Emulator, limits: Limits | None = None) -> AsyncIterator[Gateway]:
    bot = ExtBot(
        emulator.token,
        base_url=f"{emulator.url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
        rate_limiter=Limiter(limits),
    )
    async with bot:
        yield Gateway(bot)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(NOW, floods=True, flood_clock=asyncio.get_running_loop().time) as emulator:
        yield emulator


async def test_paced_neither_messages_nor_edits_meet_telegrams_limits(emulator: Emulator) -> None:
    people = [emulator.person(f"Person {number}") for number in range(20)]
    for person in people:
        await person.starts(settle=False)

    async def greet(chat: int) -> Outcome:
        sent = await gateway.send_message(chat, 0, "Hello", None)
        assert isinstance(sent, Sent)
        return await gateway.edit_message(chat, sent.message_id, "Welcome", None)

    async with gateway_to(emulator) as gateway:
        outcomes = await asyncio.gather(*(greet(person.id) for person in people))

    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    calls = emulator.calls.of("sendMessage", "editMessageText")
    assert [call.error for call in calls] == [None] * 40


async def test_without_pace_they_do(emulator: Emulator) -> None:
    ana = emulator.person("Ana")
    await ana.starts(settle=False)
    async with gateway_to(emulator, WIDE_OPEN) as gateway:
        outcomes = [await gateway.send_message(ana.id, 0, "Hello", None) for _ in range(4)]

    assert outcomes[3] == Delayed(1)
    assert [type(outcome) for outcome in outcomes[:3]] == [Sent] * 3


async def test_what_the_emulator_refuses_is_read_as_telegrams_refusals() -> None:
    async with Emulator(NOW) as emulator:
        await walk_through_refusals(emulator)


async def walk_through_refusals(emulator: Emulator) -> None:
    ana, stranger = emulator.person("Ana"), emulator.person("Stranger")
    await ana.starts(settle=False)
    async with gateway_to(emulator, WIDE_OPEN) as gateway:
        sent = await gateway.send_message(ana.id, 0, "<b>Hello</b>", None)
        assert isinstance(sent, Sent)
        assert await gateway.edit_message(ana.id, sent.message_id, "<b>Hello</b>", None) == sent
        assert isinstance(await gateway.edit_message(ana.id, 999, "Hello", None), Rejected)
        assert isinstance(await gateway.send_message(ana.id, 0, "<b>Hello", None), Rejected)
        assert isinstance(await gateway.send_message(stranger.id, 0, "Hello", None), Gone)
        assert await gateway.answers()
        await gateway.answer_callback("12345", "too late")
        await ana.blocks(settle=False)
        assert isinstance(await gateway.send_message(ana.id, 0, "Hello", None), Gone)
        emulator.faults.down("cut")
        assert not await gateway.answers()
