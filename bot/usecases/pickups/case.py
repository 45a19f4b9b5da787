"""Owns what a message about a basket speaks of, read together; and whose basket it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.clock import Instant
from bot.domain.garden import Garden, Place
from bot.domain.labels import WEEKDAYS
from bot.domain.member import Member
from bot.domain.person import Weekday
from bot.domain.pickup import Pickup, PickupId
from bot.domain.point import Point
from bot.domain.text import Text, say
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import contents, gardens, members, pickup_requests, pickups, points
from bot.storage.contents import Contents
from bot.storage.database import Transaction
from bot.usecases.house import Caller

MAP = "https://www.openstreetmap.org/"


class NoBasket(Refusal):
    message = _(
        "I know of no basket of yours yet. If you have one, open the link from the garden’s letter, or write /human."
    )


class SubscriptionOver(Refusal):
    message = _(
        "The garden’s list says that this subscription has ended. Is that a mistake? Please write /human."
    )


class BasketOver(Refusal):
    message = _("This basket can no longer be changed. /basket shows the next one.")


@dataclass(frozen=True, slots=True)
class PickupCase:
    """A basket with where it is fetched and who fetches it: `holder`, after a swap somebody else than its member."""

    garden: Garden
    pickup: Pickup
    point: Point
    holder: Member
    contents: Contents | None

    @property
    def change_until(self) -> Instant:
        return self.garden.rules.baskets.change_until(self.pickup.day, self.garden.zone)

    @property
    def donate_until(self) -> Instant:
        return self.garden.rules.baskets.donate_until(self.pickup.opens_at)


def case_of_pickup(tx: Transaction, pickup_id: PickupId) -> PickupCase | None:
    """None where the basket is gone."""
    pickup = pickups.find_pickup(tx, pickup_id)
    return case_of(tx, pickup) if pickup else None


def look_up_cases(tx: Transaction, numbers: Collection[PickupId]) -> None:
    """In a snapshot: what is said of all these baskets, from a handful of queries."""
    there = pickups.find_pickups(tx, numbers).values()
    pickup_requests.look_up_open_requests(tx, [one.id for one in there])
    members.find_members(tx, {one.holder for one in there})
    points.look_up_points(tx, {one.point_id for one in there})


def case_of(tx: Transaction, pickup: Pickup) -> PickupCase | None:
    garden = gardens.find_garden(tx, pickup.garden_id)
    point = points.find_point(tx, pickup.point_id)
    holder = members.find_member(tx, pickup.holder)
    if garden is None or point is None or holder is None:
        return None
    told = contents.find_contents(tx, garden.id, pickup.week)
    return PickupCase(garden, pickup, point, holder, told)


def member_behind(tx: Transaction, caller: Caller) -> Member | Refusal:
    """The member who acts; somebody who left has no basket any more."""
    member = members.member_of_person(tx, caller.garden.id, caller.person.id)
    if member is None:
        return NoBasket()
    return member if member.left_at is None else SubscriptionOver()


def own_case(tx: Transaction, caller: Caller, pickup_id: PickupId) -> PickupCase | Refusal:
    """The caller's own basket, locked, as long as its point has not closed."""
    member = member_behind(tx, caller)
    if isinstance(member, Refusal):
        return member
    pickup = pickups.lock_pickup(tx, pickup_id)
    case = case_of(tx, pickup) if pickup and pickup.garden_id == caller.garden.id else None
    if case is None or case.holder.id != member.id:
        return NotFound()
    return case if case.pickup.closes_at > caller.now else BasketOver()


def expected_case(tx: Transaction, caller: Caller, pickup_id: PickupId) -> PickupCase | Refusal:
    """The same, where it is still to be fetched."""
    case = own_case(tx, caller, pickup_id)
    return case if isinstance(case, Refusal) or case.pickup.is_expected else BasketOver()


def when_open(pickup: Pickup, garden: Garden) -> Text:
    """The day with its hours, as the garden's clocks read."""
    return hours_between(pickup.opens_at, pickup.closes_at, garden)


def hours_between(opens_at: Instant, closes_at: Instant, garden: Garden) -> Text:
    """The same for any opening."""
    opens, closes = (one.astimezone(garden.zone) for one in (opens_at, closes_at))
    return say(_("{day}, {start} to {end}"), day=opens.date(), start=opens.time(), end=closes.time())


def hours_of_point(point: Point) -> Text:
    """On which day of the week, from when to when."""
    day = WEEKDAYS[list(Weekday)[point.weekday - 1]]
    return say(_("{day}, {start} to {end}"), day=day, start=point.opens, end=point.closes)


def map_of(place: Place) -> str:
    """A link to the place on a map that asks for no account."""
    where = {"mlat": f"{place.latitude:.6f}", "mlon": f"{place.longitude:.6f}"}
    return f"{MAP}?{urlencode(where)}#map=17/{place.latitude:.6f}/{place.longitude:.6f}"
