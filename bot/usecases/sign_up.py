"""Owns joining a mission: a place, or a request where a level is asked; confirmed or declined with a reason."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.eligibility import why_no_longer, why_not
from bot.domain.garden import Garden
from bot.domain.matching import rank_missions
from bot.domain.mission import Mission, MissionId, MissionState, SignUp, SignUpId, SignUpState
from bot.domain.person import PersonId, Profile
from bot.domain.text import Text
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import assignments, audit, charters, missions, profiles, sign_ups
from bot.storage.database import Transaction
from bot.usecases.claim import is_team, take_newcomer
from bot.usecases.notify import tell_person
from bot.usecases.refer import assign_referent, end_assignment
from bot.usecases.refresh import about_sign_up, refresh_sign_up


class MissionClosed(Refusal):
    message = _("This mission is no longer open. Here are others.")


class MissionFull(Refusal):
    message = _("The last place in “<b>{mission}</b>” has just gone. Here are other missions.")


class MissionOutOfReach(Refusal):
    message = _("This mission does not suit: {why} Here are others.")


class AlreadySignedUp(Refusal):
    message = _("You are signed up for “<b>{mission}</b>” already.")


class CharterNotAccepted(Refusal):
    message = _("Before a mission, we go through the charter together. Type /start to do so.")


class AlreadyDecided(Refusal):
    message = _("This request has been decided already.")


def join_mission(
    tx: Transaction, garden: Garden, person_id: PersonId, mission_id: MissionId, now: Instant
) -> SignUp | Refusal:
    """Hold a place, file a request where a level is asked, assign the referent, owe every notice: one transaction."""
    mission = missions.lock_mission(tx, mission_id)
    if mission is None or mission.garden_id != garden.id:
        return NotFound()
    profile = profiles.find_profile(tx, person_id, garden.id)
    if profile is None or charters.acceptance_of(tx, person_id, garden.id) is None:
        return CharterNotAccepted()
    refusal = _refuse(tx, garden, mission, profile)
    if refusal is not None:
        return refusal
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
    assign_referent(tx, garden, sign_up, now)
    _note(tx, sign_up, person_id, "sign_up.made", now)
    return sign_up


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
    _tell(tx, sign_up, "request_declined", now)
    _note(tx, sign_up, actor, "sign_up.declined", now)
    return None


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


def _refuse(tx: Transaction, garden: Garden, mission: Mission, profile: Profile) -> Refusal | None:
    if mission.state is not MissionState.OPEN:
        return MissionClosed()
    held = sign_ups.open_sign_ups(tx, profile.person_id, mission.garden_id)
    if any(sign_up.mission_id == mission.id for sign_up in held):
        return AlreadySignedUp(mission=mission.title)
    if mission.is_full:
        return MissionFull(mission=mission.title)
    why = why_not(profile, mission, garden)
    return MissionOutOfReach(why=why) if why is not None else None


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
