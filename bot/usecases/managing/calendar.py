"""Owns the lists of dates that coordinators look at: the coming weeks, one mission's, one date with who comes."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.message import Button, Message
from bot.domain.mission import MissionId
from bot.domain.shift import Booking, BookingState, Series, SeriesId, Shift, ShiftId, ShiftState
from bot.domain.text import Brief, Text, counted, say
from bot.engine import numbered
from bot.engine.steps.base import lines
from bot.errors import NotFound, Refusal
from bot.marks import _, ngettext
from bot.storage import bookings, missions, people, profiles, rosters, series, shifts
from bot.storage.database import Transaction
from bot.usecases.house import Caller
from bot.usecases.managing.access import may_manage, mission_to_manage, shift_to_manage
from bot.usecases.managing.cards import PER_PAGE, Rows, turning
from bot.usecases.managing.rhythm import in_words
from bot.usecases.planning import end_series
from bot.usecases.replies import reply

WEEKS = timedelta(weeks=4)
MOST_NAMES = 30


def list_dates(tx: Transaction, caller: Caller, page: int) -> Refusal | Message:
    """Every date of the garden in the coming weeks, a page at a time."""
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    found = shifts.shifts_between(tx, caller.garden.id, caller.now, caller.now + WEEKS)
    if not found:
        return Message((say(_("No date in the next four weeks.")),), ((_manage(),),))
    titles = {one.id: one.title for one in missions.list_missions(tx, caller.garden.id)}
    here = list(enumerate(found, 1))[page * PER_PAGE : (page + 1) * PER_PAGE]
    told = [(number, Brief(shift.starts_at), titles.get(shift.mission_id, "")) for number, shift in here]
    listed = [
        numbered.line(number, say("{day} · {mission}", day=day, mission=title)) for number, day, title in told
    ]
    rows: Rows = tuple(
        (Button(numbered.label(number, Brief(shift.starts_at)), data=f"n.mshift.{shift.id}"),)
        for number, shift in here
    )
    heading = say(ngettext("<b>{count} date in the next four weeks</b>", "<b>{count} dates in the next four weeks</b>"),
                  count=len(found))  # fmt: skip
    return Message((heading, lines(listed)), (*rows, *turning("n.mdates", page, len(found)), (_manage(),)))


def list_mission_dates(
    tx: Transaction, caller: Caller, mission_id: MissionId, page: int
) -> Refusal | Message:
    """A mission's dates to come and its series."""
    mission = mission_to_manage(tx, caller, mission_id)
    if isinstance(mission, Refusal):
        return mission
    found = shifts.shifts_of_mission(tx, mission.id, caller.now)
    here = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    known = rosters.rosters_of_shifts(tx, [shift.id for shift in here])
    rows: Rows = ()
    for shift in here:
        roster = known.get(shift.id)
        taken = sum(one.size for one in bookings.taken_bookings(tx, roster.id)) if roster else 0
        of = (
            say("{taken}/{all}", taken=taken, all=roster.maximum) if roster and roster.maximum else str(taken)
        )
        label = say(_("{day} · {people}"), day=Brief(shift.starts_at), people=of)
        rows += ((Button(label, data=f"n.mshift.{shift.id}"),),)
    rows += turning(f"n.mshifts.{mission.id}", page, len(found))
    rows += tuple(
        (Button(say(_("🔁 {rule}"), rule=in_words(one)), data=f"n.mseries.{one.id}"),)
        for one in series.series_of_mission(tx, mission.id)
    )
    rows += ((Button(say(_("➕ Add dates")), data=f"n.mdate.{mission.id}"),
              Button(say(_("← The mission")), data=f"n.mcard.{mission.id}")),)  # fmt: skip
    heading = say(_("Dates of “<b>{title}</b>”"), title=mission.title)
    return Message((heading,) if found else (heading, say(_("None yet."))), rows)


def shift_card(tx: Transaction, caller: Caller, shift_id: ShiftId) -> Refusal | Message:
    """One date: who comes, who waits, and what can be done."""
    shift = shift_to_manage(tx, caller, shift_id)
    if isinstance(shift, Refusal):
        return shift
    mission, roster = missions.find_mission(tx, shift.mission_id), rosters.roster_of_shift(tx, shift.id)
    if mission is None or roster is None:
        return NotFound()
    booked = bookings.open_bookings(tx, roster.id)
    coming = [one for one in booked if one.state is BookingState.TAKEN]
    asked = [one for one in booked if one.state is BookingState.OFFERED]
    waiting = [one for one in booked if one.state is BookingState.WAITING]
    said: list[Text] = [say(_("<b>{mission}</b>\n{date}"), mission=mission.title, date=shift.starts_at)]
    if shift.state is not ShiftState.OPEN:
        said.append(say(_("⚪ Cancelled. {reason}"), reason=shift.reason))
    limits = say(_("at least {minimum}, at most {maximum}"), minimum=roster.minimum, maximum=roster.maximum) \
        if roster.maximum else say(_("at least {minimum}, no limit"), minimum=roster.minimum)  # fmt: skip
    said.append(say(_("Places: {limits}"), limits=limits))
    if shift.weather:
        said.append(say(_("🌦 {weather}"), weather=shift.weather))
    if shift.state is ShiftState.OPEN and not coming:
        said.append(say(_("Nobody is signed up yet.")))
    groups = ((coming, _("Coming:")), (asked, _("Asked, with a place kept for them:")),
              (waiting, _("Waiting for a place:")))  # fmt: skip
    said += [_names(tx, caller, people_there, heading) for people_there, heading in groups if people_there]
    return Message(tuple(said), _doings(shift))


def show_shift(tx: Transaction, caller: Caller, shift_id: ShiftId) -> None:
    """Owe the card where the coordinator is."""
    card = shift_card(tx, caller, shift_id)
    if isinstance(card, Message):
        reply(tx, caller, card, about=f"shift:{shift_id}")


def series_card(tx: Transaction, caller: Caller, series_id: SeriesId) -> Refusal | Message:
    """One series, and what ending it would do."""
    found = _series(tx, caller, series_id)
    if isinstance(found, Refusal):
        return found
    dates = shifts.shifts_of_series(tx, found.id, caller.now)
    said = counted(ngettext("<b>{rule}</b>\n{count} date to come is planned.",
                            "<b>{rule}</b>\n{count} dates to come are planned."),
                   len(dates), _("<b>{rule}</b>\nNo date to come is planned."), rule=in_words(found))  # fmt: skip
    booked = sum(len(bookings.open_bookings(tx, one.id)) for one in
                 rosters.rosters_of_shifts(tx, [date.id for date in dates]).values())  # fmt: skip
    told = say(ngettext("Ending it cancels them: {count} sign-up, whoever it is will be told.",
                        "Ending it cancels them: {count} sign-ups, all of them will be told."),
               count=booked)  # fmt: skip
    rows = ((Button(say(_("✏️ Change the series")), data=f"n.mround.{found.id}"),),
            (Button(say(_("End the series")), data=f"n.mseries.{found.id}.end"),),
            (Button(say(_("← Dates")), data=f"n.mshifts.{found.mission_id}.0"),))  # fmt: skip
    return Message((said, told) if booked else (said,), rows)


def finish_series(tx: Transaction, caller: Caller, series_id: SeriesId) -> Refusal | Message:
    """No further date of it; the mission is the chat's from then on."""
    found = _series(tx, caller, series_id)
    if isinstance(found, Refusal):
        return found
    end_series(tx, caller.garden, found.id, caller.now)
    missions.take_over(tx, found.mission_id)
    return list_mission_dates(tx, caller, found.mission_id, 0)


def _series(tx: Transaction, caller: Caller, series_id: SeriesId) -> Series | Refusal:
    refusal = may_manage(tx, caller)
    if refusal is not None:
        return refusal
    found = series.find_series(tx, series_id)
    is_ours = found is not None and found.garden_id == caller.garden.id and found.ended_at is None
    return found if found is not None and is_ours else NotFound()


def _names(tx: Transaction, caller: Caller, booked: list[Booking], heading: str) -> Text:
    shown = [_name(tx, caller, one) for one in booked[:MOST_NAMES]]
    others = len(booked) - MOST_NAMES
    more = [say(ngettext("… and {count} other", "… and {count} others"), count=others)] if others > 0 else []
    return lines([say(heading), *shown, *more])


def _name(tx: Transaction, caller: Caller, booking: Booking) -> Text:
    profile = profiles.find_profile(tx, booking.person_id, caller.garden.id)
    person = people.find_person(tx, booking.person_id)
    name = (profile.name if profile else person.name if person else "") or "?"
    first = say(_("for the first time")) if booking.first_time else ""
    if booking.guests:
        return say(_("• {name} +{guests} {first}"), name=name, guests=booking.guests, first=first)
    return say(_("• {name} {first}"), name=name, first=first)


def _doings(shift: Shift) -> Rows:
    number = shift.id
    back = (Button(say(_("← Dates")), data=f"n.mshifts.{shift.mission_id}.0"),)
    if shift.state is not ShiftState.OPEN:
        return (back,)
    return (
        (Button(say(_("Move")), data=f"n.mchange.{number}.0"), Button(say(_("Cancel")), data=f"n.mchange.{number}.1")),
        (Button(say(_("🌦 Weather")), data=f"n.mchange.{number}.2"),
         Button(say(_("Places")), data=f"n.mchange.{number}.3")),
        (Button(say(_("📣 Call for volunteers")), data=f"n.call.{number}"),),
        back,
    )  # fmt: skip


def _manage() -> Button:
    return Button(say(_("← Manage")), data="n.manage")
