"""Owns the moments an event begins and is over: what its people have of it then offers only what still can be done."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.event import Answer, Event, EventId, EventState
from bot.storage import events, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.refresh import about_event, about_lifts, refresh_subjects
from bot.usecases.reminding.planning import refresh_many

PASSING = "event_passing"
CHUNK = 200
"""People a transaction."""


def plan_passing(tx: Transaction, event: Event) -> None:
    """At its beginning, then at its end; moved with the event."""
    _plan(tx, event, event.starts_at, after=0)


def put_cards_right(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Whoever answered, a chunk at a time. An invitation nobody answered is put right when it is tapped."""
    event = events.find_event(tx, EventId(timer.subject_id))
    if event is None or event.state is not EventState.PUBLISHED:
        return
    if now < event.starts_at:
        plan_passing(tx, event)
        return
    crowd = rsvps.people_concerned(tx, [event.id], tuple(Answer), int(timer.payload["after"]), CHUNK)
    subjects = [about(event.id, one) for one in crowd for about in (about_event, about_lifts)]
    refresh_subjects(tx, subjects, now)
    refresh_many(tx, [about_rsvp(one.id) for one in rsvps.rsvps_of_people(tx, [event.id], crowd)], now)
    if len(crowd) == CHUNK:
        _plan(tx, event, now, after=crowd[-1])
    elif now < event.ends_at:
        _plan(tx, event, event.ends_at, after=0)


def _plan(tx: Transaction, event: Event, due_at: Instant, *, after: int) -> None:
    timers.set_timer(
        tx, kind=PASSING, subject_id=event.id, key=f"{PASSING}:{event.id}", due_at=due_at,
        garden_id=event.garden_id, payload={"after": after},
    )  # fmt: skip
