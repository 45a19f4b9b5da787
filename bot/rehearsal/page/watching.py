"""Owns everything the page shows of one production: its chats, its clock, its faults, its people."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.i18n import Speaker
from bot.rehearsal.messages import Json
from bot.rehearsal.page import backstage
from bot.rehearsal.page.clockwork import Clockwork
from bot.rehearsal.page.faultboard import Faultboard
from bot.rehearsal.page.feed import Feed, Tabs
from bot.rehearsal.page.people import Known, known_people, people_shape
from bot.rehearsal.page.production import Production

log = logging.getLogger(__name__)

LOOKS = 0.25
"""Seconds between two looks at what the world itself does not tell: the database, the calls."""

TRAILING = 3
"""Looks after the last sign of life: what a call led to is committed after it."""


class Watching:
    """One production, watched."""

    def __init__(self, production: Production, tabs: Tabs) -> None:
        self.production = production
        self.feed = Feed(production, tabs)
        self.clock = Clockwork(production, tabs)
        self.faults = Faultboard(production)
        self._tabs = tabs
        self._known: dict[int, Known] = {}
        self._people_told: list[Json] = []
        self._sign: tuple[object, ...] = ()
        self._looks_left = 0
        self._logged = 0

    async def run(self) -> None:
        """Until cancelled."""
        with self._watched():
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.feed.run())
                tasks.create_task(self._look_again_and_again())

    @contextmanager
    def _watched(self) -> Iterator[None]:
        changes = self.production.emulator.world.changes
        changes.watch(self.feed)
        try:
            yield
        finally:
            changes.unwatch(self.feed)

    async def _look_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(LOOKS)
            try:
                await self.look()
            except Exception:  # the drawer and the lists are worth no rehearsal
                log.exception("the page could not read what there is")

    async def look(self, *, surely: bool = False) -> None:
        """Tell of people, clock and faults, where something may have changed since the last look."""
        emulator = self.production.emulator
        sign = (emulator.calls.started, len(emulator.calls.in_flight), emulator.now, self.feed.changes)
        if sign != self._sign or surely:
            self._sign, self._looks_left = sign, TRAILING
        elif not self._looks_left:
            return
        self._looks_left -= 1
        self._log_complaints()
        if self.faults.drop_spent() or surely:
            self.tell_faults()
        await self._look_at_people()
        await self.clock.look()
        for seat in [*self._tabs.seats]:
            await backstage.tell(self.production, seat)

    def _log_complaints(self) -> None:
        """What the bot asked and the rehearsal does not model is nothing to be overlooked."""
        complaints = self.production.emulator.complaints
        for complaint in complaints[self._logged :]:
            log.error("%s", complaint)
        self._logged = len(complaints)

    def tell_faults(self) -> None:
        self._tabs.tell(
            self.production, lambda speaker: {"event": "faults", "faults": self.faults.shape(speaker)}
        )

    async def _look_at_people(self) -> None:
        self._known = await known_people(self.production)
        told = self.people(self.production.speaker("en"))
        if told != self._people_told:
            self._people_told = told
            self._tabs.tell(
                self.production, lambda speaker: {"event": "people", "people": self.people(speaker)}
            )

    def people(self, speaker: Speaker) -> list[Json]:
        return people_shape(self.production, self._known, speaker)

    async def refresh(self) -> None:
        """Read what only the database knows, for somebody who just came."""
        self._known = await known_people(self.production)
        await self.clock.look()
