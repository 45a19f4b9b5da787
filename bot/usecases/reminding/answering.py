"""Owns what people answer to a reminder of a shift: they come, they come late. Who cannot come drops out elsewhere."""

from __future__ import annotations

from bot.domain.message import Message
from bot.domain.reminding import Answer
from bot.domain.shift import BookingId, BookingState
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import occasions
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.booking import ShiftOver
from bot.usecases.house import Caller, Composed
from bot.usecases.notices.shift_case import ShiftCase, case_of_booking, hours_of
from bot.usecases.notify import tell_group_or_coordinators, tell_person
from bot.usecases.refresh import about_booking
from bot.usecases.reminding.planning import refresh_reminders

LATE = "coming_late"


def say_coming(tx: Transaction, caller: Caller, booking_id: BookingId) -> Refusal | None:
    """They are coming, and on time: whoever was told otherwise is told so."""
    return _answer(tx, caller, booking_id, Answer.COMING, 0)


def ask_how_late(tx: Transaction, caller: Caller, booking_id: BookingId) -> Refusal | None:
    """The reminder asks back; nobody is told yet."""
    return _answer(tx, caller, booking_id, Answer.HOW_LATE, 0)


def say_late(tx: Transaction, caller: Caller, booking_id: BookingId, minutes: int) -> Refusal | None:
    """They come so many minutes late, and whoever waits for them knows."""
    return _answer(tx, caller, booking_id, Answer.LATE, minutes)


def compose_late(tx: Transaction, parcel: Parcel) -> Composed:
    """What holds by now: a later answer is told by a later notice."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None or case.shift is None or case.booking.state is not BookingState.TAKEN:
        return None
    said = occasions.find_occasion(tx, about_booking(case.booking.id), case.person.id)
    minutes = parcel.payload["minutes"]
    if said is None or said.late_minutes != minutes:
        return None
    late = _("⏱ <b>{name}</b> will be about {minutes} minutes late: “<b>{mission}</b>”, {when}.")
    in_time = _("✅ <b>{name}</b> will be on time after all: “<b>{mission}</b>”, {when}.")
    when = hours_of(case.shift, case.garden)
    told = say(
        late if minutes else in_time, name=case.name, minutes=minutes, mission=case.mission.title, when=when
    )
    return Message((told,))


def _answer(
    tx: Transaction, caller: Caller, booking_id: BookingId, answer: Answer, minutes: int
) -> Refusal | None:
    case = case_of_booking(tx, booking_id)
    if case is None or case.booking.person_id != caller.person.id or case.garden.id != caller.garden.id:
        return NotFound()
    if case.shift is None or case.shift.ends_at <= caller.now or case.booking.state is not BookingState.TAKEN:
        return ShiftOver()
    subject = about_booking(booking_id)
    before = occasions.find_occasion(tx, subject, caller.person.id)
    told_late = before.late_minutes if before else 0
    keeps = told_late if answer is Answer.HOW_LATE else minutes
    occasions.note_answer(tx, subject, caller.person.id, answer.value, keeps)
    refresh_reminders(tx, subject, caller.now)
    if keeps != told_late:
        _tell(tx, caller, case, minutes)
    return None


def _tell(tx: Transaction, caller: Caller, case: ShiftCase, minutes: int) -> None:
    """Their referent, where Telegram reaches one; else the group; without a group, the coordinators."""
    about, payload = about_booking(case.booking.id), {"booking": case.booking.id, "minutes": minutes}
    dedupe, garden = f"{LATE}:{case.booking.id}:{caller.cause}", caller.garden.id
    to = case.referent.person_id if case.referent else None
    if to is not None and tell_person(
        tx, garden, to, LATE, payload, dedupe=dedupe, subject=about, now=caller.now
    ):
        return
    tell_group_or_coordinators(tx, garden, LATE, payload, dedupe=dedupe, subject=about, now=caller.now)
