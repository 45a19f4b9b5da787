"""Owns the tasks that see a transaction through although its caller was cancelled; none outlives `settle`."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Errands:
    """Short tasks, each held until it ends. Each is one transaction long, so nobody has to stop them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, errand: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run `errand` whatever becomes of the caller."""
        task = asyncio.get_running_loop().create_task(errand)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def see_through(self, errand: Coroutine[Any, Any, T]) -> T:
        """Run `errand` to its end; a cancelled caller leaves, the errand stays."""
        return await asyncio.shield(self.start(errand))

    async def settle(self) -> None:
        """Wait for every errand under way, new ones included."""
        while self._tasks:
            await asyncio.wait(self._tasks)
