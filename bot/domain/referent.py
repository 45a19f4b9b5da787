"""Owns referents: what they look after, how much they can carry, and the life of an assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.mission import SignUpId
from bot.domain.person import GardenId, PersonId
from bot.domain.text import Language, Words

ReferentId = NewType("ReferentId", int)
AssignmentId = NewType("AssignmentId", int)


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away, both ends included, in the garden's calendar."""

    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Referent:
    """The named contact who welcomes and follows volunteers.

    `person_id` is None until they joined through their link; `reachable` is false without a Telegram chat that answers.
    `load` counts the people they follow now, `capacity` how many they can; `deputy_id` steps in while they are absent.
    """

    id: ReferentId
    garden_id: GardenId
    slug: str
    name: str
    person_id: PersonId | None
    reachable: bool
    domains: frozenset[str]
    languages: frozenset[Language]
    capacity: int
    load: int
    looks_after: Words
    contact: Words
    deputy_id: ReferentId | None
    absences: tuple[Absence, ...]
    last_assigned_at: datetime | None

    def is_absent(self, day: date) -> bool:
        return any(absence.covers(day) for absence in self.absences)

    @property
    def has_room(self) -> bool:
        return self.load < self.capacity


class AssignmentState(StrEnum):
    """proposed → taken; either → handed over (a new proposal replaces it) or ended."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    ENDED = "ended"


REMINDED, REPROPOSED, ESCALATED = 1, 2, 3
"""Rounds of an assignment nobody takes: one reminder, one other referent, then the coordinators, ever more rarely."""

LIVE = frozenset({AssignmentState.PROPOSED, AssignmentState.TAKEN})


@dataclass(frozen=True, slots=True)
class Assignment:
    """One referent for one sign-up. `referent_id` None: everybody was full, coordinators know.

    `last_contact_at`: they last wrote to each other or met, as far as the bot knows.
    """

    id: AssignmentId
    garden_id: GardenId
    sign_up_id: SignUpId
    person_id: PersonId
    referent_id: ReferentId | None
    state: AssignmentState
    proposed_at: datetime
    taken_at: datetime | None
    rounds: int
    last_contact_at: datetime | None = None

    @property
    def calls(self) -> int:
        """How often the coordinators were called to find somebody."""
        return max(0, self.rounds - ESCALATED + 1)
