"""Owns how far two places are from each other."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from bot.domain.garden import Place

EARTH_RADIUS_KM = 6371.0088
"""The earth's mean radius (IUGG)."""


def distance_km(one: Place, other: Place) -> float:
    """Kilometres as the crow flies, by the haversine formula."""
    latitude, other_latitude = radians(one.latitude), radians(other.latitude)
    rise = sin((other_latitude - latitude) / 2) ** 2
    run = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(rise + cos(latitude) * cos(other_latitude) * run)))
