"""Owns the lists a garden needs on paper: who helps where, for the insurer's list of names and for the accounts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.domain.accounts import value
from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.storage import gardens, missions, people, profiles, sign_ups
from bot.storage.database import Transaction
from bot.usecases.accounting import months_of_missions


@dataclass(frozen=True, slots=True)
class Line:
    """One volunteer in one mission. `since` is an ISO date in the garden's calendar."""

    garden: str
    name: str
    age: str
    mission: str
    state: str
    since: str


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Confirmed hours of one mission in one month, as 2026-03; `value` is empty without a rate."""

    garden: str
    mission: str
    form: str
    month: str
    hours: str
    people: str
    value: str


def list_hours(tx: Transaction, year: int, rate: float | None) -> list[HoursLine]:
    """The year's hours of every garden, by mission and month; people erased since are counted without a name."""
    return [line for garden in gardens.list_gardens(tx) for line in _hours_of_garden(tx, garden, year, rate)]


def list_volunteers(tx: Transaction) -> list[Line]:
    """Every sign-up that holds a place, in every garden, by garden, mission and name."""
    return [line for garden in gardens.list_gardens(tx) for line in _of_garden(tx, garden)]


def as_rows(lines: Sequence[Line] | Sequence[HoursLine]) -> list[dict[str, Any]]:
    """The lines as programs read them."""
    return [asdict(line) for line in lines]


def as_csv(lines: Sequence[Line] | Sequence[HoursLine], kind: type[Line] | type[HoursLine] = Line) -> str:
    """The lines as spreadsheets read them. A name that would be taken for a formula is quoted as they quote."""
    written = io.StringIO()
    writer = csv.DictWriter(written, [field.name for field in fields(kind)], lineterminator="\n")
    writer.writeheader()
    for row in as_rows(lines):
        writer.writerow({key: _no_formula(value) for key, value in row.items()})
    return written.getvalue()


def _no_formula(value: str) -> str:
    """Names are typed by strangers: `=…` in a cell is run by spreadsheets (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _hours_of_garden(tx: Transaction, garden: Garden, year: int, rate: float | None) -> list[HoursLine]:
    known = {one.id: one for one in missions.list_missions(tx, garden.id)}
    return [
        HoursLine(
            garden=garden.slug,
            mission=known[one.mission_id].slug,
            form=known[one.mission_id].form.value,
            month=one.month.isoformat()[:7],
            hours=f"{one.hours:g}",
            people=str(one.people),
            value="" if rate is None else f"{value(one.hours, rate):.2f}",
        )
        for one in months_of_missions(tx, garden, year)
        if one.mission_id in known
    ]


def _of_garden(tx: Transaction, garden: Garden) -> list[Line]:
    lines = []
    for mission in missions.list_missions(tx, garden.id):
        for sign_up in sign_ups.sign_ups_of_mission(tx, mission.id):
            profile = profiles.find_profile(tx, sign_up.person_id, garden.id)
            lines.append(
                Line(
                    garden=garden.slug,
                    name=profile.name if profile else _name(tx, sign_up.person_id),
                    age=profile.age.value if profile else "",
                    mission=mission.slug,
                    state=sign_up.state.value,
                    since=sign_up.created_at.astimezone(garden.zone).date().isoformat(),
                )
            )
    return sorted(lines, key=lambda line: (line.mission, line.name))


def _name(tx: Transaction, person_id: PersonId) -> str:
    person = people.find_person(tx, person_id)
    return person.name if person else ""
