"""Owns what somebody reads while they wait for a place: their turn, a place offered, the offer over, the wait over."""

from __future__ import annotations

from bot.domain.message import Button, Message
from bot.domain.shift import BookingState, Vacancy
from bot.domain.text import say
from bot.marks import _, ngettext
from bot.storage import rosters
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.party import WHY_WAITED, came_free, kept_until, take_it, very_soon, we_come
from bot.usecases.notices.shift_case import ShiftCase, when_and_where
from bot.usecases.notices.to_booked import SEE_MISSIONS, case_of, guests_of, no_longer, when_of
from bot.usecases.notices.to_volunteer import TALK_TO_A_HUMAN
from bot.usecases.other_dates import other_dates

WHY_ASKED = say(
    _("<i>You get this because you are on the waiting list; leaving it stops these messages.</i>")
)


def in_line(tx: Transaction, parcel: Parcel) -> Composed:
    """What waiting means, before a place comes free."""
    case = case_of(tx, parcel)
    if case is None:
        return None
    waiting = say(
        _("You are on the waiting list of “<b>{mission}</b>”, {when}."),
        mission=case.mission.title,
        when=when_of(case),
    )
    if case.booking.state is BookingState.OFFERED:  # they are asked in a message of its own
        return Message((waiting,)) if parcel.message_id else None
    if case.booking.state is not BookingState.WAITING:
        return no_longer(case, parcel)
    return Message(
        (
            waiting,
            say(
                _(
                    "If a place comes free, you are asked here and have a few hours to say yes. Never at night."
                )
            ),
        ),
        (
            (Button(say(_("Leave the waiting list")), data=f"n.drop.{case.booking.id}"),),
            (TALK_TO_A_HUMAN,),
        ),
    )


def place_offered(tx: Transaction, parcel: Parcel) -> Composed:
    """A place came free: until when it is kept, and one tap either way."""
    case = case_of(tx, parcel)
    if case is None:
        return None
    booking = case.booking
    if booking.state is not BookingState.OFFERED or booking.offered_until is None:
        return no_longer(case, parcel)
    return Message(
        (
            came_free(booking.size, case.mission.title),
            when_and_where(case),
            *guests_of(case),
            kept_until(booking.size, booking.offered_until),
            WHY_ASKED,
        ),
        (
            (Button(take_it(booking.size), data=f"n.accept.{booking.id}"),),
            (Button(say(_("No, thank you")), data=f"n.letgo.{booking.id}"),),
            (TALK_TO_A_HUMAN,),
        ),
    )


def place_free_now(tx: Transaction, parcel: Parcel) -> Composed:
    """So near the date that there is no time for turns."""
    case = case_of(tx, parcel)
    if case is None or case.booking.state is not BookingState.WAITING:
        return no_longer(case, parcel) if case else None
    if parcel.message_id is not None and not rosters.count_vacant(tx, [case.roster.id]).get(
        case.roster.id, 0
    ):
        gone = _("Somebody was quicker at “<b>{mission}</b>”, {when}. You stay on the waiting list.")
        leave = Button(say(_("Leave the waiting list")), data=f"n.drop.{case.booking.id}")
        told = say(gone, mission=case.mission.title, when=when_of(case))
        return Message((told,), ((leave,), (TALK_TO_A_HUMAN,)))
    size = case.booking.size
    return Message(
        (
            came_free(size, case.mission.title),
            when_and_where(case),
            *guests_of(case),
            very_soon(size),
            WHY_ASKED,
        ),
        (
            (Button(we_come(size), data=f"n.seat.{case.roster.id}"),),
            (Button(say(_("Leave the waiting list")), data=f"n.drop.{case.booking.id}"),),
            (TALK_TO_A_HUMAN,),
        ),
    )


def offer_lapsed(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of(tx, parcel)
    if case is None or case.booking.state is not BookingState.LAPSED:
        return None
    size = case.booking.size
    if _is_free(tx, case):
        still_free = ngettext(
            "The time for your place at “<b>{mission}</b>” ({when}) is over. It is still free: one tap is enough.",
            "The time for your {count} places at “<b>{mission}</b>” ({when}) is over. "
            "They are still free: one tap is enough.",
        )
        return Message(
            (say(still_free, count=size, mission=case.mission.title, when=when_of(case)), WHY_WAITED),
            (
                (Button(we_come(size), data=f"n.seat.{_as_before(case)}"),),
                (SEE_MISSIONS, TALK_TO_A_HUMAN),
            ),
        )
    gone = ngettext(
        "The place at “<b>{mission}</b>” ({when}) went on to the next person. No harm done!",
        "The {count} places at “<b>{mission}</b>” ({when}) went on to those next in line. No harm done!",
    )
    return Message(
        (
            say(
                gone,
                count=size,
                mission=case.mission.title,
                when=when_of(case),
            ),
            say(_("If you still would like to come, you can join the waiting list again.")),
            WHY_WAITED,
        ),
        (
            (Button(say(_("Join the waiting list")), data=f"n.queue.{_as_before(case)}"),),
            (SEE_MISSIONS, TALK_TO_A_HUMAN),
        ),
    )


def _is_free(tx: Transaction, case: ShiftCase) -> bool:
    """Whether they may have their places at once: nobody else in line wants them."""
    if not case.roster.open or case.roster.maximum is None:
        return case.roster.open
    vacant = [one for one in rosters.places_of(tx, case.roster.id) if one.is_vacant]
    return sum(one.reason == Vacancy.FREE for one in vacant) >= case.booking.size


def _as_before(case: ShiftCase) -> str:
    """The roster, and whom they bring along: the turn that held it is over."""
    return f"{case.roster.id}.{case.booking.guests}" if case.booking.guests else str(case.roster.id)


def wait_over(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of(tx, parcel)
    if case is None:
        return None
    told = say(
        _(
            "Sign-ups for “<b>{mission}</b>”, {when}, are closed: the waiting list ends here. Thank you for waiting!"
        ),
        mission=case.mission.title,
        when=when_of(case),
    )
    dates = other_dates(tx, case, parcel.created_at)
    return Message((told, WHY_WAITED), (*dates, (SEE_MISSIONS, TALK_TO_A_HUMAN)))
