"""Owns the queries about baskets that are fetched: which are planned, what was said and ticked. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, cast, delete, func, literal, or_, select, update

from bot.domain.member import MemberId
from bot.domain.person import GardenId, PersonId
from bot.domain.pickup import Pickup, PickupAnswer, PickupId, PickupState
from bot.domain.point import PointId
from bot.storage.insert import insert
from bot.storage.tables import members, occasions, pickups
from bot.storage.transaction import Transaction

SUBJECT = "pickup"
"""What a basket is called where it is reminded of: pickup:31."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where and when a basket of a week is to be fetched."""

    member_id: MemberId
    week: date
    day: date
    point_id: PointId
    opens_at: datetime
    closes_at: datetime
    state: PickupState


@dataclass(frozen=True, slots=True)
class Placing:
    """A basket as it was looked at, and where it is put."""

    was: Pickup
    to: Slot


@dataclass(frozen=True, slots=True)
class Reminded:
    """A basket, and whom it is to be remembered to."""

    pickup: Pickup
    person_id: PersonId


def add_pickups(tx: Transaction, garden_id: GardenId, wanted: Sequence[Slot]) -> None:
    """Those that are there already stay as they are."""
    if wanted:
        new = insert(tx, pickups).on_conflict_do_nothing()
        tx.connection.execute(new, [_fresh(garden_id, one) for one in wanted])


def place_pickups(tx: Transaction, placed: Sequence[Placing]) -> None:
    """Put these elsewhere; one that was changed since it was looked at, or is over, stays."""
    if placed:
        there = (
            pickups.c.id == bindparam("number"),
            pickups.c.version == bindparam("seen"),
            or_(*(pickups.c.state == one for one in _WAITING)),  # a list cannot go with many rows
        )
        moved: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _MOVED}
        moved["version"] = pickups.c.version + 1
        tx.connection.execute(update(pickups).where(*there).values(moved), [_placing(one) for one in placed])


def drop_pickups(tx: Transaction, numbers: Collection[PickupId]) -> None:
    """As if they had never been planned; whatever became of one meanwhile is kept."""
    if numbers:
        still = pickups.c.state.in_(_WAITING)
        tx.connection.execute(delete(pickups).where(pickups.c.id.in_(numbers), still))


def in_exchange(tx: Transaction, pickup: Pickup) -> Pickup | None:
    """The basket that its member fetches instead of this one, where it still waits."""
    there = (pickups.c.member_id == pickup.taken_by, pickups.c.taken_by == pickup.member_id)
    waiting = (pickups.c.week == pickup.week, pickups.c.state.in_(_WAITING))
    found = _many(tx, select(pickups).where(*there, *waiting))
    return found[0] if found else None


def hand_over(tx: Transaction, pickup: Pickup, now: datetime) -> bool:
    """Whoever took it in a swap has it as their own from now on, in place of theirs; False: theirs is still there."""
    own = pickups.alias()
    theirs = select(own.c.id).where(own.c.member_id == pickup.taken_by, own.c.week == pickup.week).exists()
    taken = update(pickups).where(pickups.c.id == pickup.id, pickups.c.taken_by.is_not(None), ~theirs)
    values = {"member_id": pickup.taken_by, "taken_by": None, "changed_at": now}
    return tx.connection.execute(taken.values(**values, version=pickups.c.version + 1)).rowcount > 0


def pickups_since(
    tx: Transaction, member_ids: Collection[MemberId], first: date
) -> dict[MemberId, list[Pickup]]:
    """The baskets of these members from that day on, by member, the soonest first."""
    here = select(pickups).where(pickups.c.member_id.in_(member_ids), pickups.c.day >= first)
    found: dict[MemberId, list[Pickup]] = {}
    for one in _many(tx, here):
        found.setdefault(one.member_id, []).append(one)
    return found


def unreminded(tx: Transaction, garden_id: GardenId, now: datetime, last: date, most: int) -> list[Reminded]:
    """Expected baskets to come up to that day whose member has an account and is not to be reminded of them yet."""
    subject = literal(f"{SUBJECT}:") + cast(pickups.c.id, String)
    known = (
        select(occasions.c.id)
        .where(
            occasions.c.subject == subject,
            occasions.c.person_id == members.c.person_id,
            occasions.c.occurs_at == pickups.c.opens_at,
        )
        .exists()
    )
    found = (
        select(pickups, members.c.person_id)
        .join(members, members.c.id == pickups.c.member_id)
        .where(
            pickups.c.garden_id == garden_id,
            pickups.c.taken_by.is_(None),  # a swap plans its own
            pickups.c.day <= last,
            pickups.c.closes_at > now,
            pickups.c.state == PickupState.EXPECTED.value,
            members.c.person_id.is_not(None),
            ~known,
        )
        .order_by(pickups.c.id)
        .limit(most)
    )
    return [Reminded(_from_row(row), PersonId(row.person_id)) for row in tx.connection.execute(found)]


def find_pickups(tx: Transaction, numbers: Collection[PickupId]) -> dict[PickupId, Pickup]:
    """Those that are there, by their number; in a snapshot, `find_pickup` asks for none of them again."""
    return dict(tx.look_up(pickups.name, numbers, lambda new: _by_number(tx, new)))


def find_pickup(tx: Transaction, pickup_id: PickupId) -> Pickup | None:
    return tx.once((pickups.name, pickup_id), lambda: _by_number(tx, (pickup_id,)).get(pickup_id))


def _by_number(tx: Transaction, numbers: Collection[PickupId]) -> dict[PickupId, Pickup]:
    rows = tx.connection.execute(_these, {"numbers": list(numbers)})
    return {PickupId(row.id): _from_row(row) for row in rows}


def lock_pickup(tx: Transaction, pickup_id: PickupId) -> Pickup | None:
    """The basket, held until the transaction ends."""
    held = select(pickups).where(pickups.c.id == pickup_id).with_for_update()
    row = tx.connection.execute(held).one_or_none()
    return None if row is None else _from_row(row)


def pickups_to_fetch(tx: Transaction, member_id: MemberId, now: datetime) -> list[Pickup]:
    """What a member is to fetch from now on, swapped ones included, the soonest first."""
    mine = func.coalesce(pickups.c.taken_by, pickups.c.member_id) == member_id
    either = (pickups.c.member_id == member_id) | (pickups.c.taken_by == member_id)
    return _many(tx, select(pickups).where(either, mine, pickups.c.closes_at > now))


def pickups_at(tx: Transaction, point_id: PointId, day: date) -> list[Pickup]:
    """Every basket that goes to a point on a day, whatever became of it."""
    return _many(tx, select(pickups).where(pickups.c.point_id == point_id, pickups.c.day == day))


def count_at(tx: Transaction, point_id: PointId, day: date) -> int:
    """How many are fetched there that day: not the paused ones, nor those given away."""
    here = (pickups.c.point_id == point_id, pickups.c.day == day)
    taken = pickups.c.state.in_([PickupState.EXPECTED.value, PickupState.COLLECTED.value])
    return tx.connection.execute(select(func.count()).where(*here, taken)).scalar_one()


def count_of_week(tx: Transaction, point_ids: Collection[PointId], week: date, days: Collection[date]) -> int:
    """How many of that week are to be handed out there on any of these days, or would have been."""
    here = (pickups.c.point_id.in_(point_ids), pickups.c.week == week, pickups.c.day.in_(days))
    counted = pickups.c.state.in_([PickupState.EXPECTED.value, PickupState.CANCELLED.value])
    return tx.connection.execute(select(func.count()).where(*here, counted)).scalar_one()


def days_at(tx: Transaction, point_id: PointId, first: date, most: int) -> list[date]:
    """The next days on which anybody fetches there."""
    here = (pickups.c.point_id == point_id, pickups.c.day >= first)
    days = select(pickups.c.day).where(*here, pickups.c.state.not_in(_NOT_PREPARED)).distinct()
    return list(tx.connection.execute(days.order_by(pickups.c.day).limit(most)).scalars())


def change_pickup(tx: Transaction, pickup_id: PickupId, now: datetime, **values: Any) -> Pickup:
    """What its holder or the garden decided, from now on kept by hand. Values are columns' own."""
    changed = update(pickups).where(pickups.c.id == pickup_id)
    row = tx.connection.execute(
        changed.values(changed_at=now, version=pickups.c.version + 1, **values).returning(*pickups.c)
    ).one()
    return _from_row(row)


def tick_pickup(tx: Transaction, pickup_id: PickupId, collected_at: datetime | None) -> None:
    """It was fetched; or, ticked by mistake, it was not."""
    state = PickupState.COLLECTED if collected_at else PickupState.EXPECTED
    values = {"state": state.value, "collected_at": collected_at}
    tx.connection.execute(update(pickups).where(pickups.c.id == pickup_id).values(values))


def close_point(
    tx: Transaction, point_id: PointId, day: date, before: PickupState, after: PickupState
) -> list[Pickup]:
    """All that stand at `before` now stand at `after`; which ones."""
    here = (pickups.c.point_id == point_id, pickups.c.day == day, pickups.c.state == before.value)
    values = {"state": after.value, "version": pickups.c.version + 1}
    done = update(pickups).where(*here).values(values).returning(*pickups.c)
    return [_from_row(row) for row in tx.connection.execute(done)]


def late_days(tx: Transaction, point_id: PointId, now: datetime) -> dict[date, Pickup]:
    """The days to come on which somebody is late at a point, each with the first who is."""
    here = (pickups.c.point_id == point_id, pickups.c.closes_at > now)
    late = (pickups.c.state == PickupState.EXPECTED.value, pickups.c.answer == PickupAnswer.LATE.value)
    found = _many(tx, select(pickups).where(*here, *late).order_by(pickups.c.id.desc()))
    return {one.day: one for one in found}


def still_expected(
    tx: Transaction, point_id: PointId, day: date, after: PickupId, limit: int
) -> list[Pickup]:
    """The next of those that nobody has fetched at a point on a day, after the one of that number."""
    here = (pickups.c.point_id == point_id, pickups.c.day == day, pickups.c.id > after)
    found = select(pickups).where(*here, pickups.c.state == PickupState.EXPECTED.value)
    return _many(tx, found.order_by(pickups.c.id).limit(limit))


def swappable(tx: Transaction, pickup: Pickup, point_id: PointId, size: str, now: datetime) -> list[Pickup]:
    """Expected baskets of the same size at another point in the same week, whose member can be written to."""
    joined = pickups.join(members, members.c.id == pickups.c.member_id)
    found = (
        select(pickups)
        .select_from(joined)
        .where(
            pickups.c.garden_id == pickup.garden_id,
            pickups.c.point_id == point_id,
            pickups.c.week == pickup.week,
            pickups.c.opens_at > now,
            pickups.c.state == PickupState.EXPECTED.value,
            pickups.c.taken_by.is_(None),
            members.c.size == size,
            members.c.person_id.is_not(None),
            members.c.id != pickup.member_id,
        )
    )
    return _many(tx, found)


def forget_answers(tx: Transaction, numbers: Collection[PickupId]) -> None:
    """What was said of these no longer counts: they are fetched another day."""
    these = update(pickups).where(pickups.c.id.in_(numbers))
    tx.connection.execute(these.values(answer=PickupAnswer.NONE.value, friend_name=""))


def forget_friends(tx: Transaction, before: date) -> int:
    """Who collected a basket is nobody's business once it is over; the number of names."""
    over = (pickups.c.day < before, pickups.c.friend_name != "")
    return tx.connection.execute(update(pickups).where(*over).values(friend_name="")).rowcount


def forget_past(tx: Transaction, before: date) -> int:
    """Delete the baskets before that day, with what was asked about them; the number of rows."""
    return tx.connection.execute(delete(pickups).where(pickups.c.day < before)).rowcount


def count_of(tx: Transaction, member_id: MemberId) -> int:
    """How many are kept of a member."""
    theirs = select(func.count()).select_from(pickups).where(pickups.c.member_id == member_id)
    return tx.connection.execute(theirs).scalar_one()


_these = select(pickups).where(pickups.c.id.in_(bindparam("numbers", expanding=True)))
_MOVED = ("day", "point_id", "opens_at", "closes_at", "state")
_WAITING = [one.value for one in (PickupState.EXPECTED, PickupState.PAUSED, PickupState.CANCELLED)]
_NOT_PREPARED = [one.value for one in (PickupState.PAUSED, PickupState.CANCELLED)]


def _placing(one: Placing) -> dict[str, Any]:
    new = {f"new_{name}": value for name, value in _columns(one.to).items()}
    return {"number": one.was.id, "seen": one.was.version, **new}


def _columns(slot: Slot) -> dict[str, Any]:
    return {
        "day": slot.day,
        "point_id": slot.point_id,
        "opens_at": slot.opens_at,
        "closes_at": slot.closes_at,
        "state": slot.state.value,
    }


def _fresh(garden_id: GardenId, slot: Slot) -> dict[str, Any]:
    return {
        "garden_id": garden_id,
        "member_id": slot.member_id,
        "week": slot.week,
        "answer": PickupAnswer.NONE.value,
        **_columns(slot),
    }


def _many(tx: Transaction, statement: Select[Any]) -> list[Pickup]:
    ordered = statement.order_by(pickups.c.opens_at, pickups.c.id)
    return [_from_row(row) for row in tx.connection.execute(ordered)]


def _from_row(row: Row[Any]) -> Pickup:
    return Pickup(
        id=PickupId(row.id),
        garden_id=GardenId(row.garden_id),
        member_id=MemberId(row.member_id),
        week=row.week,
        day=row.day,
        point_id=PointId(row.point_id),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=PickupState(row.state),
        answer=PickupAnswer(row.answer),
        friend_name=row.friend_name,
        taken_by=None if row.taken_by is None else MemberId(row.taken_by),
        changed_at=row.changed_at,
        collected_at=row.collected_at,
        version=row.version,
    )
