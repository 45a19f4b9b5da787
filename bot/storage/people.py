"""Owns the queries about people themselves, and their erasure: nothing that names them is left behind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, delete, insert, select, update

from bot.domain.person import GardenId, Person, PersonId, Role
from bot.domain.text import Language
from bot.storage.database import Transaction
from bot.storage.tables import (
    acceptances,
    assignments,
    bookings,
    called,
    calls,
    certificates,
    charters,
    consents,
    feeds,
    instances,
    lifts,
    notes,
    occasions,
    outbox,
    people,
    profiles,
    regulars,
    reminder_wishes,
    reminders,
    reports,
    roles,
    rsvps,
    sign_ups,
    taken_dates,
    thanks,
    threads,
    wishes,
)

_by_id = select(people).where(people.c.id == bindparam("person"))  # building it costs more than running it
_by_ids = select(people).where(people.c.id.in_(bindparam("people", expanding=True)))


def find_person(tx: Transaction, person_id: PersonId) -> Person | None:
    return tx.once((people.name, person_id), lambda: _find_person(tx, person_id))


def _find_person(tx: Transaction, person_id: PersonId) -> Person | None:
    row = tx.connection.execute(_by_id, {"person": person_id}).one_or_none()
    return None if row is None else person_from_row(row)


def look_up_people(tx: Transaction, person_ids: Collection[PersonId]) -> None:
    """In a snapshot: `find_person` will know all of these, from one query."""
    tx.look_up(people.name, person_ids, lambda new: find_people(tx, new))


def find_people(tx: Transaction, person_ids: Iterable[PersonId]) -> dict[PersonId, Person]:
    """Those of the people who are there, by their number."""
    rows = tx.connection.execute(_by_ids, {"people": list(person_ids)})
    return {person.id: person for person in map(person_from_row, rows)}


def reached_after(tx: Transaction, after: int, limit: int) -> list[PersonId]:
    """Who has Telegram, after that number."""
    here = select(people.c.id).where(people.c.id > after, people.c.telegram_id.is_not(None))
    return [PersonId(one) for one in tx.connection.execute(here.order_by(people.c.id).limit(limit)).scalars()]


def find_by_telegram_id(tx: Transaction, telegram_id: int) -> Person | None:
    return _one(tx, select(people).where(people.c.telegram_id == telegram_id))


def add_person(
    tx: Transaction,
    *,
    name: str,
    language: Language,
    now: datetime,
    telegram_id: int | None = None,
    reach: str = "",
    garden_id: GardenId | None = None,
) -> Person:
    """Keep a person, reachable if they have a Telegram account. The account must be new to the database."""
    values = {
        "telegram_id": telegram_id,
        "name": name,
        "language": language,
        "reachable": telegram_id is not None,
        "reach": reach,
        "garden_id": garden_id,
        "created_at": now,
        "seen_at": now,
    }
    return person_from_row(tx.connection.execute(insert(people).values(values).returning(*people.c)).one())


def set_name(tx: Transaction, person_id: PersonId, name: str) -> None:
    _update(tx, person_id, name=name)


def set_language(tx: Transaction, person_id: PersonId, language: Language) -> None:
    _update(tx, person_id, language=language)


def set_garden(tx: Transaction, person_id: PersonId, garden_id: GardenId | None) -> None:
    """Which garden they talk to now."""
    _update(tx, person_id, garden_id=garden_id)


def set_reachable(tx: Transaction, person_id: PersonId, reachable: bool) -> None:
    """False once Telegram answered 403, true once they write again."""
    _update(tx, person_id, reachable=reachable)


def out_of_reach(tx: Transaction, person_ids: Iterable[PersonId]) -> set[PersonId]:
    """Those whose Telegram lets nothing through; whoever has none is reached by the team."""
    lost = select(people.c.id).where(
        people.c.id.in_(person_ids), people.c.telegram_id.is_not(None), ~people.c.reachable
    )
    return {PersonId(number) for number in tx.connection.execute(lost).scalars()}


def take_account(tx: Transaction, person_id: PersonId, account: Person) -> None:
    """The Telegram account of somebody of whom nothing else is kept becomes the person's own."""
    _update(tx, account.id, telegram_id=None)
    erase_person(tx, account.id)
    _update(
        tx, person_id, telegram_id=account.telegram_id, reachable=True, language=account.language, reach=""
    )


def touch_seen(tx: Transaction, person_id: PersonId, now: datetime) -> None:
    """They wrote: the last contact from which retention counts, and a sign that they can be reached."""
    _update(tx, person_id, seen_at=now, reachable=people.c.telegram_id.is_not(None))


def note_visit(tx: Transaction, person_id: PersonId, then: datetime) -> None:
    """They were here then: a contact as good as a message, for whoever has no Telegram, too."""
    earlier = (people.c.id == person_id, people.c.seen_at < then)
    tx.connection.execute(update(people).where(*earlier).values(seen_at=then))


def last_seen(tx: Transaction, person_id: PersonId) -> datetime | None:
    return tx.connection.execute(
        select(people.c.seen_at).where(people.c.id == person_id)
    ).scalar_one_or_none()


def erase_person(tx: Transaction, person_id: PersonId) -> bool:
    """Erase somebody and every row about them, in all gardens. False: nobody of this number is there.

    What they decided for others stays without its author, the referent they were stands unlinked, and the
    audit trail keeps a number that leads nowhere.
    """
    return tx.connection.execute(delete(people).where(people.c.id == person_id)).rowcount == 1


CARE = (notes, thanks, certificates, reports)
"""What was noted, said and attested about a volunteer."""


def erase_volunteer(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> None:
    """Erase what a person gave to one garden as a volunteer; their account and their other roles stay."""
    for table in (
        profiles,
        consents,
        assignments,
        sign_ups,
        bookings,
        regulars,
        rsvps,
        lifts,
        feeds,
        taken_dates,
        occasions,
        reminders,
        reminder_wishes,
        *CARE,
        wishes,
        threads,
        instances,
        outbox,
    ):
        _erase_rows(tx, table, person_id, garden_id)
    theirs = select(calls.c.id).where(calls.c.garden_id == garden_id)
    tx.connection.execute(delete(called).where(called.c.person_id == person_id, called.c.call_id.in_(theirs)))
    here = select(charters.c.id).where(charters.c.garden_id == garden_id)
    tx.connection.execute(
        delete(acceptances).where(acceptances.c.person_id == person_id, acceptances.c.charter_id.in_(here))
    )
    volunteer = roles.c.role == Role.VOLUNTEER
    tx.connection.execute(
        delete(roles).where(roles.c.person_id == person_id, roles.c.garden_id == garden_id, volunteer)
    )


def is_kept_elsewhere(tx: Transaction, person_id: PersonId) -> bool:
    """Whether any garden still has a role or a consent of theirs."""
    return any(
        tx.connection.execute(select(table.c.id).where(table.c.person_id == person_id).limit(1)).first()
        for table in (roles, consents)
    )


def _erase_rows(tx: Transaction, table: Table, person_id: PersonId, garden_id: GardenId) -> None:
    tx.connection.execute(delete(table).where(table.c.person_id == person_id, table.c.garden_id == garden_id))


def _update(tx: Transaction, person_id: PersonId, **values: Any) -> None:
    tx.connection.execute(update(people).where(people.c.id == person_id).values(**values))


def _one(tx: Transaction, statement: Select[Any]) -> Person | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else person_from_row(row)


def person_from_row(row: Row[Any]) -> Person:
    return Person(
        id=PersonId(row.id),
        telegram_id=row.telegram_id,
        name=row.name,
        language=row.language,
        reachable=row.reachable,
        reach=row.reach,
        garden_id=None if row.garden_id is None else GardenId(row.garden_id),
        created_at=row.created_at,
    )
