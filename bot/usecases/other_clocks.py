"""Owns a garden that corrects its time zone: what it wrote for five o'clock stays at five, on the right clocks.

Nobody is told: what they read is as it was. What is timed by those hours is timed anew.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.clock import Instant
from bot.domain.event import EventState
from bot.domain.garden import Garden
from bot.domain.local_time import same_hour
from bot.storage import events, points, rosters, shifts, timers
from bot.storage.database import Transaction
from bot.storage.other_clocks import put_on_other_clocks
from bot.usecases.agreements import await_agreements_in
from bot.usecases.events.afterwards import plan_thanks
from bot.usecases.events.agreements import await_agreements_at
from bot.usecases.events.passing import plan_passing
from bot.usecases.events.seating import settle_event
from bot.usecases.pickups.weeks import CLOSING
from bot.usecases.reporting import plan_reports
from bot.usecases.rosters import settle
from bot.usecases.watch import plan_watch

FAR = timedelta(days=3650)


def keep_hours(tx: Transaction, garden: Garden, before: ZoneInfo, now: Instant) -> None:
    """Shifts, events, baskets and their reminders, each at the hour it had by the clocks that were wrong."""
    put_on_other_clocks(tx, garden.id, now, partial(same_hour, before=before, after=garden.zone))
    for shift in shifts.shifts_between(tx, garden.id, now, now + FAR):
        roster = rosters.roster_of_shift(tx, shift.id)
        if roster is not None:
            settle(tx, garden, roster.id, now)
            await_agreements_in(tx, garden, roster, now)
        plan_watch(tx, garden, shift, now)
        plan_reports(tx, garden, shift, now)
    for event in events.events_to_manage(tx, garden.id, now):
        if event.state is EventState.PUBLISHED:
            settle_event(tx, garden, event.id, now)
            await_agreements_at(tx, garden, event, now)
            plan_thanks(tx, garden, event, now)
            plan_passing(tx, event)
    for point in points.list_points(tx, garden.id, closed_too=True):
        timers.cancel_timers(tx, CLOSING, point.id)  # planned anew as baskets are
