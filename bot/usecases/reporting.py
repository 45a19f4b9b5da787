"""Owns asking how an outing went: once, by day, with one gentle reminder; nobody is chased for an answer."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import Mission
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.report import ASKED_FOR, REMINDED_AFTER, Outcome, Report, ReportId, when_to_ask
from bot.domain.shift import Shift, ShiftId, ShiftState
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import bookings, gardens, missions, people, reports, rosters, shifts, timers
from bot.storage.database import Transaction
from bot.storage.outbox import Lane, Parcel
from bot.storage.timers import Timer
from bot.usecases.agreements import lacks_agreement
from bot.usecases.confirming import CONFIRM, plan_confirmation
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person
from bot.usecases.objections import Objection, objects_to
from bot.usecases.outings import planned_hours
from bot.usecases.refresh import about_hours, about_report, refresh_subject

REPORT = "report"
REMIND = "report_remind"
ASK = "report_ask"


def plan_reports(tx: Transaction, garden: Garden, shift: Shift, now: Instant) -> None:
    """Have the shift asked about after its end; moved, it is asked about at its new time; cancelled, not at all."""
    if shift.state is ShiftState.CANCELLED:
        timers.cancel_timer(tx, _key(shift.id))
        return
    timers.set_timer(
        tx,
        kind=REPORT,
        subject_id=shift.id,
        key=_key(shift.id),
        due_at=max(now, when_to_ask(shift.ends_at, garden.rules.quiet, garden.zone)),
        garden_id=garden.id,
    )


def withdraw_reports(tx: Transaction, shift: Shift, by: PersonId | None, now: Instant) -> None:
    """It did not take place, as is known only now: what was asked says so, and nobody is asked any more.

    What was confirmed stands: whoever confirmed it was there.
    """
    timers.cancel_timers(tx, CONFIRM, shift.id)
    for report in reports.reports_of_shift(tx, shift.id):
        if report.is_confirmed:
            continue
        reports.confirm_report(tx, report.id, Outcome.NOT_HELD, 0.0, by, now)
        timers.cancel_timers(tx, REMIND, report.id)
        refresh_subject(tx, about_report(report.id), now)
    refresh_subject(tx, about_hours(f"s{shift.id}"), now)


def ask_for_reports(tx: Transaction, timer: Timer, now: Instant) -> None:
    """The shift is over: a report stands for whoever has a place in it, and whom Telegram reaches is asked.

    Nobody counts as having been there without the parent's agreement they need.
    """
    shift = shifts.find_shift(tx, ShiftId(timer.subject_id))
    garden = gardens.find_garden(tx, shift.garden_id) if shift else None
    roster = rosters.roster_of_shift(tx, shift.id) if shift else None
    if shift is None or garden is None or roster is None or shift.state is ShiftState.CANCELLED:
        return
    if shift.ends_at > now:
        plan_reports(tx, garden, shift, now)
        return
    day = shift.starts_at.astimezone(garden.zone).date()
    plan_confirmation(tx, garden, shift, now)
    for booking in bookings.taken_bookings(tx, roster.id):
        if lacks_agreement(tx, garden.id, booking.person_id):
            continue
        asked = _may_be_asked(tx, garden, booking.person_id)
        report = reports.add_report(tx, booking, shift, day, now if asked else None)
        if report is not None and asked:
            _owe_question(tx, report, now)
            _plan_reminder(tx, garden, report, now)


def remind_of_report(tx: Transaction, timer: Timer, now: Instant) -> None:
    """Still no answer: one more word, and never another."""
    report = reports.find_report(tx, ReportId(timer.subject_id))
    if report is None or report.answered_at or report.is_confirmed or report.reminded_at:
        return
    if not objects_to(tx, report.garden_id, report.person_id, Objection.REPORTS):
        reports.note_reminder(tx, report.id, now)
        _owe_question(tx, report, now)


def compose_question(tx: Transaction, parcel: Parcel) -> Composed:
    """The question, while it is one; afterwards what was said, and the way to change it."""
    report = reports.find_report(tx, ReportId(parcel.payload["report"]))
    mission = missions.find_mission(tx, report.mission_id) if report else None
    if report is None or mission is None:
        return Message((say(_("Nothing more to do here.")),)) if parcel.message_id else None
    if report.answered_at is None and not report.is_confirmed:
        return _question(tx, report, mission, again=bool(parcel.payload["again"]))
    return _answered(report, mission) if parcel.message_id else None


def _question(tx: Transaction, report: Report, mission: Mission, *, again: bool) -> Message:
    hours = planned_hours(tx, report, mission)
    asked = (
        _("You had a place in “<b>{mission}</b>”, {day}. How did it go?")
        if not again
        else _("One more word about “<b>{mission}</b>”, {day}: how did it go?")
    )
    why = (
        _(
            "<i>I ask after each shift, so that your hours count and your referent knows. Two or three taps.</i>"
        )
        if not again
        else _(
            "<i>I ask a last time, so that your hours count. If you would rather not say, that is fine too.</i>"
        )
    )
    return Message(
        (say(asked, mission=mission.title, day=report.day), say(why)),
        (
            (Button(say(_("I was there: {hours} h"), hours=hours), data=f"n.report.came.{report.id}"),),
            (Button(say(_("I was there, other hours")), data=f"n.report.other.{report.id}"),),
            (Button(say(_("I could not come")), data=f"n.report.away.{report.id}"),),
            (Button(say(_("It did not take place")), data=f"n.report.none.{report.id}"),),
            (Button(say(_("Do not ask me after shifts")), data="n.stop.reports"),),
        ),
    )


def _answered(report: Report, mission: Mission) -> Message:
    """What a question says once it was answered, by the volunteer or by the referent."""
    if report.is_confirmed and report.outcome is Outcome.NOT_HELD:
        none = _("“<b>{mission}</b>”, {day}: it did not take place. There is nothing to answer.")
        return Message((say(none, mission=mission.title, day=report.day),))
    said: tuple[Text, ...] = (
        say(_("“<b>{mission}</b>”, {day}: noted."), mission=mission.title, day=report.day),
    )
    if report.is_confirmed:
        return Message(said)
    change = Button(say(_("Change my answer")), data=f"n.report.again.{report.id}")
    return Message(said, ((change,),))


def _owe_question(tx: Transaction, report: Report, now: Instant) -> None:
    again = report.asked_at != now
    tell_person(
        tx,
        report.garden_id,
        report.person_id,
        ASK,
        {"report": report.id, "again": again},
        dedupe=f"{ASK}:{report.id}:{int(again)}",
        subject=about_report(report.id),
        now=now,
        lane=Lane.REMINDER,
        unasked=True,
        expires_after=ASKED_FOR,
    )


def _plan_reminder(tx: Transaction, garden: Garden, report: Report, now: Instant) -> None:
    timers.set_timer(
        tx,
        kind=REMIND,
        subject_id=report.id,
        key=f"{REMIND}:{report.id}",
        due_at=next_allowed(now + REMINDED_AFTER, garden.rules.quiet, garden.zone),
        garden_id=garden.id,
    )


def _may_be_asked(tx: Transaction, garden: Garden, person_id: PersonId) -> bool:
    person = people.find_person(tx, person_id)
    reached = person is not None and person.telegram_id is not None and person.reachable
    return reached and not objects_to(tx, garden.id, person_id, Objection.REPORTS)


def _key(shift_id: ShiftId) -> str:
    return f"{REPORT}:{shift_id}"
