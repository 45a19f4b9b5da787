"""Owns the rehearsal behind the page: the real bot on the example garden, one fixed Monday morning, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

from bot.i18n import Catalogues
from bot.rehearsal.client import Person
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.groups import Group
from bot.rehearsal.page import PageServer, Production, Programme
from bot.rehearsing import putting_on
from bot.usecases.garden_file import read_garden_file
from tests.journey.conftest import EXAMPLE, MONDAY_MORNING


@cache
def programme() -> Programme:
    return Programme(read_garden_file(EXAMPLE), EXAMPLE.read_bytes(), example=True)


@cache
def catalogues() -> Catalogues:
    return Catalogues.load()


class Served:
    """A rehearsal with its page. What is asked of it concerns what runs now: a reset brings another."""

    def __init__(self, server: PageServer) -> None:
        self.server = server

    @property
    def address(self) -> str:
        return self.server.address

    @property
    def production(self) -> Production:
        return self.server.theatre.production

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
async def served(language: str = "en") -> AsyncIterator[Served]:
    """Until the block ends; the team speaks `language`."""
    server = PageServer(
        programme(),
        partial(putting_on, language=language, now=MONDAY_MORNING),
        catalogues(),
        example=programme(),
    )
    stop, opened = asyncio.Event(), asyncio.Event()
    running = asyncio.ensure_future(server.run(stop, opened.set))
    running.add_done_callback(lambda _ended: opened.set())
    await opened.wait()
    try:
        if not running.done():
            yield Served(server)
    finally:
        stop.set()
        await running
