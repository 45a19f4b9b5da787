"""Owns what is read about a place that still lacks a parent's agreement: a reminder, and that it was let go."""

from __future__ import annotations

from datetime import datetime

from bot.domain.message import Button, Message
from bot.domain.person import Profile
from bot.domain.shift import BookingId, BookingState
from bot.domain.text import Text, Words, say
from bot.marks import _, ngettext
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agreements import NEEDED_BEFORE
from bot.usecases.house import Composed
from bot.usecases.notices.shift_case import ShiftCase, case_of_booking, hours_of
from bot.usecases.notices.to_volunteer import TALK_TO_A_HUMAN


def missing(tx: Transaction, parcel: Parcel) -> Composed:
    """To coordinators: whom to reach, and until when; afterwards, how it went."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None or case.profile is None:
        return (
            Message((say(_("This volunteer has left. Nothing more to do.")),)) if parcel.message_id else None
        )
    if case.profile.parent_said_no:
        return said_no(case.profile)
    if case.profile.may_be_confirmed or case.booking.state is not BookingState.TAKEN:
        over = ended(case.profile, case.name, case.mission.title, _when(case))
        return Message((over,)) if parcel.message_id else None
    until = _until(case, parcel)
    return asked_for(case.profile, case.name, case.mission.title, _when(case), until)


def asked_for(profile: Profile, name: str | Text, title: Words, when: Text, until: datetime) -> Message:
    """What coordinators read while there is time: whom to reach, and what they said."""
    told = say(
        _("<b>{name}</b> is under 18 and has a place: “<b>{mission}</b>”, {when}. The parent’s agreement is missing."),
        name=name, mission=title, when=when,
    )  # fmt: skip
    whom = say(_("Adult to write to: {guardian}"), guardian=profile.guardian)
    then = say(_("Without it, the place goes on to somebody else {until}."), until=until)
    refused = Button(say(_("The parent says no")), data=f"n.noguardian.{profile.person_id}")
    return Message((told, whom, then), ((agrees(profile),), (refused,)))


def agrees(profile: Profile) -> Button:
    return Button(say(_("Record the agreement")), data=f"n.guardian.{profile.person_id}")


def said_no(profile: Profile) -> Message:
    """A no is written down; a parent may change their mind."""
    told = _(
        "The parent of {name} said no: no mission is theirs. Should the parent agree after all, record it here."
    )
    return Message((say(told, name=profile.name),), ((agrees(profile),),))


def let_go(tx: Transaction, parcel: Parcel) -> Composed:
    """To whoever had the place: nothing they did wrong, and what comes next."""
    case = case_of_booking(tx, BookingId(parcel.payload["booking"]))
    if case is None or case.booking.state is not BookingState.RELEASED:
        return None
    return goes_on(case.mission.title, _when(case), case.booking.size)


def goes_on(title: Words, when: Text, size: int) -> Message:
    """To whoever had so many places: they are somebody else's now."""
    late = ngettext(
        "Your parent’s agreement is not there yet, so your place at “<b>{mission}</b>” ({when}) goes to somebody else.",
        "Your parent’s agreement is not there yet, so your {count} places at “<b>{mission}</b>” ({when}) go to others.",
    )
    kindly = say(_("You did nothing wrong. Once the agreement is there, other dates are waiting for you."))
    return Message((say(late, count=size, mission=title, when=when), kindly), ((TALK_TO_A_HUMAN,),))


def ended(profile: Profile | None, name: str | Text, title: Words, when: Text) -> Text:
    """How it went."""
    if profile is not None and profile.may_be_confirmed:
        return say(_("✅ The parent’s agreement for {name} is recorded."), name=name)
    return say(
        _("<b>{name}</b> has no place any more: “<b>{mission}</b>”, {when}."),
        name=name,
        mission=title,
        when=when,
    )


def _until(case: ShiftCase, parcel: Parcel) -> datetime:
    """A shift may have been moved since; without a date, as it was planned."""
    begins_at = case.roster.begins_at
    return begins_at - NEEDED_BEFORE if begins_at else datetime.fromisoformat(parcel.payload["until"])


def _when(case: ShiftCase) -> Text:
    return hours_of(case.shift, case.garden) if case.shift else case.mission.when
