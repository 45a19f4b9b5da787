"""Owns the garden itself: its story, its places, and the rules it sets for the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.basket import BasketRules
from bot.domain.person import GardenId
from bot.domain.slugs import spelled
from bot.domain.terms import NOTHING_SAID
from bot.domain.text import Language, Text, Words


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
class Milestones:
    """When a volunteer is thanked again, counted from their first outing: so many hours, so many outings."""

    hours: tuple[int, ...] = (20, 50, 100)
    outings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """The same day each year, as the end of the season."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """In years without it, 29 February is the 28th."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a garden decides for itself. Delays in hours of work, retention in months after the last contact.

    `offer_hours` are hours of the day for which a place that came free is kept for the next in line.

    `unasked_a_day`: after so many messages that somebody did not ask for, further reminders and calls wait for the next
    day.

    `season_end` is the day on which everybody who came in the season is thanked; None: the garden has no season.
    """

    claim_delay_hours: int = 4
    nudge_delay_hours: int = 24
    retention_months: int = 36
    working: OpenHours = field(default_factory=OpenHours)
    quiet: QuietHours = field(default_factory=QuietHours)
    milestones: Milestones = field(default_factory=Milestones)
    season_end: DayOfYear | None = None
    offer_hours: int = 4
    unasked_a_day: int = 3
    baskets: BasketRules = field(default_factory=BasketRules)

    @property
    def offer_lasts(self) -> timedelta:
        """How long a place that came free is kept for the next in line, far from the date."""
        return timedelta(hours=self.offer_hours)


@dataclass(frozen=True, slots=True)
class Identity:
    """The association as its certificates name it; what the garden did not say is empty.

    `registration_number` is the one it was declared under (RNA, SIREN); `city` is where certificates are made out.
    """

    legal_name: str = ""
    registration_number: str = ""
    city: str = ""
    signatory_name: str = ""
    signatory_role: Words = field(default=NOTHING_SAID)

    @property
    def can_sign(self) -> bool:
        """Whether a certificate could say who attests and who signs."""
        return bool(self.legal_name and self.signatory_name)


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
    identity: Identity = field(default_factory=Identity)
    fields: Mapping[str, Words] = field(default_factory=dict)

    def field_name(self, slug: str) -> Text:
        """What a referent looks after, as people read it; as it is spelled where the garden gave it no name."""
        return self.fields.get(slug) or spelled(slug)

    def town(self, slug: str) -> Town | None:
        return next((town for town in self.towns if town.slug == slug), None)
