"""Owns an event and what one person answered to it, read together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState, Rsvp, RsvpId
from bot.domain.garden import Garden
from bot.domain.person import Person, PersonId
from bot.storage import events, gardens, people, rsvps
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class EventCase:
    """`rsvp` is None while they have not answered."""

    garden: Garden
    event: Event
    person: Person
    rsvp: Rsvp | None

    def is_open(self, now: Instant) -> bool:
        return self.event.takes_answers(now)

    def is_over(self, now: Instant) -> bool:
        return now >= self.event.ends_at

    @property
    def is_cancelled(self) -> bool:
        return self.event.state is EventState.CANCELLED


def case_of_event(tx: Transaction, event_id: EventId, person_id: PersonId) -> EventCase | None:
    """None where the event or the person is gone."""
    event, person = events.find_event(tx, event_id), people.find_person(tx, person_id)
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or person is None or garden is None:
        return None
    return EventCase(garden, event, person, rsvps.rsvp_of(tx, event.id, person.id))


def case_of_rsvp(tx: Transaction, rsvp_id: RsvpId) -> EventCase | None:
    rsvp = rsvps.find_rsvp(tx, rsvp_id)
    return case_of_event(tx, rsvp.event_id, rsvp.person_id) if rsvp else None
