"""Owns planning baskets: every member's of the coming weeks, brought in line with the calendar, in chunks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from bot.clock import Instant, at_local
from bot.domain.garden import Garden
from bot.domain.member import Member, MemberId
from bot.domain.person import GardenId
from bot.domain.pickup import Pickup
from bot.domain.reminding import Topic
from bot.storage import gardens, members, pickup_requests, pickups, timers
from bot.storage.database import Transaction
from bot.storage.pickups import Placing
from bot.storage.timers import Timer
from bot.usecases.pickups.leaving import drop_gone
from bot.usecases.pickups.news import note_moved
from bot.usecases.pickups.placing import Chunk, compare, read_calendar
from bot.usecases.pickups.promises import tell_overtaken
from bot.usecases.pickups.reminding import NEAR, plan_reminding
from bot.usecases.pickups.subjects import about_list, about_pickup
from bot.usecases.refresh import refresh_subjects
from bot.usecases.reminding.planning import refresh_many, remind_of

PICKUPS = "pickups"
"""The timer of a garden: its members' baskets are planned further."""
CLOSING = "pickups_closing"
"""The timer of a point on one of its days: it closes."""

CHUNK, CHANGES = 25, 50
"""Members planned in one transaction, fewer where so many baskets of theirs change: a reply waits no longer than that
takes. They are looked at beside the writer."""
AT_NIGHT = time(3)


def plan_soon(tx: Transaction, garden_id: GardenId, now: Instant) -> None:
    """Members, points or the calendar changed: go through everybody's baskets from the first member on.

    What was looked at before is looked at again: `asked` tells the two apart.
    """
    _plan_chunk(tx, garden_id, 0, now, asked=now)


def find_chunk(tx: Transaction, timer: Timer, now: Instant) -> Chunk:
    """The next members, and what their baskets need. Reads only."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return Chunk((), (), (), ())
    after = MemberId(int(timer.payload.get("after", 0)))
    some = members.members_after(tx, garden.id, after, CHUNK)
    found = compare(tx, read_calendar(tx, garden, now), some, CHANGES)
    return replace(found, goes_on=found.goes_on or len(some) == CHUNK)


def write_chunk(tx: Transaction, timer: Timer, now: Instant, found: Chunk) -> None:
    """Bring them in line, and go on with the next ones; after the last, the next night. Without members, never."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    write(tx, garden, found, now)
    if found.goes_on:
        _plan_chunk(tx, garden.id, found.last, now)
        return
    plan_reminding(tx, garden.id, now)
    if found.members or timer.payload.get("after"):
        tomorrow = now.astimezone(garden.zone).date() + timedelta(days=1)
        _plan_chunk(tx, garden.id, 0, at_local(tomorrow, AT_NIGHT, garden.zone))


def plan_member(tx: Transaction, garden: Garden, member: Member, now: Instant) -> None:
    """One member's baskets, at once: they have just joined, or said when they are away."""
    write(tx, garden, compare(tx, read_calendar(tx, garden, now), [member]), now)
    plan_reminding(tx, garden.id, now)


def write(tx: Transaction, garden: Garden, chunk: Chunk, now: Instant) -> None:
    """The baskets, and a look at each point when it closes. Reminders follow by themselves: see `reminding`."""
    pickups.add_pickups(tx, garden.id, chunk.new)
    _put_elsewhere(tx, garden, chunk.placed, now)
    drop_gone(tx, chunk.gone, now)
    today = now.astimezone(garden.zone).date()
    written = pickups.pickups_since(tx, [one.id for one in chunk.members], today)
    near = [one for some in written.values() for one in some if one.day <= today + NEAR]
    closings = {_closing(one): one for one in near if one.closes_at > now}
    for key in closings.keys() - timers.which_are_set(tx, closings):
        _set_closing(tx, closings[key])


def _put_elsewhere(tx: Transaction, garden: Garden, placed: Sequence[Placing], now: Instant) -> None:
    """What was said and asked of them, every list and every message follows; whose they are hear of it in a while."""
    if not placed:
        return
    numbers = [one.was.id for one in placed]
    pickups.place_pickups(tx, placed)
    note_moved(tx, garden, placed, now)
    tell_overtaken(tx, pickup_requests.withdraw_requests(tx, numbers, now), now)
    subjects = [about_pickup(one) for one in numbers]
    lists = {(one.was.point_id, one.was.day) for one in placed} | {
        (one.to.point_id, one.to.day) for one in placed
    }
    refresh_subjects(tx, [*subjects, *(about_list(*one) for one in sorted(lists))], now)
    refresh_many(tx, subjects, now)


def remind_holder(tx: Transaction, garden: Garden, pickup: Pickup, holder: Member, now: Instant) -> None:
    """Plan the reminders of one basket. Those of one that nobody fetches say nothing when they are due."""
    if holder.person_id is not None and pickup.is_expected and pickup.closes_at > now:
        remind_of(
            tx,
            garden,
            holder.person_id,
            Topic.BASKET,
            about_pickup(pickup.id),
            pickup.opens_at,
            now,
            closes_at=pickup.closes_at,
        )


def plan_closing(tx: Transaction, pickup: Pickup, now: Instant) -> None:
    """Look at the point when it closes that day."""
    if pickup.closes_at > now and not timers.is_set(tx, _closing(pickup)):
        _set_closing(tx, pickup)


def _closing(pickup: Pickup) -> str:
    return f"{CLOSING}:{pickup.point_id}:{pickup.day.isoformat()}"


def _set_closing(tx: Transaction, pickup: Pickup) -> None:
    timers.set_timer(
        tx,
        kind=CLOSING,
        subject_id=pickup.point_id,
        key=_closing(pickup),
        due_at=pickup.closes_at,
        garden_id=pickup.garden_id,
        payload={"day": pickup.day.isoformat()},
    )


def _plan_chunk(
    tx: Transaction, garden_id: GardenId, after: int, due_at: Instant, asked: Instant | None = None
) -> None:
    timers.set_timer(
        tx,
        kind=PICKUPS,
        subject_id=garden_id,
        key=_key(garden_id),
        due_at=due_at,
        garden_id=garden_id,
        payload={"after": after, "asked": asked.isoformat() if asked else ""},
    )


def _key(garden_id: GardenId) -> str:
    return f"{PICKUPS}:{garden_id}"
