"""Owns the import of where and when baskets are handed out. A point gone from the file is closed, never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.garden import Garden
from bot.domain.point import Point
from bot.storage import points, referents
from bot.storage.database import Transaction
from bot.storage.saving import Change
from bot.usecases.garden_file.baskets import deliveries_of, points_of
from bot.usecases.garden_file.schema import GardenFile


def import_points(tx: Transaction, garden: Garden, file: GardenFile, now: datetime) -> list[Change]:
    """Every point of the file, with its keeper; referents have been imported before."""
    known = {one.slug: one.id for one in referents.list_referents(tx, garden.id)}
    there = {one.slug: one for one in points.list_points(tx, garden.id, closed_too=True)}
    wanted = [
        _kept(replace(point, referent_id=None if keeper is None else known[keeper]), there.get(point.slug))
        for point, keeper in points_of(file, garden.id)
    ]
    changes = [points.save_point(tx, point)[1] for point in wanted]
    closed = points.close_points_but(tx, garden.id, [point.slug for point in wanted], now)
    return [*changes, *(Change.WITHDRAWN for _ in range(closed))]


def _kept(point: Point, before: Point | None) -> Point:
    """A keeper whom the chat named stays, until the file names the same."""
    if before is None or not before.keeper_by_chat or before.referent_id == point.referent_id:
        return point
    return replace(point, referent_id=before.referent_id, keeper_by_chat=True)


def said_in_chat(tx: Transaction, garden: Garden, file: GardenFile, now: datetime) -> list[str]:
    """Points and days on which the chat stands over what the file says."""
    keepers = {point.slug: keeper for point, keeper in points_of(file, garden.id)}
    slugs = {one.id: one.slug for one in referents.list_referents(tx, garden.id)}
    there = [one for one in points.list_points(tx, garden.id) if one.keeper_by_chat]
    named = {one.slug: slugs[one.referent_id] if one.referent_id else None for one in there}
    kept = [slug for slug, keeper in named.items() if keeper != keepers.get(slug)]
    days = points.overruled_days(tx, garden.id, now.astimezone(garden.zone).date())
    return [*kept, *(f"the delivery of {day.isoformat()}" for day in days)]


def import_deliveries(tx: Transaction, garden: Garden, file: GardenFile) -> list[Change]:
    """What differs in the calendar, all as one."""
    if points.replace_deliveries(tx, garden.id, deliveries_of(file)):
        return [Change.UPDATED]
    return [Change.UNCHANGED] if file.deliveries else []
