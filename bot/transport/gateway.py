"""Owns the calls that show something to people. They never raise Telegram's errors: they return outcomes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.domain.delivery import Outcome, Sent
from bot.domain.message import Album, Media, Relay
from bot.transport.rendering import Keyboard
from bot.transport.verdict import NOT_MODIFIED, TOO_OLD, outcome_of, says

log = logging.getLogger(__name__)

NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of ours, sent under its own name."""

    kind: Media
    content: bytes
    name: str


class Gateway:
    """Says and changes messages as one bot. Texts are HTML as Telegram reads it, already within its limits."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send_message(
        self, chat_id: int, thread_id: int, html: str, keyboard: Keyboard, reply_to: int | None = None
    ) -> Outcome:
        """A new message; `thread_id` 0 is no topic. Goes out even when what it replies to is gone."""
        sending = self._call(
            "sendMessage",
            chat_id=chat_id,
            text=html,
            parse_mode=ParseMode.HTML,
            message_thread_id=thread_id or None,
            reply_markup=keyboard,
            reply_parameters=_reply(reply_to),
            link_preview_options=NO_PREVIEW,
        )
        return await _sent(sending)

    async def send_file(
        self,
        chat_id: int,
        thread_id: int,
        file: Upload | Relay,
        html: str = "",
        keyboard: Keyboard = None,
        reply_to: int | None = None,
    ) -> Outcome:
        """A file of ours, or one that Telegram has already, with its caption."""
        content = file.file_id if isinstance(file, Relay) else InputFile(file.content, file.name)
        sending = self._call(
            f"send{file.kind.capitalize()}",
            chat_id=chat_id,
            **{file.kind.value: content},
            caption=html or None,
            parse_mode=ParseMode.HTML,
            message_thread_id=thread_id or None,
            reply_markup=keyboard,
            reply_parameters=_reply(reply_to),
        )
        return await _sent(sending)

    async def send_album(self, chat_id: int, thread_id: int, album: Album) -> Outcome:
        """All of its photos, which Telegram has already, or none. It has no buttons; Sent is its first message."""
        media = [InputMediaPhoto(one.file_id) for one in album.photos]
        sending = self._call(
            "sendMediaGroup", chat_id=chat_id, media=media, message_thread_id=thread_id or None
        )
        return await _sent(_first_of(sending))

    async def edit_message(self, chat_id: int, message_id: int, html: str, keyboard: Keyboard) -> Outcome:
        """The message reads so from now on. Sent where it does already; Rejected where it can no longer change."""
        editing = self._call(
            "editMessageText",
            chat_id=chat_id,
            message_id=message_id,
            text=html,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(keyboard),
            link_preview_options=NO_PREVIEW,
        )
        return await _changed(editing, message_id)

    async def edit_caption(self, chat_id: int, message_id: int, html: str, keyboard: Keyboard) -> Outcome:
        """The words under a file read so from now on; the file stays."""
        editing = self._call(
            "editMessageCaption",
            chat_id=chat_id,
            message_id=message_id,
            caption=html or None,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(keyboard),
        )
        return await _changed(editing, message_id)

    async def remove_keyboard(self, chat_id: int, message_id: int) -> Outcome:
        """The message keeps its text and loses its buttons."""
        return await _changed(
            self._call("editMessageReplyMarkup", chat_id=chat_id, message_id=message_id), message_id
        )

    async def delete_message(self, chat_id: int, message_id: int) -> Outcome:
        """Rejected where it is too old to be deleted, or gone."""
        return await _changed(self._call("deleteMessage", chat_id=chat_id, message_id=message_id), message_id)

    async def fetch(self, file_id: str) -> bytes | None:
        """A file that somebody sent, up to 20 MB (Bot API, getFile); None where Telegram does not hand it over."""
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", error)
            return None

    async def answers(self) -> bool:
        """Whether Telegram answers at this moment."""
        try:
            await self._bot.get_me()
        except TelegramError:
            return False
        return True

    async def answer_callback(self, callback_id: str, text: str, alert: bool = False) -> None:
        """Stop the button's spinner, with a word (up to 200 characters). Too late is no fault; nothing is owed."""
        try:
            await self._call(
                "answerCallbackQuery",
                callback_query_id=callback_id,
                text=text or None,
                show_alert=alert or None,
            )
        except BadRequest as error:
            level = logging.DEBUG if says(error, TOO_OLD) else logging.WARNING
            log.log(level, "a tap could not be answered: %s", error)
        except TelegramError as error:
            log.info("a tap could not be answered: %s", error)

    async def _call(self, method: str, **parameters: Any) -> Any:
        """One call in plain values, in its turn. The library's own methods make an object of each button, and read the
        whole message back into others: half of what a message costs us (measured)."""
        return await self._bot._post(method, parameters)


def _reply(message_id: int | None) -> dict[str, Any] | None:
    return None if message_id is None else {"message_id": message_id, "allow_sending_without_reply": True}


def _inline(keyboard: Keyboard) -> Keyboard:
    """A message that stands there takes no other."""
    return keyboard if keyboard and "inline_keyboard" in keyboard else None


async def _sent(sending: Awaitable[Any]) -> Outcome:
    try:
        message = await sending
    except TelegramError as error:
        return outcome_of(error)
    return Sent(message["message_id"])


async def _first_of(sending: Awaitable[Any]) -> Any:
    return (await sending)[0]


async def _changed(changing: Awaitable[Any], message_id: int) -> Outcome:
    try:
        await changing
    except BadRequest as error:
        return Sent(message_id) if says(error, NOT_MODIFIED) else outcome_of(error)
    except TelegramError as error:
        return outcome_of(error)
    return Sent(message_id)
