"""Owns gathering a garden for its file: what the chat made of it included, closed missions left out."""

from __future__ import annotations

from datetime import datetime

from bot.domain.event import Event, EventState
from bot.domain.garden import Garden
from bot.domain.mission import Mission
from bot.domain.shift import Roster, Shift
from bot.storage import charters, events, gardens, missions, points, referents, rosters, series, shifts
from bot.storage.database import Transaction
from bot.usecases.garden_file.writing import Holdings, write_garden_file


def export_gardens(tx: Transaction, now: datetime) -> list[str]:
    """The file of each garden of the database."""
    return [write_garden_file(_holdings(tx, garden, now)) for garden in gardens.list_gardens(tx)]


def _holdings(tx: Transaction, garden: Garden, now: datetime) -> Holdings:
    charter = charters.current_charter(tx, garden.id)
    assert charter is not None
    known = missions.list_missions(tx, garden.id)
    return Holdings(
        garden=garden,
        charter=charter,
        referents=tuple(referents.list_referents(tx, garden.id)),
        missions=tuple(known),
        series={one.id: tuple(series.series_of_mission(tx, one.id)) for one in known},
        dates={one.id: _dates(tx, one, now) for one in known if one.has_dates},
        breaks=tuple(series.breaks_of(tx, garden.id)),
        points=tuple(points.list_points(tx, garden.id)),
        deliveries=tuple(points.deliveries_of(tx, garden.id)),
        events=_events(tx, garden, now),
    )


def _events(tx: Transaction, garden: Garden, now: datetime) -> tuple[Event, ...]:
    """Those that have not begun and take place."""
    known = events.events_to_manage(tx, garden.id, now)
    return tuple(one for one in known if one.starts_at > now and one.state is not EventState.CANCELLED)


def _dates(tx: Transaction, mission: Mission, now: datetime) -> tuple[tuple[Shift, Roster], ...]:
    """The single dates to come; those of a series come from its rule."""
    single = [one for one in shifts.shifts_of_mission(tx, mission.id, now) if one.series_id is None]
    known = rosters.rosters_of_shifts(tx, [one.id for one in single])
    return tuple((one, known[one.id]) for one in single if one.id in known)
