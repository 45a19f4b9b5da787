"""Owns short cuts to missions with dates: a series of one, and a part of one without any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionId
from bot.domain.shift import Series, SeriesId
from bot.domain.terms import Terms
from bot.storage import missions, series
from bot.storage.database import Transaction
from bot.usecases.planning import plan_series


def a_part(tx: Transaction, of: MissionId, slug: str = "part") -> Mission:
    """Another mission like this one, without dates."""
    mission = missions.find_mission(tx, of)
    assert mission is not None
    number, _change = missions.save_mission(tx, replace(mission, slug=slug, parent_id=of), 1)
    part = missions.find_mission(tx, number)
    assert part is not None
    return part


def a_series(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    first_day: date,
    now: datetime,
    rule: str = "FREQ=WEEKLY",
) -> Series:
    """Each week from that day on, in the afternoon, for two hours."""
    weekly = Series(
        id=SeriesId(0), garden_id=garden.id, mission_id=mission.id, slug="weekly", rule=rule,
        first_day=first_day, last_day=None, starts=time(14, 30), minutes=120, exceptions=frozenset(),
        season=frozenset(), terms=Terms(), planned_until=None, ended_at=None,
    )  # fmt: skip
    number, _change = series.save_series(tx, weekly)
    stored = replace(weekly, id=number)
    plan_series(tx, garden, stored, now)
    return stored
