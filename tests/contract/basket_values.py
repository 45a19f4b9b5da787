"""A point and a list of members for the tests of baskets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from bot.domain.garden import Garden
from bot.domain.point import Point, PointId
from bot.storage import members, points
from bot.storage.database import Transaction
from tests.contract.rows import NOON
from tests.contract.values import HERE, words


def a_point(garden: Garden, slug: str = "halle", **changes: Any) -> Point:
    values: dict[str, Any] = {
        "name": words("La halle"),
        "address": "Place",
        "place": HERE,
        "weekday": 4,
        "opens": time(17),
        "closes": time(19),
        **changes,
    }
    return Point(id=PointId(0), garden_id=garden.id, slug=slug, **values)


def plant_point(tx: Transaction, garden: Garden, slug: str = "halle", **changes: Any) -> PointId:
    return points.save_point(tx, a_point(garden, slug, **changes))[0]


def listed(key: str, point_id: PointId, **changes: Any) -> dict[str, Any]:
    """A row of the garden's list, as `members.add_members` takes it."""
    return {
        "key": key,
        "name": f"Foyer {key}",
        "email": "",
        "phone": "",
        "language": "fr",
        "point_id": point_id,
        "size": "m",
        "rhythm": "weekly",
        "solidarity": False,
        "since": None,
        "until": None,
        **changes,
    }


def enrol(tx: Transaction, garden: Garden, keys: Iterable[str]) -> PointId:
    """Members of these numbers, all at one point."""
    point_id = plant_point(tx, garden)
    members.add_members(tx, garden.id, [listed(key, point_id) for key in keys], NOON)
    return point_id
