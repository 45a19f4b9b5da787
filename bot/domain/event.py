"""Owns what an event of the garden is: its kind, who may see it, what somebody answered, and what changed in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from bot.domain.garden import Place
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.text import Words

EventId = NewType("EventId", int)
RsvpId = NewType("RsvpId", int)

MOST_ALONG = 20
"""Guests, and children, whom one person may bring."""


class EventKind(StrEnum):
    WORK_DAY = "work_day"
    OPEN_DAY = "open_day"
    MARKET = "market"
    FAIR = "fair"
    ASSEMBLY = "assembly"
    MEAL = "meal"
    TRAINING = "training"
    VOLUNTEERS = "volunteers"


PASSED_BY = frozenset({EventKind.OPEN_DAY, EventKind.MARKET, EventKind.FAIR})
"""Where anybody walks in: nobody is entrusted to the garden there."""


class Circle(StrEnum):
    """Who is invited and may see it; the team belongs to every circle."""

    EVERYBODY = "everybody"
    VOLUNTEERS = "volunteers"
    MISSION = "mission"
    TEAM = "team"


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class RsvpState(StrEnum):
    """Where somebody stands: has a place, waits, is offered one; or none of these, as who said maybe or no."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    OUT = "out"


class Scope(StrEnum):
    """Which dates of a series are meant: one of them, it and those after it, or all that are to come."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class Face(StrEnum):
    """How it was, afterwards."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


class Difference(StrEnum):
    """What people who come have to know when it is no longer as they were told."""

    TITLE = "title"
    WHEN = "when"
    ARRIVE = "arrive"
    WHERE = "where"
    BRING = "bring"


@dataclass(frozen=True, slots=True)
class Details:
    """What people go by. `point` is on the map, `arrive_at` None where one comes when it begins."""

    title: Words
    starts_at: datetime
    ends_at: datetime
    arrive_at: datetime | None
    place: Words
    point: Place | None
    bring: Words

    def differences(self, now: Details) -> frozenset[Difference]:
        """What is no longer so; a point moved on the map is another place."""
        pairs = {
            Difference.TITLE: (self.title, now.title),
            Difference.WHEN: ((self.starts_at, self.ends_at), (now.starts_at, now.ends_at)),
            Difference.ARRIVE: (self.arrive_at, now.arrive_at),
            Difference.WHERE: ((self.place, self.point), (now.place, now.point)),
            Difference.BRING: (self.bring, now.bring),
        }
        found = {one for one, (before, after) in pairs.items() if before != after}
        return frozenset(found - ({Difference.ARRIVE} if now.arrive_at is None else set()))

    def read_as(self, reading: Callable[[datetime], datetime]) -> Details:
        """The same, each hour at the instant that other clocks read it."""
        arrive_at = reading(self.arrive_at) if self.arrive_at else None
        starts_at, ends_at = reading(self.starts_at), reading(self.ends_at)
        return replace(self, starts_at=starts_at, ends_at=ends_at, arrive_at=arrive_at)

    def to_json(self) -> dict[str, Any]:
        return {
            "title": dict(self.title.by_language),
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "arrive_at": self.arrive_at.isoformat() if self.arrive_at else None,
            "place": dict(self.place.by_language),
            "point": [self.point.latitude, self.point.longitude] if self.point else None,
            "bring": dict(self.bring.by_language),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Details:
        return cls(
            title=Words(raw["title"]),
            starts_at=datetime.fromisoformat(raw["starts_at"]),
            ends_at=datetime.fromisoformat(raw["ends_at"]),
            arrive_at=datetime.fromisoformat(raw["arrive_at"]) if raw["arrive_at"] else None,
            place=Words(raw["place"]),
            point=Place(*raw["point"]) if raw["point"] else None,
            bring=Words(raw["bring"]),
        )


@dataclass(frozen=True, slots=True)
class Event:
    """`version` counts what was saved, and is a calendar's SEQUENCE; `key` is its UID, the same for ever.

    `told` is what it said when it was published; None until then. `series_key` is shared by the dates of a series.
    `capacity` counts heads, guests and children included; None: no limit. `carpool`: people can share the way.
    """

    id: EventId
    garden_id: GardenId
    kind: EventKind
    about: Words
    details: Details
    capacity: int | None
    circle: Circle
    mission_id: MissionId | None
    state: EventState
    reason: str
    version: int
    key: str
    series_key: str
    told: Details | None
    invited: int
    carpool: bool

    @property
    def title(self) -> Words:
        return self.details.title

    @property
    def starts_at(self) -> datetime:
        return self.details.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.details.ends_at

    @property
    def asks_agreement(self) -> bool:
        """Under 18, one comes to it with a parent's agreement, as to a mission."""
        return self.kind not in PASSED_BY

    def takes_answers(self, now: datetime) -> bool:
        """Until it begins."""
        return self.state is EventState.PUBLISHED and now < self.starts_at


def dates_meant(series: Sequence[Event], event: Event, scope: Scope, now: datetime) -> list[Event]:
    """The event, and with it the other dates that are to come and were not cancelled, the soonest first."""
    others = [
        one
        for one in series
        if one.id != event.id and one.state is not EventState.CANCELLED and one.starts_at > now
    ]
    if scope is Scope.ONE:
        others = []
    elif scope is Scope.FOLLOWING:
        others = [one for one in others if one.starts_at >= event.starts_at]
    return sorted([event, *others], key=lambda one: (one.starts_at, one.id))


@dataclass(frozen=True, slots=True)
class Rsvp:
    """What one person answered to one event; `changes` counts how often it, or their place, became another.

    `photos` is None while they have not been asked.
    """

    id: RsvpId
    garden_id: GardenId
    event_id: EventId
    person_id: PersonId
    answer: Answer
    state: RsvpState
    name: str
    guests: int
    children: int
    queued_at: datetime
    offered_until: datetime | None
    answered_at: datetime
    changes: int
    photos: bool | None
    checked_in_at: datetime | None
    face: Face | None

    @property
    def heads(self) -> int:
        return 1 + self.guests + self.children

    @property
    def is_concerned(self) -> bool:
        """Whether a change is their business: they come, wait, or said maybe."""
        return self.answer is not Answer.NO
