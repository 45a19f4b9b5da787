"""Owns publishing an event: there for its circle at once, and everybody of it invited, a chunk at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, circles, events, gardens, timers
from bot.storage.database import Transaction
from bot.storage.mailing import queue_for_many
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.events.afterwards import plan_thanks
from bot.usecases.events.cards import event_to_manage
from bot.usecases.events.passing import plan_passing
from bot.usecases.house import Caller
from bot.usecases.objections import Objection

INVITING = "event_inviting"
INVITATION = "event_invite"
CHUNK = 500
"""People a transaction: replies wait for the writer no longer than that takes."""


class IsNoDraft(Refusal):
    message = _("It is published or cancelled already.")


class IsOver(Refusal):
    message = _("It has begun already. Choose another day first.")


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited next."""

    people: Sequence[PersonId]


def publish_draft(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """A coordinator has seen it, and says: go."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if event.state is not EventState.DRAFT:
        return IsNoDraft()
    if event.starts_at <= caller.now:
        return IsOver()
    publish_event(tx, caller.garden, event, caller.now)
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action="event.published",
        subject=f"event:{event.id}",
        details={},
        now=caller.now,
    )
    return None


def publish_event(tx: Transaction, garden: Garden, event: Event, now: Instant) -> None:
    """With the other drafts of its series; people are invited once, to the first of them."""
    for one in events.events_of_series(tx, event):
        if one.state is EventState.DRAFT and one.starts_at > now:
            published = events.publish(tx, one)
            plan_thanks(tx, garden, published, now)
            plan_passing(tx, published)
    invite_circle(tx, event, now)


def invite_circle(tx: Transaction, event: Event, now: Instant) -> None:
    """Whoever belongs to it by now; nobody is invited to the same event twice."""
    _plan_chunk(tx, event, 0, now)


def find_invited(tx: Transaction, timer: Timer, now: Instant) -> Invited:
    """The next people of the circle. Reads only."""
    event = events.find_event(tx, EventId(timer.subject_id))
    if event is None or not event.takes_answers(now):
        return Invited(())
    after = int(timer.payload["after"])
    return Invited(circles.people_to_invite(tx, event, Objection.EVENTS, after, CHUNK))


def invite(tx: Transaction, timer: Timer, now: Instant, found: Invited) -> None:
    """Owe them their invitation, by day, and plan the next chunk."""
    event = events.lock_event(tx, EventId(timer.subject_id))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or garden is None or not found.people or not event.takes_answers(now):
        return
    owed = queue_for_many(
        tx,
        found.people,
        garden_id=garden.id,
        kind=INVITATION,
        about=f"event:{event.id}",
        payload={"event": event.id},
        lane=Lane.BROADCAST,
        now=now,
        not_before=next_allowed(now, garden.rules.quiet, garden.zone),
        expires_at=event.starts_at,
    )
    events.count_invited(tx, event.id, owed)
    if len(found.people) == CHUNK:
        _plan_chunk(tx, event, found.people[-1], now)


def _plan_chunk(tx: Transaction, event: Event, after: int, now: Instant) -> None:
    timers.set_timer(
        tx,
        kind=INVITING,
        subject_id=event.id,
        key=f"{INVITING}:{event.id}",
        due_at=now,
        garden_id=event.garden_id,
        payload={"after": after},
    )
