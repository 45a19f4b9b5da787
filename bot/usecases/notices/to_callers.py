"""Owns what those read who call: how many would read it and who is left out, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.call import Bearing, Call, CallId, CallKind
from bot.domain.message import Button, Message
from bot.domain.person import PersonId
from bot.domain.quiet import next_allowed
from bot.domain.shift import ShiftState
from bot.domain.text import Listed, Text, counted, say
from bot.engine.steps.base import lines
from bot.marks import _, ngettext
from bot.storage import bookings, calls, profiles, suitable
from bot.storage.calls import Tally
from bot.storage.database import Transaction
from bot.storage.outbox import Parcel
from bot.usecases.calling.case import CallCase, asked_since, case_of_call, still_needed
from bot.usecases.calling.sending import is_under_way
from bot.usecases.house import Composed
from bot.usecases.standing_in import is_idle, is_short

NOTHING_SENT = Message((say(_("This call was not sent. Nobody has read it.")),))


def desk(tx: Transaction, parcel: Parcel) -> Composed:
    """The caller's one message: the figures before, how far it is meanwhile, what came of it."""
    case = case_of_call(tx, CallId(parcel.payload["call"]))
    if case is None:
        return NOTHING_SENT
    if case.call.kind is CallKind.DRAFT:
        return _figures(case, suitable.count_bearings(tx, case.search, asked_since(parcel.created_at)))
    tally = calls.tally(tx, case.call.id)
    if case.call.ended_at is None:
        return _under_way(tx, case, parcel, tally)
    return Message((_title(case), *_how_it_ended(tx, case, parcel, tally), _counted(tally)))


def stand_in(tx: Transaction, parcel: Parcel) -> Composed:
    """What the group reads while a stand-in is looked for: numbers, and in the end a first name."""
    case = case_of_call(tx, CallId(parcel.payload["call"]))
    if case is None or case.shift is None:
        return None
    where = case.named
    steps_in = [name for one in calls.who_said_yes(tx, case.call.id) if (name := _who_comes(tx, case, one))]
    if steps_in:
        told = say(_("✅ {names}: thank you for stepping in!"), names=Listed(tuple(steps_in)))
        return Message((where, told, _asked(case.call)))
    if case.call.ended_at is not None:
        return Message((where, *_no_longer_sought(tx, case, parcel), _asked(case.call)))
    if case.call.total and case.roster and not is_idle(tx, case.roster):
        return Message((say(_("🔎 A stand-in is looked for: {where}."), where=where), _asked(case.call)))
    alone = say(
        _("Nobody else can be asked for now. Please look around yourselves, too; the search goes on.")
    )
    rows = ((Button(say(_("Call for volunteers")), data=f"n.call.{case.shift.id}"),),)
    return Message(
        (say(_("🔎 A stand-in is looked for: {where}."), where=where), _asked(case.call), alone), rows
    )


def _no_longer_sought(tx: Transaction, case: CallCase, parcel: Parcel) -> tuple[Text, ...]:
    """Where somebody is missing all the same, before it begins, it is theirs to look around."""
    over = say(_("We no longer look for a stand-in."))
    to_come = (
        case.shift is not None
        and case.shift.state is ShiftState.OPEN
        and parcel.created_at < case.shift.starts_at
    )
    if not to_come or case.roster is None or not is_short(tx, case.roster):
        return (over,)
    return over, say(_("Somebody is still missing, and sign-ups are closed. Please look around yourselves."))


def _asked(call: Call) -> Text:
    asked = ngettext("{count} suitable person was asked.", "{count} suitable people were asked.")
    return counted(asked, call.total, _("Nobody could be asked so far."))


def _who_comes(tx: Transaction, case: CallCase, person_id: PersonId) -> str:
    """The first name of somebody who said yes and still has the place."""
    place = bookings.open_booking(tx, case.roster.id, person_id) if case.roster else None
    profile = profiles.find_profile(tx, person_id, case.garden.id) if place else None
    return profile.name if profile else ""


def _title(case: CallCase) -> Text:
    return say("📣 {mission}", mission=case.named)


def _figures(case: CallCase, found: Mapping[Bearing, int]) -> Message:
    """How many would read it, and of all others why not: nobody is sent anything yet."""
    well, could = found.get(Bearing.FITS, 0), found.get(Bearing.COULD, 0)
    left_out = [say(words, count=found[one]) for one, words in _LEFT_OUT.items() if found.get(one)]
    told: list[Text] = [
        _title(case),
        say(_("Nothing has been sent yet. This is how your call reads, above.")),
    ]
    if well + could:
        others = _COULD if well else _COULD_AT_ALL
        told += [say(words, count=count) for words, count in ((_FITS_WELL, well), (others, could)) if count]
    else:
        told.append(say(_("Nobody can be asked at the moment.")))
    if left_out:
        told.append(say(_("Left out:\n{who}"), who=lines([say("– {who}", who=one) for one in left_out])))
    return Message(tuple(told), tuple(_send_buttons(case, well, could)))


_FITS_WELL = ngettext(
    "It fits {count} person well: they chose this kind of help, or know how to do it.",
    "It fits {count} people well: they chose this kind of help, or know how to do it.",
)
_COULD_AT_ALL = ngettext("{count} person could come.", "{count} people could come.")
_COULD = ngettext("{count} more person could come.", "{count} more people could come.")
_LEFT_OUT = {
    Bearing.INVOLVED: ngettext(
        "{count} is in already, waits, or has said no", "{count} are in already, wait, or have said no"
    ),
    Bearing.NOT_FREE: ngettext("{count} is not free then", "{count} are not free then"),
    Bearing.TOO_FAR: ngettext("{count} lives too far away", "{count} live too far away"),
    Bearing.NOT_OPEN: ngettext(
        "{count} lacks the age or the experience asked", "{count} lack the age or the experience asked"
    ),
    Bearing.ASKED: ngettext(
        "{count} was called in the last three days", "{count} were called in the last three days"
    ),
    Bearing.STOPPED: ngettext("{count} wants no calls", "{count} want no calls"),
    Bearing.UNREACHABLE: ngettext(
        "{count} is out of reach on Telegram", "{count} are out of reach on Telegram"
    ),
}


def _send_buttons(case: CallCase, well: int, could: int) -> Iterator[tuple[Button, ...]]:
    number = case.call.id
    if well:
        text = ngettext("Send to the one it suits well", "Send to the {count} it suits well")
        yield (Button(say(text, count=well), data=f"n.callsend.{number}.well"),)
    if could:
        text = ngettext("Send to the one who could come", "Send to all {count} who could come")
        yield (Button(say(text, count=well + could), data=f"n.callsend.{number}.all"),)
    yield (Button(say(_("Write it anew")), data=f"n.callanew.{number}"),)
    yield (Button(say(_("Don’t send")), data=f"n.calldrop.{number}"),)


def _under_way(tx: Transaction, case: CallCase, parcel: Parcel, tally: Tally) -> Message:
    told: list[Text] = [_title(case)]
    if is_under_way(tx, case.call.id):
        so_far = _("People are being chosen: {count} so far.")
        told.append(counted(so_far, case.call.total, _("People are being chosen.")))
    else:
        told.append(
            say(_("On its way: {sent} of {count}."), sent=case.call.total - tally.owed, count=case.call.total)
        )
        if tally.owed == case.call.total and _is_night(case, parcel):
            told.append(say(_("Nobody is written to at night: it goes out in the morning.")))
    stop = Button(say(_("Stop here")), data=f"n.callhalt.{case.call.id}")
    return Message((*told, _counted(tally)), ((stop,),))


def _is_night(case: CallCase, parcel: Parcel) -> bool:
    """Whether it was written in the quiet hours."""
    return next_allowed(parcel.created_at, case.garden.rules.quiet, case.garden.zone) > parcel.created_at


def _how_it_ended(tx: Transaction, case: CallCase, parcel: Parcel, tally: Tally) -> tuple[Text, ...]:
    if tally.owed:
        return (say(_("Stopped. What is on its way in this moment still arrives.")),)
    if not still_needed(tx, case, parcel.created_at):
        return (say(_("Done: enough people are found, or the date is over.")),)
    if tally.dropped:
        return (say(_("Stopped: whoever was not written to yet is left alone.")),)
    return (say(_("Sent. Answers show here as they come.")),)


def _counted(tally: Tally) -> Text:
    arrived = ngettext("{count} message arrived", "{count} messages arrived")
    said_yes = ngettext("{count} said yes", "{count} said yes")
    told: list[Text] = [
        counted(arrived, tally.sent, _("no message has arrived yet")),
        counted(said_yes, tally.yes, _("nobody has said yes yet")),
    ]
    if tally.no:
        told.append(say(ngettext("{count} said not this time", "{count} said not this time"), count=tally.no))
    if tally.unreachable:
        unreachable = ngettext("{count} is out of reach", "{count} are out of reach")
        told.append(say(unreachable, count=tally.unreachable))
    if tally.dropped:
        dropped = ngettext("{count} was not asked after all", "{count} were not asked after all")
        told.append(say(dropped, count=tally.dropped))
    return lines([say("– {line}", line=one) for one in told])
