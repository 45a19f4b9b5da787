"""Owns who has a basket: a household as the garden's own list names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from bot.domain.basket import BasketRhythm
from bot.domain.person import GardenId, PersonId
from bot.domain.point import PointId
from bot.domain.text import Language

MemberId = NewType("MemberId", int)


@dataclass(frozen=True, slots=True)
class Member:
    """`key` is the household's number in that list; `phone` is E.164; `size` is s, m, l, or the
    garden's own word, empty where all are alike.

    `person_id` is there once it is joined to a Telegram account. `solidarity` is for the holder and coordinators alone.
    Whoever has `left_at` is named by the list no more; whatever joins them to an account stays.
    """

    id: MemberId
    garden_id: GardenId
    key: str
    name: str
    language: Language
    point_id: PointId
    rhythm: BasketRhythm = BasketRhythm.WEEKLY
    size: str = ""
    email: str = ""
    phone: str = ""
    solidarity: bool = False
    since: date | None = None
    until: date | None = None
    person_id: PersonId | None = None
    left_at: datetime | None = None
