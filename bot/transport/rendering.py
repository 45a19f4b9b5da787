"""Owns Telegram's markup: a message of paragraphs and buttons becomes HTML and a keyboard in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, TypeAlias

from bot.domain.message import Ask, Button, Message
from bot.domain.text import cut_at_a_word
from bot.i18n import Speaker

LONGEST_TEXT = 4096
"""Characters of a message after parsing (Bot API, sendMessage)."""

LONGEST_CAPTION = 1024
"""Characters under a file after parsing (Bot API, sendDocument)."""

LONGEST_LABEL = 40
"""Characters of a button that a phone shows whole; `coupdemain check` finds our own words that are longer."""

_TAG = re.compile(r"</?[a-z][^<>]*>")
_PIECE = re.compile(r"</?[a-z][^<>]*>|&[a-z]+;|&#[0-9a-fx]+;|.", re.DOTALL)

Keyboard: TypeAlias = "Mapping[str, Any] | None"
"""As Telegram reads it (Bot API, InlineKeyboardMarkup and ReplyKeyboardMarkup)."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the gateway sends: HTML for Telegram's parser and one keyboard."""

    html: str
    keyboard: Keyboard


def render(message: Message, speaker: Speaker) -> Rendered:
    """The message in the speaker's language; a text beyond Telegram's limit is cut."""
    limit = LONGEST_CAPTION if message.attachment else LONGEST_TEXT
    written = [speaker.say(text) for text in message.paragraphs]
    return Rendered(_fit(written, limit), keyboard(message, speaker))


def keyboard(message: Message, speaker: Speaker) -> Keyboard:
    """A reply keyboard where a button asks for a contact or a place, an inline keyboard otherwise."""
    if not message.rows:
        return None
    if any(button.ask for row in message.rows for button in row):
        asking = [[_reply_button(button, speaker) for button in row] for row in message.rows]
        return {"keyboard": asking, "resize_keyboard": True, "one_time_keyboard": True}
    return {"inline_keyboard": [[_inline_button(button, speaker) for button in row] for row in message.rows]}


def _inline_button(button: Button, speaker: Speaker) -> dict[str, Any]:
    label = _label(button, speaker)
    return {"text": label, "url": button.url} if button.url else {"text": label, "callback_data": button.data}


def _reply_button(button: Button, speaker: Speaker) -> dict[str, Any]:
    asked = {Ask.CONTACT: "request_contact", Ask.LOCATION: "request_location"}
    wanted = {asked[button.ask]: True} if button.ask in asked else {}
    return {"text": _label(button, speaker), **wanted}


def _label(button: Button, speaker: Speaker) -> str:
    """What a phone shows whole: a long title or name ends in an ellipsis."""
    return cut_at_a_word(speaker.plain(button.label), LONGEST_LABEL)


def _fit(paragraphs: list[str], limit: int) -> str:
    whole = "\n\n".join(filter(None, paragraphs))
    if 2 * len(whole) <= limit:
        return whole  # no sign is longer than two of Telegram's units, and what is parsed only gets shorter
    kept: list[str] = []
    room = limit - len("\n\n…")
    for paragraph in filter(None, paragraphs):
        length = shown_length(paragraph) + len("\n\n")
        if length > room:
            kept.append(shortened(paragraph, max(0, room - len("\n\n"))))
            break
        room -= length
        kept.append(paragraph)
    return "\n\n".join(kept)


def shortened(html: str, room: int) -> str:
    """The beginning of a text, up to `room` characters as Telegram counts them, and "…"; what was open is closed."""
    kept: list[str] = []
    opened: list[str] = []
    for piece in _PIECE.findall(html):
        if not _TAG.fullmatch(piece):
            room -= shown_length(piece)
        elif piece.startswith("</"):
            opened.pop()
        else:
            opened.append(piece.replace("<", "</"))
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + "…" + "".join(reversed(opened))


def shown_length(html: str) -> int:
    """Telegram's count: after parsing, in UTF-16 units, as its entities are measured."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2
