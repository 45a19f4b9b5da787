"""Owns joining a mission: a place, or a request where a level is asked; confirmed or declined with a reason."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.eligibility import why_no_longer, why_unfit
from bot.domain.garden import Garden
from bot.domain.matching import rank_missions
from bot.domain.mission import Mission, MissionId, MissionState, SignUp, SignUpId, SignUpState
from bot.domain.person import PersonId, Profile
from bot.domain.shift import Booking, BookingState
from bot.domain.text import Text
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import assignments, audit, bookings, charters, missions, profiles, series, sign_ups
from bot.storage.database import Transaction
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.agreements import ParentSaidNo, await_agreement, await_agreements_of
from bot.usecases.claim import is_team, take_newcomer
from bot.usecases.notify import tell_person
from bot.usecases.refer import assign_referent, end_assignment
from bot.usecases.refresh import about_booking, about_person, about_sign_up, refresh_sign_up, refresh_subject
from bot.usecases.rosters import keep_standing, pass_on, release, settle, take_place


class MissionClosed(Refusal):
    message = _("This mission is no longer open.")


class MissionFull(Refusal):
    message = _("The last place in “<b>{mission}</b>” has just gone. Here are other missions.")


class MissionOutOfReach(Refusal):
    message = _("“<b>{mission}</b>” does not suit. {why}")


class AlreadySignedUp(Refusal):
    message = _("You are signed up for “<b>{mission}</b>” already.")


class AlreadyWaiting(Refusal):
    message = _("You are on the waiting list of “<b>{mission}</b>” already.")


class CharterNotAccepted(Refusal):
    message = _("Before a mission, we go through the charter together. Type /start to do so.")


class AlreadyDecided(Refusal):
    message = _("This request has been decided already.")


def join_mission(
    tx: Transaction, garden: Garden, person_id: PersonId, mission_id: MissionId, now: Instant
) -> SignUp | Refusal:
    """Belong to a mission: file a request where a level is asked, assign the referent, owe every notice.

    One transaction. A mission without dates gives a place with it; in one with dates, places are booked shift by shift.
    """
    mission = missions.lock_mission(tx, mission_id)
    if mission is None or mission.garden_id != garden.id:
        return NotFound()
    refusal = why_refused(tx, garden, mission, person_id)
    if refusal is not None:
        return refusal
    if not mission.has_dates and not take_standing_place(tx, garden, mission, person_id, now):
        return MissionFull(mission=mission.title)
    return enter_mission(tx, garden, mission, person_id, now)


def why_refused(tx: Transaction, garden: Garden, mission: Mission, person_id: PersonId) -> Refusal | None:
    """Why this person cannot have a place here, however many are free; None where they can."""
    profile = profiles.find_profile(tx, person_id, garden.id)
    if profile is None or charters.acceptance_of(tx, person_id, garden.id) is None:
        return CharterNotAccepted()
    if mission.state is not MissionState.OPEN:
        return MissionClosed()
    if profile.parent_said_no:
        return ParentSaidNo()
    held = sign_ups.open_sign_ups(tx, person_id, mission.garden_id)
    if any(sign_up.mission_id == mission.id for sign_up in held):
        return AlreadySignedUp(mission=mission.title)
    why = why_unfit(profile, mission, garden)
    return MissionOutOfReach(why=why, mission=mission.title) if why is not None else None


def enter_mission(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    person_id: PersonId,
    now: Instant,
    *,
    heard: bool = False,
) -> SignUp | Refusal:
    """Make the sign-up with its referent, for somebody whom `why_refused` lets in.

    `heard`: another message of this moment tells them of the sign-up and of their referent.
    """
    profile = profiles.find_profile(tx, person_id, garden.id)
    if profile is None:
        return CharterNotAccepted()
    sign_up = sign_ups.add_sign_up(
        tx,
        garden_id=garden.id,
        mission_id=mission.id,
        person_id=person_id,
        state=_first_state(mission, profile),
        now=now,
        why=_reasons(mission, profile, garden),
    )
    if sign_up is None:
        return AlreadySignedUp(mission=mission.title)
    assign_referent(tx, garden, sign_up, now, heard=heard)
    if sign_up.state is SignUpState.AWAITING_GUARDIAN:
        refresh_subject(tx, about_person(person_id), now)
    _note(tx, sign_up, person_id, "sign_up.made", now)
    return sign_up


def wait_for_mission(
    tx: Transaction, garden: Garden, person_id: PersonId, mission_id: MissionId, now: Instant
) -> SignUp | Booking | Refusal:
    """A place in a mission without dates or, where it is full, a turn in its line: what comes free is offered."""
    joined = join_mission(tx, garden, person_id, mission_id, now)
    mission = missions.find_mission(tx, mission_id)
    if not isinstance(joined, MissionFull) or mission is None:
        return joined
    roster = keep_standing(tx, garden, mission, now)
    first_time = not bookings.has_come(tx, person_id, garden.id, now)
    booking = bookings.add_booking(tx, roster, person_id, now, first_time=first_time)
    if booking is None:
        return AlreadyWaiting(mission=mission.title)
    settle(tx, garden, roster.id, now)
    return bookings.find_booking(tx, booking.id) or booking


def take_standing_place(
    tx: Transaction, garden: Garden, mission: Mission, person_id: PersonId, now: Instant
) -> bool:
    """A place in a mission without dates, if one is free; whoever was offered one takes that."""
    roster = keep_standing(tx, garden, mission, now)
    waited = bookings.open_booking(tx, roster.id, person_id)
    first_time = not bookings.has_come(tx, person_id, garden.id, now)
    booking = waited or bookings.add_booking(tx, roster, person_id, now, first_time=first_time)
    taken = booking is not None and take_place(tx, roster, booking, now)
    if booking is not None and not taken and waited is None:
        bookings.decide_booking(tx, booking.id, BookingState.RELEASED, now)
    settle(tx, garden, roster.id, now)
    if taken:
        await_agreement(tx, garden, roster, person_id, now)
    return taken


def confirm_request(
    tx: Transaction, garden: Garden, sign_up_id: SignUpId, actor: PersonId, now: Instant
) -> Refusal | None:
    """A referent says yes, and takes the newcomer unless somebody has."""
    sign_up = _requested(tx, garden, sign_up_id, actor)
    if isinstance(sign_up, Refusal):
        return sign_up
    sign_ups.decide_sign_up(tx, sign_up.id, SignUpState.CONFIRMED, now, decided_by=actor)
    live = assignments.live_assignment(tx, sign_up.id)
    if live is not None:
        take_newcomer(tx, garden, live.id, actor, now)
    _tell(tx, sign_up, "request_confirmed", now)
    _note(tx, sign_up, actor, "sign_up.confirmed", now)
    refresh_sign_up(tx, sign_up.id, now)
    return None


def may_decline(tx: Transaction, garden: Garden, sign_up_id: SignUpId, actor: PersonId) -> Refusal | None:
    """Whether this person may say no to this request, asked before they are asked for the reason."""
    found = _requested(tx, garden, sign_up_id, actor)
    return found if isinstance(found, Refusal) else None


def decline_request(
    tx: Transaction, garden: Garden, sign_up_id: SignUpId, actor: PersonId, reason: str, now: Instant
) -> Refusal | None:
    """A referent says no, with a reason the volunteer reads; the place is free again."""
    sign_up = _requested(tx, garden, sign_up_id, actor)
    if isinstance(sign_up, Refusal):
        return sign_up
    sign_ups.decide_sign_up(tx, sign_up.id, SignUpState.DECLINED, now, decided_by=actor, reason=reason)
    end_assignment(tx, sign_up, now)
    release_places(tx, garden, sign_up, now)
    _tell(tx, sign_up, "request_declined", now)
    _note(tx, sign_up, actor, "sign_up.declined", now)
    return None


def release_places(tx: Transaction, garden: Garden, sign_up: SignUp, now: Instant) -> int:
    """Whatever the person has or waits for in this mission is free again, and they come to no series of it.

    How many places they had.
    """
    for one in series.series_of_mission(tx, sign_up.mission_id):
        series.end_regular(tx, one.id, sign_up.person_id, now)
    gone = []
    for booking in bookings.bookings_in_mission(tx, sign_up.person_id, sign_up.mission_id):
        if release(tx, booking, now):
            pass_on(tx, garden, booking.roster_id, now)
            gone.append(booking)
    follow_in_calendar(tx, garden, sign_up.person_id, [about_booking(one.id) for one in gone], now)
    return sum(one.state is BookingState.TAKEN for one in gone)


def release_from_guardian(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> int:
    """No parent's agreement is missing any more: what waited is confirmed, or becomes a request. How many did."""
    released = 0
    for sign_up in sign_ups.open_sign_ups(tx, person_id, garden.id):
        mission = missions.find_mission(tx, sign_up.mission_id)
        if sign_up.state is not SignUpState.AWAITING_GUARDIAN or mission is None:
            continue
        state = SignUpState.REQUESTED if mission.on_request else SignUpState.CONFIRMED
        sign_ups.decide_sign_up(tx, sign_up.id, state, now)
        refresh_sign_up(tx, sign_up.id, now)
        released += 1
    return released


def hold_for_guardian(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> int:
    """A parent's agreement is missing: every place is kept, none stays confirmed. How many had gone on before."""
    held = 0
    for sign_up in sign_ups.open_sign_ups(tx, person_id, garden.id):
        if sign_up.state is not SignUpState.AWAITING_GUARDIAN:
            sign_ups.decide_sign_up(tx, sign_up.id, SignUpState.AWAITING_GUARDIAN, now)
            refresh_sign_up(tx, sign_up.id, now)
            held += 1
    await_agreements_of(tx, garden, person_id, now)
    return held


def unfit_sign_ups(tx: Transaction, garden: Garden, profile: Profile) -> list[tuple[SignUp, Text]]:
    """The open sign-ups that this profile no longer fits (age, level, days), each with why."""
    found = []
    for sign_up in sign_ups.open_sign_ups(tx, profile.person_id, profile.garden_id):
        mission = missions.find_mission(tx, sign_up.mission_id)
        why = why_no_longer(profile, mission, garden) if mission else None
        if why is not None:
            found.append((sign_up, why))
    return found


def _first_state(mission: Mission, profile: Profile) -> SignUpState:
    if not profile.may_be_confirmed:
        return SignUpState.AWAITING_GUARDIAN
    return SignUpState.REQUESTED if mission.on_request else SignUpState.CONFIRMED


def _reasons(mission: Mission, profile: Profile, garden: Garden) -> tuple[Text, ...]:
    matches = rank_missions(profile, [mission], garden)
    return matches[0].about if matches else ()


def _requested(tx: Transaction, garden: Garden, sign_up_id: SignUpId, actor: PersonId) -> SignUp | Refusal:
    if not is_team(tx, garden.id, actor):
        return NotAllowed()
    sign_up = sign_ups.lock_sign_up(tx, sign_up_id)
    if sign_up is None or sign_up.garden_id != garden.id:
        return NotFound()
    return sign_up if sign_up.state is SignUpState.REQUESTED else AlreadyDecided()


def _tell(tx: Transaction, sign_up: SignUp, kind: str, now: Instant) -> None:
    tell_person(
        tx,
        sign_up.garden_id,
        sign_up.person_id,
        kind,
        {"sign_up": sign_up.id},
        dedupe=f"{kind}:{sign_up.id}",
        subject=about_sign_up(sign_up.id),
        now=now,
    )


def _note(tx: Transaction, sign_up: SignUp, actor: PersonId, action: str, now: Instant) -> None:
    details = {"mission": sign_up.mission_id, "person": sign_up.person_id}
    subject = about_sign_up(sign_up.id)
    audit.note(
        tx,
        garden_id=sign_up.garden_id,
        actor_id=actor,
        action=action,
        subject=subject,
        details=details,
        now=now,
    )
