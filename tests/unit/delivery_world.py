"""A database in memory, a clock that stands still, and a messenger that answers as told."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.clock import SetClock
from bot.delivery.marking import Marking
from bot.delivery.outbox import Outbox
from bot.domain.delivery import Outcome, Sent, last_look, urgency
from bot.storage import outbox
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.tables import outbox as rows

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


class World:
    """What a test of the outbox needs, and what it wants to know afterwards."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = SetClock(NOW)
        self.sent: list[str] = []
        self.lanes: list[int] = []
        self._sent_one = asyncio.Semaphore(0)
        self.gone: list[str] = []
        self.topics_gone: list[str] = []
        self.held: dict[str, datetime] = {}
        self.answers: dict[str, deque[Outcome | Exception]] = defaultdict(deque)
        self.gates: dict[int, asyncio.Event] = {}
        self.reached = asyncio.Event()
        self.turn: asyncio.Event | None = None
        self.before_turn: Callable[[], None] = lambda: None
        self.line_is_up = True
        self.probes = 0
        self.outbox = self.worker(db)

    def worker(self, db: Database) -> Outbox:
        """An outbox on this database; its own is submitted what each commit owes."""
        marking = Marking(self._on_gone, self._on_topic_gone)
        worker = Outbox(db, self.send, self.clock, marking, self._hold, probe=self._probe)
        db.after_commit(worker.submit)
        return worker

    async def owe(self, name: str, chat: int = 7, lane: Lane = Lane.NOTICE, **more: Any) -> None:
        await self.db.run(self._queue, name, chat, lane, more)

    def _queue(self, tx: Transaction, name: str, chat: int, lane: Lane, more: dict[str, Any]) -> None:
        now = self.clock.now()
        payload = {"text": name}
        outbox.queue(tx, dedupe=name, chat_id=chat, kind="note", payload=payload, lane=lane, now=now, **more)

    async def send(self, parcel: Parcel) -> Outcome:
        if self.turn is not None:
            self.reached.set()
            await self.turn.wait()
        self.before_turn()
        await last_look.get()()
        self.sent.append(parcel.dedupe)
        self.lanes.append(urgency.get())
        self._sent_one.release()
        if (gate := self.gates.get(parcel.chat_id)) is not None:
            self.reached.set()
            await gate.wait()
        answers = self.answers[parcel.dedupe]
        answer = answers.popleft() if answers else Sent(100 + len(self.sent))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def has_sent(self, count: int) -> None:
        """Wait until so many sends were begun."""
        while len(self.sent) < count:
            await self._sent_one.acquire()

    async def row(self, name: str) -> Any:
        found = select(rows).where(rows.c.dedupe == name)
        return await self.db.read(lambda tx: tx.connection.execute(found).one())

    async def states(self) -> dict[str, str]:
        found = select(rows.c.dedupe, rows.c.state).order_by(rows.c.id)
        return await self.db.read(lambda tx: {row.dedupe: row.state for row in tx.connection.execute(found)})

    async def walk(self, by: timedelta) -> None:
        """Let time pass, settling at every instant at which something is due."""
        end = self.clock.now() + by
        while (due := await self.outbox.settle()) is not None and due <= end:
            self.clock.put(due)
        self.clock.put(end)
        await self.outbox.settle()

    def _on_gone(self, tx: Transaction, parcel: Parcel, now: datetime) -> None:
        self.gone.append(parcel.dedupe)

    def _on_topic_gone(self, tx: Transaction, parcel: Parcel, now: datetime) -> None:
        self.topics_gone.append(parcel.dedupe)

    def _hold(self, tx: Transaction, parcels: Sequence[Parcel], now: datetime) -> list[datetime | None]:
        ends = [self.held.get(parcel.dedupe) for parcel in parcels]
        return [until if until is not None and until > now else None for until in ends]

    async def _probe(self) -> bool:
        self.probes += 1
        return self.line_is_up
