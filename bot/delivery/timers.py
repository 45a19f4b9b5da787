"""Owns what happens when a planned moment comes: the deed and the end of its timer are one transaction.

A deed that has much to look at looks first, in a snapshot beside the writer: nobody's answer waits for it meanwhile.
What has to be fetched is fetched beside the beat, one thing after another: no other timer waits for it either.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeAlias, TypeVar

from bot.clock import Clock, Instant
from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy
from bot.storage import timers
from bot.storage.database import Database, Transaction
from bot.storage.timers import Timer

log = logging.getLogger(__name__)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class LookFirst(Generic[Found]):
    """`look` only reads; what it finds may be out of date when `do` is handed it, which checks again."""

    look: Callable[[Transaction, Timer, Instant], Found]
    do: Callable[[Transaction, Timer, Instant, Found], None]


@dataclass(frozen=True, slots=True)
class FetchFirst(Generic[Found]):
    """As `LookFirst`, for what the database does not have, as a file from the messenger; no transaction is open."""

    fetch: Callable[[Timer], Awaitable[Found]]
    do: Callable[[Transaction, Timer, Instant, Found], None]


OnDue: TypeAlias = "Callable[[Transaction, Timer, Instant], None] | LookFirst[Any] | FetchFirst[Any]"
"""What a kind of timer does; it checks again whether it still makes sense."""

BATCH = 100
MOST = 1000
"""Fired by one call: a deed that plans itself anew for the present must not keep everything else from its turn."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
UNKNOWN_KIND_PAUSE = timedelta(days=1)


class Timers:
    """Fires what is due; one that breaks waits longer each time, and stops no other."""

    def __init__(self, db: Database, handlers: Mapping[str, OnDue], clock: Clock) -> None:
        self._db = db
        self._handlers = handlers
        self._clock = clock
        self._errands: asyncio.Queue[Timer] = asyncio.Queue()
        self._on_errands: set[int] = set()

    async def run(self) -> None:
        """Go on the errands of those that fetch first, until cancelled; what was not done by then is still due."""
        while True:
            timer = await self._errands.get()
            try:
                await self._fire(timer)
            except DatabaseBusy as error:
                log.warning("timer %d is left for the next tick: %s", timer.id, error)
            finally:
                self._on_errands.discard(timer.id)
                self._errands.task_done()

    async def back(self) -> None:
        """Every errand is done."""
        await self._errands.join()

    async def fire(self) -> int:
        """Do everything that is due, or have it fetched; the number of timers looked at.

        Raises:
            DatabaseBusy: what is left stays due.
        """
        fired = 0
        while fired < MOST and (due := await self._due()):
            for timer in due:
                if isinstance(self._handlers.get(timer.kind), FetchFirst):
                    self._on_errands.add(timer.id)
                    self._errands.put_nowait(timer)
                else:
                    await self._fire(timer)
            fired += len(due)
        return fired

    async def _due(self) -> list[Timer]:
        """The next that are due and not on an errand yet."""
        most = BATCH + len(self._on_errands)
        due = await self._db.read(timers.due_timers, self._clock.now(), most)
        return [timer for timer in due if timer.id not in self._on_errands]

    async def next_due(self) -> Instant | None:
        """When the earliest timer is due."""
        return await self._db.read(timers.next_due)

    async def _fire(self, timer: Timer) -> None:
        now = self._clock.now()
        try:
            await self._db.run(self._do, timer, now, await self._found(timer, now))
        except DatabaseBusy:
            raise
        except Exception:
            incident = new_incident()
            log.exception("incident %s: timer %d of kind %s broke", incident, timer.id, timer.kind)
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(timer.attempts, 16))
            await self._db.run(timers.postpone_timer, timer.id, now + pause, f"incident {incident}")

    async def _found(self, timer: Timer, now: Instant) -> Any:
        match self._handlers.get(timer.kind):
            case LookFirst() as on_due:
                return await self._db.read(on_due.look, timer, now)
            case FetchFirst() as on_due:
                return await on_due.fetch(timer)
            case _:
                return None

    def _do(self, tx: Transaction, timer: Timer, now: Instant, found: Any) -> None:
        """Planned anew, cancelled or fired by another process meanwhile: then nothing happens."""
        current = timers.lock_due(tx, timer.id, now)
        if current is None:
            return
        on_due = self._handlers.get(current.kind)
        if on_due is None:
            log.error(
                "timer %d has the unknown kind %r; is this program older than it?", timer.id, timer.kind
            )
            timers.postpone_timer(tx, current.id, now + UNKNOWN_KIND_PAUSE, "unknown kind")
            return
        if isinstance(on_due, LookFirst | FetchFirst) and current.payload != timer.payload:
            return  # planned anew since it was looked at: it is still due
        timers.finish_timer(tx, current.id)  # before the deed, which may plan the same key anew
        if isinstance(on_due, LookFirst | FetchFirst):
            on_due.do(tx, current, now, found)
        else:
            on_due(tx, current, now)
