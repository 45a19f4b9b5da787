"""Owns the reading of the queue of updates out of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rehearsal.saved import Saved
from bot.rehearsal.updates import Update, UpdateQueue, Webhook


@dataclass(frozen=True, slots=True)
class ThawedQueue:
    """What a queue will hold."""

    pending: list[Update]
    confirmed: list[Update]
    next_id: int
    allowed: frozenset[str] | None
    webhook: Webhook

    def move_into(self, updates: UpdateQueue) -> None:
        """Replace everything the queue holds; whoever waits for an update looks again."""
        updates.pending, updates.confirmed = self.pending, self.confirmed
        updates.next_id, updates.allowed, updates.webhook = self.next_id, self.allowed, self.webhook
        if self.webhook.url:
            updates.hooked.set()
        updates.wake()


def read_queue(saved: Saved) -> ThawedQueue:
    """Raises: Unreadable."""
    allowed, hook = saved["allowed"], saved["webhook"]
    return ThawedQueue(
        [_update(each) for each in saved["pending"]],
        [_update(each) for each in saved["confirmed"]],
        saved["next_id"].number(),
        None if allowed.missing else frozenset(each.text() for each in allowed),
        Webhook(hook["url"].text(), hook["secret"].text(), hook["max_connections"].number()),
    )


def _update(saved: Saved) -> Update:
    update = Update(
        saved["id"].number(),
        saved["kind"].text(),
        saved["body"].json(),
        saved["lane"].number(),
        saved["again"].truth(),
    )
    update.delivered = saved["delivered"].number()
    return update
