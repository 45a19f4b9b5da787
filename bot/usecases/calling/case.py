"""Owns what a call speaks of, read together, and whether somebody is still needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Instant
from bot.domain.call import LEFT_ALONE, UNDATED_LASTS, Call, CallId, CallKind, Search, search_for
from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionState
from bot.domain.shift import Roster, Shift, ShiftState
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import calls, gardens, missions, rosters, shifts
from bot.storage.database import Transaction
from bot.usecases.notices.shift_case import hours_of
from bot.usecases.standing_in import needs_stand_in


@dataclass(frozen=True, slots=True)
class CallCase:
    """A call with everything around it. `shift` and `roster` are None where it is for a mission as a whole."""

    call: Call
    garden: Garden
    mission: Mission
    shift: Shift | None
    roster: Roster | None

    @property
    def named(self) -> Text:
        """The mission in bold, with its day and hours where the call is for one date."""
        if self.shift is None:
            return say(_("“<b>{mission}</b>”"), mission=self.mission.title)
        when = hours_of(self.shift, self.garden)
        return say(_("“<b>{mission}</b>”, {when}"), mission=self.mission.title, when=when)

    @property
    def search(self) -> Search:
        """Whom to look for."""
        search = search_for(self.garden, self.mission, self.shift, self.roster)
        return replace(search, at_once=self.call.kind is CallKind.STAND_IN)

    @property
    def worth_until(self) -> datetime:
        """When a message that has not gone by then makes no sense any more."""
        if self.shift is None:
            return self.call.created_at + UNDATED_LASTS
        closes = self.roster.sign_up_until if self.roster else None
        return min(closes or self.shift.starts_at, self.shift.starts_at)


def case_of_call(tx: Transaction, call_id: CallId) -> CallCase | None:
    """None where the call, or what it is for, is gone."""
    call = calls.find_call(tx, call_id)
    garden = gardens.find_garden(tx, call.garden_id) if call else None
    mission = missions.find_mission(tx, call.mission_id) if call else None
    if call is None or garden is None or mission is None:
        return None
    shift = shifts.find_shift(tx, call.shift_id) if call.shift_id else None
    return CallCase(call, garden, mission, shift, rosters.roster_of_shift(tx, shift.id) if shift else None)


def still_needed(tx: Transaction, case: CallCase, now: Instant) -> bool:
    """Whether somebody is worth being asked now: there is room and, for a stand-in, too few come."""
    if not has_place(tx, case, now):
        return False
    if case.call.kind is not CallKind.STAND_IN or case.roster is None:
        return True
    return needs_stand_in(tx, case.roster, now)


def has_place(tx: Transaction, case: CallCase, now: Instant) -> bool:
    """Whether somebody who says yes now can come: it is open, still to come, and has room, whoever else said yes."""
    if case.mission.state is not MissionState.OPEN or now >= case.worth_until:
        return False
    if case.shift is None:
        return case.mission.has_dates or not case.mission.is_full
    if case.shift.state is not ShiftState.OPEN or case.roster is None:
        return False
    return case.roster.takes_people(now) and _has_room(tx, case.roster)


def asked_since(now: Instant) -> Instant:
    """Calls that were over by then leave people free to be asked again."""
    return now - LEFT_ALONE


def _has_room(tx: Transaction, roster: Roster) -> bool:
    return roster.maximum is None or rosters.count_vacant(tx, [roster.id]).get(roster.id, 0) > 0
