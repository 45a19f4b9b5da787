"""Owns places that lack a parent's agreement: coordinators are reminded, and the place is let go in time."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import GardenId, PersonId
from bot.domain.quiet import next_allowed
from bot.domain.shift import Booking, BookingState, Roster, RosterId
from bot.errors import Refusal
from bot.marks import _
from bot.storage import audit, bookings, gardens, profiles, rosters, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.refresh import about_booking, about_person, refresh_subject
from bot.usecases.rosters import pass_on, release

AGREEMENT = "agreement"
"""The timer that looks for missing agreements; its subject is the roster."""
MISSING = "agreement_missing"
LET_GO = "agreement_late"

REMINDED_BEFORE = timedelta(days=3)
"""So long before a date, coordinators still have time to reach the parent."""
NEEDED_BEFORE = timedelta(days=1)
"""Without the agreement by then the place goes on, while somebody else can still come."""


class AgreementMissing(Refusal):
    message = _(
        "Your parent’s agreement is not recorded yet, and so near the date there is no time left for it. "
        "A later date would be fine."
    )


def lacks_agreement(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    profile = profiles.find_profile(tx, person_id, garden_id)
    return profile is not None and not profile.may_be_confirmed


def comes_too_late(tx: Transaction, roster: Roster, person_id: PersonId, now: Instant) -> bool:
    """Whether no time is left for the agreement that this person still needs."""
    near = roster.begins_at is not None and now >= roster.begins_at - NEEDED_BEFORE
    return near and lacks_agreement(tx, roster.garden_id, person_id)


def await_agreement(tx: Transaction, garden: Garden, roster: Roster, who: PersonId, now: Instant) -> None:
    """Somebody has a place in it: where an agreement is missing, it is looked for in time."""
    if roster.begins_at is not None and roster.begins_at > now and lacks_agreement(tx, garden.id, who):
        quiet, zone = garden.rules.quiet, garden.zone
        _plan(tx, roster, next_allowed(max(now, roster.begins_at - REMINDED_BEFORE), quiet, zone))


def await_agreements_of(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> None:
    """The same for every date somebody has: their agreement is missing only now."""
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
    if roster is None or garden is None or roster.begins_at is None or roster.begins_at <= now:
        return
    needed_by = roster.begins_at - NEEDED_BEFORE
    lacking = [
        one for one in bookings.open_bookings(tx, roster.id) if lacks_agreement(tx, garden.id, one.person_id)
    ]
    for booking in lacking:
        if now >= needed_by:
            _let_go(tx, garden, roster, booking, now)
        elif booking.state is BookingState.TAKEN:
            _remind(tx, roster, booking, now)
    if lacking and now < needed_by:
        _plan(tx, roster, needed_by)


def _plan(tx: Transaction, roster: Roster, due_at: Instant) -> None:
    key = f"{AGREEMENT}:{roster.id}"
    timers.set_timer(
        tx, kind=AGREEMENT, subject_id=roster.id, key=key, due_at=due_at, garden_id=roster.garden_id
    )


def _remind(tx: Transaction, roster: Roster, booking: Booking, now: Instant) -> None:
    """Once for each date: moved to another day, it is another."""
    assert roster.begins_at is not None
    tell_coordinators(
        tx,
        booking.garden_id,
        MISSING,
        {"booking": booking.id},
        dedupe=f"{MISSING}:{booking.id}:{roster.begins_at.timestamp():.0f}",
        subject=about_person(booking.person_id),
        now=now,
    )


def _let_go(tx: Transaction, garden: Garden, roster: Roster, booking: Booking, now: Instant) -> None:
    if not release(tx, booking, now):
        return
    pass_on(tx, garden, roster.id, now)
    subject = about_booking(booking.id)
    refresh_subject(tx, subject, now)
    refresh_subject(tx, about_person(booking.person_id), now)
    follow_in_calendar(tx, garden, booking.person_id, [subject], now)
    payload, dedupe = {"booking": booking.id}, f"{LET_GO}:{booking.id}"
    tell_person(
        tx,
        garden.id,
        booking.person_id,
        LET_GO,
        payload,
        dedupe=dedupe,
        subject=subject,
        now=now,
        unasked=True,
    )
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=None,
        action="booking.agreement_missing",
        subject=subject,
        details={"roster": roster.id, "person": booking.person_id},
        now=now,
    )
