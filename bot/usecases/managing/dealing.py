"""Owns what becomes of the dates of a mission that is split: a date keeps its hour, its places and its people.

It stays with the first part, goes to another one with everybody in it, or has an empty twin in each other part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionId, SignUp
from bot.domain.person import PersonId
from bot.domain.referent import AssignmentState
from bot.domain.series import WEEKDAYS, only_on, shift_times, weekdays_of
from bot.domain.shift import Roster, Series, SeriesId, Shift, ShiftId, ShiftState
from bot.domain.shift_terms import terms_of_shift
from bot.domain.terms import Terms
from bot.domain.text import Brief, Text
from bot.storage import assignments, bookings, rosters, series, shifts, sign_ups
from bot.storage.database import Transaction
from bot.usecases.managing.rhythm import in_words
from bot.usecases.planning import plan_series, schedule_shift
from bot.usecases.refresh import about_booking, about_shift, refresh_subject

SERIES, SINGLE = "s", "d"
"""What the handle of a series, or of a date of its own, begins with: `s12`, `d34`; one weekday of a series: `s12TH`."""


def groups_of(tx: Transaction, mission: Mission, now: Instant) -> tuple[tuple[str, Text], ...]:
    """What can be given to a part as one: each weekday of a series that goes on, each date to come that has none."""
    going_on = [group for one in series.series_of_mission(tx, mission.id) for group in _groups_in(one)]
    return (*going_on, *((f"{SINGLE}{one.id}", Brief(one.starts_at)) for one in _single(tx, mission.id, now)))


def _groups_in(one: Series) -> Iterator[tuple[str, Text]]:
    days = weekdays_of(one.rule)
    if len(days) < 2:
        yield f"{SERIES}{one.id}", in_words(one)
        return
    for day in days:
        yield f"{SERIES}{one.id}{day}", in_words(replace(one, rule=only_on(one.rule, [day])))


def hand_dates(tx: Transaction, garden: Garden, handles: Iterable[str], to: Mission, now: Instant) -> None:
    """These are the part's from now on, with whoever signed up for them or comes every time."""
    days: dict[SeriesId, list[str]] = {}
    for handle in handles:
        if handle[0] == SERIES:
            number = handle[1:].rstrip("".join(WEEKDAYS))
            days.setdefault(SeriesId(int(number)), []).append(handle[1 + len(number) :])
        elif (shift := shifts.find_shift(tx, ShiftId(int(handle[1:])))) is not None:
            _hand(tx, shift, to.id, now)
    for series_id, given in days.items():
        one = series.find_series(tx, series_id)
        if one is not None and set(weekdays_of(one.rule)) - set(given) and any(given):
            _part_series(tx, garden, one, given, to, now)
        elif one is not None:
            _hand_series(tx, one, to, now)


def _hand_series(tx: Transaction, one: Series, to: Mission, now: Instant) -> None:
    series.move_to_mission(tx, one.id, to.id)
    for shift in shifts.shifts_of_series(tx, one.id, now):
        _hand(tx, shift, to.id, now)


def _part_series(
    tx: Transaction, garden: Garden, one: Series, days: Sequence[str], to: Mission, now: Instant
) -> None:
    """Some of its weekdays become a series of the other part; whoever comes every time does so in both."""
    today, given = now.astimezone(garden.zone).date(), frozenset(WEEKDAYS.index(day) for day in days)
    moved = [
        shift
        for shift in shifts.shifts_of_series(tx, one.id, now)
        if shift.occurrence is not None and shift.occurrence.weekday() in given
    ]
    known = shifts.occurrences_of(tx, one.id, today) - {shift.occurrence for shift in moved}
    done = {day for day in known if day.weekday() in given}
    twin = replace(
        one, id=SeriesId(0), mission_id=to.id, rule=only_on(one.rule, days), exceptions=one.exceptions | done
    )
    number, _change = series.save_series(tx, twin)
    for shift in moved:
        shifts.move_to_series(tx, shift.id, number)
        _hand(tx, shift, to.id, now)
    for person_id in series.regulars_of(tx, one.id):
        series.add_regular(tx, garden.id, number, person_id, now)
    left = [day for day in weekdays_of(one.rule) if day not in days]
    series.save_series(tx, replace(one, rule=only_on(one.rule, left)))
    plan_series(tx, garden, replace(twin, id=number), now)


def copy_dates(tx: Transaction, garden: Garden, of: Mission, to: Mission, now: Instant) -> None:
    """Each date to come once more, for the other part's people, with that part's places."""
    for one in series.series_of_mission(tx, of.id):
        _copy_series(tx, garden, one, to, now)
    for shift in _single(tx, of.id, now):
        _copy(tx, garden, shift, to, now)


def parts_with_dates_of(
    tx: Transaction, parts: Sequence[Mission], now: Instant
) -> dict[PersonId, tuple[int, ...]]:
    """For everybody with a date to come, had or waited for: in which of the parts, by their place."""
    found: dict[PersonId, dict[int, None]] = {}
    for number, part in enumerate(parts):
        coming = shifts.shifts_of_mission(tx, part.id, now)
        for roster in rosters.rosters_of_shifts(tx, [one.id for one in coming]).values():
            for booking in bookings.open_bookings(tx, roster.id):
                found.setdefault(booking.person_id, {})[number] = None
    return {person_id: tuple(numbers) for person_id, numbers in found.items()}


def belong_to(tx: Transaction, sign_up: SignUp, part: Mission, now: Instant) -> None:
    """They have a date there, too: they belong to it, followed by the same referent."""
    live = assignments.live_assignment(tx, sign_up.id)
    if live is None or live.referent_id is None or live.state is not AssignmentState.TAKEN:
        return
    added = sign_ups.add_sign_up(
        tx,
        garden_id=sign_up.garden_id,
        mission_id=part.id,
        person_id=sign_up.person_id,
        state=sign_up.state,
        now=now,
    )
    if added is not None:
        followed = assignments.add_assignment(
            tx,
            garden_id=sign_up.garden_id,
            sign_up_id=added.id,
            person_id=sign_up.person_id,
            referent_id=live.referent_id,
            now=now,
        )
        assignments.take_assignment(tx, followed.id, now)


def _single(tx: Transaction, mission_id: MissionId, now: Instant) -> list[Shift]:
    """The dates to come that no series planned, or that one planned which has ended."""
    going_on = {one.id for one in series.series_of_mission(tx, mission_id)}
    return [one for one in shifts.shifts_of_mission(tx, mission_id, now) if one.series_id not in going_on]


def _hand(tx: Transaction, shift: Shift, to: MissionId, now: Instant) -> None:
    shifts.move_to_mission(tx, shift.id, to)
    refresh_subject(tx, about_shift(shift.id), now)
    roster = rosters.roster_of_shift(tx, shift.id)
    for booking in bookings.open_bookings(tx, roster.id) if roster else ():
        refresh_subject(tx, about_booking(booking.id), now)


def _copy_series(tx: Transaction, garden: Garden, one: Series, to: Mission, now: Instant) -> None:
    """By the same rule; a date that was cancelled has no twin, one that was moved has it where it is now."""
    by_hand = [
        shift for shift in shifts.shifts_of_series(tx, one.id, now) if not _as_planned(shift, one, garden)
    ]
    days = {shift.occurrence for shift in by_hand if shift.occurrence is not None}
    twin = replace(
        one, id=SeriesId(0), mission_id=to.id, exceptions=one.exceptions | days, terms=_limited(one.terms, to)
    )
    number, _change = series.save_series(tx, twin)
    plan_series(tx, garden, replace(twin, id=number), now)
    for shift in by_hand:
        if shift.state is ShiftState.OPEN:
            _copy(tx, garden, shift, to, now)


def _as_planned(shift: Shift, one: Series, garden: Garden) -> bool:
    if shift.state is not ShiftState.OPEN or shift.occurrence is None:
        return False
    return (shift.starts_at, shift.ends_at) == shift_times(one, shift.occurrence, garden.zone)


def _copy(tx: Transaction, garden: Garden, shift: Shift, to: Mission, now: Instant) -> None:
    roster: Roster | None = rosters.roster_of_shift(tx, shift.id)
    if roster is not None:
        terms = _limited(terms_of_shift(shift, roster), to)
        schedule_shift(tx, garden, to, shift.starts_at, shift.ends_at, terms, now)


def _limited(terms: Terms, part: Mission) -> Terms:
    """The same agreements within the part's places."""
    most = part.terms.maximum
    if most is None:
        return replace(terms, maximum=None)
    return replace(
        terms,
        maximum=most,
        minimum=min(terms.minimum, most),
        newcomers=min(terms.newcomers, most),
        guests=min(terms.guests, most - 1),
    )
