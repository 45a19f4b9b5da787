"""Owns the import of when missions take place: breaks, series, dated shifts. Whatever people are signed up for stays.

What was moved, changed or cancelled in the chat is left as it is there, and so is what was only ever in the chat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.garden import Garden
from bot.domain.mission import Mission
from bot.domain.shift import Series, Shift, ShiftState
from bot.domain.shift_terms import terms_of_shift
from bot.domain.terms import Terms
from bot.storage import bookings, rosters, series, shifts
from bot.storage.database import Transaction
from bot.storage.saving import Change
from bot.usecases.garden_file.calendar import DatedShift, breaks_of, series_of, shifts_of
from bot.usecases.garden_file.schema import GardenFile, MissionSheet
from bot.usecases.planning import (
    change_terms,
    move_shift,
    plan_all_series,
    plan_series,
    schedule_shift,
    stop_series,
    take_away,
)


@dataclass
class CalendarChanges:
    """What became of the file's dates. `still_booked` are shifts gone from the file that people come to."""

    shifts: list[Change] = field(default_factory=list)
    series: list[Change] = field(default_factory=list)
    still_booked: list[Shift] = field(default_factory=list)


def import_breaks(tx: Transaction, garden: Garden, file: GardenFile, now: datetime) -> list[Change]:
    """The garden's holidays, all as one; every series is planned again around new ones."""
    if not series.replace_breaks(tx, garden.id, breaks_of(file)):
        return [Change.UNCHANGED] if file.breaks else []
    plan_all_series(tx, garden, now)
    return [Change.UPDATED]


def import_dates(
    tx: Transaction,
    garden: Garden,
    sheet: MissionSheet,
    mission: Mission,
    changes: CalendarChanges,
    now: datetime,
) -> None:
    """The series and dated shifts of one mission."""
    wanted = series_of(sheet, mission, mission.id)
    for one in wanted:
        changes.series.append(_import_series(tx, garden, one, now))
    for gone in series.series_of_mission(tx, mission.id):
        if gone.slug not in {one.slug for one in wanted}:
            changes.series.append(Change.WITHDRAWN)
            _end_quietly(tx, garden, gone, changes, now)
    _import_shifts(tx, garden, mission, shifts_of(sheet, garden.zone), changes, now)


def _import_series(tx: Transaction, garden: Garden, wanted: Series, now: datetime) -> Change:
    number, change = series.save_series(tx, wanted)
    saved = series.find_series(tx, number)
    if change is Change.UNCHANGED or saved is None:
        return change
    for shift in shifts.shifts_of_series(tx, saved.id, now):
        _adapt_terms(tx, garden, shift, wanted.terms, now)
    plan_series(tx, garden, saved, now)
    return change


def _end_quietly(
    tx: Transaction, garden: Garden, gone: Series, changes: CalendarChanges, now: datetime
) -> None:
    """No further shift is planned; those people are signed up for take place."""
    for shift in shifts.shifts_of_series(tx, gone.id, now):
        _drop(tx, garden, shift, changes, now)
    stop_series(tx, gone.id, now)


def _import_shifts(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    wanted: list[DatedShift],
    changes: CalendarChanges,
    now: datetime,
) -> None:
    known = shifts.dated_shifts(tx, mission.id)
    for one in wanted:
        there = _same(known, one)
        if there is not None:
            known.remove(there)
            changes.shifts.append(_update(tx, garden, there, one, now))
        elif one.starts_at > now:
            schedule_shift(
                tx, garden, mission, one.starts_at, one.ends_at, one.terms, now, occurrence=one.day
            )
            changes.shifts.append(Change.CREATED)
    for shift in known:
        by_file = shift.occurrence is not None
        if by_file and shift.starts_at > now and shift.state is ShiftState.OPEN:
            _drop(tx, garden, shift, changes, now)


def _same(known: list[Shift], wanted: DatedShift) -> Shift | None:
    """The shift at this instant, made in the chat maybe; else the one made for this day of the file."""
    exact = (shift for shift in known if shift.starts_at == wanted.starts_at)
    that_day = (shift for shift in known if shift.occurrence == wanted.day)
    return next(exact, None) or next(that_day, None)


def _update(tx: Transaction, garden: Garden, shift: Shift, wanted: DatedShift, now: datetime) -> Change:
    if shift.version or shift.state is not ShiftState.OPEN or shift.starts_at <= now:
        return Change.UNCHANGED
    changed = _adapt_terms(tx, garden, shift, wanted.terms, now)
    if (shift.starts_at, shift.ends_at) != (wanted.starts_at, wanted.ends_at):
        move_shift(tx, garden, shift.id, wanted.starts_at, wanted.ends_at, now)
        shifts.forget_move(tx, shift.id)
        changed = True
    return Change.UPDATED if changed else Change.UNCHANGED


def _adapt_terms(tx: Transaction, garden: Garden, shift: Shift, wanted: Terms, now: datetime) -> bool:
    roster = rosters.roster_of_shift(tx, shift.id)
    if roster is None or shift.version or terms_of_shift(shift, roster) == wanted:
        return False
    change_terms(tx, garden, shift.id, wanted, now)
    return True


def _drop(tx: Transaction, garden: Garden, shift: Shift, changes: CalendarChanges, now: datetime) -> None:
    """Gone from the file: as if it had never been there, unless people are signed up for it."""
    roster = rosters.roster_of_shift(tx, shift.id)
    if roster is not None and bookings.open_bookings(tx, roster.id):
        changes.still_booked.append(shift)
    else:
        take_away(tx, garden, shift, now)
        changes.shifts.append(Change.WITHDRAWN)
