"""Owns hours without a shift: told by the person when they like, for whatever mission is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.message import Button, Message
from bot.domain.mission import Mission, MissionId, SignUpState
from bot.domain.report import ASKED_FOR, Report, to_the_minute
from bot.domain.text import Brief, Text, say
from bot.engine import numbered
from bot.engine.state import Answers, Key, Value
from bot.engine.steps.base import lines
from bot.engine.steps.day import read_iso
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import missions, reports, sign_ups
from bot.storage.database import Transaction
from bot.usecases.confirming import everybody_has_said
from bot.usecases.converse import begin
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.notices.thanks import NO_MORE
from bot.usecases.replies import HUMAN, refusal_text, reply
from bot.usecases.thanking import after_outing

LOGGING = "logging"
AS_FAR_BACK = timedelta(days=366)
"""Earlier hours are a matter for a talk."""
MOST_SHOWN = 5
"""Outings still to be told of that are offered as buttons."""


class LoggedAlready(Refusal):
    message = _(
        "Hours of that day in “<b>{mission}</b>” are confirmed already. To correct them, write to a human."
    )


class NotThatDay(Refusal):
    message = _("I can note the days of the past year, up to today. For anything else, write to a human.")


@dataclass(frozen=True, slots=True)
class LoggingFacts:
    """The person's own missions, and the garden's today."""

    missions: tuple[Mission, ...]
    today: date


def open_report(tx: Transaction, caller: Caller) -> Refusal | None:
    """What is still to be told of shifts first; else hours without a shift."""
    waiting = reports.unanswered_reports(tx, caller.person.id, caller.garden.id, caller.now - ASKED_FOR)
    if not waiting:
        return open_logging(tx, caller)
    shown = list(enumerate(waiting[-MOST_SHOWN:], 1))
    listed = [numbered.line(number, _named(tx, one.mission_id, one.day)) for number, one in shown]
    rows = tuple(
        (Button(numbered.label(number, Brief(one.day)), data=f"n.report.again.{one.id}"),)
        for number, one in shown
    )
    asked = say(_("Of which outing would you like to tell?"))
    reply(tx, caller, Message((asked, lines(listed)), (*rows, (ELSE,))))
    return None


ELSE = Button(say(_("Something else I did")), data="n.log")


def open_logging(tx: Transaction, caller: Caller) -> Refusal | None:
    """Which mission, which day, how many hours."""
    mine = _own_missions(tx, caller)
    if not mine:
        none = _no_hours_yet(tx, caller)
        reply(tx, caller, Message((none,), ((Button(say(_("See missions")), data="n.missions"),), (HUMAN,))))
        return None
    known: dict[Key, Value] = {("mission", ""): str(mine[0].id)} if len(mine) == 1 else {}
    begin(tx, caller, LOGGING, answers=known)
    return None


def _no_hours_yet(tx: Transaction, caller: Caller) -> Text:
    """Why nothing can be noted: a mission may well be theirs, and wait for somebody else's word."""
    held = {one.state for one in sign_ups.open_sign_ups(tx, caller.person.id, caller.garden.id)}
    if SignUpState.AWAITING_GUARDIAN in held:
        return say(
            _("Your parent’s agreement is not recorded yet. Once it is, your hours can be noted here.")
        )
    if SignUpState.REQUESTED in held:
        return say(
            _("Your request is still being looked at. Once you have the yes, your hours can be noted here.")
        )
    return say(_("You have no mission yet. Once you have one, your hours can be noted here."))


def open_month(tx: Transaction, caller: Caller, mission_id: MissionId, day: str) -> Refusal | None:
    """The monthly question was answered: only the hours are missing."""
    if all(one.id != mission_id for one in _own_missions(tx, caller)) or read_iso(day) is None:
        return NotFound()
    begin(tx, caller.in_private(), LOGGING, answers={("mission", ""): str(mission_id), ("day", ""): day})
    return None


def read_logging_facts(tx: Transaction, talk: Talk) -> LoggingFacts:
    return LoggingFacts(_own_missions(tx, talk.caller), talk.now.astimezone(talk.garden.zone).date())


def take_log(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """One report for a mission and a day: told again, it takes the place of the one before, until it is confirmed."""
    noted = _note(tx, talk, answers)
    told = Message((refusal_text(noted),)) if isinstance(noted, Refusal) else noted
    reply(tx, talk.caller, told, about="logged")
    return None


def _note(tx: Transaction, talk: Talk, answers: Answers) -> Message | Refusal:
    person, garden, now = talk.person.id, talk.garden, talk.now
    mission = next(
        (one for one in _own_missions(tx, talk.caller) if str(one.id) == answers.text("mission")), None
    )
    day, said = read_iso(answers.text("day")), answers.of("hours")
    if mission is None or day is None or not isinstance(said, int | float):
        return NotFound()
    today = now.astimezone(garden.zone).date()
    if not today - AS_FAR_BACK <= day <= today:
        return NotThatDay()
    hours, before = to_the_minute(float(said)), reports.log_of_day(tx, person, mission.id, day)
    if before is not None and before.is_confirmed:
        return LoggedAlready(mission=mission.title)
    report = (
        reports.move_log(tx, before.id, hours, now)
        if before
        else reports.add_log(tx, garden.id, person, mission.id, day, hours, now)
    )
    if report is None:
        return NotFound()
    thanked = after_outing(tx, garden, report, now, answering=True)
    everybody_has_said(tx, garden, report, now)
    noted = say(
        _("Thank you! {hours} h for “<b>{mission}</b>”, {day}: noted. Your referent confirms them."),
        hours=hours,
        mission=mission.title,
        day=day,
    )
    instead = _instead_of(before)
    return Message((*thanked, noted, *instead), (NO_MORE,) if thanked else ())


def _instead_of(before: Report | None) -> tuple[Text, ...]:
    """One day is told once: what stood there is said as it goes."""
    gone = _("This takes the place of the {hours} h that you had told for that day.")
    return (say(gone, hours=before.hours or 0),) if before else ()


def _own_missions(tx: Transaction, caller: Caller) -> tuple[Mission, ...]:
    """Those they are confirmed in."""
    mine = sign_ups.open_sign_ups(tx, caller.person.id, caller.garden.id)
    confirmed = [one.mission_id for one in mine if one.state is SignUpState.CONFIRMED]
    return tuple(found for number in confirmed if (found := missions.find_mission(tx, number)))


def _named(tx: Transaction, mission_id: MissionId, day: date) -> Text:
    mission = missions.find_mission(tx, mission_id)
    return say(_("{mission}, {day}"), mission=mission.title if mission else "", day=day)
