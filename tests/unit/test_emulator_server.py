"""The server takes calls in every form Telegram does, on this machine only, and says loudly what it does not model."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.errors import Failure, Misuse
from bot.rehearsal import TOKEN, Emulator, Person
from bot.rehearsal.server import looks_real
from tests.emulator_support import NOW, Caller

REAL_FORM = "110201543:" + "AaBbCcDdEe-_0123456789" + "x" * 13


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(now=NOW, settles=False) as emulator:
        yield emulator


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Caller]:
    async with Caller(emulator) as bot:
        yield bot


@pytest.fixture
async def ana(emulator: Emulator) -> Person:
    ana = emulator.person("Ana")
    await ana.says("/start")
    return ana


async def test_the_same_call_as_json_form_multipart_and_query(bot: Caller, ana: Person) -> None:
    url, plain = f"{bot.root}/sendMessage", {"chat_id": str(ana.id), "text": "é&<"}
    multipart = aiohttp.FormData(plain, default_to_multipart=True)

    async with bot.session.post(url, json={"chat_id": ana.id, "text": "é&<"}) as response:
        assert (await response.json())["ok"]
    async with bot.session.post(url, data=plain) as response:
        assert (await response.json())["ok"]
    async with bot.session.post(url, data=multipart) as response:
        assert (await response.json())["ok"]
    async with bot.session.get(url, params=plain) as response:
        assert (await response.json())["ok"]
    async with bot.session.post(url.replace("sendMessage", "sendmessage"), params=plain) as response:
        assert (await response.json())["ok"]

    assert [message.text for message in ana.messages[1:]] == ["é&<"] * 5
    assert [call.params["chat_id"] for call in bot.emulator.calls.of("sendMessage", chat=ana)] == [ana.id] * 5


@pytest.mark.parametrize("body", [b"{", b"7", b"\xff"])
async def test_a_body_that_cannot_be_read(bot: Caller, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with bot.session.post(f"{bot.root}/sendMessage", data=body, headers=headers) as response:
        assert response.status == 400


async def test_objects_may_come_as_their_json_in_a_form(bot: Caller, ana: Person) -> None:
    form = {
        "chat_id": str(ana.id),
        "text": "x",
        "disable_notification": "true",
        "reply_markup": '{"inline_keyboard":[[{"text":"Go","callback_data":"go"}]]}',
    }
    async with bot.session.post(f"{bot.root}/sendMessage", data=form) as response:
        assert (await response.json())["ok"]

    assert (ana.screen.buttons, ana.screen.silent) == ([["Go"]], True)


@pytest.mark.parametrize(
    ("method", "params", "what"),
    [
        ("sendPoll", {}, "the method sendPoll"),
        ("sendMessage", {"text": "x", "allow_paid_broadcast": True}, "'allow_paid_broadcast' of sendMessage"),
        ("sendMessage", {"text": None}, "null as 'text' of sendMessage"),
        ("sendMessage", {"text": "<tg-time unix=1>x</tg-time>", "parse_mode": "HTML"}, "the tag tg-time"),
        ("sendMessage", {"text": 7}, "7 as 'text' of sendMessage, which is String"),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": 1, "quote": "x"}},
            "'quote' of ReplyParameters",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "pay": True}]]}},
            "the field 'pay' of InlineKeyboardButton",
        ),
        ("sendDocument", {"document": "https://example.org/a.pdf"}, "sending a file by its URL"),
    ],
)
async def test_what_is_not_modelled_fails_by_name_and_is_remembered(
    bot: Caller, ana: Person, method: str, params: dict[str, Any], what: str
) -> None:
    body = await bot.answer(method, chat_id=ana.id, **params)

    assert body["error_code"] == 501
    assert body["description"].startswith("Not Implemented: the rehearsal does not model")
    assert what in body["description"]
    assert bot.emulator.complaints == [body["description"]]


async def test_a_required_parameter_that_is_missing(bot: Caller, ana: Person) -> None:
    assert await bot.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    assert await bot.refused("sendMessage", chat_id=ana.id) == "Bad Request: message text is empty"


@pytest.mark.parametrize("token", ["1234567:rehearsal-another", "nonsense", REAL_FORM])
async def test_another_token_is_unauthorized(bot: Caller, token: str) -> None:
    async with bot.session.get(f"{bot.emulator.url}/bot{token}/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")

    assert [REAL_FORM in complaint for complaint in bot.emulator.complaints] == [False] * (token == REAL_FORM)


@pytest.mark.parametrize("token", [REAL_FORM, "1234:secret", "rehearsal-x", ""])
def test_a_token_that_looks_real_or_is_none_is_refused(token: str) -> None:
    with pytest.raises(Misuse) as refused:
        Emulator(token=token)

    assert REAL_FORM not in str(refused.value)


def test_the_rehearsals_own_token_is_visibly_not_real() -> None:
    assert looks_real(REAL_FORM)
    assert not looks_real(TOKEN)
    assert "not-a-real-token" in TOKEN


async def test_it_listens_on_this_machine_only(emulator: Emulator) -> None:
    assert emulator.url.startswith("http://127.0.0.1:")


async def test_a_port_that_is_taken_is_said(emulator: Emulator) -> None:
    port = int(emulator.url.rpartition(":")[2])

    with pytest.raises(Failure, match=f"port {port} of this machine is taken"):
        async with Emulator(port=port):
            pass


async def test_who_the_bot_is(bot: Caller) -> None:
    me = await bot.call("getMe")

    assert me["is_bot"] is True
    assert str(me["id"]) == TOKEN.partition(":")[0]
    assert me["can_read_all_group_messages"] is False


async def test_a_thousand_calls_side_by_side(bot: Caller, ana: Person) -> None:
    await asyncio.gather(*(bot.call("sendMessage", chat_id=ana.id, text=str(n)) for n in range(1000)))

    assert len(ana.messages) == 1001
    assert len(bot.emulator.calls) == 1000
    assert bot.emulator.calls.in_flight == {}
