"""Owns the counts of how several rosters stand: places nobody has, people who come, people in line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from bot.domain.openings import Tally
from bot.domain.shift import BookingState, PlaceState, RosterId, Vacancy
from bot.storage.database import Transaction
from bot.storage.tables import bookings, places

_GIVEN_AWAY = frozenset({Vacancy.FREE.value, Vacancy.TOO_LATE.value, Vacancy.TOO_FEW.value})
"""Why a vacant place is open to whoever comes; all others are kept for somebody, or closed."""


def tally(tx: Transaction, roster_ids: Sequence[RosterId]) -> dict[RosterId, Tally]:
    """How each of the rosters stands, in two queries however many there are."""
    found = dict.fromkeys(roster_ids, Tally())
    if not roster_ids:
        return found
    for roster_id, state, reason, count in tx.connection.execute(_vacant(roster_ids)):
        number = RosterId(roster_id)
        if state == PlaceState.HELD:
            found[number] = found[number].plus(held=count)
        elif reason in _GIVEN_AWAY:
            found[number] = found[number].plus(free=count)
    for roster_id, state, people in tx.connection.execute(_people(roster_ids)):
        number = RosterId(roster_id)
        coming = people if state == BookingState.TAKEN else 0
        found[number] = found[number].plus(coming=coming, waiting=people - coming)
    return found


def _vacant(roster_ids: Sequence[RosterId]) -> Select[Any]:
    return (
        select(places.c.roster_id, places.c.state, places.c.reason, func.count())
        .where(places.c.roster_id.in_(list(roster_ids)), places.c.booking_id.is_(None))
        .group_by(places.c.roster_id, places.c.state, places.c.reason)
    )


def _people(roster_ids: Sequence[RosterId]) -> Select[Any]:
    open_ones = (BookingState.TAKEN.value, BookingState.WAITING.value, BookingState.OFFERED.value)
    return (
        select(bookings.c.roster_id, bookings.c.state, func.sum(1 + bookings.c.guests))
        .where(bookings.c.roster_id.in_(list(roster_ids)), bookings.c.state.in_(open_ones))
        .group_by(bookings.c.roster_id, bookings.c.state)
    )
