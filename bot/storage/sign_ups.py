"""Owns the queries about sign-ups: who joined which mission, why it suited them, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, select, update

from bot.domain.mission import HOLDING, MissionId, SignUp, SignUpId, SignUpState
from bot.domain.person import GardenId, PersonId
from bot.domain.text import Text, from_json, to_json
from bot.storage.database import Transaction
from bot.storage.saving import insert_once
from bot.storage.tables import sign_ups

_HOLDING = sorted(HOLDING)


def add_sign_up(
    tx: Transaction,
    *,
    garden_id: GardenId,
    mission_id: MissionId,
    person_id: PersonId,
    state: SignUpState,
    now: datetime,
    why: Sequence[Text] = (),
) -> SignUp | None:
    """Keep a sign-up with the reasons of its match. None: they hold a place in this mission already."""
    values = {
        "garden_id": garden_id,
        "mission_id": mission_id,
        "person_id": person_id,
        "state": state.value,
        "why": [to_json(reason) for reason in why],
        "created_at": now,
        "decided_at": now if state is SignUpState.CONFIRMED else None,
    }
    number = insert_once(tx, sign_ups, values)
    return None if number is None else find_sign_up(tx, SignUpId(number))


def find_sign_up(tx: Transaction, sign_up_id: SignUpId) -> SignUp | None:
    return _one(tx, select(sign_ups).where(sign_ups.c.id == sign_up_id))


def lock_sign_up(tx: Transaction, sign_up_id: SignUpId) -> SignUp | None:
    """The sign-up, held against everybody else until the transaction ends."""
    return _one(tx, select(sign_ups).where(sign_ups.c.id == sign_up_id).with_for_update())


def reasons_of(tx: Transaction, sign_up_id: SignUpId) -> tuple[Text, ...]:
    """Why the mission suited the person, as it was told to them."""
    column = tx.connection.execute(
        select(sign_ups.c.why).where(sign_ups.c.id == sign_up_id)
    ).scalar_one_or_none()
    return tuple(cast(Text, from_json(reason)) for reason in column or ())


def decide_sign_up(
    tx: Transaction,
    sign_up_id: SignUpId,
    state: SignUpState,
    now: datetime,
    *,
    decided_by: PersonId | None = None,
    reason: str = "",
) -> SignUp | None:
    """Move a sign-up that still holds a place to `state`. None: it holds none any more."""
    values = {"state": state.value, "decided_at": now, "decided_by": decided_by, "reason": reason}
    row = tx.connection.execute(
        update(sign_ups)
        .where(sign_ups.c.id == sign_up_id, sign_ups.c.state.in_(_HOLDING))
        .values(values)
        .returning(*sign_ups.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def move_sign_up(tx: Transaction, sign_up_id: SignUpId, mission_id: MissionId) -> None:
    """The same sign-up, with the assignment on it, in another mission."""
    tx.connection.execute(update(sign_ups).where(sign_ups.c.id == sign_up_id).values(mission_id=mission_id))


def withdraw_sign_up(
    tx: Transaction, sign_up_id: SignUpId, now: datetime, *, reason: str = ""
) -> SignUp | None:
    """The person lets go of their place. None: they hold none any more."""
    return decide_sign_up(tx, sign_up_id, SignUpState.WITHDRAWN, now, reason=reason)


def open_sign_ups(tx: Transaction, person_id: PersonId, garden_id: GardenId) -> list[SignUp]:
    """The sign-ups with which the person holds a place in this garden, the oldest first."""
    mine = select(sign_ups).where(sign_ups.c.person_id == person_id, sign_ups.c.garden_id == garden_id)
    return _many(tx, mine.where(sign_ups.c.state.in_(_HOLDING)))


def sign_ups_of_mission(tx: Transaction, mission_id: MissionId) -> list[SignUp]:
    """The sign-ups that hold a place in this mission, the oldest first."""
    here = select(sign_ups).where(sign_ups.c.mission_id == mission_id, sign_ups.c.state.in_(_HOLDING))
    return _many(tx, here)


def waiting_sign_ups(tx: Transaction, garden_id: GardenId, state: SignUpState) -> list[SignUp]:
    """The garden's sign-ups in one state, as `requested` or `awaiting_guardian`, the oldest first."""
    return _many(tx, select(sign_ups).where(sign_ups.c.garden_id == garden_id, sign_ups.c.state == state))


def _one(tx: Transaction, statement: Select[Any]) -> SignUp | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _many(tx: Transaction, statement: Select[Any]) -> list[SignUp]:
    ordered = statement.order_by(sign_ups.c.created_at, sign_ups.c.id)
    return [_from_row(row) for row in tx.connection.execute(ordered)]


def _from_row(row: Row[Any]) -> SignUp:
    return SignUp(
        id=SignUpId(row.id),
        garden_id=GardenId(row.garden_id),
        mission_id=MissionId(row.mission_id),
        person_id=PersonId(row.person_id),
        state=SignUpState(row.state),
        reason=row.reason,
        created_at=row.created_at,
        decided_at=row.decided_at,
    )
