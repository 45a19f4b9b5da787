"""Owns the beat: timers fire, then what they owe is sent, until nothing is due."""

from __future__ import annotations

import asyncio
import logging

from bot.clock import Clock, Instant
from bot.delivery.outbox import Outbox
from bot.delivery.timers import Timers
from bot.errors import DatabaseBusy

log = logging.getLogger(__name__)

BUSY_SECONDS = 0.5


class Pulse:
    """`beat` once a tick in life; `settle` where somebody waits for everything to be done."""

    def __init__(self, timers: Timers, outbox: Outbox, clock: Clock) -> None:
        self._timers = timers
        self._outbox = outbox
        self._clock = clock
        self._database_away = False

    async def beat(self) -> None:
        """Fire what is due and have the outbox look; a database that is away is tried again at the next beat."""
        try:
            await self._timers.fire()
        except DatabaseBusy as error:
            if not self._database_away:
                log.warning("timers wait: %s", error)
            self._database_away = True
            return
        self._database_away = False
        self._outbox.wake()

    async def settle(self) -> Instant | None:
        """Do everything due at the clock's present; the instant at which the next thing is, None for never."""
        while True:
            try:
                fired = await self._timers.fire()
                await self._timers.back()
                owed = await self._outbox.settle()
                planned = await self._timers.next_due()
            except DatabaseBusy:
                await asyncio.sleep(BUSY_SECONDS)
                continue
            if fired == 0 and (planned is None or planned > self._clock.now()):
                return min((one for one in (owed, planned) if one is not None), default=None)
