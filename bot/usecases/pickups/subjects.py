"""Owns under which names messages about baskets are found again."""

from __future__ import annotations

from datetime import date

from bot.domain.pickup import PickupId, RequestId
from bot.domain.point import PointId
from bot.storage.pickups import SUBJECT


def about_pickup(pickup_id: PickupId) -> str:
    return f"{SUBJECT}:{pickup_id}"


def about_list(point_id: PointId, day: date) -> str:
    """The keeper's list of one day."""
    return f"baskets:{point_id}:{day.isoformat()}"


def about_request(request_id: RequestId) -> str:
    return f"basket_request:{request_id}"
