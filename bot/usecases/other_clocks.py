"""Owns a garden that corrects its time zone: what it wrote for five o'clock stays at five, on the right clocks.

Nobody is told: what they read is as it was. All hours change in one transaction; what is timed by them is timed anew
right after it, in chunks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from zoneinfo import ZoneInfo

from bot.clock import Instant
from bot.domain.event import Event
from bot.domain.garden import Garden
from bot.domain.local_time import same_hour
from bot.domain.person import GardenId
from bot.domain.shift import Shift
from bot.storage import events, gardens, points, rosters, shifts, timers
from bot.storage.database import Transaction
from bot.storage.other_clocks import put_on_other_clocks
from bot.storage.timers import Timer
from bot.usecases.agreements import await_agreements_in
from bot.usecases.events.afterwards import plan_thanks
from bot.usecases.events.agreements import await_agreements_at
from bot.usecases.events.passing import plan_passing
from bot.usecases.events.seating import settle_event
from bot.usecases.pickups.weeks import CLOSING
from bot.usecases.reporting import plan_reports
from bot.usecases.rosters import settle
from bot.usecases.watch import plan_watch

OTHER_CLOCKS = "other_clocks"
"""The timer of a garden that corrected its time zone: what its shifts and events time is timed anew."""
CHUNK = 10


def keep_hours(tx: Transaction, garden: Garden, before: ZoneInfo, now: Instant) -> None:
    """Shifts, events, baskets and their reminders, each at the hour it had by the clocks that were wrong."""
    put_on_other_clocks(tx, garden.id, now, partial(same_hour, before=before, after=garden.zone))
    for point in points.list_points(tx, garden.id, closed_too=True):
        timers.cancel_timers(tx, CLOSING, point.id)  # planned anew as baskets are
    _plan_chunk(tx, garden.id, {"shifts": 0}, now)


def time_anew(tx: Transaction, timer: Timer, now: Instant) -> None:
    """What hangs on the next shifts; after the last of them, on the next events."""
    garden = gardens.find_garden(tx, GardenId(timer.subject_id))
    if garden is None:
        return
    if "shifts" in timer.payload:
        some = shifts.shifts_after(tx, garden.id, timer.payload["shifts"], now, CHUNK)
        for shift in some:
            _time_shift(tx, garden, shift, now)
        _plan_chunk(tx, garden.id, {"shifts": some[-1].id} if some else {"events": 0}, now)
        return
    published = events.published_after(tx, garden.id, timer.payload["events"], now, CHUNK)
    for event in published:
        _time_event(tx, garden, event, now)
    if published:
        _plan_chunk(tx, garden.id, {"events": published[-1].id}, now)


def _time_shift(tx: Transaction, garden: Garden, shift: Shift, now: Instant) -> None:
    roster = rosters.roster_of_shift(tx, shift.id)
    if roster is not None:
        settle(tx, garden, roster.id, now)
        await_agreements_in(tx, garden, roster, now)
    plan_watch(tx, garden, shift, now)
    plan_reports(tx, garden, shift, now)


def _time_event(tx: Transaction, garden: Garden, event: Event, now: Instant) -> None:
    settle_event(tx, garden, event.id, now)
    await_agreements_at(tx, garden, event, now)
    plan_thanks(tx, garden, event, now)
    plan_passing(tx, event)


def _plan_chunk(tx: Transaction, garden_id: GardenId, payload: Mapping[str, int], now: Instant) -> None:
    timers.set_timer(
        tx, kind=OTHER_CLOCKS, subject_id=garden_id, key=f"{OTHER_CLOCKS}:{garden_id}", due_at=now,
        garden_id=garden_id, payload=payload,
    )  # fmt: skip
