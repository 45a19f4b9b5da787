"""Owns when the missions of a checked garden file take place: their dated shifts, series and the garden's breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.local_time import at_local
from bot.domain.mission import Mission, MissionId, MissionKind
from bot.domain.shift import Break, Series, SeriesId
from bot.domain.terms import Terms
from bot.usecases.garden_file.schema import GardenFile, MissionSheet, SeriesSheet, ShiftSheet, TermsSheet


@dataclass(frozen=True, slots=True)
class DatedShift:
    """One shift of the file, by the day and hour it is written under."""

    day: date
    starts_at: datetime
    ends_at: datetime
    terms: Terms


def kind_of(sheet: MissionSheet) -> MissionKind:
    """What is said, else what its dates say."""
    if sheet.kind is not None:
        return sheet.kind
    return MissionKind.SHIFTS if sheet.shifts or sheet.series else MissionKind.ROLE


def terms_of(sheet: MissionSheet) -> Terms:
    """What the mission's shifts begin with: `places` are how many fit, unless `maximum` says so."""
    return _over(Terms(maximum=sheet.places), sheet.terms)


def shifts_of(sheet: MissionSheet, zone: ZoneInfo) -> list[DatedShift]:
    """The dated shifts, the soonest first."""
    found = [_dated(shift, sheet, zone) for shift in sheet.shifts]
    return sorted(found, key=lambda shift: shift.starts_at)


def series_of(sheet: MissionSheet, mission: Mission, mission_id: MissionId) -> list[Series]:
    return [_series(one, sheet, mission, mission_id) for one in sheet.series]


def breaks_of(file: GardenFile) -> list[Break]:
    return [Break(one.name, one.first_day, one.last_day) for one in file.breaks]


def _dated(shift: ShiftSheet, sheet: MissionSheet, zone: ZoneInfo) -> DatedShift:
    starts = at_local(shift.day, shift.starts, zone)
    later = datetime.combine(shift.day, shift.starts) + timedelta(minutes=_minutes(shift, sheet))
    ends = at_local(later.date(), later.time(), zone)
    return DatedShift(
        shift.day, starts, max(ends, starts + timedelta(minutes=1)), _over(terms_of(sheet), shift)
    )


def _series(one: SeriesSheet, sheet: MissionSheet, mission: Mission, mission_id: MissionId) -> Series:
    return Series(
        id=SeriesId(0),
        garden_id=mission.garden_id,
        mission_id=mission_id,
        slug=one.slug,
        rule=one.rule,
        first_day=one.first_day,
        last_day=one.last_day,
        starts=one.starts,
        minutes=_minutes(one, sheet),
        exceptions=frozenset(one.exceptions),
        season=frozenset(one.season),
        terms=_over(terms_of(sheet), one),
        planned_until=None,
        ended_at=None,
    )


def _minutes(one: ShiftSheet | SeriesSheet, sheet: MissionSheet) -> int:
    """Until `ends`, else as long as an outing of the mission lasts."""
    if one.ends is None:
        return round(sheet.hours * 60)
    return round((_on_a_day(one.ends) - _on_a_day(one.starts)) / timedelta(minutes=1))


def _on_a_day(hour: time) -> datetime:
    return datetime.combine(date(2027, 1, 1), hour)


def _over(usual: Terms, said: TermsSheet) -> Terms:
    """`usual` with what is said in its place."""
    keys = TermsSheet.model_fields
    given: dict[str, Any] = {key: value for key in keys if (value := getattr(said, key)) is not None}
    return Terms(**{key: given.get(key, getattr(usual, key)) for key in keys})
