"""Owns the queries about missions; the places taken are counted where the sign-ups are, in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Select, Text, case, func, or_, select, text, update
from sqlalchemy import cast as as_type

from bot.domain.garden import Place
from bot.domain.mission import Mission, MissionId, MissionKind, MissionState
from bot.domain.person import AgeBracket, Form, GardenId, Level, Rhythm, Skill, Slot
from bot.domain.shift import PlaceState, Vacancy
from bot.domain.terms import Terms
from bot.storage.columns import sorted_column, words_column, words_from
from bot.storage.database import Transaction
from bot.storage.saving import Change, save_row
from bot.storage.tables import missions, places, rosters, sign_ups

_HELD = "'awaiting_guardian', 'requested', 'confirmed'"
"""Written out as in the partial index, so that it serves the count."""
_signed_up = (
    select(func.count())
    .select_from(sign_ups)
    .where(sign_ups.c.mission_id == missions.c.id, text(f"sign_ups.state IN ({_HELD})"))
    .scalar_subquery()
)
_promised = (  # offered, or kept for those in line until the quiet hours end
    select(func.count())
    .select_from(places.join(rosters, rosters.c.id == places.c.roster_id))
    .where(
        rosters.c.mission_id == missions.c.id,
        rosters.c.shift_id.is_(None),
        or_(places.c.state == PlaceState.OFFERED.value, places.c.reason == Vacancy.NIGHT.value),
    )
    .scalar_subquery()
)
_taken = (_signed_up + _promised).label("taken")
_taken_of_limited = case((missions.c.places.is_(None), 0), else_=_signed_up + _promised).label("taken")
"""Among very many people, to count those of missions that take everybody would cost more than all the rest."""
_RAW = tuple(
    as_type(column, Text).label(column.name) if isinstance(column.type, JSON) else column
    for column in missions.c
)
"""A mission's columns, JSON as it is written: only a row that was never read before is decoded."""
REMEMBERED = 1_024
"""Rows whose mission is kept ready; any change of a row, a place taken included, makes another one."""


def find_mission(tx: Transaction, mission_id: MissionId) -> Mission | None:
    return _one(tx, _all().where(missions.c.id == mission_id))


def find_missions(tx: Transaction, mission_ids: Iterable[MissionId]) -> dict[MissionId, Mission]:
    """Those of the missions that are there, by their number."""
    return {one.id: one for one in _many(tx, _all().where(missions.c.id.in_(list(mission_ids))))}


def find_mission_by_slug(tx: Transaction, garden_id: GardenId, slug: str) -> Mission | None:
    return _one(tx, _all().where(missions.c.garden_id == garden_id, missions.c.slug == slug))


def open_missions(tx: Transaction, garden_id: GardenId) -> list[Mission]:
    """What may be offered, full ones included, in the garden file's order.

    People are counted only where places are limited: without a limit, `taken` is 0 here.
    """
    here = select(*_RAW, _taken_of_limited).where(missions.c.garden_id == garden_id)
    open_ones = here.where(missions.c.state == MissionState.OPEN)
    return _many(tx, open_ones.order_by(missions.c.position, missions.c.id))


def list_missions(tx: Transaction, garden_id: GardenId) -> list[Mission]:
    """Every mission the garden ever had, closed ones included, in the garden file's order."""
    return _many(tx, _of(garden_id))


def lock_mission(tx: Transaction, mission_id: MissionId) -> Mission | None:
    """The mission, held until the transaction ends: take it so before counting on its places."""
    tx.connection.execute(select(missions.c.id).where(missions.c.id == mission_id).with_for_update())
    return find_mission(tx, mission_id)


def save_mission(tx: Transaction, mission: Mission, position: int) -> tuple[MissionId, Change]:
    """Write a mission under its garden and slug; its `id` and `taken` are not read."""
    key = {"garden_id": mission.garden_id, "slug": mission.slug}
    values = {
        "position": position,
        "form": mission.form.value,
        "title": words_column(mission.title),
        "purpose": words_column(mission.purpose),
        "tasks": [words_column(task) for task in mission.tasks],
        "when": words_column(mission.when),
        "where": words_column(mission.where),
        "slots": [str(slot) for slot in sorted(mission.slots)],
        "rhythms": sorted_column(mission.rhythms),
        "latitude": mission.place.latitude if mission.place else None,
        "longitude": mission.place.longitude if mission.place else None,
        "hours": mission.hours,
        "places": mission.places,
        "learn": words_column(mission.learn),
        "provided": words_column(mission.provided),
        "skills": sorted_column(mission.skills),
        "required": {skill.value: mission.required[skill].value for skill in sorted(mission.required)},
        "on_request": mission.on_request,
        "minimum_age": mission.minimum_age.value,
        "domain": mission.domain,
        "state": mission.state.value,
        "kind": mission.kind.value,
        "from_file": mission.from_file,
        "accompanied": mission.accompanied,
        "terms": mission.terms.to_json(),
        "need": words_column(mission.need),
        "transfer": words_column(mission.transfer),
        "recipients": words_column(mission.recipients),
        "parent_id": mission.parent_id,
    }
    number, change = save_row(tx, missions, key, values)
    return MissionId(number), change


def position_of(tx: Transaction, mission_id: MissionId) -> int:
    """Its place in the garden's list."""
    return int(
        tx.connection.execute(select(missions.c.position).where(missions.c.id == mission_id)).scalar_one()
    )


def next_position(tx: Transaction, garden_id: GardenId) -> int:
    """The place after all missions of the garden."""
    last = select(func.max(missions.c.position)).where(missions.c.garden_id == garden_id)
    return int(tx.connection.execute(last).scalar_one_or_none() or 0) + 1


def take_over(tx: Transaction, mission_id: MissionId) -> None:
    """From now on the chat says what this mission is, and no import changes or closes it."""
    tx.connection.execute(update(missions).where(missions.c.id == mission_id).values(from_file=False))


def close_mission(tx: Transaction, mission_id: MissionId) -> bool:
    """Offer the mission to nobody any more; its sign-ups stay. False: it was closed already."""
    done = tx.connection.execute(
        update(missions)
        .where(missions.c.id == mission_id, missions.c.state != MissionState.CLOSED)
        .values(state=MissionState.CLOSED.value)
    )
    return done.rowcount == 1


def set_state(tx: Transaction, mission_id: MissionId, state: MissionState) -> None:
    tx.connection.execute(update(missions).where(missions.c.id == mission_id).values(state=state.value))


def _all() -> Select[Any]:
    return select(*_RAW, _taken)


def _of(garden_id: GardenId) -> Select[Any]:
    return _all().where(missions.c.garden_id == garden_id).order_by(missions.c.position, missions.c.id)


def _one(tx: Transaction, statement: Select[Any]) -> Mission | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(tuple(row))


def _many(tx: Transaction, statement: Select[Any]) -> list[Mission]:
    return [_from_row(tuple(row)) for row in tx.connection.execute(statement)]


_NAMES = (*(column.name for column in missions.c), "taken")
_DECODED = frozenset(column.name for column in missions.c if isinstance(column.type, JSON))


@lru_cache(REMEMBERED)
def _from_row(written: tuple[Any, ...]) -> Mission:
    """The mission of a row as it is written; it is frozen, so whoever reads the same row shares it."""
    row = {
        name: json.loads(value) if name in _DECODED else value
        for name, value in zip(_NAMES, written, strict=True)
    }
    return Mission(
        id=MissionId(row["id"]),
        garden_id=GardenId(row["garden_id"]),
        slug=row["slug"],
        form=Form(row["form"]),
        title=words_from(row["title"]),
        purpose=words_from(row["purpose"]),
        tasks=tuple(words_from(task) for task in row["tasks"]),
        when=words_from(row["when"]),
        where=words_from(row["where"]),
        slots=frozenset(Slot.parse(slot) for slot in row["slots"]),
        rhythms=frozenset(Rhythm(rhythm) for rhythm in row["rhythms"]),
        place=None if row["latitude"] is None else Place(row["latitude"], row["longitude"]),
        hours=row["hours"],
        places=row["places"],
        taken=row["taken"],
        learn=words_from(row["learn"]),
        provided=words_from(row["provided"]),
        skills=frozenset(Skill(skill) for skill in row["skills"]),
        required={Skill(skill): Level(level) for skill, level in row["required"].items()},
        on_request=row["on_request"],
        minimum_age=AgeBracket(row["minimum_age"]),
        domain=row["domain"],
        state=MissionState(row["state"]),
        kind=MissionKind(row["kind"]),
        from_file=row["from_file"],
        accompanied=row["accompanied"],
        terms=Terms.from_json(row["terms"]),
        need=words_from(row["need"]),
        transfer=words_from(row["transfer"]),
        recipients=words_from(row["recipients"]),
        parent_id=None if row["parent_id"] is None else MissionId(row["parent_id"]),
    )
