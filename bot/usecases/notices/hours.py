"""Owns what is read about hours: the list a referent confirms, and what a volunteer is told where it differs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.message import Button, Message
from bot.domain.person import GardenId
from bot.domain.report import Mood, Outcome, ReportId
from bot.domain.text import Listed, Text, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import people, reports
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.followed import signed_by
from bot.usecases.house import Composed
from bot.usecases.outings import Outing, outing_of, outings_of

HOURS = "hours"
HOURS_CHANGED = "hours_changed"

MOST_SHOWN = 40
"""People named in one list; everybody right means the others, too."""

ASKED_ONCE = say(_("<i>You are asked because hours count once somebody of the team has confirmed them.</i>"))
FACES = {Mood.GOOD: " 🙂", Mood.MIXED: " 😐", Mood.BAD: " 🙁"}


def compose_hours(tx: Transaction, parcel: Parcel) -> Composed:
    """Everybody of a shift with their hours, as they stand now."""
    handle = str(parcel.payload["of"])
    outings = outings_of(tx, GardenId(parcel.garden_id), handle) if parcel.garden_id else []
    if not outings:
        return Message((say(_("Nothing more to do here.")),)) if parcel.message_id else None
    waiting = [one for one in outings if not one.report.is_confirmed]
    if not waiting and parcel.message_id is None:
        return None
    first = outings[0]
    heading = say(_("⏱ “<b>{mission}</b>”, {day}"), mission=first.mission.title, day=first.report.day)
    listed = lines([line_of(one) for one in outings[:MOST_SHOWN]])
    more = (_and_more(len(outings) - MOST_SHOWN),) if len(outings) > MOST_SHOWN else ()
    if waiting:
        return Message(
            (heading, listed, *more, say(_("Is everything right?")), ASKED_ONCE), _to_confirm(handle)
        )
    return Message((heading, listed, *more, _done(tx, outings)), _to_change(handle))


def line_of(outing: Outing) -> Text:
    """One person: their hours, or why there are none; and whether that is their word, a proposal or settled."""
    report, name, hours = outing.report, outing.name, outing.hours
    if report.outcome is not None and not report.came:
        return say(_("– <b>{name}</b>: {why}"), name=name, why=WHY[report.outcome])
    if report.is_confirmed:
        return say(_("✓ <b>{name}</b>: {hours} h"), name=name, hours=hours)
    if report.outcome is None:
        return say(_("– <b>{name}</b>: {hours} h planned, no answer yet"), name=name, hours=hours)
    face = FACES.get(report.mood, "") if report.mood else ""
    return say(_("– <b>{name}</b>: {hours} h{face}"), name=name, hours=hours, face=face)


WHY = {
    Outcome.SICK: say(_("was not well")),
    Outcome.EXCUSED: say(_("could not come")),
    Outcome.ABSENT: say(_("did not come")),
    Outcome.NOT_HELD: say(_("did not take place")),
}


def compose_changed(tx: Transaction, parcel: Parcel) -> Composed:
    """To the volunteer: the garden confirmed something else than they said."""
    report = reports.find_report(tx, ReportId(parcel.payload["report"]))
    outing = outing_of(tx, report) if report else None
    if report is None or outing is None or not report.is_confirmed:
        return None
    person = people.find_person(tx, report.confirmed_by) if report.confirmed_by else None
    told = say(
        _("“<b>{mission}</b>”, {day}: {name} noted {hours} h."),
        mission=outing.mission.title,
        day=report.day,
        name=(signed_by(tx, report.garden_id, person.id) if person else "") or say(_("The team")),
        hours=outing.hours,
    )
    if not report.came and report.outcome is not None:
        told = say(
            _("“<b>{mission}</b>”, {day}: it is noted so: {why}."),
            mission=outing.mission.title,
            day=report.day,
            why=WHY[report.outcome],
        )
    why = say(
        _("<i>You get this because it differs from what stood there. If it is not right, just say so.</i>")
    )
    return Message((told, why), ((Button(say(_("💬 Talk to a human")), data="n.human"),),))


def _done(tx: Transaction, outings: Sequence[Outing]) -> Text:
    """Everybody whose word stands in the list, whoever was first before."""
    by = dict.fromkeys(one.report.confirmed_by for one in outings if one.report.confirmed_by is not None)
    names = tuple(name for one in by if (name := signed_by(tx, outings[0].report.garden_id, one)))
    return say(_("✅ Confirmed by {name}."), name=Listed(names)) if names else say(_("✅ Confirmed."))


def _to_confirm(handle: str) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say(_("Everything is right")), data=f"n.hours.ok.{handle}"),),
        (Button(say(_("Change something")), data=f"n.hours.edit.{handle}"),),
        (Button(say(_("It did not take place")), data=f"n.hours.none.{handle}"),),
    )


def _to_change(handle: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say(_("Change something")), data=f"n.hours.edit.{handle}"),),)


def _and_more(count: int) -> Text:
    return say(ngettext("… and {count} more person", "… and {count} more people"), count=count)
