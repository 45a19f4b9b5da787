"""Owns the lists a garden needs on paper: who helps where, for the insurer's list of names and for the accounts."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.domain.garden import Garden
from bot.domain.person import PersonId
from bot.storage import gardens, missions, people, profiles, sign_ups
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Line:
    """One volunteer in one mission. `since` is an ISO date in the garden's calendar."""

    garden: str
    name: str
    age: str
    mission: str
    state: str
    since: str


def list_volunteers(tx: Transaction) -> list[Line]:
    """Every sign-up that holds a place, in every garden, by garden, mission and name."""
    return [line for garden in gardens.list_gardens(tx) for line in _of_garden(tx, garden)]


def as_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """The lines as programs read them."""
    return [asdict(line) for line in lines]


def as_csv(lines: list[Line]) -> str:
    """The lines as spreadsheets read them. A name that would be taken for a formula is quoted as they quote."""
    written = io.StringIO()
    writer = csv.DictWriter(written, [field.name for field in fields(Line)], lineterminator="\n")
    writer.writeheader()
    for row in as_rows(lines):
        writer.writerow({key: _no_formula(value) for key, value in row.items()})
    return written.getvalue()


def _no_formula(value: str) -> str:
    """Names are typed by strangers: `=…` in a cell is run by spreadsheets (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


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
