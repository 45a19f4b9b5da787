"""Owns what follows an event: thanks to whoever was there, by day, and how it was in three faces."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState, Face, Rsvp, RsvpId
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.quiet import next_allowed
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import events, gardens, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.events.notices import case_of_parcel
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.refresh import about_event, refresh_subject

AFTERWARDS = "event_afterwards"
THANKS = "event_thanks"
SETTLED = timedelta(hours=1)
PUZZLES_AFTER = timedelta(days=7)

FACES = {Face.GOOD: _("🙂 Good"), Face.MIXED: _("😐 So-so"), Face.BAD: _("🙁 Not easy")}


def plan_thanks(tx: Transaction, garden: Garden, event: Event, now: Instant) -> None:
    """An hour after the end, by day; moved with the event."""
    after = max(event.ends_at + SETTLED, now)
    timers.set_timer(
        tx,
        kind=AFTERWARDS,
        subject_id=event.id,
        key=f"{AFTERWARDS}:{event.id}",
        due_at=next_allowed(after, garden.rules.quiet, garden.zone),
        garden_id=garden.id,
    )


def thank_for_coming(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Whoever came, once."""
    event = events.find_event(tx, EventId(timer.subject_id))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or garden is None or event.state is not EventState.PUBLISHED:
        return
    if now < event.ends_at:
        plan_thanks(tx, garden, event, now)
        return
    for one in who_came(tx, event):
        if objects_to(tx, garden.id, one.person_id, Objection.THANKS):
            continue
        tell_person(
            tx,
            garden.id,
            one.person_id,
            THANKS,
            {"event": event.id},
            dedupe=f"{THANKS}:{one.id}",
            subject=about_event(event.id, one.person_id),
            lane=Lane.REMINDER,
            now=now,
            unasked=True,
            expires_after=PUZZLES_AFTER,
        )


def who_came(tx: Transaction, event: Event) -> list[Rsvp]:
    """Whoever was ticked at the entrance; where nobody kept the list, whoever was expected."""
    expected = rsvps.expected_at(tx, event.id)
    return [one for one in expected if one.checked_in_at is not None] or expected


def compose_thanks(tx: Transaction, parcel: Parcel) -> Composed:
    """One word of thanks and three faces; once tapped, the face that was chosen."""
    case = case_of_parcel(tx, parcel)
    if case is None or case.rsvp is None or case.is_cancelled:
        return None
    thanks = say(_("Thank you for having come to “<b>{event}</b>”!"), event=case.event.title)
    if case.rsvp.face is not None:
        return Message((thanks, say(_("{face}: noted, thank you."), face=say(FACES[case.rsvp.face]))))
    number = case.rsvp.id
    faces = tuple(Button(say(words), data=f"n.evface.{number}.{face.value}") for face, words in FACES.items())
    why = say(
        _(
            "<i>You get this because you were expected there. Only the number of faces is shown to the team.</i>"
        )
    )
    stop = (Button(say(_("Stop thanking me")), data="n.stop.thanks"),)
    return Message((thanks, say(_("How was it for you?")), why), (faces, stop))


def note_face(tx: Transaction, caller: Caller, rsvp_id: RsvpId, face: Face) -> Refusal | None:
    """How it was for them; a later tap stands."""
    mine = rsvps.find_rsvp(tx, rsvp_id)
    if mine is None or mine.person_id != caller.person.id:
        return NotFound()
    rsvps.note_face(tx, mine.id, face)
    refresh_subject(tx, about_event(mine.event_id, mine.person_id), caller.now)
    return None
