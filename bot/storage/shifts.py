"""Owns the queries about shifts: when a mission takes place. Who comes is asked of `rosters`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from bot.domain.mission import MissionId
from bot.domain.person import GardenId
from bot.domain.shift import SeriesId, Shift, ShiftId, ShiftState
from bot.domain.text import Words
from bot.storage.columns import words_column, words_from
from bot.storage.database import Transaction
from bot.storage.tables import bookings, calls, rosters, shifts

_ONE_MORE = {"version": shifts.c.version + 1, "revision": shifts.c.revision + 1}


def add_shift(
    tx: Transaction,
    *,
    garden_id: GardenId,
    mission_id: MissionId,
    starts_at: datetime,
    ends_at: datetime,
    meeting_point: Words,
    equipment: Words,
    now: datetime,
    series_id: SeriesId | None = None,
    occurrence: date | None = None,
) -> Shift:
    values = {
        "garden_id": garden_id,
        "mission_id": mission_id,
        "series_id": series_id,
        "occurrence": occurrence,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "meeting_point": words_column(meeting_point),
        "equipment": words_column(equipment),
        "weather": {},
        "state": ShiftState.OPEN.value,
        "created_at": now,
    }
    return _from_row(tx.connection.execute(insert(shifts).values(values).returning(*shifts.c)).one())


def find_shift(tx: Transaction, shift_id: ShiftId) -> Shift | None:
    row = tx.connection.execute(select(shifts).where(shifts.c.id == shift_id)).one_or_none()
    return None if row is None else _from_row(row)


def find_shifts(tx: Transaction, shift_ids: Iterable[ShiftId]) -> dict[ShiftId, Shift]:
    """Those of the shifts that are there, by their number."""
    return {one.id: one for one in _many(tx, select(shifts).where(shifts.c.id.in_(list(shift_ids))))}


def shifts_of_mission(tx: Transaction, mission_id: MissionId, after: datetime) -> list[Shift]:
    """The open shifts of a mission that begin after an instant, the soonest first."""
    return _many(
        tx,
        select(shifts).where(
            shifts.c.mission_id == mission_id,
            shifts.c.starts_at > after,
            shifts.c.state == ShiftState.OPEN.value,
        ),
    )


def shifts_after(
    tx: Transaction, garden_id: GardenId, number: int, since: datetime, most: int
) -> list[Shift]:
    """The garden's next open shifts by number that begin from `since` on."""
    there = (shifts.c.garden_id == garden_id, shifts.c.id > number, shifts.c.starts_at >= since)
    wanted = select(shifts).where(*there, shifts.c.state == ShiftState.OPEN.value)
    return [_from_row(row) for row in tx.connection.execute(wanted.order_by(shifts.c.id).limit(most))]


def shifts_between(tx: Transaction, garden_id: GardenId, start: datetime, end: datetime) -> list[Shift]:
    """The garden's open shifts that begin from `start` on and before `end`, the soonest first."""
    return _many(
        tx,
        select(shifts).where(
            shifts.c.garden_id == garden_id,
            shifts.c.starts_at >= start,
            shifts.c.starts_at < end,
            shifts.c.state == ShiftState.OPEN.value,
        ),
    )


def any_between(tx: Transaction, garden_id: GardenId, start: datetime, end: datetime) -> bool:
    """Whether the garden has an open shift that begins from `start` on and before `end`."""
    here = (
        shifts.c.garden_id == garden_id,
        shifts.c.starts_at >= start,
        shifts.c.starts_at < end,
        shifts.c.state == ShiftState.OPEN.value,
    )
    return tx.connection.execute(select(shifts.c.id).where(*here).limit(1)).first() is not None


def shifts_of_series(tx: Transaction, series_id: SeriesId, after: datetime) -> list[Shift]:
    """The shifts of a series that begin after an instant, cancelled ones included."""
    here = select(shifts).where(shifts.c.series_id == series_id, shifts.c.starts_at > after)
    return _many(tx, here)


def dated_shifts(tx: Transaction, mission_id: MissionId) -> list[Shift]:
    """The shifts of no series, past and cancelled ones included; those of the garden file have an `occurrence`."""
    alone = (shifts.c.mission_id == mission_id, shifts.c.series_id.is_(None))
    return _many(tx, select(shifts).where(*alone))


def occurrences_of(tx: Transaction, series_id: SeriesId, first: date) -> set[date]:
    """The days from `first` on for which the series has a shift, wherever that was moved to."""
    here = select(shifts.c.occurrence).where(shifts.c.series_id == series_id, shifts.c.occurrence >= first)
    return set(tx.connection.execute(here).scalars())


def move_shift(
    tx: Transaction, shift_id: ShiftId, starts_at: datetime, ends_at: datetime, *, told: bool
) -> None:
    """New times; `told` counts a change that people hear of."""
    values: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at}
    _change(tx, shift_id, values, told=told)


def describe_shift(tx: Transaction, shift_id: ShiftId, meeting_point: Words, equipment: Words) -> None:
    values = {"meeting_point": words_column(meeting_point), "equipment": words_column(equipment)}
    _change(tx, shift_id, values, told=False)


def note_weather(tx: Transaction, shift_id: ShiftId, weather: Words) -> None:
    """What the weather means for this one: "boots", "in the barn if it rains"."""
    _change(tx, shift_id, {"weather": words_column(weather)}, told=True)


def cancel_shift(tx: Transaction, shift_id: ShiftId, reason: str) -> bool:
    """False: it was cancelled before."""
    done = tx.connection.execute(
        update(shifts)
        .where(shifts.c.id == shift_id, shifts.c.state == ShiftState.OPEN.value)
        .values(state=ShiftState.CANCELLED.value, reason=reason, **_ONE_MORE)
    )
    return done.rowcount == 1


def move_to_mission(tx: Transaction, shift_id: ShiftId, mission_id: MissionId) -> None:
    """The shift is another mission's from now on, with its places, whoever has or wants one, and calls for it."""
    its_rosters = select(rosters.c.id).where(rosters.c.shift_id == shift_id)
    within = update(bookings).where(bookings.c.roster_id.in_(its_rosters))
    tx.connection.execute(within.values(mission_id=mission_id))
    tx.connection.execute(update(calls).where(calls.c.shift_id == shift_id).values(mission_id=mission_id))
    tx.connection.execute(update(rosters).where(rosters.c.shift_id == shift_id).values(mission_id=mission_id))
    tx.connection.execute(update(shifts).where(shifts.c.id == shift_id).values(mission_id=mission_id))


def move_to_series(tx: Transaction, shift_id: ShiftId, series_id: SeriesId) -> None:
    """Another series planned it, as it seems from now on."""
    tx.connection.execute(update(shifts).where(shifts.c.id == shift_id).values(series_id=series_id))


def forget_move(tx: Transaction, shift_id: ShiftId) -> None:
    """It stands where its series plans it, as if it had never been moved: the series may move it again."""
    tx.connection.execute(update(shifts).where(shifts.c.id == shift_id).values(version=0))


def erase_shift(tx: Transaction, shift_id: ShiftId) -> None:
    """As if it had never been planned; only for one that nobody has signed up for."""
    tx.connection.execute(delete(shifts).where(shifts.c.id == shift_id))


def _change(tx: Transaction, shift_id: ShiftId, values: dict[str, Any], *, told: bool) -> None:
    counted = _ONE_MORE if told else {}
    tx.connection.execute(update(shifts).where(shifts.c.id == shift_id).values(**values, **counted))


def _many(tx: Transaction, statement: Select[Any]) -> list[Shift]:
    ordered = statement.order_by(shifts.c.starts_at, shifts.c.id)
    return [_from_row(row) for row in tx.connection.execute(ordered)]


def _from_row(row: Row[Any]) -> Shift:
    return Shift(
        id=ShiftId(row.id),
        garden_id=GardenId(row.garden_id),
        mission_id=MissionId(row.mission_id),
        series_id=None if row.series_id is None else SeriesId(row.series_id),
        occurrence=row.occurrence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        meeting_point=words_from(row.meeting_point),
        equipment=words_from(row.equipment),
        weather=words_from(row.weather),
        state=ShiftState(row.state),
        reason=row.reason,
        version=row.version,
        revision=row.revision,
    )
