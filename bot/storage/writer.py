"""Owns SQLite's one writer: waiting transactions run one after the other and may share one commit.

There is no standing task. Whoever finds the writer idle starts a drain, which runs until nobody waits;
callers only wait for a future. So a cancelled caller drops its future and nothing else: its transaction is
committed or rolled back by the drain, which holds the connection, and no lock is ever in a caller's hands.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.address import Address
from bot.storage.errands import Errands
from bot.storage.faults import read_fault
from bot.storage.parcel import Parcel
from bot.storage.transaction import T, Transaction, Work

log = logging.getLogger(__name__)

SHARE = 32
"""How many transactions share a commit at most."""

SHARE_SECONDS = 0.05
"""No transaction joins a commit after this long: the first one is waiting."""


@dataclass(slots=True, eq=False)
class Job:
    """A transaction that waits for its turn, and the future its caller waits for."""

    work: Work[Any]
    answer: asyncio.Future[Any]
    read_only: bool
    result: Any = None
    owed: list[Parcel] = field(default_factory=list)

    def do(self, connection: Connection, owner: str) -> None:
        tx = Transaction(connection, owner)
        if self.read_only:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        try:
            self.result = self.work(tx)
        finally:
            if self.read_only:
                connection.exec_driver_sql("PRAGMA query_only = OFF")
        self.owed = tx.owed

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)
        else:
            log.warning("a transaction whose caller was cancelled failed: %s", type(error).__name__)


class Writer:
    """Runs every job on one held connection, in the order they came."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[AsyncConnection]],
        owner: str,
        committed: Callable[[list[Parcel]], None],
        address: Address,
    ) -> None:
        self._connect = connect
        self._owner = owner
        self._committed = committed
        self._address = address
        self._held: AsyncConnection | None = None
        self._waiting: deque[Job] = deque()
        self._draining = False
        self._errands = Errands()

    async def run(self, work: Work[T], *, read_only: bool = False) -> T:
        """The result of `work`, once committed."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(Job(work, answer, read_only))
        if not self._draining:
            self._draining = True
            self._errands.start(self._drain())
        return await answer

    async def close(self) -> None:
        """Finish what waits, then let go of the connection."""
        await self._errands.settle()
        await self._let_go()

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._turn()
        except BaseException:
            self._abandon()  # the loop is being torn down
            raise
        finally:
            self._draining = False

    async def _turn(self) -> None:
        try:
            if self._held is None:
                self._held = await self._connect()
        except Exception as error:
            self._fail_all(error)
            return
        sound = await self._held.run_sync(self._share)
        if not sound and self._address.path is not None:
            await self._let_go()

    def _share(self, connection: Connection) -> bool:
        """Run as many jobs as may share a commit. False: the connection had better be opened anew."""
        batch: list[Job] = []
        fault = self._attempt(connection, self._joining(batch))
        if fault is None:
            return True
        if not batch:
            return self._fail_all(fault)
        if len(batch) == 1:
            return self._fail(batch[0], fault)
        return self._one_by_one(connection, deque(batch))

    def _one_by_one(self, connection: Connection, jobs: deque[Job]) -> bool:
        """One of a shared commit failed: each gets its own, in the same order."""
        sound = True
        while jobs:
            job = jobs.popleft()
            fault = self._attempt(connection, [job])
            sound = (fault is None or self._fail(job, fault)) and sound
        return sound

    def _joining(self, batch: list[Job]) -> Iterator[Job]:
        """The jobs of one commit, those included that arrive while it is being filled."""
        closing = time.monotonic() + SHARE_SECONDS
        while self._waiting and len(batch) < SHARE and (not batch or time.monotonic() < closing):
            batch.append(self._waiting.popleft())
            yield batch[-1]

    def _attempt(self, connection: Connection, jobs: Iterable[Job]) -> Exception | None:
        """One transaction for all of `jobs`; the error that undid it, if any."""
        done: list[Job] = []
        try:
            with connection.begin():
                for job in jobs:
                    done.append(job)
                    job.do(connection, self._owner)
        except Exception as error:
            return error
        except BaseException:
            for job in done:
                job.answer.cancel()
            raise
        for job in done:
            self._settle(job)
        return None

    def _settle(self, job: Job) -> None:
        if job.owed:
            self._committed(job.owed)
        if not job.answer.done():
            job.answer.set_result(job.result)

    def _fail(self, job: Job, error: Exception) -> bool:
        """True where the error is the job's own, not the database's."""
        read = read_fault(error, self._address, reading=job.read_only)
        if read is not error:
            read.__cause__ = error
        job.fail(read)
        return read is error

    def _fail_all(self, error: Exception) -> bool:
        """The database cannot be had: nobody waits for it longer than the first did."""
        while self._waiting:
            self._fail(self._waiting.popleft(), error)
        return False

    def _abandon(self) -> None:
        while self._waiting:
            self._waiting.popleft().answer.cancel()

    async def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            await held.close()
