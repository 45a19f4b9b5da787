"""Owns calls: a message to the people whom a mission suits, or to those who could stand in. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.garden import Garden, QuietHours
from bot.domain.mission import Mission, MissionId
from bot.domain.person import DayPart, GardenId, Level, PersonId, Profile, Slot, Weekday
from bot.domain.quiet import next_allowed
from bot.domain.shift import Roster, RosterId, Shift, ShiftId

CallId = NewType("CallId", int)

NO_CALLS = "no_calls"
"""What an objection to calls is kept as, beside the consents (RGPD, article 21)."""

LEFT_ALONE = timedelta(days=3)
"""Whoever was called is not called again before so long after that call was over."""

RUNS_AT_MOST = timedelta(days=14)
"""No call is under way for longer, whatever became of it."""

UNDATED_LASTS = timedelta(days=7)
"""For so long a call for something without a date is worth sending."""

AT_A_TIME = 5
"""So many are asked to stand in before the next ones are: few are troubled, and a yes comes soon."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=2)

LOOKS_AGAIN = timedelta(days=1)
"""Where nobody is left to ask, the next look comes after so long at most: whoever was asked lately is free again."""


class CallKind(StrEnum):
    """A draft waits for somebody to say whom it goes to; a stand-in is looked for by the bot itself."""

    DRAFT = "draft"
    CALL = "call"
    STAND_IN = "stand_in"


class CalledState(StrEnum):
    """Where one person's message is."""

    OWED = "owed"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    DROPPED = "dropped"


class CallAnswer(StrEnum):
    """LATE: they said yes when the place was gone already; they come first when it is free again."""

    NONE = ""
    YES = "yes"
    NO = "no"
    LATE = "late"


class Width(StrEnum):
    """How wide a call goes."""

    WELL = "well"
    ALL = "all"


class Bearing(StrEnum):
    """How somebody stands to a call, the surest first: the first that holds counts."""

    INVOLVED = "involved"  # has, waits for, asked for, or gave up a place there
    STOPPED = "stopped"  # wants no such messages
    UNREACHABLE = "unreachable"
    ASKED = "asked"  # by another call, lately
    NOT_OPEN = "not_open"  # too young, or without the level asked
    TOO_FAR = "too_far"
    NOT_FREE = "not_free"
    FITS = "fits"  # and well
    COULD = "could"


SUITABLE = frozenset({Bearing.FITS, Bearing.COULD})


@dataclass(frozen=True, slots=True)
class Call:
    """`text` is the caller's own word, empty once the call is over; `total` how many people it went to."""

    id: CallId
    garden_id: GardenId
    mission_id: MissionId
    shift_id: ShiftId | None
    kind: CallKind
    text: str
    created_by: PersonId | None
    created_at: datetime
    ended_at: datetime | None
    total: int


@dataclass(frozen=True, slots=True)
class Called:
    """One person whom a call went to."""

    call_id: CallId
    person_id: PersonId
    state: CalledState
    answer: CallAnswer
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Search:
    """What people are held against. Of a shift, `mission` has the slot in which it begins and nothing else.

    With `at_once` only those count who can be there without anybody's leave: for a stand-in. Whoever said yes to the
    same shift too late, or was asked once and has not said no, may then be asked again.
    """

    garden: Garden
    mission: Mission
    roster_id: RosterId | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    at_once: bool = False
    shift_id: ShiftId | None = None


def search_for(
    garden: Garden, mission: Mission, shift: Shift | None = None, roster: Roster | None = None
) -> Search:
    """Whom to look for, for a mission as a whole or for one of its shifts."""
    if shift is None:
        return Search(garden, mission, roster.id if roster else None)
    only = replace(mission, slots=frozenset({slot_at(shift.starts_at, garden.zone)}))
    roster_id = roster.id if roster else None
    return Search(garden, only, roster_id, shift.starts_at, shift.ends_at, shift_id=shift.id)


def fits_well(profile: Profile, mission: Mission) -> bool:
    """They chose this form of involvement, or know one of its skills: more than merely being able to come."""
    asked = mission.skills | mission.required.keys()
    known = (skill for skill, level in profile.skills.items() if level is not Level.NEVER)
    return mission.form in profile.forms or any(skill in asked for skill in known)


def slot_at(instant: datetime, zone: ZoneInfo) -> Slot:
    """The part of the week an instant is in, on the garden's clocks: mornings end at noon, afternoons at six."""
    local = instant.astimezone(zone)
    part = DayPart.MORNING if local.hour < 12 else DayPart.AFTERNOON if local.hour < 18 else DayPart.EVENING
    return Slot(list(Weekday)[local.weekday()], part)


def next_wave(
    now: datetime,
    begins_at: datetime,
    quiet: QuietHours,
    zone: ZoneInfo,
    longest: timedelta = LONGEST_WAIT,
) -> datetime | None:
    """When the next people are asked to stand in: sooner as the shift comes near, never at night; None: too late."""
    wait = min(longest, max(SHORTEST_WAIT, (begins_at - now) / 6))
    then = next_allowed(now + wait, quiet, zone)
    return then if then < begins_at else None
