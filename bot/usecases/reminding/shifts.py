"""Owns what a reminder says of a place in a shift, and the three answers to it."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.message import Button
from bot.domain.reminding import Answer, Reminder
from bot.domain.shift import BookingId, BookingState, ShiftState
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import occasions
from bot.storage.database import Transaction
from bot.usecases.notices.shift_case import ShiftCase, case_of_booking, hours_of, when_and_where
from bot.usecases.reminding.part import Part
from bot.usecases.reminding.saying_late import LATE_BY, how_it_stands


def part_of_booking(tx: Transaction, reminder: Reminder, now: Instant) -> Part | None:
    """Where and when, and one tap to say how it stands."""
    case = case_of_booking(tx, BookingId(reminder.number))
    if case is None or case.shift is None:
        return None
    if case.booking.state is not BookingState.TAKEN:
        return Part((_not_coming(case),), over=True)
    occasion = occasions.find_occasion(tx, reminder.subject, reminder.person_id)
    answer = Answer(occasion.answer) if occasion else Answer.NONE
    title = say(_("“<b>{mission}</b>”"), mission=case.mission.title)
    late = occasion.late_minutes if occasion else 0
    return Part((title, when_and_where(case), how_it_stands(answer, late)), _answers(case, answer))


def _answers(case: ShiftCase, answer: Answer) -> tuple[tuple[Button, ...], ...]:
    number = case.booking.id
    coming = Button(say(_("I’m coming")), data=f"n.coming.{number}")
    late = Button(say(_("I’ll be late")), data=f"n.late.{number}")
    cannot = Button(say(_("I can’t come")), data=f"n.drop.{number}")
    if answer is Answer.HOW_LATE:
        return (*_minutes(number), (Button(say(_("On time after all")), data=f"n.coming.{number}"), cannot))
    if answer is Answer.COMING:
        return ((late, cannot),)
    if answer is Answer.LATE:
        return ((Button(say(_("On time after all")), data=f"n.coming.{number}"), cannot),)
    return ((coming,), (late, cannot))


def _minutes(number: BookingId) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(say(_("{minutes} minutes"), minutes=minutes), data=f"n.lateby.{number}.{minutes}")
        for minutes in LATE_BY
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _not_coming(case: ShiftCase) -> Text:
    when = hours_of(case.shift, case.garden) if case.shift else case.mission.when
    title = case.mission.title
    if case.shift is not None and case.shift.state is ShiftState.CANCELLED:
        return say(_("“<b>{mission}</b>” does not take place on {when}."), mission=title, when=when)
    return say(_("You are not coming to “<b>{mission}</b>”, {when}."), mission=title, when=when)
