"""Owns what follows an event: thanks to whoever was there, by day, and how it was in three faces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.clock import Instant
from bot.domain.event import Event, EventId, EventState, Face, Rsvp, RsvpId
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.text import Text, say
from bot.engine import numbered
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import events, gardens, outbox, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.events.case import EventCase, case_of_event
from bot.usecases.events.sheet import Rows
from bot.usecases.house import Caller, Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.refresh import about_thanked, refresh_subject

AFTERWARDS = "event_afterwards"
THANKS = "event_thanks"
SETTLED = timedelta(hours=1)
GATHERS = timedelta(minutes=5)
"""So long a word of thanks waits for those of other events of the day: they are one message."""
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
        if not objects_to(tx, garden.id, one.person_id, Objection.THANKS):
            _thank(tx, garden, event, one, now)


def _thank(tx: Transaction, garden: Garden, event: Event, rsvp: Rsvp, now: Instant) -> None:
    """Together with what they are to be thanked for in this moment; never twice for one event."""
    subject = about_thanked(rsvp.person_id, _day(garden, event))
    said = [one for one in outbox.find_by_subject(tx, subject) if one.kind == THANKS]
    if any(event.id in _events_of(one) for one in said):
        return
    waiting = [one for one in outbox.waiting_about(tx, subject, now) if one.kind == THANKS]
    if waiting:
        together = {**waiting[0].payload, "events": [*_events_of(waiting[0]), event.id]}
        outbox.rewrite_payload(tx, waiting[0].id, together)
        return
    tell_person(
        tx,
        garden.id,
        rsvp.person_id,
        THANKS,
        {"events": [event.id]},
        dedupe=f"{THANKS}:{rsvp.id}",
        subject=subject,
        lane=Lane.REMINDER,
        now=now,
        unasked=True,
        not_before=now + GATHERS,
        expires_after=PUZZLES_AFTER,
    )


def who_came(tx: Transaction, event: Event) -> list[Rsvp]:
    """Whoever was ticked at the entrance; where nobody kept the list, whoever was expected."""
    expected = rsvps.expected_at(tx, event.id)
    return [one for one in expected if one.checked_in_at is not None] or expected


def compose_thanks(tx: Transaction, parcel: Parcel) -> Composed:
    """One word of thanks and three faces for each event; once tapped, the face that was chosen."""
    cases = _cases(tx, parcel)
    if not cases or (parcel.message_id is None and _objects(tx, cases[0])):
        return None
    asked = [one for one in cases if one.rsvp is not None and one.rsvp.face is None]
    told = (_thanks(cases[0]),) if len(cases) == 1 else _thanks_for_all(cases)
    if not asked:
        return Message(told)
    question = _("How was it for you?") if len(cases) == 1 else _("How was each for you?")
    why = say(
        _(
            "<i>You get this because you were expected there. Only the number of faces is shown to the team.</i>"
        )
    )
    stop = (Button(say(_("Stop thanking me")), data="n.stop.thanks"),)
    return Message((*told, say(question), why), (*_faces(cases), stop))


def _cases(tx: Transaction, parcel: Parcel) -> list[EventCase]:
    if parcel.person_id is None:
        return []
    person_id = PersonId(parcel.person_id)
    found = [case_of_event(tx, event_id, person_id) for event_id in _events_of(parcel)]
    theirs = [one for one in found if one is not None and one.rsvp is not None and not one.is_cancelled]
    return sorted(theirs, key=lambda one: (one.event.starts_at, one.event.id))


def _events_of(parcel: Parcel) -> Sequence[EventId]:
    return [EventId(number) for number in parcel.payload["events"]]


def _objects(tx: Transaction, case: EventCase) -> bool:
    return objects_to(tx, case.garden.id, case.person.id, Objection.THANKS)


def _thanks(case: EventCase) -> Text:
    thanks = say(_("Thank you for coming to “<b>{event}</b>”!"), event=case.event.title)
    return lines([thanks, _noted(case.rsvp.face)]) if case.rsvp and case.rsvp.face else thanks


def _thanks_for_all(cases: Sequence[EventCase]) -> tuple[Text, Text]:
    """Each with a number; the face stands behind it once it is chosen."""
    told: list[Text] = []
    for number, one in enumerate(cases, 1):
        title: Text = say("<b>{title}</b>", title=one.event.title)
        face = one.rsvp.face if one.rsvp else None
        told.append(
            numbered.line(
                number, say("{title} · {noted}", title=title, noted=_noted(face)) if face else title
            )
        )
    return say(_("Thank you for coming!")), lines(told)


def _noted(face: Face) -> Text:
    return say(_("{face}: noted, thank you."), face=say(FACES[face]))


def _faces(cases: Sequence[EventCase]) -> Rows:
    """A row for each that has none yet."""
    rows: list[tuple[Button, ...]] = []
    for number, one in enumerate(cases, 1):
        if one.rsvp is None or one.rsvp.face is not None:
            continue
        rsvp = one.rsvp.id
        words = [(face, say(said)) for face, said in FACES.items()]
        rows.append(tuple(
            Button(said if len(cases) == 1 else numbered.label(number, said), data=f"n.evface.{rsvp}.{face.value}")
            for face, said in words
        ))  # fmt: skip
    return tuple(rows)


def note_face(tx: Transaction, caller: Caller, rsvp_id: RsvpId, face: Face) -> Refusal | None:
    """How it was for them; a later tap stands."""
    mine = rsvps.find_rsvp(tx, rsvp_id)
    if mine is None or mine.person_id != caller.person.id:
        return NotFound()
    rsvps.note_face(tx, mine.id, face)
    event = events.find_event(tx, mine.event_id)
    if event is not None:
        refresh_subject(tx, about_thanked(mine.person_id, _day(caller.garden, event)), caller.now)
    return None


def _day(garden: Garden, event: Event) -> date:
    """On which it ended: what somebody is thanked for together."""
    return event.ends_at.astimezone(garden.zone).date()
