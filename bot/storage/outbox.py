"""Owns the outbox's rows: what is owed, to whom, who is sending it, what became of it. Sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, bindparam, case, delete, func, select, update

from bot.storage.claims import claim_in_turns
from bot.storage.due import first_due
from bot.storage.insert import insert, insert_unless_there
from bot.storage.parcel import Lane, Parcel
from bot.storage.redaction import without_text
from bot.storage.tables import UtcDateTime, groups, instances, outbox, throttles
from bot.storage.transaction import Transaction

__all__ = [
    "FIRST_LEASE",
    "Lane",
    "Parcel",
    "begin_send",
    "claim",
    "find_by_message",
    "hand_back",
    "mark_all_sent",
    "mark_delayed",
    "mark_ended",
    "mark_sent",
    "next_due",
    "queue",
    "release_dead",
    "rewrite_chat",
    "throttle",
    "throttled_until",
]

FIRST_LEASE = timedelta(seconds=60)
"""How long a new row belongs to the process that queued it; after that any worker may send it."""

EVERYTHING = 0
"""The chat id under which a throttle of all chats is kept."""


def queue(
    tx: Transaction,
    *,
    dedupe: str,
    chat_id: int,
    kind: str,
    payload: Mapping[str, Any],
    lane: Lane,
    now: datetime,
    subject: str = "",
    garden_id: int | None = None,
    person_id: int | None = None,
    thread_id: int = 0,
    unasked: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> Parcel | None:
    """Owe a message. None: one with that dedupe key was already owed, whatever became of it.

    What is due at once is leased to this process and left in `tx.owed`, to be sent right after the commit.
    """
    start = not_before or now
    at_once = start <= now
    row = {
        "garden_id": garden_id,
        "person_id": person_id,
        "dedupe": dedupe,
        "chat_id": chat_id,
        "thread_id": thread_id,
        "kind": kind,
        "subject": subject,
        "payload": dict(payload),
        "lane": int(lane),
        "unasked": unasked,
        "not_before": start,
        "expires_at": expires_at,
        "state": "pending",
        "leased_by": tx.owner if at_once else None,
        "leased_until": now + FIRST_LEASE if at_once else None,
        "created_at": now,
    }
    inserted = tx.connection.execute(insert_unless_there(tx, outbox, "dedupe"), row).one_or_none()
    if inserted is None:
        return None
    parcel = Parcel.from_row(inserted)
    if at_once:
        tx.owed.append(parcel)
    return parcel


def claim(tx: Transaction, now: datetime, *, limit: int, lease: timedelta) -> list[Parcel]:
    """Up to `limit` parcels that are due and nobody's, leased to this process for `lease`.

    Replies first; what is left is shared out among lanes and gardens, of each what was due first. Throttled chats
    are left alone. What a dead process was in the middle of sending comes back `uncertain`.
    """
    if throttled_until(tx, EVERYTHING, now):
        return []
    return claim_in_turns(tx, now, limit, now + lease)


def hand_back(tx: Transaction, parcels: Sequence[Parcel]) -> None:
    """Let go of what this process has leased and did not try, for whoever claims next."""
    mine = (outbox.c.state == "pending", outbox.c.leased_by == tx.owner)
    numbers = outbox.c.id.in_([parcel.id for parcel in parcels])
    tx.connection.execute(update(outbox).where(numbers, *mine).values(**_free))


def release_dead(tx: Transaction, now: datetime, is_alive: Callable[[str], bool]) -> int:
    """Take back at once what processes that are no more had leased; the number of parcels. `is_alive` judges a name.

    Without it, what a kill left behind would wait for its lease to end.
    """
    held = (outbox.c.state == "pending", outbox.c.leased_until > now)
    names = tx.connection.execute(select(outbox.c.leased_by).where(*held).distinct()).scalars()
    dead = [name for name in names if name and name != tx.owner and not is_alive(name)]
    if not dead:
        return 0
    ended = update(outbox).where(*held, outbox.c.leased_by.in_(dead)).values(leased_until=now)
    return tx.connection.execute(ended).rowcount


def begin_send(tx: Transaction, parcel_id: int, now: datetime) -> None:
    """Note that the call is about to be made, so that a kill in the middle of it is known afterwards."""
    tx.connection.execute(_begin_send, {"parcel": parcel_id, "at": now})


def mark_sent(tx: Transaction, parcel_id: int, message_id: int | None, now: datetime) -> None:
    """It arrived, as `message_id`; its text is forgotten."""
    tx.connection.execute(_mark_sent, {"parcel": parcel_id, "message": message_id, "at": now})


def mark_all_sent(tx: Transaction, arrived: Sequence[tuple[int, int | None, datetime]]) -> None:
    """The same of many: the parcel, its message, when."""
    if arrived:
        tx.connection.execute(
            _mark_sent, [{"parcel": parcel, "message": message, "at": at} for parcel, message, at in arrived]
        )


def mark_delayed(tx: Transaction, parcel_id: int, until: datetime, *, error: str = "") -> None:
    """It did not arrive and is owed again from `until`. No effect once the lease is another process's."""
    values = {"parcel": parcel_id, "owner": tx.owner, "at": until, "why": error}
    tx.connection.execute(_mark_delayed, values)


def mark_ended(
    tx: Transaction,
    parcel_id: int,
    state: Literal["dropped", "failed", "unknown"],
    now: datetime,
    error: str = "",
) -> None:
    """It is no longer owed, and was not, or not certainly, sent; its text is forgotten."""
    tx.connection.execute(_mark_ended, {"parcel": parcel_id, "end": state, "at": now, "why": error})


def throttle(tx: Transaction, chat_id: int, until: datetime) -> None:
    """Keep every worker from `chat_id` (0: from everything) until then; a longer throttle stands."""
    new = insert(tx, throttles).values(chat_id=chat_id, until=until)
    later = case((new.excluded.until > throttles.c.until, new.excluded.until), else_=throttles.c.until)
    tx.connection.execute(new.on_conflict_do_update(index_elements=["chat_id"], set_={"until": later}))


def throttled_until(tx: Transaction, chat_id: int, now: datetime) -> datetime | None:
    """When the throttle on `chat_id` or on everything ends; None where there is none."""
    given = {"everything": EVERYTHING, "chat": chat_id, "now": now}
    return tx.connection.execute(_throttled_until, given).scalar_one_or_none()


def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """The earliest instant, `now` or later, at which a parcel may be claimed; None where nothing is owed."""
    due: datetime | None = tx.connection.execute(first_due, {"now": now}).scalar_one_or_none()
    paused = throttled_until(tx, EVERYTHING, now)
    return max(due, paused) if due and paused else due


def find_by_message(tx: Transaction, chat_id: int, message_id: int) -> Parcel | None:
    """The parcel that became this message: what a reply to it answers."""
    row = tx.connection.execute(_by_message, {"chat": chat_id, "message": message_id}).first()
    return Parcel.from_row(row) if row else None


def latest_to(tx: Transaction, kind: str, garden_id: int, person_id: int) -> Parcel | None:
    """The newest message of this kind that a person was owed."""
    theirs = (outbox.c.person_id == person_id, outbox.c.garden_id == garden_id, outbox.c.kind == kind)
    row = tx.connection.execute(select(outbox).where(*theirs).order_by(outbox.c.id.desc()).limit(1)).first()
    return Parcel.from_row(row) if row else None


def latest_of(tx: Transaction, kind: str, garden_id: int, since: datetime) -> list[Parcel]:
    """Every message of this kind queued since then, the newest first."""
    these = (outbox.c.kind == kind, outbox.c.garden_id == garden_id, outbox.c.created_at >= since)
    rows = tx.connection.execute(select(outbox).where(*these).order_by(outbox.c.id.desc()))
    return [Parcel.from_row(row) for row in rows]


def queued_since(tx: Transaction, chat_id: int, since: datetime) -> list[Parcel]:
    """What was owed to a chat after that instant, sent or not, the oldest first."""
    these = (outbox.c.chat_id == chat_id, outbox.c.created_at > since)
    rows = tx.connection.execute(select(outbox).where(*these).order_by(outbox.c.id))
    return [Parcel.from_row(row) for row in rows]


def find_by_subject(tx: Transaction, subject: str) -> list[Parcel]:
    """Every message about this subject, sent or not, the oldest first."""
    rows = tx.connection.execute(select(outbox).where(outbox.c.subject == subject).order_by(outbox.c.id))
    return [Parcel.from_row(row) for row in rows]


def find_by_subjects(tx: Transaction, subjects: Collection[str]) -> list[Parcel]:
    """The same for several subjects at once."""
    rows = tx.connection.execute(select(outbox).where(outbox.c.subject.in_(subjects)).order_by(outbox.c.id))
    return [Parcel.from_row(row) for row in rows]


def sent_about(tx: Transaction, subjects: Sequence[str], kinds: Sequence[str]) -> list[Parcel]:
    """Every message of these kinds about any of these subjects that arrived, the oldest first."""
    these = (outbox.c.subject.in_(subjects), outbox.c.kind.in_(kinds), outbox.c.message_id.is_not(None))
    rows = tx.connection.execute(select(outbox).where(*these).order_by(outbox.c.id))
    return [Parcel.from_row(row) for row in rows]


def waiting_about(tx: Transaction, subject: str, now: datetime) -> list[Parcel]:
    """What is owed about this subject and is not due yet, the oldest first."""
    waits = (outbox.c.subject == subject, outbox.c.state == "pending", outbox.c.not_before > now)
    rows = tx.connection.execute(select(outbox).where(*waits).order_by(outbox.c.id))
    return [Parcel.from_row(row) for row in rows]


def pending_after(tx: Transaction, parcel: Parcel) -> list[Parcel]:
    """What is owed to the same chat about the same subject, in the same kind of message, after this one."""
    same = (
        outbox.c.subject == parcel.subject,
        outbox.c.kind == parcel.kind,
        outbox.c.chat_id == parcel.chat_id,
    )
    later = select(outbox).where(*same, outbox.c.id > parcel.id, outbox.c.state == "pending")
    return [Parcel.from_row(row) for row in tx.connection.execute(later.order_by(outbox.c.id))]


def waiting_parcels(tx: Transaction, now: datetime, limit: int) -> list[Parcel]:
    """What is owed later than `now`, or was put off, the soonest first."""
    waits = (outbox.c.not_before > now) | (outbox.c.attempts > 0)
    owed = select(outbox).where(outbox.c.state == "pending", waits)
    rows = tx.connection.execute(owed.order_by(outbox.c.not_before, outbox.c.id).limit(limit))
    return [Parcel.from_row(row) for row in rows]


def find_parcel(tx: Transaction, parcel_id: int) -> Parcel | None:
    row = tx.connection.execute(select(outbox).where(outbox.c.id == parcel_id)).one_or_none()
    return None if row is None else Parcel.from_row(row)


def find_parcels(tx: Transaction, numbers: Collection[int]) -> list[Parcel]:
    """Those that are there, the oldest first."""
    rows = tx.connection.execute(select(outbox).where(outbox.c.id.in_(numbers)).order_by(outbox.c.id))
    return [Parcel.from_row(row) for row in rows]


def find_unsent(tx: Transaction, parcel_id: int) -> Parcel | None:
    """The parcel, where it has not been sent: it waits, was no longer relevant, or did not get through."""
    unsent = (outbox.c.id == parcel_id, outbox.c.state.not_in(("sent", "unknown")))
    row = tx.connection.execute(select(outbox).where(*unsent)).one_or_none()
    return None if row is None else Parcel.from_row(row)


def is_over(tx: Transaction, parcel_id: int) -> bool:
    """Whether it is not owed any more, whatever became of it."""
    waits = select(outbox.c.id).where(outbox.c.id == parcel_id, outbox.c.state == "pending")
    return tx.connection.execute(waits).first() is None


def rewrite_payload(tx: Transaction, parcel_id: int, payload: Mapping[str, Any]) -> None:
    """What a living message shows from its next edit on."""
    tx.connection.execute(update(outbox).where(outbox.c.id == parcel_id).values(payload=dict(payload)))


def retire(tx: Transaction, parcel_id: int) -> None:
    """It is found under no subject any more: nothing edits it."""
    tx.connection.execute(update(outbox).where(outbox.c.id == parcel_id).values(subject=""))


def leave_topic(tx: Transaction, chat_id: int, thread_id: int) -> None:
    """The topic is gone: what is still owed there goes to the group itself."""
    there = (outbox.c.chat_id == chat_id, outbox.c.thread_id == thread_id, outbox.c.state == "pending")
    tx.connection.execute(update(outbox).where(*there).values(thread_id=0))


def forget_ended(tx: Transaction, before: datetime) -> int:
    """Delete what was queued before that instant and is no longer owed; the number of rows."""
    old = delete(outbox).where(outbox.c.state != "pending", outbox.c.created_at < before)
    return tx.connection.execute(old).rowcount


def rewrite_chat(tx: Transaction, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: put its new id everywhere. A second time does no harm."""
    if old_chat_id == new_chat_id:
        return
    connection, ids = tx.connection, {"old": old_chat_id, "new": new_chat_id}
    connection.execute(_move_outbox, ids)
    if connection.execute(_known_group, ids).first():
        connection.execute(_forget_group, ids)
    connection.execute(_move_group, ids)
    connection.execute(_close_double_instances, ids)
    connection.execute(_move_instances, ids)
    until = connection.execute(_take_throttle, ids).scalar_one_or_none()
    if until is not None:
        throttle(tx, new_chat_id, until)


# Statements are built once: building one costs more than running it.

_one = outbox.c.id == bindparam("parcel")
_at = bindparam("at", type_=UtcDateTime)
_free = {"leased_by": None, "leased_until": None}

_begin_send = update(outbox).where(_one).values(sending_since=_at)
_mark_sent = (
    update(outbox)
    .where(_one)
    .values(
        state="sent",
        message_id=bindparam("message"),
        sent_at=_at,
        payload=without_text(outbox.c.payload),
        **_free,
    )
)
_mark_delayed = (
    update(outbox)
    .where(_one, outbox.c.state == "pending", outbox.c.leased_by == bindparam("owner"))
    .values(
        not_before=_at, attempts=outbox.c.attempts + 1, sending_since=None, error=bindparam("why"), **_free
    )
)
_mark_ended = (
    update(outbox)
    .where(_one, outbox.c.state == "pending")
    .values(
        state=bindparam("end"),
        sent_at=_at,
        error=bindparam("why"),
        payload=without_text(outbox.c.payload),
        **_free,
    )
)
_throttled_until = select(func.max(throttles.c.until)).where(
    throttles.c.chat_id.in_((bindparam("everything", type_=BigInteger), bindparam("chat", type_=BigInteger))),
    throttles.c.until > bindparam("now", type_=UtcDateTime),
)
_by_message = select(outbox).where(
    outbox.c.chat_id == bindparam("chat"), outbox.c.message_id == bindparam("message")
)

_old: ColumnElement[int] = bindparam("old")
_new: ColumnElement[int] = bindparam("new")
_move_outbox = update(outbox).where(outbox.c.chat_id == _old).values(chat_id=_new)
_known_group = select(groups.c.id).where(groups.c.chat_id == _new)
_forget_group = delete(groups).where(groups.c.chat_id == _old)
_move_group = update(groups).where(groups.c.chat_id == _old).values(chat_id=_new)
_take_throttle = delete(throttles).where(throttles.c.chat_id == _old).returning(throttles.c.until)

_open = instances.c.status.in_(("open", "later"))
_twin = instances.alias("twin")
_close_double_instances = (
    update(instances)
    .where(
        instances.c.chat_id == _old,
        _open,
        select(_twin.c.id)
        .where(
            _twin.c.chat_id == _new,
            _twin.c.status.in_(("open", "later")),
            *(
                _twin.c[name] == instances.c[name]
                for name in ("garden_id", "thread_id", "person_id", "conversation", "subject")
            ),
        )
        .exists(),
    )
    .values(status="cancelled")
)
_move_instances = update(instances).where(instances.c.chat_id == _old).values(chat_id=_new)
