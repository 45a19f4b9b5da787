"""Owns measuring a delivery that falls through for 22,000 households, on the evening before, when all were reminded.

Every basket is put right, each reminder of it is owed an edit, and each household is told, once. What is watched is how
long somebody's tap waits meanwhile. Then their garden corrects its time zone.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from statistics import quantiles
from time import perf_counter
from zoneinfo import ZoneInfo

import uvloop
from sqlalchemy import func, select, update

from benchmarks.baskets import plant_households
from benchmarks.crowd import NOW, crowd
from benchmarks.figure import Figure
from bot.app import TIMERS
from bot.clock import SetClock
from bot.delivery.timers import Timers
from bot.domain.garden import Garden
from bot.domain.point import Delivery
from bot.storage import points, receipts
from bot.storage.database import Database, Transaction
from bot.storage.outbox import queue
from bot.storage.parcel import Lane
from bot.storage.tables import outbox
from bot.usecases.other_clocks import keep_hours
from bot.usecases.pickups.news import SETTLES
from bot.usecases.pickups.news_words import BASKET_CHANGED
from bot.usecases.pickups.weeks import plan_soon

HOUSEHOLDS = 22_000
EVE, THURSDAY = datetime(2026, 3, 11, 17, 5, tzinfo=UTC), date(2026, 3, 12)
BETWEEN_TAPS, LIMIT = 0.03, 0.25
"""Seconds; the second is what a tap may wait."""


def measure() -> list[Figure]:
    return uvloop.run(_cancel(HOUSEHOLDS))


async def _cancel(households: int) -> list[Figure]:
    clock = SetClock(NOW)
    async with crowd(households, 20) as everybody:
        db, garden = everybody.db, everybody.garden
        tapped = _Tapped(db, Timers(db, TIMERS, clock))
        await plant_households(db, garden, range(1, households + 1), NOW)
        await db.run(plan_soon, garden.id, NOW)
        await tapped.fire()
        clock.put(EVE)
        await tapped.fire()
        await db.run(_all_sent)
        await db.run(_no_baskets, garden, EVE)
        figures = [*await tapped.measured("a delivery cancelled", f"{households:,} baskets, all reminded of")]
        clock.put(EVE + SETTLES)
        figures += await tapped.measured("everybody told so", f"{households:,} households, once each")
        assert await db.read(_told) == households
        begin = perf_counter()
        await db.run(_correct_zone, garden, clock.now())
        once = (
            f"{households:,} households' hours, one transaction; a garden of two hundred: a hundredth of it"
        )
    return [*figures, Figure("a time zone corrected", perf_counter() - begin, once)]


class _Tapped:
    """Fires what is due while somebody taps."""

    def __init__(self, db: Database, timers: Timers) -> None:
        self._db, self._timers = db, timers
        self._numbers = count(1)

    async def fire(self) -> None:
        while await self._timers.fire():
            pass

    async def measured(self, what: str, of: str) -> Iterator[Figure]:
        waits: list[float] = []
        begin = perf_counter()
        async with asyncio.TaskGroup() as tasks:
            tapping = tasks.create_task(self._tap(waits))
            await self.fire()
            whole = perf_counter() - begin
            tapping.cancel()
        p99 = quantiles(waits, n=100)[98]
        told = f"{len(waits)} taps meanwhile; the longest {max(waits) * 1e3:.0f} ms, allowed {LIMIT * 1e3:.0f} ms"
        return iter((Figure(what, whole, of), Figure("a tap during it, p99", p99, told)))

    async def _tap(self, waits: list[float]) -> None:
        while True:
            began = perf_counter()
            await self._db.run(_step, next(self._numbers))
            waits.append(perf_counter() - began)
            await asyncio.sleep(BETWEEN_TAPS)


def _no_baskets(tx: Transaction, garden: Garden, now: datetime) -> None:
    points.overrule_calendar(tx, garden.id, Delivery(THURSDAY, THURSDAY, None))
    plan_soon(tx, garden.id, now)


def _correct_zone(tx: Transaction, garden: Garden, now: datetime) -> None:
    keep_hours(tx, replace(garden, zone=ZoneInfo("Asia/Kolkata")), garden.zone, now)


def _step(tx: Transaction, number: int) -> None:
    """What any tap costs the writer: its receipt, and an answer that is owed."""
    receipts.record(tx, number, EVE)
    queue(tx, dedupe=f"tap{number}", chat_id=number, kind="k", payload={}, lane=Lane.REPLY, now=EVE)


def _all_sent(tx: Transaction) -> None:
    tx.connection.execute(update(outbox).values(state="sent", message_id=outbox.c.id))


def _told(tx: Transaction) -> int:
    told = select(func.count()).where(outbox.c.kind == BASKET_CHANGED)
    return tx.connection.execute(told).scalar_one()


if __name__ == "__main__":
    households = int(sys.argv[1]) if sys.argv[1:] else HOUSEHOLDS
    for figure in uvloop.run(_cancel(households)):
        sys.stdout.write(f"{figure.what}: {figure.shown}; {figure.of}\n")
