"""Owns what is known of an outing: whose it was, of which mission, how long it was to last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.mission import Mission
from bot.domain.person import GardenId
from bot.domain.report import CONFIRMED_AFTER, Report, ReportId
from bot.domain.shift import ShiftId
from bot.domain.text import Text
from bot.storage import missions, reports, shifts
from bot.storage.database import Transaction
from bot.usecases.followed import called

LOOKS_BACK = timedelta(days=92)
"""Hours that nobody has confirmed for so long are asked for by whoever needs them."""

HANDLE = re.compile(r"([sr])([0-9]{1,15})")
"""What outings to confirm are called in buttons: `s12` all those of a shift, `r34` a single one."""


@dataclass(frozen=True, slots=True)
class Outing:
    """A report with what it speaks of; `planned` hours stand where nobody has said any."""

    report: Report
    mission: Mission
    name: Text
    planned: float

    @property
    def hours(self) -> float:
        """Confirmed, else what the referent is proposed."""
        confirmed = self.report.confirmed_hours
        return self.report.proposed_hours(self.planned) if confirmed is None else confirmed


def handle_of(report: Report) -> str:
    """The outings that are confirmed together with this one."""
    return f"s{report.shift_id}" if report.shift_id else f"r{report.id}"


def outings_of(tx: Transaction, garden_id: GardenId, handle: str) -> list[Outing]:
    """The garden's outings behind a handle, by name; none where it leads nowhere."""
    read = HANDLE.fullmatch(handle)
    if read is None:
        return []
    number = int(read[2])
    if read[1] == "s":
        found = reports.reports_of_shift(tx, ShiftId(number))
    else:
        one = reports.find_report(tx, ReportId(number))
        found = [one] if one else []
    outings = [outing for report in found if (outing := outing_of(tx, report))]
    return [one for one in outings if one.report.garden_id == garden_id]


def handles_waiting(tx: Transaction, garden: Garden, now: Instant) -> list[str]:
    """The outings of the last months whose hours wait for the team's word, by day; questions just asked aside."""
    first = now.astimezone(garden.zone).date() - LOOKS_BACK
    found = reports.unconfirmed_reports(tx, garden.id, first)
    waiting = [
        one for one in found if one.answered_at or not one.asked_at or one.asked_at + CONFIRMED_AFTER <= now
    ]
    return list(dict.fromkeys(handle_of(one) for one in waiting))


def outing_of(tx: Transaction, report: Report) -> Outing | None:
    """None where its mission is gone."""
    mission = missions.find_mission(tx, report.mission_id)
    if mission is None:
        return None
    name = called(tx, report.garden_id, report.person_id)
    return Outing(report, mission, name, planned_hours(tx, report, mission))


def planned_hours(tx: Transaction, report: Report, mission: Mission) -> float:
    """How long the shift was, else how long an outing of the mission usually is."""
    shift = shifts.find_shift(tx, report.shift_id) if report.shift_id else None
    return round(shift.hours, 2) if shift else mission.hours
