"""Owns what an import says it did, to a coordinator and to a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.person import GardenId
from bot.storage.saving import Change


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a kind the import created, changed, found as they were, and withdrew."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Tally:
        counted = Counter(changes)
        return cls(
            counted[Change.CREATED],
            counted[Change.UPDATED],
            counted[Change.UNCHANGED],
            counted[Change.WITHDRAWN],
        )

    @property
    def is_still(self) -> bool:
        """True where nothing was written."""
        return not (self.created or self.updated or self.withdrawn)

    def __str__(self) -> str:
        counts = asdict(self).items()
        return ", ".join(f"{count} {change}" for change, count in counts if count) or "none"


@dataclass(frozen=True, slots=True)
class Overfull:
    """A mission that has more people than the file gives it places; everybody stays."""

    slug: str
    places: int
    taken: int


@dataclass(frozen=True, slots=True)
class Stranded:
    """A mission, referent or point gone from the file, and how many people (or households) still count on them."""

    slug: str
    people: int


@dataclass(frozen=True, slots=True)
class StillBooked:
    """A date gone from the file that people are signed up for: it takes place unless somebody cancels it."""

    slug: str
    day: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; all fields after `referents`, `dates` and `baskets` ask for a coordinator's eye.

    `dates` counts breaks, series, dated shifts and events, `baskets` points and what differs in the calendar of
    deliveries; `kept_from_chat` are missions, events, keepers' points and deliveries that stand otherwise in the chat.
    """

    garden_id: GardenId
    garden: Tally
    charter: Tally
    charter_version: int
    missions: Tally
    referents: Tally
    dates: Tally = Tally()
    baskets: Tally = Tally()
    overfull: tuple[Overfull, ...] = ()
    closed_with_people: tuple[Stranded, ...] = ()
    left_with_people: tuple[Stranded, ...] = ()
    kept_from_chat: tuple[str, ...] = ()
    still_booked: tuple[StillBooked, ...] = ()
    points_with_households: tuple[Stranded, ...] = ()

    @property
    def changed_nothing(self) -> bool:
        tallies = (self.garden, self.charter, self.missions, self.referents, self.dates, self.baskets)
        return all(tally.is_still for tally in tallies)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"changed_nothing": self.changed_nothing}

    def lines(self) -> list[str]:
        """One line for each kind, then one for each thing to look at."""
        told = [
            f"garden: {self.garden}",
            f"charter: {self.charter}, version {self.charter_version}",
            f"missions: {self.missions}",
            f"referents: {self.referents}",
            *([f"dates: {self.dates}"] if self.dates != Tally() else []),
            *([f"baskets: {self.baskets}"] if self.baskets != Tally() else []),
        ]
        return [*told, *self._to_look_at()]

    def _to_look_at(self) -> Iterator[str]:
        for mission in self.overfull:
            yield f"look at {mission.slug}: {mission.taken} people for {mission.places} places; everybody stays"
        for closed in self.closed_with_people:
            yield f"look at {closed.slug}: closed, people signed up: {closed.people}; tell them what comes next"
        for left in self.left_with_people:
            yield f"look at {left.slug}: left, people followed: {left.people}; hand them over to somebody"
        for point in self.points_with_households:
            yield f"look at {point.slug}: no hours for baskets, households: {point.people}; give them another point"
        for slug in self.kept_from_chat:
            yield f"look at {slug}: changed in the chat, left as it is there; `coupdemain export --garden` writes it"
        for date in self.still_booked:
            yield f"look at {date.slug}: {date.day} is gone from the file, but people come; cancel it in the chat"
