"""Owns a garden whose crowd fetches its baskets on one day: everybody's reminder of it is due at the same instant."""

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
    here = await db.run(_plant_points, garden)
    for start in range(0, len(numbers), AT_ONCE):
        await db.run(_plant_members, garden, here, numbers[start : start + AT_ONCE], due)


def _plant_points(tx: Transaction, garden: Garden) -> list[PointId]:
    return [points.save_point(tx, _point(garden, number))[0] for number in range(POINTS)]


def _point(garden: Garden, number: int) -> Point:
    return Point(
        id=PointId(0), garden_id=garden.id, slug=f"point-{number}", name=Words({"fr": f"Mairie {number}"}),
        address=f"{number} place de la Mairie", place=HERE, weekday=4, opens=time(17), closes=time(18),
        access=Words({"fr": "Faites le tour du bâtiment : la porte bleue."}),
    )  # fmt: skip


def _plant_members(
    tx: Transaction, garden: Garden, here: Sequence[PointId], numbers: range, due: datetime
) -> None:
    listed = [_household(number, here[number % POINTS]) for number in numbers]
    members.add_members(tx, garden.id, listed, due)
    there = members.members_by_keys(tx, garden.id, [row["key"] for row in listed])
    for one in there:
        members.join_member(tx, one.id, PersonId(int(one.key)))
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
