"""Owns the queries about occasions: what somebody is to be reminded of, when it is, and what they answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, Select, bindparam, case, delete, select, update

from bot.domain.person import GardenId, PersonId
from bot.domain.reminding import Expected, Occurrence, Topic
from bot.storage.database import Transaction
from bot.storage.insert import insert_on
from bot.storage.tables import occasions


@dataclass(frozen=True, slots=True)
class Occasion:
    """What somebody is expected at; `answer` is what they said to a reminder of this occurrence, empty for nothing."""

    id: int
    expected: Expected
    answer: str
    late_minutes: int


def keep_occasions(tx: Transaction, garden_id: GardenId, expected: Sequence[Expected]) -> None:
    """Remember them; of what moved to another instant, what they answered no longer counts."""
    rows = [
        {
            "garden_id": garden_id,
            "person_id": one.person_id,
            "topic": one.topic.value,
            "subject": one.subject,
            "occurs_at": one.occurrence.occurs_at,
            "closes_at": one.occurrence.closes_at,
        }
        for one in expected
    ]
    if rows:
        tx.connection.execute(_keep(tx.connection.dialect.name), rows)


def find_occasion(tx: Transaction, subject: str, person_id: PersonId) -> Occasion | None:
    return tx.once((occasions.name, (subject, person_id)), lambda: _find_occasion(tx, subject, person_id))


def _find_occasion(tx: Transaction, subject: str, person_id: PersonId) -> Occasion | None:
    row = tx.connection.execute(_one, {"subject": subject, "person": person_id}).one_or_none()
    return None if row is None else _from_row(row)


def look_up_occasions(tx: Transaction, keys: Collection[tuple[str, PersonId]]) -> None:
    """In a snapshot: `find_occasion` will know all of these, by subject and person, from one query."""
    tx.look_up(occasions.name, keys, lambda new: _by_key(tx, new))


def _by_key(tx: Transaction, keys: Collection[tuple[str, PersonId]]) -> dict[tuple[str, PersonId], Occasion]:
    rows = tx.connection.execute(_about, {"subjects": list({subject for subject, _person in keys})})
    return {(row.subject, PersonId(row.person_id)): _from_row(row) for row in rows}


def occasions_of_person(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, after: datetime
) -> list[Occasion]:
    """What the person is to be reminded of in this garden, as far as it is to come."""
    theirs = (occasions.c.garden_id == garden_id, occasions.c.person_id == person_id)
    return _many(tx, select(occasions).where(*theirs, occasions.c.occurs_at > after))


def occasions_after(
    tx: Transaction, garden_id: GardenId, number: int, after: datetime, limit: int
) -> list[Occasion]:
    """The garden's next ones to come, after the row of that number."""
    here = (occasions.c.garden_id == garden_id, occasions.c.id > number, occasions.c.occurs_at > after)
    return _many(tx, select(occasions).where(*here).limit(limit))


def note_answer(
    tx: Transaction, subject: str, person_id: PersonId, answer: str, late_minutes: int = 0
) -> None:
    these = (occasions.c.subject == subject, occasions.c.person_id == person_id)
    tx.connection.execute(update(occasions).where(*these).values(answer=answer, late_minutes=late_minutes))


def forget_occasions(tx: Transaction, subjects: Collection[str]) -> None:
    """Nobody is to be reminded of these any more."""
    tx.connection.execute(delete(occasions).where(occasions.c.subject.in_(subjects)))


def forget_past(tx: Transaction, before: datetime) -> int:
    """Delete what was before that instant; the number of rows."""
    return tx.connection.execute(delete(occasions).where(occasions.c.occurs_at < before)).rowcount


@cache
def _keep(dialect: str) -> Insert:
    """Built once: building it costs more than running it."""
    new = insert_on(dialect, occasions)
    stays = occasions.c.occurs_at == new.excluded.occurs_at
    changed = {
        "occurs_at": new.excluded.occurs_at,
        "closes_at": new.excluded.closes_at,
        "answer": case((stays, occasions.c.answer), else_=""),
        "late_minutes": case((stays, occasions.c.late_minutes), else_=0),
    }
    return new.on_conflict_do_update(index_elements=["subject", "person_id"], set_=changed)


_one = select(occasions).where(
    occasions.c.subject == bindparam("subject"), occasions.c.person_id == bindparam("person")
)
_about = select(occasions).where(occasions.c.subject.in_(bindparam("subjects", expanding=True)))


def _many(tx: Transaction, statement: Select[Any]) -> list[Occasion]:
    return [_from_row(row) for row in tx.connection.execute(statement.order_by(occasions.c.id))]


def _from_row(row: Row[Any]) -> Occasion:
    return Occasion(
        id=row.id,
        expected=Expected(
            person_id=PersonId(row.person_id),
            topic=Topic(row.topic),
            subject=row.subject,
            occurrence=Occurrence(row.occurs_at, row.closes_at),
        ),
        answer=row.answer,
        late_minutes=row.late_minutes,
    )
