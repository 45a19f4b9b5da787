"""Owns what can happen to a conversation: a tap, typed words, something shared, something it cannot read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.garden import Place
from bot.domain.message import Relay
from bot.domain.text import Text


class Move(StrEnum):
    """What every screen offers, and what commands do to a conversation."""

    SHOW = "show"  # nothing new: say again where we are
    BACK = "back"
    LATER = "later"
    HUMAN = "human"
    CANCEL = "cancel"
    RESUME = "resume"  # coming back after "later" or a long silence


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button of this conversation. `visit` is the visit the button was drawn for; `action` what it says."""

    visit: int
    action: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Words typed. Control and bidi characters are already stripped, length is what Telegram let through."""

    text: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Typed words understood as several buttons of the current screen, pressed one after the other."""

    visit: int
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """Typed words that are as close to one button as to another: asked back, never guessed."""

    between: tuple[Text, Text]


@dataclass(frozen=True, slots=True)
class SharedPlace:
    place: Place


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card. `own` is true where the card is the sender's own (Telegram says so)."""

    phone: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A photo, a voice or a document, which can be passed on as it is; `words` came with it, `name` is a document's."""

    relay: Relay
    words: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A sticker, a poll, whatever else is sent; `kind` names it as Telegram does."""

    kind: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A move asked for by a command, not by a button of the current screen."""

    move: Move


Event: TypeAlias = (
    Tapped | Typed | Meant | Unsure | SharedPlace | SharedContact | Enclosed | Unreadable | Moved
)
