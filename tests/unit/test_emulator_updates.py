"""Updates stay until confirmed, go to one poller or to the webhook, and come again when asked."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.rehearsal import Emulator, Person
from tests.emulator_support import NOW, Caller

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False, webhook_retry=0.01) as emulator:
        yield emulator
        assert emulator.complaints == []


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


@pytest.fixture
def ana(emulator: Emulator) -> Person:
    return emulator.person("Ana", language="fr")


def words(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_again_until_the_offset_passes_it(bot: Caller, ana: Person) -> None:
    for word in ("one", "two", "three"):
        await ana.says(word)

    first = await bot.call("getUpdates", limit=2)
    again = await bot.call("getUpdates")
    rest = await bot.call("getUpdates", offset=first[-1]["update_id"] + 1)

    assert words(first) == ["one", "two"]
    assert words(again) == ["one", "two", "three"]
    assert words(rest) == ["three"]
    assert words(await bot.call("getUpdates")) == ["three"]
    assert [update["update_id"] for update in again] == list(
        range(first[0]["update_id"], first[0]["update_id"] + 3)
    )


async def test_a_negative_offset_keeps_only_the_newest(bot: Caller, ana: Person) -> None:
    for word in ("one", "two", "three"):
        await ana.says(word)

    assert words(await bot.call("getUpdates", offset=-1)) == ["three"]
    assert words(await bot.call("getUpdates")) == ["three"]


async def test_a_long_poll_wakes_for_an_update(bot: Caller, ana: Person) -> None:
    poll = asyncio.ensure_future(bot.call("getUpdates", timeout=20))
    await bot.emulator.connected()

    await ana.says("hello")

    async with asyncio.timeout(2):
        assert words(await poll) == ["hello"]


async def test_an_idle_poll_ends_empty_at_its_timeout(bot: Caller) -> None:
    assert await bot.call("getUpdates", timeout=1) == []


async def test_a_second_poller_ends_the_first(bot: Caller, ana: Person) -> None:
    first = asyncio.ensure_future(bot.refused("getUpdates", timeout=20))
    await bot.emulator.connected()
    second = asyncio.ensure_future(bot.call("getUpdates", timeout=20))

    why = await first
    await ana.says("hello")

    assert why == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert words(await second) == ["hello"]


async def test_a_poller_that_hangs_up_leaves_no_conflict_behind(emulator: Emulator, ana: Person) -> None:
    async with Caller(emulator) as gone:
        poll = asyncio.ensure_future(gone.call("getUpdates", timeout=20))
        await emulator.connected()
        poll.cancel()

    async with Caller(emulator) as bot:
        poll = asyncio.ensure_future(bot.call("getUpdates", timeout=20))
        await emulator.connected()
        await ana.says("hello")
        assert words(await poll) == ["hello"]


async def test_only_the_kinds_asked_for_are_queued_and_the_wish_is_remembered(
    bot: Caller, ana: Person
) -> None:
    await bot.call("getUpdates", allowed_updates=["my_chat_member"])
    await ana.says("unheard")
    await ana.blocks()
    assert [u.keys() - {"update_id"} for u in await bot.updates()] == [{"my_chat_member"}]

    await bot.call("getUpdates", allowed_updates=[])
    await ana.unblocks()
    await ana.says("heard")
    assert [u.keys() - {"update_id"} for u in await bot.updates()] == [{"my_chat_member"}, {"message"}]


async def test_confirmed_updates_are_delivered_again_with_their_ids(bot: Caller, ana: Person) -> None:
    for word in ("one", "two", "three"):
        await ana.says(word)
    before = await bot.updates()

    ids = bot.emulator.redeliver(2)
    again = await bot.call("getUpdates", offset=bot.offset)

    assert again == before[1:]
    assert [update["update_id"] for update in again] == ids
    assert await bot.call("getUpdates", offset=bot.offset) == []


async def test_a_redelivery_reaches_a_poll_that_waits(bot: Caller, ana: Person) -> None:
    await ana.says("one")
    await bot.updates()
    poll = asyncio.ensure_future(bot.call("getUpdates", offset=bot.offset, timeout=20))
    await bot.emulator.connected()

    bot.emulator.redeliver()

    assert words(await poll) == ["one"]


async def test_the_numbers_may_start_elsewhere_after_a_quiet_week(bot: Caller, ana: Person) -> None:
    await ana.says("before")
    await bot.updates()

    bot.emulator.updates.jump(1000)
    await ana.says("after")

    (update,) = await bot.call("getUpdates", offset=bot.offset)
    assert (update["update_id"], update["message"]["text"]) == (1000, "after")
    assert await bot.call("getUpdates", offset=1001) == []


async def test_what_is_done_at_once_is_one_batch(bot: Caller, ana: Person) -> None:
    badr = bot.emulator.person("Badr")
    poll = asyncio.ensure_future(bot.call("getUpdates", timeout=20))
    await bot.emulator.connected()

    await bot.emulator.together(ana.says("mine"), badr.says("no, mine"))

    assert words(await poll) == ["mine", "no, mine"]


async def test_a_block_hands_over_its_acts_at_its_end(bot: Caller, ana: Person) -> None:
    with bot.emulator.at_once():
        await ana.says("one")
        assert await bot.call("getUpdates") == []
        await ana.says("two")

    assert words(await bot.updates()) == ["one", "two"]


class Hook:
    """A bot's webhook that answers what it is told to."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.got: list[tuple[str, str]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((update["message"]["text"], request.headers.get(SECRET, "")))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def taken(emulator: Emulator) -> None:
    loop = asyncio.get_running_loop()
    assert await emulator.updates.pulse.until(lambda: not emulator.updates.pending, loop.time() + 5)


async def test_a_webhook_gets_the_secret_and_what_was_pending(bot: Caller, ana: Person, hook: Hook) -> None:
    await ana.says("early")
    await bot.call("setWebhook", url=hook.url, secret_token="s3cret")
    await ana.says("late")

    await taken(bot.emulator)

    assert hook.got == [("early", "s3cret"), ("late", "s3cret")]
    info = await bot.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


async def test_an_update_the_webhook_does_not_take_is_tried_again_in_order(
    bot: Caller, ana: Person, hook: Hook
) -> None:
    hook.statuses = [500, 503]
    await bot.call("setWebhook", url=hook.url)
    await ana.says("one")
    await ana.says("two")

    await taken(bot.emulator)

    assert [word for word, _ in hook.got] == ["one", "one", "one", "two"]
    info = await bot.call("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")


async def test_polling_and_a_webhook_exclude_each_other(bot: Caller, ana: Person, hook: Hook) -> None:
    poll = asyncio.ensure_future(bot.refused("getUpdates", timeout=20))
    await bot.emulator.connected()
    await bot.call("setWebhook", url=hook.url)

    assert await poll == "Conflict: terminated by setWebhook request"
    assert await bot.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
        " the webhook first"
    )
    await bot.call("deleteWebhook")
    await ana.says("polled")
    assert words(await bot.updates()) == ["polled"]


async def test_a_webhook_is_https_or_this_machine(bot: Caller) -> None:
    why = await bot.refused("setWebhook", url="http://example.org/hook")
    assert why == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    why = await bot.refused("setWebhook", url="http://127.0.0.1:1/hook", secret_token="no spaces")
    assert why == "Bad Request: secret token contains unallowed characters"


async def test_pending_updates_can_be_dropped(bot: Caller, ana: Person) -> None:
    await ana.says("unwanted")

    await bot.call("deleteWebhook", drop_pending_updates=True)

    assert await bot.updates() == []
