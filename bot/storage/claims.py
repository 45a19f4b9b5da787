"""Owns taking what is due in turns: lanes in proportion, gardens evenly, of each what was due first."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime
from typing import Any

from bot.domain.turns import Share, share_out
from bot.storage.due import claim_due, claim_of_garden, claim_of_none, waiting_gardens
from bot.storage.parcel import Lane, Parcel
from bot.storage.transaction import Transaction


def claim_in_turns(tx: Transaction, now: datetime, limit: int, until: datetime) -> list[Parcel]:
    """Up to `limit` parcels, leased to this process until then, in the order in which they are to go."""
    lease = {"now": now, "owner": tx.owner, "until": until}
    claimed = [
        parcel
        for lane, garden, share in _shares(tx, now, limit)
        for parcel in _claim_share(tx, Lane(lane), garden, {**lease, "limit": share})
    ]
    if len(claimed) < limit:  # what somebody left goes to whoever was due first
        rows = tx.connection.execute(claim_due, {**lease, "limit": limit - len(claimed)})
        claimed += map(Parcel.from_row, rows)
    return _in_turns(claimed)


def _shares(tx: Transaction, now: datetime, limit: int) -> list[Share]:
    """How many of which lane and garden; nothing to share out where only one of them waits."""
    waiting: dict[int, list[int | None]] = {}
    for row in tx.connection.execute(waiting_gardens, {"now": now}):
        waiting.setdefault(row.lane, []).append(row.garden_id)
    if sum(map(len, waiting.values())) < 2:
        return []
    for gardens in waiting.values():
        random.shuffle(gardens)  # where there are more gardens than room, luck is even
    return share_out(limit, waiting)


def _claim_share(tx: Transaction, lane: Lane, garden: int | None, given: dict[str, Any]) -> list[Parcel]:
    if garden is None:
        rows = tx.connection.execute(claim_of_none[lane], given)
    else:
        rows = tx.connection.execute(claim_of_garden[lane], {**given, "garden": garden})
    return [Parcel.from_row(row) for row in rows]


def _in_turns(parcels: list[Parcel]) -> list[Parcel]:
    """By lane; in a lane one of each garden, then the next of each."""
    places: Counter[tuple[Lane, int | None]] = Counter()
    turns: list[tuple[tuple[Lane, int, datetime, int], Parcel]] = []
    for parcel in sorted(parcels, key=lambda one: (one.not_before, one.id)):
        places[parcel.lane, parcel.garden_id] += 1
        place = places[parcel.lane, parcel.garden_id]
        turns.append(((parcel.lane, place, parcel.not_before, parcel.id), parcel))
    return [parcel for _turn, parcel in sorted(turns, key=lambda turn: turn[0])]
