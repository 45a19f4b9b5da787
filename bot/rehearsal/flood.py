"""Owns Telegram's flood limits: token buckets filled with time, asked on arrival of every message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from bot.rehearsal.chats import Kind
from bot.rehearsal.refusals import too_many

OVERALL = (30.0, 30.0)
PRIVATE = (3.0, 1.0)
GROUP = (20.0, 20.0 / 60.0)
"""(capacity, tokens a second). Telegram documents the rates; the burst one chat may have is our guess."""


@dataclass(slots=True)
class _Bucket:
    capacity: float
    rate: float
    tokens: float
    at: float

    def fill(self, now: float) -> None:
        self.tokens = min(self.capacity, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now

    @property
    def wait(self) -> float:
        """Seconds until there is a token."""
        return max(0.0, (1.0 - self.tokens) / self.rate)


class Flood:
    """Counts what the bot sends. `clock` gives seconds that only grow; `overall` is Telegram's limit, or another."""

    def __init__(self, clock: Callable[[], float], overall: tuple[float, float] = OVERALL) -> None:
        self._clock = clock
        self._overall = _Bucket(*overall, tokens=overall[0], at=clock())
        self._chats: dict[int, _Bucket] = {}

    def take(self, chat_id: int, kind: Kind, messages: int = 1) -> None:
        """Count what a call sends. Raises: Refused (429) with the seconds to wait; nothing is counted then.

        Several messages at once may go into debt: what follows them waits.
        """
        now = self._clock()
        chat = self._bucket(chat_id, kind, now)
        chat.fill(now)
        self._overall.fill(now)
        wait = max(chat.wait, self._overall.wait)
        if wait > 1e-9:
            raise too_many(max(1, ceil(wait)))
        chat.tokens -= messages
        self._overall.tokens -= messages

    def _bucket(self, chat_id: int, kind: Kind, now: float) -> _Bucket:
        if chat_id not in self._chats:
            capacity, rate = PRIVATE if kind is Kind.PRIVATE else GROUP
            self._chats[chat_id] = _Bucket(capacity, rate, capacity, now)
        return self._chats[chat_id]
