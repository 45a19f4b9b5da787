"""Owns what referents do with a newcomer: take, hand over; and what happens while nobody does."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.assignment import Choice
from bot.domain.garden import Garden
from bot.domain.mission import SignUp
from bot.domain.person import GardenId, PersonId, Role
from bot.domain.referent import REMINDED, REPROPOSED, Assignment, AssignmentId, AssignmentState, ReferentId
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import assignments, audit, gardens, referents, roles, sign_ups, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.notify import tell_group
from bot.usecases.prompts import plan_meeting
from bot.usecases.refer import (
    CLAIM,
    choose_for,
    plan_claim,
    propose,
    replace,
    tell_volunteer,
)
from bot.usecases.refresh import about_sign_up, refresh_claim
from bot.usecases.unclaimed import call_coordinators


class AlreadyTaken(Refusal):
    message = _("{name} already takes care of this newcomer.")


class NobodyElse(Refusal):
    message = _(
        "Nobody else fits and is free right now, so nothing changes. You can choose somebody yourself."
    )


class NotAReferent(Refusal):
    message = _("Only a referent can take a newcomer. Use “Hand over” to choose one.")


def take_newcomer(
    tx: Transaction, garden: Garden, assignment_id: AssignmentId, actor: PersonId, now: Instant
) -> Refusal | None:
    """The one who taps first takes care of the newcomer; whoever comes second is told who does."""
    found = _live(tx, garden, assignment_id)
    if found is None:
        return NotFound()
    live, sign_up = found
    mine = referents.referent_of_person(tx, garden.id, actor)
    if mine is None:
        return NotAReferent() if is_team(tx, garden.id, actor) else NotAllowed()
    if live.state is AssignmentState.TAKEN:
        return None if live.referent_id == mine.id else AlreadyTaken(name=name_of(tx, live))
    taken = live
    if live.referent_id != mine.id:
        before, taken = replace(tx, sign_up, mine, now)
        tell_volunteer(tx, taken, before, now)
    assignments.take_assignment(tx, taken.id, now)
    timers.cancel_timers(tx, CLAIM, taken.id)
    plan_meeting(tx, garden, taken, now)
    _note(tx, garden, actor, "assignment.taken", taken, {"referent": mine.id}, now)
    refresh_claim(tx, sign_up, now)
    return None


def hand_over(
    tx: Transaction,
    garden: Garden,
    assignment_id: AssignmentId,
    to: ReferentId | None,
    actor: PersonId,
    now: Instant,
) -> Refusal | None:
    """Give a newcomer to another referent; `to` None lets the bot choose among all others."""
    if not is_team(tx, garden.id, actor):
        return NotAllowed()
    found = _live(tx, garden, assignment_id)
    if found is None:
        return NotFound()
    live, sign_up = found
    if to is None:
        held = frozenset({live.referent_id}) if live.referent_id else frozenset()
        choice = choose_for(tx, garden, sign_up, now, held)
        referent = choice.referent if isinstance(choice, Choice) else None
        if referent is None:
            return NobodyElse()
    else:
        referent = referents.find_referent(tx, to)
        if referent is None or referent.garden_id != garden.id:
            return NotFound()
    new = propose(tx, garden, sign_up, referent, now)
    _note(tx, garden, actor, "assignment.handed_over", live, {"to": new.referent_id}, now)
    return None


def chase_claim(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The delay ran out and nobody took the newcomer: remind, another referent, then the coordinators till one does."""
    assignment = assignments.find_assignment(tx, AssignmentId(timer.subject_id))
    garden = gardens.find_garden(tx, assignment.garden_id) if assignment else None
    if assignment is None or garden is None or assignment.state is not AssignmentState.PROPOSED:
        return
    if assignment.rounds < REMINDED:
        _remind(tx, garden, assignment, now)
    elif assignment.rounds < REPROPOSED and _propose_next(tx, garden, assignment, now):
        return
    else:
        call_coordinators(tx, garden, assignment, now)


def is_team(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> bool:
    """Whether the person is a referent or a coordinator of this garden."""
    return roles.has_role(tx, person_id, garden_id, Role.REFERENT, Role.COORDINATOR)


def name_of(tx: Transaction, assignment: Assignment) -> str:
    """The referent's name; empty where nobody is named."""
    referent = referents.find_referent(tx, assignment.referent_id) if assignment.referent_id else None
    return referent.name if referent else ""


def _remind(tx: Transaction, garden: Garden, assignment: Assignment, now: Instant) -> None:
    assignment = assignments.reach_round(tx, assignment.id, REMINDED) or assignment
    tell_group(
        tx,
        garden.id,
        "claim_reminder",
        {"assignment": assignment.id},
        dedupe=f"claim_reminder:{assignment.id}",
        subject=about_sign_up(assignment.sign_up_id),
        now=now,
    )
    plan_claim(tx, garden, assignment, now)


def _propose_next(tx: Transaction, garden: Garden, assignment: Assignment, now: Instant) -> bool:
    """False where there is nobody else to ask."""
    sign_up = sign_ups.find_sign_up(tx, assignment.sign_up_id)
    if sign_up is None or assignment.referent_id is None:
        return False
    choice = choose_for(tx, garden, sign_up, now, frozenset({assignment.referent_id}))
    if not isinstance(choice, Choice):
        return False
    propose(tx, garden, sign_up, choice.referent, now, rounds=REPROPOSED)
    return True


def _live(tx: Transaction, garden: Garden, assignment_id: AssignmentId) -> tuple[Assignment, SignUp] | None:
    """The sign-up behind a button and who follows it now, which may be another than when the button was drawn."""
    asked = assignments.find_assignment(tx, assignment_id)
    sign_up = sign_ups.lock_sign_up(tx, asked.sign_up_id) if asked else None
    live = assignments.live_assignment(tx, sign_up.id) if sign_up else None
    if sign_up is None or live is None or live.garden_id != garden.id:
        return None
    return live, sign_up


def _note(
    tx: Transaction,
    garden: Garden,
    actor: PersonId,
    action: str,
    about: Assignment,
    details: dict[str, int | None],
    now: Instant,
) -> None:
    subject = f"assignment:{about.id}"
    audit.note(
        tx, garden_id=garden.id, actor_id=actor, action=action, subject=subject, details=details, now=now
    )
