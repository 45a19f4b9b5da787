"""Owns what a referent hears of an outing beyond its hours: words, a bad day, somebody who could not come."""

from __future__ import annotations

from collections.abc import Mapping

from bot.clock import Instant
from bot.domain.garden import Garden
from bot.domain.message import Button, Message
from bot.domain.mission import Mission
from bot.domain.report import Mood, Outcome, Report, ReportId
from bot.domain.said import Said
from bot.domain.text import Text, say
from bot.marks import _
from bot.storage import reports
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.followed import assignment_of, whom_to_tell
from bot.usecases.house import Composed
from bot.usecases.notify import tell_person
from bot.usecases.outings import outing_of
from bot.usecases.refresh import about_told

TOLD = "outing_told"

FACES = {Mood.GOOD: "🙂", Mood.MIXED: "😐", Mood.BAD: "🙁"}


HEADINGS: Mapping[Outcome, str] = {
    Outcome.CAME: _("{face} <b>{name}</b> was there: “<b>{mission}</b>”, {day}."),
    Outcome.SICK: _("<b>{name}</b> was unwell and could not come: “<b>{mission}</b>”, {day}."),
    Outcome.EXCUSED: _("<b>{name}</b> could not come: “<b>{mission}</b>”, {day}."),
    Outcome.ABSENT: _("<b>{name}</b> did not come, and says so: “<b>{mission}</b>”, {day}."),
    Outcome.NOT_HELD: _("<b>{name}</b> says that it did not take place: “<b>{mission}</b>”, {day}."),
}


def tell_team(tx: Transaction, garden: Garden, report: Report, said: Said, now: Instant) -> None:
    """Their words at once, and whatever asks for a kind word; what went well and silently waits for the hours."""
    calls_for_care = report.mood is Mood.BAD or (report.outcome is not None and report.outcome.stayed_away)
    parts = list(said.in_parts()) or ([Said()] if calls_for_care else [])
    for person_id in whom_to_tell(tx, garden, report.person_id, report.mission_id, now):
        if person_id == report.person_id:
            continue
        for number, part in enumerate(parts):
            tell_person(
                tx,
                garden.id,
                person_id,
                TOLD,
                {"report": report.id, "text": part.to_json()},
                dedupe=f"{TOLD}:{report.id}:{now.timestamp()}:{number}",
                subject=about_told(report.id),
                now=now,
                unasked=True,
            )


def compose_told(tx: Transaction, parcel: Parcel) -> Composed:
    """What they said, and an invitation to ask how they are."""
    report = reports.find_report(tx, ReportId(parcel.payload["report"]))
    outing = outing_of(tx, report) if report else None
    if report is None or outing is None:
        left = Message((say(_("This volunteer has left. Nothing more to do.")),))
        return left if parcel.message_id else None
    part = Said.from_json(parcel.payload.get("text"))
    heading = _heading(report, outing.mission, outing.name)
    invitation = _invitation(report)
    said = (say(_("“{words}”"), words=part.words),) if part.words else ()
    live = assignment_of(tx, report.garden_id, report.person_id, report.mission_id)
    rows = ((Button(say(_("Write to them")), data=f"n.write.{live.id}"),),) if live else ()
    why = say(_("You read this because you look after them."))
    return Message((heading, *said, *((invitation,) if invitation else ()), why), rows, part.relay)


def _heading(report: Report, mission: Mission, name: Text) -> Text:
    face = FACES.get(report.mood, "") if report.mood else ""
    told = HEADINGS[report.outcome or Outcome.CAME]
    return say(told, name=name, mission=mission.title, day=report.day, face=face)


def _invitation(report: Report) -> Text | None:
    if report.outcome is not None and report.outcome.stayed_away:
        return say(_("Nothing to hold against anybody. A word to ask how they are often brings people back."))
    if report.mood is Mood.BAD:
        return say(_("It was not easy for them. Would you ask how they are?"))
    return None
