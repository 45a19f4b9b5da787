"""Owns carrying what is owed: claimed or fresh from a commit, sent in order within a chat, and marked with its outcome.

Chats go side by side, so a slow one holds up no other. A kill leaves at most the sends in flight unknown; those rows
come back when their lease ends, and all but broadcasts are then sent once more.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

from bot.clock import Clock, Instant
from bot.delivery.marking import Marking
from bot.domain.delivery import Delayed, Dropped, Outcome, Rejected, Unknown, urgency
from bot.domain.incident import new_incident
from bot.errors import DatabaseBusy
from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel

log = logging.getLogger(__name__)

Send: TypeAlias = Callable[[Parcel], Awaitable[Outcome]]
Hold: TypeAlias = Callable[[Transaction, Parcel, Instant], Instant | None]
"""When an unasked parcel may go; None for at once."""

LEASE = timedelta(minutes=2)
BATCH = 200
GRACE_SECONDS = 5.0
"""How long a stop waits for the sends in flight."""
BUG_PATIENCE = 3
"""Attempts after which a parcel that breaks us is given up."""


class Outbox:
    """`submit` what a commit owes; `run` for as long as the program does."""

    def __init__(
        self, db: Database, send: Send, clock: Clock, marking: Marking, hold: Hold, *, at_once: int = 64
    ) -> None:
        self._db = db
        self._send = send
        self._clock = clock
        self._marking = marking
        self._hold = hold
        self._room = asyncio.Semaphore(at_once)
        self._waiting: dict[int, deque[Parcel]] = {}
        self._held: set[int] = set()
        self._tasks: asyncio.TaskGroup | None = None
        self._wake = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    def submit(self, parcels: list[Parcel]) -> None:
        """Take parcels leased to this process. One that is in hand already is not taken twice."""
        for parcel in parcels:
            if parcel.id in self._held:
                continue
            self._held.add(parcel.id)
            self._empty.clear()
            queue = self._waiting.get(parcel.chat_id)
            if queue is not None:
                queue.append(parcel)
                continue
            self._waiting[parcel.chat_id] = deque([parcel])
            self._start(parcel.chat_id)

    def wake(self) -> None:
        """Look for what is due: called by every tick."""
        self._wake.set()

    async def run(self) -> None:
        """Carry until cancelled; then let the sends in flight come to their end."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            for chat_id in self._waiting:
                self._start(chat_id)
            try:
                await self._claim_forever()
            except asyncio.CancelledError:
                await self._finish()
                raise
            finally:
                self._tasks = None

    async def settle(self) -> Instant | None:
        """Carry everything that is due now; the instant at which the next parcel is due."""
        while True:
            await self._empty.wait()
            due = await self._db.read(outbox.next_due, self._clock.now())
            if due is None or due > self._clock.now():
                if self._empty.is_set():
                    return due
            elif not await self._claim():
                return due  # another process holds it

    def _start(self, chat_id: int) -> None:
        if self._tasks is not None:
            self._tasks.create_task(self._carry_chat(chat_id))

    async def _claim_forever(self) -> None:
        while True:
            self._wake.clear()
            try:
                due = await self._db.read(outbox.next_due, self._clock.now())
                if due is not None and due <= self._clock.now() and len(self._held) < BATCH:
                    await self._claim()
            except DatabaseBusy as error:
                log.warning("the outbox could not be read: %s", error)
            await self._wake.wait()

    async def _claim(self) -> bool:
        claimed = await self._db.run(outbox.claim, self._clock.now(), limit=BATCH, lease=LEASE)
        self.submit(claimed)
        return bool(claimed)

    async def _carry_chat(self, chat_id: int) -> None:
        """One chat's parcels, in the order they were queued; a delay holds back all that follow."""
        queue = self._waiting[chat_id]
        try:
            while queue:
                parcel = queue[0]
                async with self._room:
                    outcome = await self._carry(parcel)
                await self._mark(parcel, outcome)
                queue.popleft()
                self._held.discard(parcel.id)
                if isinstance(outcome, Delayed):
                    await self._put_back(queue, outcome)
        finally:
            del self._waiting[chat_id]
            self._held.difference_update(parcel.id for parcel in queue)
            if not self._held:
                self._empty.set()

    async def _put_back(self, queue: deque[Parcel], delay: Delayed) -> None:
        """What waits behind a delayed parcel goes after it, so that a chat never reads its messages out of order."""
        while queue:
            await self._mark(queue[0], delay)
            self._held.discard(queue.popleft().id)

    async def _carry(self, parcel: Parcel) -> Outcome:
        """The outcome of one parcel. Never raises but for cancellation: a bug of ours is logged, and waits."""
        now = self._clock.now()
        if parcel.expires_at is not None and parcel.expires_at <= now:
            return Dropped("expired")
        if parcel.uncertain and parcel.lane is Lane.BROADCAST:
            return Unknown("cut off while the call was in flight")
        try:
            return await self._carry_now(parcel, now)
        except DatabaseBusy as error:
            return Delayed(1.0, why=str(error))
        except Exception:
            incident = new_incident()
            log.exception("incident %s: parcel %s of kind %s broke", incident, parcel.id, parcel.kind)
            if parcel.attempts + 1 >= BUG_PATIENCE:
                return Rejected(f"incident {incident}")
            return Delayed(30.0 * (parcel.attempts + 1), why=f"incident {incident}")

    async def _carry_now(self, parcel: Parcel, now: Instant) -> Outcome:
        if parcel.unasked and (until := await self._db.read(self._hold, parcel, now)) is not None:
            return Delayed((until - now).total_seconds(), why="quiet hours")
        if parcel.lane is Lane.BROADCAST:
            await self._db.run(outbox.begin_send, parcel.id, now)
        token = urgency.set(int(parcel.lane))
        try:
            return await self._send(parcel)
        finally:
            urgency.reset(token)

    async def _mark(self, parcel: Parcel, outcome: Outcome) -> None:
        """Write the outcome down, however long the database is away: a sent message must not be sent again."""
        pause = 0.1
        while True:
            try:
                await self._db.run(self._marking.mark, parcel, outcome, self._clock.now())
                return
            except DatabaseBusy:
                await asyncio.sleep(pause)
                pause = min(2.0, pause * 2)

    async def _finish(self) -> None:
        """The parcels not yet begun stay leased and are found again; those in flight get a moment."""
        for queue in self._waiting.values():
            while len(queue) > 1:
                self._held.discard(queue.pop().id)
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await self._empty.wait()
        except TimeoutError:
            log.warning("stopped with %s messages still in flight", len(self._held))
