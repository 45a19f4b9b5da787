"""Owns what is asked of the database many times a second: those who ask together are answered in one transaction."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.errors import DatabaseBusy
from bot.storage.errands import Errands

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

SHARE = 64
"""How many are answered at once, at most: each waits for all of them."""


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    answer: asyncio.Future[Answer]


class Together(Generic[Asked, Answer]):
    """`await ask(one)`: while some are being answered, the next ones gather; the first waits `gather` seconds for them.

    `answer_all` gives an answer for each, in their order. Where it fails, each is asked alone: a failure is nobody
    else's; but for a database that is away, which nobody asks twice.
    """

    def __init__(
        self, answer_all: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]], *, gather: float = 0.0
    ) -> None:
        self._answer_all = answer_all
        self._gather = gather
        self._waiting: deque[_Waiting[Asked, Answer]] = deque()
        self._errands = Errands()
        self._is_answering = False

    async def ask(self, asked: Asked) -> Answer:
        """Raises: whatever answering this one alone raises."""
        one = _Waiting[Asked, Answer](asked, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if not self._is_answering:
            self._is_answering = True
            self._errands.start(self._answer_everybody())
        return await one.answer

    async def _answer_everybody(self) -> None:
        try:
            while self._waiting:
                if self._gather:
                    await asyncio.sleep(self._gather)
                await self._answer([self._waiting.popleft() for _ in range(min(SHARE, len(self._waiting)))])
        except BaseException:  # the loop is being torn down
            while self._waiting:
                self._waiting.popleft().answer.cancel()
            raise
        finally:
            self._is_answering = False

    async def _answer(self, some: list[_Waiting[Asked, Answer]]) -> None:
        some = [one for one in some if not one.answer.done()]  # whoever was cancelled asks no more
        try:
            answers = await self._answer_all([one.asked for one in some])
        except Exception as error:
            if len(some) > 1 and not isinstance(error, DatabaseBusy):
                for one in some:
                    await self._answer([one])
                return
            for one in some:
                if not one.answer.done():
                    one.answer.set_exception(error)
            return
        for one, answer in zip(some, answers, strict=True):
            if not one.answer.done():
                one.answer.set_result(answer)
