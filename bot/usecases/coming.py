"""Owns what is going to happen by itself, and why: timers and messages that wait, in words. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Instant
from bot.domain.call import CallId
from bot.domain.escalation import COORDINATORS as COORDINATORS_LAST
from bot.domain.person import GardenId, PersonId
from bot.domain.point import PointId
from bot.domain.referent import REMINDED, REPROPOSED, AssignmentId, ReferentId
from bot.domain.report import ReportId
from bot.domain.sheet import SheetId
from bot.domain.shift import RosterId, ShiftId
from bot.domain.text import Text, say
from bot.marks import _, ngettext
from bot.storage import (
    assignments,
    calls,
    groups,
    instances,
    missions,
    outbox,
    people,
    points,
    referents,
    reports,
    rosters,
    sheets,
    shifts,
    threads,
    timers,
)
from bot.storage.database import Transaction
from bot.storage.instances import InstanceId
from bot.storage.outbox import Parcel
from bot.storage.reminders import count_due
from bot.storage.timers import Timer
from bot.usecases.agreements import AGREEMENT
from bot.usecases.calling.sending import CALLING
from bot.usecases.calling.sending import LOOK as CALL_LOOK
from bot.usecases.confirming import CONFIRM
from bot.usecases.events.coming import of_event
from bot.usecases.hold import hold_until
from bot.usecases.member_list.importing import IMPORTING
from bot.usecases.member_list.reading_again import READING
from bot.usecases.member_list.receiving import FORGETTING
from bot.usecases.monthly import MONTHLY
from bot.usecases.nudge import NUDGE
from bot.usecases.other_clocks import OTHER_CLOCKS
from bot.usecases.pickups.closing import CLOSED, GONE
from bot.usecases.pickups.news import NEWS as BASKET_NEWS
from bot.usecases.pickups.promises import ENDS
from bot.usecases.pickups.reminding import UNREMINDED
from bot.usecases.pickups.weeks import CLOSING, PICKUPS
from bot.usecases.planning import SERIES
from bot.usecases.prompts import MEET
from bot.usecases.refer import CLAIM
from bot.usecases.reminding.firing import TOGETHER
from bot.usecases.reminding.planning import REMINDERS, REPLAN
from bot.usecases.reporting import REMIND, REPORT
from bot.usecases.retention import FAREWELL, RETENTION
from bot.usecases.rosters import ROSTER
from bot.usecases.season import SEASON
from bot.usecases.standing_in import STAND_IN
from bot.usecases.stepping_in import AWAY, BACK
from bot.usecases.unanswered import UNANSWERED, next_told
from bot.usecases.watch import WATCH


@dataclass(frozen=True, slots=True)
class Coming:
    """`what` is due `at`, and why; `who` gets it. `kind` is the timer's or the message's."""

    at: datetime
    kind: str
    what: Text
    who: Text


Names = Mapping[int, str]

COORDINATORS: Text = say(_("Coordinators"))
THE_GROUP: Text = say(_("Referents’ group"))

SILENT = frozenset(
    {SERIES, RETENTION, MONTHLY, SEASON, REPLAN, OTHER_CLOCKS, PICKUPS, UNREMINDED, CLOSED, GONE, FORGETTING}
)
"""What reaches nobody by itself, or only months ahead: series planned further, looks at what was kept, rounds."""


def list_coming(tx: Transaction, now: Instant, limit: int, names: Names) -> list[Coming]:
    """The next things to reach somebody if nobody does anything, the soonest first.

    `names` are what Telegram calls people, by id: for those who have not given theirs.
    """
    due = [_of_timer(tx, timer, names) for timer in _timers_to_come(tx, limit)]
    due += [_of_parcel(tx, parcel, now, names) for parcel in outbox.waiting_parcels(tx, now, limit)]
    return sorted(due, key=lambda one: one.at)[:limit]


def _timers_to_come(tx: Transaction, limit: int) -> list[Timer]:
    """Those that would reach somebody as things stand: a shift nobody is in has nobody to ask or to tell."""
    counts = rosters.headcounts(tx)
    idle: set[tuple[str, int]] = {(ROSTER, one.roster_id) for one in counts if not one.in_line}
    idle |= {(REPORT, one.shift_id) for one in counts if not one.coming and one.shift_id}
    idle |= {(WATCH, one.shift_id) for one in counts if not one.is_amiss and one.shift_id}
    found = timers.next_timers(tx, limit + len(idle), but=SILENT)
    return [timer for timer in found if (timer.kind, timer.subject_id) not in idle][:limit]


def _of_timer(tx: Transaction, timer: Timer, names: Names) -> Coming:
    tell = _TIMERS.get(timer.kind)
    what, who = tell(tx, timer, names) if tell else of_event(tx, timer) or _unknown(timer)
    return Coming(timer.due_at, timer.kind, what, who)


def _unknown(timer: Timer) -> tuple[Text, Text]:
    return say(_("Something planned ({kind})."), kind=timer.kind), ""


def _claim(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    assignment = assignments.find_assignment(tx, AssignmentId(timer.subject_id))
    name = _name(tx, assignment.person_id if assignment else None, names)
    rounds = assignment.rounds if assignment else 0
    if rounds < REMINDED:
        return say(_("If nobody has taken {name} by then, the group is reminded."), name=name), THE_GROUP
    if rounds < REPROPOSED:
        return (
            say(_("If nobody has taken {name} by then, another referent is proposed."), name=name),
            THE_GROUP,
        )
    return say(_("If nobody has taken {name} by then, the coordinators are told."), name=name), COORDINATORS


def _nudge(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    instance = instances.find_instance(tx, InstanceId(timer.subject_id))
    name = _name(tx, instance.person_id if instance else None, names)
    return say(_("{name} stopped midway: one friendly word, and never again."), name=name), name


def _unanswered(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    thread = threads.find_thread(tx, timer.subject_id)
    name = _name(tx, thread.person_id if thread else None, names)
    rung = next_told(tx, timer) or COORDINATORS_LAST
    if rung.in_group:
        return (
            say(_("If nobody has answered {name} by then, the group reads the message again."), name=name),
            THE_GROUP,
        )
    if rung.person is not None:
        reader = _name(tx, rung.person, names)
        return (
            say(_("If nobody has answered {name} by then, {reader} reads it."), name=name, reader=reader),
            reader,
        )
    return say(_("If nobody has answered {name} by then, the coordinators read it."), name=name), COORDINATORS


def _meet(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    assignment = assignments.find_assignment(tx, AssignmentId(timer.subject_id))
    referent = (
        referents.find_referent(tx, assignment.referent_id) if assignment and assignment.referent_id else None
    )
    name, asked = (
        _name(tx, assignment.person_id if assignment else None, names),
        referent.name if referent else "?",
    )
    what = say(
        _("If they have not been in touch by then, {referent} is asked about {name}."),
        referent=asked,
        name=name,
    )
    return what, asked


def _away(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    referent = referents.find_referent(tx, ReferentId(timer.subject_id))
    name = referent.name if referent else "?"
    deputy = referents.find_referent(tx, referent.deputy_id) if referent and referent.deputy_id else None
    what = say(_("{name} is away from then on: what waits is proposed to who steps in."), name=name)
    return what, deputy.name if deputy else COORDINATORS


def _back(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    referent = referents.find_referent(tx, ReferentId(timer.subject_id))
    name = referent.name if referent else "?"
    return say(_("{name} is back, and is told who waits for a word, if anybody does."), name=name), name


def _farewell(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    name = _name(tx, PersonId(timer.subject_id), names)
    if timer.payload.get("last"):
        return say(_("Without a sign of {name}, what is kept on them is erased."), name=name), name
    return say(_("Without a sign of {name}, a last word before it is erased."), name=name), name


def _roster(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    roster = rosters.find_roster(tx, RosterId(timer.subject_id))
    mission = missions.find_mission(tx, roster.mission_id) if roster else None
    title = mission.title if mission else "?"
    return (
        say(_("The places of “{mission}” are looked at again: offers end, held places open."), mission=title),
        title,
    )


def _watch(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    shift = shifts.find_shift(tx, ShiftId(timer.subject_id))
    mission = missions.find_mission(tx, shift.mission_id) if shift else None
    title = mission.title if mission else "?"
    return say(_("If “{mission}” has too few people by then, the group is told."), mission=title), THE_GROUP


def _stand_in(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    roster = rosters.find_roster(tx, RosterId(timer.subject_id))
    mission = missions.find_mission(tx, roster.mission_id) if roster else None
    title = mission.title if mission else "?"
    asked = say(
        _("If “{mission}” still needs a stand-in, the next few suitable people are asked."), mission=title
    )
    return asked, say(_("Suitable people"))


def _agreement(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    roster = rosters.find_roster(tx, RosterId(timer.subject_id))
    mission = missions.find_mission(tx, roster.mission_id) if roster else None
    title = mission.title if mission else "?"
    looked = _(
        "If a parent’s agreement is still missing for “{mission}”, coordinators are told; "
        "then the place goes to somebody else."
    )
    return say(looked, mission=title), COORDINATORS


def _calling(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    return say(_("The next people are chosen for “{mission}”."), mission=_called_for(tx, timer)), say(
        _("Suitable people")
    )


def _call_look(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    call = calls.find_call(tx, CallId(timer.subject_id))
    who = _name(tx, call.created_by if call else None, names)
    return say(
        _("The figures of the call for “{mission}” are brought up to date."), mission=_called_for(tx, timer)
    ), who


def _called_for(tx: Transaction, timer: Timer) -> Text:
    call = calls.find_call(tx, CallId(timer.subject_id))
    mission = missions.find_mission(tx, call.mission_id) if call else None
    return mission.title if mission else "?"


def _report(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    title = _mission_of(tx, timer.subject_id)
    return say(_("After “{mission}”, whoever had a place is asked how it went."), mission=title), say(
        _("Whoever had a place")
    )


def _remind(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    report = reports.find_report(tx, ReportId(timer.subject_id))
    name = _name(tx, report.person_id if report else None, names)
    return say(_("If {name} has not said how it went, one reminder, and never another."), name=name), name


def _confirm(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    title = _mission_of(tx, timer.subject_id)
    return say(
        _("The hours of “{mission}” are shown to the referents, to be confirmed."), mission=title
    ), say(_("Referents"))


def _mission_of(tx: Transaction, shift_id: int) -> Text:
    shift = shifts.find_shift(tx, ShiftId(shift_id))
    mission = missions.find_mission(tx, shift.mission_id) if shift else None
    return mission.title if mission else "?"


def _reminders(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    count = count_due(tx, GardenId(timer.subject_id), timer.due_at + TOGETHER)
    what = ngettext(
        "{count} person is reminded of what is to come.", "{count} people are reminded of what is to come."
    )
    return say(what, count=count), say(_("Whoever is expected"))


def _closing(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    point = points.find_point(tx, PointId(timer.subject_id))
    title = point.name if point else "?"
    asked = say(_("“{point}” closes: whoever has not fetched a basket is asked once."), point=title)
    return asked, say(_("Whoever is expected"))


def _basket_news(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    return say(_("Whoever has a basket that was moved or cancelled is told once what changed.")), say(
        _("Whoever is expected")
    )


def _request_ends(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    told = say(_("Whoever asked something about their basket hears by then that nobody answered."))
    return told, say(_("Whoever is expected"))


def _list(tx: Transaction, timer: Timer, names: Names) -> tuple[Text, Text]:
    sheet = sheets.find_sheet(tx, SheetId(timer.subject_id))
    name = _name(tx, sheet.person_id if sheet else None, names)
    return say(_("The list of households is being read or imported.")), name


_TIMERS: Mapping[str, Callable[[Transaction, Timer, Names], tuple[Text, Text]]] = {
    CLAIM: _claim,
    NUDGE: _nudge,
    UNANSWERED: _unanswered,
    MEET: _meet,
    AWAY: _away,
    BACK: _back,
    FAREWELL: _farewell,
    ROSTER: _roster,
    WATCH: _watch,
    STAND_IN: _stand_in,
    AGREEMENT: _agreement,
    CALLING: _calling,
    CALL_LOOK: _call_look,
    REPORT: _report,
    REMIND: _remind,
    CONFIRM: _confirm,
    REMINDERS: _reminders,
    CLOSING: _closing,
    BASKET_NEWS: _basket_news,
    ENDS: _request_ends,
    READING: _list,
    IMPORTING: _list,
}


def _of_parcel(tx: Transaction, parcel: Parcel, now: Instant, names: Names) -> Coming:
    paused = outbox.throttled_until(tx, parcel.chat_id, now)
    if paused is not None and paused >= parcel.not_before:
        what = say(_("A message waits: Telegram could not take it just now."))
    elif hold_until(tx, parcel, now) is not None:
        what = say(_("A message nobody asked for waits for the end of the quiet hours."))
    elif parcel.attempts:
        what = say(_("A message that did not get through is sent again."))
    else:
        what = say(_("A message is sent."))
    return Coming(
        max(parcel.not_before, paused or parcel.not_before),
        parcel.kind,
        what,
        place_of(tx, parcel.chat_id, names),
    )


def place_of(tx: Transaction, chat_id: int, names: Names) -> Text:
    """Where a message goes: somebody's name, or the group's."""
    if chat_id in names:
        return names[chat_id]
    group = groups.find_group(tx, chat_id)
    return group.title if group is not None else THE_GROUP


def _name(tx: Transaction, person_id: PersonId | None, names: Names) -> str:
    person = people.find_person(tx, person_id) if person_id else None
    if person is None:
        return "?"
    return person.name or names.get(person.telegram_id or 0, "?")
