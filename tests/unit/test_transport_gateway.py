from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.domain.delivery import Delayed, Gone, Migrated, Outcome, Rejected, Sent, TopicGone, Unknown
from bot.domain.message import Media
from bot.transport.backend import AiohttpRequest, ServerTrouble
from bot.transport.gateway import Gateway, Upload
from bot.transport.limiter import Flooded
from bot.transport.proxies import Unsent

MESSAGE = {"message_id": 41, "date": 0, "chat": {"id": 7, "type": "private"}}
BUTTONS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


class ScriptedBot(Bot):
    """Answers every call with the same result or error, and remembers what it was asked."""

    def __init__(self, answer: Any) -> None:
        super().__init__("1:rehearsal", request=AiohttpRequest(), get_updates_request=AiohttpRequest())
        with self._unfrozen():
            self.answer = answer
            self.asked: list[tuple[str, dict[str, Any]]] = []

    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Any:
        self.asked.append((endpoint, {name: value for name, value in data.items() if value is not None}))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(17), Delayed(17)),
        (Flooded(17, everywhere=True), Delayed(17, everywhere=True)),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone("Forbidden: bot was blocked by the user")),
        (BadRequest("Bad Request: chat not found"), Gone("Chat not found")),
        (BadRequest("Bad Request: PEER_ID_INVALID"), Gone("Peer_id_invalid")),
        (
            BadRequest("Bad Request: not enough rights to send text messages to the chat"),
            Gone("Not enough rights to send text messages to the chat"),
        ),
        (
            BadRequest("Bad Request: not enough rights to send photos to the chat"),
            Rejected("Not enough rights to send photos to the chat"),
        ),
        (ChatMigrated(-1001), Migrated(-1001)),
        (BadRequest("Bad Request: message thread not found"), TopicGone("Message thread not found")),
        (BadRequest("Bad Request: can't parse entities"), Rejected("Can't parse entities")),
        (TimedOut(), Unknown("Timed out")),
        (NetworkError("the line broke"), Unknown("the line broke")),
        (Unsent("no connection"), Delayed(2, everywhere=True, why="no connection")),
        (ServerTrouble("HTTP 502"), Delayed(2, everywhere=True, why="HTTP 502")),
        (InvalidToken(), Delayed(60, everywhere=True, why="Telegram refuses the token")),
        (TelegramError("something new"), Rejected("something new")),
    ],
)
async def test_what_telegram_answers_becomes_an_outcome(error: TelegramError, outcome: Outcome) -> None:
    assert await Gateway(ScriptedBot(error)).send_message(7, 0, "Hello", None) == outcome


async def test_a_message_is_html_without_a_preview_in_its_topic() -> None:
    bot = ScriptedBot(MESSAGE)

    assert await Gateway(bot).send_message(-100, 5, "<b>Hello</b>", BUTTONS, reply_to=3) == Sent(41)

    endpoint, data = bot.asked[0]
    assert endpoint == "sendMessage"
    assert (data["text"], data["parse_mode"]) == ("<b>Hello</b>", "HTML")
    assert data["message_thread_id"] == 5
    assert data["link_preview_options"] == {"is_disabled": True}
    assert data["reply_parameters"] == {"message_id": 3, "allow_sending_without_reply": True}
    assert data["reply_markup"] == BUTTONS


async def test_outside_a_topic_none_is_named() -> None:
    bot = ScriptedBot(MESSAGE)
    await Gateway(bot).send_message(7, 0, "Hello", None)

    assert "message_thread_id" not in bot.asked[0][1]


async def test_an_edit_that_changes_nothing_is_a_success() -> None:
    error = BadRequest("Bad Request: message is not modified: specified new message content and so on")
    gateway = Gateway(ScriptedBot(error))

    assert await gateway.edit_message(7, 41, "Hello", None) == Sent(41)
    assert await gateway.remove_keyboard(7, 41) == Sent(41)


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited"])
async def test_a_message_that_can_no_longer_change_is_rejected(why: str) -> None:
    gateway = Gateway(ScriptedBot(BadRequest(f"Bad Request: {why}")))

    assert await gateway.edit_message(7, 41, "Hello", BUTTONS) == Rejected(why.capitalize())


async def test_a_message_is_deleted() -> None:
    bot = ScriptedBot(True)

    assert await Gateway(bot).delete_message(7, 41) == Sent(41)
    assert bot.asked == [("deleteMessage", {"chat_id": 7, "message_id": 41})]


async def test_a_document_keeps_its_name() -> None:
    bot = ScriptedBot(MESSAGE)
    card = Upload(Media.DOCUMENT, b"%PDF", "card.pdf")

    assert await Gateway(bot).send_file(7, 0, card, "Your card") == Sent(41)

    endpoint, data = bot.asked[0]
    assert endpoint == "sendDocument"
    assert (data["document"].filename, data["caption"]) == ("card.pdf", "Your card")


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"),
        TimedOut(),
        RetryAfter(5),
        Forbidden("Forbidden: bot was blocked by the user"),
    ],
)
async def test_a_tap_that_cannot_be_answered_any_more_is_no_fault(error: TelegramError) -> None:
    bot = ScriptedBot(error)

    await Gateway(bot).answer_callback("123", "Thank you")

    assert bot.asked == [("answerCallbackQuery", {"callback_query_id": "123", "text": "Thank you"})]
