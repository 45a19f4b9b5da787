"""Owns waiting for a change inside the emulator: no polling, no sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Pulse:
    """Wakes whoever waits whenever something changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        """Something changed."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, holds: Callable[[], bool], deadline: float) -> bool:
        """Wait until `holds()`; false once the loop's time passes `deadline`."""
        loop = asyncio.get_running_loop()
        while not holds():
            left = deadline - loop.time()
            if left <= 0:
                return False
            waiter = loop.create_future()
            self._waiting.add(waiter)
            try:
                await asyncio.wait_for(waiter, left)
            except TimeoutError:
                continue
            finally:
                self._waiting.discard(waiter)
        return True
