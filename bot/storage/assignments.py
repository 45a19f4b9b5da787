"""Owns the queries about assignments: which referent follows which sign-up; at most one is live for each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, or_, select, update

from bot.domain.mission import MissionState, SignUpId
from bot.domain.person import GardenId, PersonId
from bot.domain.referent import LIVE, Assignment, AssignmentId, AssignmentState, ReferentId
from bot.storage.database import Transaction
from bot.storage.tables import assignments, missions, sign_ups

_LIVE = assignments.c.state.in_(sorted(LIVE))


def add_assignment(
    tx: Transaction,
    *,
    garden_id: GardenId,
    sign_up_id: SignUpId,
    person_id: PersonId,
    referent_id: ReferentId | None,
    now: datetime,
    rounds: int = 0,
) -> Assignment:
    """Propose a referent, or with None nobody yet. The sign-up must have no live assignment."""
    values = {
        "garden_id": garden_id,
        "sign_up_id": sign_up_id,
        "person_id": person_id,
        "referent_id": referent_id,
        "state": AssignmentState.PROPOSED.value,
        "rounds": rounds,
        "proposed_at": now,
        "last_contact_at": _last_contact(tx, garden_id, person_id),
    }
    return _from_row(
        tx.connection.execute(insert(assignments).values(values).returning(*assignments.c)).one()
    )


def find_assignment(tx: Transaction, assignment_id: AssignmentId) -> Assignment | None:
    return _one(tx, select(assignments).where(assignments.c.id == assignment_id))


def live_assignment(tx: Transaction, sign_up_id: SignUpId) -> Assignment | None:
    """Who follows this sign-up now, proposed or taken."""
    return _one(tx, select(assignments).where(assignments.c.sign_up_id == sign_up_id, _LIVE))


def assignments_of_sign_up(tx: Transaction, sign_up_id: SignUpId) -> list[Assignment]:
    """Every assignment the sign-up ever had, the oldest first: who was asked already."""
    return _many(tx, select(assignments).where(assignments.c.sign_up_id == sign_up_id))


def live_of_referent(tx: Transaction, referent_id: ReferentId) -> list[Assignment]:
    return _many(tx, select(assignments).where(assignments.c.referent_id == referent_id, _LIVE))


def live_of_person(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> list[Assignment]:
    """Who follows this person now, one for each mission, the first one first."""
    mine = (assignments.c.garden_id == garden_id, assignments.c.person_id == person_id)
    return _many(tx, select(assignments).where(*mine, _LIVE))


def handed_over_since(
    tx: Transaction, person_id: PersonId, referent_id: ReferentId, since: datetime
) -> list[Assignment]:
    """What this referent passed on of this person's follow-up at that instant or later."""
    theirs = (assignments.c.person_id == person_id, assignments.c.referent_id == referent_id)
    passed_on = (assignments.c.state == AssignmentState.HANDED_OVER, assignments.c.ended_at >= since)
    return _many(tx, select(assignments).where(*theirs, *passed_on))


def touch_contact(tx: Transaction, garden_id: GardenId, person_id: PersonId, now: datetime) -> None:
    """They were in contact then, in writing or in person: whoever follows this person sees it, unless it was later."""
    mine = (assignments.c.garden_id == garden_id, assignments.c.person_id == person_id, _LIVE)
    known = assignments.c.last_contact_at
    earlier = or_(known.is_(None), known < now)
    tx.connection.execute(update(assignments).where(*mine, earlier).values(last_contact_at=now))


def _last_contact(tx: Transaction, garden_id: GardenId, person_id: PersonId) -> datetime | None:
    """Whoever it was with: a new referent, or a second mission, begins from there."""
    mine = (assignments.c.garden_id == garden_id, assignments.c.person_id == person_id)
    newest: datetime | None = tx.connection.execute(
        select(func.max(assignments.c.last_contact_at)).where(*mine)
    ).scalar_one()
    return newest


def pending_proposals(tx: Transaction, garden_id: GardenId) -> list[Assignment]:
    """The garden's newcomers whom nobody has taken yet, the longest waiting first; closed missions aside."""
    waiting = (
        select(assignments)
        .join(sign_ups, sign_ups.c.id == assignments.c.sign_up_id)
        .join(missions, missions.c.id == sign_ups.c.mission_id)
        .where(
            assignments.c.garden_id == garden_id,
            assignments.c.state == AssignmentState.PROPOSED,
            missions.c.state != MissionState.CLOSED,
        )
    )
    return _many(tx, waiting)


def take_assignment(tx: Transaction, assignment_id: AssignmentId, now: datetime) -> Assignment | None:
    """The proposed referent takes the newcomer. None: it is no longer merely proposed."""
    return _move(
        tx, assignment_id, [AssignmentState.PROPOSED], state=AssignmentState.TAKEN.value, taken_at=now
    )


def reach_round(tx: Transaction, assignment_id: AssignmentId, rounds: int) -> Assignment | None:
    """One more reminder went out. None: it is no longer merely proposed."""
    return _move(tx, assignment_id, [AssignmentState.PROPOSED], rounds=rounds)


def end_assignment(tx: Transaction, assignment_id: AssignmentId, now: datetime) -> Assignment | None:
    """Nobody needs to follow this sign-up any more. None: it was over already."""
    return _move(tx, assignment_id, sorted(LIVE), state=AssignmentState.ENDED.value, ended_at=now)


def hand_over(
    tx: Transaction,
    assignment_id: AssignmentId,
    to: ReferentId | None,
    now: datetime,
    *,
    rounds: int = 0,
) -> Assignment | None:
    """Propose somebody else instead, or with None nobody yet. None: the assignment was over already."""
    state = AssignmentState.HANDED_OVER.value
    old = _move(tx, assignment_id, sorted(LIVE), state=state, ended_at=now)
    if old is None:
        return None
    return add_assignment(
        tx,
        garden_id=old.garden_id,
        sign_up_id=old.sign_up_id,
        person_id=old.person_id,
        referent_id=to,
        now=now,
        rounds=rounds,
    )


def _move(
    tx: Transaction, assignment_id: AssignmentId, allowed: list[AssignmentState], **values: Any
) -> Assignment | None:
    row = tx.connection.execute(
        update(assignments)
        .where(assignments.c.id == assignment_id, assignments.c.state.in_(allowed))
        .values(**values)
        .returning(*assignments.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def _one(tx: Transaction, statement: Select[Any]) -> Assignment | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[Assignment]:
    ordered = statement.order_by(assignments.c.proposed_at, assignments.c.id)
    return [_from_row(row) for row in tx.connection.execute(ordered)]


def _from_row(row: Row[Any]) -> Assignment:
    return Assignment(
        id=AssignmentId(row.id),
        garden_id=GardenId(row.garden_id),
        sign_up_id=SignUpId(row.sign_up_id),
        person_id=PersonId(row.person_id),
        referent_id=None if row.referent_id is None else ReferentId(row.referent_id),
        state=AssignmentState(row.state),
        proposed_at=row.proposed_at,
        taken_at=row.taken_at,
        rounds=row.rounds,
        last_contact_at=row.last_contact_at,
    )
