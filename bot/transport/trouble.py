"""Owns what passes by itself: which errors do, how long to wait between tries, and one log line for each episode."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeAlias

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.errors import DatabaseBusy

log = logging.getLogger(__name__)

Sleep: TypeAlias = Callable[[float], Awaitable[object]]

REPEAT_SECONDS = 300.0
"""A trouble that stays is logged again so often."""


def is_passing(error: Exception) -> bool:
    """Whether the same may succeed later without anybody's doing."""
    if isinstance(error, BadRequest):  # python-telegram-bot counts it among network errors
        return False
    return isinstance(error, DatabaseBusy | NetworkError | RetryAfter)


def backoff(first: float = 0.1, longest: float = 5.0) -> Iterator[float]:
    """Pauses in seconds, each twice the one before, up to the longest."""
    pause = first
    while True:
        yield pause
        pause = min(longest, pause * 2)


class Episode:
    """A trouble from its first sign to its end: told when it starts, changes or lasts, and when it is over."""

    def __init__(self, sleep: Sleep, over: str) -> None:
        self._sleep = sleep
        self._over = over
        self._said = ""
        self._unsaid_seconds = 0.0
        self._pauses = backoff(0.5, 30.0)

    async def wait(self, trouble: str, at_least: float = 0.0) -> None:
        """Say it if it is news, then wait longer than the time before."""
        if trouble != self._said or self._unsaid_seconds >= REPEAT_SECONDS:
            log.warning("%s", trouble)
            self._said, self._unsaid_seconds = trouble, 0.0
        pause = max(at_least, next(self._pauses))
        self._unsaid_seconds += pause
        await self._sleep(pause)

    def end(self) -> None:
        """It works again."""
        if self._said:
            log.info("%s", self._over)
            self._said = ""
        self._unsaid_seconds = 0.0
        self._pauses = backoff(0.5, 30.0)
