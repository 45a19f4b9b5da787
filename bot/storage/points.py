"""Owns the queries about points, where baskets are handed out, and about what differs in the calendar of deliveries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, exists, func, insert, select, update

from bot.domain.garden import Place
from bot.domain.person import GardenId, PersonId
from bot.domain.point import Delivery, Point, PointId, one_calendar
from bot.domain.referent import ReferentId
from bot.storage.columns import place_column, words_column, words_from
from bot.storage.database import Transaction
from bot.storage.saving import Change, save_row
from bot.storage.tables import delivery_changes, members, pickups, points, referents

CLOCK = "%H:%M"


def save_point(tx: Transaction, point: Point) -> tuple[PointId, Change]:
    """Write a point under its slug, open from now on; its `id` and `keeper_id` are not read."""
    values = {
        "name": words_column(point.name),
        "address": point.address,
        **place_column(point.place),
        "weekday": point.weekday,
        "opens": point.opens.strftime(CLOCK),
        "closes": point.closes.strftime(CLOCK),
        "access": words_column(point.access),
        "referent_id": point.referent_id,
        "keeper_by_chat": point.keeper_by_chat,
        "capacity": point.capacity,
        "at_garden": point.at_garden,
        "closed_at": None,
    }
    number, change = save_row(tx, points, {"garden_id": point.garden_id, "slug": point.slug}, values)
    return PointId(number), change


def name_keeper(tx: Transaction, point_id: PointId, referent_id: ReferentId | None) -> None:
    """Whoever a coordinator says, over what the file says."""
    named = update(points).where(points.c.id == point_id)
    tx.connection.execute(named.values(referent_id=referent_id, keeper_by_chat=True))


def close_points_but(tx: Transaction, garden_id: GardenId, slugs: Collection[str], now: datetime) -> int:
    """Every other point of the garden is gone from its file; whoever fetches there still does. How many closed."""
    others = (points.c.garden_id == garden_id, points.c.slug.not_in(slugs), points.c.closed_at.is_(None))
    return tx.connection.execute(update(points).where(*others).values(closed_at=now)).rowcount


def find_point(tx: Transaction, point_id: PointId) -> Point | None:
    """A point, even a closed one."""
    return tx.once((points.name, point_id), lambda: _by_number(tx, (point_id,)).get(point_id))


def look_up_points(tx: Transaction, numbers: Collection[PointId]) -> None:
    """In a snapshot: `find_point` will know all of these, from one query."""
    tx.look_up(points.name, numbers, lambda new: _by_number(tx, new))


def _by_number(tx: Transaction, numbers: Collection[PointId]) -> dict[PointId, Point]:
    rows = tx.connection.execute(_these, {"numbers": list(numbers)})
    return {PointId(row.id): _from_row(row) for row in rows}


def list_points(tx: Transaction, garden_id: GardenId, *, closed_too: bool = False) -> list[Point]:
    """The garden's points, in the order they came to be known."""
    statement = _all().where(points.c.garden_id == garden_id).order_by(points.c.id)
    if not closed_too:
        statement = statement.where(points.c.closed_at.is_(None))
    return [_from_row(row) for row in tx.connection.execute(statement)]


def points_in_use(tx: Transaction, garden_id: GardenId, today: date) -> list[Point]:
    """The garden's points, closed ones as well while a basket is still planned there."""
    planned = exists().where(pickups.c.point_id == points.c.id, pickups.c.day >= today)
    here = (points.c.garden_id == garden_id, points.c.closed_at.is_(None) | planned)
    return [_from_row(row) for row in tx.connection.execute(_all().where(*here).order_by(points.c.id))]


def households_at_closed(tx: Transaction, garden_id: GardenId) -> list[tuple[str, int]]:
    """The slugs of closed points at which the list still has households, and how many."""
    there = (members.c.point_id == points.c.id) & members.c.left_at.is_(None)
    closed = (points.c.garden_id == garden_id, points.c.closed_at.is_not(None))
    counted = select(points.c.slug, func.count()).join(members, there).where(*closed)
    rows = tx.connection.execute(counted.group_by(points.c.id, points.c.slug).order_by(points.c.id))
    return [(slug, number) for slug, number in rows]


def points_kept_by(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[Point]:
    """The points that this person keeps."""
    return [one for one in list_points(tx, garden_id) if one.keeper_id == person_id]


def deliveries_of(tx: Transaction, garden_id: GardenId) -> list[Delivery]:
    """What differs in the garden's calendar, the earliest first."""
    return tx.once((delivery_changes.name, garden_id), lambda: _deliveries_of(tx, garden_id))


def _deliveries_of(tx: Transaction, garden_id: GardenId) -> list[Delivery]:
    return one_calendar(*(_written(tx, garden_id, by_chat=by_chat) for by_chat in (False, True)))


def replace_deliveries(tx: Transaction, garden_id: GardenId, wanted: Iterable[Delivery]) -> bool:
    """The file says so from now on; what the chat said stays, unless the file says the same. False: it did already."""
    listed = sorted(wanted, key=lambda one: (one.first_day, one.last_day))
    if listed == _written(tx, garden_id, by_chat=False):
        return False
    file = (delivery_changes.c.garden_id == garden_id, delivery_changes.c.by_chat.is_(False))
    tx.connection.execute(delete(delivery_changes).where(*file))
    for one in listed:
        _write(tx, garden_id, one, by_chat=False)
    said = {(one.first_day, one.last_day, one.moved_to) for one in listed}
    for one in _written(tx, garden_id, by_chat=True):
        if (one.first_day, one.last_day, one.moved_to) in said:
            _take_back(tx, garden_id, one)
    return True


def overruled_days(tx: Transaction, garden_id: GardenId, since: date) -> list[date]:
    """Days from then on of which the file says one thing, and the chat, which holds, another."""
    by_file, by_chat = (_written(tx, garden_id, by_chat=by_chat) for by_chat in (False, True))
    said = [one.first_day for one in by_chat if any(there.covers(one.first_day) for there in by_file)]
    return sorted(day for day in said if day >= since)


def overrule_calendar(tx: Transaction, garden_id: GardenId, one: Delivery) -> None:
    """What a coordinator says of a single day, over the file and over what was said of it before."""
    _take_back(tx, garden_id, one)
    as_usual = one.moved_to == one.first_day
    if not as_usual or any(there.covers(one.first_day) for there in deliveries_of(tx, garden_id)):
        _write(tx, garden_id, one, by_chat=True)


def _written(tx: Transaction, garden_id: GardenId, *, by_chat: bool) -> list[Delivery]:
    rows = tx.connection.execute(_changes[by_chat], {"garden": garden_id})
    return [Delivery(row.first_day, row.last_day, row.moved_to, words_from(row.reason)) for row in rows]


def _write(tx: Transaction, garden_id: GardenId, one: Delivery, *, by_chat: bool) -> None:
    values = {"first_day": one.first_day, "last_day": one.last_day, "moved_to": one.moved_to}
    row = {"garden_id": garden_id, "reason": words_column(one.reason), "by_chat": by_chat, **values}
    tx.connection.execute(insert(delivery_changes).values(row))


def _take_back(tx: Transaction, garden_id: GardenId, one: Delivery) -> None:
    there = (delivery_changes.c.garden_id == garden_id, delivery_changes.c.first_day == one.first_day)
    tx.connection.execute(delete(delivery_changes).where(*there, delivery_changes.c.by_chat.is_(True)))


def _all() -> Select[Any]:
    keeper = referents.c.person_id.label("keeper_id")
    return select(points, keeper).outerjoin(referents, referents.c.id == points.c.referent_id)


_these = _all().where(points.c.id.in_(bindparam("numbers", expanding=True)))


_changes = {
    by_chat: select(delivery_changes)
    .where(delivery_changes.c.garden_id == bindparam("garden"), delivery_changes.c.by_chat.is_(by_chat))
    .order_by(delivery_changes.c.first_day, delivery_changes.c.id)
    for by_chat in (False, True)
}


def _from_row(row: Row[Any]) -> Point:
    return Point(
        id=PointId(row.id),
        garden_id=GardenId(row.garden_id),
        slug=row.slug,
        name=words_from(row.name),
        address=row.address,
        place=Place(row.latitude, row.longitude),
        weekday=row.weekday,
        opens=time.fromisoformat(row.opens),
        closes=time.fromisoformat(row.closes),
        access=words_from(row.access),
        referent_id=None if row.referent_id is None else ReferentId(row.referent_id),
        keeper_by_chat=row.keeper_by_chat,
        keeper_id=None if row.keeper_id is None else PersonId(row.keeper_id),
        capacity=row.capacity,
        at_garden=row.at_garden,
        closed=row.closed_at is not None,
    )
