"""Owns where baskets are handed out, and why a delivery is not when it usually is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import NewType

from bot.domain.basket import Exceptional
from bot.domain.garden import Place
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import ReferentId
from bot.domain.terms import NOTHING_SAID
from bot.domain.text import Words

PointId = NewType("PointId", int)


@dataclass(frozen=True, slots=True)
class Point:
    """Where baskets are handed out, once a week: `weekday` is ISO's (1 is Monday), the hours are the garden's.

    `keeper_id` is the person behind the referent who keeps it, None until that referent is linked; `keeper_by_chat`:
    the chat says who, over the file. A `closed` one is gone from the garden file; whoever fetches there does so until
    the garden's list says otherwise.
    """

    id: PointId
    garden_id: GardenId
    slug: str
    name: Words
    address: str
    place: Place
    weekday: int
    opens: time
    closes: time
    access: Words = field(default=NOTHING_SAID)
    referent_id: ReferentId | None = None
    keeper_id: PersonId | None = None
    keeper_by_chat: bool = False
    capacity: int | None = None
    at_garden: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Delivery(Exceptional):
    """What differs in the garden's calendar, and why, as members read it."""

    reason: Words = field(default=NOTHING_SAID)

    def without(self, days: Collection[date]) -> Iterator[Delivery]:
        """What is left of it around these days."""
        first = self.first_day
        for day in sorted(one for one in days if self.covers(one)):
            if first < day:
                yield replace(self, first_day=first, last_day=day - timedelta(days=1))
            first = day + timedelta(days=1)
        if first <= self.last_day:
            yield replace(self, first_day=first)


def one_calendar(by_file: Iterable[Delivery], by_chat: Collection[Delivery]) -> list[Delivery]:
    """What differs, the earliest first: the chat says of a single day what holds, over the file.

    A day that the chat moves to itself is as usual.
    """
    days = [one.first_day for one in by_chat]
    found = [left for one in by_file for left in one.without(days)]
    found += [one for one in by_chat if one.moved_to != one.first_day]
    return sorted(found, key=lambda one: one.first_day)
