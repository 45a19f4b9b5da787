"""Owns what an outcome means for a parcel: one transaction each, with whatever else it makes true."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias, assert_never

from bot.clock import Instant
from bot.domain.delivery import FLOOD, Delayed, Dropped, Gone, Migrated, Outcome, Rejected, Sent, TopicGone, Unknown
from bot.storage import outbox
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel

log = logging.getLogger(__name__)

OnGone: TypeAlias = Callable[[Transaction, Parcel, Instant], None]

TRIES_UNKNOWN = 2
"""A reply, notice or reminder of unknown fate is sent once more: a lost newcomer is worse than a double."""
AGAIN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Marking:
    """`on_gone`: the chat refuses for good. `on_topic_gone`: the group stands, its topic does not."""

    on_gone: OnGone
    on_topic_gone: OnGone

    def mark(self, tx: Transaction, parcel: Parcel, outcome: Outcome, now: Instant) -> None:
        """Write down what became of the parcel. Written twice, it says the same."""
        match outcome:
            case Sent(message_id):
                outbox.mark_sent(tx, parcel.id, message_id, now)
            case Delayed():
                self._delay(tx, parcel, outcome, now)
            case Dropped(why):
                outbox.mark_ended(tx, parcel.id, "dropped", now, why)
            case Gone(why):
                outbox.mark_ended(tx, parcel.id, "dropped", now, why)
                self.on_gone(tx, parcel, now)
            case Migrated(new_chat_id):
                outbox.rewrite_chat(tx, parcel.chat_id, new_chat_id)
                outbox.mark_delayed(tx, parcel.id, now, error="the group has moved")
            case TopicGone(why):
                self.on_topic_gone(tx, parcel, now)
                outbox.leave_topic(tx, parcel.chat_id, parcel.thread_id)
                outbox.mark_delayed(tx, parcel.id, now, error=why)
            case Rejected(error):
                log.error("parcel %s of kind %s was refused for good: %s", parcel.id, parcel.kind, error)
                outbox.mark_ended(tx, parcel.id, "failed", now, error)
            case Unknown(error):
                self._doubt(tx, parcel, error, now)
            case _:
                assert_never(outcome)

    def _delay(self, tx: Transaction, parcel: Parcel, delay: Delayed, now: Instant) -> None:
        until = now + timedelta(seconds=delay.seconds)
        outbox.mark_delayed(tx, parcel.id, until, error=delay.why)
        if delay.why == FLOOD:
            outbox.throttle(tx, outbox.EVERYTHING if delay.everywhere else parcel.chat_id, until)

    def _doubt(self, tx: Transaction, parcel: Parcel, error: str, now: Instant) -> None:
        if parcel.lane is Lane.BROADCAST or parcel.attempts + 1 >= TRIES_UNKNOWN:
            outbox.mark_ended(tx, parcel.id, "unknown", now, error)
        else:
            outbox.mark_delayed(tx, parcel.id, now + timedelta(seconds=AGAIN_SECONDS), error=error)
