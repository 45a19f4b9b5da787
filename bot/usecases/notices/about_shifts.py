"""Owns what the referents' group reads about shifts: first name, mission and date, nothing else."""

from __future__ import annotations

from bot.clock import Instant
from bot.domain.message import Button, Message
from bot.domain.mission import MissionId, MissionState, SignUpId, SignUpState
from bot.domain.person import PersonId
from bot.domain.shift import (
    Booking,
    BookingId,
    BookingState,
    DropCause,
    ShiftId,
    ShiftState,
    Vacancy,
    is_filled,
)
from bot.domain.text import Text, counted, say
from bot.marks import _, ngettext
from bot.storage import bookings, gardens, missions, outbox, profiles, rosters, shifts
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.house import Composed
from bot.usecases.notices.case import case_of_sign_up
from bot.usecases.notices.shift_case import ShiftCase, case_of_booking, hours_of
from bot.usecases.refresh import about_booking
from bot.usecases.rosters import TOLD_OF_PLACES
from bot.usecases.standing_in import asked_from, has_none_to_spare, needs_stand_in
from bot.usecases.watch import count_coming

WORTH_A_WORD = frozenset({DropCause.SICK.value, DropCause.FAMILY.value})
FREE_AGAIN = ngettext("Their place is free on {count} date.", "Their place is free on {count} dates.")
WEEK_BEFORE = say(_("Where people are missing, a stand-in is looked for in the week before."))
GONE = say(_("This volunteer has left. Nothing more to do."))


def first_time(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody comes for the first time: who welcomes them there."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None or case.shift is None:
        return Message((GONE,)) if parcel.message_id else None
    if case.booking.state is not BookingState.TAKEN:
        return None if parcel.message_id is None else Message((_not_there(case),))
    told: list[Text] = [
        say(
            _("🌱 <b>{name}</b> comes for the first time: “<b>{mission}</b>”, {when}."),
            name=case.name,
            mission=case.mission.title,
            when=hours_of(case.shift, case.garden),
        )
    ]
    if case.referent is not None:
        told.append(say(_("{referent}, please welcome them there."), referent=case.referent.name))
    else:
        told.append(say(_("They have no referent yet: who welcomes them there?")))
    return Message(tuple(told))


def dropped_out(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody cannot come, and what becomes of the place."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None or case.shift is None:
        return Message((GONE,)) if parcel.message_id else None
    told = (_not_coming(case), _what_of_the_place(tx, case, parcel.created_at))
    return Message((*told, *_when_sought(tx, case, parcel.created_at)))


def place_let_go(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody's place goes on for want of an agreement: their age is nobody's concern in the group."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None:
        return Message((GONE,)) if parcel.message_id else None
    told = say(
        _(
            "The place of <b>{name}</b> at “<b>{mission}</b>”, {when}, could not be confirmed in time, "
            "and goes to somebody else."
        ),
        name=case.name,
        mission=case.mission.title,
        when=hours_of(case.shift, case.garden) if case.shift else case.mission.when,
    )  # fmt: skip
    if case.shift is None:
        return Message((told,))
    return Message((told, _what_of_the_place(tx, case, parcel.created_at)))


def kind_word(tx: Transaction, parcel: Parcel) -> Composed:
    """To their referent alone, never in the group: not the reason, only that a kind word would be welcome."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None or case.shift is None or case.booking.cause not in WORTH_A_WORD:
        return None
    welcome = say(_("A kind word from you would surely be welcome."))
    why = say(_("You get this message because you are their referent; nobody else reads it."))
    return Message((_not_coming(case), welcome, why))


def left_mission(tx: Transaction, parcel: Parcel) -> Composed:
    case = case_of_sign_up(tx, SignUpId(parcel.payload["sign_up"]))
    if case is None:
        return Message((GONE,)) if parcel.message_id else None
    if case.sign_up.state is not SignUpState.WITHDRAWN:
        return None
    number = parcel.payload.get("instead")
    if number and (other := missions.find_mission(tx, MissionId(number))):
        took = _("<b>{name}</b> takes “<b>{other}</b>” instead of “<b>{mission}</b>”, as was proposed.")
        return Message((say(took, name=case.name, other=other.title, mission=case.mission.title),))
    dates = parcel.payload.get("dates") if case.mission.has_dates else 0
    if dates:
        told = say(
            _("<b>{name}</b> leaves “<b>{mission}</b>”, and told us so."),
            name=case.name,
            mission=case.mission.title,
        )
        return Message((told, say(FREE_AGAIN, count=dates), WEEK_BEFORE))
    told = say(
        _("<b>{name}</b> leaves “<b>{mission}</b>”, and told us so. The place is free."),
        name=case.name,
        mission=case.mission.title,
    )
    return Message((told,))


def stopped_coming(tx: Transaction, parcel: Parcel) -> Composed:
    """Somebody who came every time no longer does: one message, however many dates that is."""
    mission = missions.find_mission(tx, MissionId(parcel.payload["mission"]))
    garden_id = mission.garden_id if mission else None
    profile = profiles.find_profile(tx, PersonId(parcel.payload["person"]), garden_id) if garden_id else None
    if mission is None or profile is None:
        return Message((GONE,)) if parcel.message_id else None
    told = say(
        _("<b>{name}</b> no longer comes to “<b>{mission}</b>” every time, and told us so."),
        name=profile.name,
        mission=mission.title,
    )
    return Message((told, say(FREE_AGAIN, count=parcel.payload["dates"]), WEEK_BEFORE))


def understaffed(tx: Transaction, parcel: Parcel) -> Composed:
    """Days ahead: how many are missing, and one tap to call for them."""
    return _numbers(tx, parcel, too_few=True)


def overstaffed(tx: Transaction, parcel: Parcel) -> Composed:
    return _numbers(tx, parcel, too_few=False)


def _numbers(tx: Transaction, parcel: Parcel, *, too_few: bool) -> Composed:
    shift = shifts.find_shift(tx, ShiftId(parcel.payload["shift"]))
    mission = missions.find_mission(tx, shift.mission_id) if shift else None
    garden = gardens.find_garden(tx, shift.garden_id) if shift else None
    roster = rosters.roster_of_shift(tx, shift.id) if shift else None
    if shift is None or mission is None or garden is None or roster is None:
        return None
    if shift.state is not ShiftState.OPEN:
        return None
    coming = count_coming(tx, roster)
    title, when = mission.title, hours_of(shift, garden)
    if too_few and coming < roster.minimum:
        missing = ngettext(
            "“<b>{mission}</b>”, {when}: {count} person is missing.",
            "“<b>{mission}</b>”, {when}: {count} people are missing.",
        )
        so_far = say(_("Signed up: {coming} of at least {minimum}."), coming=coming, minimum=roster.minimum)
        rows = ((Button(say(_("Call for volunteers")), data=f"n.call.{shift.id}"),),)
        return Message((say(missing, count=roster.minimum - coming, mission=title, when=when), so_far), rows)
    if not too_few and roster.maximum is not None and coming > roster.maximum:
        too_many = _(
            "“<b>{mission}</b>”, {when}: more people than places. Signed up: {coming}, places: {places}."
        )
        told = say(too_many, coming=coming, places=roster.maximum, mission=title, when=when)
        return Message((told, say(_("Nobody loses their place. Please see together who does what."))))
    enough = say(_("✅ “<b>{mission}</b>”, {when}: the numbers are right."), mission=title, when=when)
    return Message((enough,)) if parcel.message_id else None


def _not_there(case: ShiftCase) -> Text:
    """They cannot come, or nobody does: then nobody is to be welcomed."""
    if case.shift is None or case.shift.state is not ShiftState.CANCELLED:
        return _not_coming(case)
    off = _("“<b>{mission}</b>” does not take place on {when}: <b>{name}</b> is not coming then.")
    when = hours_of(case.shift, case.garden)
    return say(off, name=case.name, mission=case.mission.title, when=when)


def _not_coming(case: ShiftCase) -> Text:
    return say(
        _("<b>{name}</b> can’t come to “<b>{mission}</b>”, {when}, and told us so."),
        name=case.name,
        mission=case.mission.title,
        when=hours_of(case.shift, case.garden) if case.shift else case.mission.when,
    )


def _when_sought(tx: Transaction, case: ShiftCase, now: Instant) -> tuple[Text, ...]:
    """Long before the date nobody is asked yet: the group reads from when on."""
    since = asked_from(tx, case.roster, now)
    if since <= now or not needs_stand_in(tx, case.roster, now):
        return ()
    day = since.astimezone(case.garden.zone).date()
    return (say(_("A stand-in is looked for from {day} on."), day=day),)


def _somebody_took_it(tx: Transaction, case: ShiftCase, others: list[Booking]) -> bool:
    """What is said of one who cannot come stays about that one, whatever becomes of the date afterwards."""
    given_up = {about_booking(one.id): one for one in bookings.given_up_bookings(tx, case.roster.id)}
    # Who gave up a turn in the line is among them: of those the team was told nothing.
    told = {one.subject for one in outbox.find_by_subjects(tx, list(given_up)) if one.kind in TOLD_OF_PLACES}
    places = [one for subject, one in given_up.items() if subject in told]
    taken = [one for one in others if one.state is BookingState.TAKEN]
    return is_filled(case.booking, places, taken)


def _what_of_the_place(tx: Transaction, case: ShiftCase, now: Instant) -> Text:
    others = bookings.open_bookings(tx, case.roster.id)
    if case.shift is not None and case.shift.state is not ShiftState.OPEN:
        return say(_("This date does not take place."))
    if _somebody_took_it(tx, case, others):
        return say(_("Somebody else has taken the place."))
    if case.mission.state is MissionState.PAUSED:
        return say(_("The mission is paused: the place is given to nobody for now."))
    if any(one.state is BookingState.OFFERED for one in others):
        return say(_("The place is offered to the next person on the waiting list."))
    why = {place.reason for place in rosters.places_of(tx, case.roster.id) if place.is_vacant}
    if Vacancy.NIGHT in why:
        return say(_("The next person on the waiting list is asked in the morning."))
    if Vacancy.TOO_LATE in why:
        return say(_("Those on the waiting list are asked: whoever says yes first has the place."))
    if Vacancy.TOO_FEW in why:
        return say(_("Those on the waiting list come together, and there are not enough places for them."))
    coming, waits = count_coming(tx, case.roster), any(one.state is BookingState.WAITING for one in others)
    if waits and coming >= case.roster.minimum:
        return say(_("There are enough people, and others wait for a place."))
    if coming < case.roster.minimum:
        left = ngettext(
            "Nobody is on the waiting list: {count} person is left, and at least {minimum} are needed.",
            "Nobody is on the waiting list: {count} people are left, and at least {minimum} are needed.",
        )
        none = _("Nobody is on the waiting list, and nobody is left. Needed at least: {minimum}.")
        return counted(left, coming, none, minimum=case.roster.minimum)
    if has_none_to_spare(case.roster, coming, now):
        return say(_("There are just enough people left, and nobody to spare."))
    return say(_("There are still enough people."))
