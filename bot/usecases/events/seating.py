"""Owns the places of an event after any change: offered to the next in line for a time, by day, and looked at again.

Called in the transaction of whatever changed, with the event locked.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Instant
from bot.domain.event import Answer, Event, EventId, EventState, Rsvp, RsvpState
from bot.domain.garden import Garden
from bot.domain.offers import offer_until
from bot.domain.quiet import next_allowed
from bot.domain.seating import SEATED, next_in_line
from bot.storage import events, gardens, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_event, refresh_subject

SEATING = "event_seating"
"""The timer of an event's line: an offer lapses, a night ends, the event begins."""
OFFERED, FREE_NOW, LAPSED, WAIT_OVER = "event_offered", "event_free", "event_lapsed", "event_wait_over"


def settle_event(tx: Transaction, garden: Garden, event_id: EventId, now: Instant) -> None:
    """Let lapsed offers go, offer what is free to the next in line, and plan the next look."""
    event = events.lock_event(tx, event_id)
    if event is None:
        return
    _lapse(tx, garden, event, rsvps.line_of(tx, event.id), now)
    line = rsvps.line_of(tx, event.id)
    if not event.takes_answers(now):
        _end_wait(tx, event, line, now)
        timers.cancel_timer(tx, _key(event.id))
        return
    _seat(tx, garden, event, line, now)
    _plan_look(tx, garden, event, rsvps.line_of(tx, event.id), now)


def look_at_line(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The instant came at which the line may move by itself."""
    event = events.find_event(tx, EventId(timer.subject_id))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is not None and garden is not None:
        settle_event(tx, garden, event.id, now)


def has_turns(garden: Garden, event: Event, now: Instant) -> bool:
    """Whether places go round in the order of the line; very near, they go to whoever says yes first."""
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    if morning > now:
        return morning < event.starts_at
    return _until(garden, event, now) is not None


def _lapse(tx: Transaction, garden: Garden, event: Event, line: list[Rsvp], now: Instant) -> None:
    """An offer goes on to the next; while nobody else waits, it is kept for longer, and nothing is said."""
    over = [one for one in line if one.offered_until is not None and one.offered_until <= now]
    goes_on = any(one.state is RsvpState.WAITING for one in line) or not event.takes_answers(now)
    seated = sum(one.heads for one in line if one.state in SEATED)
    fits = event.capacity is None or seated <= event.capacity
    by_day = next_allowed(now, garden.rules.quiet, garden.zone)  # an offer may end as the night begins
    longer = _until(garden, event, by_day) if fits and not goes_on else None
    for one in over:
        if longer is not None:
            rsvps.change_rsvp(tx, one, one.answer, one.state, one.answered_at, offered_until=longer)
            refresh_subject(tx, about_event(one.event_id, one.person_id), now)
            continue
        rsvps.change_rsvp(tx, one, one.answer, RsvpState.OUT, one.answered_at)
        _tell(tx, one, LAPSED, now, mark=f"{(one.offered_until or now).timestamp():.0f}")


def _until(garden: Garden, event: Event, now: Instant) -> Instant | None:
    """Until when a place offered now is kept."""
    return offer_until(now, event.starts_at, None, garden.rules.quiet, garden.zone, garden.rules.offer_lasts)


def _end_wait(tx: Transaction, event: Event, line: Iterable[Rsvp], now: Instant) -> None:
    """It begins, or does not take place: nobody waits any more. Of a cancellation they hear elsewhere."""
    for one in line:
        if one.state is RsvpState.GOING:
            continue
        rsvps.change_rsvp(tx, one, one.answer, RsvpState.OUT, one.answered_at)
        if event.state is EventState.PUBLISHED:
            _tell(tx, one, WAIT_OVER, now)


def _seat(tx: Transaction, garden: Garden, event: Event, line: list[Rsvp], now: Instant) -> None:
    chosen = next_in_line(event.capacity, line)
    until = _until(garden, event, now)
    for one in chosen:
        if until is not None:
            rsvps.change_rsvp(tx, one, Answer.YES, RsvpState.OFFERED, one.answered_at, offered_until=until)
            _tell(tx, one, OFFERED, now, mark=f"{until.timestamp():.0f}")
        elif not has_turns(garden, event, now):
            _tell(tx, one, FREE_NOW, now)


def _plan_look(tx: Transaction, garden: Garden, event: Event, line: list[Rsvp], now: Instant) -> None:
    """Nothing is planned where nobody waits."""
    waits = any(one.state is not RsvpState.GOING for one in line)
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    instants = [one.offered_until for one in line if one.offered_until]
    instants += [event.starts_at, morning] if waits else []
    to_come = [at for at in instants if at > now]
    if not to_come:
        timers.cancel_timer(tx, _key(event.id))
        return
    timers.set_timer(
        tx,
        kind=SEATING,
        subject_id=event.id,
        key=_key(event.id),
        due_at=min(to_come),
        garden_id=garden.id,
    )


def _tell(tx: Transaction, rsvp: Rsvp, kind: str, now: Instant, *, mark: str = "") -> None:
    refresh_subject(tx, about_event(rsvp.event_id, rsvp.person_id), now)
    tell_person(
        tx,
        rsvp.garden_id,
        rsvp.person_id,
        kind,
        {"event": rsvp.event_id},
        dedupe=f"{kind}:{rsvp.id}:{mark}",
        subject=about_event(rsvp.event_id, rsvp.person_id),
        now=now,
        unasked=True,
    )


def _key(event_id: EventId) -> str:
    return f"{SEATING}:{event_id}"
