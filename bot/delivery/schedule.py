"""Owns the ticking; the only importer of APScheduler. What is due is decided by the database, never here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

TICK_SECONDS = 1
HOUSEKEEPING_HOURS = 24


class Schedule:
    """Ticks once a second, and cleans up once a day. A tick that was missed is made good once."""

    def __init__(self, tick: Callable[[], Awaitable[None]], clean: Callable[[], Awaitable[None]]) -> None:
        self._tick = tick
        self._clean = clean

    async def run(self) -> None:
        """Tick until cancelled."""
        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        scheduler.add_job(self._tick, IntervalTrigger(seconds=TICK_SECONDS), id="tick")
        scheduler.add_job(self._clean, IntervalTrigger(hours=HOUSEKEEPING_HOURS), id="clean")
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)
