"""Owns what became of a message that was handed over, in words no messenger has a say in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias

FLOOD = "flood control"
"""Why Telegram, or our own count, asks for patience: every worker is to obey it."""

urgency: ContextVar[int] = ContextVar("urgency", default=0)
"""How urgent the message being sent is, as the outbox's lanes count: 0 is a reply, and goes first."""


async def let_go() -> None:
    """A last look where there is nothing to see."""


last_look: ContextVar[Callable[[], Awaitable[None]]] = ContextVar("last_look", default=let_go)
"""Awaited when its turn has come, right before the call leaves: raises `Withheld` where it must not leave any more."""


class Withheld(Exception):
    """The call was not made: it had waited for its turn for too long."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there: a new message, or an existing one that now reads as asked.

    `bare`: its words are, and the file they speak of surely is not.
    """

    message_id: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Delayed:
    """Surely not delivered; may be tried again in `seconds`, and until then nothing else to that chat, or to
    any chat where `everywhere`."""

    seconds: float
    everywhere: bool = False
    why: str = FLOOD


@dataclass(frozen=True, slots=True)
class Gone:
    """The recipient is out of reach until they come back: blocked, never started, removed, no such chat."""

    why: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group has become another chat; the old one is dead."""

    new_chat_id: int


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The group is there, its topic is not."""

    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Refused for good; trying the same again would be refused again."""

    error: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The line broke while the call was in flight: perhaps delivered, perhaps not."""

    error: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Not sent, because it no longer makes sense."""

    why: str


Outcome: TypeAlias = "Sent | Delayed | Gone | Migrated | TopicGone | Rejected | Unknown | Dropped"
