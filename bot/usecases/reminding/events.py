"""Owns what people are reminded of an event, and their answers: who has a place, wherever the event moves."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.event import Event, EventState, Rsvp, RsvpId, RsvpState
from bot.domain.garden import Garden
from bot.domain.message import Button
from bot.domain.reminding import Answer, Reminder, Topic
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import occasions, rsvps
from bot.storage.database import Transaction
from bot.usecases.agenda.of_events import about_rsvp
from bot.usecases.events.case import EventCase, case_of_rsvp
from bot.usecases.events.sheet import IS_OVER, map_row, when_and_where
from bot.usecases.house import Caller
from bot.usecases.refresh import about_check_in, refresh_subject
from bot.usecases.reminding.part import Part
from bot.usecases.reminding.planning import forget_reminders, refresh_reminders, remind_of
from bot.usecases.reminding.saying_late import LATE_BY, how_it_stands

Rows = tuple[tuple[Button, ...], ...]


def remind_of_event(tx: Transaction, garden: Garden, event: Event, rsvp: Rsvp, now: Instant) -> None:
    """Whoever has a place at what takes place; nobody else, from now on."""
    subject = about_rsvp(rsvp.id)
    if event.state is EventState.PUBLISHED and rsvp.state is RsvpState.GOING:
        arrives = event.details.arrive_at or event.starts_at
        remind_of(tx, garden, rsvp.person_id, Topic.EVENT, subject, arrives, now)
    else:
        forget_reminders(tx, subject, now)


def remind_everybody(tx: Transaction, garden: Garden, event: Event, now: Instant) -> None:
    """It may be at another time by now, or not at all."""
    for one in rsvps.line_of(tx, event.id):
        if one.state is RsvpState.GOING:
            remind_of_event(tx, garden, event, one, now)


def part_of_rsvp(tx: Transaction, reminder: Reminder, now: Instant) -> Part | None:
    """Where, when, what to bring, and one tap to say how it stands."""
    case = case_of_rsvp(tx, RsvpId(reminder.number))
    if case is None or case.rsvp is None:
        return None
    title = say(_("“<b>{event}</b>”"), event=case.event.title)
    if case.is_cancelled:
        return Part((say(_("“<b>{event}</b>” does not take place."), event=case.event.title),), over=True)
    if case.rsvp.state is not RsvpState.GOING:
        return Part((title, say(_("You are not coming. Thank you for saying so."))), over=True)
    if case.is_over(now):
        return Part((title, IS_OVER), over=True)
    occasion = occasions.find_occasion(tx, reminder.subject, reminder.person_id)
    answer = Answer(occasion.answer) if occasion else Answer.NONE
    stands = how_it_stands(answer, occasion.late_minutes if occasion else 0)
    where = when_and_where(case.garden, case.event.details)
    return Part(
        (title, where, stands), (*_answers(case, case.rsvp, answer, now), *map_row(case.event.details.point))
    )


def answer_reminder(
    tx: Transaction, caller: Caller, rsvp_id: RsvpId, answer: Answer, minutes: int = 0
) -> Refusal | None:
    """They come, or come late: the list at the entrance shows it."""
    mine = rsvps.find_rsvp(tx, rsvp_id)
    if mine is None or mine.person_id != caller.person.id or mine.garden_id != caller.garden.id:
        return NotFound()
    if mine.state is not RsvpState.GOING:
        return NotFound()
    occasions.note_answer(tx, about_rsvp(mine.id), mine.person_id, answer.value, minutes)
    refresh_reminders(tx, about_rsvp(mine.id), caller.now)
    refresh_subject(tx, about_check_in(mine.event_id), caller.now)
    return None


def _answers(case: EventCase, mine: Rsvp, answer: Answer, now: Instant) -> Rows:
    """Once it has begun nobody gives their place back; late they may still be."""
    number = mine.id
    coming = Button(say(_("I’m coming")), data=f"n.evcoming.{number}")
    after_all = Button(say(_("On time after all")), data=f"n.evcoming.{number}")
    late = Button(say(_("I’ll be late")), data=f"n.evlate.{number}")
    cannot = (Button(say(_("I can’t come")), data=f"n.evno.{case.event.id}"),) if case.is_open(now) else ()
    if answer is Answer.HOW_LATE:
        minutes = [
            Button(say(_("{minutes} minutes"), minutes=one), data=f"n.evlate.{number}.{one}")
            for one in LATE_BY
        ]
        return (
            *(tuple(minutes[start : start + 2]) for start in range(0, len(minutes), 2)),
            (after_all, *cannot),
        )
    if answer is Answer.COMING:
        return ((late, *cannot),)
    return ((after_all, *cannot),) if answer is Answer.LATE else ((coming,), (late, *cannot))
