"""Owns the rehearsal's time: the instant that only acts move, and the bot that follows it from elsewhere."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from bot.clock import Instant, SetClock
from bot.rehearsal.pulse import Pulse


class Following:
    """The bot's side of the clock: what it was asked, what it answered. One bot at a time.

    A bot that has answered `n` waits for an ask above `n`; `asks` starts at 1, so that a new bot is told the
    time at once.
    """

    def __init__(self, clock: SetClock, pulse: Pulse) -> None:
        self.clock = clock
        self.pulse = pulse
        self.asks = 1
        self.answered = 0
        self.next_due: Instant | None = None
        self.connected = False
        self.closed = False

    def ask(self) -> int:
        """Ask the bot to do everything that is due; the number to wait for."""
        self.asks += 1
        self.pulse.beat()
        return self.asks

    async def follow(
        self, answered: int, next_due: Instant | None, deadline: float
    ) -> tuple[Instant, int] | None:
        """Take the bot's answer; the instant and number of the next ask, None where none came in time."""
        self.connected = True
        self.asks = max(self.asks, answered)
        if answered > 0:
            self.answered = max(self.answered, answered)
            self.next_due = next_due
        self.pulse.beat()
        if not await self.pulse.until(lambda: self.closed or self.asks > answered, deadline) or self.closed:
            return None
        return self.clock.now(), self.asks

    def close(self) -> None:
        """Let the bot go."""
        self.closed = True
        self.pulse.beat()


class Elapsed:
    """Seconds for the flood limits: real ones, and those the rehearsal's clock was moved by.

    Under a standing clock a bucket would never fill again for a bot that paces itself on the machine's; after
    a jump the bot would be refused for what it sent hours ago.
    """

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self._start: datetime = clock.now()

    def __call__(self) -> float:
        return time.monotonic() + (self._clock.now() - self._start) / timedelta(seconds=1)
