"""Owns what an outcome means for a parcel: in one transaction, with whatever else it makes true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.clock import Instant
from bot.domain.delivery import Dropped, Gone, Migrated, Rejected, Sent, TopicGone
from bot.storage import outbox
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel

OnGone: TypeAlias = Callable[[Transaction, Parcel, Instant], None]


@dataclass(frozen=True, slots=True)
class Postponed:
    """Owed again from `until`. `throttle` is a chat that every worker leaves alone until then, EVERYTHING for all."""

    until: Instant
    why: str
    throttle: int | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """It may have arrived, and is not sent again."""

    error: str


@dataclass(frozen=True, slots=True)
class OnceMore:
    """It may have arrived, and is sent again at once; a second doubt will be the last."""

    error: str


Verdict: TypeAlias = (
    "Sent | Postponed | OnceMore | Doubtful | Dropped | Gone | Migrated | TopicGone | Rejected"
)
"""What is written down: an outcome, once the outbox has decided what a delay or a broken line means."""

Mark: TypeAlias = tuple[Parcel, Verdict, Instant]


@dataclass(frozen=True, slots=True)
class Marking:
    """`on_gone`: the chat refuses for good. `on_topic_gone`: the group stands, its topic does not."""

    on_gone: OnGone
    on_topic_gone: OnGone

    def mark_all(self, tx: Transaction, marks: Sequence[Mark]) -> list[None]:
        """Of different chats. What arrived, as nearly everything does, is written down in one go."""
        arrived = [
            (parcel.id, verdict.message_id, now)
            for parcel, verdict, now in marks
            if isinstance(verdict, Sent)
        ]
        outbox.mark_all_sent(tx, arrived)
        for parcel, verdict, now in marks:
            if not isinstance(verdict, Sent):
                self.mark(tx, parcel, verdict, now)
        return [None] * len(marks)

    def mark(self, tx: Transaction, parcel: Parcel, verdict: Verdict, now: Instant) -> None:
        """Write down what became of the parcel. Written twice, it says the same."""
        match verdict:
            case Sent(message_id, _bare):
                outbox.mark_sent(tx, parcel.id, message_id, now)
            case Postponed(until, why, chat):
                postpone(tx, parcel, until, why)
                if chat is not None:
                    outbox.throttle(tx, chat, until)
            case OnceMore():
                outbox.begin_send(tx, parcel.id, now)
            case Doubtful(error):
                outbox.mark_ended(tx, parcel.id, "unknown", now, error)
            case Dropped(why):
                outbox.mark_ended(tx, parcel.id, "dropped", now, why)
            case Gone(why):
                outbox.mark_ended(tx, parcel.id, "dropped", now, why)
                self.on_gone(tx, parcel, now)
            case Migrated(new_chat_id):
                outbox.rewrite_chat(tx, parcel.chat_id, new_chat_id)
                postpone(tx, parcel, now, "the group has moved")
            case TopicGone(why):
                self.on_topic_gone(tx, parcel, now)
                outbox.leave_topic(tx, parcel.chat_id, parcel.thread_id)
                postpone(tx, parcel, now, why)
            case Rejected(error):
                outbox.mark_ended(tx, parcel.id, "failed", now, error)
            case _:
                assert_never(verdict)


def postpone(tx: Transaction, parcel: Parcel, until: Instant, why: str) -> None:
    """Owe it again from `until`; that an earlier attempt may have arrived is not forgotten."""
    outbox.mark_delayed(tx, parcel.id, until, error=why)
    if parcel.uncertain and parcel.lane is not Lane.BROADCAST:
        outbox.begin_send(tx, parcel.id, until)
