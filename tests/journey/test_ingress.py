"""Polling against the emulator, over HTTP, with handlers as plain as they come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.error import BadRequest, TimedOut
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters

from bot.clock import SetClock
from bot.errors import DatabaseBusy, Misuse
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import receipts
from bot.storage.database import Database, Transaction
from bot.storage.tables import receipts as rows
from bot.transport.backend import AiohttpRequest
from bot.transport.ingress import TOKEN_REFUSED, Polling

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


class Bot:
    """A bot that writes down each text it acts on, and fails where the test wants."""

    def __init__(self, emulator: Emulator, db: Database, token: str | None = None) -> None:
        self.emulator = emulator
        self.db = db
        self.acted: list[str] = []
        self.tried: list[str] = []
        self.apologies: list[tuple[int, str]] = []
        self.pauses: list[float] = []
        self.fails: Callable[[str], Exception | None] = lambda text: None
        self.gates: dict[str, asyncio.Event] = {}
        self.waiting = asyncio.Event()
        self.application = self._application(token or emulator.token)
        self.polling = Polling(
            self.application.bot, self.application, db, SetClock(NOW), self._apologise, sleep=self._sleep
        )

    def _application(self, token: str) -> Application[Any, Any, Any, Any, Any, Any]:
        builder = ApplicationBuilder().token(token).base_url(f"{self.emulator.url}/bot").updater(None)
        requests = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
        application = requests.job_queue(None).build()
        application.add_handler(MessageHandler(filters.TEXT, self._act))
        return application

    async def _act(self, update: Update, context: Any) -> None:
        assert update.message is not None
        text = update.message.text or ""
        self.tried.append(text)
        if gate := self.gates.get(text):
            self.waiting.set()
            await gate.wait()
        if (error := self.fails(text)) is not None:
            raise error
        if await self.db.run(receipts.record, update.update_id, NOW):
            self.acted.append(text)

    def _apologise(self, tx: Transaction, update: Update, incident: str) -> None:
        assert update.effective_chat is not None
        self.apologies.append((update.effective_chat.id, incident))

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def receipts(self) -> dict[str, int]:
        """How many updates ended how."""
        found = await self.db.read(lambda tx: tx.connection.execute(select(rows.c.outcome)).scalars().all())
        return {outcome: found.count(outcome) for outcome in found}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Bot]:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.polling.run())
            await self.emulator.connected()
            try:
                yield self
            finally:
                task.cancel()
        await self.application.bot.shutdown()


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(NOW) as emulator:
        yield emulator


@pytest.fixture
async def db() -> AsyncIterator[Database]:
    db = await Database.open("sqlite:///:memory:")
    await db.create_tables()
    yield db
    await db.close()


@pytest.fixture
def bot(emulator: Emulator, db: Database) -> Bot:
    return Bot(emulator, db)


@pytest.fixture
def ana(emulator: Emulator) -> Person:
    return emulator.person("Ana")


@pytest.fixture
def badr(emulator: Emulator) -> Person:
    return emulator.person("Badr")


async def test_an_update_is_acknowledged_once_it_was_acted_on(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    async with bot.running():
        await ana.says("hello")

        assert bot.acted == ["hello"]
        assert emulator.updates.pending == []


async def test_what_nobody_wants_gets_a_receipt_too(bot: Bot, emulator: Emulator, ana: Person) -> None:
    async with bot.running():
        await ana.sends_sticker()

        assert await bot.receipts() == {"unwanted": 1}
        assert emulator.updates.pending == []


async def test_while_a_chats_update_runs_the_others_go_on(
    bot: Bot, emulator: Emulator, ana: Person, badr: Person
) -> None:
    bot.gates["slow"] = asyncio.Event()
    async with bot.running():
        await ana.says("slow", settle=False)
        await bot.waiting.wait()
        for number in range(3):
            await badr.says(f"quick {number}", settle=False)
        await until(lambda: len(bot.acted) == 3)

        assert bot.acted == ["quick 0", "quick 1", "quick 2"]
        assert len(emulator.updates.pending) == 4, "nothing after the slow one is acknowledged"
        bot.gates["slow"].set()
        await emulator.settle()

        assert bot.acted[-1] == "slow"
        assert emulator.updates.pending == []


async def test_one_chats_updates_keep_their_order_even_across_batches(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    bot.gates["one"] = asyncio.Event()
    async with bot.running():
        await ana.says("one", settle=False)
        await bot.waiting.wait()
        await ana.says("two", settle=False)
        await ana.says("three", settle=False)
        await until(lambda: all(update.delivered for update in emulator.updates.pending))
        assert bot.tried == ["one"]
        bot.gates["one"].set()
        await emulator.settle()

    assert bot.acted == ["one", "two", "three"]


@pytest.mark.parametrize("error", [DatabaseBusy("locked"), TimedOut()])
async def test_passing_trouble_is_waited_out_without_acknowledging(
    bot: Bot, emulator: Emulator, ana: Person, badr: Person, error: Exception
) -> None:
    troubles = [error] * 5
    bot.fails = lambda text: troubles.pop() if text == "hello" and troubles else None
    async with bot.running(), emulator.at_once():
        await ana.says("hello")
        await ana.says("and this")
        await badr.says("me too")

    assert bot.tried.count("hello") == 6
    assert [text for text in bot.acted if text != "me too"] == ["hello", "and this"]
    assert bot.acted[0] == "me too"
    assert bot.pauses[:5] == [0.1, 0.2, 0.4, 0.8, 1.6]
    assert bot.apologies == []


@pytest.mark.parametrize("error", [ZeroDivisionError(), BadRequest("chat not found")])
async def test_the_same_bug_twice_is_set_aside_with_an_apology(
    bot: Bot, emulator: Emulator, ana: Person, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    bot.fails = lambda text: error if text == "boom" else None
    async with bot.running():
        await ana.says("boom")
        await ana.says("hello")

    assert bot.tried == ["boom", "boom", "hello"]
    assert await bot.receipts() == {"poison": 1, "acted": 1}
    ((chat, incident),) = bot.apologies
    assert chat == ana.id
    assert f"incident {incident}" in caplog.text
    assert emulator.updates.pending == []


async def test_a_bug_that_shows_only_once_harms_nobody(bot: Bot, ana: Person) -> None:
    troubles: list[Exception] = [ZeroDivisionError()]
    bot.fails = lambda text: troubles.pop() if troubles else None
    async with bot.running():
        await ana.says("hello")

    assert bot.acted == ["hello"]
    assert bot.apologies == []


async def test_an_apology_that_fails_does_not_bring_the_update_back(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    bot.fails = lambda text: ZeroDivisionError()
    bot._apologise = fail_to_apologise  # type: ignore[method-assign]
    bot.polling._intake._on_poison = fail_to_apologise
    async with bot.running():
        await ana.says("boom")

    assert await bot.receipts() == {"poison": 1}


def fail_to_apologise(tx: Transaction, update: Update, incident: str) -> None:
    raise LookupError(incident)


async def test_a_failure_after_the_effects_is_not_tried_again(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    async def act_and_fail(update: Update, context: Any) -> None:
        await bot._act(update, context)
        raise ZeroDivisionError

    bot.application.handlers.clear()
    bot.application.add_handler(MessageHandler(filters.TEXT, act_and_fail))
    async with bot.running():
        await ana.says("hello")

    assert bot.tried == ["hello"]
    assert await bot.receipts() == {"acted": 1}
    assert bot.apologies == []


async def test_a_redelivered_update_is_passed_on_and_acknowledged_again(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    async with bot.running():
        await ana.says("hello")
        emulator.redeliver(1)
        await emulator.settle()

        assert bot.tried == ["hello", "hello"]
        assert bot.acted == ["hello"]
        assert emulator.updates.pending == []


async def test_numbers_that_start_anew_lower_are_not_missed(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    async with bot.running():
        await ana.says("before")
        emulator.updates.nudge()
        emulator.updates.jump(1000)
        await ana.says("after")
        await ana.says("and on")

    assert bot.acted == ["before", "after", "and on"]


async def test_on_stopping_what_runs_is_finished_and_acknowledged(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    bot.gates["hello"] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot.polling.run())
        await emulator.connected()
        await ana.says("hello", settle=False)
        await bot.waiting.wait()
        task.cancel()
        await asyncio.sleep(0)
        bot.gates["hello"].set()
    await bot.application.bot.shutdown()

    assert bot.acted == ["hello"]
    assert emulator.updates.pending == []


async def test_an_update_the_library_cannot_read_is_set_aside(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    async with bot.running():
        with emulator.at_once():
            emulator.updates.add("message", {"message_id": "no chat, no date"}, lane=1)
            await ana.says("hello", settle=False)
        await emulator.settle()

        assert bot.acted == ["hello"]
        assert await bot.receipts() == {"poison": 1, "acted": 1}
        assert emulator.updates.pending == []


async def test_a_webhook_left_behind_is_removed_and_nothing_is_lost(
    bot: Bot, emulator: Emulator, ana: Person
) -> None:
    emulator.updates.webhook.url = "http://127.0.0.1:9/gone"
    await ana.says("hello", settle=False)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot.polling.run())
        await until(lambda: bool(bot.acted))
        task.cancel()
    await bot.application.bot.shutdown()

    assert bot.acted == ["hello"]
    (call,) = emulator.calls.of("deleteWebhook")
    assert call.params.get("drop_pending_updates") in (None, False)


async def test_only_the_kinds_we_handle_are_asked_for(bot: Bot, emulator: Emulator) -> None:
    async with bot.running():
        assert emulator.updates.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_a_second_poller_is_told_clearly_and_both_go_on(
    bot: Bot, emulator: Emulator, db: Database, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    other = Bot(emulator, db)
    async with bot.running(), other.running():
        await until(lambda: "another program fetches this bot's messages" in caplog.text)
        await ana.says("hello", settle=False)
        await until(lambda: bool(bot.acted or other.acted))

    assert bot.acted + other.acted == ["hello"]


async def test_a_refused_token_ends_it_with_the_fix(emulator: Emulator, db: Database) -> None:
    bot = Bot(emulator, db, token="1234567:rehearsal-another-token")
    with pytest.raises(Misuse) as caught:
        await bot.polling.run()
    await bot.application.bot.shutdown()

    assert str(caught.value) == TOKEN_REFUSED
    assert "BotFather" in TOKEN_REFUSED
    assert "another-token" not in str(caught.value)


@pytest.mark.parametrize("how", ["502", "cut"])
async def test_a_server_that_is_away_at_first_is_waited_for(
    bot: Bot, emulator: Emulator, ana: Person, how: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    emulator.faults.down(how)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot.polling.run())
        await until(lambda: len(bot.pauses) >= 3)
        emulator.faults.up()
        await emulator.connected()
        await ana.says("hello")
        task.cancel()
    await bot.application.bot.shutdown()

    assert bot.acted == ["hello"]
    assert caplog.text.count("Telegram cannot be reached") == 1
    assert "Telegram answers again" in caplog.text
    assert bot.pauses[:3] == [0.5, 1.0, 2.0]


async def test_a_batch_is_whole_when_every_update_has_a_receipt(bot: Bot, ana: Person, badr: Person) -> None:
    """What the webhook awaits before it answers."""
    updates = []
    for number, person in enumerate((ana, badr, ana), start=1):
        body = {
            "message_id": number,
            "date": 0,
            "text": f"text {number}",
            "chat": {"id": person.id, "type": "private"},
        }
        updates.append(Update.de_json({"update_id": number, "message": body}, bot.application.bot))
    await bot.application.initialize()
    await bot.polling._intake.handle_batch(updates)
    await bot.application.bot.shutdown()

    assert sorted(bot.acted) == ["text 1", "text 2", "text 3"]
    assert bot.acted.index("text 1") < bot.acted.index("text 3")
    assert await bot.receipts() == {"acted": 3}


async def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Yield to the loop until it holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - some of what is waited for is a line in the log
            await asyncio.sleep(0.001)
