"""Owns waiting for the bot until nothing is pending, in flight or due, and walking the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.clock import Instant, SetClock
from bot.rehearsal.calls import CallLog
from bot.rehearsal.clock import Following
from bot.rehearsal.updates import UpdateQueue

QUIET = 0.02
"""Real seconds without a call after which a bot that does not follow the clock is taken to be done."""
ROUNDS_AT_ONE_INSTANT = 5


class Settling:
    """Knows when the bot has nothing left to do."""

    def __init__(
        self, clock: SetClock, updates: UpdateQueue, calls: CallLog, following: Following, *, timeout: float
    ) -> None:
        self.clock = clock
        self.updates = updates
        self.calls = calls
        self.following = following
        self.timeout = timeout

    async def settle(self, timeout: float | None = None) -> None:
        """Return when every update is acknowledged, no call is in flight and nothing is due.

        Raises:
            AssertionError: saying what was still pending after `timeout` real seconds.
        """
        if not (self._met() or self.updates.pending):
            return
        deadline = asyncio.get_running_loop().time() + (timeout or self.timeout)
        while True:
            await self._until(self._quiet, deadline, "the bot to acknowledge and to finish its calls")
            done = await (self._answered(deadline) if self.following.connected else self._idle(deadline))
            if done and self._quiet():
                return

    def _met(self) -> bool:
        """Some bot has come at least once; before that there is nobody to wait for."""
        return bool(self.updates.polls or self.updates.webhook.url or self.following.connected)

    def _quiet(self) -> bool:
        return not self.updates.pending and not self.calls.in_flight

    async def _answered(self, deadline: float) -> bool:
        ask = self.following.ask()
        await self._until(
            lambda: self.following.answered >= ask, deadline, f"the bot's clock to answer ask {ask}"
        )
        return True

    async def _idle(self, deadline: float) -> bool:
        """Without a clock to ask: the poller came back twice, and meanwhile nothing was called."""
        started = self.calls.started
        if self.updates.webhook.url:
            await asyncio.sleep(QUIET * 2)
            return self.calls.started == started
        for _ in range(2):
            wanted = self.updates.polls + 1
            self.updates.nudge()
            await self._until(partial(self._polled, wanted), deadline, "the bot to poll again")
            await asyncio.sleep(QUIET / 2)
        return self.calls.started == started

    def _polled(self, wanted: int) -> bool:
        return self.updates.polls >= wanted and (self.updates.polled or bool(self.updates.pending))

    async def _until(self, holds: Callable[[], bool], deadline: float, what: str) -> None:
        if not await self.updates.pulse.until(holds, deadline):
            raise AssertionError(f"waited in vain for {what}; {self._pending()}")

    def _pending(self) -> str:
        updates = [f"{u.id} {u.kind} (delivered {u.delivered}×)" for u in self.updates.pending]
        calls = [repr(call) for call in self.calls.in_flight.values()]
        return (
            f"unacknowledged updates: {updates or 'none'}; calls in flight: {calls or 'none'};"
            f" someone polls: {self.updates.polled}; webhook: {self.updates.webhook.url or 'none'};"
            f" the bot follows the clock: {self.following.connected}"
            f" (asked {self.following.asks}, answered {self.following.answered})"
        )

    async def advance(self, to: Instant) -> None:
        """Move the clock to `to`, settling at every instant at which the bot has something due."""
        await self.settle()
        rounds = 0
        while self.clock.now() < to:
            due = self.following.next_due
            before = self.clock.now()
            self.clock.put(min(to, due) if due else to)
            await self.settle()
            rounds = rounds + 1 if self.clock.now() == before else 0
            assert rounds < ROUNDS_AT_ONE_INSTANT, (
                f"at {before} the bot still says that something is due at {due}: it answered before doing it"
            )

    async def walk(self, by: timedelta | None, to: Instant | None) -> None:
        assert (by is None) != (to is None), "say by how long, or to which instant"
        await self.advance(to if to is not None else self.clock.now() + (by or timedelta()))
