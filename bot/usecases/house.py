"""Owns what every use case is handed: who is talking, in which garden, and the house's own values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.person import Person
from bot.engine.conversation import Conversation
from bot.engine.state import Answers, Key, Value
from bot.errors import Refusal
from bot.i18n import Catalogues, Speaker
from bot.storage.database import Transaction
from bot.storage.instances import Instance


@dataclass(frozen=True, slots=True)
class House:
    """What does not change while the program runs; `admins` are Telegram user ids, `bot_name` the bot's username.

    `public_url` is where its own pages are reached from outside, without a stroke at the end; empty: nowhere.
    """

    conversations: Mapping[str, Conversation]
    catalogues: Catalogues
    admins: frozenset[int]
    bot_name: str
    public_url: str = ""

    def speaker(self, language: str, garden: Garden) -> Speaker:
        return self.catalogues.speaker(language, garden.zone)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who acts now. `cause` is unique to the update behind it: whatever it owes is owed once.

    `telegram_name` is what Telegram calls them: shown as a suggestion, stored only with their consent.
    """

    house: House
    garden: Garden
    person: Person
    chat_id: int
    thread_id: int
    cause: str
    telegram_name: str
    now: Instant

    @property
    def is_private(self) -> bool:
        return self.chat_id == self.person.telegram_id

    def in_private(self) -> Caller:
        """The same person in their own chat, whatever chat they tapped in."""
        return replace(self, chat_id=self.person.telegram_id or self.chat_id, thread_id=0)

    @property
    def speaker(self) -> Speaker:
        return self.house.speaker(self.person.language, self.garden)


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of one person: what its facts and endings are computed from."""

    caller: Caller
    instance: Instance

    @classmethod
    def uncalled(cls, house: House, garden: Garden, person: Person, instance: Instance, now: Instant) -> Talk:
        """To look at a conversation when nobody has just written or tapped."""
        caller = Caller(
            house=house,
            garden=garden,
            person=person,
            chat_id=instance.chat_id,
            thread_id=instance.thread_id,
            cause="",
            telegram_name=person.name,
            now=now,
        )
        return cls(caller, instance)

    @property
    def garden(self) -> Garden:
        return self.caller.garden

    @property
    def person(self) -> Person:
        return self.caller.person

    @property
    def subject(self) -> str:
        return self.instance.subject

    @property
    def now(self) -> Instant:
        return self.caller.now


@dataclass(frozen=True, slots=True)
class Next:
    """What follows a finished conversation: another one, about `subject`, of which some `answers` are known."""

    conversation: str
    subject: str = ""
    answers: Mapping[Key, Value] | None = None


Ending: TypeAlias = Refusal | Next | None
"""A refusal reopens the conversation where its answers no longer hold, and says why."""

OnDone: TypeAlias = Callable[[Transaction, Talk, Answers], Ending]
OnLeft: TypeAlias = Callable[[Transaction, Talk], None]
OnAnswer: TypeAlias = Callable[[Transaction, Talk, Value], None]
OnAside: TypeAlias = Callable[[Transaction, Talk, str], None]
ReadFacts: TypeAlias = Callable[[Transaction, Talk], object]
Composed: TypeAlias = Message | None
