"""Owns the queries about referents; load and reachability are worked out in SQL each time, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, delete, func, insert, select, update

from bot.domain.person import GardenId, PersonId
from bot.domain.referent import LIVE, Absence, Referent, ReferentId
from bot.storage.columns import sorted_column, words_column, words_from
from bot.storage.database import Transaction
from bot.storage.saving import Change, save_row
from bot.storage.tables import absences, assignments, people, referents

_load = (
    select(func.count(assignments.c.person_id.distinct()))
    .where(assignments.c.referent_id == referents.c.id, assignments.c.state.in_(sorted(LIVE)))
    .scalar_subquery()
    .label("load")
)
_reachable = func.coalesce(and_(people.c.telegram_id.is_not(None), people.c.reachable), False).label(
    "reachable"
)


def find_referent(tx: Transaction, referent_id: ReferentId) -> Referent | None:
    """A referent, even one who left."""
    return _one(tx, _all().where(referents.c.id == referent_id))


def find_referent_by_slug(tx: Transaction, garden_id: GardenId, slug: str) -> Referent | None:
    """A referent, even one who left."""
    return _one(tx, _all().where(referents.c.garden_id == garden_id, referents.c.slug == slug))


def referent_of_person(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> Referent | None:
    """The referent that this person is in the garden; None also after they left."""
    return _one(tx, _present(garden_id).where(referents.c.person_id == person_id).limit(1))


def list_referents(tx: Transaction, garden_id: GardenId) -> list[Referent]:
    """The garden's referents, the ones who left excepted."""
    return _many(tx, _present(garden_id))


def lock_referents(tx: Transaction, garden_id: GardenId) -> list[Referent]:
    """The garden's referents, held until the transaction ends: take them so before choosing one by load."""
    held = select(referents.c.id).where(referents.c.garden_id == garden_id).order_by(referents.c.id)
    tx.connection.execute(held.with_for_update())
    return list_referents(tx, garden_id)


def link_person(tx: Transaction, referent_id: ReferentId, person_id: PersonId | None) -> None:
    """Tie a referent to a person's Telegram chat, or with None untie them."""
    _update(tx, referent_id, person_id=person_id)


def touch_last_assigned(tx: Transaction, referent_id: ReferentId, now: datetime) -> None:
    _update(tx, referent_id, last_assigned_at=now)


def save_referent(tx: Transaction, referent: Referent) -> tuple[ReferentId, Change]:
    """Write what the garden says of a referent under its garden and slug; one who had left is back.

    Only that: who is linked, the deputy, absences and the last assignment are written by their own functions.
    """
    key = {"garden_id": referent.garden_id, "slug": referent.slug}
    values = {
        "name": referent.name,
        "domains": sorted_column(referent.domains),
        "languages": sorted_column(referent.languages),
        "capacity": referent.capacity,
        "looks_after": words_column(referent.looks_after),
        "contact": words_column(referent.contact),
        "left_at": None,
    }
    number, change = save_row(tx, referents, key, values)
    return ReferentId(number), change


def set_deputy(tx: Transaction, referent_id: ReferentId, deputy_id: ReferentId | None) -> bool:
    """Who steps in while they are absent. False: that was so already."""
    done = tx.connection.execute(
        update(referents)
        .where(referents.c.id == referent_id, referents.c.deputy_id.is_distinct_from(deputy_id))
        .values(deputy_id=deputy_id)
    )
    return done.rowcount == 1


def mark_left(tx: Transaction, referent_id: ReferentId, now: datetime) -> bool:
    """Assign nobody to them any more; those they follow stay. False: they had left already."""
    done = tx.connection.execute(
        update(referents)
        .where(referents.c.id == referent_id, referents.c.left_at.is_(None))
        .values(left_at=now)
    )
    return done.rowcount == 1


def add_absence(tx: Transaction, referent_id: ReferentId, absence: Absence) -> None:
    tx.connection.execute(insert(absences).values(**_absence_columns(referent_id, absence)))


def save_absences(tx: Transaction, referent_id: ReferentId, wanted: Sequence[Absence]) -> bool:
    """Make these the referent's absences. False: they were so already."""
    known = set(_absences_of(tx, [referent_id]).get(referent_id, ()))
    if known == set(wanted):
        return False
    tx.connection.execute(delete(absences).where(absences.c.referent_id == referent_id))
    for absence in sorted(set(wanted), key=lambda absence: absence.first_day):
        add_absence(tx, referent_id, absence)
    return True


def _update(tx: Transaction, referent_id: ReferentId, **values: Any) -> None:
    tx.connection.execute(update(referents).where(referents.c.id == referent_id).values(**values))


def _all() -> Select[Any]:
    return select(referents, _load, _reachable).outerjoin(people, people.c.id == referents.c.person_id)


def _present(garden_id: GardenId) -> Select[Any]:
    here = _all().where(referents.c.garden_id == garden_id, referents.c.left_at.is_(None))
    return here.order_by(referents.c.id)


def _one(tx: Transaction, statement: Select[Any]) -> Referent | None:
    return next(iter(_many(tx, statement)), None)


def _many(tx: Transaction, statement: Select[Any]) -> list[Referent]:
    rows = tx.connection.execute(statement).all()
    away = _absences_of(tx, [row.id for row in rows])
    return [_from_row(row, away.get(row.id, ())) for row in rows]


def _absences_of(tx: Transaction, numbers: Sequence[int]) -> dict[int, tuple[Absence, ...]]:
    statement = select(absences).where(absences.c.referent_id.in_(numbers)).order_by(absences.c.first_day)
    found: dict[int, tuple[Absence, ...]] = {}
    for row in tx.connection.execute(statement):
        found[row.referent_id] = (*found.get(row.referent_id, ()), Absence(row.first_day, row.last_day))
    return found


def _absence_columns(referent_id: ReferentId, absence: Absence) -> dict[str, Any]:
    return {"referent_id": referent_id, "first_day": absence.first_day, "last_day": absence.last_day}


def _from_row(row: Row[Any], away: tuple[Absence, ...]) -> Referent:
    return Referent(
        id=ReferentId(row.id),
        garden_id=GardenId(row.garden_id),
        slug=row.slug,
        name=row.name,
        person_id=None if row.person_id is None else PersonId(row.person_id),
        reachable=bool(row.reachable),
        domains=frozenset(row.domains),
        languages=frozenset(row.languages),
        capacity=row.capacity,
        load=row.load,
        looks_after=words_from(row.looks_after),
        contact=words_from(row.contact),
        deputy_id=None if row.deputy_id is None else ReferentId(row.deputy_id),
        absences=away,
        last_assigned_at=row.last_assigned_at,
    )
