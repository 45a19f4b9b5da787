"""Owns asking for a stand-in: suitable people only, the best first, a few at a time, by day, until one says yes.

Whoever said yes to the same date when it was too late is asked before all others, and alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clock import Instant
from bot.domain.call import (
    AT_A_TIME,
    LONGEST_WAIT,
    LOOKS_AGAIN,
    Call,
    CallAnswer,
    CallId,
    CallKind,
    next_wave,
    search_for,
)
from bot.domain.garden import Garden
from bot.domain.matching import rank_missions
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.shift import Roster, RosterId
from bot.storage import bookings, calls, gardens, missions, profiles, rosters, shifts, suitable
from bot.storage.calls import CALL_MESSAGE
from bot.storage.database import Transaction
from bot.storage.mailing import queue_for_many
from bot.storage.outbox import Lane
from bot.storage.timers import Timer
from bot.usecases.calling.case import asked_since, case_of_call
from bot.usecases.notify import tell_group_or_coordinators
from bot.usecases.refresh import about_call, refresh_subject
from bot.usecases.standing_in import needs_stand_in, plan_search, searched_from

LOOKED_AT = 40
"""So many promising people are compared with each other; SQL has chosen them among all."""
NOTED_AT_ONCE = 100
NOTICE = "stand_in"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Whom to ask next, the best first."""

    people: Sequence[PersonId]


def find_candidates(tx: Transaction, timer: Timer, now: Instant) -> Candidates:
    """The next few to be asked for the roster of a timer. Reads only: it may look at a hundred thousand people."""
    roster = rosters.find_roster(tx, RosterId(timer.subject_id))
    garden = gardens.find_garden(tx, roster.garden_id) if roster else None
    mission = missions.find_mission(tx, roster.mission_id) if roster else None
    shift = shifts.find_shift(tx, roster.shift_id) if roster and roster.shift_id else None
    if roster is None or garden is None or mission is None or shift is None:
        return Candidates(())
    if not needs_stand_in(tx, roster, now):
        return Candidates(())
    running = calls.running_search(tx, shift.id)
    search = replace(search_for(garden, mission, shift, roster), at_once=True)
    own = running.id if running else CallId(0)
    promising = suitable.best_people(tx, search, asked_since(now), own, roster.id, LOOKED_AT)
    told = bookings.let_lapse(tx, roster.id)  # offered this very place, they did not answer
    promising = [one for one in promising if one not in told]
    wanted = replace(search.mission, places=None)
    points: dict[PersonId, int] = {}
    for person_id in promising:
        profile = profiles.find_profile(tx, person_id, garden.id)
        matches = rank_missions(profile, [wanted], garden) if profile else ()
        points[person_id] = matches[0].score if matches else 0
    belongs = suitable.members_among(tx, mission.id, promising)
    before = calls.answered_before(tx, shift.id, own, promising)
    # Python's sort is stable: equals keep the order in which those asked least come first.
    best = sorted(promising, key=lambda one: (one not in before, one not in belongs, -points[one]))
    offered = [one for one in best if before.get(one) is CallAnswer.LATE]
    early = searched_from(roster, now) > now
    return Candidates((offered if offered or early else best)[:AT_A_TIME])


def ask_candidates(tx: Transaction, timer: Timer, now: Instant, found: Candidates) -> None:
    """Ask them, and plan when the next ones are; the group sees how many were asked."""
    roster = rosters.lock_roster(tx, RosterId(timer.subject_id))
    garden = gardens.find_garden(tx, roster.garden_id) if roster else None
    if roster is None or garden is None or roster.shift_id is None or roster.begins_at is None:
        return
    running = calls.running_search(tx, roster.shift_id)
    if not needs_stand_in(tx, roster, now):
        if running is not None:
            end_search(tx, running, now)
        return
    morning = next_allowed(now, garden.rules.quiet, garden.zone)
    if morning > now:
        if morning < roster.begins_at:
            plan_search(tx, roster, morning)
        return
    if searched_from(roster, now) > now and not found.people:  # or it moved further away
        plan_search(tx, roster, searched_from(roster, now))
        return
    call = running or _begin(tx, garden, roster, now)
    calls.note_outcomes(tx, call.id, NOTED_AT_ONCE)
    _ask(tx, call, found.people, now)
    _plan_next(tx, garden, roster, asked=bool(found.people), now=now)
    refresh_subject(tx, about_call(call.id), now)


def end_search(tx: Transaction, call: Call, now: Instant) -> None:
    """Nobody else is asked; the group sees who steps in."""
    if calls.end_call(tx, call.id, now):
        refresh_subject(tx, about_call(call.id), now)


def _begin(tx: Transaction, garden: Garden, roster: Roster, now: Instant) -> Call:
    call = calls.add_call(
        tx,
        garden_id=garden.id,
        mission_id=roster.mission_id,
        shift_id=roster.shift_id,
        kind=CallKind.STAND_IN,
        now=now,
    )
    payload, dedupe, subject = {"call": call.id}, f"{NOTICE}:{call.id}", about_call(call.id)
    tell_group_or_coordinators(tx, garden.id, NOTICE, payload, dedupe=dedupe, subject=subject, now=now)
    return call


def _ask(tx: Transaction, call: Call, people: Sequence[PersonId], now: Instant) -> None:
    case = case_of_call(tx, call.id)
    if case is None or not people:
        return
    for earlier, person_id in calls.asked_before(tx, call, people):
        refresh_subject(tx, f"{about_call(earlier)}:{person_id}", now)  # one question at a time
    calls.count_more(tx, call.id, calls.call_people(tx, call.id, people))
    queue_for_many(
        tx,
        people,
        garden_id=call.garden_id,
        kind=CALL_MESSAGE,
        about=about_call(call.id),
        payload={"call": call.id},
        lane=Lane.NOTICE,
        now=now,
        not_before=now,
        expires_at=case.worth_until,
    )


def _plan_next(tx: Transaction, garden: Garden, roster: Roster, *, asked: bool, now: Instant) -> None:
    """The next ones after a while; where nobody is left to ask, it is looked again later: somebody may be free by then.

    However often it is looked, the search ends as sign-ups do.
    """
    if roster.begins_at is None:
        return
    if searched_from(roster, now) > now:  # whoever was willing is asked, all others in their time
        plan_search(tx, roster, searched_from(roster, now))
        return
    over = roster.sign_up_until or roster.begins_at
    longest = LONGEST_WAIT if asked else LOOKS_AGAIN
    then = next_wave(now, roster.begins_at, garden.rules.quiet, garden.zone, longest)
    plan_search(tx, roster, min(then or over, over), idle=not asked)
