"""Owns whose business a person's message is: their referent's, or whoever steps in while that one is away."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import AssignmentState, Referent
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import assignments, people, referents
from bot.storage.database import Transaction


def called(tx: Transaction, garden_id: GardenId, person_id: PersonId | None) -> Text:
    """Somebody of the team by name; a coordinator need not have given one."""
    referent = referents.referent_of_person(tx, garden_id, person_id) if person_id else None
    person = people.find_person(tx, person_id) if person_id else None
    name = referent.name if referent else person.name if person else ""
    return name or say(_("a coordinator"))


@dataclass(frozen=True, slots=True)
class Close:
    """Somebody of the team who is there for a person. `instead_of` is the referent they step in for, if any."""

    referent: Referent
    instead_of: Referent | None = None


def close_to(tx: Transaction, garden: Garden, person_id: PersonId, now: Instant) -> tuple[Close, ...]:
    """Who is there for this person today: their referent unless away, then the deputy; only whom Telegram reaches.

    Who took them comes before who is merely proposed, and the newest before older ones.
    """
    live = assignments.live_of_person(tx, garden.id, person_id)
    taken_first = sorted(live, key=lambda one: (one.state is AssignmentState.TAKEN, one.id), reverse=True)
    own = [one.referent_id for one in taken_first if one.referent_id is not None]
    if not own:
        return ()
    team = {one.id: one for one in referents.list_referents(tx, garden.id)}
    named = [team[one] for one in dict.fromkeys(own) if one in team]
    stand_ins = [Close(team[one.deputy_id], one) for one in named if one.deputy_id in team]
    day = now.astimezone(garden.zone).date()
    there = [
        one
        for one in (*(Close(one) for one in named), *stand_ins)
        if one.referent.person_id is not None and one.referent.reachable and not one.referent.is_absent(day)
    ]
    return tuple({one.referent.id: one for one in reversed(there)}.values())[::-1]
