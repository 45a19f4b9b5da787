"""Owns a parent's agreement for someone under 18: a coordinator is told, gets it, and records it."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import GardenId, PersonId, Role
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import audit, profiles, roles
from bot.storage.database import Transaction
from bot.usecases.notify import tell_coordinators, tell_person
from bot.usecases.refresh import refresh_subject
from bot.usecases.sign_up import release_from_guardian


class CoordinatorsOnly(Refusal):
    message = _("Only a coordinator of the garden can do this.")


def ask_guardian(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: Instant) -> None:
    """Tell the coordinators that a parent's agreement is needed before any mission is confirmed."""
    tell_coordinators(
        tx,
        garden_id,
        "minor_to_agree",
        {"person": person_id},
        dedupe=f"minor:{person_id}:{now.timestamp()}",
        subject=_subject(person_id),
        now=now,
    )


def record_agreement(
    tx: Transaction, garden: Garden, person_id: PersonId, actor: PersonId, now: Instant
) -> Refusal | None:
    """A coordinator has the parent's word: it is recorded, and what waited goes on."""
    if not roles.has_role(tx, actor, garden.id, Role.COORDINATOR):
        return CoordinatorsOnly()
    if profiles.find_profile(tx, person_id, garden.id) is None:
        return NotFound()
    refresh_subject(tx, _subject(person_id), now)
    if not profiles.record_guardian_agreement(tx, person_id, garden.id, actor, now):
        return None
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=actor,
        action="guardian.agreed",
        subject=_subject(person_id),
        details={},
        now=now,
    )
    release_from_guardian(tx, garden, person_id, now)
    tell_person(
        tx,
        garden.id,
        person_id,
        "guardian_recorded",
        {},
        dedupe=f"guardian_recorded:{person_id}:{garden.id}:{now.timestamp()}",
        now=now,
    )
    return None


def _subject(person_id: PersonId) -> str:
    return f"person:{person_id}"
