"""Owns "I can't come" in one tap: the place goes on, the person is thanked, a reason is welcome and never needed."""

from __future__ import annotations

from bot.domain.mission import SignUp
from bot.domain.shift import BookingId, BookingState, DropCause
from bot.errors import NotFound, Refusal
from bot.storage import bookings, rosters, sign_ups
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.booking import drop_out, say_why
from bot.usecases.house import Caller
from bot.usecases.leaving import leave_mission
from bot.usecases.notices.about_shifts import WORTH_A_WORD
from bot.usecases.notices.shift_case import case_of_booking
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_booking


def cannot_come(tx: Transaction, caller: Caller, booking_id: BookingId) -> Refusal | None:
    """Give up the place, or the turn in the line; in a mission without dates, the mission."""
    booking = bookings.find_booking(tx, booking_id)
    if booking is None or booking.person_id != caller.person.id:
        return NotFound()
    sign_up = _whole_mission(tx, caller, booking_id)
    if sign_up is not None:
        left = leave_mission(tx, caller.garden, sign_up.id, caller.person.id, caller.now)
        if isinstance(left, Refusal):
            return left
    else:
        dropped = drop_out(tx, caller.garden, booking_id, caller.person.id, caller.now)
        if isinstance(dropped, Refusal):
            return dropped
    if booking.state is BookingState.TAKEN:
        _thank(tx, caller, booking_id)
    return None


def tell_why(tx: Transaction, caller: Caller, booking_id: BookingId, cause: DropCause) -> Refusal | None:
    """The reason, after the place was given up; the thanks is drawn again with a kind word."""
    said = say_why(tx, caller.garden, booking_id, caller.person.id, cause, caller.now)
    if isinstance(said, Refusal):
        return said
    if cause.value in WORTH_A_WORD:
        _ask_for_a_kind_word(tx, caller, booking_id)
    return None


def _ask_for_a_kind_word(tx: Transaction, caller: Caller, booking_id: BookingId) -> None:
    """Their referent hears of it in private: the group could tell from it who is ill."""
    case = case_of_booking(tx, booking_id)
    to = case.referent.person_id if case and case.referent else None
    if to is not None:
        kind, payload = "kind_word", {"booking": booking_id}
        tell_person(tx, caller.garden.id, to, kind, payload, dedupe=f"{kind}:{booking_id}", now=caller.now)


def _whole_mission(tx: Transaction, caller: Caller, booking_id: BookingId) -> SignUp | None:
    """The sign-up that goes with a place in a mission without dates; None for a shift, or a turn in the line."""
    booking = bookings.find_booking(tx, booking_id)
    roster = rosters.find_roster(tx, booking.roster_id) if booking else None
    if booking is None or roster is None or roster.shift_id is not None:
        return None
    held = sign_ups.open_sign_ups(tx, caller.person.id, caller.garden.id)
    return next((one for one in held if one.mission_id == roster.mission_id), None)


def _thank(tx: Transaction, caller: Caller, booking_id: BookingId) -> None:
    kind = "thanks_for_saying"
    tell_person(
        tx,
        caller.garden.id,
        caller.person.id,
        kind,
        {"booking": booking_id},
        dedupe=f"{kind}:{booking_id}",
        subject=about_booking(booking_id),
        lane=Lane.REPLY,
        now=caller.now,
    )
