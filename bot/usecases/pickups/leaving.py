"""Owns what becomes of the baskets of whoever leaves the list: they go, but for one that was swapped.

Whoever swapped with them keeps what both had agreed: it is their own basket from now on, and nothing changes for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import Instant
from bot.domain.pickup import Pickup
from bot.storage import members, pickup_requests, pickups
from bot.storage.database import Transaction
from bot.usecases.pickups.promises import tell_overtaken
from bot.usecases.pickups.subjects import about_list, about_pickup
from bot.usecases.pickups.taken_out import take_out
from bot.usecases.refresh import refresh_subjects
from bot.usecases.reminding.planning import forget_many, refresh_reminders


def drop_gone(tx: Transaction, gone: Sequence[Pickup], now: Instant) -> None:
    """As if these had never been planned, with their reminders and what was asked of them."""
    going = [there for one in gone if (there := _what_goes(tx, one, now)) is not None]
    numbers = [one.id for one in going]
    lists = {about_list(one.point_id, one.day) for one in (*going, *gone)}
    tell_overtaken(tx, pickup_requests.withdraw_requests(tx, numbers, now), now)
    take_out(tx, going, now)
    pickups.drop_pickups(tx, numbers)
    if numbers:
        forget_many(tx, [about_pickup(number) for number in numbers], now)
    for one in gone:
        if one.taken_by is not None:
            _hand_over(tx, one, now)
    refresh_subjects(tx, sorted(lists), now)


def _what_goes(tx: Transaction, one: Pickup, now: Instant) -> Pickup | None:
    """The basket; swapped, the one that was fetched in exchange, unless something became of it already."""
    heir = members.find_member(tx, one.taken_by) if one.taken_by is not None else None
    return one if heir is None or heir.left_at is not None else pickups.in_exchange(tx, one)


def _hand_over(tx: Transaction, one: Pickup, now: Instant) -> None:
    if pickups.hand_over(tx, one, now):
        refresh_subjects(tx, [about_pickup(one.id)], now)
        refresh_reminders(tx, about_pickup(one.id), now)
