"""Owns waiting for a change inside the emulator: no polling, no sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def wait_until(waiter: asyncio.Future[T], deadline: float, default: T) -> T:
    """The waiter's result, `default` once the loop's time passes `deadline`.

    Python 3.11's `asyncio.wait_for` loses a cancellation that meets the result; this one does not.
    """
    timer = asyncio.get_running_loop().call_at(deadline, _expire, waiter, default)
    try:
        return await waiter
    finally:
        timer.cancel()


def _expire(waiter: asyncio.Future[T], default: T) -> None:
    if not waiter.done():
        waiter.set_result(default)


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
            if loop.time() >= deadline:
                return False
            waiter = loop.create_future()
            self._waiting.add(waiter)
            try:
                await wait_until(waiter, deadline, None)
            finally:
                self._waiting.discard(waiter)
        return True
