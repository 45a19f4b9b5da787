"""Owns reads that are asked for many times a second: those that come together share one snapshot, and what it found.

Only for a few rows each: whoever reads in the same snapshot waits for all of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.storage.errands import Errands
from bot.storage.transaction import T, Transaction, Work

SHARE = 32
"""How many share a snapshot at most."""


class Read(Protocol):
    """One snapshot for one piece of work."""

    def __call__(self, work: Work[T], /) -> Awaitable[T]: ...


@dataclass(slots=True, eq=False)
class _Asked:
    work: Work[Any]
    answer: asyncio.Future[Any]


class ReadTogether:
    """`await read(work)`: as the store's own `read`, in a snapshot that others may share."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._waiting: deque[_Asked] = deque()
        self._draining = False
        self._errands = Errands()

    async def read(self, work: Work[T]) -> T:
        """What `work` returns. It only reads, and its failure is nobody else's."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(work, answer))
        if not self._draining:
            self._draining = True
            self._errands.start(self._drain())
        return await answer

    async def close(self) -> None:
        """Answer whoever waits."""
        await self._errands.settle()

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._answer([self._waiting.popleft() for _ in range(min(SHARE, len(self._waiting)))])
        finally:
            self._draining = False
            while self._waiting:  # the loop is being torn down
                self._waiting.popleft().answer.cancel()

    async def _answer(self, some: list[_Asked]) -> None:
        try:
            results = await self._read(_all_of([one.work for one in some]))
        except Exception:
            for one in some:
                await self._answer_alone(one)
            return
        for one, result in zip(some, results, strict=True):
            if not one.answer.done():
                one.answer.set_result(result)

    async def _answer_alone(self, one: _Asked) -> None:
        try:
            result = await self._read(one.work)
        except Exception as error:
            if not one.answer.done():
                one.answer.set_exception(error)
        else:
            if not one.answer.done():
                one.answer.set_result(result)


def _all_of(works: list[Work[Any]]) -> Callable[[Transaction], list[Any]]:
    def read_all(tx: Transaction) -> list[Any]:
        tx.found = {}
        return [work(tx) for work in works]

    return read_all
