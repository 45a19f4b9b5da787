"""Owns the queries about what members have not heard yet of their baskets: where one was, and when, before the garden
put it elsewhere. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select

from bot.domain.member import MemberId
from bot.domain.person import GardenId, PersonId
from bot.domain.pickup import Pickup, PickupId, PickupState
from bot.domain.point import PointId
from bot.storage.insert import insert
from bot.storage.tables import basket_news, members, pickups
from bot.storage.transaction import Transaction

CANCELLED = PickupState.CANCELLED.value


@dataclass(frozen=True, slots=True)
class Known:
    """What a member knows of a basket that is elsewhere by now. `answered`: they had said something of that day."""

    pickup_id: PickupId
    point_id: PointId
    day: date
    opens_at: datetime
    closes_at: datetime
    cancelled: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class News:
    """Somebody who is to be told: `known` is what they know. `number` goes on from one to the next."""

    number: int
    known: Known
    holder: MemberId
    person_id: PersonId | None


def note_known(tx: Transaction, garden_id: GardenId, before: Sequence[Pickup]) -> None:
    """These are put elsewhere now: what is known of them, unless something older is remembered already."""
    rows = [
        {
            "garden_id": garden_id,
            "pickup_id": one.id,
            "point_id": one.point_id,
            "day": one.day,
            "opens_at": one.opens_at,
            "closes_at": one.closes_at,
            "cancelled": one.state is PickupState.CANCELLED,
            "answered": one.answer.value != "",
        }
        for one in before
    ]
    if rows:
        tx.connection.execute(insert(tx, basket_news).on_conflict_do_nothing(), rows)


def forget_old_news(tx: Transaction, numbers: Collection[PickupId]) -> None:
    """Those of the baskets that are back where they were: there is nothing to tell."""
    as_known = (
        select(pickups.c.id)
        .where(
            pickups.c.id == basket_news.c.pickup_id,
            pickups.c.point_id == basket_news.c.point_id,
            pickups.c.opens_at == basket_news.c.opens_at,
            pickups.c.closes_at == basket_news.c.closes_at,
            (pickups.c.state == CANCELLED) == basket_news.c.cancelled,
        )
        .exists()
    )
    tx.connection.execute(delete(basket_news).where(basket_news.c.pickup_id.in_(numbers), as_known))


def forget_news(tx: Transaction, pickup_id: PickupId) -> None:
    """Its member has just put it somewhere with their own hands."""
    tx.connection.execute(delete(basket_news).where(basket_news.c.pickup_id == pickup_id))


def next_news(tx: Transaction, garden_id: GardenId, most: int, before: datetime | None = None) -> list[News]:
    """All that is still to be told to some of the garden, the oldest first; `before`: of what begins before that.

    `most` counts what is looked at: whoever is in it is there with everything of theirs.
    """
    first = _many(tx, garden_id, before, limit=most)
    holders = {one.holder for one in first}
    theirs = pickups.c.member_id.in_(holders) | pickups.c.taken_by.in_(holders)
    return [one for one in _many(tx, garden_id, before, theirs) if one.holder in holders] if first else []


def has_news(tx: Transaction, garden_id: GardenId, before: datetime | None = None) -> bool:
    """Whether anything is still to be told there."""
    return bool(_many(tx, garden_id, before, limit=1))


def take_news(tx: Transaction, numbers: Collection[int]) -> set[int]:
    """They are told now, and not again; which of them were still there."""
    gone = delete(basket_news).where(basket_news.c.id.in_(numbers)).returning(basket_news.c.id)
    return set(tx.connection.execute(gone).scalars())


def _many(
    tx: Transaction,
    garden_id: GardenId,
    before: datetime | None,
    *which: ColumnElement[bool],
    limit: int | None = None,
) -> list[News]:
    soon = () if before is None else ((basket_news.c.opens_at < before) | (pickups.c.opens_at < before),)
    holder = func.coalesce(pickups.c.taken_by, pickups.c.member_id)
    found = (
        select(basket_news, holder.label("holder"), members.c.person_id)
        .join(pickups, pickups.c.id == basket_news.c.pickup_id)
        .join(members, members.c.id == holder)
        .where(basket_news.c.garden_id == garden_id, *soon, *which)
        .order_by(basket_news.c.id)
        .limit(limit)
    )
    return [_from_row(row) for row in tx.connection.execute(found)]


def _from_row(row: Row[Any]) -> News:
    person_id = None if row.person_id is None else PersonId(row.person_id)
    known = Known(
        PickupId(row.pickup_id),
        PointId(row.point_id),
        row.day,
        row.opens_at,
        row.closes_at,
        row.cancelled,
        row.answered,
    )
    return News(row.id, known, MemberId(row.holder), person_id)
