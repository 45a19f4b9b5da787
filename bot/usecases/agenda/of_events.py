"""Owns answers to events as dates of somebody's calendar: a place, or in pencil a perhaps."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.entry import Entry
from bot.domain.event import Answer, Event, EventState, Rsvp, RsvpId, RsvpState
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import events, rsvps
from bot.storage.database import Transaction
from bot.usecases.agenda.source import CANNOT_COME, Source
from bot.usecases.events.sheet import clock_of


def _gather(tx: Transaction, garden: Garden, person_id: PersonId, since: Instant) -> list[Entry]:
    mine = rsvps.in_calendar_of(tx, person_id, garden.id, since)
    there = events.find_events(tx, {one.event_id for one in mine})
    return [_of_rsvp(garden, there[one.event_id], one) for one in mine]


def _find(tx: Transaction, garden: Garden, person_id: PersonId, number: int) -> Entry | None:
    """A turn in the line, or an offer, is no date yet."""
    rsvp = rsvps.find_rsvp(tx, RsvpId(number))
    if rsvp is None or (rsvp.person_id, rsvp.garden_id) != (person_id, garden.id):
        return None
    event = events.find_event(tx, rsvp.event_id)
    if event is None or rsvp.state in (RsvpState.WAITING, RsvpState.OFFERED):
        return None
    return _of_rsvp(garden, event, rsvp)


def _of_rsvp(garden: Garden, event: Event, rsvp: Rsvp) -> Entry:
    perhaps = rsvp.answer is Answer.MAYBE
    comes = perhaps or rsvp.state is RsvpState.GOING
    return Entry(
        subject=about_rsvp(rsvp.id),
        uid=event.key,
        sequence=event.version + rsvp.changes,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=garden.zone,
        title=event.title,
        where=event.details.place,
        about=(*_good_to_know(garden, event), CANNOT_COME),
        cancelled=event.state is EventState.CANCELLED or not comes,
        tentative=perhaps,
    )


def _good_to_know(garden: Garden, event: Event) -> tuple[Text, ...]:
    told: list[Text] = []
    if event.details.arrive_at is not None:
        told.append(say(_("🕓 Please be there at {time}"), time=clock_of(event.details.arrive_at, garden)))
    if event.details.bring:
        told.append(say(_("🎒 To bring: {equipment}"), equipment=event.details.bring))
    return tuple(told)


def about_rsvp(rsvp_id: RsvpId) -> str:
    """What a date in a calendar is about, where it is somebody's answer to an event."""
    return f"rsvp:{rsvp_id}"


RSVPS = Source(_gather, _find)
