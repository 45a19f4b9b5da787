"""Owns the queries about lists of members that were sent: what is told of them, and their rows while they wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from bot.domain.person import GardenId, PersonId
from bot.domain.sheet import Sheet, SheetId, SheetState
from bot.storage.database import Transaction
from bot.storage.tables import sheets

Households = list[list[Any]]
"""Line, key and values of each, days as ISO dates."""

_TOLD = tuple(column for column in sheets.c if column.name != "households")


def add_sheet(
    tx: Transaction, garden_id: GardenId, person_id: PersonId, file_id: str, message_id: int, now: datetime
) -> SheetId:
    values = {
        "garden_id": garden_id,
        "person_id": person_id,
        "file_id": file_id,
        "message_id": message_id,
        "state": SheetState.READING.value,
        "summary": {},
        "created_at": now,
    }
    return SheetId(tx.connection.execute(insert(sheets).values(values).returning(sheets.c.id)).scalar_one())


def find_sheet(tx: Transaction, sheet_id: SheetId) -> Sheet | None:
    return _one(tx, select(*_TOLD).where(sheets.c.id == sheet_id))


def lock_sheet(tx: Transaction, sheet_id: SheetId) -> Sheet | None:
    """The list, held until the transaction ends: two taps import it once."""
    return _one(tx, select(*_TOLD).where(sheets.c.id == sheet_id).with_for_update())


def households_of(tx: Transaction, sheet_id: SheetId) -> Households:
    """Its rows; empty once they are imported or dropped."""
    statement = select(sheets.c.households).where(sheets.c.id == sheet_id)
    return tx.connection.execute(statement).scalar_one_or_none() or []


def keep_reading(
    tx: Transaction,
    sheet_id: SheetId,
    state: SheetState,
    summary: Mapping[str, Any],
    households: Households | None,
) -> None:
    """What was understood of it."""
    _update(tx, sheet_id, state=state.value, summary=dict(summary), households=households)


def any_importing(tx: Transaction, garden_id: GardenId) -> bool:
    """Whether a list of the garden is being written into the members."""
    here = (sheets.c.garden_id == garden_id, sheets.c.state == SheetState.IMPORTING.value)
    return tx.connection.execute(select(sheets.c.id).where(*here).limit(1)).first() is not None


def read_again(tx: Transaction, garden_id: GardenId) -> list[SheetId]:
    """Those that wait for a decision are to be read once more; which they are."""
    here = (sheets.c.garden_id == garden_id, sheets.c.state == SheetState.READY.value)
    again = update(sheets).where(*here).values(state=SheetState.READING.value, households=None)
    return [SheetId(number) for number in tx.connection.execute(again.returning(sheets.c.id)).scalars()]


def note_done(tx: Transaction, sheet_id: SheetId, done: int, summary: Mapping[str, Any]) -> None:
    """So many households are written."""
    _update(tx, sheet_id, done=done, summary=dict(summary), state=SheetState.IMPORTING.value)


def end_sheet(tx: Transaction, sheet_id: SheetId, state: SheetState, summary: Mapping[str, Any]) -> None:
    """Imported or dropped: nobody's data is kept in it any more, and `summary` holds counts alone."""
    _update(tx, sheet_id, state=state.value, summary=dict(summary), households=None, file_id="")


def _update(tx: Transaction, sheet_id: SheetId, **values: Any) -> None:
    tx.connection.execute(update(sheets).where(sheets.c.id == sheet_id).values(**values))


def _one(tx: Transaction, statement: Select[Any]) -> Sheet | None:
    row = tx.connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def _from_row(row: Row[Any]) -> Sheet:
    return Sheet(
        id=SheetId(row.id),
        garden_id=GardenId(row.garden_id),
        person_id=PersonId(row.person_id),
        file_id=row.file_id,
        message_id=row.message_id,
        state=SheetState(row.state),
        summary=row.summary,
        done=row.done,
        created_at=row.created_at,
    )
