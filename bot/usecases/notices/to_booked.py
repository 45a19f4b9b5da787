"""Owns what somebody reads about their place in a shift: taken, waited for, offered, changed, given up."""

from __future__ import annotations

from datetime import datetime

from bot.domain.message import Button, Message
from bot.domain.mission import SignUpState
from bot.domain.shift import BookingId, BookingState, DropCause, ShiftState
from bot.domain.text import Text, say
from bot.marks import _, ngettext
from bot.storage import series
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.agenda.files import add_rows, brought_up_to_date
from bot.usecases.booking import comes_first
from bot.usecases.house import Composed
from bot.usecases.notices.party import kept_for_agreement
from bot.usecases.notices.shift_case import (
    ShiftCase,
    case_of_booking,
    hours_between,
    hours_of,
    when_and_where,
)
from bot.usecases.notices.to_volunteer import TALK_TO_A_HUMAN, who_looks_after
from bot.usecases.other_dates import other_dates
from bot.usecases.refresh import about_booking

SEE_MISSIONS = Button(say(_("See missions")), data="n.missions")
WHY_TOLD = say(_("You get this message because you are signed up. If it does not suit, one tap is enough."))


def booked(tx: Transaction, parcel: Parcel) -> Composed:
    """Everything somebody needs to come: the day, the place, what to bring, who welcomes them."""
    case = case_of(tx, parcel)
    if case is None:
        return None
    if case.booking.state is not BookingState.TAKEN:
        return no_longer(case, parcel)
    first = (
        case.booking.first_time
        and case.mission.accompanied
        and comes_first(tx, case.booking, parcel.created_at)
    )
    told = [
        _opening(case),
        when_and_where(case),
        *guests_of(case),
        *(
            who_looks_after(case.referent, in_short=True)
            if parcel.payload.get("joined")
            else _your_referent(case, first=first)
        ),
        *(_first_time(case) if first else ()),
        *_in_time(case, parcel),
    ]
    another = Button(say(_("Another date")), data=f"n.dates.{case.mission.id}")
    mine = add_rows(tx, case.garden.id, case.person.id, about_booking(case.booking.id)) if case.shift else ()
    rows = (*_every_week(tx, case), *mine, (another, cannot_come_button(case)), (TALK_TO_A_HUMAN,))
    return Message(tuple(told), rows)


def _opening(case: ShiftCase) -> Text:
    """A place may hang on somebody's answer: then it is kept, and not promised."""
    size, title = case.booking.size, case.mission.title
    match case.sign_up.state if case.sign_up else None:
        case SignUpState.REQUESTED:
            kept = ngettext(
                "Your place at “<b>{mission}</b>” is kept until a referent has answered your request.",
                "Your {count} places at “<b>{mission}</b>” are kept until a referent has answered your request.",
            )
            return say(kept, count=size, mission=title)
        case SignUpState.AWAITING_GUARDIAN:
            return kept_for_agreement(size, title)
        case _:
            return say(_("You are expected at “<b>{mission}</b>”. Thank you!"), mission=title)


def shift_cancelled(tx: Transaction, parcel: Parcel) -> Composed:
    """It does not take place, at the hours they knew: why, and other dates."""
    case = case_of(tx, parcel)
    if case is None or case.shift is None or case.shift.state is not ShiftState.CANCELLED:
        return None
    is_over = case.shift.ends_at <= parcel.created_at
    not_held = (
        _("“<b>{mission}</b>” did not take place on {when}.")
        if is_over
        else _("“<b>{mission}</b>” does not take place on {when}.")
    )
    when = _when_known(case, parcel)
    told: list[Text] = [say(not_held, mission=case.mission.title, when=when)]
    if case.shift.reason:
        told.append(say(_("The reason: {reason}"), reason=case.shift.reason))
    told.append(say(_("Thank you for wanting to come.")))
    rows = (*other_dates(tx, case, parcel.created_at), (TALK_TO_A_HUMAN,))
    return with_file(tx, case, parcel, Message(tuple(told), rows))


def thanks_for_saying(tx: Transaction, parcel: Parcel) -> Composed:
    """After dropping out: thanks, a reason only if they like, other dates."""
    case = case_of(tx, parcel)
    if case is None:
        return None
    free = ngettext(
        "Thank you for telling us. Your place at “<b>{mission}</b>” ({when}) is free for somebody else.",
        "Thank you for telling us. Your {count} places at “<b>{mission}</b>” ({when}) are free for others.",
    )
    told = say(
        free,
        count=case.booking.size,
        mission=case.mission.title,
        when=when_of(case),
    )
    if case.booking.cause not in ("", DropCause.UNSAID.value):
        ill = case.booking.cause == DropCause.SICK.value
        care = say(
            _("Take care of yourself, and come back when it suits you.")
            if ill
            else _("Come back whenever it suits you.")
        )
        later = (*other_dates(tx, case, parcel.created_at), (TALK_TO_A_HUMAN,))
        return with_file(tx, case, parcel, Message((told, care), later))
    ask = say(_("If you like, say why. You need not: nothing changes either way."))
    rows = (*_causes(case), *other_dates(tx, case, parcel.created_at), (TALK_TO_A_HUMAN,))
    return with_file(tx, case, parcel, Message((told, ask), rows))


def case_of(tx: Transaction, parcel: Parcel) -> ShiftCase | None:
    return case_of_booking(tx, BookingId(parcel.payload["booking"]))


def with_file(tx: Transaction, case: ShiftCase, parcel: Parcel, message: Message) -> Message:
    """For whoever has the date in their own calendar, with what changes it there."""
    subjects = (about_booking(case.booking.id),)
    return brought_up_to_date(tx, message, case.garden, case.person.id, subjects, parcel.created_at)


def _when_known(case: ShiftCase, parcel: Parcel) -> Text:
    """A move that nobody was told of yet is not told with the end of it."""
    known = parcel.payload.get("known")
    if not known:
        return when_of(case)
    starts_at, ends_at = (datetime.fromisoformat(one) for one in known)
    return hours_between(starts_at, ends_at, case.garden)


def when_of(case: ShiftCase) -> Text:
    return hours_of(case.shift, case.garden) if case.shift else case.mission.when


def no_longer(case: ShiftCase, parcel: Parcel) -> Composed:
    """What was sent says how it ended; what was not is not sent any more."""
    if parcel.message_id is None:
        return None
    title, when = case.mission.title, when_of(case)
    is_cancelled = case.shift is not None and case.shift.state is ShiftState.CANCELLED
    match case.booking.state:
        case BookingState.TAKEN:
            return Message(
                (say(_("✅ You are expected at “<b>{mission}</b>”, {when}."), mission=title, when=when),)
            )
        case BookingState.DROPPED | BookingState.DECLINED:
            return Message(
                (say(_("You are not coming to “<b>{mission}</b>”, {when}."), mission=title, when=when),)
            )
        case BookingState.WAITING | BookingState.OFFERED:
            return _waits_again(case)
        case BookingState.LAPSED:
            gone = _("The time for this offer is over: “<b>{mission}</b>”, {when}.")
        case _ if is_cancelled:
            gone = _("“<b>{mission}</b>” does not take place on {when}.")
        case _ if parcel.kind == "booked":
            gone = _("You are no longer expected at “<b>{mission}</b>”, {when}.")
        case _:
            gone = _("You are no longer on the waiting list of “<b>{mission}</b>”, {when}.")
    return Message((say(gone, mission=title, when=when),))


def _waits_again(case: ShiftCase) -> Message:
    """What was offered is not given away for now: nobody declined it, nobody was too late."""
    withdrawn = ngettext(
        "The place at “<b>{mission}</b>”, {when}, is not given away for now. "
        "Your turn on the waiting list stays yours.",
        "The {count} places at “<b>{mission}</b>”, {when}, are not given away for now. "
        "Your turn on the waiting list stays yours.",
    )
    leave = Button(say(_("Leave the waiting list")), data=f"n.drop.{case.booking.id}")
    told = say(withdrawn, count=case.booking.size, mission=case.mission.title, when=when_of(case))
    return Message((told,), ((leave,), (TALK_TO_A_HUMAN,)))


def guests_of(case: ShiftCase) -> tuple[Text, ...]:
    if not case.booking.guests:
        return ()
    coming = ngettext("{count} person comes with you.", "{count} people come with you.")
    return (say(coming, count=case.booking.guests),)


def _your_referent(case: ShiftCase, *, first: bool) -> tuple[Text, ...]:
    if case.referent is None or first:  # named with what it being the first time means
        return ()
    return (say(_("Your referent is <b>{name}</b>."), name=case.referent.name),)


def _first_time(case: ShiftCase) -> tuple[Text, ...]:
    if case.referent is None:
        return ()
    first = _("It is your first time: {name} knows, and you will not be on your own.")
    return (say(first, name=case.referent.name),)


def _in_time(case: ShiftCase, parcel: Parcel) -> tuple[Text, ...]:
    """Until when a drop-out leaves time to find somebody; later is still better than not at all."""
    until = case.roster.drop_out_until
    if until is None or until <= parcel.created_at or case.shift is None or until >= case.shift.starts_at:
        return ()
    return (
        say(
            _("If something comes up, please say so before {until}: then somebody else can come."),
            until=until,
        ),
    )


def cannot_come_button(case: ShiftCase) -> Button:
    return Button(say(_("I can’t come")), data=f"n.drop.{case.booking.id}")


def _every_week(tx: Transaction, case: ShiftCase) -> tuple[tuple[Button, ...], ...]:
    if case.shift is None or case.shift.series_id is None:
        return ()
    if case.shift.series_id in series.regular_in(tx, case.garden.id, case.person.id):
        return ()
    return ((Button(say(_("Come every time")), data=f"n.regular.{case.shift.series_id}"),),)


def _causes(case: ShiftCase) -> tuple[tuple[Button, ...], ...]:
    """Two a row."""
    buttons = [
        Button(label, data=f"n.why.{case.booking.id}.{cause.value}") for cause, label in DROP_CAUSES.items()
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


DROP_CAUSES = {
    DropCause.SICK: say(_("Ill or tired")),
    DropCause.FAMILY: say(_("Family")),
    DropCause.WORK: say(_("Work")),
    DropCause.TRANSPORT: say(_("No way to get there")),
    DropCause.OTHER: say(_("Something else")),
}
"""Why somebody cannot come, as they tap it."""
