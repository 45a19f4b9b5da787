"""Owns what a chat message is made of before any messenger's markup: paragraphs and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.text import Text


class Ask(StrEnum):
    """What a button of the reply keyboard hands over at a tap."""

    CONTACT = "contact"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: exactly one of `data` (1 to 64 bytes of UTF-8, Telegram's callback_data), `url` and `ask`."""

    label: Text
    data: str = ""
    url: str = ""
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message to show: paragraphs parted by a blank line, then rows of buttons."""

    paragraphs: tuple[Text, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
