"""Owns a garden whose crowd fetches its baskets on one day: households at its points, and a reminder due for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from benchmarks.choosing import HERE
from bot.domain.garden import Garden
from bot.domain.member import Member
from bot.domain.person import PersonId
from bot.domain.pickup import Pickup, PickupState
from bot.domain.point import Point, PointId
from bot.domain.reminding import Expected, Occurrence, Topic
from bot.domain.text import Words
from bot.storage import members, pickups, points
from bot.storage.database import Database, Transaction
from bot.storage.pickups import Slot
from bot.usecases.pickups.subjects import about_pickup
from bot.usecases.reminding.planning import remind_all, work_out

POINTS, AT_ONCE = 40, 500
TWO_HOURS, OPEN, AHEAD = timedelta(hours=2), timedelta(hours=1), timedelta(minutes=1)


async def plant_baskets(db: Database, garden: Garden, numbers: range, due: datetime) -> None:
    """These people, by number, are members, to be reminded two hours before closing, which is at `due`."""
    await plant_households(db, garden, numbers, due)
    for some in _some(numbers):
        await db.run(_plant_reminded, garden, some, due)


async def plant_households(db: Database, garden: Garden, numbers: range, now: datetime) -> None:
    """These people, by number, are members, spread over the points; no basket is planned yet."""
    here = await db.run(_plant_points, garden)
    for some in _some(numbers):
        await db.run(_plant_members, garden, here, some, now)


def _some(numbers: range) -> list[range]:
    return [numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)]


def _plant_points(tx: Transaction, garden: Garden) -> list[PointId]:
    return [points.save_point(tx, _point(garden, number))[0] for number in range(POINTS)]


def _point(garden: Garden, number: int) -> Point:
    return Point(
        id=PointId(0), garden_id=garden.id, slug=f"point-{number}", name=Words({"fr": f"Mairie {number}"}),
        address=f"{number} place de la Mairie", place=HERE, weekday=4, opens=time(17), closes=time(18),
        access=Words({"fr": "Faites le tour du bâtiment : la porte bleue."}),
    )  # fmt: skip


def _plant_members(
    tx: Transaction, garden: Garden, here: Sequence[PointId], numbers: range, now: datetime
) -> None:
    listed = [_household(number, here[number % POINTS]) for number in numbers]
    members.add_members(tx, garden.id, listed, now)
    for one in members.members_by_keys(tx, garden.id, [row["key"] for row in listed]):
        members.join_member(tx, one.id, PersonId(int(one.key)))


def _plant_reminded(tx: Transaction, garden: Garden, numbers: range, due: datetime) -> None:
    there = members.members_by_keys(tx, garden.id, [str(number) for number in numbers])
    pickups.add_pickups(tx, garden.id, [_slot(one, due) for one in there])
    theirs = pickups.pickups_since(tx, [one.id for one in there], due.date())
    expected = [_expected(one, theirs[one.id][0]) for one in there]
    remind_all(tx, garden, work_out(tx, garden, expected), due - AHEAD)


def _household(number: int, point: PointId) -> dict[str, Any]:
    return {
        "key": str(number), "name": f"Volunteer {number}", "email": "", "phone": "", "language": "fr",
        "point_id": point, "size": ("Petit", "Grand")[number % 2], "rhythm": "weekly", "solidarity": number % 9 == 0,
        "since": None, "until": None,
    }  # fmt: skip


def _slot(one: Member, due: datetime) -> Slot:
    closes = due + TWO_HOURS
    return Slot(one.id, due.date(), due.date(), one.point_id, closes - OPEN, closes, PickupState.EXPECTED)


def _expected(one: Member, pickup: Pickup) -> Expected:
    fetched = Occurrence(pickup.opens_at, pickup.closes_at)
    return Expected(PersonId(int(one.key)), Topic.BASKET, about_pickup(pickup.id), fetched)
