"""Owns places at events that lack a parent's agreement, as agreements.py does for shifts: asked for, let go in time."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.event import Event, EventId, Rsvp, RsvpId, RsvpState
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import audit, events, gardens, profiles, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.storage.timers import Timer
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.agreements import NEEDED_BEFORE, REMINDED_BEFORE, lacks_agreement
from bot.usecases.events.carpool import withdraw_lift
from bot.usecases.events.case import EventCase, case_of_rsvp
from bot.usecases.events.names import name_of
from bot.usecases.events.seating import settle_event
from bot.usecases.events.sheet import hours_of_event
from bot.usecases.house import Composed
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.refresh import about_check_in, about_event, about_person, refresh_subject
from bot.usecases.reminding.events import remind_of_event
from bot.usecases.replies import HUMAN

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
            _let_go(tx, garden, event, one, now)
        elif one.state is RsvpState.GOING:
            _remind(tx, event, one, now)
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
    name, event = name_of(tx, case.garden, case.rsvp), case.event
    if profile.may_be_confirmed or case.rsvp.state is not RsvpState.GOING or case.is_cancelled:
        ended = _ended(case, name, agreed=profile.may_be_confirmed)
        return Message((ended,)) if parcel.message_id else None
    told = say(
        _("<b>{name}</b> is under 18 and has a place: “<b>{mission}</b>”, {when}. The parent’s agreement is missing."),
        name=name, mission=event.title, when=hours_of_event(event.details, case.garden),
    )  # fmt: skip
    whom = say(_("Adult to write to: {guardian}"), guardian=profile.guardian)
    until = say(
        _("Without it, the place goes on to somebody else {until}."), until=event.starts_at - NEEDED_BEFORE
    )
    record = Button(say(_("Record the agreement")), data=f"n.guardian.{case.person.id}")
    refused = Button(say(_("The parent says no")), data=f"n.noguardian.{case.person.id}")
    return Message((told, whom, until), ((record,), (refused,)))


def compose_let_go(tx: Transaction, parcel: Parcel) -> Composed:
    """To whoever had the place: nothing they did wrong, and what comes next."""
    case = case_of_rsvp(tx, RsvpId(parcel.payload["rsvp"]))
    if case is None or case.rsvp is None or case.rsvp.state is not RsvpState.OUT or case.is_cancelled:
        return None
    told = say(
        _("Your parent’s agreement is not there yet, so your place at “<b>{mission}</b>” ({when}) goes on."),
        mission=case.event.title, when=hours_of_event(case.event.details, case.garden),
    )  # fmt: skip
    kindly = say(_("You did nothing wrong. Once the agreement is there, other dates are waiting for you."))
    return Message((told, kindly), ((HUMAN,),))


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


def _remind(tx: Transaction, event: Event, rsvp: Rsvp, now: Instant) -> None:
    """Once for each date: moved to another day, it is another."""
    tell_coordinators(
        tx,
        event.garden_id,
        MISSING,
        {"rsvp": rsvp.id},
        dedupe=f"{MISSING}:{rsvp.id}:{event.starts_at.timestamp():.0f}",
        subject=about_person(rsvp.person_id),
        now=now,
    )


def _let_go(tx: Transaction, garden: Garden, event: Event, rsvp: Rsvp, now: Instant) -> None:
    _free(tx, garden, event, rsvp, now)
    tell_person(
        tx,
        garden.id,
        rsvp.person_id,
        LET_GO,
        {"rsvp": rsvp.id},
        dedupe=f"{LET_GO}:{rsvp.id}:{event.starts_at.timestamp():.0f}",
        subject=about_event(event.id, rsvp.person_id),
        now=now,
        unasked=True,
    )
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=None,
        action="rsvp.agreement_missing",
        subject=about_rsvp(rsvp.id),
        details={"event": event.id, "person": rsvp.person_id},
        now=now,
    )


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


def _ended(case: EventCase, name: Text, *, agreed: bool) -> Text:
    if agreed:
        return say(_("✅ The parent’s agreement for {name} is recorded."), name=name)
    over = _("<b>{name}</b> has no place any more: “<b>{mission}</b>”, {when}.")
    when = hours_of_event(case.event.details, case.garden)
    return say(over, name=name, mission=case.event.title, when=when)
