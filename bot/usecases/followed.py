"""Owns who stands behind one volunteer in a mission: their referent, the deputy meanwhile, else the coordinators."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import Assignment, ReferentId
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import assignments, people, profiles, referents, roles, sign_ups
from bot.storage.database import Transaction
from bot.usecases.attention import Close, close_to


def whom_to_tell(
    tx: Transaction, garden: Garden, person_id: PersonId, mission_id: MissionId | None, now: Instant
) -> list[PersonId]:
    """Whoever reads what concerns this volunteer in this mission, or in any."""
    live = assignment_of(tx, garden.id, person_id, mission_id)
    followers = close_to(tx, garden, person_id, now)
    theirs = [one for one in followers if live is not None and live.referent_id in _answers_for(one)]
    for one in (*theirs, *followers):
        if one.referent.person_id is not None:
            return [one.referent.person_id]
    return [one.id for one in roles.coordinators(tx, garden.id)]


def assignment_of(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, mission_id: MissionId | None
) -> Assignment | None:
    """The live assignment behind the person's place in the mission, else behind any of their missions."""
    mine = sign_ups.open_sign_ups(tx, person_id, garden_id)
    ordered = sorted(mine, key=lambda one: one.mission_id != mission_id)
    return next((live for one in ordered if (live := assignments.live_assignment(tx, one.id))), None)


def called(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> Text:
    """The first name they gave the garden."""
    profile = profiles.find_profile(tx, person_id, garden_id)
    person = people.find_person(tx, person_id)
    return (profile.name if profile else person.name if person else "") or say(_("Somebody"))


def signed_by(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> str:
    """The name somebody of the team signs with."""
    referent = referents.referent_of_person(tx, garden_id, person_id)
    person = people.find_person(tx, person_id)
    return referent.name if referent else person.name if person else ""


def _answers_for(one: Close) -> tuple[ReferentId, ...]:
    return (one.referent.id, one.instead_of.id) if one.instead_of else (one.referent.id,)
