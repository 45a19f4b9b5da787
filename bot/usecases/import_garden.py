"""Owns the import of a garden file: slugs are updated in place, nothing a person did is lost.

What the file no longer names is withdrawn, never deleted: a mission is closed, a referent has left. Both keep
those who count on them, and come back when the file names them again.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.mission import Mission, MissionState
from bot.domain.person import GardenId, Role
from bot.domain.referent import Absence, Referent, ReferentId
from bot.storage import charters, gardens, missions, referents, roles
from bot.storage.database import Transaction
from bot.storage.saving import Change
from bot.usecases.garden_file.schema import GardenFile
from bot.usecases.garden_file.values import (
    absences_of,
    articles_of,
    garden_of,
    missions_of,
    questions_of,
    referents_of,
)
from bot.usecases.import_report import ImportReport, Overfull, Stranded, Tally
from bot.usecases.notify import tell_coordinators

__all__ = ["ImportReport", "Overfull", "Stranded", "Tally", "import_garden"]


def import_garden(tx: Transaction, file: GardenFile, now: datetime) -> ImportReport:
    """Bring the database in line with a garden file; a second time changes nothing."""
    garden_id, garden = gardens.save_garden(tx, garden_of(file), now)
    charter, words = charters.save_charter(tx, garden_id, articles_of(file), questions_of(file), now)
    team, left = _import_referents(tx, file, garden_id, now)
    wanted = missions_of(file, garden_id)
    work, closed = _import_missions(tx, wanted, garden_id)
    _tell_of_stranded(tx, garden_id, closed, left, now)
    return ImportReport(
        garden_id=garden_id,
        garden=Tally.of([garden]),
        charter=Tally.of([words]),
        charter_version=charter.version,
        missions=work,
        referents=team,
        overfull=_overfull(missions.list_missions(tx, garden_id)),
        closed_with_people=closed,
        left_with_people=left,
    )


def _import_missions(
    tx: Transaction, wanted: list[Mission], garden_id: GardenId
) -> tuple[Tally, tuple[Stranded, ...]]:
    changes = [missions.save_mission(tx, mission, position)[1] for position, mission in enumerate(wanted)]
    named = {mission.slug for mission in wanted}
    gone = [mission for mission in missions.list_missions(tx, garden_id) if mission.slug not in named]
    closed = [mission for mission in gone if mission.from_file and missions.close_mission(tx, mission.id)]
    tally = Tally.of([*changes, *(Change.WITHDRAWN for _ in closed)])
    return tally, tuple(Stranded(mission.slug, mission.taken) for mission in closed if mission.taken)


def _import_referents(
    tx: Transaction, file: GardenFile, garden_id: GardenId, now: datetime
) -> tuple[Tally, tuple[Stranded, ...]]:
    present = referents.list_referents(tx, garden_id)
    saved = [referents.save_referent(tx, referent) for referent in referents_of(file, garden_id)]
    numbers = {sheet.slug: number for sheet, (number, _) in zip(file.referents, saved, strict=True)}
    changes = []
    for sheet, (number, change) in zip(file.referents, saved, strict=True):
        deputy = None if sheet.deputy is None else numbers[sheet.deputy]
        moved = _import_cover(tx, number, deputy, absences_of(sheet))
        changes.append(Change.UPDATED if moved and change is Change.UNCHANGED else change)
    left = [referent for referent in present if referent.slug not in numbers]
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
) -> bool:
    """When they are away and who steps in. False: that was so already."""
    moved = referents.set_deputy(tx, referent_id, deputy_id)
    return (away is not None and referents.save_absences(tx, referent_id, away)) or moved


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


def _overfull(known: list[Mission]) -> tuple[Overfull, ...]:
    return tuple(
        Overfull(mission.slug, mission.places, mission.taken)
        for mission in known
        if mission.state is not MissionState.CLOSED
        and mission.places is not None
        and mission.taken > mission.places
    )
