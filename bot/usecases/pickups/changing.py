"""Owns what a member says of a basket before it is fetched: coming, late, a friend, elsewhere, given away.

After a cut-off the same tap asks the keeper. Fact, lists, reminders and notices are one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import Instant
from bot.domain.basket import BasketRhythm, Exceptional, Subscription, fetching_in, opening
from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.domain.pickup import Pickup, PickupAnswer, PickupId, PickupState, RequestKind, RequestState
from bot.domain.point import Point, PointId
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import basket_news, members, pickup_requests, pickups, points
from bot.storage.database import Transaction
from bot.usecases.agenda.files import follow_in_calendar
from bot.usecases.house import Caller
from bot.usecases.pickups.asking import ask_keeper
from bot.usecases.pickups.case import PickupCase, expected_case, own_case
from bot.usecases.pickups.lateness import tell_keeper_of_late
from bot.usecases.pickups.promises import tell_outcome
from bot.usecases.pickups.subjects import about_list, about_pickup, about_request
from bot.usecases.pickups.weeks import plan_closing, plan_member, remind_holder
from bot.usecases.refresh import refresh_subject
from bot.usecases.reminding.planning import refresh_reminders


class PointFull(Refusal):
    message = _("No room is left at {point} that day. Please choose another one.")


class AlreadyGone(Refusal):
    message = _("Your basket is already on its way to the solidarity programme. Thank you all the same!")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A point where a basket could be fetched instead, with its opening hours of that week."""

    point: Point
    day: date
    opens_at: Instant
    closes_at: Instant


def answer(
    tx: Transaction, caller: Caller, pickup_id: PickupId, said: PickupAnswer, friend: str = ""
) -> Refusal | None:
    """Coming, late, or a friend collects: the keeper sees it at once, and is no longer asked to give it away."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    withdraw_requests(tx, case.pickup, caller.now, only=RequestKind.DONATE)
    changed = pickups.change_pickup(tx, case.pickup.id, caller.now, answer=said.value, friend_name=friend)
    refresh_everywhere(tx, changed, caller.now)
    if said is PickupAnswer.LATE and case.pickup.answer is not PickupAnswer.LATE:
        tell_keeper_of_late(tx, case.garden, changed, caller.now)
    return None


def give_away(tx: Transaction, caller: Caller, pickup_id: PickupId) -> bool | Refusal:
    """To the solidarity programme. False: it is so late that the keeper is asked."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    if caller.now >= case.donate_until:
        ends_at = case.pickup.closes_at
        ask_keeper(tx, case, RequestKind.DONATE, case.point, caller.now, ends_at=ends_at)
        return False
    donate(tx, case.garden, case.pickup, caller.now)
    return True


def donate(tx: Transaction, garden: Garden, pickup: Pickup, now: Instant) -> None:
    """It goes to the solidarity programme, and nobody is reminded of it any more."""
    withdraw_requests(tx, pickup, now)
    changed = pickups.change_pickup(tx, pickup.id, now, state=PickupState.DONATED.value)
    _follow(tx, garden, changed, now)


def take_back(tx: Transaction, caller: Caller, pickup_id: PickupId) -> Refusal | None:
    """After all they fetch it, as long as it can still be kept for them: on the day that the calendar says by now."""
    case = own_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    if case.pickup.state is not PickupState.DONATED:
        return NotFound()
    if caller.now >= case.donate_until:
        return AlreadyGone()
    changed = pickups.change_pickup(tx, case.pickup.id, caller.now, state=PickupState.EXPECTED.value)
    owner = members.find_member(tx, changed.member_id)
    if owner is not None:
        plan_member(tx, case.garden, owner, caller.now)
    _follow(tx, case.garden, pickups.find_pickup(tx, changed.id) or changed, caller.now)
    return None


def elsewhere(tx: Transaction, case: PickupCase, now: Instant) -> list[Elsewhere]:
    """Where else this basket could be fetched in its week; the garden first, then the soonest."""
    unusual = points.deliveries_of(tx, case.garden.id)
    found = []
    for point in points.list_points(tx, case.garden.id):
        other = _opening_of(case, point, unusual)
        if other is not None and point.id != case.pickup.point_id and other.opens_at > now:
            found.append(other)
    return sorted(found, key=lambda one: (not one.point.at_garden, one.opens_at))


def move(tx: Transaction, caller: Caller, pickup_id: PickupId, point_id: PointId) -> bool | Refusal:
    """Fetch this one basket elsewhere. False: it is so late that the keeper there is asked."""
    case = expected_case(tx, caller, pickup_id)
    if isinstance(case, Refusal):
        return case
    there = next((one for one in elsewhere(tx, case, caller.now) if one.point.id == point_id), None)
    if there is None:
        return NotFound()
    if is_full(tx, there):
        return PointFull(point=there.point.name)
    rules, zone = case.garden.rules.baskets, case.garden.zone
    if caller.now >= min(rules.change_until(day, zone) for day in (case.pickup.day, there.day)):
        ends_at = min(there.opens_at, case.pickup.closes_at)
        ask_keeper(tx, case, RequestKind.MOVE, there.point, caller.now, ends_at=ends_at)
        return False
    put_elsewhere(tx, case.garden, case.pickup, there, caller.now)
    return True


def put_elsewhere(tx: Transaction, garden: Garden, pickup: Pickup, there: Elsewhere, now: Instant) -> None:
    """The basket goes to another point; both lists show it, and it is reminded of on its new day."""
    withdraw_requests(tx, pickup, now)
    refresh_subject(tx, about_list(pickup.point_id, pickup.day), now)
    basket_news.forget_news(tx, pickup.id)
    changed = pickups.change_pickup(
        tx,
        pickup.id,
        now,
        point_id=there.point.id,
        day=there.day,
        opens_at=there.opens_at,
        closes_at=there.closes_at,
    )
    plan_closing(tx, changed, now)
    _follow(tx, garden, changed, now)


def is_full(tx: Transaction, there: Elsewhere) -> bool:
    capacity = there.point.capacity
    return capacity is not None and pickups.count_at(tx, there.point.id, there.day) >= capacity


def withdraw_requests(
    tx: Transaction, pickup: Pickup, now: Instant, *, only: RequestKind | None = None
) -> None:
    """What was asked about the basket is out of date; whoever would have swapped with it hears so."""
    for one in pickup_requests.open_requests(tx, pickup.id):
        if only is not None and one.kind is not only:
            continue
        pickup_requests.decide_request(tx, one.id, RequestState.WITHDRAWN, now)
        refresh_subject(tx, about_request(one.id), now)
        if one.other_id == pickup.id:
            refresh_subject(tx, about_pickup(one.pickup_id), now)
            tell_outcome(tx, one, now)


def refresh_everywhere(tx: Transaction, pickup: Pickup, now: Instant) -> None:
    """Its holder's messages and the keeper's list show how things stand."""
    refresh_subject(tx, about_pickup(pickup.id), now)
    refresh_reminders(tx, about_pickup(pickup.id), now)
    refresh_subject(tx, about_list(pickup.point_id, pickup.day), now)


def show_in_calendar(
    tx: Transaction, garden: Garden, member: Member, changed: Sequence[Pickup], now: Instant
) -> None:
    """Whoever put these baskets into their own calendar is sent how they stand."""
    if member.person_id is not None:
        subjects = [about_pickup(one.id) for one in changed]
        follow_in_calendar(tx, garden, member.person_id, subjects, now)


def _follow(tx: Transaction, garden: Garden, pickup: Pickup, now: Instant) -> None:
    holder = members.find_member(tx, pickup.holder)
    if holder is not None:
        remind_holder(tx, garden, pickup, holder, now)
        show_in_calendar(tx, garden, holder, (pickup,), now)
    refresh_everywhere(tx, pickup, now)


def _opening_of(case: PickupCase, point: Point, unusual: Sequence[Exceptional]) -> Elsewhere | None:
    """When a point is open in the week of the basket; it keeps the week's calendar, whoever it is for."""
    found = fetching_in(case.pickup.week, Subscription(point.weekday, BasketRhythm.WEEKLY), unusual)
    if found is None:
        return None
    opens_at, closes_at = opening(found.day, point.opens, point.closes, case.garden.zone)
    return Elsewhere(point, found.day, opens_at, closes_at)
