"""Owns that whoever asked about a basket hears what came of it, at the latest when it can no longer be granted."""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Instant
from bot.domain.pickup import PickupRequest, RequestId, RequestKind, RequestState
from bot.storage import members, pickup_requests, pickups, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.notify import tell_person
from bot.usecases.pickups.subjects import about_pickup, about_request
from bot.usecases.refresh import refresh_subject
from bot.usecases.reminding.planning import refresh_reminders

ENDS = "basket_request_ends"
"""The timer of what was asked about a basket: nobody can say yes any more."""
ANSWERED, NOT_SWAPPED = "basket_answered", "basket_not_swapped"


def plan_end(tx: Transaction, asked: PickupRequest, ends_at: Instant) -> None:
    """Nobody can say yes to it after that."""
    timers.set_timer(
        tx,
        kind=ENDS,
        subject_id=asked.id,
        key=f"{ENDS}:{asked.id}",
        due_at=ends_at,
        garden_id=asked.garden_id,
    )


def end_request(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Nobody answered: whoever asked is told so, and whoever was asked is asked no more."""
    asked = pickup_requests.lock_request(tx, RequestId(timer.subject_id))
    if asked is None or asked.state is not RequestState.OPEN:
        return
    pickup_requests.decide_request(tx, asked.id, RequestState.UNANSWERED, now)
    refresh_subject(tx, about_request(asked.id), now)
    refresh_subject(tx, about_pickup(asked.pickup_id), now)
    refresh_reminders(tx, about_pickup(asked.pickup_id), now)
    tell_outcome(tx, asked, now)


def tell_overtaken(tx: Transaction, numbers: Iterable[RequestId], now: Instant) -> None:
    """The garden changed something about a basket: what was asked about it no longer holds, which both sides read."""
    for number in numbers:
        refresh_subject(tx, about_request(number), now)
        asked = pickup_requests.find_request(tx, number)
        if asked is not None:
            tell_outcome(tx, asked, now)


def tell_outcome(tx: Transaction, asked: PickupRequest, now: Instant) -> None:
    """What came of it, for whoever asked; of several who were asked to swap, once no one is left."""
    pickup = pickups.find_pickup(tx, asked.pickup_id)
    holder = members.find_member(tx, pickup.holder) if pickup else None
    if pickup is None or holder is None or holder.person_id is None:
        return
    kind, dedupe, payload = ANSWERED, f"{ANSWERED}:{asked.id}", {"request": int(asked.id)}
    if asked.kind is RequestKind.SWAP:
        waiting = pickup_requests.open_requests(tx, pickup.id)
        if pickup.taken_by is not None or any(_asks_the_same(one, asked) for one in waiting):
            return
        kind, dedupe, payload = NOT_SWAPPED, f"{NOT_SWAPPED}:{asked.id}", {"pickup": int(pickup.id)}
    tell_person(
        tx, pickup.garden_id, holder.person_id, kind, payload, dedupe=dedupe, lane=Lane.REPLY, now=now
    )


def _asks_the_same(one: PickupRequest, asked: PickupRequest) -> bool:
    return (one.kind, one.pickup_id) == (asked.kind, asked.pickup_id)
