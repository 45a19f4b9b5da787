"""Owns a parent's agreement for someone under 18: a coordinator is told, gets it, and records it."""

from __future__ import annotations

from bot.domain.mission import SignUpState
from bot.domain.person import GardenId, PersonId, Role
from bot.errors import CoordinatorsOnly, NotFound, Refusal
from bot.marks import _
from bot.storage import audit, bookings, profiles, roles, sign_ups
from bot.storage.database import Transaction
from bot.usecases.booking import welcome_after_agreement
from bot.usecases.events.agreements import await_agreements_at_events, leave_events
from bot.usecases.house import Caller
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.refer import end_assignment
from bot.usecases.refresh import about_person, refresh_subject
from bot.usecases.rosters import pass_on, release
from bot.usecases.sign_up import hold_for_guardian, release_from_guardian, release_places


class RecordedAlready(Refusal):
    message = _("This agreement is recorded already.")


def ask_guardian(tx: Transaction, caller: Caller) -> None:
    """The caller needs a parent's agreement: coordinators are told, and until then no mission is confirmed."""
    person_id, garden = caller.person.id, caller.garden
    ask_guardian_of(tx, caller, person_id)
    await_agreements_at_events(tx, garden, person_id, caller.now)
    if hold_for_guardian(tx, garden, person_id, caller.now):
        _tell(tx, caller, person_id, "guardian_needed")


def ask_guardian_of(tx: Transaction, caller: Caller, person_id: PersonId) -> None:
    """Coordinators are told of somebody who needs a parent's agreement, whoever wrote them down."""
    refresh_subject(tx, about_person(person_id), caller.now)
    tell_coordinators(
        tx,
        caller.garden.id,
        "minor_to_agree",
        {"person": person_id},
        dedupe=f"minor:{person_id}:{caller.cause}",
        subject=about_person(person_id),
        now=caller.now,
    )


def came_of_age(tx: Transaction, caller: Caller) -> None:
    """The caller says they are of age after all: what waited goes on once a coordinator has seen it too."""
    garden, person_id = caller.garden, caller.person.id
    refresh_subject(tx, about_person(person_id), caller.now)
    _note(tx, caller, "age.changed", person_id)
    if waits_for_age(tx, garden.id, person_id):
        tell_coordinators(
            tx,
            garden.id,
            "came_of_age",
            {"person": person_id},
            dedupe=f"came_of_age:{person_id}:{caller.cause}",
            subject=about_person(person_id),
            now=caller.now,
        )


def waits_for_age(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    """Whether a place, or what a parent said, waits for a coordinator to see that somebody is of age."""
    profile = profiles.find_profile(tx, person_id, garden_id)
    mine = sign_ups.open_sign_ups(tx, person_id, garden_id)
    held = any(one.state is SignUpState.AWAITING_GUARDIAN for one in mine)
    return held or (profile is not None and profile.parent_said_no)


def confirm_age(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | None:
    """A coordinator has seen that somebody is of age: what waited goes on."""
    if not roles.has_role(tx, caller.person.id, caller.garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    profile = profiles.find_profile(tx, person_id, caller.garden.id)
    if profile is None or profile.age.is_minor:
        refresh_subject(tx, about_person(person_id), caller.now)
        return NotFound()
    if waits_for_age(tx, caller.garden.id, person_id):
        profiles.record_guardian_refusal(tx, person_id, caller.garden.id, None)
        release_from_guardian(tx, caller.garden, person_id, caller.now)
        welcome_after_agreement(tx, caller.garden, person_id, caller.now)
        _note(tx, caller, "age.confirmed", person_id)
        _tell(tx, caller, person_id, "guardian_recorded")
    refresh_subject(tx, about_person(person_id), caller.now)
    return None


def record_agreement(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | None:
    """A coordinator has the parent's word: it is recorded, and what waited goes on."""
    garden, actor = caller.garden, caller.person.id
    if not roles.has_role(tx, actor, garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    profile = profiles.find_profile(tx, person_id, garden.id)
    if profile is None or not profile.age.is_minor:
        refresh_subject(tx, about_person(person_id), caller.now)
        return NotFound()
    if not profiles.record_guardian_agreement(tx, person_id, garden.id, actor, caller.now):
        return RecordedAlready()
    refresh_subject(tx, about_person(person_id), caller.now)
    _note(tx, caller, "guardian.agreed", person_id)
    release_from_guardian(tx, garden, person_id, caller.now)
    welcome_after_agreement(tx, garden, person_id, caller.now)
    _tell(tx, caller, person_id, "guardian_recorded")
    return None


def refuse_agreement(tx: Transaction, caller: Caller, person_id: PersonId) -> Refusal | None:
    """The parent says no: what was kept is free for others, nothing new can be taken, and the minor is told kindly."""
    garden, actor, now = caller.garden, caller.person.id, caller.now
    if not roles.has_role(tx, actor, garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    profile = profiles.find_profile(tx, person_id, garden.id)
    if profile is None or profile.may_be_confirmed:
        refresh_subject(tx, about_person(person_id), now)
        return NotFound()
    profiles.record_guardian_refusal(tx, person_id, garden.id, now)
    kept = sign_ups.open_sign_ups(tx, person_id, garden.id)
    for sign_up in kept:
        sign_ups.decide_sign_up(tx, sign_up.id, SignUpState.DECLINED, now, decided_by=actor)
        end_assignment(tx, sign_up, now)
        release_places(tx, garden, sign_up, now)
    for booking in bookings.bookings_of_person(tx, person_id, garden.id, now):
        if release(tx, booking, now):
            pass_on(tx, garden, booking.roster_id, now)
    leave_events(tx, garden, person_id, now)
    refresh_subject(tx, about_person(person_id), now)
    _note(tx, caller, "guardian.refused", person_id)
    _tell(tx, caller, person_id, "guardian_refused", kept=bool(kept))
    return None


def _note(tx: Transaction, caller: Caller, action: str, person_id: PersonId) -> None:
    audit.note(
        tx,
        garden_id=caller.garden.id,
        actor_id=caller.person.id,
        action=action,
        subject=about_person(person_id),
        details={},
        now=caller.now,
    )


def _tell(tx: Transaction, caller: Caller, person_id: PersonId, kind: str, **more: bool) -> None:
    """Tell the minor how things stand with their missions."""
    tell_person(
        tx,
        caller.garden.id,
        person_id,
        kind,
        {"person": person_id, **more},
        dedupe=f"{kind}:{person_id}:{caller.cause}",
        now=caller.now,
    )
