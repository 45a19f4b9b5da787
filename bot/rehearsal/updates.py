"""Owns the queue of updates: what is kept until confirmed, how getUpdates reads it, what two pollers hear."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.rehearsal.messages import Json
from bot.rehearsal.pulse import Pulse, wait_until
from bot.rehearsal.refusals import OTHER_POLLER, WEBHOOK_ACTIVE, Refused, conflict

ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

REMEMBERED = 1_000
"""How many confirmed updates can be delivered again."""


@dataclass(slots=True, eq=False)
class Update:
    """One update; `lane` is the chat whose updates a webhook gets in order."""

    id: int
    kind: str
    body: Json
    lane: int
    again: bool = False
    delivered: int = 0

    def wire(self) -> Json:
        return {"update_id": self.id, self.kind: self.body}


@dataclass(slots=True)
class Webhook:
    """Where updates are posted instead of being polled."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


class UpdateQueue:
    """Telegram keeps an update until a poll's offset passes it, or the webhook took it."""

    def __init__(self, pulse: Pulse, *, first_id: int = 700_000_001) -> None:
        self.pulse = pulse
        self.webhook = Webhook()
        self.pending: list[Update] = []
        self.confirmed: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self.polls = 0
        self.hooked = asyncio.Event()
        self.next_id = first_id
        self._waiter: asyncio.Future[bool] | None = None
        self._held = 0

    @property
    def polled(self) -> bool:
        """Someone waits in getUpdates right now."""
        return self._waiter is not None

    def add(self, kind: str, body: Json, lane: int) -> Update | None:
        """Queue an update; None where the bot did not ask for its kind."""
        if not self._wanted(kind):
            return None
        update = Update(self.next_id, kind, body, lane)
        self.next_id += 1
        self.pending.append(update)
        self.wake()
        return update

    def _wanted(self, kind: str) -> bool:
        return kind not in ONLY_WHEN_ASKED if self.allowed is None else kind in self.allowed

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Keep the kinds asked for; None keeps the previous setting, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def jump(self, to: int) -> None:
        """Continue numbering from `to`: after a quiet week Telegram chooses the next number at random."""
        self.next_id = to

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hand out nothing meanwhile, so that what is queued arrives as one batch."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self.wake()

    @property
    def holding(self) -> bool:
        return self._held > 0

    def wake(self) -> None:
        """Let the waiting poll and the webhook look again."""
        if not self._held:
            self._answer_poll(nudged=False)
            self.pulse.beat()

    def nudge(self) -> None:
        """Make the waiting poll return empty-handed, as at the end of its timeout."""
        self._answer_poll(nudged=True)

    def _answer_poll(self, *, nudged: bool) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(nudged)

    def end_poll(self, refused: Refused) -> None:
        """Refuse the waiting poll."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(refused)

    async def poll(
        self, offset: int, limit: int, timeout: float, allowed: Sequence[str] | None
    ) -> list[Json]:
        """getUpdates. Raises: Refused (409) where a webhook is set or a newer poll takes over."""
        if self.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        self.end_poll(conflict(OTHER_POLLER))
        self.allow(allowed)
        self._confirm_before(offset)
        self.polls += 1
        self.pulse.beat()
        return await self._wait_for_batch(min(100, max(1, limit)), timeout)

    async def _wait_for_batch(self, limit: int, timeout: float) -> list[Json]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            if batch := self._batch(limit):
                return batch
            if loop.time() >= deadline or await self._wait(deadline):
                return []

    async def _wait(self, deadline: float) -> bool:
        """True: stop waiting, empty-handed."""
        waiter: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        try:
            return await wait_until(waiter, deadline, default=True)
        finally:
            if self._waiter is waiter:
                self._waiter = None
            self.pulse.beat()

    def _batch(self, limit: int) -> list[Json]:
        if self._held:
            return []
        found = self.pending[:limit]
        for update in found:
            update.delivered += 1
        return [update.wire() for update in found]

    def _confirm_before(self, offset: int) -> None:
        """Forget what lies before `offset`. A redelivered update must have been delivered again first."""
        if offset < 0:
            kept = self.pending[offset:]
        elif offset > self.next_id:
            kept = self.pending  # an offset from before a jump of the numbers
        else:
            kept = [u for u in self.pending if u.id >= offset or (u.again and not u.delivered)]
        self._settle_on(kept)

    def confirm(self, update: Update) -> None:
        """The webhook took it."""
        self._settle_on([u for u in self.pending if u is not update])

    def _settle_on(self, kept: list[Update]) -> None:
        left = set(map(id, kept))
        self.confirmed = [*self.confirmed, *(u for u in self.pending if id(u) not in left)][-REMEMBERED:]
        self.pending = kept
        self.pulse.beat()

    def drop_pending(self) -> None:
        self._settle_on([])

    def redeliver(self, count: int) -> list[int]:
        """Forget that the last `count` updates were confirmed; their ids."""
        again = self.confirmed[-count:] if count else []
        self.confirmed = self.confirmed[: len(self.confirmed) - len(again)]
        for update in again:
            update.again, update.delivered = True, 0
        self.pending = again + self.pending
        self.wake()
        return [update.id for update in again]
