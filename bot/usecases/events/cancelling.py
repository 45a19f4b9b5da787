"""Owns cancelling an event, or dates of a series at once: why, for which of them, and one yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState, Scope, dates_meant
from bot.engine.state import Answers
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import audit, events, rsvps, timers
from bot.storage.database import Transaction
from bot.usecases.converse import begin
from bot.usecases.events.afterwards import AFTERWARDS
from bot.usecases.events.cards import event_to_manage, show_event
from bot.usecases.events.changing import note_cancelled
from bot.usecases.events.seating import settle_event
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.reminding.events import remind_everybody

CANCELLING = "cancelling_event"


class IsCancelled(Refusal):
    message = _("It is cancelled already.")


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """The event to be cancelled, its series, and how many would be told, by which dates are meant."""

    event: Event | None
    series: tuple[Event, ...]
    people: tuple[int, ...]
    now: Instant

    def dates(self, scope: Scope) -> list[Event]:
        return dates_meant(self.series, self.event, scope, self.now) if self.event else []

    def told(self, scope: Scope) -> int:
        return self.people[list(Scope).index(scope)]


def open_cancelling(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """Begin cancelling it."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if event.state is EventState.CANCELLED:
        return IsCancelled()
    begin(tx, caller.in_private(), CANCELLING, str(event.id))
    return None


def read_cancel_facts(tx: Transaction, talk: Talk) -> CancelFacts:
    event = events.find_event(tx, EventId(int(talk.subject)))
    if event is None or event.garden_id != talk.garden.id:
        return CancelFacts(None, (), (0, 0, 0), talk.now)
    series = tuple(events.events_of_series(tx, event))
    meant = (dates_meant(series, event, scope, talk.now) for scope in Scope)
    people = tuple(rsvps.count_concerned(tx, [one.id for one in dates]) for dates in meant)
    return CancelFacts(event, series, people, talk.now)


def take_cancelling(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    event_id = EventId(int(talk.subject))
    if answers.text("sure") == "yes":
        scope = Scope(answers.text("scope") or Scope.ONE.value)
        done = cancel_event(tx, talk.caller, event_id, answers.text("reason"), scope)
        if done is not None:
            return done
    return show_event(tx, talk.caller, event_id)


def cancel_event(
    tx: Transaction, caller: Caller, event_id: EventId, reason: str, scope: Scope = Scope.ONE
) -> Refusal | None:
    """It does not take place: whoever comes, waits or said maybe is told once, of all dates, with the reason."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if event.state is EventState.CANCELLED:
        return IsCancelled()
    meant = dates_meant(events.events_of_series(tx, event), event, scope, caller.now)
    known = events.find_events(tx, [one.id for one in meant if events.cancel(tx, one.id, reason)])
    cancelled = [known[one.id] for one in meant if one.id in known]
    if not cancelled:
        return NotFound()
    _let_everybody_go(tx, caller, cancelled)
    note_cancelled(tx, cancelled, caller.now)
    return None


def _let_everybody_go(tx: Transaction, caller: Caller, cancelled: Sequence[Event]) -> None:
    """Nobody waits, is reminded or thanked any more."""
    for one in cancelled:
        settle_event(tx, caller.garden, one.id, caller.now)
        timers.cancel_timers(tx, AFTERWARDS, one.id)
        remind_everybody(tx, caller.garden, one, caller.now)
        audit.note(
            tx,
            garden_id=caller.garden.id,
            actor_id=caller.person.id,
            action="event.cancelled",
            subject=f"event:{one.id}",
            details={},
            now=caller.now,
        )
