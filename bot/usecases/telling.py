"""Owns what a volunteer says of an outing: kept as they say it; what calls for a word reaches their referent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.message import Message
from bot.domain.report import ASKED_FOR, Mood, Outcome, Report, ReportId, to_the_minute
from bot.domain.said import Said
from bot.domain.text import Text, say
from bot.engine.events import Typed
from bot.engine.state import Answers, Key, State, Value
from bot.engine.understanding import understand
from bot.errors import NotFound, Refusal
from bot.marks import _
from bot.storage import instances, missions, reports, timers
from bot.storage.database import Transaction
from bot.usecases.confirming import everybody_has_said
from bot.usecases.converse import begin, hear_first
from bot.usecases.house import Caller, Ending, Talk
from bot.usecases.human import WRITES_ON
from bot.usecases.notices.thanks import NO_MORE
from bot.usecases.outing_notices import tell_team
from bot.usecases.outings import planned_hours
from bot.usecases.refresh import about_report, refresh_subject
from bot.usecases.replies import HUMAN, reply
from bot.usecases.reporting import REMIND
from bot.usecases.talks import last_spoken, written_in_private
from bot.usecases.thanking import after_outing
from bot.usecases.writing_more import WRITES_MORE

TELLING = "telling"
CAME, OTHER, AWAY, NONE = "came", "other", "away", "none"
"""What the buttons of the question say, as answers of the first step."""
UNSAID = "unsaid"


class HoursConfirmed(Refusal):
    message = _(
        "Your hours for this one are confirmed already. If something is wrong, please write to a human."
    )


class DidNotTakePlace(Refusal):
    message = _("The team has noted that this one did not take place: there is nothing to answer. Thank you!")


@dataclass(frozen=True, slots=True)
class TellingFacts:
    """One outing: its mission, its day, how long it was planned to last."""

    mission: Text
    day: date | None
    hours: float


def open_telling(tx: Transaction, caller: Caller, report_id: ReportId, choice: str) -> Refusal | None:
    """A tap below the question: what it says is the first answer. *again* asks from the beginning."""
    report = _own(tx, caller, report_id)
    if isinstance(report, Refusal):
        return report
    given: dict[Key, Value] = {} if choice == "again" else {("outcome", ""): choice}
    begin(tx, caller.in_private(), TELLING, str(report.id), answers=given)
    return None


def hear_telling(tx: Transaction, caller: Caller, typed: Typed) -> bool:
    """Words typed below the question, where they mean one of its buttons; False where they do not."""
    if not caller.is_private or instances.foreground(tx, caller.chat_id, caller.person.id, caller.thread_id):
        return False
    waiting = reports.unanswered_reports(tx, caller.person.id, caller.garden.id, caller.now - ASKED_FOR)
    if not waiting or _talks_meanwhile(tx, caller, waiting[-1]):
        return False
    conversation, speaker = caller.house.conversations[TELLING], caller.speaker
    facts = _facts(tx, waiting[-1])
    today = caller.now.astimezone(caller.garden.zone).date()
    meant = understand(conversation, facts, State(), typed, speaker.plain, speaker.language, today)
    if isinstance(meant, Typed):
        return False
    hear_first(tx, caller, TELLING, str(waiting[-1].id), typed)
    return True


def _talks_meanwhile(tx: Transaction, caller: Caller, report: Report) -> bool:
    """Whether they speak with the team since they were asked, or as one of it with somebody: then words go there."""
    if report.asked_at is None:
        return False
    spoken = last_spoken(tx, caller.garden, caller.person.id)
    if spoken is not None and spoken > report.asked_at and spoken >= caller.now - WRITES_ON:
        return True
    since = max(report.asked_at, caller.now - WRITES_MORE)
    return written_in_private(tx, caller.garden, caller.person.id, since) is not None


def read_telling_facts(tx: Transaction, talk: Talk) -> TellingFacts:
    report = reports.find_report(tx, ReportId(int(talk.subject)))
    return _facts(tx, report) if report else TellingFacts("", None, 1.0)


def take_telling(tx: Transaction, talk: Talk, answers: Answers) -> Ending:
    """Keep it, thank them, and pass on what their referent should read."""
    report = _own(tx, talk.caller, ReportId(int(talk.subject)))
    if isinstance(report, Refusal):
        reply(tx, talk.caller, Message((say(report.message),), ((HUMAN,),)), about="told")
        return None
    outcome, hours = _outcome(answers), _hours(tx, report, answers)
    mood = Mood(answers.text("mood")) if outcome is Outcome.CAME and answers.text("mood") else None
    told = reports.answer_report(tx, report.id, outcome, hours, mood, talk.now)
    if told is None:
        return HoursConfirmed()
    timers.cancel_timers(tx, REMIND, report.id)
    thanked = after_outing(tx, talk.garden, told, talk.now, answering=True) if told.came else ()
    reply(tx, talk.caller, _thank(tx, told, thanked), about="told")
    tell_team(tx, talk.garden, told, Said.from_json(answers.of("words")), talk.now)
    everybody_has_said(tx, talk.garden, told, talk.now)
    refresh_subject(tx, about_report(told.id), talk.now)
    return None


def _outcome(answers: Answers) -> Outcome:
    match answers.text("outcome"):
        case choice if choice in (CAME, OTHER):
            return Outcome.CAME
        case choice if choice == NONE:
            return Outcome.NOT_HELD
        case _:
            why = answers.text("why")
            return Outcome(why) if why and why != UNSAID else Outcome.EXCUSED


def _hours(tx: Transaction, report: Report, answers: Answers) -> float | None:
    """None for whoever did not come."""
    if _outcome(answers) is not Outcome.CAME:
        return None
    said = answers.of("hours")
    if isinstance(said, int | float) and answers.text("outcome") == OTHER:
        return to_the_minute(float(said))
    mission = missions.find_mission(tx, report.mission_id)
    return planned_hours(tx, report, mission) if mission else 0.0


def _thank(tx: Transaction, report: Report, thanked: tuple[Text, ...]) -> Message:
    """What is said back, in one message: never a reproach, whatever was answered; `thanked` are the garden's words."""
    mission = missions.find_mission(tx, report.mission_id)
    title = mission.title if mission else ""
    if report.outcome is Outcome.NOT_HELD:
        return Message((say(_("Thank you for telling us: the team now knows that it did not take place.")),))
    if not report.came:
        care = (
            _("Get well soon. Nobody holds it against you, and there is no hurry.")
            if report.outcome is Outcome.SICK
            else _("It happens to everybody. Nobody holds it against you, and you are welcome any time.")
        )
        return Message((say(_("Thank you for telling us.")), say(care)))
    bad = report.mood is Mood.BAD
    noted = say(
        _("{hours} h for “<b>{mission}</b>” are noted; your referent confirms them.")
        if thanked or bad
        else _("Thank you! {hours} h for “<b>{mission}</b>” are noted; your referent confirms them."),
        hours=report.hours or 0,
        mission=title,
    )
    rows = (NO_MORE,) if thanked else ()
    if not bad:
        return Message((*thanked, noted), rows)
    heard = say(
        _(
            "Thank you for saying that it was not easy. Your referent has been told, to talk about it with you."
        )
    )
    return Message((*thanked, noted, heard), (*rows, (HUMAN,)))


def _own(tx: Transaction, caller: Caller, report_id: ReportId) -> Report | Refusal:
    report = reports.lock_report(tx, report_id)
    if report is None or report.person_id != caller.person.id:
        return NotFound()
    if not report.is_confirmed:
        return report
    return DidNotTakePlace() if report.outcome is Outcome.NOT_HELD else HoursConfirmed()


def _facts(tx: Transaction, report: Report) -> TellingFacts:
    mission = missions.find_mission(tx, report.mission_id)
    if mission is None:
        return TellingFacts("", report.day, 1.0)
    return TellingFacts(mission.title, report.day, planned_hours(tx, report, mission))
