"""Owns writing a call: for which mission and date, with a word of one's own; shown before anybody else reads it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.call import CallKind
from bot.domain.garden import Garden
from bot.domain.message import Message
from bot.domain.mission import Mission, MissionId
from bot.domain.shift import Roster, Shift, ShiftId, ShiftState
from bot.engine.state import Answers
from bot.errors import NotAllowed, NotFound, Refusal
from bot.marks import _
from bot.storage import calls, missions, rosters, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.usecases.claim import is_team
from bot.usecases.converse import begin_alone
from bot.usecases.house import Caller, Ending, Next, Talk
from bot.usecases.joining import WriteFirst
from bot.usecases.notify import tell_person
from bot.usecases.refresh import about_call, refresh_subject
from bot.usecases.replies import refusal_text, reply

CHOOSING, WRITING = "calling", "writing_call"
MISSION, SHIFT = "m", "s"
"""What the subject of a conversation begins with; the number follows."""
ANY_DATE = "any"
DATES_SHOWN = 24
SAMPLE, DESK = "call_sample", "call_desk"
"""The message as its readers see it, in one language; and the caller's own, with the figures."""


class NothingToCallFor(Refusal):
    message = _("No mission looks for people at the moment: all are closed or full.")


class NotThere(Refusal):
    message = _("This mission is closed, over or full: nobody needs to be called.")


@dataclass(frozen=True, slots=True)
class MissionFacts:
    """The missions that look for people, those with the fewest first."""

    missions: tuple[Mission, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """A shift that may be called for, with how many come and how many are needed."""

    shift: Shift
    roster: Roster
    coming: int


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is called for. `dates` are those of a mission with dates, the soonest first, none where one is given."""

    garden: Garden
    mission: Mission | None
    shift: Shift | None
    dates: tuple[Date, ...]


class NothingTakesPlace(Refusal):
    message = _("This date is over, or does not take place: nobody can be called for it.")


def open_call(tx: Transaction, caller: Caller) -> Refusal | None:
    """/call: for which mission."""
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if not _looking(tx, caller.garden):
        return NothingToCallFor()
    return _begin(tx, caller, CHOOSING, "")


def open_call_for_mission(tx: Transaction, caller: Caller, mission_id: MissionId) -> Refusal | None:
    """From the page of a mission."""
    mission = missions.find_mission(tx, mission_id)
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if mission is None or mission.garden_id != caller.garden.id:
        return NotFound()
    return _begin(tx, caller, WRITING, f"{MISSION}{mission.id}")


def open_call_for_shift(tx: Transaction, caller: Caller, shift_id: ShiftId) -> Refusal | None:
    """From a notice that a shift has too few people."""
    shift = shifts.find_shift(tx, shift_id)
    if not is_team(tx, caller.garden.id, caller.person.id):
        return NotAllowed()
    if shift is None or shift.garden_id != caller.garden.id:
        return NotFound()
    if shift.state is not ShiftState.OPEN or shift.starts_at <= caller.now:
        return NothingTakesPlace()
    return _begin(tx, caller, WRITING, f"{SHIFT}{shift.id}")


def read_mission_facts(tx: Transaction, talk: Talk) -> MissionFacts:
    return MissionFacts(_looking(tx, talk.garden))


def take_mission(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    mission = missions.find_mission_by_slug(tx, talk.garden.id, answers.text("mission"))
    return Next(WRITING, f"{MISSION}{mission.id}") if mission else NothingToCallFor()


def read_call_facts(tx: Transaction, talk: Talk) -> CallFacts:
    shift = shifts.find_shift(tx, ShiftId(_number(talk.subject))) if talk.subject[:1] == SHIFT else None
    mission_id = shift.mission_id if shift else MissionId(_number(talk.subject))
    mission = missions.find_mission(tx, mission_id)
    if mission is None or mission.garden_id != talk.garden.id:
        return CallFacts(talk.garden, None, None, ())
    dates = () if shift or not mission.has_dates else _dates(tx, talk, mission)
    return CallFacts(talk.garden, mission, shift, dates)


def take_call(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep it as a draft, and show it to whoever wrote it: in each language, and with how many would read it."""
    facts = read_call_facts(tx, talk)
    if facts.mission is None or not is_team(tx, talk.garden.id, talk.person.id):
        reply(tx, talk.caller, Message((refusal_text(NotThere()),)))
        return None
    chosen = answers.text("date")
    shift_id = facts.shift.id if facts.shift else ShiftId(int(chosen)) if chosen.isdecimal() else None
    for old in calls.drop_drafts(tx, talk.garden.id, talk.person.id):
        refresh_subject(tx, about_call(old), talk.now)
    call = calls.add_call(
        tx,
        garden_id=talk.garden.id,
        mission_id=facts.mission.id,
        shift_id=shift_id,
        kind=CallKind.DRAFT,
        text=answers.text("words"),
        created_by=talk.person.id,
        now=talk.now,
    )
    for language in talk.garden.languages:
        _show(tx, talk, SAMPLE, {"call": call.id, "language": language}, f"{SAMPLE}:{call.id}:{language}", "")
    _show(tx, talk, DESK, {"call": call.id}, f"{DESK}:{call.id}", about_call(call.id))
    return None


def _show(
    tx: Transaction, talk: Talk, kind: str, payload: dict[str, int | str], dedupe: str, subject: str
) -> None:
    tell_person(
        tx,
        talk.garden.id,
        talk.person.id,
        kind,
        payload,
        dedupe=dedupe,
        subject=subject,
        now=talk.now,
        lane=Lane.REPLY,
    )


def _begin(tx: Transaction, caller: Caller, conversation: str, subject: str) -> Refusal | None:
    if caller.person.telegram_id is None or not caller.person.reachable:
        return WriteFirst()
    begin_alone(tx, caller.in_private(), conversation, subject)
    return None


def _looking(tx: Transaction, garden: Garden) -> tuple[Mission, ...]:
    """Open, and not full; what has dates is asked date by date."""
    return tuple(one for one in missions.open_missions(tx, garden.id) if one.has_dates or not one.is_full)


def _dates(tx: Transaction, talk: Talk, mission: Mission) -> tuple[Date, ...]:
    """The next dates that take people and have room."""
    coming = shifts.shifts_of_mission(tx, mission.id, talk.now)[:DATES_SHOWN]
    there = rosters.rosters_of_shifts(tx, [shift.id for shift in coming])
    vacant = rosters.count_vacant(tx, [roster.id for roster in there.values()])
    return tuple(
        Date(shift, roster, _coming(roster, vacant.get(roster.id, 0)))
        for shift in coming
        if (roster := there.get(shift.id)) is not None
        and roster.takes_people(talk.now)
        and (roster.maximum is None or vacant.get(roster.id))
    )


def _coming(roster: Roster, vacant: int) -> int:
    return 0 if roster.maximum is None else roster.maximum - vacant


def _number(subject: str) -> int:
    return int(subject[1:]) if subject[1:].isdecimal() else 0
