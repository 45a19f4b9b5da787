"""Owns what became of an outing: what its volunteer says, what the referent confirms. Never a reason to blame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.garden import QuietHours
from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.quiet import next_allowed
from bot.domain.shift import BookingId, ShiftId

ReportId = NewType("ReportId", int)

ASKED_AFTER = timedelta(hours=1)
"""How long after its end a shift is asked about: people are home by then."""

REMINDED_AFTER = timedelta(days=2)
"""How long a question waits for its one reminder."""

CONFIRMED_AFTER = timedelta(hours=20)
"""How long after the question the referent is shown the hours, whoever has answered by then."""

ASKED_FOR = timedelta(days=14)
"""How long an outing may still be asked about; later it would only puzzle."""

LONGEST_DAY = 24.0
"""Hours of one outing."""


class Outcome(StrEnum):
    """Whether the outing took place for this person. Whoever stayed away is cared for, whatever the reason."""

    CAME = "came"
    SICK = "sick"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_HELD = "not_held"

    @property
    def stayed_away(self) -> bool:
        return self in (Outcome.SICK, Outcome.EXCUSED, Outcome.ABSENT)


class Mood(StrEnum):
    """How it was, as three faces."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Report:
    """One outing of one person. `shift_id` None: a task or role without dates, logged by the person.

    `outcome` None: nobody has said yet. `hours` are the volunteer's word, `confirmed_hours` the garden's; only those
    count on a certificate. `day` is in the garden's calendar.
    """

    id: ReportId
    garden_id: GardenId
    person_id: PersonId
    mission_id: MissionId
    shift_id: ShiftId | None
    booking_id: BookingId | None
    day: date
    outcome: Outcome | None
    hours: float | None
    mood: Mood | None
    asked_at: datetime | None
    reminded_at: datetime | None
    answered_at: datetime | None
    confirmed_hours: float | None
    confirmed_at: datetime | None
    confirmed_by: PersonId | None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def came(self) -> bool:
        return self.outcome is Outcome.CAME

    def proposed_hours(self, planned: float) -> float:
        """What the referent is proposed: the volunteer's word, else what was planned; nothing for who stayed away."""
        if self.outcome is None:
            return planned
        if not self.came:
            return 0.0
        return planned if self.hours is None else self.hours


def when_to_ask(ends_at: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """When a shift that ends then is asked about: a while later, by day."""
    return next_allowed(ends_at + ASKED_AFTER, quiet, zone)


def to_the_minute(hours: float) -> float:
    """Hours as people say them: 2 h 20 stays so."""
    return round(hours * 60) / 60
