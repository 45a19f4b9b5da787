"""Owns which baskets are planned: every member's of the coming weeks, brought in line with the calendar, in chunks.

A basket that somebody changed by hand is left alone, and so is one whose cut-off has passed, unless its day moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from bot.clock import Instant, at_local
from bot.domain.basket import Away, Exceptional, Subscription, fetchings, opening
from bot.domain.garden import Garden
from bot.domain.member import Member, MemberId
from bot.domain.person import GardenId
from bot.domain.pickup import Pickup, PickupId, PickupState
from bot.domain.point import Point, PointId
from bot.domain.reminding import Topic
from bot.storage import gardens, holidays, members, pickups, points, timers
from bot.storage.database import Transaction
from bot.storage.pickups import Slot
from bot.storage.timers import Timer
from bot.usecases.pickups.reminding import NEAR, plan_reminding
from bot.usecases.pickups.subjects import about_pickup
from bot.usecases.reminding.planning import forget_reminders, remind_of

PICKUPS = "pickups"
"""The timer of a garden: its members' baskets are planned further."""
CLOSING = "pickups_closing"
"""The timer of a point on one of its days: it closes."""

WEEKS = 5
"""So many weeks are planned, the current one included."""
CHUNK = 100
"""Members planned in one transaction; they are looked at beside the writer."""
AT_NIGHT = time(3)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What some members' baskets need: new ones, others put elsewhere, some gone. `last` is the last member."""

    members: Sequence[Member]
    new: Sequence[Slot]
    placed: Mapping[PickupId, Slot]
    gone: Sequence[Pickup]

    @property
    def last(self) -> MemberId:
        return self.members[-1].id if self.members else MemberId(0)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What all members of a garden have in common."""

    garden: Garden
    now: Instant
    points: Mapping[PointId, Point]
    unusual: Sequence[Exceptional] = field(default=())

    @property
    def today(self) -> date:
        return self.now.astimezone(self.garden.zone).date()


def plan_soon(tx: Transaction, garden_id: GardenId, now: Instant) -> None:
    """Members, points or the calendar changed: go through everybody's baskets from the first member on."""
    _plan_chunk(tx, garden_id, 0, now)


def find_chunk(tx: Transaction, timer: Timer, now: Instant) -> Chunk:
    """The next members, and what their baskets need. Reads only."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return Chunk((), (), {}, ())
    after = MemberId(int(timer.payload.get("after", 0)))
    return compare(tx, read_calendar(tx, garden, now), members.members_after(tx, garden.id, after, CHUNK))


def write_chunk(tx: Transaction, timer: Timer, now: Instant, found: Chunk) -> None:
    """Bring them in line, and go on with the next ones; after the last, the next night. Without members, never."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    write(tx, garden, found, now)
    if len(found.members) == CHUNK:
        _plan_chunk(tx, garden.id, found.last, now)
        return
    plan_reminding(tx, garden.id, now)
    if found.members or timer.payload.get("after"):
        tomorrow = now.astimezone(garden.zone).date() + timedelta(days=1)
        _plan_chunk(tx, garden.id, 0, at_local(tomorrow, AT_NIGHT, garden.zone))


def plan_member(tx: Transaction, garden: Garden, member: Member, now: Instant) -> None:
    """One member's baskets, at once: they have just joined, or said when they are away."""
    write(tx, garden, compare(tx, read_calendar(tx, garden, now), [member]), now)
    plan_reminding(tx, garden.id, now)


def read_calendar(tx: Transaction, garden: Garden, now: Instant) -> Calendar:
    known = {one.id: one for one in points.list_points(tx, garden.id, closed_too=True)}
    return Calendar(garden, now, known, points.deliveries_of(tx, garden.id))


def compare(tx: Transaction, calendar: Calendar, some: Sequence[Member]) -> Chunk:
    """What these members' baskets need to be in line with the calendar."""
    numbers = [one.id for one in some]
    away = holidays.holidays_of(tx, numbers, calendar.today)
    there = pickups.pickups_since(tx, numbers, calendar.today)
    new: list[Slot] = []
    placed: dict[PickupId, Slot] = {}
    gone: list[Pickup] = []
    for member in some:
        has = {one.week: one for one in there.get(member.id, ())}
        wanted = {one.week: one for one in _wanted(calendar, member, away.get(member.id, ()))}
        new += [slot for week, slot in wanted.items() if week not in has]
        placed |= {has[week].id: slot for week, slot in wanted.items()
                   if week in has and _moves(calendar, has[week], slot)}  # fmt: skip
        gone += [one for week, one in has.items() if week not in wanted and _goes(one, member)]
    return Chunk(some, new, placed, gone)


def write(tx: Transaction, garden: Garden, chunk: Chunk, now: Instant) -> None:
    """The baskets, and a look at each point when it closes. Reminders follow by themselves: see `reminding`."""
    pickups.add_pickups(tx, garden.id, chunk.new)
    pickups.place_pickups(tx, chunk.placed)
    pickups.drop_pickups(tx, [one.id for one in chunk.gone])
    for one in chunk.gone:
        forget_reminders(tx, about_pickup(one.id), now)
    today = now.astimezone(garden.zone).date()
    written = pickups.pickups_since(tx, [one.id for one in chunk.members], today)
    near = [one for some in written.values() for one in some if one.day <= today + NEAR]
    for one in {(one.point_id, one.day): one for one in near}.values():
        plan_closing(tx, one, now)


def remind_holder(tx: Transaction, garden: Garden, pickup: Pickup, holder: Member, now: Instant) -> None:
    """Plan the reminders of one basket. Those of one that nobody fetches say nothing when they are due."""
    if holder.person_id is not None and pickup.is_expected and pickup.closes_at > now:
        remind_of(
            tx,
            garden,
            holder.person_id,
            Topic.BASKET,
            about_pickup(pickup.id),
            pickup.opens_at,
            now,
            closes_at=pickup.closes_at,
        )


def plan_closing(tx: Transaction, pickup: Pickup, now: Instant) -> None:
    """Look at the point when it closes that day."""
    key = f"{CLOSING}:{pickup.point_id}:{pickup.day.isoformat()}"
    if pickup.closes_at > now and not timers.is_set(tx, key):
        timers.set_timer(
            tx,
            kind=CLOSING,
            subject_id=pickup.point_id,
            key=key,
            due_at=pickup.closes_at,
            garden_id=pickup.garden_id,
            payload={"day": pickup.day.isoformat()},
        )


def _wanted(calendar: Calendar, member: Member, away: tuple[Away, ...]) -> Iterable[Slot]:
    point = calendar.points.get(member.point_id)
    if point is None or member.left_at is not None:
        return
    mine = Subscription(point.weekday, member.rhythm, member.since, member.until, away)
    for one in fetchings(mine, calendar.unusual, calendar.today, WEEKS):
        opens_at, closes_at = opening(one.day, point.opens, point.closes, calendar.garden.zone)
        state = PickupState.PAUSED if one.paused else PickupState.EXPECTED
        yield Slot(member.id, one.week, one.day, point.id, opens_at, closes_at, state)


def _moves(calendar: Calendar, has: Pickup, slot: Slot) -> bool:
    """Whether a planned basket is to be put elsewhere. After its cut-off nobody's absence or new point moves it."""
    if has.changed_at is not None or has.state not in (PickupState.EXPECTED, PickupState.PAUSED):
        return False
    if (has.day, has.opens_at, has.closes_at) != (slot.day, slot.opens_at, slot.closes_at):
        return True
    rules, zone = calendar.garden.rules.baskets, calendar.garden.zone
    is_late = calendar.now >= rules.change_until(has.day, zone)
    return (has.point_id, has.state) != (slot.point_id, slot.state) and not is_late


def _goes(one: Pickup, member: Member) -> bool:
    """A basket of no week of theirs any more; one changed by hand goes only with the member."""
    waits = one.state in (PickupState.EXPECTED, PickupState.PAUSED)
    return waits and (one.changed_at is None or member.left_at is not None)


def _plan_chunk(tx: Transaction, garden_id: GardenId, after: int, due_at: Instant) -> None:
    timers.set_timer(
        tx,
        kind=PICKUPS,
        subject_id=garden_id,
        key=_key(garden_id),
        due_at=due_at,
        garden_id=garden_id,
        payload={"after": after},
    )


def _key(garden_id: GardenId) -> str:
    return f"{PICKUPS}:{garden_id}"
