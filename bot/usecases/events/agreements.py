"""Owns places at events that lack a parent's agreement, as agreements.py does for shifts: asked for, let go in time."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.event import Event, EventId, Rsvp, RsvpId, RsvpState
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.storage import events, gardens, profiles, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.timers import Timer
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.agreements import NEEDED_BEFORE, REMINDED_BEFORE, lacks_agreement
from bot.usecases.events.carpool import withdraw_lift
from bot.usecases.events.case import case_of_rsvp
from bot.usecases.events.names import name_of
from bot.usecases.events.seating import settle_event
from bot.usecases.events.sheet import hours_of_event
from bot.usecases.held_place import HeldPlace, let_go, remind
from bot.usecases.house import Composed
from bot.usecases.notices.about_agreements import asked_for, ended, goes_on
from bot.usecases.refresh import about_check_in, about_event, about_person, refresh_subject
from bot.usecases.reminding.events import remind_of_event

AGREEMENT = "event_agreement"
"""The timer that looks for missing agreements; its subject is the event."""
MISSING, LET_GO = "event_agreement_missing", "event_agreement_late"


def is_too_late(tx: Transaction, event: Event, person_id: PersonId, now: Instant) -> bool:
    """Whether no time is left for the agreement that this person still needs."""
    return now >= event.starts_at - NEEDED_BEFORE and _lacks(tx, event, person_id)


def await_agreement_at(tx: Transaction, garden: Garden, event: Event, rsvp: Rsvp, now: Instant) -> None:
    """Somebody has a place: where an agreement is missing, it is looked for in time."""
    going = rsvp.state is RsvpState.GOING and event.takes_answers(now)
    if going and _lacks(tx, event, rsvp.person_id):
        at = next_allowed(max(now, event.starts_at - REMINDED_BEFORE), garden.rules.quiet, garden.zone)
        _plan(tx, event, at)


def await_agreements_at(tx: Transaction, garden: Garden, event: Event, now: Instant) -> None:
    """The same for everybody there: it takes place at another time now."""
    for one in rsvps.line_of(tx, event.id):
        await_agreement_at(tx, garden, event, one, now)


def await_agreements_at_events(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """The same for every event somebody goes to: their agreement is missing only now."""
    for one, event in _places_of(tx, garden, person_id, now):
        await_agreement_at(tx, garden, event, one, now)


def look_at_agreements(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Days before: coordinators are reminded. The day before: what still lacks an agreement is let go."""
    event = events.lock_event(tx, EventId(timer.subject_id))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or garden is None or not event.takes_answers(now):
        return
    needed_by = event.starts_at - NEEDED_BEFORE
    lacking = [one for one in rsvps.line_of(tx, event.id) if _lacks(tx, event, one.person_id)]
    for one in lacking:
        if now >= needed_by:
            _free(tx, garden, event, one, now)
            let_go(tx, _held(event, one), now)
        elif one.state is RsvpState.GOING:
            remind(tx, _held(event, one), now)
    if lacking and now < needed_by:
        _plan(tx, event, needed_by)


def leave_events(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """The parent says no: their places are free for somebody else. Of that they hear elsewhere."""
    for one, event in _places_of(tx, garden, person_id, now):
        if _lacks(tx, event, person_id):
            _free(tx, garden, event, one, now)


def compose_missing(tx: Transaction, parcel: Parcel) -> Composed:
    """To coordinators: whom to reach, and until when; afterwards, how it went."""
    case = case_of_rsvp(tx, RsvpId(parcel.payload["rsvp"]))
    profile = profiles.find_profile(tx, case.person.id, case.garden.id) if case else None
    if case is None or case.rsvp is None or profile is None:
        return None
    name, until = name_of(tx, case.garden, case.rsvp), case.event.starts_at - NEEDED_BEFORE
    when = hours_of_event(case.event.details, case.garden)
    if profile.may_be_confirmed or case.rsvp.state is not RsvpState.GOING or case.is_cancelled:
        return Message((ended(profile, name, case.event.title, when),)) if parcel.message_id else None
    return asked_for(profile, name, case.event.title, when, until)


def compose_let_go(tx: Transaction, parcel: Parcel) -> Composed:
    """To whoever had the place: nothing they did wrong, and what comes next."""
    case = case_of_rsvp(tx, RsvpId(parcel.payload["rsvp"]))
    if case is None or case.rsvp is None or case.rsvp.state is not RsvpState.OUT or case.is_cancelled:
        return None
    return goes_on(case.event.title, hours_of_event(case.event.details, case.garden), case.rsvp.heads)


def _lacks(tx: Transaction, event: Event, person_id: PersonId) -> bool:
    return event.asks_agreement and lacks_agreement(tx, event.garden_id, person_id)


def _places_of(
    tx: Transaction, garden: Garden, person_id: PersonId, now: Instant
) -> list[tuple[Rsvp, Event]]:
    """Where they stand in a line to come."""
    mine = [one for one in rsvps.rsvps_of_person(tx, person_id, garden.id) if one.state is not RsvpState.OUT]
    there = events.find_events(tx, [one.event_id for one in mine])
    return [(one, there[one.event_id]) for one in mine if there[one.event_id].takes_answers(now)]


def _plan(tx: Transaction, event: Event, due_at: Instant) -> None:
    timers.set_timer(
        tx, kind=AGREEMENT, subject_id=event.id, key=f"{AGREEMENT}:{event.id}", due_at=due_at,
        garden_id=event.garden_id,
    )  # fmt: skip


def _held(event: Event, rsvp: Rsvp) -> HeldPlace:
    return HeldPlace(
        event.garden_id, rsvp.person_id, event.starts_at - NEEDED_BEFORE, {"rsvp": rsvp.id}, MISSING, LET_GO,
        shown=about_event(event.id, rsvp.person_id), written=about_rsvp(rsvp.id),
        action="rsvp.agreement_missing", where={"event": event.id},
    )  # fmt: skip


def _free(tx: Transaction, garden: Garden, event: Event, rsvp: Rsvp, now: Instant) -> None:
    """Their place goes on to the next; they share no way any more, and are not reminded."""
    left = rsvps.change_rsvp(tx, rsvp, rsvp.answer, RsvpState.OUT, rsvp.answered_at)
    withdraw_lift(tx, event.id, rsvp.person_id, now)
    settle_event(tx, garden, event.id, now)
    remind_of_event(tx, garden, event, left, now)
    follow_in_calendar(tx, garden, rsvp.person_id, (about_rsvp(rsvp.id),), now)
    for subject in (
        about_event(event.id, rsvp.person_id),
        about_check_in(event.id),
        about_person(rsvp.person_id),
    ):
        refresh_subject(tx, subject, now)
