"""Owns where baskets are handed out, and why a delivery is not when it usually is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import NewType

from bot.domain.basket import Exceptional
from bot.domain.garden import Place
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import ReferentId
from bot.domain.terms import NOTHING_SAID
from bot.domain.text import Words

PointId = NewType("PointId", int)


@dataclass(frozen=True, slots=True)
class Point:
    """Where baskets are handed out, once a week: `weekday` is ISO's (1 is Monday), the hours are the garden's.

    `keeper_id` is the person behind the referent who keeps it, None until that referent is linked. A `closed` one is
    gone from the garden file; whoever fetches there does so until the garden's list says otherwise.
    """

    id: PointId
    garden_id: GardenId
    slug: str
    name: Words
    address: str
    place: Place
    weekday: int
    opens: time
    closes: time
    access: Words = field(default=NOTHING_SAID)
    referent_id: ReferentId | None = None
    keeper_id: PersonId | None = None
    capacity: int | None = None
    at_garden: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Delivery(Exceptional):
    """What differs in the garden's calendar, and why, as members read it."""

    reason: Words = field(default=NOTHING_SAID)
