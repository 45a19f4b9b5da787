"""Owns the words of a mission sheet (fiche de poste) and of its dates, as volunteers read them before they say yes."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.garden import Garden
from bot.domain.mission import Mission, MissionKind
from bot.domain.openings import Opening
from bot.domain.shift import Shift
from bot.domain.text import Text, say
from bot.engine.steps import lines
from bot.marks import _, ngettext
from bot.usecases.notices.shift_case import first_said

KINDS = {
    MissionKind.TASK: say(_("✅ A task with no fixed time: you do it when it suits you.")),
    MissionKind.PAIR: say(
        _(
            "👥 A pair: you and one employee, who agreed to it. Their name is never written here: "
            "you hear it when you meet."
        )
    ),
    MissionKind.POLE: say(
        _("🏛 A group that thinks and proposes. It reports to the board, and the board decides.")
    ),
}
"""What is particular about a kind, in plain words; what the others are shows in their sheet."""


def sheet(mission: Mission) -> tuple[Text, ...]:
    """Everything a volunteer wants to know; nobody is signed up by reading it."""
    return (*in_short(mission), *in_detail(mission))


def in_short(mission: Mission) -> tuple[Text, ...]:
    """What, what for, when, where and what it asks: enough to say yes."""
    return (
        say(_("<b>{title}</b>\n{purpose}"), title=mission.title, purpose=mission.purpose),
        *_what_it_asks(mission),
    )


def in_detail(mission: Mission) -> tuple[Text, ...]:
    """What one may want to know beyond that."""
    return tuple(_in_detail(mission))


def under_its_dates(mission: Mission) -> tuple[Text, ...]:
    """All of the sheet for whoever knows its title, and sees its dates first."""
    return (mission.purpose, *_what_it_asks(mission), *in_detail(mission))


def _what_it_asks(mission: Mission) -> Iterator[Text]:
    if mission.kind in KINDS:
        yield KINDS[mission.kind]
    asks = [_when_and_where(mission)]
    if mission.terms.equipment:
        asks.append(say(_("🎒 To bring: {equipment}"), equipment=mission.terms.equipment))
    if mission.places_left is not None and not mission.has_dates:
        asks.append(say(_("Places left: {left}"), left=mission.places_left))
    yield lines(asks)
    if mission.on_request and not mission.required:
        yield say(_("A referent looks at each request here, and answers you."))
    elif mission.on_request:
        yield say(_("Some experience is needed here: a referent looks at your request and answers you."))


def _in_detail(mission: Mission) -> Iterator[Text]:
    yield from _handing_on(mission)
    if mission.tasks:
        tasks = lines([say("• {task}", task=task) for task in mission.tasks])
        yield say(_("What you do:\n{tasks}"), tasks=tasks)
    if mission.learn:
        yield say(_("What you learn: {learn}"), learn=mission.learn)
    if mission.provided:
        yield say(_("What is provided: {provided}"), provided=mission.provided)
    if mission.accompanied and mission.kind is not MissionKind.TASK:
        yield say(_("The first time, somebody of the team is at your side."))


def _when_and_where(mission: Mission) -> Text:
    if mission.kind is MissionKind.TASK:
        return say(_("⏱ about {hours} h in all\n📍 {where}"), hours=mission.hours, where=mission.where)
    return say(
        _("📅 {when}\n⏱ about {hours} h each time\n📍 {where}"),
        when=mission.when,
        hours=mission.hours,
        where=mission.where,
    )


def _handing_on(mission: Mission) -> Iterator[Text]:
    """A skills mission starts from a need, and leaves a skill behind."""
    if mission.need:
        yield say(_("The need: {need}"), need=mission.need)
    if mission.transfer:
        yield say(_("What you hand on: {transfer}"), transfer=mission.transfer)
    if mission.recipients:
        yield say(_("To whom: {recipients}"), recipients=mission.recipients)


def date_line(one: Opening, garden: Garden, *, newcomer: bool) -> Text:
    """The hours of a date and how many places are left there for this person."""
    starts, ends = (at.astimezone(garden.zone).time() for at in (one.shift.starts_at, one.shift.ends_at))
    places, *needed = how_it_stands(one, newcomer=newcomer)
    # i18n: {start} and {end} are times of the day, {places} as "3 places left"
    hours = say(_("{start} to {end} · {places}"), start=starts, end=ends, places=places)
    return lines([hours, *needed])


def how_it_stands(one: Opening, *, newcomer: bool) -> list[Text]:
    """The places left, people still needed, places kept; one line each."""
    return [_places(one, newcomer=newcomer), *_needed(one)]


def _places(one: Opening, *, newcomer: bool) -> Text:
    """How many places are left for this person; whose the others are."""
    if one.mine:
        return say(_("you are signed up"))
    room = one.room(newcomer=newcomer)
    if room is None:
        return say(_("everybody fits"))
    if room:
        return say(ngettext("{count} place left", "{count} places left"), count=room)
    if one.tally.held:
        return say(
            ngettext(
                "full, but for {count} place kept for people who come for the first time",
                "full, but for {count} places kept for people who come for the first time",
            ),
            count=one.tally.held,
        )
    return say(_("full: there is a waiting list"))


def _needed(one: Opening) -> Iterator[Text]:
    if one.tally.free and one.tally.held:
        yield say(
            ngettext(
                "{count} of the places is kept for people who come for the first time",
                "{count} of the places are kept for people who come for the first time",
            ),
            count=one.tally.held,
        )
    if one.missing:
        yield say(ngettext("{count} more person needed", "{count} more people needed"), count=one.missing)


def particulars(shift: Shift, mission: Mission) -> Iterator[Text]:
    """What only this date says: another meeting point, other things to bring, the weather."""
    meeting = first_said(shift.meeting_point, mission.terms.meeting_point)
    bring = first_said(shift.equipment, mission.terms.equipment)
    if meeting:
        yield say(_("📍 {where}"), where=meeting)
    if bring and bring != mission.terms.equipment:
        yield say(_("🎒 To bring: {equipment}"), equipment=bring)
    if shift.weather:
        yield say(_("🌦 {weather}"), weather=shift.weather)
