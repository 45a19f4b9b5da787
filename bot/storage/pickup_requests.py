"""Owns the queries about what is asked of a keeper after the cut-off, or of another member. Decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, insert, select, update

from bot.domain.person import GardenId
from bot.domain.pickup import Pickup, PickupId, PickupRequest, RequestId, RequestKind, RequestState
from bot.domain.point import PointId
from bot.storage.tables import pickup_requests
from bot.storage.transaction import Transaction


def add_request(
    tx: Transaction,
    pickup: Pickup,
    kind: RequestKind,
    now: datetime,
    *,
    point_id: PointId | None = None,
    other_id: PickupId | None = None,
) -> PickupRequest:
    values = {
        "garden_id": pickup.garden_id,
        "pickup_id": pickup.id,
        "kind": kind.value,
        "point_id": point_id,
        "other_id": other_id,
        "state": RequestState.OPEN.value,
        "asked_at": now,
    }
    made = insert(pickup_requests).values(values).returning(*pickup_requests.c)
    return _from_row(tx.connection.execute(made).one())


def lock_request(tx: Transaction, request_id: RequestId) -> PickupRequest | None:
    """The request, held until the transaction ends."""
    held = select(pickup_requests).where(pickup_requests.c.id == request_id).with_for_update()
    row = tx.connection.execute(held).one_or_none()
    return None if row is None else _from_row(row)


def find_request(tx: Transaction, request_id: RequestId) -> PickupRequest | None:
    row = tx.connection.execute(
        select(pickup_requests).where(pickup_requests.c.id == request_id)
    ).one_or_none()
    return None if row is None else _from_row(row)


def open_requests(tx: Transaction, pickup_id: PickupId) -> list[PickupRequest]:
    """What waits for an answer about a basket, or would swap with it."""
    found = tx.once((OPEN, pickup_id), lambda: _look_up(tx, (pickup_id,)).get(pickup_id))
    return found or []


def open_at(tx: Transaction, point_id: PointId) -> list[PickupRequest]:
    """What waits for the answer of whoever keeps a point, the oldest first."""
    here = (pickup_requests.c.point_id == point_id, pickup_requests.c.state == RequestState.OPEN.value)
    found = select(pickup_requests).where(*here).order_by(pickup_requests.c.id)
    return [_from_row(row) for row in tx.connection.execute(found)]


def look_up_open_requests(tx: Transaction, numbers: Collection[PickupId]) -> None:
    """In a snapshot: `open_requests` will know all of these baskets, from one query."""
    tx.look_up(OPEN, numbers, lambda new: _look_up(tx, new))


def _look_up(tx: Transaction, numbers: Collection[PickupId]) -> dict[PickupId, list[PickupRequest]]:
    found: dict[PickupId, list[PickupRequest]] = defaultdict(list)
    for row in tx.connection.execute(_open, {"numbers": list(numbers)}):
        one = _from_row(row)
        for about in {one.pickup_id, one.other_id}:
            if about is not None:
                found[about].append(one)
    return found


def decide_request(tx: Transaction, request_id: RequestId, state: RequestState, now: datetime) -> None:
    decided = update(pickup_requests).where(pickup_requests.c.id == request_id)
    tx.connection.execute(decided.values(state=state.value, decided_at=now))


def withdraw_requests(tx: Transaction, pickup_ids: Collection[PickupId], now: datetime) -> list[RequestId]:
    """What was asked about these, or would swap with them, is out of date; which requests."""
    about = pickup_requests.c.pickup_id.in_(pickup_ids) | pickup_requests.c.other_id.in_(pickup_ids)
    waiting = update(pickup_requests).where(about, pickup_requests.c.state == RequestState.OPEN.value)
    gone = waiting.values(state=RequestState.WITHDRAWN.value, decided_at=now)
    return [RequestId(one) for one in tx.connection.execute(gone.returning(pickup_requests.c.id)).scalars()]


OPEN = "open_requests"
_numbers: ColumnElement[Any] = bindparam("numbers", expanding=True)
_open = (
    select(pickup_requests)
    .where(
        pickup_requests.c.pickup_id.in_(_numbers) | pickup_requests.c.other_id.in_(_numbers),
        pickup_requests.c.state == RequestState.OPEN.value,
    )
    .order_by(pickup_requests.c.id)
)


def _from_row(row: Row[Any]) -> PickupRequest:
    return PickupRequest(
        id=RequestId(row.id),
        garden_id=GardenId(row.garden_id),
        pickup_id=PickupId(row.pickup_id),
        kind=RequestKind(row.kind),
        point_id=None if row.point_id is None else PointId(row.point_id),
        other_id=None if row.other_id is None else PickupId(row.other_id),
        state=RequestState(row.state),
        asked_at=row.asked_at,
    )
