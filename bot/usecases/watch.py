"""Owns seeing days ahead that a shift has too few people, or more than it can take."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.quiet import next_allowed
from bot.domain.shift import Roster, Shift, ShiftId, ShiftState
from bot.storage import bookings, gardens, rosters, shifts, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.notify import tell_group_or_coordinators
from bot.usecases.refresh import about_shift

WATCH = "watch"
DAYS_AHEAD = timedelta(days=3)
"""So long before a shift, there is still time to find people."""


def plan_watch(tx: Transaction, garden: Garden, shift: Shift, now: Instant) -> None:
    """Look at the numbers days ahead, by day; a shift scheduled later than that is not looked at."""
    key = f"{WATCH}:{shift.id}"
    due_at = next_allowed(shift.starts_at - DAYS_AHEAD, garden.rules.quiet, garden.zone)
    roster = rosters.roster_of_shift(tx, shift.id)
    if due_at <= now or roster is None or not _may_go_amiss(tx, roster):
        timers.cancel_timer(tx, key)
        return
    timers.set_timer(tx, kind=WATCH, subject_id=shift.id, key=key, due_at=due_at, garden_id=garden.id)


def watch_shift(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Too few, or too many: the group knows, in time to do something about it."""
    shift = shifts.find_shift(tx, ShiftId(timer.subject_id))
    roster = rosters.roster_of_shift(tx, shift.id) if shift else None
    garden = gardens.find_garden(tx, shift.garden_id) if shift else None
    if shift is None or roster is None or garden is None or shift.state is not ShiftState.OPEN:
        return
    if not roster.open:  # its mission pauses: nobody could come
        return
    coming = count_coming(tx, roster)
    kind = "understaffed" if coming < roster.minimum else "overstaffed" if _too_many(roster, coming) else ""
    if not kind:
        return
    payload, dedupe, subject = (
        {"shift": shift.id},
        f"{kind}:{shift.id}:{shift.revision}",
        about_shift(shift.id),
    )
    tell_group_or_coordinators(tx, garden.id, kind, payload, dedupe=dedupe, subject=subject, now=now)


def _may_go_amiss(tx: Transaction, roster: Roster) -> bool:
    """A shift that takes place with whoever comes is only looked at where more are coming than it has places."""
    return roster.minimum > 0 or _too_many(roster, count_coming(tx, roster))


def count_coming(tx: Transaction, roster: Roster) -> int:
    """How many people have a place, guests counted."""
    return sum(one.size for one in bookings.taken_bookings(tx, roster.id))


def _too_many(roster: Roster, coming: int) -> bool:
    return roster.maximum is not None and coming > roster.maximum
