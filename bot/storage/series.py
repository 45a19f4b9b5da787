"""Owns the queries about series, the garden's breaks, and who comes to every shift of a series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from bot.domain.mission import MissionId
from bot.domain.person import GardenId, PersonId
from bot.domain.shift import Break, Series, SeriesId
from bot.domain.terms import Terms
from bot.storage.columns import words_column, words_from
from bot.storage.database import Transaction
from bot.storage.saving import Change, insert_once, save_row
from bot.storage.tables import breaks, regulars, series


def save_series(tx: Transaction, one: Series) -> tuple[SeriesId, Change]:
    """Write a series under its mission and slug; its `id` and `planned_until` are not read."""
    values = {
        "garden_id": one.garden_id,
        "rule": one.rule,
        "first_day": one.first_day,
        "last_day": one.last_day,
        "starts": one.starts.strftime("%H:%M"),
        "minutes": one.minutes,
        "exceptions": sorted(day.isoformat() for day in one.exceptions),
        "season": sorted(one.season),
        "terms": one.terms.to_json(),
        "ended_at": one.ended_at,
    }
    number, change = save_row(tx, series, {"mission_id": one.mission_id, "slug": one.slug}, values)
    return SeriesId(number), change


def find_series(tx: Transaction, series_id: SeriesId) -> Series | None:
    row = tx.connection.execute(select(series).where(series.c.id == series_id)).one_or_none()
    return None if row is None else _from_row(row)


def series_of_mission(tx: Transaction, mission_id: MissionId) -> list[Series]:
    """The series of a mission that go on."""
    return _many(tx, select(series).where(series.c.mission_id == mission_id, series.c.ended_at.is_(None)))


def series_of_garden(tx: Transaction, garden_id: GardenId) -> list[Series]:
    """Every series of the garden that goes on."""
    return _many(tx, select(series).where(series.c.garden_id == garden_id, series.c.ended_at.is_(None)))


def end_series(tx: Transaction, series_id: SeriesId, now: datetime) -> bool:
    """No further shift is planned. False: it had ended before."""
    still = (series.c.id == series_id, series.c.ended_at.is_(None))
    return tx.connection.execute(update(series).where(*still).values(ended_at=now)).rowcount == 1


def move_to_mission(tx: Transaction, series_id: SeriesId, mission_id: MissionId) -> None:
    """The series plans another mission from now on; whoever comes every time goes with it."""
    tx.connection.execute(update(series).where(series.c.id == series_id).values(mission_id=mission_id))


def note_planned(tx: Transaction, series_id: SeriesId, until: date) -> None:
    tx.connection.execute(update(series).where(series.c.id == series_id).values(planned_until=until))


def breaks_of(tx: Transaction, garden_id: GardenId) -> list[Break]:
    """The garden's holidays, the earliest first."""
    rows = tx.connection.execute(
        select(breaks).where(breaks.c.garden_id == garden_id).order_by(breaks.c.first_day, breaks.c.id)
    )
    return [Break(words_from(row.name), row.first_day, row.last_day) for row in rows]


def replace_breaks(tx: Transaction, garden_id: GardenId, wanted: Iterable[Break]) -> bool:
    """The garden's holidays are these from now on. False: they were already."""
    listed = sorted(wanted, key=lambda one: (one.first_day, one.last_day))
    if listed == breaks_of(tx, garden_id):
        return False
    tx.connection.execute(delete(breaks).where(breaks.c.garden_id == garden_id))
    for one in listed:
        values = {"name": words_column(one.name), "first_day": one.first_day, "last_day": one.last_day}
        tx.connection.execute(insert(breaks).values(garden_id=garden_id, **values))
    return True


def add_regular(
    tx: Transaction, garden_id: GardenId, series_id: SeriesId, person_id: PersonId, now: datetime
) -> bool:
    """The person comes to every shift of the series. False: they did already."""
    values = {"garden_id": garden_id, "series_id": series_id, "person_id": person_id, "since": now}
    return insert_once(tx, regulars, values) is not None


def end_regular(tx: Transaction, series_id: SeriesId, person_id: PersonId, now: datetime) -> bool:
    """The person comes when they sign up, no longer every time. False: that was so already."""
    still = (
        regulars.c.series_id == series_id,
        regulars.c.person_id == person_id,
        regulars.c.ended_at.is_(None),
    )
    return tx.connection.execute(update(regulars).where(*still).values(ended_at=now)).rowcount == 1


def regulars_of(tx: Transaction, series_id: SeriesId) -> list[PersonId]:
    """Who comes to every shift of a series, whoever said so first first."""
    still = (regulars.c.series_id == series_id, regulars.c.ended_at.is_(None))
    rows = tx.connection.execute(select(regulars.c.person_id).where(*still).order_by(regulars.c.id))
    return [PersonId(number) for number in rows.scalars()]


def regular_in(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[SeriesId]:
    """The series that the person comes to every time."""
    mine = (
        regulars.c.garden_id == garden_id,
        regulars.c.person_id == person_id,
        regulars.c.ended_at.is_(None),
    )
    rows = tx.connection.execute(select(regulars.c.series_id).where(*mine).order_by(regulars.c.id))
    return [SeriesId(number) for number in rows.scalars()]


def _many(tx: Transaction, statement: Select[Any]) -> list[Series]:
    return [_from_row(row) for row in tx.connection.execute(statement.order_by(series.c.id))]


def _from_row(row: Row[Any]) -> Series:
    return Series(
        id=SeriesId(row.id),
        garden_id=GardenId(row.garden_id),
        mission_id=MissionId(row.mission_id),
        slug=row.slug,
        rule=row.rule,
        first_day=row.first_day,
        last_day=row.last_day,
        starts=time.fromisoformat(row.starts),
        minutes=row.minutes,
        exceptions=frozenset(date.fromisoformat(day) for day in row.exceptions),
        season=frozenset(row.season),
        terms=Terms.from_json(row.terms),
        planned_until=row.planned_until,
        ended_at=row.ended_at,
    )
