"""Owns places that lack a parent's agreement: coordinators are reminded, and the place is let go in time.

In a shift, so long before it begins; in a mission without dates, so long after the agreement began to be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.mission import SignUpState
from bot.domain.person import GardenId, PersonId
from bot.domain.quiet import next_allowed
from bot.domain.shift import Booking, BookingState, Roster, RosterId
from bot.errors import Refusal
from bot.marks import _
from bot.storage import bookings, gardens, profiles, rosters, sign_ups, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.held_place import HeldPlace, let_go, remind
from bot.usecases.notify import tell_group
from bot.usecases.refer import end_assignment
from bot.usecases.refresh import about_booking, about_person, refresh_subject
from bot.usecases.rosters import PLACE_LET_GO, pass_on, release

AGREEMENT = "agreement"
"""The timer that looks for missing agreements; its subject is the roster."""
MISSING = "agreement_missing"
LET_GO = "agreement_late"

REMINDED_BEFORE = timedelta(days=3)
"""So long before a date, coordinators still have time to reach the parent."""
NEEDED_BEFORE = timedelta(days=1)
"""Without the agreement by then the place goes on, while somebody else can still come."""
REMINDED_AFTER = timedelta(days=7)
KEPT_FOR = timedelta(days=14)
"""Where there is no date: coordinators are reminded after a week, and after another one the place goes on."""
FROM = "from"
"""In the timer's payload: waiting counts from then at the earliest, since nobody was reminded before."""


class AgreementMissing(Refusal):
    message = _(
        "Your parent’s agreement is not recorded yet, and so near the date there is no time left for it. "
        "A later date would be fine."
    )


class ParentSaidNo(Refusal):
    message = _(
        "The adult you named does not agree for now, so no place can be yours. If that changes, we would be glad "
        "to see you."
    )


def parent_said_no(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    profile = profiles.find_profile(tx, person_id, garden_id)
    return profile is not None and profile.parent_said_no


def lacks_agreement(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    profile = profiles.find_profile(tx, person_id, garden_id)
    return profile is not None and not profile.may_be_confirmed


def comes_too_late(tx: Transaction, roster: Roster, person_id: PersonId, now: Instant) -> bool:
    """Whether no time is left for the agreement that this person still needs."""
    near = roster.begins_at is not None and now >= roster.begins_at - NEEDED_BEFORE
    return near and lacks_agreement(tx, roster.garden_id, person_id)


def await_agreement(tx: Transaction, garden: Garden, roster: Roster, who: PersonId, now: Instant) -> None:
    """Somebody has a place in it: where an agreement is missing, it is looked for in time."""
    if roster.begins_at is None and lacks_agreement(tx, garden.id, who):
        due_at, key = now + REMINDED_AFTER, _key(roster)
        timers.bring_forward(
            tx, kind=AGREEMENT, subject_id=roster.id, key=key, due_at=due_at, garden_id=garden.id
        )
    elif roster.begins_at is not None and roster.begins_at > now and lacks_agreement(tx, garden.id, who):
        quiet, zone = garden.rules.quiet, garden.zone
        _plan(tx, roster, next_allowed(max(now, roster.begins_at - REMINDED_BEFORE), quiet, zone))


def await_agreements_of(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """The same for every place somebody has: their agreement is missing only now."""
    for booking in bookings.bookings_of_person(tx, person_id, garden.id, now):
        roster = rosters.find_roster(tx, booking.roster_id)
        if roster is not None:
            await_agreement(tx, garden, roster, person_id, now)


def await_agreements_in(tx: Transaction, garden: Garden, roster: Roster, now: Instant) -> None:
    """The same for everybody in a shift: its times are others now."""
    for booking in bookings.taken_bookings(tx, roster.id):
        await_agreement(tx, garden, roster, booking.person_id, now)


def look_at_agreements(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Days before: coordinators are reminded. The day before: what still lacks an agreement is let go."""
    roster = rosters.lock_roster(tx, RosterId(timer.subject_id))
    garden = gardens.find_garden(tx, roster.garden_id) if roster else None
    if roster is None or garden is None or (roster.begins_at is not None and roster.begins_at <= now):
        return
    if roster.begins_at is None:
        _look_at_standing(tx, garden, roster, timer, now)
        return
    needed_by = roster.begins_at - NEEDED_BEFORE
    lacking = [
        one for one in bookings.open_bookings(tx, roster.id) if lacks_agreement(tx, garden.id, one.person_id)
    ]
    remind_at = max(now, roster.begins_at - REMINDED_BEFORE)
    remind_at = next_allowed(remind_at, garden.rules.quiet, garden.zone)
    if lacking and now < min(remind_at, needed_by):
        _plan(tx, roster, remind_at)  # the shift was moved, or it is night
        return
    for booking in lacking:
        if now >= needed_by:
            _let_go(tx, garden, roster, booking, needed_by, now)
        elif booking.state is BookingState.TAKEN:
            remind(tx, _held(booking, needed_by), now)
    if lacking and now < needed_by:
        _plan(tx, roster, needed_by)


def _look_at_standing(tx: Transaction, garden: Garden, roster: Roster, timer: Timer, now: Instant) -> None:
    """Each place has its own two weeks; the next look is at the soonest of what is to come."""
    looks = []
    for booking in bookings.taken_bookings(tx, roster.id):
        if not lacks_agreement(tx, garden.id, booking.person_id):
            continue
        if not roster.open:  # it rests: nobody waits for the place, and no parent is pressed
            looks.append(now + REMINDED_AFTER)
            continue
        since = _missing_since(tx, booking, timer)
        if now >= since + KEPT_FOR:
            _let_go(tx, garden, roster, booking, since + KEPT_FOR, now)
            continue
        if now >= since + REMINDED_AFTER:
            remind(tx, _held(booking, since + KEPT_FOR), now)
        looks.append(since + (KEPT_FOR if now >= since + REMINDED_AFTER else REMINDED_AFTER))
    if looks:
        _plan(tx, roster, next_allowed(min(looks), garden.rules.quiet, garden.zone), timer.payload)


def _missing_since(tx: Transaction, booking: Booking, timer: Timer) -> datetime:
    """When their sign-up began to wait for the agreement."""
    mine = sign_ups.open_sign_ups(tx, booking.person_id, booking.garden_id)
    here = next((one for one in mine if one.mission_id == booking.mission_id), None)
    since = (here.decided_at or here.created_at) if here else booking.decided_at or booking.queued_at
    told = timer.payload.get(FROM)
    return max(since, datetime.fromisoformat(told)) if told else since


def _key(roster: Roster) -> str:
    return f"{AGREEMENT}:{roster.id}"


def _plan(tx: Transaction, roster: Roster, due_at: Instant, payload: Mapping[str, Any] | None = None) -> None:
    timers.set_timer(
        tx,
        kind=AGREEMENT,
        subject_id=roster.id,
        key=_key(roster),
        due_at=due_at,
        garden_id=roster.garden_id,
        payload=payload,
    )


def _end_sign_up(tx: Transaction, booking: Booking, now: Instant) -> None:
    """Without a date, place and sign-up go together."""
    for sign_up in sign_ups.open_sign_ups(tx, booking.person_id, booking.garden_id):
        if sign_up.mission_id == booking.mission_id:
            sign_ups.decide_sign_up(tx, sign_up.id, SignUpState.DECLINED, now)
            end_assignment(tx, sign_up, now)


def _let_go(
    tx: Transaction, garden: Garden, roster: Roster, booking: Booking, needed_by: datetime, now: Instant
) -> None:
    if not release(tx, booking, now):
        return
    if roster.begins_at is None:
        _end_sign_up(tx, booking, now)
    pass_on(tx, garden, roster.id, now)
    subject = about_booking(booking.id)
    refresh_subject(tx, subject, now)
    refresh_subject(tx, about_person(booking.person_id), now)
    follow_in_calendar(tx, garden, booking.person_id, [subject], now)
    if booking.state is BookingState.TAKEN:
        payload, dedupe = {"booking": booking.id}, f"{PLACE_LET_GO}:{booking.id}"
        tell_group(tx, garden.id, PLACE_LET_GO, payload, dedupe=dedupe, subject=subject, now=now)
    let_go(tx, _held(booking, needed_by), now)


def _held(booking: Booking, needed_by: datetime) -> HeldPlace:
    return HeldPlace(
        booking.garden_id, booking.person_id, needed_by, {"booking": booking.id}, MISSING, LET_GO,
        shown=about_booking(booking.id), written=about_booking(booking.id),
        action="booking.agreement_missing", where={"roster": booking.roster_id},
    )  # fmt: skip
