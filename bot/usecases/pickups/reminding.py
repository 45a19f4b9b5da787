"""Owns that every basket soon to be fetched has its reminders: those that have none are found and planned in chunks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Instant
from bot.domain.person import GardenId
from bot.domain.pickup import Pickup, PickupId
from bot.domain.reminding import Expected, Occurrence, Topic
from bot.storage import gardens, pickups, timers
from bot.storage.database import Transaction
from bot.storage.pickups import SUBJECT
from bot.storage.timers import Timer
from bot.usecases.pickups.subjects import about_pickup
from bot.usecases.reminding.planning import Wanted, remind_all, work_out

UNREMINDED = "pickups_reminded"
"""The timer of a garden: baskets whose reminders are not planned yet are looked for."""
AT_ONCE = 200
NEAR = timedelta(days=9)
"""Baskets so near have their reminders and their closing planned: further ahead than anybody is reminded."""


def plan_reminding(tx: Transaction, garden_id: GardenId, now: Instant) -> None:
    key = f"{UNREMINDED}:{garden_id}"
    timers.set_timer(tx, kind=UNREMINDED, subject_id=garden_id, key=key, due_at=now, garden_id=garden_id)


def find_unreminded(tx: Transaction, timer: Timer, now: Instant) -> Sequence[Wanted]:
    """The next baskets without reminders, with when those are to be. Reads only."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return ()
    last = now.astimezone(garden.zone).date() + NEAR
    found = pickups.unreminded(tx, garden.id, now, last, AT_ONCE)
    expected = [
        Expected(
            one.person_id,
            Topic.BASKET,
            about_pickup(one.pickup.id),
            Occurrence(one.pickup.opens_at, one.pickup.closes_at),
        )
        for one in found
    ]
    return work_out(tx, garden, expected)


def remind_found(tx: Transaction, timer: Timer, now: Instant, found: Sequence[Wanted]) -> None:
    """Plan them, those that were changed meanwhile left out; then the next ones."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None or not found:
        return
    there = pickups.find_pickups(tx, [_number(one) for one in found])
    still = [one for one in found if _stands(one, there.get(_number(one)))]
    remind_all(tx, garden, still, now)
    if len(found) == AT_ONCE:
        plan_reminding(tx, garden.id, now)


def _number(one: Wanted) -> PickupId:
    return PickupId(int(one.expected.subject.removeprefix(f"{SUBJECT}:")))


def _stands(one: Wanted, pickup: Pickup | None) -> bool:
    """Swapped, it is remembered to somebody else: that is planned with the swap."""
    if pickup is None or not pickup.is_expected or pickup.taken_by is not None:
        return False
    return Occurrence(pickup.opens_at, pickup.closes_at) == one.expected.occurrence
