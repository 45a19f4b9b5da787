"""Owns the statements that find what is due in the outbox, however many rows wait or were sent.

Each lane is read by itself, in the order of `ix_outbox_due` (lane, not_before, id; pending rows only), up to
the limit: the cost is that of the rows claimed, and of those skipped as leased or of a throttled chat. The same of
each garden, in the order of `ix_outbox_turn` (lane, garden_id, not_before, id).
The state stands in the text, not in a parameter: only then may the partial index serve.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    Update,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.storage.parcel import Lane
from bot.storage.tables import UtcDateTime, gardens, outbox, throttles

_now: ColumnElement[datetime] = bindparam("now", type_=UtcDateTime)
_limit: ColumnElement[int] = bindparam("limit")
_pending = outbox.c.state == literal_column("'pending'")


def _throttled_at(instant: ColumnElement[datetime]) -> ColumnElement[bool]:
    return (
        select(throttles.c.chat_id)
        .where(throttles.c.chat_id == outbox.c.chat_id, throttles.c.until > instant)
        .correlate(outbox)
        .exists()
    )


def _unleased_at(instant: ColumnElement[datetime]) -> ColumnElement[bool]:
    return or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= instant)


def _lane(lane: Lane) -> ColumnElement[bool]:
    return outbox.c.lane == literal_column(str(int(lane)))


def _due(lane: Lane) -> Select[Any]:
    return (
        select(outbox.c.id, outbox.c.lane, outbox.c.not_before)
        .where(_pending, _lane(lane), outbox.c.not_before <= _now, _unleased_at(_now), ~_throttled_at(_now))
        .order_by(outbox.c.not_before, outbox.c.id)
    )


def _claimable(lane: Lane) -> Subquery:
    return _due(lane).limit(_limit).with_for_update(skip_locked=True).subquery(f"lane_{lane.name.lower()}")


_lanes = union_all(*(select(_claimable(lane)) for lane in Lane)).subquery("due")
_chosen = (
    select(_lanes.c.id).order_by(_lanes.c.lane, _lanes.c.not_before, _lanes.c.id).limit(_limit).cte("chosen")
)


def _lease(chosen: Select[Any]) -> Update:
    return (
        update(outbox)
        .where(outbox.c.id.in_(chosen))
        .values(leased_by=bindparam("owner"), leased_until=bindparam("until", type_=UtcDateTime))
    )


claim_due = _lease(select(_chosen.c.id)).returning(outbox)
"""By lane, then by when they were due. Parameters: now, limit, owner, until."""


def _due_of(lane: Lane, whose: ColumnElement[bool]) -> Select[Any]:
    return _due(lane).with_only_columns(outbox.c.id).where(whose)


def _claim_of(lane: Lane, whose: ColumnElement[bool]) -> Any:
    some = _due_of(lane, whose).limit(_limit).with_for_update(skip_locked=True).cte("some")
    return _lease(select(some.c.id)).returning(outbox)


_of_garden = outbox.c.garden_id == bindparam("garden")
_of_none = outbox.c.garden_id.is_(None)
claim_of_garden = {lane: _claim_of(lane, _of_garden) for lane in Lane}
claim_of_none = {lane: _claim_of(lane, _of_none) for lane in Lane}
"""Of one lane, of one garden or of no garden. Parameters: now, limit, owner, until, and garden."""


def _first_of(lane: Lane, whose: ColumnElement[bool]) -> ScalarSelect[Any]:
    """A subquery with an order and a limit is never joined: it costs one look into the index."""
    return _due_of(lane, whose).limit(1).scalar_subquery()


def _gardens_of(lane: Lane) -> tuple[Select[Any], Select[Any]]:
    number: ColumnElement[Any] = literal_column(str(int(lane))).label("lane")
    theirs = _first_of(lane, outbox.c.garden_id == gardens.c.id).correlate(gardens)
    nobodys = _first_of(lane, _of_none)
    return (
        select(number, gardens.c.id.label("garden_id")).where(theirs.is_not(None)),
        select(number, cast(null(), BigInteger).label("garden_id")).where(nobodys.is_not(None)),
    )


waiting_gardens = union_all(*(one for lane in Lane for one in _gardens_of(lane)))
"""The lanes and gardens with something to claim. Parameter: now."""


def _first_waiting(lane: Lane) -> Subquery:
    """Of the rows that are not due yet, the first whose chat is free by then."""
    return (
        select(outbox.c.not_before.label("at"))
        .where(_pending, _lane(lane), outbox.c.not_before > _now, ~_throttled_at(outbox.c.not_before))
        .order_by(outbox.c.not_before)
        .limit(1)
        .subquery(f"waiting_{lane.name.lower()}")
    )


def _claimable_now(lane: Lane) -> Subquery:
    at: ColumnElement[datetime] = _now.label("at")
    return _due(lane).with_only_columns(at).limit(1).subquery(f"due_{lane.name.lower()}")


_first_lease_end = (
    select(outbox.c.leased_until.label("at"))
    .where(_pending, outbox.c.leased_until > _now, ~_throttled_at(outbox.c.leased_until))
    .order_by(outbox.c.leased_until)
    .limit(1)
    .subquery("leased")
)

_first_throttle_end = (
    select(throttles.c.until.label("at"))
    .where(
        throttles.c.chat_id != literal_column("0"),
        throttles.c.until > _now,
        select(outbox.c.id)
        .where(
            _pending,
            outbox.c.chat_id == throttles.c.chat_id,
            outbox.c.not_before <= throttles.c.until,
            _unleased_at(throttles.c.until),
        )
        .correlate(throttles)
        .exists(),
    )
    .order_by(throttles.c.until)
    .limit(1)
    .subquery("throttled")
)

_instants = union_all(
    *(select(one.c.at) for lane in Lane for one in (_claimable_now(lane), _first_waiting(lane))),
    select(_first_lease_end.c.at),
    select(_first_throttle_end.c.at),
).subquery("instants")

first_due = select(func.min(_instants.c.at, type_=UtcDateTime))
"""Parameter: now. The earliest instant at which a row may be claimed, a throttle of everything left aside."""
