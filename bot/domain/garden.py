"""Owns the garden itself: its story, its places, and the rules it sets for the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from bot.domain.person import GardenId
from bot.domain.text import Language, Words


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Town:
    slug: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class PickupPoint:
    slug: str
    name: Words
    address: str
    opening: Words
    place: Place


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When somebody of the garden works: ISO weekdays (1 is Monday) and local times."""

    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nothing unasked is sent; may span midnight; equal ends mean never quiet."""

    begin: time = time(21)
    end: time = time(8)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a garden decides for itself. Delays in hours of work, retention in months after the last contact."""

    claim_delay_hours: int = 4
    nudge_delay_hours: int = 24
    retention_months: int = 36
    working: OpenHours = field(default_factory=OpenHours)
    quiet: QuietHours = field(default_factory=QuietHours)


@dataclass(frozen=True, slots=True)
class Garden:
    id: GardenId
    slug: str
    name: str
    zone: ZoneInfo
    languages: tuple[Language, ...]
    story: tuple[Words, ...]
    address: str
    place: Place
    contact: str
    data_contact: str
    rules: Rules
    towns: tuple[Town, ...]
    pickup_points: tuple[PickupPoint, ...]

    def town(self, slug: str) -> Town | None:
        return next((town for town in self.towns if town.slug == slug), None)
