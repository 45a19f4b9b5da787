"""Owns what those concerned hear of a changed or cancelled event: once, what was and what is; storms are waited out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Instant
from bot.domain.event import Answer, Details, Difference, Event, EventId, EventState
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.text import Text, say
from bot.engine.state import Answers
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import audit, events, gardens, rsvps, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.agenda.files import brought_up_to_date
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.converse import begin
from bot.usecases.events.afterwards import AFTERWARDS
from bot.usecases.events.cards import event_to_manage, show_event
from bot.usecases.events.case import EventCase
from bot.usecases.events.notices import EVENTS, case_of_parcel
from bot.usecases.events.seating import settle_event
from bot.usecases.events.sheet import clock_of, hours_of_event, map_row, when_and_where
from bot.usecases.house import Caller, Composed, Ending, Talk
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_event, refresh_subject
from bot.usecases.reminding.events import remind_everybody
from bot.usecases.replies import HUMAN

TELLING = "event_telling"
"""The timer by which those concerned are told, a chunk at a time."""
CHANGED, CANCELLED = "event_changed", "event_cancelled"
CANCELLING = "cancelling_event"
SETTLES, AT_THE_LATEST = timedelta(minutes=5), timedelta(minutes=30)
"""After the last edit; and after the first, however many follow."""
CHUNK = 200
NEAR = timedelta(hours=2)
"""So long before it begins, nobody's sleep is worth a way for nothing."""


class IsCancelled(Refusal):
    message = _("It is cancelled already.")


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """The event to be cancelled, and how many would be told."""

    title: Text
    starts_at: datetime | None
    people: int


def note_change(tx: Transaction, garden: Garden, event: Event, now: Instant) -> None:
    """It was edited: those concerned are told in a moment, of this edit and of those that follow it."""
    if event.state is not EventState.PUBLISHED:
        return
    first = timers.find_timer(tx, _key(event.id))
    begun = datetime.fromisoformat(first.payload["begun"]) if first and "begun" in first.payload else now
    due_at = min(now + SETTLES, begun + AT_THE_LATEST)
    payload = {"begun": begun.isoformat(), "last": now.isoformat()}
    _plan(tx, event, due_at, payload)


def tell_concerned(tx: Transaction, timer: Timer, now: Instant) -> None:
    """What is no longer as it was told; nobody hears of what was changed and changed back."""
    event = events.lock_event(tx, EventId(timer.subject_id))
    garden = gardens.find_garden(tx, event.garden_id) if event else None
    if event is None or garden is None or event.told is None or now >= event.ends_at:
        return
    goes_on = "before" in timer.payload
    before = Details.from_json(timer.payload["before"]) if goes_on else event.told
    if event.state is EventState.PUBLISHED and not before.differences(event.details):
        return
    if not goes_on:
        events.note_told(tx, event.id, event.details)
    after, last = int(timer.payload.get("after", 0)), datetime.fromisoformat(timer.payload["last"])
    chunk = rsvps.concerned_by(tx, event.id, (Answer.YES, Answer.MAYBE), after, CHUNK)
    for one in chunk:
        refresh_subject(tx, about_event(event.id, one.person_id), now)
        if (
            event.state is EventState.CANCELLED or one.answered_at <= last
        ):  # whoever answers later has seen it
            _tell(tx, garden, event, before, one.person_id, now)
    if len(chunk) == CHUNK:
        payload = {**timer.payload, "before": before.to_json(), "after": chunk[-1].id}
        _plan(tx, event, now, payload, f"{_key(event.id)}:{chunk[-1].id}")


def open_cancelling(tx: Transaction, caller: Caller, event_id: EventId) -> Refusal | None:
    """Begin cancelling it: why, and one yes."""
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
        return CancelFacts("", None, 0)
    return CancelFacts(event.title, event.starts_at, rsvps.tally(tx, event.id).concerned)


def take_cancelling(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    event_id = EventId(int(talk.subject))
    if answers.text("sure") == "yes":
        done = cancel_event(tx, talk.caller, event_id, answers.text("reason"))
        if done is not None:
            return done
    return show_event(tx, talk.caller, event_id)


def cancel_event(tx: Transaction, caller: Caller, event_id: EventId, reason: str) -> Refusal | None:
    """It does not take place: whoever comes, waits or said maybe is told once, with the reason."""
    event = event_to_manage(tx, caller, event_id)
    if isinstance(event, Refusal):
        return event
    if not events.cancel(tx, event.id, reason):
        return IsCancelled()
    settle_event(tx, caller.garden, event.id, caller.now)
    timers.cancel_timers(tx, AFTERWARDS, event.id)
    cancelled = events.find_event(tx, event.id)
    if cancelled is None:
        return NotFound()
    remind_everybody(tx, caller.garden, cancelled, caller.now)
    _plan(tx, cancelled, caller.now, {"last": caller.now.isoformat()})
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action="event.cancelled",
        subject=f"event:{event.id}",
        details={},
        now=caller.now,
    )
    return None


def compose_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """What was and what is, and one tap for whoever cannot come then."""
    case = case_of_parcel(tx, parcel)
    if case is None or case.rsvp is None or not case.rsvp.is_concerned or case.is_cancelled:
        return None
    before = Details.from_json(parcel.payload["before"])
    changed = _changes(case, before)
    if not changed:
        return None
    opening = say(_("“<b>{event}</b>” has changed:"), event=before.title)
    why = say(_("<i>You get this because you said that you come, or maybe.</i>"))
    cannot = Button(say(_("I can’t come")), data=f"n.evno.{case.event.id}")
    see = Button(say(_("See the event")), data=f"n.event.{case.event.id}")
    rows = ((cannot, see), (HUMAN,)) if case.is_open(parcel.created_at) else ((HUMAN,),)
    ways = (*map_row(case.event.details.point), *rows)
    return _with_file(tx, case, parcel, Message((opening, lines(changed), why), ways))


def compose_cancelled(tx: Transaction, parcel: Parcel) -> Composed:
    """It does not take place: why, and what else there is."""
    case = case_of_parcel(tx, parcel)
    if case is None or not case.is_cancelled:
        return None
    told = say(_("“<b>{event}</b>” does not take place:"), event=case.event.title)
    reason = (say(_("The reason: {reason}"), reason=case.event.reason),) if case.event.reason else ()
    thanks = say(_("Thank you for having wanted to come."))
    where = when_and_where(case.garden, case.event.details)
    return _with_file(tx, case, parcel, Message((told, where, *reason, thanks), ((EVENTS, HUMAN),)))


def _with_file(tx: Transaction, case: EventCase, parcel: Parcel, message: Message) -> Message:
    """For whoever has it in their own calendar, with what changes it there."""
    if case.rsvp is None:
        return message
    subjects = (about_rsvp(case.rsvp.id),)
    return brought_up_to_date(tx, message, case.garden, case.person.id, subjects, parcel.created_at)


def _changes(case: EventCase, before: Details) -> list[Text]:
    """A line for each difference, old and new."""
    now, garden = case.event.details, case.garden
    found = before.differences(now)
    told: list[Text] = []
    if Difference.TITLE in found:
        told.append(say(_("It is now called “<b>{title}</b>”."), title=now.title))
    if Difference.WHEN in found:
        told.append(say(_("📅 <b>{after}</b>, instead of {before}."), before=hours_of_event(before, garden),
                        after=hours_of_event(now, garden)))  # fmt: skip
    if Difference.ARRIVE in found and now.arrive_at:
        told.append(say(_("🕓 Please be there at {time}"), time=clock_of(now.arrive_at, garden)))
    if Difference.WHERE in found:
        told.append(say(_("📍 <b>{after}</b>, instead of {before}."), before=before.place, after=now.place)
                    if before.place != now.place
                    else say(_("📍 The point on the map is another one: {place}."), place=now.place))  # fmt: skip
    if Difference.BRING in found:
        told.append(say(_("🎒 To bring: {equipment}"), equipment=now.bring)
                    if now.bring else say(_("🎒 Nothing to bring any more.")))  # fmt: skip
    return told


def _tell(
    tx: Transaction, garden: Garden, event: Event, before: Details, person_id: PersonId, now: Instant
) -> None:
    """At night it waits for the morning, unless it begins before, or soon after."""
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    begins = min(before.starts_at, event.starts_at)
    late = morning + NEAR > begins
    kind = CANCELLED if event.state is EventState.CANCELLED else CHANGED
    tell_person(
        tx,
        garden.id,
        person_id,
        kind,
        {"event": event.id, "before": before.to_json()},
        dedupe=f"{kind}:{event.id}:{event.version}",
        subject=about_event(event.id, person_id),
        lane=Lane.NOTICE,
        now=now,
        not_before=None if late else morning,
        expires_after=max(event.ends_at - now, timedelta(minutes=1)),
    )


def _plan(
    tx: Transaction, event: Event, due_at: Instant, payload: Mapping[str, object], key: str = ""
) -> None:
    timers.set_timer(
        tx,
        kind=TELLING,
        subject_id=event.id,
        key=key or _key(event.id),
        due_at=due_at,
        garden_id=event.garden_id,
        payload=payload,
    )


def _key(event_id: EventId) -> str:
    return f"{TELLING}:{event_id}"
