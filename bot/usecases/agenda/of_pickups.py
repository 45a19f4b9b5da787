"""Owns baskets as dates of somebody's calendar: under one name for as long as they are, wherever they move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.clock import Instant
from bot.domain.entry import Entry, uid_of
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.domain.pickup import Pickup, PickupId, PickupState
from bot.domain.point import Point
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import members, pickups, points
from bot.storage.database import Transaction
from bot.usecases.agenda.source import Source
from bot.usecases.pickups.subjects import about_pickup

BASKET = say(_("🧺 Vegetable basket"))


def _gather(tx: Transaction, garden: Garden, person_id: PersonId, since: Instant) -> list[Entry]:
    """What they are to fetch, and fetched lately."""
    member = members.member_of_person(tx, garden.id, person_id)
    if member is None:
        return []
    known = {one.id: one for one in points.list_points(tx, garden.id, closed_too=True)}
    mine = pickups.pickups_to_fetch(tx, member.id, since)
    return [_entry_of(garden, known[one.point_id], one) for one in mine if not _is_off(one)]


def _find(tx: Transaction, garden: Garden, person_id: PersonId, number: int) -> Entry | None:
    pickup = pickups.find_pickup(tx, PickupId(number))
    member = members.member_of_person(tx, garden.id, person_id)
    point = points.find_point(tx, pickup.point_id) if pickup else None
    if pickup is None or member is None or point is None:
        return None
    if pickup.holder == member.id:
        return _entry_of(garden, point, pickup)
    swapped_away = pickup.member_id == member.id
    return replace(_entry_of(garden, point, pickup), cancelled=True) if swapped_away else None


def _entry_of(garden: Garden, point: Point, pickup: Pickup) -> Entry:
    subject = about_pickup(pickup.id)
    where: Text = say(_("{point}, {address}"), point=point.name, address=point.address)
    return Entry(
        subject=subject,
        uid=uid_of(garden.slug, subject, datetime.combine(pickup.week, time(), UTC)),
        sequence=pickup.version,
        starts_at=pickup.opens_at,
        ends_at=pickup.closes_at,
        zone=garden.zone,
        title=BASKET,
        where=where,
        about=(point.access,) if point.access else (),
        cancelled=_is_off(pickup),
    )


def _is_off(pickup: Pickup) -> bool:
    return pickup.state not in (PickupState.EXPECTED, PickupState.COLLECTED)


PICKUPS = Source(_gather, _find)
