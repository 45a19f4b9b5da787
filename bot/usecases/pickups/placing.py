"""Owns where each planned basket belongs: by its member's subscription and the garden's calendar. Reads only.

What its holder changed by hand stays as they wanted it, as far as the calendar of its point allows. One whose cut-off
has passed is moved by the calendar alone. A week that falls out is kept, cancelled: whoever counted on it hears of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.clock import Instant
from bot.domain.basket import (
    Away,
    BasketRhythm,
    Exceptional,
    Fetching,
    Subscription,
    fetching_in,
    fetchings,
    opening,
)
from bot.domain.garden import Garden
from bot.domain.member import Member, MemberId
from bot.domain.pickup import Pickup, PickupState
from bot.domain.point import Point, PointId
from bot.storage import holidays, pickups, points
from bot.storage.database import Transaction
from bot.storage.pickups import Placing, Slot

WEEKS = 5
"""So many weeks are planned, the current one included."""
WAITING = (PickupState.EXPECTED, PickupState.PAUSED, PickupState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What some members' baskets need: new ones, others put elsewhere, some gone. `last` is the last member.

    `goes_on`: there may be members after them.
    """

    members: Sequence[Member]
    new: Sequence[Slot]
    placed: Sequence[Placing]
    gone: Sequence[Pickup]
    goes_on: bool = False

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


def read_calendar(tx: Transaction, garden: Garden, now: Instant) -> Calendar:
    known = {one.id: one for one in points.list_points(tx, garden.id, closed_too=True)}
    return Calendar(garden, now, known, points.deliveries_of(tx, garden.id))


def compare(tx: Transaction, calendar: Calendar, some: Sequence[Member], most: int | None = None) -> Chunk:
    """What these members' baskets need to be in line with the calendar; after `most` changes, the rest are left out."""
    numbers = [one.id for one in some]
    away = holidays.holidays_of(tx, numbers, calendar.today)
    there = pickups.pickups_since(tx, numbers, calendar.today)
    new: list[Slot] = []
    placed: list[Placing] = []
    gone: list[Pickup] = []
    for number, member in enumerate(some, 1):
        if most is not None and len(placed) + len(gone) >= most:
            return Chunk(some[: number - 1], new, placed, gone, goes_on=True)
        mine = _subscription(calendar, member, away.get(member.id, ()))
        has = there.get(member.id, ())
        new += _missing(calendar, member, mine, {one.week for one in has})
        for one in has:
            if one.state not in WAITING:
                continue
            slot = _belongs(calendar, member, mine, one)
            if slot is None:
                gone.append(one)
            elif _moves(one, slot):
                placed.append(Placing(one, slot))
    return Chunk(some, new, placed, gone)


def _subscription(calendar: Calendar, member: Member, away: tuple[Away, ...]) -> Subscription | None:
    """When a member fetches; None for whoever left."""
    point = calendar.points.get(member.point_id)
    if point is None or member.left_at is not None:
        return None
    return Subscription(point.weekday, member.rhythm, member.since, member.until, away)


def _missing(
    calendar: Calendar, member: Member, mine: Subscription | None, there: set[date]
) -> Iterable[Slot]:
    if mine is None:
        return
    for one in fetchings(mine, calendar.unusual, calendar.today, WEEKS):
        if one.week not in there:
            state = PickupState.PAUSED if one.paused else PickupState.EXPECTED
            yield _slot(calendar, member.id, calendar.points[member.point_id], one, state)


def _belongs(calendar: Calendar, member: Member, mine: Subscription | None, has: Pickup) -> Slot | None:
    """Where and how a planned basket is to be by now; None: it is no basket of theirs any more."""
    by_hand = has.changed_at is not None or _is_prepared(calendar, has)
    point = calendar.points[has.point_id if by_hand else member.point_id]
    wanted = Subscription(point.weekday, BasketRhythm.WEEKLY) if by_hand else mine
    if mine is None or wanted is None:
        return None
    found = fetching_in(has.week, wanted, calendar.unusual)
    if found is None or found.day < calendar.today:
        return _fallen_out(wanted, has, by_hand=by_hand)
    usual = PickupState.PAUSED if found.paused else PickupState.EXPECTED
    keeps = by_hand and has.state is not PickupState.CANCELLED
    return _slot(calendar, member.id, point, found, has.state if keeps else usual)


def _fallen_out(wanted: Subscription, has: Pickup, *, by_hand: bool) -> Slot | None:
    """The calendar takes it out: cancelled, unless nobody counted on it or it is theirs no more anyway."""
    stays = Slot(has.member_id, has.week, has.day, has.point_id, has.opens_at, has.closes_at, has.state)
    if has.state is PickupState.PAUSED:
        return stays if by_hand else None
    would_be = fetching_in(has.week, wanted)
    return replace(stays, state=PickupState.CANCELLED) if would_be is not None else None


def _slot(calendar: Calendar, member_id: MemberId, point: Point, one: Fetching, state: PickupState) -> Slot:
    opens_at, closes_at = opening(one.day, point.opens, point.closes, calendar.garden.zone)
    return Slot(member_id, one.week, one.day, point.id, opens_at, closes_at, state)


def _is_prepared(calendar: Calendar, has: Pickup) -> bool:
    """Its cut-off has passed: another point, rhythm or holiday comes too late for it."""
    return calendar.now >= calendar.garden.rules.baskets.change_until(has.day, calendar.garden.zone)


def _moves(has: Pickup, slot: Slot) -> bool:
    """Whether a planned basket is to be put elsewhere."""
    return (has.day, has.opens_at, has.closes_at, has.point_id, has.state) != (
        slot.day,
        slot.opens_at,
        slot.closes_at,
        slot.point_id,
        slot.state,
    )
