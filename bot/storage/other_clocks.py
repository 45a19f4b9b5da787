"""Owns putting a garden's hours to come on other clocks, each row at the instants it is told. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, case, delete, exists, literal, select, update

from bot.domain.event import Details
from bot.domain.person import GardenId
from bot.storage.tables import basket_news, events, occasions, pickups, reminders, rosters, rsvps, shifts
from bot.storage.tables.columns import UtcDateTime
from bot.storage.transaction import Transaction

Reading = Callable[[datetime], datetime]
"""The instant of the same hour on the other clocks."""

_HOURS = (  # of each table the instant by which a row is ahead or over, then all that move with it
    (shifts.c.starts_at, shifts.c.ends_at),
    (rosters.c.begins_at, rosters.c.sign_up_until, rosters.c.drop_out_until, rosters.c.newcomers_until),
    (events.c.starts_at, events.c.ends_at, events.c.arrive_at),
    (pickups.c.opens_at, pickups.c.closes_at),
    (basket_news.c.opens_at, basket_news.c.closes_at),
    (reminders.c.occurs_at,),
    (occasions.c.occurs_at, occasions.c.closes_at),
)
_COUNTS = {"shifts": "revision", "events": "version", "pickups": "version"}
"""What calendars read as a newer version of the same entry."""


def put_on_other_clocks(tx: Transaction, garden_id: GardenId, now: datetime, reading: Reading) -> None:
    """What begins after `now`: whatever was written or answered for it stays, at the instant that `reading` tells."""
    _forget_elsewhere(tx, garden_id, now)
    _put_known(tx, garden_id, now, reading)
    for begins, *others in _HOURS:
        table = begins.table
        ahead = (table.c.garden_id == garden_id, begins > now)
        values = {one.name: _read(tx, one, ahead, reading) for one in (begins, *others)}
        if counted := _COUNTS.get(table.name):
            values[counted] = table.c[counted] + 1
        tx.connection.execute(update(table).where(*ahead).values(values))


def _read(
    tx: Transaction, column: ColumnElement[datetime], ahead: tuple[ColumnElement[bool], ...], reading: Reading
) -> ColumnElement[datetime]:
    """All at once, so that no hour is taken for the one that another has just become."""
    found = tx.connection.execute(select(column).where(*ahead, column.is_not(None)).distinct()).scalars()
    whens = [(column == one, literal(reading(one), UtcDateTime)) for one in found]
    return case(*whens, else_=column) if whens else column


def _forget_elsewhere(tx: Transaction, garden_id: GardenId, now: datetime) -> None:
    """Reminders of where something once was: they could come to stand where the others go."""
    still = exists().where(
        occasions.c.subject == reminders.c.subject,
        occasions.c.person_id == reminders.c.person_id,
        occasions.c.occurs_at == reminders.c.occurs_at,
    )
    there = (reminders.c.garden_id == garden_id, reminders.c.occurs_at > now)
    tx.connection.execute(delete(reminders).where(*there, ~still))


def _put_known(tx: Transaction, garden_id: GardenId, now: datetime, reading: Reading) -> None:
    """What people know of an event, and what it said when it was published."""
    ahead = select(events.c.id).where(events.c.garden_id == garden_id, events.c.starts_at > now)
    for table, column, where in (
        (events, events.c.told, events.c.id.in_(ahead)),
        (rsvps, rsvps.c.known, rsvps.c.event_id.in_(ahead)),
    ):
        rows = [
            {"number": number, "read": Details.from_json(known).read_as(reading).to_json()}
            for number, known in tx.connection.execute(select(table.c.id, column).where(where))
            if known is not None
        ]
        known_as = {column.name: bindparam("read", type_=column.type)}
        if rows:
            tx.connection.execute(
                update(table).where(table.c.id == bindparam("number")).values(known_as), rows
            )
