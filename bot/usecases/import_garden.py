"""Owns the import of a garden file: slugs are updated in place, nothing a person did is lost.

What the file no longer names is withdrawn, never deleted: a mission is closed, a referent has left. Both keep
those who count on them, and come back when the file names them again. A mission made or changed in the chat is the
chat's: the file changes it no more, until it says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionState
from bot.domain.person import GardenId, Role
from bot.domain.referent import Absence, Referent, ReferentId
from bot.storage import charters, gardens, missions, points, referents, roles, rosters, series
from bot.storage.database import Transaction
from bot.storage.saving import Change
from bot.usecases.garden_file.calendar import series_of
from bot.usecases.garden_file.schema import GardenFile, MissionSheet
from bot.usecases.garden_file.values import (
    absences_of,
    articles_of,
    garden_of,
    missions_of,
    questions_of,
    referents_of,
)
from bot.usecases.garden_file.writing import mission_as_written
from bot.usecases.import_baskets import import_deliveries, import_points, said_in_chat
from bot.usecases.import_calendar import CalendarChanges, import_breaks, import_dates
from bot.usecases.import_events import import_events
from bot.usecases.import_report import ImportReport, Overfull, StillBooked, Stranded, Tally
from bot.usecases.managing.team import BY_CHAT
from bot.usecases.notify import tell_coordinators
from bot.usecases.other_clocks import keep_hours
from bot.usecases.pickups.weeks import plan_soon
from bot.usecases.planning import open_rosters
from bot.usecases.reminding.planning import plan_for_garden
from bot.usecases.rosters import keep_standing
from bot.usecases.rounds import plan_rounds
from bot.usecases.stepping_in import plan_absence

__all__ = ["ImportReport", "Overfull", "StillBooked", "Stranded", "Tally", "import_garden"]


def import_garden(tx: Transaction, file: GardenFile, now: datetime) -> ImportReport:
    """Bring the database in line with a garden file; a second time changes nothing."""
    before = gardens.find_garden_by_slug(tx, file.garden.slug)
    named = {**(before.fields if before else {}), **garden_of(file).fields}  # some were named in the chat
    garden_id, change = gardens.save_garden(tx, replace(garden_of(file), fields=named), now)
    garden = replace(garden_of(file), id=garden_id, fields=named)
    if before is not None and before.zone != garden.zone:
        keep_hours(tx, garden, before.zone, now)
    charter, words = charters.save_charter(tx, garden_id, articles_of(file), questions_of(file), now)
    team, left = _import_referents(tx, file, garden_id, now)
    pauses = import_breaks(tx, garden, file, now)
    handed_out = [*import_points(tx, garden, file, now), *import_deliveries(tx, garden, file)]
    work = _import_missions(tx, file, garden, now)
    gatherings = import_events(tx, garden, file, now)
    _tell_of_stranded(tx, garden_id, work.closed, left, now)
    plan_rounds(tx, garden, now)
    if before is not None and (before.zone, before.rules.quiet) != (garden.zone, garden.rules.quiet):
        plan_for_garden(tx, garden, now)
    if before is not None and any(one is not Change.UNCHANGED for one in (change, *handed_out, *pauses)):
        plan_soon(tx, garden.id, now)
    return ImportReport(
        garden_id=garden_id,
        garden=Tally.of([change]),
        charter=Tally.of([words]),
        charter_version=charter.version,
        missions=Tally.of(work.changes),
        referents=team,
        dates=Tally.of([*pauses, *work.dates.series, *work.dates.shifts, *gatherings.changes]),
        baskets=Tally.of(handed_out),
        overfull=_overfull(missions.list_missions(tx, garden_id)),
        closed_with_people=work.closed,
        left_with_people=left,
        kept_from_chat=(*work.kept, *gatherings.kept, *said_in_chat(tx, garden, file, now)),
        still_booked=_still_booked(tx, garden, work.dates),
        points_with_households=tuple(Stranded(*one) for one in points.households_at_closed(tx, garden.id)),
    )


@dataclass
class _Work:
    """What became of the missions; `kept` are slugs that the chat has taken over."""

    changes: list[Change] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    closed: tuple[Stranded, ...] = ()
    dates: CalendarChanges = field(default_factory=CalendarChanges)


def _import_missions(tx: Transaction, file: GardenFile, garden: Garden, now: datetime) -> _Work:
    known = {mission.slug: mission for mission in missions.list_missions(tx, garden.id)}
    wanted = missions_of(file, garden.id)
    work = _Work()
    for position, (sheet, mission) in enumerate(zip(file.missions, wanted, strict=True)):
        before = known.get(mission.slug)
        if before is not None and not before.from_file and _differs(tx, garden, before, sheet, mission):
            work.kept.append(mission.slug)
            work.changes.append(Change.UNCHANGED)
        else:
            work.changes.append(_import_mission(tx, garden, mission, before, position, now))
            import_dates(tx, garden, sheet, _saved(tx, mission), work.dates, now)
    named = {mission.slug for mission in wanted}
    gone = [one for one in known.values() if one.slug not in named and one.from_file]
    closed = [mission for mission in gone if _close(tx, garden, mission, now)]
    work.changes += [Change.WITHDRAWN for _ in closed]
    work.closed = tuple(Stranded(mission.slug, mission.taken) for mission in closed if mission.taken)
    return work


def _import_mission(
    tx: Transaction, garden: Garden, mission: Mission, before: Mission | None, position: int, now: datetime
) -> Change:
    parent = before.parent_id if before else None
    _, change = missions.save_mission(tx, replace(mission, parent_id=parent), position)
    saved = _saved(tx, mission)
    if change is Change.UPDATED and rosters.standing_roster(tx, saved.id) is not None:
        keep_standing(tx, garden, saved, now)
    if before is not None and before.state is not saved.state:
        open_rosters(tx, garden, saved, now)
    return change


def _close(tx: Transaction, garden: Garden, mission: Mission, now: datetime) -> bool:
    """Offered to nobody any more; whoever is signed up for a shift to come still comes."""
    if not missions.close_mission(tx, mission.id):
        return False
    open_rosters(tx, garden, replace(mission, state=MissionState.CLOSED), now)
    return True


def _saved(tx: Transaction, mission: Mission) -> Mission:
    found = missions.find_mission_by_slug(tx, mission.garden_id, mission.slug)
    assert found is not None
    return found


def _differs(tx: Transaction, garden: Garden, before: Mission, sheet: MissionSheet, wanted: Mission) -> bool:
    """Whether the file says something else than the chat has made of the mission and its series since."""
    if before.state is not wanted.state:
        return True
    going_on = series.series_of_mission(tx, before.id)
    written = series_of(sheet, wanted, before.id)
    return mission_as_written(garden, before, going_on) != mission_as_written(garden, wanted, written)


def _import_referents(
    tx: Transaction, file: GardenFile, garden_id: GardenId, now: datetime
) -> tuple[Tally, tuple[Stranded, ...]]:
    present = referents.list_referents(tx, garden_id)
    saved = [referents.save_referent(tx, referent) for referent in referents_of(file, garden_id)]
    numbers = {sheet.slug: number for sheet, (number, _) in zip(file.referents, saved, strict=True)}
    changes = []
    for sheet, (number, change) in zip(file.referents, saved, strict=True):
        deputy = None if sheet.deputy is None else numbers[sheet.deputy]
        moved = _import_cover(tx, number, deputy, absences_of(sheet), now)
        changes.append(Change.UPDATED if moved and change is Change.UNCHANGED else change)
    _plan_absences(tx, file, garden_id, numbers, now)
    by_file = [referent for referent in present if not referent.slug.startswith(BY_CHAT)]
    left = [referent for referent in by_file if referent.slug not in numbers]
    for referent in left:
        referents.mark_left(tx, referent.id, now)
    _settle_roles(tx, garden_id, [*present, *referents.list_referents(tx, garden_id)], now)
    tally = Tally.of([*changes, *(Change.WITHDRAWN for _ in left)])
    return tally, tuple(Stranded(referent.slug, referent.load) for referent in left if referent.load)


def _import_cover(
    tx: Transaction,
    referent_id: ReferentId,
    deputy_id: ReferentId | None,
    away: list[Absence] | None,
    now: datetime,
) -> bool:
    """When they are away and who steps in. False: that was so already.

    An absence said in the chat keeps the deputy chosen with it until it is over, where the file names none.
    """
    known = referents.find_referent(tx, referent_id)
    said = away is None and known is not None and any(one.last_day >= now.date() for one in known.absences)
    moved = False if said else referents.set_deputy(tx, referent_id, deputy_id)
    return (away is not None and referents.save_absences(tx, referent_id, away)) or moved


def _plan_absences(
    tx: Transaction, file: GardenFile, garden_id: GardenId, numbers: Mapping[str, ReferentId], now: datetime
) -> None:
    """What waits with them when one begins goes to their deputy; planned already, nothing changes."""
    garden = gardens.find_garden(tx, garden_id)
    assert garden is not None
    today = now.astimezone(garden.zone).date()
    for sheet in file.referents:
        for absence in absences_of(sheet) or ():
            if absence.last_day >= today:
                plan_absence(tx, garden, numbers[sheet.slug], absence, now)


def _settle_roles(tx: Transaction, garden_id: GardenId, known: list[Referent], now: datetime) -> None:
    """Whoever is linked to a referent may act as one, and no longer once that referent has left."""
    for person_id in {referent.person_id for referent in known if referent.person_id is not None}:
        if referents.referent_of_person(tx, garden_id, person_id) is None:
            roles.remove_role(tx, person_id, garden_id, Role.REFERENT)
        else:
            roles.add_role(tx, person_id, garden_id, Role.REFERENT, now)


def _tell_of_stranded(
    tx: Transaction,
    garden_id: GardenId,
    closed: tuple[Stranded, ...],
    left: tuple[Stranded, ...],
    now: datetime,
) -> None:
    """People still count on what the file no longer names: the coordinators read it in their chat, not in a log."""
    for one in closed:
        mission = missions.find_mission_by_slug(tx, garden_id, one.slug)
        if mission is not None:
            _tell(tx, garden_id, "mission_closed", "mission", mission.id, now)
    for one in left:
        referent = referents.find_referent_by_slug(tx, garden_id, one.slug)
        if referent is not None:
            _tell(tx, garden_id, "referent_left", "referent", referent.id, now)


def _tell(tx: Transaction, garden_id: GardenId, kind: str, about: str, number: int, now: datetime) -> None:
    dedupe = f"{kind}:{number}:{now.timestamp()}"
    tell_coordinators(tx, garden_id, kind, {about: number}, dedupe=dedupe, now=now)


def _still_booked(tx: Transaction, garden: Garden, dates: CalendarChanges) -> tuple[StillBooked, ...]:
    found = []
    for shift in dates.still_booked:
        mission = missions.find_mission(tx, shift.mission_id)
        day = shift.starts_at.astimezone(garden.zone).date().isoformat()
        found.append(StillBooked(mission.slug if mission else "", day))
    return tuple(found)


def _overfull(known: list[Mission]) -> tuple[Overfull, ...]:
    return tuple(
        Overfull(mission.slug, mission.places, mission.taken)
        for mission in known
        if mission.state is not MissionState.CLOSED
        and mission.places is not None
        and mission.taken > mission.places
    )
