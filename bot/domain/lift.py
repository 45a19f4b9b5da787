"""Owns sharing the way to an event: seats offered, seats looked for, and who rides with whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from bot.domain.event import EventId
from bot.domain.person import GardenId, PersonId

LiftId = NewType("LiftId", int)
RideId = NewType("RideId", int)

MOST_SEATS = 8


class LiftKind(StrEnum):
    OFFER = "offer"
    LOOK = "look"


class RideState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Lift:
    """One person's offer or search. `town` is a slug of the garden's, empty for elsewhere; `free` seats are left."""

    id: LiftId
    garden_id: GardenId
    event_id: EventId
    person_id: PersonId
    kind: LiftKind
    seats: int
    town: str
    free: int


@dataclass(frozen=True, slots=True)
class Ride:
    """Somebody asks for a seat in a lift that is offered."""

    id: RideId
    lift_id: LiftId
    person_id: PersonId
    state: RideState


def nearest_first(lifts: list[Lift], town: str) -> list[Lift]:
    """From the same town before all others; an empty town is nobody's."""
    return sorted(lifts, key=lambda one: (not town or one.town != town, one.id))
