"""Owns places in shifts: taken, waited for, offered, given up. Fact, line and notices are one transaction."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.allotment import can_take
from bot.domain.garden import Garden
from bot.domain.mission import Mission, SignUp
from bot.domain.person import PersonId
from bot.domain.shift import Booking, BookingId, BookingState, DropCause, Roster, RosterId, Shift, ShiftState
from bot.domain.text import say
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import audit, bookings, missions, rosters, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.agreements import AgreementMissing, await_agreement, comes_too_late, lacks_agreement
from bot.usecases.notify import tell_group, tell_person
from bot.usecases.refer import FIRST_TIME
from bot.usecases.refresh import about_booking, refresh_subject
from bot.usecases.reminding.bookings import remind_of_place
from bot.usecases.reminding.planning import forget_reminders
from bot.usecases.reporting import plan_reports
from bot.usecases.rosters import DROPPED_OUT, pass_on, settle, take_place, within_reach
from bot.usecases.sign_up import AlreadySignedUp, AlreadyWaiting, enter_mission, why_refused


class ShiftOver(Refusal):
    message = _("This date is over, or no longer takes place.")


class SignUpsClosed(Refusal):
    message = _("Sign-ups for this date are closed.")


class QuickerTaken(Refusal):
    message = _("Somebody was quicker: the place is taken. You stay on the waiting list.")


class ShiftFull(Refusal):
    message = _("No place is left in “<b>{mission}</b>” on {when}. You can join the waiting list.")


class TooManyGuests(Refusal):
    message = _("You can bring at most {people}. How many come with you?")


class ComesAlone(Refusal):
    message = _("This time everybody comes alone: nobody can be brought along.")


class AtTheSameTime(Refusal):
    message = _("You are already expected at “<b>{mission}</b>” on {when}, which overlaps.")


class NothingToGiveUp(Refusal):
    message = _("You neither have a place there nor wait for one any more: there is nothing left to do.")


class OfferOver(Refusal):
    message = _("The time for this offer is over, and the place went to the next person.")


def book(
    tx: Transaction,
    garden: Garden,
    person_id: PersonId,
    roster_id: RosterId,
    now: Instant,
    *,
    guests: int = 0,
    wait: bool = False,
    regular: bool = False,
) -> Booking | Refusal:
    """A place in a shift for the person and their guests; with `wait`, a turn in the line where none is free.

    Whoever is not in the mission yet joins it with the place. Newcomers are announced to the group.
    """
    roster = rosters.lock_roster(tx, roster_id)
    shift = shifts.find_shift(tx, roster.shift_id) if roster and roster.shift_id else None
    mission = missions.find_mission(tx, roster.mission_id) if roster else None
    if roster is None or shift is None or mission is None or roster.garden_id != garden.id:
        return NotFound()
    mine = bookings.open_booking(tx, roster.id, person_id)
    if mine is not None and mine.state is not BookingState.WAITING:
        return _settled_already(tx, garden, mission, mine, now)
    refusal = _why_not_now(tx, garden, mission, roster, shift, person_id, guests, now)
    if refusal is not None:
        return refusal
    booking = mine or _stand_in_line(tx, garden, roster, person_id, guests, regular, now)
    everybody = within_reach(tx, bookings.open_bookings(tx, roster.id))
    if not can_take(roster, rosters.places_of(tx, roster.id), everybody, booking, now):
        return _wait(tx, garden, mission, shift, booking, now, wait=wait, waited=mine is not None)
    return _take(tx, garden, mission, roster, booking, now)


def accept_offer(
    tx: Transaction, garden: Garden, booking_id: BookingId, person_id: PersonId, now: Instant
) -> Booking | Refusal:
    """The person says yes to the place that was kept for them."""
    found = _mine(tx, garden, booking_id, person_id)
    if isinstance(found, Refusal):
        return found
    booking, roster, mission = found
    if booking.state is BookingState.TAKEN:
        return AlreadySignedUp(mission=mission.title)
    if booking.state is not BookingState.OFFERED or _is_past(booking, now):
        return OfferOver()
    if comes_too_late(tx, roster, person_id, now):
        return AgreementMissing()
    shift = shifts.find_shift(tx, roster.shift_id) if roster.shift_id else None
    clash = _clash(tx, shift, person_id) if shift else None
    return clash or _take(tx, garden, mission, roster, booking, now)


def decline_offer(
    tx: Transaction, garden: Garden, booking_id: BookingId, person_id: PersonId, now: Instant
) -> Booking | Refusal:
    """The person lets the place go on to the next in line."""
    found = _mine(tx, garden, booking_id, person_id)
    if isinstance(found, Refusal):
        return found
    booking, roster, _mission = found
    if booking.state is not BookingState.OFFERED:
        return OfferOver()
    declined = bookings.decide_booking(tx, booking.id, BookingState.DECLINED, now)
    rosters.free_places(tx, booking.id, now)
    pass_on(tx, garden, roster.id, now)
    refresh_subject(tx, about_booking(booking.id), now)
    return declined or booking


def drop_out(
    tx: Transaction,
    garden: Garden,
    booking_id: BookingId,
    person_id: PersonId,
    now: Instant,
    cause: DropCause = DropCause.UNSAID,
    *,
    heard: bool = False,
) -> Booking | Refusal:
    """Give up a place or a turn in the line: it goes to the next, and the team knows. Never held against anybody.

    `heard`: the team hears of it in another message of this moment.
    A mission without dates is left as a whole: see `leave_mission`.
    """
    found = _mine(tx, garden, booking_id, person_id)
    if isinstance(found, Refusal):
        return found
    booking, roster, _mission = found
    if roster.begins_at is not None and roster.begins_at <= now:
        return ShiftOver()
    had_place = booking.state is BookingState.TAKEN
    dropped = bookings.decide_booking(tx, booking.id, BookingState.DROPPED, now, cause=cause.value)
    rosters.free_places(tx, booking.id, now)
    pass_on(tx, garden, roster.id, now)
    refresh_subject(tx, about_booking(booking.id), now)
    if had_place:
        forget_reminders(tx, about_booking(booking.id), now)
    if had_place and not heard:
        _tell_team(tx, booking, DROPPED_OUT, now)
    _note(tx, booking, person_id, "booking.dropped", now)
    return dropped or booking


def say_why(
    tx: Transaction,
    garden: Garden,
    booking_id: BookingId,
    person_id: PersonId,
    cause: DropCause,
    now: Instant,
) -> Booking | Refusal:
    """Why they could not come, if they like to say: the team reads it, so that somebody may ask how they are."""
    booking = bookings.find_booking(tx, booking_id)
    if booking is None or booking.garden_id != garden.id or booking.person_id != person_id:
        return NotFound()
    bookings.say_why(tx, booking.id, cause.value)
    refresh_subject(tx, about_booking(booking.id), now)
    return booking


def _settled_already(
    tx: Transaction, garden: Garden, mission: Mission, mine: Booking, now: Instant
) -> Booking | Refusal:
    if mine.state is BookingState.OFFERED:
        return accept_offer(tx, garden, mine.id, mine.person_id, now)
    return AlreadySignedUp(mission=mission.title)


def _why_not_now(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    roster: Roster,
    shift: Shift,
    person_id: PersonId,
    guests: int,
    now: Instant,
) -> Refusal | None:
    if shift.state is not ShiftState.OPEN or shift.starts_at <= now:
        return ShiftOver()
    if not roster.takes_people(now):
        return SignUpsClosed()
    if not 0 <= guests <= roster.most_guests:
        most = say(ngettext("{count} person", "{count} people"), count=roster.most_guests)
        return TooManyGuests(people=most) if roster.most_guests else ComesAlone()
    refusal = why_refused(tx, garden, mission, person_id)
    if refusal is not None and not isinstance(refusal, AlreadySignedUp):
        return refusal
    if comes_too_late(tx, roster, person_id, now):
        return AgreementMissing()
    return _clash(tx, shift, person_id)


def _clash(tx: Transaction, shift: Shift, person_id: PersonId) -> Refusal | None:
    """Somebody cannot be at two places at once; what they are offered or wait for is no obstacle."""
    for roster_id in bookings.places_at(tx, person_id, shift.starts_at, shift.ends_at):
        other = rosters.find_roster(tx, roster_id)
        mission = missions.find_mission(tx, other.mission_id) if other else None
        if other is not None and mission is not None and other.shift_id != shift.id:
            return AtTheSameTime(mission=mission.title, when=other.begins_at or shift.starts_at)
    return None


def _stand_in_line(
    tx: Transaction,
    garden: Garden,
    roster: Roster,
    person_id: PersonId,
    guests: int,
    regular: bool,
    now: Instant,
) -> Booking:
    first_time = not bookings.has_come(tx, person_id, garden.id, now)
    booking = bookings.add_booking(
        tx, roster, person_id, now, guests=guests, first_time=first_time, regular=regular
    )
    if booking is None:
        raise ValueError(f"person {person_id} has an open booking in roster {roster.id} that was not found")
    return booking


def _wait(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    shift: Shift,
    booking: Booking,
    now: Instant,
    *,
    wait: bool,
    waited: bool,
) -> Booking | Refusal:
    if waited and not wait:
        refresh_subject(tx, about_booking(booking.id), now)
        return QuickerTaken()
    if waited:
        return AlreadyWaiting(mission=mission.title)
    if not wait:
        bookings.decide_booking(tx, booking.id, BookingState.RELEASED, now)
        return ShiftFull(mission=mission.title, when=shift.starts_at)
    settle(tx, garden, booking.roster_id, now)
    _tell(tx, booking, "in_line", now)
    return bookings.find_booking(tx, booking.id) or booking


def _take(
    tx: Transaction, garden: Garden, mission: Mission, roster: Roster, booking: Booking, now: Instant
) -> Booking | Refusal:
    """The place and, for whoever is not in the mission yet, the sign-up with its referent."""
    told = roster.shift_id is not None and not booking.regular
    entered = _enter(tx, garden, mission, booking.person_id, now, heard=told)
    if isinstance(entered, Refusal):
        return entered
    if not take_place(tx, roster, booking, now):
        return ShiftFull(mission=mission.title, when=roster.begins_at or now)
    settle(tx, garden, roster.id, now)
    refresh_subject(tx, about_booking(booking.id), now)
    if told:
        _tell(tx, booking, "booked", now, joined=entered is not None)
    _welcome(tx, roster, booking, now)
    await_agreement(tx, garden, roster, booking.person_id, now)
    _ask_afterwards(tx, garden, roster, now)
    remind_of_place(tx, garden, roster, booking, now)
    _note(tx, booking, booking.person_id, "booking.taken", now)
    return bookings.find_booking(tx, booking.id) or booking


def _ask_afterwards(tx: Transaction, garden: Garden, roster: Roster, now: Instant) -> None:
    """Somebody comes: the shift is asked about when it is over."""
    shift = shifts.find_shift(tx, roster.shift_id) if roster.shift_id else None
    if shift is not None:
        plan_reports(tx, garden, shift, now)


def welcome_after_agreement(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """The agreement is there: the team hears of their first date, which it was not told of before."""
    for booking in bookings.bookings_of_person(tx, person_id, garden.id, now):
        roster = rosters.find_roster(tx, booking.roster_id)
        if booking.state is BookingState.TAKEN and roster is not None:
            _welcome(tx, roster, booking, now)


def _welcome(tx: Transaction, roster: Roster, booking: Booking, now: Instant) -> None:
    """The team welcomes whoever comes for the first time, once nothing stands in their way."""
    is_first = booking.first_time and roster.shift_id is not None and comes_first(tx, booking, now)
    if is_first and not lacks_agreement(tx, booking.garden_id, booking.person_id):
        _tell_team(tx, booking, FIRST_TIME, now)


def comes_first(tx: Transaction, booking: Booking, now: Instant) -> bool:
    """Whether nothing they come to is sooner: of several dates taken at once, one is the first time."""
    mine = bookings.bookings_of_person(tx, booking.person_id, booking.garden_id, now)
    coming = [one.id for one in mine if one.state is BookingState.TAKEN]
    return not coming or coming[0] == booking.id


def _enter(
    tx: Transaction, garden: Garden, mission: Mission, person_id: PersonId, now: Instant, *, heard: bool
) -> SignUp | Refusal | None:
    """None for whoever is in the mission already."""
    refusal = why_refused(tx, garden, mission, person_id)
    if isinstance(refusal, AlreadySignedUp):
        return None
    return refusal or enter_mission(tx, garden, mission, person_id, now, heard=heard)


def _mine(
    tx: Transaction, garden: Garden, booking_id: BookingId, person_id: PersonId
) -> tuple[Booking, Roster, Mission] | Refusal:
    """The person's own booking that is not over, its roster locked."""
    asked = bookings.find_booking(tx, booking_id)
    if asked is None or asked.garden_id != garden.id or asked.person_id != person_id:
        return NotFound()
    roster = rosters.lock_roster(tx, asked.roster_id)
    booking = bookings.find_booking(tx, booking_id)
    mission = missions.find_mission(tx, asked.mission_id)
    if roster is None or booking is None or mission is None:
        return NotFound()
    if booking.is_open:
        return booking, roster, mission
    return OfferOver() if booking.state is BookingState.LAPSED else NothingToGiveUp()


def _is_past(booking: Booking, now: Instant) -> bool:
    return booking.offered_until is not None and booking.offered_until <= now


def _tell(tx: Transaction, booking: Booking, kind: str, now: Instant, *, joined: bool = False) -> None:
    """`joined`: their sign-up for the mission came with this place, and is told with it."""
    tell_person(
        tx,
        booking.garden_id,
        booking.person_id,
        kind,
        {"booking": booking.id, "joined": joined},
        dedupe=f"{kind}:{booking.id}",
        subject=about_booking(booking.id),
        lane=Lane.REPLY,
        now=now,
    )


def _tell_team(tx: Transaction, booking: Booking, kind: str, now: Instant) -> None:
    tell_group(
        tx,
        booking.garden_id,
        kind,
        {"booking": booking.id},
        dedupe=f"{kind}:{booking.id}",
        subject=about_booking(booking.id),
        now=now,
    )


def _note(tx: Transaction, booking: Booking, actor: PersonId, action: str, now: Instant) -> None:
    audit.note(
        tx,
        garden_id=booking.garden_id,
        actor_id=actor,
        action=action,
        subject=about_booking(booking.id),
        details={"roster": booking.roster_id, "person": booking.person_id},
        now=now,
    )
