"""Owns when a stand-in is looked for: somebody dropped out, nobody in line can come, and the shift needs people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.clock import Instant
from bot.domain.shift import Booking, BookingState, Roster
from bot.storage import bookings, calls, timers
from bot.storage.database import Transaction
from bot.storage.people import out_of_reach

STAND_IN = "stand_in"
"""The timer whose deed asks suitable people; its subject is the roster."""

IDLE = "idle"

SEARCHED_AHEAD = timedelta(days=7)
"""Nobody new is asked earlier than that for a date: of many given up at once, each is looked for in its time."""

NEAR = timedelta(days=2)
"""So near, nobody to spare is too few: whoever falls ill then cannot be replaced in time."""


def look_for_stand_in(tx: Transaction, roster: Roster, now: Instant) -> bool:
    """Plan the search where a place came free that nobody in line takes and too few people are left."""
    if not needs_stand_in(tx, roster, now):
        return False
    plan_search(tx, roster, asked_from(tx, roster, now))
    return True


def asked_from(tx: Transaction, roster: Roster, now: Instant) -> datetime:
    """When the next people are asked: whoever was willing already is never too early to ask."""
    willing = roster.shift_id is not None and calls.willing_for(tx, roster.shift_id)
    return now if willing else max(now, searched_from(roster, now))


def searched_from(roster: Roster, now: Instant) -> datetime:
    """When people are asked to stand in for what has a date."""
    return now if roster.begins_at is None else roster.begins_at - SEARCHED_AHEAD


def keep_search_in_time(tx: Transaction, roster: Roster, now: Instant) -> None:
    """The date moved: what was planned for a while before the old one is sooner now."""
    planned = timers.find_timer(tx, _key(roster))
    if planned is not None and searched_from(roster, now) < planned.due_at:
        plan_search(tx, roster, max(now, searched_from(roster, now)))


def needs_stand_in(tx: Transaction, roster: Roster, now: Instant) -> bool:
    """Whether people are to be asked: nobody in line can come, and too few do or, near the day, none to spare.

    Who waits for more places than are free, or cannot be told, keeps their turn; meanwhile others are asked.
    """
    if roster.shift_id is None or roster.begins_at is None or now >= roster.begins_at:
        return False
    if not roster.takes_people(now):
        return False
    everybody = bookings.open_bookings(tx, roster.id)
    coming = _coming(everybody)
    if roster.maximum is not None and coming >= roster.maximum:
        return False
    waiting = [one for one in everybody if one.state is BookingState.WAITING]
    fitting = [one for one in waiting if roster.maximum is None or one.size <= roster.maximum - coming]
    if {one.person_id for one in fitting} - out_of_reach(tx, [one.person_id for one in fitting]):
        return False
    return coming < roster.minimum or has_none_to_spare(roster, coming, now)


def has_none_to_spare(roster: Roster, coming: int, now: Instant) -> bool:
    """Whether, so near the day, one more falling ill would be too many; never where nobody is needed at all."""
    near = roster.begins_at is not None and roster.begins_at - now <= NEAR
    return near and 0 < roster.minimum == coming


def is_short(tx: Transaction, roster: Roster) -> bool:
    """Whether fewer people come than are needed."""
    return _coming(bookings.open_bookings(tx, roster.id)) < roster.minimum


def _coming(everybody: Iterable[Booking]) -> int:
    """How many people have a place, or are offered one, guests counted."""
    return sum(one.size for one in everybody if one.state is not BookingState.WAITING)


def plan_search(tx: Transaction, roster: Roster, due_at: Instant, *, idle: bool = False) -> None:
    """Ask the first people, or the next ones, at `due_at`. `idle`: nobody was left to ask at the last look."""
    timers.set_timer(
        tx,
        kind=STAND_IN,
        subject_id=roster.id,
        key=_key(roster),
        due_at=due_at,
        garden_id=roster.garden_id,
        payload={IDLE: idle},
    )


def is_idle(tx: Transaction, roster: Roster) -> bool:
    """Whether a search runs without anybody to ask: those asked last have had their time to answer."""
    planned = timers.find_timer(tx, _key(roster))
    return planned is not None and bool(planned.payload.get(IDLE))


def _key(roster: Roster) -> str:
    return f"{STAND_IN}:{roster.id}"
