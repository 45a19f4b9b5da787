"""Owns the one named referent of a newcomer: who is proposed, and who is told.

proposed (the volunteer hears the name at once) → taken → handed over (heard again only if the name changes).
"""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.assignment import Choice, Lack, NobodyFree, choose_referent
from bot.domain.escalation import pause_after
from bot.domain.garden import Garden
from bot.domain.mission import MissionId, SignUp
from bot.domain.referent import Assignment, AssignmentState, Referent, ReferentId
from bot.domain.working_time import add_working_time
from bot.storage import assignments, bookings, missions, people, profiles, referents, sign_ups, timers
from bot.storage.database import Transaction
from bot.usecases.keeping_talks import hand_on_talk
from bot.usecases.notify import tell_coordinators, tell_group, tell_person
from bot.usecases.refresh import about_booking, about_sign_up, refresh_claim, refresh_kind

CLAIM = "claim"
"""The timer of an assignment nobody has taken yet."""

FIRST_TIME = "first_time"
"""What the group reads about whoever comes for the first time."""

YOUR_REFERENT, BOOKED = "your_referent", "booked"
"""What somebody reads first of who looks after them, and of a place in a shift."""


def assign_referent(
    tx: Transaction,
    garden: Garden,
    sign_up: SignUp,
    now: Instant,
    *,
    excluding: frozenset[ReferentId] = frozenset(),
    heard: bool = False,
) -> Assignment:
    """Propose the referent who fits best; where nobody is free, nobody, and the coordinators know."""
    choice = choose_for(tx, garden, sign_up, now, excluding)
    if isinstance(choice, Choice):
        return propose(tx, garden, sign_up, choice.referent, now, heard=heard)
    return propose(tx, garden, sign_up, None, now, lack=choice.lack, heard=heard)


def choose_for(
    tx: Transaction, garden: Garden, sign_up: SignUp, now: Instant, excluding: frozenset[ReferentId]
) -> Choice | NobodyFree:
    """Who fits this sign-up best today among the garden's referents, by the mission's domain and the languages."""
    mission = missions.find_mission(tx, sign_up.mission_id)
    profile = profiles.find_profile(tx, sign_up.person_id, garden.id)
    person = people.find_person(tx, sign_up.person_id)
    spoken = set(profile.languages if profile else ()) or ({person.language} if person else set())
    return choose_referent(
        referents.lock_referents(tx, garden.id),
        domain=mission.domain if mission else "",
        languages=frozenset(spoken),
        day=now.astimezone(garden.zone).date(),
        excluding=excluding,
        known=_followed_by(tx, garden, sign_up),
    )


def _followed_by(tx: Transaction, garden: Garden, sign_up: SignUp) -> frozenset[ReferentId]:
    """Whose name they heard for another mission."""
    live = assignments.live_of_person(tx, garden.id, sign_up.person_id)
    others = (one.referent_id for one in live if one.sign_up_id != sign_up.id)
    return frozenset(one for one in others if one is not None)


def propose(
    tx: Transaction,
    garden: Garden,
    sign_up: SignUp,
    referent: Referent | None,
    now: Instant,
    *,
    rounds: int = 0,
    lack: Lack | None = None,
    heard: bool = False,
) -> Assignment:
    """Make `referent` the one proposed for this sign-up, in place of whoever was; None: nobody, for want of `lack`.

    `heard`: the volunteer hears the name in another message of this moment.
    """
    before, assignment = replace(tx, sign_up, referent, now, rounds=rounds)
    if not heard:
        tell_volunteer(tx, assignment, before, now)
    _tell_garden(tx, garden, assignment, lack, now)
    plan_claim(tx, garden, assignment, now)
    return assignment


def replace(
    tx: Transaction, sign_up: SignUp, referent: Referent | None, now: Instant, *, rounds: int = 0
) -> tuple[Assignment | None, Assignment]:
    """End the sign-up's live assignment, if any, and begin a new one: the one before, and the new one."""
    before = assignments.live_assignment(tx, sign_up.id)
    to = referent.id if referent else None
    if before is None:
        assignment = assignments.add_assignment(
            tx,
            garden_id=sign_up.garden_id,
            sign_up_id=sign_up.id,
            person_id=sign_up.person_id,
            referent_id=to,
            now=now,
            rounds=rounds,
        )
    else:
        timers.cancel_timers(tx, CLAIM, before.id)
        assignment = assignments.hand_over(tx, before.id, to, now, rounds=rounds) or before
        refresh_claim(tx, sign_up, now)
        _named_anew(tx, sign_up, now)
        hand_on_talk(tx, before, assignment, now)
    if to is not None:
        referents.touch_last_assigned(tx, to, now)
    return before, assignment


def _named_anew(tx: Transaction, sign_up: SignUp, now: Instant) -> None:
    """They read who looks after them, the group who welcomes them the first time: that is the new referent."""
    refresh_kind(tx, about_sign_up(sign_up.id), YOUR_REFERENT, now)
    to_come = {one.id for one in bookings.bookings_of_person(tx, sign_up.person_id, sign_up.garden_id, now)}
    for booking in bookings.bookings_in_mission(tx, sign_up.person_id, sign_up.mission_id):
        if booking.id in to_come:
            refresh_kind(tx, about_booking(booking.id), BOOKED, now)
            refresh_kind(tx, about_booking(booking.id), FIRST_TIME, now)


def end_assignment(tx: Transaction, sign_up: SignUp, now: Instant) -> None:
    """Nobody needs to follow this sign-up any more."""
    live = assignments.live_assignment(tx, sign_up.id)
    if live is not None:
        assignments.end_assignment(tx, live.id, now)
        timers.cancel_timers(tx, CLAIM, live.id)
    refresh_claim(tx, sign_up, now)


def plan_claim(tx: Transaction, garden: Garden, assignment: Assignment, now: Instant) -> None:
    """Look again after the garden's delay, counted in its working hours; ever later once coordinators were called."""
    if assignment.state is not AssignmentState.PROPOSED:
        return
    rules, hours = garden.rules, hours_until_next(garden, assignment)
    timers.set_timer(
        tx,
        kind=CLAIM,
        subject_id=assignment.id,
        key=f"{CLAIM}:{assignment.id}",
        due_at=add_working_time(now, hours, rules.working, garden.zone),
        garden_id=garden.id,
    )


def hours_until_next(garden: Garden, assignment: Assignment) -> float:
    """Working hours between two looks; coordinators who know already are left some days before they read it again."""
    calls = assignment.calls + 1 if assignment.calls else 0
    return pause_after(calls, garden.rules.claim_delay_hours)


def rest_claims(tx: Transaction, mission_id: MissionId) -> None:
    """The mission is closed: nobody is called to take care of whoever was in it."""
    for assignment in _nobody_took(tx, mission_id):
        timers.cancel_timers(tx, CLAIM, assignment.id)


def take_up_claims(tx: Transaction, garden: Garden, mission_id: MissionId, now: Instant) -> None:
    """It is open again: whoever still waits for a referent is looked after anew."""
    for assignment in _nobody_took(tx, mission_id):
        if not timers.is_set(tx, f"{CLAIM}:{assignment.id}"):
            plan_claim(tx, garden, assignment, now)


def _nobody_took(tx: Transaction, mission_id: MissionId) -> list[Assignment]:
    live = [assignments.live_assignment(tx, one.id) for one in sign_ups.sign_ups_of_mission(tx, mission_id)]
    return [one for one in live if one is not None and one.state is AssignmentState.PROPOSED]


def tell_volunteer(tx: Transaction, assignment: Assignment, before: Assignment | None, now: Instant) -> None:
    """The name at once; later only where it is another one."""
    if before is not None and before.referent_id == assignment.referent_id:
        return
    kind = YOUR_REFERENT if before is None else "referent_changed"
    tell_person(
        tx,
        assignment.garden_id,
        assignment.person_id,
        kind,
        {"assignment": assignment.id},
        dedupe=f"{kind}:{assignment.id}",
        subject=about_sign_up(assignment.sign_up_id),
        now=now,
    )


def _tell_garden(
    tx: Transaction, garden: Garden, assignment: Assignment, lack: Lack | None, now: Instant
) -> None:
    payload = {"assignment": assignment.id, "lack": lack.value if lack else None}
    subject = about_sign_up(assignment.sign_up_id)
    dedupe = f"newcomer:{assignment.id}"
    in_group = tell_group(tx, garden.id, "newcomer", payload, dedupe=dedupe, subject=subject, now=now)
    if not in_group:
        referent = referents.find_referent(tx, assignment.referent_id) if assignment.referent_id else None
        if referent is not None and referent.person_id is not None:
            tell_person(
                tx,
                garden.id,
                referent.person_id,
                "newcomer",
                payload,
                dedupe=dedupe,
                subject=subject,
                now=now,
            )
    for kind, matters in (("everyone_full", assignment.referent_id is None), ("no_group", not in_group)):
        if matters:
            tell_coordinators(
                tx, garden.id, kind, payload, dedupe=f"{kind}:{assignment.id}", subject=subject, now=now
            )
