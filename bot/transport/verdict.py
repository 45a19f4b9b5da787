"""Owns the one reading of Telegram's refusals and of broken lines as outcomes."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.delivery import Delayed, Gone, Migrated, Outcome, Rejected, TopicGone, Unknown
from bot.transport.backend import ServerTrouble
from bot.transport.limiter import Flooded
from bot.transport.proxies import Unsent

NOT_MODIFIED = "message is not modified"
TOO_OLD = "query is too old"
NOTHING_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")

OUT_OF_REACH = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_deactivated",
    "input_user_deactivated",
    "group chat was deactivated",
    "chat_write_forbidden",
    "not enough rights to send text",
    "have no rights to send a message",
)
WITHOUT_TOPIC = ("message thread not found", "topic_deleted", "topic_closed")
"""Parts of Telegram's descriptions, in lower case; it documents none of them.

A group that lets the bot send no photos is still within reach: it is told so in words.
"""

LINE_DOWN_SECONDS = 2.0
TOKEN_REFUSED_SECONDS = 60.0


def outcome_of(error: TelegramError) -> Outcome:
    """What became of the message whose call ended in this error."""
    match error:
        case Flooded():
            return Delayed(error.seconds, error.everywhere)
        case RetryAfter():
            return Delayed(error._retry_after.total_seconds())
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            return Gone(error.message)
        case BadRequest():
            return _refused(error.message)
        case Unsent() | ServerTrouble():
            return Delayed(LINE_DOWN_SECONDS, everywhere=True, why=error.message)
        case NetworkError():
            return Unknown(error.message)
        case InvalidToken():
            return Delayed(TOKEN_REFUSED_SECONDS, everywhere=True, why="Telegram refuses the token")
        case _:
            return Rejected(error.message)


def says(error: TelegramError, *parts: str) -> bool:
    """Whether the description holds one of these parts, in lower case."""
    description = error.message.lower()
    return any(part in description for part in parts)


def has_vanished(rejected: Rejected) -> bool:
    """Whether the message that was to change is gone, or too old: nobody's fault, and nothing to try again."""
    return any(part in rejected.error.lower() for part in NOTHING_THERE)


def _refused(description: str) -> Outcome:
    lower = description.lower()
    if any(part in lower for part in OUT_OF_REACH):
        return Gone(description)
    if any(part in lower for part in WITHOUT_TOPIC):
        return TopicGone(description)
    return Rejected(description)
