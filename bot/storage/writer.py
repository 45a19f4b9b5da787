"""Owns a process's one writer: waiting transactions run one after the other and may share one commit.

There is no standing task. Whoever finds the writer idle starts a drain, which runs until nobody waits;
callers only wait for a future. So a cancelled caller drops its future and nothing else: its transaction is
committed or rolled back by the drain, which holds the connection, and no lock is ever in a caller's hands.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import await_only

from bot.storage.address import Address
from bot.storage.errands import Errands
from bot.storage.faults import is_conflict, is_lost, read_fault
from bot.storage.job import Fault, Job, Stage, attempt
from bot.storage.parcel import Parcel
from bot.storage.transaction import T, Work

SHARE = 32
"""How many transactions share a commit at most."""

SHARE_SECONDS = 0.05
"""No transaction joins a commit after this long: the first one is waiting."""

TRIES = 8
FIRST_PAUSE = 0.005


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
        except BaseException:  # the loop is being torn down
            while self._waiting:
                self._waiting.popleft().answer.cancel()
            raise
        finally:
            self._draining = False

    async def _turn(self) -> None:
        try:
            if self._held is None:
                self._held = await self._connect()
        except Exception as error:
            self._fail_all(self._waiting, error)
            return
        sound = await self._held.run_sync(self._share)
        if not sound and not self._address.in_memory:
            await self._let_go()

    def _share(self, connection: Connection) -> bool:
        """Run as many jobs as may share a commit. False: the connection had better be opened anew."""
        batch: deque[Job] = deque()
        fault = attempt(connection, self._joining(batch), self._owner)
        if fault and not batch and is_lost(fault.error):  # the server was restarted since the last time
            fault = attempt(connection, self._joining(batch), self._owner)
        if fault is None:
            return self._settle(batch)
        if not batch:
            return self._fail_all(self._waiting, fault.error)
        if _is_unknown(fault):
            return self._fail_all(batch, fault.error)
        if len(batch) == 1 and not _is_passing(fault):
            return self._fail(batch[0], fault.error)
        return self._one_by_one(connection, batch)

    def _one_by_one(self, connection: Connection, jobs: deque[Job]) -> bool:
        """One of a shared commit failed: each gets its own, in the same order."""
        sound = True
        while jobs:
            fault = self._insist(connection, jobs[0])
            if fault and fault.stage is Stage.BEGINNING:
                return self._fail_all(jobs, fault.error)
            job = jobs.popleft()
            sound = (self._settle([job]) if fault is None else self._fail(job, fault.error)) and sound
        return sound

    def _insist(self, connection: Connection, job: Job) -> Fault | None:
        """Try again what was in another's way, or whose connection was lost before it could take effect."""
        for number in range(1, TRIES):
            fault = attempt(connection, [job], self._owner)
            if fault is None or not _is_passing(fault):
                return fault
            await_only(asyncio.sleep(random.uniform(0, FIRST_PAUSE * 2**number)))
        return attempt(connection, [job], self._owner)

    def _joining(self, batch: deque[Job]) -> Iterator[Job]:
        """The jobs of one commit, those included that arrive while it is being filled."""
        closing = time.monotonic() + SHARE_SECONDS
        while self._waiting and len(batch) < SHARE and (not batch or time.monotonic() < closing):
            batch.append(self._waiting.popleft())
            yield batch[-1]

    def _settle(self, jobs: deque[Job] | list[Job]) -> bool:
        for job in jobs:
            if job.owed:
                self._committed(job.owed)
            job.succeed()
        return True

    def _fail(self, job: Job, error: Exception) -> bool:
        """True where the error is the job's own, not the database's."""
        read = read_fault(error, self._address, reading=job.read_only)
        if read is not error:
            read.__cause__ = error
        job.fail(read)
        return read is error

    def _fail_all(self, jobs: deque[Job], error: Exception) -> bool:
        """The database cannot be had: nobody waits for it longer than the first did."""
        while jobs:
            self._fail(jobs.popleft(), error)
        return False

    async def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            await held.close()


def _is_unknown(fault: Fault) -> bool:
    """The commit itself went wrong: to run the work again might be to run it twice."""
    return fault.stage is Stage.COMMITTING and not is_conflict(fault.error)


def _is_passing(fault: Fault) -> bool:
    return is_conflict(fault.error) or (is_lost(fault.error) and fault.stage is not Stage.COMMITTING)
