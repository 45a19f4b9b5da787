"""Owns when missions take place: shifts scheduled, moved, cancelled; series planned ahead; regulars booked in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.local_time import at_local
from bot.domain.mission import Mission, MissionId, MissionState
from bot.domain.person import PersonId
from bot.domain.series import occurrences, shift_times
from bot.domain.shift import BookingState, Roster, RosterId, Series, SeriesId, Shift, ShiftId, ShiftState
from bot.domain.terms import Terms
from bot.domain.text import Words
from bot.errors import NotFound, Refusal
from bot.storage import audit, bookings, gardens, missions, rosters, series, shifts, timers
from bot.storage.database import Transaction
from bot.storage.timers import Timer
from bot.usecases.agreements import await_agreements_in
from bot.usecases.booking import book
from bot.usecases.closing import TOLD, WHY_SAID, tell_of_closing, tell_of_pause, tell_of_resuming
from bot.usecases.notify import tell_person
from bot.usecases.refer import rest_claims, take_up_claims
from bot.usecases.refresh import about_booking, about_shift, refresh_subject
from bot.usecases.reminding.bookings import remind_of_shift
from bot.usecases.reminding.planning import forget_reminders
from bot.usecases.reporting import REPORT, plan_reports, withdraw_reports
from bot.usecases.rosters import change_roster, keep_standing, settle, take_back_offers
from bot.usecases.shift_changes import tell_of_change, waiting_notice
from bot.usecases.team_dates import tell_team_of_change
from bot.usecases.watch import WATCH, plan_watch

SERIES = "series"
"""The timer by which a series is planned further ahead, a week at a time."""

HORIZON = timedelta(days=56)
"""How far ahead the shifts of a series are there to sign up for when it is planned."""
FURTHER = timedelta(days=7)
"""How often a series is planned further."""
NEWCOMERS_UNTIL = timedelta(hours=48)
"""Before a shift begins, places held for newcomers are everybody's."""
PLANNED_AT = 3
"""The hour of the night, local, at which series are planned further."""


def schedule_shift(
    tx: Transaction,
    garden: Garden,
    mission: Mission,
    starts_at: Instant,
    ends_at: Instant,
    terms: Terms,
    now: Instant,
    *,
    series_id: SeriesId | None = None,
    occurrence: date | None = None,
) -> Shift:
    """A dated part of a mission, with its places; whoever comes to every shift of the series has one at once."""
    shift = shifts.add_shift(
        tx,
        garden_id=garden.id,
        mission_id=mission.id,
        starts_at=starts_at,
        ends_at=ends_at,
        meeting_point=terms.meeting_point,
        equipment=terms.equipment,
        now=now,
        series_id=series_id,
        occurrence=occurrence,
    )
    roster = _roster(RosterId(0), shift, terms, open=mission.state is MissionState.OPEN)
    roster = rosters.add_roster(tx, roster, now)
    settle(tx, garden, roster.id, now)
    plan_watch(tx, garden, shift, now)
    if series_id is not None:
        for person_id in series.regulars_of(tx, series_id):
            book(tx, garden, person_id, roster.id, now, regular=True)
    return shift


def plan_series(tx: Transaction, garden: Garden, one: Series, now: Instant) -> int:
    """The shifts of a series up to the horizon: missing ones are added, those no longer planned go. How many are new.

    Whatever was moved by hand stays, and so does everything while its mission is closed. A shift that people are
    signed up for is moved or cancelled with a word to them.
    """
    mission = missions.find_mission(tx, one.mission_id)
    if mission is None:
        return 0
    if mission.state is MissionState.CLOSED and one.ended_at is None:
        _plan_again(tx, garden, one, now)
        return 0
    today = now.astimezone(garden.zone).date()
    last = today + HORIZON
    days = [] if one.ended_at else list(occurrences(one, series.breaks_of(tx, garden.id), today, last))
    _adapt(tx, garden, one, frozenset(days), now)
    there = shifts.occurrences_of(tx, one.id, today)
    added = 0
    for day in days:
        starts_at, ends_at = shift_times(one, day, garden.zone)
        if day not in there and starts_at > now:
            schedule_shift(
                tx, garden, mission, starts_at, ends_at, one.terms, now, series_id=one.id, occurrence=day
            )
            added += 1
    series.note_planned(tx, one.id, last)
    _plan_again(tx, garden, one, now)
    return added


def plan_all_series(tx: Transaction, garden: Garden, now: Instant) -> int:
    """Every series of the garden again, as after its breaks have changed; how many shifts are new."""
    return sum(plan_series(tx, garden, one, now) for one in series.series_of_garden(tx, garden.id))


def plan_further(tx: Transaction, timer: Timer, now: Instant) -> None:
    """A week went by: one more week of the series is in sight."""
    one = series.find_series(tx, SeriesId(timer.subject_id))
    garden = gardens.find_garden(tx, one.garden_id) if one else None
    if one is not None and garden is not None:
        plan_series(tx, garden, one, now)


def end_series(tx: Transaction, garden: Garden, series_id: SeriesId, now: Instant) -> bool:
    """No shift of it any more from now on; False where it had ended before."""
    ended = series.end_series(tx, series_id, now)
    one = series.find_series(tx, series_id)
    if ended and one is not None:
        plan_series(tx, garden, one, now)
    return ended


def stop_series(tx: Transaction, series_id: SeriesId, now: Instant) -> None:
    """No further shift is planned; those that are take place."""
    series.end_series(tx, series_id, now)
    timers.cancel_timer(tx, f"{SERIES}:{series_id}")


def move_shift(
    tx: Transaction, garden: Garden, shift_id: ShiftId, starts_at: Instant, ends_at: Instant, now: Instant
) -> int | Refusal:
    """New times; everybody who has or waits for a place is told, and may say that they cannot come. How many."""
    shift, roster = shifts.find_shift(tx, shift_id), rosters.roster_of_shift(tx, shift_id)
    if shift is None or roster is None or shift.garden_id != garden.id or shift.state is not ShiftState.OPEN:
        return NotFound()
    shifts.move_shift(tx, shift.id, starts_at, ends_at, told=True)
    tell_team_of_change(tx, shift, roster, now)
    moved = shifts.find_shift(tx, shift.id) or shift
    change_roster(tx, garden, _moved(roster, shift, moved), now)
    plan_watch(tx, garden, moved, now)
    plan_reports(tx, garden, moved, now)
    changed = rosters.roster_of_shift(tx, shift.id) or roster
    remind_of_shift(tx, garden, changed, now)
    await_agreements_in(tx, garden, changed, now)
    return tell_of_change(tx, shift, now)


def change_terms(
    tx: Transaction, garden: Garden, shift_id: ShiftId, terms: Terms, now: Instant
) -> Refusal | None:
    """Other limits, deadlines, equipment or meeting point for one shift; nobody loses a place.

    Whoever comes is told where to meet and what to bring from now on.
    """
    shift, roster = shifts.find_shift(tx, shift_id), rosters.roster_of_shift(tx, shift_id)
    if shift is None or roster is None or shift.garden_id != garden.id:
        return NotFound()
    shifts.describe_shift(tx, shift.id, terms.meeting_point, terms.equipment)
    said = (terms.meeting_point, terms.equipment) != (shift.meeting_point, shift.equipment)
    if said and shift.state is ShiftState.OPEN and shift.starts_at > now:
        tell_of_change(tx, shift, now)
    change_roster(tx, garden, _roster(roster.id, shift, terms, open=roster.open), now)
    plan_watch(tx, garden, shift, now)
    refresh_subject(tx, about_shift(shift.id), now)
    return None


def note_weather(
    tx: Transaction, garden: Garden, shift_id: ShiftId, weather: Words, now: Instant
) -> int | Refusal:
    """What the weather means for this shift; everybody who comes is told. How many."""
    shift = shifts.find_shift(tx, shift_id)
    if shift is None or shift.garden_id != garden.id or shift.state is not ShiftState.OPEN:
        return NotFound()
    shifts.note_weather(tx, shift.id, weather)
    return tell_of_change(tx, shift, now)


def cancel_shift(
    tx: Transaction,
    garden: Garden,
    shift_id: ShiftId,
    reason: str,
    actor: PersonId | None,
    now: Instant,
    *,
    telling: bool = True,
) -> int | Refusal:
    """It does not take place: everybody who has or waits for a place is told, with the reason. How many.

    It may be over already: then it did not take place, and whoever was asked how it went is asked no more.

    Without `telling`, they are told of more than this one date, and elsewhere.
    """
    shift, roster = shifts.find_shift(tx, shift_id), rosters.roster_of_shift(tx, shift_id)
    if shift is None or roster is None or shift.garden_id != garden.id:
        return NotFound()
    if not shifts.cancel_shift(tx, shift.id, reason):
        return 0
    cancelled = shifts.find_shift(tx, shift.id) or shift
    told = _tell_of_cancelling(tx, cancelled, now) if telling else 0
    tell_team_of_change(tx, shift, roster, now)
    for booking in bookings.open_bookings(tx, roster.id):
        bookings.decide_booking(tx, booking.id, BookingState.RELEASED, now)
        rosters.free_places(tx, booking.id, now)
        forget_reminders(tx, about_booking(booking.id), now)
    rosters.close_roster(tx, roster.id)
    settle(tx, garden, roster.id, now)
    timers.cancel_timers(tx, WATCH, shift.id)
    plan_reports(tx, garden, cancelled, now)
    withdraw_reports(tx, cancelled, actor, now)
    refresh_subject(tx, about_shift(shift.id), now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=actor,
        action="shift.cancelled",
        subject=about_shift(shift.id),
        details={"told": told},
        now=now,
    )
    return told


def set_mission_state(
    tx: Transaction,
    garden: Garden,
    mission_id: MissionId,
    state: MissionState,
    actor: PersonId,
    now: Instant,
    *,
    reason: str = "",
) -> Mission | Refusal:
    """Open, paused or closed. Paused keeps everything and takes nobody; closed ends its series and shifts to come.

    `reason` is read by whoever is in it.
    """
    mission = missions.lock_mission(tx, mission_id)
    if mission is None or mission.garden_id != garden.id:
        return NotFound()
    told: list[PersonId] = []
    if state is MissionState.CLOSED and mission.state is not MissionState.CLOSED:
        tell_of_closing(tx, mission, reason, now)
    if state is MissionState.PAUSED and mission.state is MissionState.OPEN:
        told = tell_of_pause(tx, mission, reason, now)
    if state is MissionState.OPEN and mission.state is MissionState.PAUSED:
        tell_of_resuming(tx, mission, now)
    missions.set_state(tx, mission.id, state)
    mission = missions.find_mission(tx, mission.id) or mission
    if not mission.has_dates:
        keep_standing(tx, garden, mission, now)
    if state is MissionState.OPEN:
        take_up_claims(tx, garden, mission.id, now)
    if state is MissionState.CLOSED:
        rest_claims(tx, mission.id)
        for shift in shifts.shifts_of_mission(tx, mission.id, now):
            cancel_shift(tx, garden, shift.id, reason, actor, now, telling=False)
        for one in series.series_of_mission(tx, mission.id):
            end_series(tx, garden, one.id, now)
    open_rosters(tx, garden, mission, now)
    audit.note(
        tx,
        garden_id=garden.id,
        actor_id=actor,
        action=f"mission.{state.value}",
        subject=f"mission:{mission.id}",
        details={WHY_SAID: bool(reason), TOLD: told},
        now=now,
    )
    return mission


def open_rosters(tx: Transaction, garden: Garden, mission: Mission, now: Instant) -> None:
    """The shifts to come take people while the mission is open, and nobody new otherwise."""
    is_open = mission.state is MissionState.OPEN
    for shift in shifts.shifts_of_mission(tx, mission.id, now):
        roster = rosters.roster_of_shift(tx, shift.id)
        if roster is not None:
            rosters.close_roster(tx, roster.id, is_open=is_open)
            if not is_open:
                take_back_offers(tx, roster.id, now)
            settle(tx, garden, roster.id, now)


def _adapt(tx: Transaction, garden: Garden, one: Series, days: frozenset[date], now: Instant) -> None:
    """What is planned already follows the series: other hours, days that are none any more."""
    for shift in shifts.shifts_of_series(tx, one.id, now):
        if shift.state is not ShiftState.OPEN or shift.version or shift.occurrence is None:
            continue
        if shift.occurrence not in days:
            take_away(tx, garden, shift, now)
            continue
        starts_at, ends_at = shift_times(one, shift.occurrence, garden.zone)
        if (shift.starts_at, shift.ends_at) != (starts_at, ends_at):
            move_shift(tx, garden, shift.id, starts_at, ends_at, now)
            shifts.forget_move(tx, shift.id)


def take_away(tx: Transaction, garden: Garden, shift: Shift, now: Instant) -> None:
    """No longer planned: nobody is told of what nobody had signed up for."""
    roster = rosters.roster_of_shift(tx, shift.id)
    if roster is not None and bookings.open_bookings(tx, roster.id):
        cancel_shift(tx, garden, shift.id, "", None, now)
    else:
        timers.cancel_timers(tx, WATCH, shift.id)
        timers.cancel_timers(tx, REPORT, shift.id)
        shifts.erase_shift(tx, shift.id)


def _plan_again(tx: Transaction, garden: Garden, one: Series, now: Instant) -> None:
    key = f"{SERIES}:{one.id}"
    if one.ended_at is not None:
        timers.cancel_timer(tx, key)
        return
    then = now.astimezone(garden.zone).date() + FURTHER
    night = datetime.min.time().replace(hour=PLANNED_AT)
    due_at = at_local(then, night, garden.zone)
    timers.set_timer(tx, kind=SERIES, subject_id=one.id, key=key, due_at=due_at, garden_id=garden.id)


def _roster(roster_id: RosterId, shift: Shift, terms: Terms, *, open: bool) -> Roster:
    return Roster(
        id=roster_id,
        garden_id=shift.garden_id,
        mission_id=shift.mission_id,
        shift_id=shift.id,
        minimum=terms.minimum,
        maximum=terms.maximum,
        guests=terms.guests,
        newcomers=terms.newcomers,
        begins_at=shift.starts_at,
        sign_up_until=shift.starts_at - timedelta(hours=terms.closes_hours),
        drop_out_until=shift.starts_at - timedelta(hours=terms.drop_out_hours),
        newcomers_until=shift.starts_at - NEWCOMERS_UNTIL if terms.newcomers else None,
        open=open,
    )


def _moved(roster: Roster, before: Shift, after: Shift) -> Roster:
    """The same limits, each deadline as long before the start as it was."""
    by = after.starts_at - before.starts_at
    terms = Terms(
        minimum=roster.minimum,
        maximum=roster.maximum,
        guests=roster.guests,
        newcomers=roster.newcomers,
        closes_hours=_hours_before(before, roster.sign_up_until),
        drop_out_hours=_hours_before(before, roster.drop_out_until),
    )
    return _roster(roster.id, after, terms, open=roster.open) if by else roster


def _hours_before(shift: Shift, deadline: datetime | None) -> float:
    return 0.0 if deadline is None else (shift.starts_at - deadline) / timedelta(hours=1)


def _tell_of_cancelling(tx: Transaction, shift: Shift, now: Instant) -> int:
    """Everybody who has or waits for a place hears of it, by the hours they know; how many."""
    roster = rosters.roster_of_shift(tx, shift.id)
    told = 0
    for booking in bookings.open_bookings(tx, roster.id) if roster else ():
        told += 1
        believed = waiting_notice(tx, booking.id, now)
        known = {"known": [believed.starts_at.isoformat(), believed.ends_at.isoformat()]} if believed else {}
        tell_person(
            tx,
            booking.garden_id,
            booking.person_id,
            "shift_cancelled",
            {"booking": booking.id, **known},
            dedupe=f"shift_cancelled:{booking.id}:{shift.revision}",
            subject=about_booking(booking.id),
            now=now,
        )
    return told
