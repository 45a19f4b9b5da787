"""Owns who stands behind one volunteer in a mission: their referent, the deputy meanwhile, else the coordinators."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import Assignment, Referent
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import assignments, people, profiles, referents, roles, sign_ups
from bot.storage.database import Transaction


def whom_to_tell(
    tx: Transaction, garden: Garden, person_id: PersonId, mission_id: MissionId, now: Instant
) -> list[PersonId]:
    """Whoever reads what concerns this volunteer: never themselves, unless nobody else is there."""
    live = assignment_of(tx, garden.id, person_id, mission_id)
    referent = referents.find_referent(tx, live.referent_id) if live and live.referent_id else None
    present = _in_place_of(tx, garden, referent, now) if referent else None
    if present is not None and present.person_id is not None and present.reachable:
        return [present.person_id]
    return [one.id for one in roles.coordinators(tx, garden.id)]


def assignment_of(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, mission_id: MissionId
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


def _in_place_of(tx: Transaction, garden: Garden, referent: Referent, now: Instant) -> Referent:
    """The referent, or their deputy on a day they are away and the deputy is not."""
    today = now.astimezone(garden.zone).date()
    if not referent.is_absent(today) or referent.deputy_id is None:
        return referent
    deputy = referents.find_referent(tx, referent.deputy_id)
    return deputy if deputy is not None and not deputy.is_absent(today) else referent
