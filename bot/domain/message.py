"""Owns what a chat message is made of before any messenger's markup: paragraphs, buttons, one attachment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.prints import Code, Printable
from bot.domain.text import Language, Text


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


class Media(StrEnum):
    """What people send beside words, as far as it is passed on; Telegram's names."""

    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"
    VIDEO = "video"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Relay:
    """Something a person sent, passed on as it is: `file_id` is what the messenger calls it, for our bot alone."""

    kind: Media
    file_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours: described here, printed when it is sent, in the reader's `language` unless it is for somebody
    else's. `filename` has its ending.

    A QR code is a picture, shown in the chat; everything else comes to be opened or saved. `without` is all the message
    says where it cannot be made or sent; nothing there: a sentence is put below the caption.
    """

    filename: Text
    content: Printable
    without: tuple[Text, ...] = ()
    language: Language = ""

    @property
    def kind(self) -> Media:
        return Media.PHOTO if isinstance(self.content, Code) else Media.DOCUMENT


@dataclass(frozen=True, slots=True)
class Album:
    """Photos that people sent, two to ten (Bot API, sendMediaGroup), shown as one; words and buttons stand below it."""

    photos: tuple[Relay, ...]


Attachment: TypeAlias = "Relay | Album | Document"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to show: paragraphs parted by a blank line, then rows of buttons.

    With an attachment the paragraphs are its caption, which holds 1,024 characters where a text holds 4,096; they may
    be missing. A screen of a conversation carries none: it could not be edited into the next question. `reply_to` is
    the message of the same chat that this one answers; it goes out all the same where that one is gone.
    """

    paragraphs: tuple[Text, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    reply_to: int | None = None
