"""Owns where and when a checked garden file has baskets handed out."""

from __future__ import annotations

from bot.domain.garden import Place
from bot.domain.person import GardenId, Weekday
from bot.domain.point import Delivery, Point, PointId
from bot.domain.terms import NOTHING_SAID
from bot.usecases.garden_file.schema import BasketsSheet, DeliverySheet, GardenFile, PickupSheet


def points_of(file: GardenFile, garden_id: GardenId) -> list[tuple[Point, str | None]]:
    """Where baskets are handed out, each with the slug of the referent who keeps it."""
    return [
        (_point(sheet, sheet.baskets, garden_id), sheet.baskets.keeper)
        for sheet in file.pickup_points
        if sheet.baskets is not None
    ]


def deliveries_of(file: GardenFile) -> list[Delivery]:
    """What differs in the calendar of deliveries."""
    return [_delivery(sheet) for sheet in file.deliveries]


def _point(sheet: PickupSheet, baskets: BasketsSheet, garden_id: GardenId) -> Point:
    return Point(
        id=PointId(0),
        garden_id=garden_id,
        slug=sheet.slug,
        name=sheet.name,
        address=sheet.address,
        place=Place(sheet.latitude, sheet.longitude),
        weekday=list(Weekday).index(baskets.day) + 1,
        opens=baskets.opens,
        closes=baskets.closes,
        access=baskets.access or NOTHING_SAID,
        capacity=baskets.capacity,
        at_garden=baskets.at_garden,
    )


def _delivery(sheet: DeliverySheet) -> Delivery:
    return Delivery(sheet.first_day, sheet.last_day or sheet.first_day, sheet.moved_to, sheet.reason)
