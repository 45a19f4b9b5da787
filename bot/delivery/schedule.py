"""Owns the ticking; the only importer of APScheduler. What is due is decided by the database, never here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy

log = logging.getLogger(__name__)

Deed = Callable[[], Awaitable[None]]

TICK_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 24 * 3600.0


class Schedule:
    """Ticks once a second; cleans up at the start and once a day. A slow deed swallows ticks, it is never run twice."""

    def __init__(
        self,
        tick: Deed,
        clean: Deed,
        *,
        every: float = TICK_SECONDS,
        clean_every: float = HOUSEKEEPING_SECONDS,
    ) -> None:
        self._bells = ((_Bell(tick), every), (_Bell(clean), clean_every))

    async def run(self) -> None:
        """Tick until cancelled."""
        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for bell, seconds in self._bells:
            scheduler.add_job(bell.ring, IntervalTrigger(seconds=seconds, timezone="UTC"))
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                for bell, _ in self._bells:
                    group.create_task(bell.obey())
        finally:
            scheduler.shutdown(wait=False)


class _Bell:
    """One deed and the wish that it be done. Rung once before the first tick."""

    def __init__(self, deed: Deed) -> None:
        self._deed = deed
        self._rung = asyncio.Event()
        self._rung.set()

    async def ring(self) -> None:
        self._rung.set()

    async def obey(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            try:
                await self._deed()
            except DatabaseBusy as error:
                log.warning("left for the next tick: %s", error)
            except Exception:
                log.exception("incident %s: a tick failed", new_incident())
