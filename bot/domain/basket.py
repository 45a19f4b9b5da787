"""Owns on which day a member fetches in a week, and until when that can still be changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BasketRhythm(StrEnum):
    """Every week, or those whose number by ISO 8601 is even or odd, as French calendars print it.

    After a year of 53 weeks two odd ones follow each other: the calendar on the wall counts, not the distance.
    """

    WEEKLY = "weekly"
    EVEN = "even"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Days on which the garden hands out no baskets, or one day whose baskets are handed out on `moved_to`."""

    first_day: date
    last_day: date
    moved_to: date | None = None
