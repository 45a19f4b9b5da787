"""Owns the queries about members: written in bulk as the garden's list names them, joined one by one to an account."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, insert, select, update

from bot.domain.basket import BasketRhythm
from bot.domain.member import Member, MemberId
from bot.domain.person import GardenId, PersonId
from bot.domain.point import PointId
from bot.storage.database import Transaction
from bot.storage.tables import members, pickups

AT_ONCE = 500
"""Numbers named in one statement: databases bound how many it may hold."""

Values = Mapping[str, Any]
"""Columns of a member as the garden's list gives them; see `LISTED`."""

LISTED = (
    "name",
    "email",
    "phone",
    "language",
    "point_id",
    "size",
    "rhythm",
    "solidarity",
    "since",
    "until",
)
"""What an import may write; the key says of whom, and what joins them to a person is never among it."""


@dataclass(frozen=True, slots=True)
class Which:
    """Whom a list holds: the garden's present members, all or those of one point, or those not yet joined."""

    garden_id: GardenId
    point_id: PointId | None = None
    only_unjoined: bool = False


def add_members(tx: Transaction, garden_id: GardenId, rows: Sequence[Values], now: datetime) -> None:
    """Members whose keys are new to the garden; each row holds `key` and every column of `LISTED`."""
    common = {"garden_id": garden_id, "imported_at": now}
    if rows:
        tx.connection.execute(insert(members), [{**row, **common} for row in rows])


def change_members(tx: Transaction, rows: Mapping[MemberId, Values], now: datetime) -> None:
    """Write whole rows of `LISTED` to members known already; whoever had left is back."""
    if not rows:
        return
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in LISTED}
    statement = (
        update(members)
        .where(members.c.id == bindparam("number"))
        .values(imported_at=now, left_at=None, **columns)
    )
    written = [
        {"number": number, **{f"new_{name}": row[name] for name in LISTED}} for number, row in rows.items()
    ]
    tx.connection.execute(statement, written)


def note_left(tx: Transaction, numbers: Collection[MemberId], now: datetime) -> int:
    """The garden's list names them no more: no basket from now on, and their link stands. How many had not left."""
    left = 0
    listed = sorted(numbers)
    for start in range(0, len(listed), AT_ONCE):
        still = (members.c.id.in_(listed[start : start + AT_ONCE]), members.c.left_at.is_(None))
        left += tx.connection.execute(update(members).where(*still).values(left_at=now)).rowcount
    return left


def members_of_garden(tx: Transaction, garden_id: GardenId) -> list[Member]:
    """Every member, those who left included."""
    return _many(tx, select(members).where(members.c.garden_id == garden_id).order_by(members.c.id))


def members_by_keys(tx: Transaction, garden_id: GardenId, keys: Sequence[str]) -> list[Member]:
    """Those of the garden whose numbers these are, those who left included."""
    found: list[Member] = []
    for start in range(0, len(keys), AT_ONCE):
        these = (members.c.garden_id == garden_id, members.c.key.in_(keys[start : start + AT_ONCE]))
        found += _many(tx, select(members).where(*these))
    return found


def find_member(tx: Transaction, member_id: MemberId) -> Member | None:
    return tx.once((members.name, member_id), lambda: _by_number(tx, (member_id,)).get(member_id))


def find_members(tx: Transaction, numbers: Collection[MemberId]) -> dict[MemberId, Member]:
    """Those of the members that are there, by their number; in a snapshot, `find_member` asks for none again."""
    return dict(tx.look_up(members.name, numbers, lambda new: _by_number(tx, new)))


def _by_number(tx: Transaction, numbers: Collection[MemberId]) -> dict[MemberId, Member]:
    listed = sorted(numbers)
    found: list[Member] = []
    for start in range(0, len(listed), AT_ONCE):
        rows = tx.connection.execute(_these, {"numbers": listed[start : start + AT_ONCE]})
        found += map(_from_row, rows)
    return {one.id: one for one in found}


def members_after(tx: Transaction, garden_id: GardenId, number: MemberId, limit: int) -> list[Member]:
    """The garden's next members after the one of that number, those who left included."""
    here = (members.c.garden_id == garden_id, members.c.id > number)
    return _many(tx, select(members).where(*here).order_by(members.c.id).limit(limit))


def lock_member(tx: Transaction, member_id: MemberId) -> Member | None:
    """The member, held until the transaction ends: take it so before joining it to somebody."""
    return _one(tx, select(members).where(members.c.id == member_id).with_for_update())


def member_of_person(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> Member | None:
    """The member that this person is in the garden, one who left included."""
    theirs = (members.c.garden_id == garden_id, members.c.person_id == person_id)
    return _one(tx, select(members).where(*theirs))


def members_with_phone(tx: Transaction, garden_id: GardenId, phone: str) -> list[Member]:
    """Present members whose number this is (E.164); a household may stand in the list twice."""
    theirs = (members.c.garden_id == garden_id, members.c.phone == phone, members.c.left_at.is_(None))
    return _many(tx, select(members).where(*theirs).order_by(members.c.id)) if phone else []


def join_member(tx: Transaction, member_id: MemberId, person_id: PersonId | None) -> None:
    """This person's Telegram account is the member's from now on; with None, nobody's."""
    tx.connection.execute(update(members).where(members.c.id == member_id).values(person_id=person_id))


def count_members(tx: Transaction, which: Which) -> int:
    statement = select(func.count()).select_from(members).where(*_wanted(which))
    return int(tx.connection.execute(statement).scalar_one())


def list_members(tx: Transaction, which: Which, limit: int, offset: int = 0) -> list[Member]:
    """By name, then by key."""
    statement = select(members).where(*_wanted(which)).order_by(members.c.name, members.c.key)
    return _many(tx, statement.limit(limit).offset(offset))


def erase_left_before(tx: Transaction, garden_id: GardenId, instant: datetime) -> int:
    """Whoever left so long ago is forgotten, with their pickups and holidays. How many."""
    gone = (members.c.garden_id == garden_id, members.c.left_at < instant)
    return tx.connection.execute(delete(members).where(*gone)).rowcount


def left_before(tx: Transaction, garden_id: GardenId, instant: datetime) -> list[Member]:
    """Whoever left before that and is still joined to an account."""
    gone = (members.c.garden_id == garden_id, members.c.left_at < instant, members.c.person_id.is_not(None))
    return _many(tx, select(members).where(*gone))


def forget_words(tx: Transaction, member_id: MemberId) -> None:
    """What they said of the baskets they fetch, swapped ones too, and the names of friends who fetched for them."""
    theirs = update(pickups).where(func.coalesce(pickups.c.taken_by, pickups.c.member_id) == member_id)
    tx.connection.execute(theirs.values(answer="", friend_name=""))


def listed_values(member: Member) -> dict[str, Any]:
    """The columns of `LISTED` as a member has them now."""
    return {
        "name": member.name,
        "email": member.email,
        "phone": member.phone,
        "language": member.language,
        "point_id": member.point_id,
        "size": member.size,
        "rhythm": member.rhythm.value,
        "solidarity": member.solidarity,
        "since": member.since,
        "until": member.until,
    }


_these = select(members).where(members.c.id.in_(bindparam("numbers", expanding=True)))


def _wanted(which: Which) -> list[ColumnElement[bool]]:
    wanted = [members.c.garden_id == which.garden_id, members.c.left_at.is_(None)]
    if which.point_id is not None:
        wanted.append(members.c.point_id == which.point_id)
    if which.only_unjoined:
        wanted.append(members.c.person_id.is_(None))
    return wanted


def _one(tx: Transaction, statement: Select[Any]) -> Member | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Member]:
    return [_from_row(row) for row in tx.connection.execute(statement)]


def _from_row(row: Row[Any]) -> Member:
    return Member(
        id=MemberId(row.id),
        garden_id=GardenId(row.garden_id),
        key=row.key,
        name=row.name,
        language=row.language,
        point_id=PointId(row.point_id),
        rhythm=BasketRhythm(row.rhythm),
        size=row.size,
        email=row.email,
        phone=row.phone,
        solidarity=row.solidarity,
        since=row.since,
        until=row.until,
        person_id=None if row.person_id is None else PersonId(row.person_id),
        left_at=row.left_at,
    )
