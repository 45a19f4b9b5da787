"""Owns shifts: a dated part of a mission, the roster of its places, and one person's booking from first to last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.terms import Terms
from bot.domain.text import Words

ShiftId = NewType("ShiftId", int)
SeriesId = NewType("SeriesId", int)
RosterId = NewType("RosterId", int)
BookingId = NewType("BookingId", int)
PlaceId = NewType("PlaceId", int)


class ShiftState(StrEnum):
    OPEN = "open"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Shift:
    """From `starts_at` to `ends_at`. `occurrence` is the day its series planned, wherever it was moved to since.

    `version` counts the changes made by hand; 0 is as planned. `revision` counts all changes that people were told of,
    and never goes back. `reason` says why it was cancelled.
    """

    id: ShiftId
    garden_id: GardenId
    mission_id: MissionId
    series_id: SeriesId | None
    occurrence: date | None
    starts_at: datetime
    ends_at: datetime
    meeting_point: Words
    equipment: Words
    weather: Words
    state: ShiftState
    reason: str
    version: int
    revision: int

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at) / timedelta(hours=1)

    def overlaps(self, other: Shift) -> bool:
        """Whether nobody can be at both; one that begins when the other ends is fine."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Series:
    """Shifts that come again: an RFC 5545 rule from `first_day` on, at `starts` on the garden's clocks.

    No shift on the days of `exceptions`, nor outside of the months of `season` (1 to 12; empty means all year).
    """

    id: SeriesId
    garden_id: GardenId
    mission_id: MissionId
    slug: str
    rule: str
    first_day: date
    last_day: date | None
    starts: time
    minutes: int
    exceptions: frozenset[date]
    season: frozenset[int]
    terms: Terms
    planned_until: date | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Break:
    """Holidays of the garden, both days included: no series has a shift in them."""

    name: Words
    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Roster:
    """How many people a shift takes; with `shift_id` None, a mission without dates.

    `maximum` None means no limit. Up to `newcomers_until`, `newcomers` places are for people who come for the first
    time.
    """

    id: RosterId
    garden_id: GardenId
    mission_id: MissionId
    shift_id: ShiftId | None
    minimum: int
    maximum: int | None
    guests: int
    newcomers: int
    begins_at: datetime | None
    sign_up_until: datetime | None
    drop_out_until: datetime | None
    newcomers_until: datetime | None
    open: bool

    @property
    def most_guests(self) -> int:
        """Whom one person may bring along: a party bigger than all places would wait for ever."""
        return self.guests if self.maximum is None else max(0, min(self.guests, self.maximum - 1))

    def takes_people(self, now: datetime) -> bool:
        """Whether places are still given at `now`."""
        return self.open and (self.sign_up_until is None or now < self.sign_up_until)


class BookingState(StrEnum):
    """waiting → offered → taken; a free place is taken at once.

    Each may end: dropped by the person, declined or lapsed as an offer, released by the garden.
    """

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    DROPPED = "dropped"
    DECLINED = "declined"
    LAPSED = "lapsed"
    RELEASED = "released"


OPEN_BOOKINGS = frozenset({BookingState.WAITING, BookingState.OFFERED, BookingState.TAKEN})


class DropCause(StrEnum):
    """Why somebody cannot come: asked out of care, never needed, never held against them."""

    UNSAID = "unsaid"
    SICK = "sick"
    FAMILY = "family"
    WORK = "work"
    TRANSPORT = "transport"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Booking:
    """One person and one roster. `queued_at` is their turn in the line; `regular` was made by a standing sign-up."""

    id: BookingId
    garden_id: GardenId
    roster_id: RosterId
    mission_id: MissionId
    person_id: PersonId
    guests: int
    state: BookingState
    first_time: bool
    regular: bool
    cause: str
    reason: str
    queued_at: datetime
    offered_until: datetime | None
    decided_at: datetime | None

    @property
    def size(self) -> int:
        """Places it needs: the person and their guests."""
        return 1 + self.guests

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_BOOKINGS


def is_filled(one: Booking, given_up: Iterable[Booking], taken: Iterable[Booking]) -> bool:
    """Whether those who took a place since stand for the one given up; what was given up earlier is filled first."""
    seats = [at for booking in taken if (at := booking.decided_at) for _ in range(booking.size)]
    seats.sort()
    left = [(at, booking.id, booking.size) for booking in given_up if (at := booking.decided_at)]
    for at, booking_id, size in sorted(left):
        found = [seat for seat in seats if seat > at][:size]
        if booking_id == one.id:
            return len(found) == size
        for seat in found:
            seats.remove(seat)
    return False


class PlaceState(StrEnum):
    """Where a place stands. Held and open places say why (`Vacancy`) and, where time changes it, until when."""

    OPEN = "open"
    HELD = "held"
    OFFERED = "offered"
    TAKEN = "taken"


class Vacancy(StrEnum):
    """Why a place that nobody has is not given away yet."""

    FREE = "free"  # whoever comes first
    NEWCOMERS = "newcomers"  # for people who come for the first time
    NIGHT = "night"  # offered to the next in line when the quiet hours end
    TOO_LATE = "too_late"  # no time for an offer: whoever comes first, those in line were told
    TOO_FEW = "too_few"  # those in line come with more people than there are places
    CLOSED = "closed"  # nobody can sign up any more


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a roster; `reason` is a `Vacancy` where nobody has it, empty where somebody does."""

    id: PlaceId
    roster_id: RosterId
    number: int
    state: PlaceState
    reason: str
    since: datetime
    until: datetime | None
    booking_id: BookingId | None

    @property
    def is_vacant(self) -> bool:
        return self.booking_id is None
