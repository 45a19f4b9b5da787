"""Owns short cuts to a garden whose missions have dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, update

from bot.app import App
from bot.domain.mission import Mission, MissionKind
from bot.domain.shift import Series, SeriesId, Shift
from bot.domain.terms import Terms
from bot.domain.text import Words
from bot.storage import gardens, missions, series
from bot.storage.database import Transaction
from bot.storage.tables import missions as table
from bot.storage.tables import shifts
from bot.usecases.planning import plan_series, schedule_shift


async def takes_place(
    app: App, slug: str, starts_at: datetime, *, hours: float = 3, series: Series | None = None, **terms: Any
) -> Shift:
    """The mission has dates from now on; one of them is this."""

    def schedule(tx: Transaction) -> Shift:
        garden = gardens.only_garden(tx)
        assert garden is not None
        mission = _with_dates(tx, slug)
        ends_at = starts_at + timedelta(hours=hours)
        return schedule_shift(
            tx, garden, mission, starts_at, ends_at, _terms(terms), starts_at - timedelta(days=30)
        )

    return await app.db.run(schedule)


async def takes_place_every_week(
    app: App, slug: str, first_day: date, now: datetime, **terms: Any
) -> SeriesId:
    """The mission takes place each week at half past nine, for two hours."""

    def plan(tx: Transaction) -> SeriesId:
        garden = gardens.only_garden(tx)
        assert garden is not None
        mission = _with_dates(tx, slug)
        one = Series(
            id=SeriesId(0), garden_id=garden.id, mission_id=mission.id, slug="weekly", rule="FREQ=WEEKLY",
            first_day=first_day, last_day=None, starts=time(9, 30), minutes=120, exceptions=frozenset(),
            season=frozenset(), terms=_terms(terms), planned_until=None, ended_at=None,
        )  # fmt: skip
        number, _change = series.save_series(tx, one)
        plan_series(tx, garden, replace(one, id=number), now)
        return number

    return await app.db.run(plan)


async def nothing_takes_place(app: App) -> None:
    """The example garden without its dates."""
    await app.db.run(lambda tx: tx.connection.execute(delete(shifts)) and None)


async def becomes(app: App, slug: str, **values: Any) -> None:
    """The mission is another one from now on: its kind, its places, its words."""
    changed = update(table).where(table.c.slug == slug).values(values)
    await app.db.run(lambda tx: tx.connection.execute(changed) and None)


def _with_dates(tx: Transaction, slug: str) -> Mission:
    garden = gardens.only_garden(tx)
    assert garden is not None
    changed = {"kind": MissionKind.SHIFTS.value, "places": None}
    tx.connection.execute(update(table).where(table.c.slug == slug).values(changed))
    mission = missions.find_mission_by_slug(tx, garden.id, slug)
    assert mission is not None
    return mission


def _terms(terms: dict[str, Any]) -> Terms:
    words = {name: Words({"en": value}) if isinstance(value, str) else value for name, value in terms.items()}
    return Terms(**words)
