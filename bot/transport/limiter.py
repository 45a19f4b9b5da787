"""Owns the pace of the calls to Telegram. It never sleeps a 429 off: who sends is told, and may store it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from math import ceil
from typing import Any, Protocol

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.domain.delivery import last_look, urgency
from bot.transport.admission import Admission, Limits
from bot.transport.windows import Ticket

COUNTED = ("send", "copyMessage", "forwardMessage", "editMessage", "stopPoll")
"""How the methods that count begin. Edits share the limits of messages, and answers to taps have none, as the author
of Telegram's Bot API server says (tdlib/td issue 3034, tdlib/telegram-bot-api issue 648)."""


class Timeline(Protocol):
    """What of an event loop the limiter needs."""

    def time(self) -> float: ...

    def call_at(self, when: float, callback: Callable[[], None], /) -> asyncio.TimerHandle: ...


class Flooded(RetryAfter):
    """Not before so many seconds, says Telegram or our own count. `everywhere`: not only in this chat."""

    __slots__ = ("everywhere",)

    def __init__(self, seconds: float, everywhere: bool) -> None:
        super().__init__(ceil(seconds))
        self.everywhere = everywhere

    @property
    def seconds(self) -> float:
        return self._retry_after.total_seconds()


class Limiter(BaseRateLimiter[int]):
    """Lets each call start when Telegram's limits allow: replies first, the other lanes and the chats in turns.

    The lane is `rate_limit_args`, else the context's `urgency`.
    """

    def __init__(self, limits: Limits | None = None, timeline: Timeline | None = None) -> None:
        self._limits = limits or Limits()
        self._admission = Admission(self._limits)
        self._given = timeline
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._alarm: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        self._silence()
        for waiter in self._waiters.values():
            waiter.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make the call in its turn.

        Raises:
            Flooded: Telegram answered 429, or the chat has no room within the limiter's patience.
            Withheld: when its turn came, the context's `last_look` did not let it go.
        """
        ticket = ticket_for(endpoint, data, rate_limit_args)
        if ticket is None:
            return await callback(*args, **kwargs)
        await self._admitted(ticket)
        try:
            await last_look.get()()
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            raise self._obey(ticket, error) from None
        finally:
            self._admission.land(ticket, self._time.time())
            self._advance()

    @property
    def _time(self) -> Timeline:
        return self._given or asyncio.get_running_loop()

    async def _admitted(self, ticket: Ticket) -> None:
        now = self._time.time()
        self._refuse_long_wait(ticket, now)
        self._admission.offer(ticket, now)
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters[ticket] = waiter
        self._advance()
        try:
            await waiter
        except asyncio.CancelledError:
            self._leave(ticket, waiter)
            raise

    def _leave(self, ticket: Ticket, waiter: asyncio.Future[None]) -> None:
        """A cancelled caller gives its turn, or its place, back."""
        if self._waiters.pop(ticket, None) is not None:
            self._admission.withdraw(ticket)
        elif waiter.done() and not waiter.cancelled() and waiter.exception() is None:
            self._admission.land(ticket, self._time.time())
            self._advance()

    def _advance(self) -> None:
        """Start what may start; come back when more may."""
        now = self._time.time()
        for ticket in self._admission.grants(now):
            waiter = self._waiters.pop(ticket)
            if not waiter.done():
                waiter.set_result(None)
        self._silence()
        following = self._admission.next_change(now)
        if following is not None:
            self._alarm = self._time.call_at(following, self._advance)

    def _silence(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _refuse_long_wait(self, ticket: Ticket, now: float) -> None:
        wait = self._admission.wait(ticket, now)
        if wait > self._limits.patience:
            raise Flooded(wait, self._admission.is_paused(now))

    def _obey(self, ticket: Ticket, error: RetryAfter) -> Flooded:
        """Pause the chat; where another chat is paused too, everything. Whoever would wait long is told."""
        seconds = error._retry_after.total_seconds()
        if not self._limits.pauses:
            return Flooded(seconds, everywhere=False)
        now = self._time.time()
        everywhere = ticket.chat is None or self._admission.other_pauses(ticket.chat, now)
        self._admission.pause(ticket.chat, now + seconds)
        if everywhere:
            self._admission.pause(None, now + seconds)
        if seconds > self._limits.patience:
            for waiting in self._admission.waiting(None if everywhere else ticket.chat):
                self._admission.withdraw(waiting)
                waiter = self._waiters.pop(waiting)
                if not waiter.done():
                    waiter.set_exception(Flooded(seconds, everywhere))
        return Flooded(seconds, everywhere)


def ticket_for(endpoint: str, data: dict[str, Any], lane: int | None) -> Ticket | None:
    """What the call counts as; None for those that put nothing into a chat, as the answer to a tap."""
    if not endpoint.startswith(COUNTED) or endpoint == "sendChatAction":
        return None
    return Ticket(data.get("chat_id"), urgency.get() if lane is None else lane)
