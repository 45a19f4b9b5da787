"""Owns short cuts: households of the garden's list with a basket, some of them joined to somebody's account."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.app import App
from bot.domain.member import Member, MemberId
from bot.domain.pickup import Pickup
from bot.domain.point import Point
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from bot.storage import members, people, pickups, points
from bot.storage.database import Transaction
from bot.usecases.pickups.weeks import plan_soon
from tests.journey.shifts_there import in_garden

HALL, SHOP = "halle-de-sully", "boutique"


def point_called(tx: Transaction, slug: str) -> Point:
    return next(one for one in points.list_points(tx, in_garden(tx).id) if one.slug == slug)


async def has_basket(
    app: App, emulator: Emulator, name: str, person: Person | None = None, slug: str = HALL, **changes: Any
) -> MemberId:
    """A household on the garden's list, its coming weeks planned; joined where somebody is named."""

    def enrol(tx: Transaction) -> MemberId:
        garden = in_garden(tx)
        row = {
            "key": name,
            "name": name,
            "email": "",
            "phone": "",
            "language": "en",
            "point_id": point_called(tx, slug).id,
            "size": "m",
            "rhythm": "weekly",
            "solidarity": False,
            "since": None,
            "until": None,
            **changes,
        }
        members.add_members(tx, garden.id, [row], emulator.now)
        made = next(one for one in members.members_of_garden(tx, garden.id) if one.key == name)
        known = people.find_by_telegram_id(tx, person.id) if person else None
        members.join_member(tx, made.id, known.id if known else None)
        plan_soon(tx, garden.id, emulator.now)
        return made.id

    if person is not None:
        await person.says("/help")
    made = await app.db.run(enrol)
    await emulator.settle()
    return made


async def pickups_of(app: App, member_id: MemberId) -> list[Pickup]:
    found = await app.db.read(pickups.pickups_since, [member_id], date(2026, 1, 1))
    return found.get(member_id, [])


async def member(app: App, member_id: MemberId) -> Member:
    found = await app.db.read(members.find_member, member_id)
    assert found is not None
    return found
