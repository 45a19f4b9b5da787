"""Owns the bot's side of the rehearsal's clock: asks for the time, does what is due, and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import aiohttp

from bot.clock import Instant, SetClock

RETRY_SECONDS = 0.2
AWAY = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, OSError)
"""What an emulator that is stopped or starting looks like; anything else is an error to be seen."""


class Follower:
    """Keeps `clock` at the emulator's instant.

    `settle` does everything that is due at the clock's instant and returns when the next thing is due, None
    for never.
    """

    def __init__(
        self, root_url: str, clock: SetClock, settle: Callable[[], Awaitable[Instant | None]]
    ) -> None:
        self._url = f"{root_url.rstrip('/')}/rehearsal/clock"
        self._clock = clock
        self._settle = settle
        self._answered = 0
        self._next_due: Instant | None = None

    async def sync(self) -> None:
        """Put the clock at the emulator's instant, once; to be awaited before the first update is fetched."""
        async with _session() as session:
            while True:
                try:
                    async with session.get(self._url) as response:
                        response.raise_for_status()
                        self._clock.put(datetime.fromisoformat((await response.json())["now"]))
                        return
                except AWAY:
                    await asyncio.sleep(RETRY_SECONDS)

    async def run(self) -> None:
        """Follow until cancelled; while the emulator is away, try again."""
        async with _session() as session:
            while True:
                try:
                    asked = await self._ask(session)
                except AWAY:
                    await asyncio.sleep(RETRY_SECONDS)
                    continue
                if asked is not None:
                    now, ask = asked
                    self._clock.put(now)
                    self._next_due = await self._settle()
                    self._answered = ask

    async def _ask(self, session: aiohttp.ClientSession) -> tuple[Instant, int] | None:
        due = self._next_due.isoformat() if self._next_due else None
        body = {"answered": self._answered, "next_due": due}
        async with session.post(self._url, json=body) as response:
            response.raise_for_status()
            if response.status == 204:
                return None
            asked = await response.json()
        return datetime.fromisoformat(asked["now"]), int(asked["ask"])


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=5))
