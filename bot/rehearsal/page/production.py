"""Owns what is being rehearsed: one running emulator and bot at a time, replaced by another when asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.clock import Instant
from bot.errors import Refusal
from bot.i18n import Speaker
from bot.marks import _
from bot.rehearsal.client import Person
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.groups import Group
from bot.storage.database import Database
from bot.usecases.garden_file import GardenFile
from bot.usecases.house import House


class Starting(Refusal):
    message = _("The rehearsal is starting anew. One moment, please.")


@dataclass(frozen=True, slots=True)
class Programme:
    """What is to be rehearsed: a garden file, read and as it was written. `fresh`: nothing kept from before."""

    file: GardenFile
    source: bytes
    example: bool
    fresh: bool = False


@dataclass(frozen=True)
class Production:
    """A Telegram with people in it and the bot that answers them, both running.

    `language` is the team's, `began` where its clock stood at first; `is_kept`: its state is on disk. `declared` is
    what someone was added as on the page, by Telegram id; the bot's own database knows better.
    """

    programme: Programme
    emulator: Emulator
    db: Database
    house: House
    language: str
    began: Instant
    declared: dict[int, str] = field(default_factory=dict)
    is_kept: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return self.programme.file.garden.timezone

    @property
    def names(self) -> dict[int, str]:
        """What every chat is called, by id."""
        return {number: chat.name for number, chat in self.emulator.world.chats.items()}

    def speaker(self, language: str) -> Speaker:
        return self.house.catalogues.speaker(language, self.zone)

    def person(self, number: int) -> Person | None:
        user = self.emulator.world.users.get(number)
        chat = self.emulator.world.chats.get(number)
        if user is None or chat is None or user.is_bot:
            return None
        return Person(self.emulator, user, chat)

    def group(self, number: int) -> Group | None:
        chat = self.emulator.world.chats.get(number)
        return None if chat is None or chat.person is not None else Group(self.emulator, chat)


Opener = Callable[[Programme], AbstractAsyncContextManager[Production]]


class Audience(Protocol):
    """Who is told that another production begins or ends."""

    async def attend(self, production: Production) -> None:
        """Watch it until cancelled."""


class Theatre:
    """Puts on one production at a time. `moving` is held by whatever moves the whole: clock, scene, reset."""

    def __init__(self, programme: Programme, opener: Opener, audience: Audience) -> None:
        self.programme = programme
        self.moving = asyncio.Lock()
        self._opener = opener
        self._audience = audience
        self._production: Production | None = None
        self._changed = asyncio.Event()
        self._wanted: Programme | None = programme

    @property
    def production(self) -> Production:
        """Raises: Starting, between two of them."""
        if self._production is None:
            raise Starting
        return self._production

    @property
    def is_open(self) -> bool:
        return self._production is not None

    async def run(self) -> None:
        """Until cancelled; what is running then is closed."""
        while True:
            if (programme := self._wanted) is not None:
                self.programme, self._wanted = programme, None
            async with self._opener(self.programme) as production, asyncio.TaskGroup() as tasks:
                self._production = production
                attending = tasks.create_task(self._audience.attend(production))
                self._beat()
                try:
                    while self._wanted is None:
                        await self._changed.wait()
                finally:
                    self._production = None
                    production.emulator.faults.clear()
                    attending.cancel()

    async def begins(self) -> Production:
        """Wait until something runs."""
        while self._production is None:
            await self._changed.wait()
        return self._production

    async def replace(self, programme: Programme) -> Production:
        """End what runs and begin another; returns once it runs."""
        before = self._production
        self._wanted = programme
        self._beat()
        while self._production is before or self._production is None:
            await self._changed.wait()
        return self._production

    def _beat(self) -> None:
        """Wake all who wait, once."""
        self._changed.set()
        self._changed = asyncio.Event()
