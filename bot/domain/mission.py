"""Owns missions and what people sign up for: the mission sheet (fiche de poste) and a sign-up's life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.garden import Place
from bot.domain.person import AgeBracket, Form, GardenId, Level, PersonId, Rhythm, Skill, Slot
from bot.domain.terms import NOTHING_SAID, Terms
from bot.domain.text import Words

MissionId = NewType("MissionId", int)
SignUpId = NewType("SignUpId", int)


class MissionKind(StrEnum):
    """What people sign up for. Only `shifts` has dates; all others are taken as a whole."""

    TASK = "task"  # done once, whenever it suits
    SHIFTS = "shifts"  # dated, one by one or in series
    ROLE = "role"  # ongoing
    PAIR = "pair"  # one volunteer beside one employee, whose name stays out of here
    SKILLS = "skills"  # a need diagnosed first, a skill handed on
    POLE = "pole"  # a theme of the board


class MissionState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission sheet. `places` None means no limit; `taken` counts the sign-ups that hold a place.

    `slots` empty means any time; `place` None means from home or anywhere; `hours` is one outing's length.
    `required` maps a skill to the lowest level accepted; `on_request` means a referent confirms each person.
    `accompanied`: somebody is at the first outing. `terms` is what its shifts begin with. A skills mission says the
    `need`, what it will `transfer` and to whom (`recipients`). `from_file`: an import may close it. `parent_id` is the
    mission it was cut from.
    """

    id: MissionId
    garden_id: GardenId
    slug: str
    form: Form
    title: Words
    purpose: Words
    tasks: tuple[Words, ...]
    when: Words
    where: Words
    slots: frozenset[Slot]
    rhythms: frozenset[Rhythm]
    place: Place | None
    hours: float
    places: int | None
    taken: int
    learn: Words
    provided: Words
    skills: frozenset[Skill]
    required: Mapping[Skill, Level]
    on_request: bool
    minimum_age: AgeBracket
    domain: str
    state: MissionState
    kind: MissionKind = MissionKind.ROLE
    from_file: bool = True
    accompanied: bool = True
    terms: Terms = field(default_factory=Terms)
    need: Words = field(default=NOTHING_SAID)
    transfer: Words = field(default=NOTHING_SAID)
    recipients: Words = field(default=NOTHING_SAID)
    parent_id: MissionId | None = None

    @property
    def has_dates(self) -> bool:
        return self.kind is MissionKind.SHIFTS

    @property
    def places_left(self) -> int | None:
        """None where there is no limit."""
        return None if self.places is None else max(0, self.places - self.taken)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


class SignUpState(StrEnum):
    """requested → confirmed | declined; confirmed or requested → withdrawn; waiting for a parent first if a minor."""

    AWAITING_GUARDIAN = "awaiting_guardian"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def holds_a_place(self) -> bool:
        return self in HOLDING


HOLDING = frozenset({SignUpState.AWAITING_GUARDIAN, SignUpState.REQUESTED, SignUpState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class SignUp:
    id: SignUpId
    garden_id: GardenId
    mission_id: MissionId
    person_id: PersonId
    state: SignUpState
    reason: str
    created_at: datetime
    decided_at: datetime | None
