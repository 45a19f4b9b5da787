"""Owns pausing and closing a mission from the chat: what it will do is said first, and why is asked of who does it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.mission import MissionId, MissionState
from bot.domain.text import Text
from bot.engine.state import Answers
from bot.errors import Refusal
from bot.storage import missions, shifts
from bot.storage.database import Transaction
from bot.usecases.closing import hold_offers, in_it
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.managing.access import mission_to_manage
from bot.usecases.managing.cards import change_state, show_mission

HALTING = "halting"


@dataclass(frozen=True, slots=True)
class HaltFacts:
    """The mission to be paused or closed: who is in it, how many of them are offered a place, and its dates to come."""

    title: Text
    closes: bool
    has_dates: bool
    people: int
    offered: int
    dates: int


def open_halting(
    tx: Transaction, caller: Caller, mission_id: MissionId, state: MissionState
) -> Refusal | None:
    """Begin pausing or closing it. A pause that nobody would notice is done at once."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if state is MissionState.PAUSED and not in_it(tx, mission, caller.now):
        return _halt(tx, caller.in_private(), mission.id, state, "")
    begin(tx, caller.in_private(), HALTING, f"{mission.id}:{state.value}")
    return None


def read_halt_facts(tx: Transaction, talk: Talk) -> HaltFacts:
    mission_id, state = _about(talk)
    mission = missions.find_mission(tx, mission_id)
    closes = state is MissionState.CLOSED
    if mission is None or mission.garden_id != talk.garden.id:
        return HaltFacts("", closes, has_dates=False, people=0, offered=0, dates=0)
    return HaltFacts(
        title=mission.title,
        closes=closes,
        has_dates=mission.has_dates,
        people=len(in_it(tx, mission, talk.now)),
        offered=hold_offers(tx, mission, talk.now),
        dates=len(shifts.shifts_of_mission(tx, mission.id, talk.now)),
    )


def take_halt(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    mission_id, state = _about(talk)
    if answers.text("sure") == "yes":
        return _halt(tx, talk.caller, mission_id, state, answers.text("reason"))
    return show_mission(tx, talk.caller, mission_id)


def _halt(
    tx: Transaction, caller: Caller, mission_id: MissionId, state: MissionState, reason: str
) -> Refusal | None:
    done = change_state(tx, caller, mission_id, state, reason)
    return done if isinstance(done, Refusal) else show_mission(tx, caller, mission_id)


def _about(talk: Talk) -> tuple[MissionId, MissionState]:
    number, _colon, state = talk.subject.partition(":")
    return MissionId(int(number)), MissionState(state or MissionState.CLOSED)
