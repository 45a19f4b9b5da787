"""Owns a rehearsal served in this process: for the page's tests, its pictures and its measurement."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from bot.i18n import Catalogues
from bot.rehearsal.client import Person
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.groups import Group
from bot.rehearsal.page import PageServer, Production, Programme
from bot.rehearsing import putting_on
from bot.usecases.garden_file import read_garden_file

EXAMPLE = Path(__file__).parent.parent / "examples" / "garden.toml"
MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""10:00 in the garden, which is at work."""


@cache
def programme() -> Programme:
    """The example garden, read once."""
    return Programme(read_garden_file(EXAMPLE), EXAMPLE.read_bytes(), example=True)


class Served:
    """A rehearsal with its page. What is asked of it concerns what runs now: a reset brings another."""

    def __init__(self, server: PageServer) -> None:
        self._server = server

    @property
    def address(self) -> str:
        return self._server.address

    @property
    def production(self) -> Production:
        return self._server.theatre.production

    @property
    def emulator(self) -> Emulator:
        return self.production.emulator

    @property
    def group(self) -> Group:
        """The referents'."""
        return self.emulator.groups[0]

    def person(self, name: str) -> Person:
        """The first whose name begins so."""
        return next(one for one in self.emulator.people if one.name.startswith(name))

    def newcomer(self, name: str, language: str = "en") -> Person:
        """Somebody new, without the page's help."""
        return self.emulator.person(name, language=language)


@asynccontextmanager
async def served(language: str = "en", now: datetime = MONDAY_MORNING) -> AsyncIterator[Served]:
    """Until the block ends; the team speaks `language`."""
    opener = partial(putting_on, language=language, now=now)
    server = PageServer(programme(), opener, Catalogues.load(), example=programme())
    stop, opened = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.run(stop, opened.set))
        await opened.wait()
        try:
            yield Served(server)
        finally:
            stop.set()
