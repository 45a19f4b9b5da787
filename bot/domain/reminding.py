"""Owns when somebody is reminded: rules, wishes, and the instants those give. Pure; the zone is the garden's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.garden import QuietHours
from bot.domain.local_time import at_local
from bot.domain.person import GardenId, PersonId
from bot.domain.quiet import is_quiet, next_allowed

ReminderId = NewType("ReminderId", int)

EVERY_DAY = frozenset(range(1, 8))
LEAST_NOTICE = timedelta(hours=1)
"""A reminder that the night would bring nearer than this goes before the night."""
BEFORE_QUIET = tuple(timedelta(minutes=minutes) for minutes in (30, 10, 2))
"""How long before the quiet hours it then goes: time for everybody's to be sent. The first that is not quiet itself."""


class Topic(StrEnum):
    """What people are reminded of; each may be stopped by itself."""

    SHIFT = "shift"
    EVENT = "event"
    BASKET = "basket"


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` before the day, at the person's hour; with `hours`, so long before it begins or, if it closes, closes."""

    name: str
    days: int = 0
    hours: float = 0


WEEK_BEFORE = Rule("week", days=7)
TWO_DAYS_BEFORE = Rule("two_days", days=2)
DAY_BEFORE = Rule("day", days=1)
TWO_HOURS_BEFORE = Rule("two_hours", hours=2)
RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rule in (WEEK_BEFORE, TWO_DAYS_BEFORE, DAY_BEFORE, TWO_HOURS_BEFORE)}
)
"""What people choose from, the earliest first; rows carry the names."""

USUAL: Mapping[Topic, tuple[Rule, ...]] = MappingProxyType(
    {
        Topic.SHIFT: (DAY_BEFORE,),
        Topic.EVENT: (DAY_BEFORE,),
        Topic.BASKET: (DAY_BEFORE, TWO_HOURS_BEFORE),
    }
)
"""As long as nobody wished for anything else."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """One person's in one garden. `rules` holds the topics they chose for; `paused_until` is the first day again."""

    stopped: frozenset[Topic] = frozenset()
    rules: Mapping[Topic, tuple[Rule, ...]] = field(default_factory=dict)
    hour: time = time(18)
    weekdays: frozenset[int] = EVERY_DAY
    paused_until: date | None = None

    def rules_for(self, topic: Topic) -> tuple[Rule, ...]:
        return () if topic in self.stopped else self.chosen(topic)

    def chosen(self, topic: Topic) -> tuple[Rule, ...]:
        """What counts as soon as the topic is no longer stopped."""
        return self.rules.get(topic, USUAL[topic])

    def allows(self, day: date) -> bool:
        """Whether they may be written to on that day."""
        return day.isoweekday() in self.weekdays and not self.is_paused(day)

    def is_paused(self, day: date) -> bool:
        return self.paused_until is not None and day < self.paused_until


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something on a day: it begins at `occurs_at`; where it closes, it can be come to until `closes_at`."""

    occurs_at: datetime
    closes_at: datetime | None = None

    @property
    def matters_until(self) -> datetime:
        return self.closes_at or self.occurs_at


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody is expected somewhere, whatever they wish to be reminded of; `subject` names it, as booking:12."""

    person_id: PersonId
    topic: Topic
    subject: str
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Planned:
    """To be said from `due_at` on, and not from `expires_at` on."""

    rule: Rule
    due_at: datetime
    expires_at: datetime


class Answer(StrEnum):
    """What somebody says to a reminder of a shift; HOW_LATE: they said late, and are asked by how much."""

    NONE = ""
    COMING = "coming"
    HOW_LATE = "how_late"
    LATE = "late"


class ReminderState(StrEnum):
    """planned → owed: it is in the outbox, and never said again; what is dropped may be planned anew."""

    PLANNED = "planned"
    OWED = "owed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One rule, for one person, one subject and one occurrence of it: there is never a second of the same.

    `subject` is what it is about, as booking:12. `parcel_id` is the message it went with.
    """

    id: ReminderId
    garden_id: GardenId
    person_id: PersonId
    topic: Topic
    subject: str
    rule: str
    occurs_at: datetime
    due_at: datetime
    expires_at: datetime
    state: ReminderState
    parcel_id: int | None

    @property
    def number(self) -> int:
        """The row behind the subject."""
        return int(self.subject.partition(":")[2])


def plan(
    occurrence: Occurrence, rules: Sequence[Rule], wishes: Wishes, quiet: QuietHours, zone: ZoneInfo
) -> tuple[Planned, ...]:
    """When each rule speaks, past instants included; a rule with no good moment before the occurrence is left out.

    What falls into the quiet hours goes when they end, or where that were too late, before they begin: unless
    another rule speaks on that same day.
    """
    found = ((rule, _due(rule, occurrence, wishes, quiet, zone)) for rule in rules)
    said = [(rule, due, _is_early(rule, due, occurrence)) for rule, due in found if due is not None]
    others = {due for _rule, due, early in said if not early}
    days = {due.astimezone(zone).date() for due in others}
    return tuple(
        Planned(rule, due, occurrence.matters_until)
        for rule, due, early in said
        if due in others or not (early and due.astimezone(zone).date() in days)
    )


def _is_early(rule: Rule, due: datetime, occurrence: Occurrence) -> bool:
    """Whether a rule of hours speaks before its time, which lies in the night or on a day they did not choose."""
    return bool(rule.hours) and due < occurrence.matters_until - timedelta(hours=rule.hours)


def _due(
    rule: Rule, occurrence: Occurrence, wishes: Wishes, quiet: QuietHours, zone: ZoneInfo
) -> datetime | None:
    wished = _wished(rule, occurrence, wishes, zone)
    if wished is None:
        return None
    after = next_allowed(wished, quiet, zone)
    soon_enough = after == wished or after <= occurrence.matters_until - LEAST_NOTICE
    if soon_enough and wishes.allows(after.astimezone(zone).date()):
        return after
    return _before_quiet(wished, quiet, zone)


def _wished(rule: Rule, occurrence: Occurrence, wishes: Wishes, zone: ZoneInfo) -> datetime | None:
    """The rule's moment; where that day is none of theirs, their hour of the nearest one that is."""
    day = occurrence.occurs_at.astimezone(zone).date() - timedelta(days=rule.days)
    if rule.hours:
        moment = occurrence.matters_until - timedelta(hours=rule.hours)
        day = moment.astimezone(zone).date()
        if wishes.allows(day):
            return moment
    last = occurrence.matters_until.astimezone(zone).date()
    for possible in _nearest(day, last):
        moment = at_local(possible, wishes.hour, zone)
        if wishes.allows(possible) and moment < occurrence.matters_until:
            return moment
    return None


def _nearest(day: date, last: date) -> Iterator[date]:
    """The day and the week before it, then the days after it up to the last."""
    yield from (day - timedelta(days=back) for back in range(7))
    yield from (day + timedelta(days=on) for on in range(1, (last - day).days + 1))


def _before_quiet(moment: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """Shortly before the quiet hours that `moment` lies in; None where there is no time between two of them."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() >= quiet.begin else local.date() - timedelta(days=1)
    begins = at_local(day, quiet.begin, zone)
    earlier = (begins - margin for margin in BEFORE_QUIET)
    return next((one for one in earlier if not is_quiet(one.astimezone(zone).time(), quiet)), None)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written so that the rows say what is planned; a row is given with its new instants."""

    new: tuple[Planned, ...]
    moved: tuple[tuple[Reminder, Planned], ...]
    dropped: tuple[Reminder, ...]


def reconcile(
    planned: Sequence[Planned], rows: Sequence[Reminder], occurs_at: datetime, now: datetime
) -> Changes:
    """What is planned for the occurrence at `occurs_at`, beside `rows`: one subject's of one person, of any occurrence.

    What was said is not said again. What would have been due is not made up for; what waits to go still goes.
    """
    here = {row.rule: row for row in rows if row.occurs_at == occurs_at}
    wanted = {one.rule.name for one in planned}
    moved = [(here[one.rule.name], one) for one in planned if _moves(here.get(one.rule.name), one, now)]
    gone = [row for row in rows if row.occurs_at != occurs_at and row.state is not ReminderState.DROPPED]
    unwanted = [row for row in here.values() if row.rule not in wanted and row.state is ReminderState.PLANNED]
    return Changes(
        tuple(one for one in planned if one.rule.name not in here and one.due_at > now),
        tuple(moved),
        (*gone, *unwanted),
    )


def _moves(row: Reminder | None, planned: Planned, now: datetime) -> bool:
    if row is None or row.state is ReminderState.OWED or planned.due_at <= now:
        return False
    same = (row.due_at, row.expires_at) == (planned.due_at, planned.expires_at)
    return row.state is ReminderState.DROPPED or not same
